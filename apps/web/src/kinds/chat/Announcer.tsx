import { useEffect, useRef, useState } from 'react';
import { useStore } from '../../app/store';
import type { RoomModel } from '../../rooms/roomModel';

const MAX_READ = 3;
const MAX_CHARACTERS = 200;

/** Reads new messages of others to those who hear the page. */
export function Announcer({ room }: { readonly room: RoomModel }) {
  const { log, isLoaded } = useStore(room);
  const [text, setText] = useState('');
  const last = useRef<number>(undefined);

  useEffect(() => {
    if (!isLoaded) return;
    const after = last.current;
    last.current = Math.max(after ?? 0, log.live.at(-1)?.sequence ?? 0);
    if (after === undefined) return;
    const news = log.live.slice(-100).filter((event) => event.type === 'message' && event.sequence > after && event.user !== room.user);
    if (news.length === 0) return;
    const spoken = news.map((event) => (event.type === 'message' ? `${event.user}: ${event.text.slice(0, MAX_CHARACTERS)}` : ''));
    setText(news.length > MAX_READ ? `${news.length} new messages` : spoken.join('. '));
  }, [room, log.live, isLoaded]);

  return (
    <div className="hidden-visually" aria-live="polite" aria-atomic="true">
      {text}
    </div>
  );
}
