import type { ReactNode } from 'react';
import { formatDay } from '../../ui/times';
import type { Row } from './rows';

interface RowFrameProps {
  readonly row: Row;
  readonly children: ReactNode;
}

/** A row with the lines that stand above it. */
export function RowFrame({ row: { date, notices, isFirstUnread }, children }: RowFrameProps) {
  return (
    <>
      {date && (
        <div className="chat-line">
          <time dateTime={date.toISOString().slice(0, 10)}>{formatDay(date)}</time>
        </div>
      )}
      {notices.map((notice) => (
        <p key={notice} className="chat-notice">
          {notice}
        </p>
      ))}
      {isFirstUnread && (
        <div className="chat-line chat-line-new">
          <span>New messages</span>
        </div>
      )}
      {children}
    </>
  );
}
