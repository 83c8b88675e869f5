import type { RoomEvent } from '@parley/client';
import { mentions } from '../kinds/chat/mentions';
import type { RoomModel } from '../rooms/roomModel';
import { keys } from '../storage/keys';
import { load, save } from '../storage/localStore';
import { isolate } from '../ui/isolate';
import { goTo } from './route';
import { Store } from './store';

export type NotificationSetting = 'on' | 'off' | 'denied' | 'unsupported';

function current(): NotificationSetting {
  if (typeof Notification === 'undefined' || !globalThis.isSecureContext) return 'unsupported';
  if (Notification.permission === 'denied') return 'denied';
  return Notification.permission === 'granted' && load(keys.notifications) === 'on' ? 'on' : 'off';
}

export const notificationSetting = new Store<NotificationSetting>(current());

/** Turns notifications on or off. Asks the user for the permission if there is no answer yet. */
export async function toggleNotifications(): Promise<NotificationSetting> {
  const isOn = current() === 'on';
  save(keys.notifications, isOn ? undefined : 'on');
  if (!isOn && current() !== 'unsupported') await Notification.requestPermission();
  notificationSetting.set(current());
  return current();
}

/** Shows a notification if somebody mentions the user while the page is hidden. */
export function notifyOfMention(room: RoomModel, event: RoomEvent): void {
  if (event.type !== 'message' || event.user === room.user || document.visibilityState === 'visible') return;
  if (current() !== 'on' || !mentions(event.text, room.user)) return;
  try {
    const notification = new Notification(`${isolate(event.user)} in ${room.name}`, {
      body: event.text.slice(0, 200),
      icon: '/icon-192.png',
      // Two tabs of one user show it once.
      tag: `parley:${room.name}:${event.sequence}`,
    });
    notification.onclick = () => {
      window.focus();
      goTo({ room: room.name, sequence: event.sequence });
      notification.close();
    };
  } catch {
    // Some browsers for phones have the constructor, but refuse to be called.
  }
}
