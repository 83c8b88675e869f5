import { useSyncExternalStore } from 'react';
import { isRoomName } from '../rooms/roomName';

/** What the address asks for. The same object until the address changes. */
export interface Route {
  readonly room?: string;
  /** The message to show. */
  readonly sequence?: number;
}

export function parseRoute(hash: string): Route {
  const [, section, name, number] = hash.replace(/^#/, '').split('/');
  if (section !== 'rooms' || !name) return {};
  try {
    const room = decodeURIComponent(name);
    if (!isRoomName(room)) return {};
    const sequence = number && /^\d+$/.test(number) ? Number(number) : 0;
    return Number.isSafeInteger(sequence) && sequence > 0 ? { room, sequence } : { room };
  } catch {
    return {};
  }
}

export function formatRoute({ room, sequence }: Route): string {
  if (room === undefined) return '#/';
  return `#/rooms/${encodeURIComponent(room)}${sequence === undefined ? '' : `/${sequence}`}`;
}

export function goTo(route: Route): void {
  const hash = formatRoute(route);
  // The same address again is a wish to see the message again.
  if (location.hash === hash) onHashChange();
  else location.hash = hash;
}

/** The address of a message, to share. */
export function linkTo(route: Route): string {
  return location.origin + location.pathname + formatRoute(route);
}

let current: Route = parseRoute(globalThis.location?.hash ?? '');
const listeners = new Set<() => void>();

function onHashChange(): void {
  current = parseRoute(location.hash);
  for (const listener of [...listeners]) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener('hashchange', onHashChange);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener('hashchange', onHashChange);
  };
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, () => current);
}
