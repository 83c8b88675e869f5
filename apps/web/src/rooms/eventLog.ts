import type { HistoryPage, RoomEvent } from '@parley/client';

/** A place where the log does not continue as it was. */
export interface Notice {
  /** The sequence of the last event before the place. */
  readonly after: number;
  readonly text: string;
}

/** The events of a room that the page has. Immutable: every function returns another log. */
export interface EventLog {
  /** Up to the newest, without a gap. */
  readonly live: readonly RoomEvent[];
  /** `live` begins with this sequence. */
  readonly liveFrom: number;
  /** A part of the past that somebody looks at, not connected with `live`. Never empty. */
  readonly past: readonly RoomEvent[] | undefined;
  /** The oldest sequence that the room has. */
  readonly floor: number;
  readonly notices: readonly Notice[];
}

export function emptyLog(liveFrom: number, floor: number): EventLog {
  return { live: [], liveFrom, past: undefined, floor, notices: [] };
}

/** The events to show. */
export function shownEvents(log: EventLog): readonly RoomEvent[] {
  return log.past ?? log.live;
}

/** The sequence before which older events can be loaded. */
export function shownFrom(log: EventLog): number {
  return log.past?.[0]?.sequence ?? log.liveFrom;
}

export function hasOlder(log: EventLog): boolean {
  return shownFrom(log) > log.floor;
}

export function appendLive(log: EventLog, events: readonly RoomEvent[]): EventLog {
  if (events.length === 0) return log;
  const erased = events.flatMap((event) => (event.type === 'erasure' ? event.sequences : []));
  return erase({ ...log, live: [...log.live, ...events] }, erased);
}

/** Adds a page that was read before {@link shownFrom}. */
export function prependOlder(log: EventLog, page: HistoryPage): EventLog {
  const from = shownFrom(log);
  const events = withoutErased(log, page).filter(({ sequence }) => sequence < from);
  const first = events[0];
  if (!first) return { ...log, floor: from };
  if (log.past) return { ...log, floor: page.floor, past: [...events, ...log.past] };
  return { ...log, floor: page.floor, live: [...events, ...log.live], liveFrom: first.sequence };
}

/** Shows a page of the past. */
export function openPast(log: EventLog, page: HistoryPage): EventLog {
  if (page.events.length === 0) return log;
  return connect({ ...log, floor: page.floor, past: withoutErased(log, page) });
}

/** Adds a page that was read after the last event of the past. */
export function extendPast(log: EventLog, page: HistoryPage): EventLog {
  const last = log.past?.at(-1)?.sequence;
  if (!log.past || last === undefined) return log;
  return connect({ ...log, past: [...log.past, ...withoutErased(log, page).filter(({ sequence }) => sequence > last)] });
}

export function closePast(log: EventLog): EventLog {
  return log.past ? { ...log, past: undefined } : log;
}

/** Drops the contents of events. */
export function erase(log: EventLog, sequences: readonly number[]): EventLog {
  if (sequences.length === 0) return log;
  const erased = new Set(sequences);
  const drop = (events: readonly RoomEvent[]) => events.map((event) => (erased.has(event.sequence) ? toErased(event) : event));
  return { ...log, live: drop(log.live), past: log.past && drop(log.past) };
}

/** The events of a page that may have been read before some of them were erased. */
function withoutErased({ live }: EventLog, { events }: HistoryPage): readonly RoomEvent[] {
  const erased = new Set(live.flatMap((event) => (event.type === 'erasure' ? event.sequences : [])));
  return erased.size === 0 ? events : events.map((event) => (erased.has(event.sequence) ? toErased(event) : event));
}

/** Drops the oldest live events, which can be loaded again. */
export function trim(log: EventLog, keep: number): EventLog {
  const live = log.live.slice(-keep);
  return live.length === log.live.length ? log : { ...log, live, liveFrom: live[0]?.sequence ?? log.liveFrom };
}

/** How many messages of others come after a sequence. Events that are not loaded count as messages. */
export function countUnread({ live, liveFrom, floor }: EventLog, lastRead: number, user: string): number {
  let unread = Math.max(0, liveFrom - 1 - Math.max(lastRead, floor - 1));
  for (let i = live.length - 1; i >= 0; i--) {
    const event = live[i];
    if (!event || event.sequence <= lastRead) break;
    if (event.type === 'message' && event.user !== user) unread++;
  }
  return unread;
}

function toErased({ room, sequence, user, time, commandId, position, type }: RoomEvent): RoomEvent {
  return { type: type === 'erasure' ? 'unknown' : 'erased', room, sequence, user, time, commandId, position };
}

/** A past that reaches the live events becomes a part of them. */
function connect(log: EventLog): EventLog {
  const last = log.past?.at(-1)?.sequence ?? 0;
  const first = log.past?.[0]?.sequence ?? 0;
  if (!log.past || last < log.liveFrom - 1) return log;
  if (first >= log.liveFrom) return closePast(log);
  const older = log.past.filter(({ sequence }) => sequence < log.liveFrom);
  return { ...log, past: undefined, live: [...older, ...log.live], liveFrom: first };
}
