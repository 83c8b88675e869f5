import type { ErasedItem, MessageItem, RoomEvent } from '@parley/client';
import type { Notice } from '../../rooms/eventLog';
import type { OutboxEntry } from '../../rooms/outbox';
import { isolate } from '../../ui/isolate';

const GROUP_MS = 5 * 60_000;

interface RowBase {
  readonly key: string;
  readonly sequence: number;
  /** The day begins with this row. */
  readonly date: Date | undefined;
  /** What others said while the user was away begins with this row. */
  readonly isFirstUnread: boolean;
  readonly notices: readonly string[];
}

/** A message, or what is left of it. */
export interface MessageRow extends RowBase {
  readonly type: 'message';
  readonly event: MessageItem | ErasedItem;
  /** The author is shown: the row above is of somebody else, or much older. */
  readonly isFirst: boolean;
}

/** Something else that happened. */
export interface SystemRow extends RowBase {
  readonly type: 'system';
  /** What happened; empty if the lines above say everything. */
  readonly text: string;
}

/** A message of the user that is not in the room yet. */
export interface PendingRow extends RowBase {
  readonly type: 'pending';
  readonly entry: OutboxEntry;
  readonly isFirst: boolean;
}

export type Row = MessageRow | SystemRow | PendingRow;

export interface RowOptions {
  readonly user: string;
  readonly notices: readonly Notice[];
  readonly outbox: readonly OutboxEntry[];
  /** The last sequence that was read when the user came. */
  readonly lastRead: number | undefined;
}

/** One row for each event, so that older events add rows at the top and change nothing else. */
export function toRows(events: readonly RoomEvent[], { user, notices, outbox, lastRead }: RowOptions): readonly Row[] {
  const rows: Row[] = [];
  let last: { user: string; time: Date } | undefined;
  let hasUnread = false;
  let next = 0;
  for (const event of events) {
    const texts: string[] = [];
    for (; (notices[next]?.after ?? Infinity) < event.sequence; next++) texts.push(notices[next]?.text ?? '');
    const isNew: boolean = lastRead !== undefined && event.sequence > lastRead && event.type === 'message' && event.user !== user;
    const isFirstUnread: boolean = isNew && !hasUnread;
    hasUnread ||= isFirstUnread;
    const date = last && isSameDay(last.time, event.time) ? undefined : event.time;
    const base: RowBase = { key: String(event.sequence), sequence: event.sequence, date, isFirstUnread, notices: texts };
    if (event.type === 'message' || event.type === 'erased') {
      const isFirst = !!date || isFirstUnread || texts.length > 0 || last?.user !== event.user || +event.time - +last.time > GROUP_MS;
      rows.push({ ...base, type: 'message', event, isFirst });
      last = event;
    } else {
      rows.push({ ...base, type: 'system', text: describe(event) });
      last = { user: '', time: event.time };
    }
  }
  const rest = notices.slice(next);
  if (rest.length > 0) {
    const sequence = (events.at(-1)?.sequence ?? 0) + 0.5;
    const texts = rest.map(({ text }) => text);
    rows.push({ key: 'notices', sequence, date: undefined, isFirstUnread: false, notices: texts, type: 'system', text: '' });
    last = undefined;
  }
  for (const entry of outbox) {
    const time = new Date(entry.time);
    const isFirst = last?.user !== user || +time - +last.time > GROUP_MS;
    rows.push({ key: entry.id, sequence: Infinity, date: undefined, isFirstUnread: false, notices: [], type: 'pending', entry, isFirst });
    last = { user, time };
  }
  return rows;
}

function describe(event: RoomEvent): string {
  const user = isolate(event.user);
  switch (event.type) {
    case 'created':
      return `${user} created this room`;
    case 'erasure':
      return event.sequences.length === 1 ? `${user} erased a message` : `${user} erased ${event.sequences.length} messages`;
    default:
      return 'Something that this page cannot show';
  }
}

function isSameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}
