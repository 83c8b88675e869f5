import { Plus, Search } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { goTo } from '../app/route';
import type { Session } from '../app/session';
import { useStore } from '../app/store';
import { IconButton } from '../ui/IconButton';
import { listRooms } from './roomList';
import { roomNameProblem } from './roomName';
import { RoomLink } from './RoomLink';
import './rooms.css';

const MAX_SHOWN = 200;

interface RoomListProps {
  readonly session: Session;
  readonly current: string | undefined;
  readonly onOpen: () => void;
  readonly onCreate: () => void;
  readonly onLeave: (name: string) => void;
}

export function RoomList({ session, current, onOpen, onCreate, onLeave }: RoomListProps) {
  const joined = useStore(session.rooms);
  const { status, rooms: known } = useStore(session.directory);
  const [query, setQuery] = useState('');
  const rooms = listRooms([...joined.keys()], known, query);
  const shown = rooms.slice(0, MAX_SHOWN);
  const mine = shown.filter(({ isJoined }) => isJoined);
  const others = shown.filter(({ isJoined }) => !isJoined);

  const open = (name: string) => {
    setQuery('');
    goTo({ room: name });
    onOpen();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && shown[0]) open(shown[0].name);
    if (event.key === 'Escape') setQuery('');
  };

  const item = (room: (typeof rooms)[number]) => (
    <RoomLink key={room.name} session={session} room={room} isCurrent={room.name === current} onOpen={onOpen} onLeave={onLeave} />
  );

  return (
    <>
      <div className="rooms-tools">
        <div className="rooms-search">
          <Search size={16} aria-hidden />
          <input
            className="input"
            type="search"
            placeholder="Search rooms"
            aria-label="Search rooms"
            value={query}
            onChange={({ target }) => setQuery(target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <IconButton icon={Plus} label="Create or join a room" onClick={onCreate} />
      </div>
      <nav className="rooms-lists" aria-label="Rooms">
        {mine.length > 0 && (
          <section aria-labelledby="rooms-mine">
            <h2 id="rooms-mine">Your rooms</h2>
            <ul>{mine.map(item)}</ul>
          </section>
        )}
        {others.length > 0 && (
          <section aria-labelledby="rooms-others">
            <h2 id="rooms-others">Other rooms</h2>
            <ul>{others.map(item)}</ul>
          </section>
        )}
        {rooms.length > MAX_SHOWN && <p className="rooms-note">And {rooms.length - MAX_SHOWN} more: search for them.</p>}
        {status === 'loading' && <p className="rooms-note">Loading rooms…</p>}
        {status === 'failed' && (
          <div className="rooms-note" role="alert">
            <p>The rooms could not be loaded.</p>
            <button type="button" className="button" onClick={() => void session.refresh()}>
              Try again
            </button>
          </div>
        )}
        {query && rooms.length === 0 && (
          <div className="rooms-note">
            <p>No rooms match.</p>
            {roomNameProblem(query.trim()) === undefined && (
              <button type="button" className="button" onClick={() => open(query.trim())}>
                <span className="ellipsis">Create {query.trim()}</span>
              </button>
            )}
          </div>
        )}
      </nav>
    </>
  );
}
