import { useEffect } from 'react';
import type { RoomEvent } from '@parley/client';
import { useStore } from '../../app/store';
import { hasOlder, shownEvents } from '../../rooms/eventLog';
import { formatFull } from '../../ui/times';
import type { RoomViewProps } from '../kind';
import './raw.css';

const SHOWN_BYTES = 48;

/** A room of a kind that the page does not know: its events, one after the other. */
export default function RawView({ room }: RoomViewProps) {
  const { kind, log, head, loading } = useStore(room);
  const events = shownEvents(log);

  useEffect(() => room.view(), [room]);
  useEffect(() => room.markRead(head), [room, head]);

  return (
    <div className="raw" tabIndex={0} role="region" aria-label="Events">
      <p className="soft">
        This page cannot show rooms of the kind <strong>{kind}</strong>. These are the events, the newest first.
      </p>
      <ol className="raw-events">
        {[...events].reverse().map((event) => (
          <li key={event.sequence}>
            <span className="soft">{event.sequence}</span> <bdi>{event.user}</bdi> <code>{event.type}</code>{' '}
            <time className="soft small" dateTime={event.time.toISOString()}>
              {formatFull(event.time)}
            </time>
            <pre>{describe(event)}</pre>
          </li>
        ))}
      </ol>
      {hasOlder(log) && (
        <button type="button" className="button" disabled={!!loading} onClick={() => void room.loadOlder()}>
          Show older events
        </button>
      )}
    </div>
  );
}

function describe(event: RoomEvent): string {
  switch (event.type) {
    case 'message':
      return event.text;
    case 'steps':
      return event.steps.map(hex).join('\n');
    case 'custom':
      return `${event.customType}\n${hex(event.data)}`;
    case 'created':
      return `kind ${event.kind}, version ${event.version}`;
    case 'erasure':
      return event.sequences.join(', ');
    default:
      return '';
  }
}

function hex(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, SHOWN_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > SHOWN_BYTES ? `${shown} … ${bytes.length} bytes` : shown;
}
