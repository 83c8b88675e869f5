import { Check, CircleAlert, Clock3 } from 'lucide-react';
import type { RoomModel } from '../../rooms/roomModel';
import { Avatar } from '../../ui/Avatar';
import { copyText } from '../../ui/copyText';
import { formatTime } from '../../ui/times';
import { MessageText } from './MessageText';
import type { PendingRow } from './rows';

interface PendingViewProps {
  readonly row: PendingRow;
  readonly room: RoomModel;
  readonly users: readonly string[];
}

const ICONS = { sending: Clock3, sent: Check, failed: CircleAlert };
const LABELS = { sending: 'Sending', sent: 'Sent', failed: 'Not confirmed' };

/** A message of the user that is not in the room yet. */
export function PendingView({ row: { entry, isFirst }, room, users }: PendingViewProps) {
  const { id, text, time, state, reason } = entry;
  const Icon = ICONS[state];
  return (
    <article className={`message message-pending ${isFirst ? 'message-first' : ''}`} tabIndex={-1}>
      {isFirst ? <Avatar name={room.user} /> : <span className="message-gutter" />}
      <div className="message-body">
        {isFirst && (
          <div className="message-head">
            <bdi className="message-author">{room.user}</bdi>
            <time className="soft small">{formatTime(new Date(time))}</time>
          </div>
        )}
        <MessageText text={text} me={room.user} users={users} />
        {state === 'failed' && (
          <div className="message-failed" role="alert">
            <span>{reason}</span>
            <button type="button" className="button" onClick={() => room.retry(id)}>
              Send again
            </button>
            <button type="button" className="button" onClick={() => void copyText(text)}>
              Copy
            </button>
            <button type="button" className="button" onClick={() => room.discard(id)}>
              Discard
            </button>
          </div>
        )}
      </div>
      <span className="message-side">
        <span className="message-sent" role="img" aria-label={LABELS[state]} title={LABELS[state]}>
          <Icon size={14} aria-hidden />
        </span>
      </span>
    </article>
  );
}
