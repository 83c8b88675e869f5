import { Bell, Cable, DoorOpen, Hash, Keyboard, LogOut, Palette, Plus, UserRound } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { kindOf } from '../kinds/registry';
import { listRooms } from '../rooms/roomList';
import { showToast } from '../ui/toast';
import { notificationSetting, toggleNotifications } from './notifications';
import { goTo } from './route';
import type { Session } from './session';
import type { Overlay } from './Shell';
import { nextTheme, setTheme } from './theme';

/** Something that the user can do by name. */
export interface Command {
  readonly label: string;
  readonly hint?: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
}

interface CommandOptions {
  readonly session: Session;
  readonly current: string | undefined;
  readonly show: (overlay: Overlay) => void;
  readonly leave: (room: string) => void;
}

const MAX_ROOMS = 1_000;

export function makeCommands({ session, current, show, leave }: CommandOptions): readonly Command[] {
  const rooms = listRooms([...session.rooms.get().keys()], session.directory.get().rooms, '');
  const toRooms: Command[] = rooms
    .filter(({ name }) => name !== current)
    .slice(0, MAX_ROOMS)
    .map(({ name, kind, isJoined }) => ({
      label: name,
      hint: isJoined ? 'Your room' : 'Room',
      icon: kind ? kindOf(kind).icon : Hash,
      run: () => goTo({ room: name }),
    }));
  return [
    ...toRooms,
    { label: 'Create or join a room', icon: Plus, run: () => show('create') },
    ...(current === undefined ? [] : [{ label: `Leave ${current}`, icon: LogOut, run: () => leave(current) }]),
    { label: 'Show members', icon: DoorOpen, run: () => show('members') },
    { label: themeLabel(), icon: Palette, run: () => setTheme(nextTheme()) },
    { label: 'Change your name', icon: UserRound, run: () => show('name') },
    ...notificationCommands(),
    { label: 'Connect another client', icon: Cable, run: () => show('connect') },
    { label: 'Keyboard shortcuts', icon: Keyboard, run: () => show('shortcuts') },
  ];
}

export function themeLabel(): string {
  return { system: 'Use the theme of the system', light: 'Use the light theme', dark: 'Use the dark theme' }[nextTheme()];
}

export function notificationCommands(): readonly Command[] {
  const setting = notificationSetting.get();
  if (setting === 'unsupported') return [];
  return [{ label: setting === 'on' ? 'Turn notifications off' : 'Turn notifications on', icon: Bell, run: () => void toggle() }];
}

async function toggle(): Promise<void> {
  const setting = await toggleNotifications();
  showToast(
    setting === 'on'
      ? 'You will be notified when somebody mentions you.'
      : setting === 'denied'
        ? 'The browser blocks notifications of this page.'
        : 'Notifications are off.',
  );
}
