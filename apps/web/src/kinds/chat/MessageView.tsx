import { Check, Ellipsis } from 'lucide-react';
import { memo } from 'react';
import { Avatar } from '../../ui/Avatar';
import { IconButton } from '../../ui/IconButton';
import { formatFull, formatTime } from '../../ui/times';
import { mentions } from './mentions';
import { MessageText } from './MessageText';
import type { MessageRow } from './rows';

interface MessageViewProps {
  readonly row: MessageRow;
  readonly me: string;
  readonly users: readonly string[];
  readonly isHighlighted: boolean;
  readonly isActive: boolean;
  readonly onMenu: (row: MessageRow, anchor: HTMLElement) => void;
}

export const MessageView = memo(function MessageView({ row, me, users, isHighlighted, isActive, onMenu }: MessageViewProps) {
  const { event, isFirst } = row;
  const isMine = event.user === me;
  const isForMe = event.type === 'message' && !isMine && mentions(event.text, me);
  const classes = ['message', isFirst && 'message-first', isForMe && 'message-for-me', isHighlighted && 'message-highlighted'];
  return (
    <article className={classes.filter(Boolean).join(' ')} data-sequence={event.sequence} tabIndex={isActive ? 0 : -1}>
      {isFirst ? <Avatar name={event.user} /> : <span className="message-gutter" />}
      <div className="message-body">
        <div className={isFirst ? 'message-head' : 'hidden-visually'}>
          <bdi className="message-author">{event.user}</bdi>
          <time className="soft small" dateTime={event.time.toISOString()} title={formatFull(event.time)}>
            {formatTime(event.time)}
          </time>
        </div>
        {event.type === 'message' ? (
          <MessageText text={event.text} me={me} users={users} />
        ) : (
          <p className="soft message-erased">Message erased</p>
        )}
      </div>
      <span className="message-side">
        {isMine && event.type === 'message' && (
          <span className="message-sent" role="img" aria-label="Sent" title={`Sent, ${formatFull(event.time)}`}>
            <Check size={14} aria-hidden />
          </span>
        )}
        <IconButton
          icon={Ellipsis}
          label="Message actions"
          className="message-more"
          tabIndex={-1}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => onMenu(row, currentTarget)}
        />
      </span>
    </article>
  );
});
