import { useEffect, useMemo, useRef } from 'react';
import { useStore } from '../../app/store';
import { ConnectPanel } from '../../app/ConnectPanel';
import { shownEvents } from '../../rooms/eventLog';
import type { RoomViewProps } from '../kind';
import { Announcer } from './Announcer';
import './chat.css';
import { ChatSkeleton } from './ChatSkeleton';
import { Composer } from './Composer';
import { MessageList } from './MessageList';
import { TypingLine } from './TypingLine';

export default function ChatView({ room, target }: RoomViewProps) {
  const { isLoaded, log, outbox, members, typing } = useStore(room);
  const input = useRef<HTMLTextAreaElement>(null);
  const events = shownEvents(log);
  const authors = events.length < 1_000 ? events : events.slice(-1_000);
  const names = [...new Set([...members, ...authors.map(({ user }) => user)])].sort().join('\0');
  const users = useMemo(() => (names ? names.split('\0') : []), [names]);

  useEffect(() => room.view(), [room]);

  const focusInput = () => input.current?.focus();

  return (
    <div className="chat">
      {outbox.length > 0 || (isLoaded && events.length > 0) ? (
        <MessageList key={String(isLoaded)} room={room} target={target} users={users} onLeave={focusInput} />
      ) : isLoaded ? (
        <div className="chat-empty">
          <p className="title">Nothing here yet</p>
          <p className="soft">Say something below. Or connect another client:</p>
          <ConnectPanel room={room.name} />
        </div>
      ) : (
        <ChatSkeleton />
      )}
      <TypingLine users={typing} />
      <Composer ref={input} room={room} users={users} />
      <Announcer room={room} />
    </div>
  );
}
