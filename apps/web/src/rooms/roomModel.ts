import { newCommandId, OutcomeUnknownError, ParleyError } from '@parley/client';
import type { ParleyClient, Room, RoomEvent, RoomItem } from '@parley/client';
import { Store } from '../app/store';
import { keys } from '../storage/keys';
import { load, save } from '../storage/localStore';
import {
  appendLive, closePast, countUnread, emptyLog, extendPast, hasOlder, openPast, prependOlder, shownEvents, shownFrom, trim,
} from './eventLog';
import type { EventLog, Notice } from './eventLog';
import { Outbox } from './outbox';
import type { OutboxEntry } from './outbox';
import { Typing } from './typing';

const FIRST_EVENTS = 100;
const PAGE_SIZE = 100;
const KEPT_IN_BACKGROUND = 300;

/** In a busy room that shows its newest event, more than this many are trimmed. Those that are dropped can be loaded again. */
const MAX_AT_NEWEST = 1_000;
const KEPT_AT_NEWEST = 500;

/** Events that come soon after one another are shown together. */
const FLUSH_MS = 16;
const BUSY_FLUSH_MS = 32;

/** What the page knows about a room. Each value stays as it is; a change is a new one. */
export interface RoomState {
  readonly phase: 'joining' | 'joined' | 'failed';
  /** Why the room cannot be joined. */
  readonly error: string | undefined;
  readonly kind: string;
  /** The sequence of the last event. */
  readonly head: number;
  readonly log: EventLog;
  /** False until the events are loaded that the room had when it was joined. */
  readonly isLoaded: boolean;
  readonly loading: 'older' | 'newer' | 'target' | undefined;
  readonly loadError: string | undefined;
  readonly outbox: readonly OutboxEntry[];
  /** The sequence of the last event that the user has seen; `undefined` before the first visit. */
  readonly lastRead: number | undefined;
  readonly unread: number;
  readonly members: readonly string[];
  readonly memberCount: number;
  readonly typing: readonly string[];
}

export interface RoomModelOptions {
  readonly client: ParleyClient;
  readonly name: string;
  /** Something new was said while the page was open. */
  readonly onNews: (room: RoomModel, event: RoomEvent) => void;
}

/** A room that the user is in. */
export class RoomModel extends Store<RoomState> {
  readonly name: string;
  readonly user: string;
  readonly #client: ParleyClient;
  readonly #onNews: RoomModelOptions['onNews'];
  readonly #outbox: Outbox;
  readonly #typing = new Typing(() => this.update({ typing: this.#typing.users }));
  readonly #ending = new AbortController();
  #room: Room | undefined;
  #headAtJoin = 0;
  #pending: RoomEvent[] = [];
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #flushedAt = 0;
  #viewers = 0;
  #isAtNewest = true;
  #loaded: Promise<void> = Promise.resolve();

  constructor({ client, name, onNews }: RoomModelOptions) {
    const outbox = new Outbox(client.user, name);
    super({
      phase: 'joining',
      error: undefined,
      kind: '',
      head: 0,
      log: emptyLog(1, 1),
      isLoaded: false,
      loading: undefined,
      loadError: undefined,
      outbox: outbox.entries,
      lastRead: toSequence(load(keys.lastRead(name))),
      unread: 0,
      members: [],
      memberCount: 0,
      typing: [],
    });
    this.name = name;
    this.user = client.user;
    this.#client = client;
    this.#onNews = onNews;
    this.#outbox = outbox;
    void this.join();
  }

  /** Joins the room, and follows it until the end. */
  async join(): Promise<void> {
    const { signal } = this.#ending;
    this.update({ phase: 'joining', error: undefined });
    try {
      const room = await this.#client.join(this.name, { from: { last: FIRST_EVENTS }, signal });
      this.#onJoined(room);
      for await (const item of room.items({ signal })) this.#onItem(item);
    } catch (error) {
      if (signal.aborted) return;
      this.update({ phase: 'failed', error: messageOf(error) });
    } finally {
      this.#flush();
    }
  }

  /** Leaves the room, or only stops following it when the client is closed anyway. */
  end({ leave }: { readonly leave: boolean }): void {
    this.#ending.abort();
    clearTimeout(this.#flushTimer);
    this.#typing.end();
    if (leave) void this.#room?.leave().catch(() => undefined);
  }

  /** A view shows the room from now on. @returns a function that says that it stops */
  view(): () => void {
    this.#viewers++;
    return () => {
      if (--this.#viewers > 0) return;
      this.#setLog(trim(closePast(this.get().log), KEPT_IN_BACKGROUND));
    };
  }

  /** Whether the view shows the newest event, so that the oldest ones need not be kept. */
  setAtNewest(isAtNewest: boolean): void {
    this.#isAtNewest = isAtNewest;
  }

  say(text: string): void {
    this.#typing.onSent();
    this.#post({ id: newCommandId(), text, time: Date.now(), state: 'sending' });
  }

  retry(id: string): void {
    const entry = this.#outbox.entries.find((entry) => entry.id === id);
    if (entry?.state === 'failed') this.#post({ id, text: entry.text, time: entry.time, state: 'sending' });
  }

  discard(id: string): void {
    if (this.#outbox.remove(id)) this.update({ outbox: this.#outbox.entries });
  }

  /** Tells the others that the user is typing. */
  type(): void {
    if (this.#room?.isJoined && this.#typing.shouldSend()) this.#room.signal('typing');
  }

  markRead(sequence: number): void {
    const { lastRead, log } = this.get();
    if (sequence <= (lastRead ?? -1)) return;
    save(keys.lastRead(this.name), String(sequence));
    this.update({ lastRead: sequence, unread: countUnread(log, sequence, this.user) });
  }

  /** Another tab of the same user has shown the room. */
  onReadElsewhere(value: string | undefined): void {
    const { lastRead, log } = this.get();
    const sequence = toSequence(value);
    if (sequence === undefined || sequence <= (lastRead ?? -1)) return;
    this.update({ lastRead: sequence, unread: countUnread(log, sequence, this.user) });
  }

  async loadOlder(): Promise<void> {
    const { log } = this.get();
    if (!hasOlder(log)) return;
    await this.#load('older', async (signal) => {
      const before = shownFrom(log);
      const page = await this.#client.history(this.name, { before, pageSize: PAGE_SIZE, signal });
      const now = this.get().log;
      if (shownFrom(now) === before) this.#setLog(prependOlder(now, page));
    });
  }

  async loadNewer(): Promise<void> {
    const after = this.get().log.past?.at(-1)?.sequence;
    if (after === undefined) return;
    await this.#load('newer', async (signal) => {
      const page = await this.#client.history(this.name, { after, pageSize: PAGE_SIZE, signal });
      const now = this.get().log;
      if (now.past?.at(-1)?.sequence === after) this.#setLog(extendPast(now, page));
    });
  }

  /** Makes an event one of those that are shown. */
  async showEvent(sequence: number): Promise<void> {
    const { log, head } = this.get();
    if (shownEvents(log).some((event) => event.sequence === sequence)) return;
    if (sequence >= log.liveFrom) return this.showNewest();
    await this.#load('target', async (signal) => {
      const before = Math.min(head, sequence + PAGE_SIZE / 2) + 1;
      const page = await this.#client.history(this.name, { before, pageSize: PAGE_SIZE, signal });
      this.#setLog(openPast(this.get().log, page));
    });
  }

  showNewest(): void {
    this.#setLog(closePast(this.get().log));
  }

  #onJoined(room: Room): void {
    this.#room = room;
    this.#headAtJoin = room.head;
    const lastRead = this.get().lastRead;
    const isLost = lastRead !== undefined && lastRead > room.head;
    this.update({
      phase: 'joined',
      head: room.head,
      log: emptyLog(room.position.sequence + 1, room.floor),
      ...(isLost && { lastRead: room.head }),
      isLoaded: room.position.sequence >= room.head,
    });
    this.#onChange(room);
    room.onChange(() => this.#onChange(room));
    room.onPresence(() => this.#onChange(room));
    room.onSignal(({ user, key }) => key === 'typing' && user !== this.user && this.#typing.on(user));
    for (const entry of this.#outbox.entries) if (entry.state !== 'failed') this.#post(entry);
  }

  /** Called for every event, too: the head follows with the events, which come in groups. */
  #onChange(room: Room): void {
    const { kind, members, memberCount } = room;
    const now = this.get();
    if (kind === now.kind && members === now.members && memberCount === now.memberCount) return;
    this.update({ kind, members, memberCount });
  }

  #onItem(item: RoomItem): void {
    if (item.type === 'notResumed') {
      this.#flush();
      const isCut = item.code === 'BELOW_FLOOR';
      const { sequence } = item.position;
      const notice: Notice = {
        after: sequence,
        text: isCut
          ? 'Some messages were removed from the server before this page could read them.'
          : 'The server’s history was replaced. Everything in this room was loaded again.',
      };
      const { log } = this.get();
      if (isCut) return this.#setLog({ ...log, floor: sequence + 1, notices: [...log.notices, notice] });
      this.update({ lastRead: Math.min(this.get().lastRead ?? 0, sequence) });
      this.#setLog({ ...emptyLog(sequence + 1, this.#room?.floor ?? 1), notices: [notice] });
      void this.loadOlder();
      return;
    }

    this.#pending.push(item);
    const isBusy = performance.now() - this.#flushedAt < BUSY_FLUSH_MS;
    this.#flushTimer ??= setTimeout(() => this.#flush(), isBusy ? BUSY_FLUSH_MS : FLUSH_MS);
  }

  #flush(): void {
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    const events = this.#pending;
    if (events.length === 0) return;
    this.#pending = [];
    this.#flushedAt = performance.now();
    const last = events.at(-1)?.sequence ?? 0;
    for (const event of events) {
      if (event.user === this.user && event.commandId) this.discard(event.commandId);
      if (event.type === 'message') this.#typing.off(event.user);
    }
    if (last >= this.#headAtJoin) this.update({ isLoaded: true });
    const log = appendLive(this.get().log, events);
    this.#setLog(this.#trim(log, events.length));
    if (this.#room) this.update({ head: this.#room.head });
    for (const event of events) if (event.sequence > this.#headAtJoin) this.#onNews(this, event);
  }

  #trim(log: EventLog, added: number): EventLog {
    if (this.#viewers === 0) return trim(log, Math.max(KEPT_IN_BACKGROUND, added));
    return this.#isAtNewest && log.live.length > MAX_AT_NEWEST ? trim(log, Math.max(KEPT_AT_NEWEST, added)) : log;
  }

  #setLog(log: EventLog): void {
    const { lastRead } = this.get();
    this.update({ log, unread: lastRead === undefined ? 0 : countUnread(log, lastRead, this.user) });
  }

  async #load(what: NonNullable<RoomState['loading']>, run: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (what === 'target') while (this.get().loading) await this.#loaded;
    if (this.get().loading) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#loaded = promise;
    this.update({ loading: what, loadError: undefined });
    try {
      await run(this.#ending.signal);
      this.update({ loading: undefined });
    } catch (error) {
      if (!this.#ending.signal.aborted) this.update({ loading: undefined, loadError: messageOf(error) });
    } finally {
      resolve();
    }
  }

  #post(entry: OutboxEntry): void {
    this.#put(entry);
    const room = this.#room;
    if (!room) return;
    const { signal } = this.#ending;
    room.say(entry.text, { id: entry.id, signal }).then(
      (sequence) => {
        // The event itself may have arrived before, or be older than those that are loaded.
        const { live, liveFrom } = this.get().log;
        if ((live.at(-1)?.sequence ?? 0) >= sequence || sequence < liveFrom) this.discard(entry.id);
        else if (this.#has(entry.id)) this.#put({ ...entry, state: 'sent' });
      },
      (error: unknown) => {
        // Another post with this id is on its way, or the room is being left.
        if (signal.aborted || (error instanceof ParleyError && error.code === 'COMMAND_ID_REUSED')) return;
        if (error instanceof ParleyError && error.code === 'NOT_JOINED') return;
        if (this.#has(entry.id)) this.#put({ ...entry, state: 'failed', reason: failureOf(error) });
      },
    );
  }

  #has(id: string): boolean {
    return this.#outbox.entries.some((entry) => entry.id === id);
  }

  #put(entry: OutboxEntry): void {
    this.#outbox.put(entry);
    this.update({ outbox: this.#outbox.entries });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failureOf(error: unknown): string {
  return error instanceof OutcomeUnknownError
    ? 'The server did not confirm it. Sending it again is safe.'
    : `Not sent. ${messageOf(error)}`;
}

function toSequence(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
