import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { CreateRoomForm } from '../rooms/CreateRoomForm';
import { MembersPanel } from '../rooms/MembersPanel';
import { listRooms } from '../rooms/roomList';
import { Dialog } from '../ui/Dialog';
import { useMediaQuery } from '../ui/useMediaQuery';
import { CommandPalette } from './CommandPalette';
import { makeCommands } from './commands';
import { ConnectionBanner } from './ConnectionBanner';
import { ConnectPanel } from './ConnectPanel';
import { Home } from './Home';
import { NameForm } from './NameForm';
import { RoomPage } from './RoomPage';
import { goTo, useRoute } from './route';
import type { Session } from './session';
import { ShortcutsDialog } from './ShortcutsDialog';
import { Sidebar } from './Sidebar';
import { useStore } from './store';
import { useMembersShown } from './useMembersShown';
import { useShortcuts } from './useShortcuts';
import './shell.css';

/** What is open over the page. */
export type Overlay = 'palette' | 'shortcuts' | 'name' | 'create' | 'connect' | 'rooms' | 'members';

export function Shell({ session }: { readonly session: Session }) {
  const route = useRoute();
  const rooms = useStore(session.rooms);
  const isNarrow = useMediaQuery('(width < 48rem)');
  const isWide = useMediaQuery('(width >= 70rem)');
  const [showsMembers, setShowsMembers] = useMembersShown();
  const [overlay, setOverlay] = useState<Overlay>();
  const room = route.room === undefined ? undefined : rooms.get(route.room);
  const close = () => setOverlay(undefined);

  useEffect(() => {
    if (route.room !== undefined) session.open(route.room);
  }, [session, route.room]);

  // Another tab may have left the room.
  const onRooms = useEffectEvent(() => {
    if (route.room !== undefined && !session.rooms.get().has(route.room)) goTo({});
  });
  useEffect(() => onRooms(), [rooms]);

  const total = useUnreadTotal(session, rooms);
  useEffect(() => {
    document.title = `${total > 0 ? `(${total}) ` : ''}${route.room === undefined ? 'Parley' : `${route.room} · Parley`}`;
  }, [route.room, total]);

  const leave = (name: string) => {
    session.leave(name);
    if (name === route.room) goTo({});
  };

  const moveBy = (step: number) => {
    const names = listRooms([...rooms.keys()], [], '').map(({ name }) => name);
    const index = route.room === undefined ? -1 : names.indexOf(route.room);
    const next = names.at((index < 0 && step < 0 ? names.length - 1 : index + step) % names.length);
    if (next !== undefined) goTo({ room: next });
  };

  useShortcuts({ palette: () => setOverlay('palette'), shortcuts: () => setOverlay('shortcuts'), moveBy });

  const commands = useMemo(
    () => (overlay === 'palette' ? makeCommands({ session, current: route.room, show: setOverlay, leave }) : []),
    [overlay, session, route.room],
  );

  const toggleMembers = () => (isWide ? setShowsMembers(!showsMembers) : setOverlay('members'));
  const sidebar = { session, current: route.room, show: setOverlay, onOpen: close, onLeave: leave };

  return (
    <div className="shell">
      {!isNarrow && (
        <aside className="sidebar" aria-label="Rooms and settings">
          <Sidebar {...sidebar} />
        </aside>
      )}
      <main className="page">
        <ConnectionBanner session={session} onChangeName={() => setOverlay('name')} />
        {room ? (
          <RoomPage
            key={room.name}
            room={room}
            route={route}
            onRooms={isNarrow ? () => setOverlay('rooms') : undefined}
            onMembers={toggleMembers}
            areMembersShown={isWide && showsMembers}
            onConnect={() => setOverlay('connect')}
            onLeave={() => leave(room.name)}
          />
        ) : (
          <Home onRooms={isNarrow ? () => setOverlay('rooms') : undefined} onCreate={() => setOverlay('create')} />
        )}
      </main>
      {isWide && showsMembers && room && (
        <aside className="members-side" aria-label="Members">
          <MembersPanel room={room} />
        </aside>
      )}
      {overlay === 'rooms' && isNarrow && (
        <Dialog title="Rooms" isBare className="drawer" onClose={close}>
          <Sidebar {...sidebar} onClose={close} />
        </Dialog>
      )}
      {overlay === 'members' && room && (
        <Dialog title="Members" onClose={close}>
          <MembersPanel room={room} />
        </Dialog>
      )}
      {overlay === 'palette' && <CommandPalette commands={commands} onClose={close} />}
      {overlay === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      {overlay === 'name' && (
        <Dialog title="Change your name" onClose={close}>
          <NameForm name={session.user} action="Change name" onDone={close} />
        </Dialog>
      )}
      {overlay === 'create' && (
        <Dialog title="Create or join a room" onClose={close}>
          <CreateRoomForm onDone={close} />
        </Dialog>
      )}
      {overlay === 'connect' && (
        <Dialog title="Connect another client" onClose={close}>
          <ConnectPanel room={route.room ?? 'lobby'} />
        </Dialog>
      )}
    </div>
  );
}

function useUnreadTotal(session: Session, rooms: ReturnType<Session['rooms']['get']>): number {
  const [total, setTotal] = useState(0);
  useEffect(() => {
    const count = () => setTotal([...rooms.values()].reduce((sum, room) => sum + room.get().unread, 0));
    count();
    const stops = [...rooms.values()].map((room) => room.subscribe(count));
    return () => stops.forEach((stop) => stop());
  }, [session, rooms]);
  return total;
}
