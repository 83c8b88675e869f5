import type { Accepted, Joined, Left, Rejected, Signal } from '../gen/parley/v1/session_pb.js';
import { encodeFrame } from '../connection/framing.js';
import type { ReceivedFrame } from '../connection/framing.js';
import { defer } from '../deferred.js';
import type { Deferred } from '../deferred.js';
import { ParleyError, codeName } from '../errors.js';
import type { ParleyCode } from '../errors.js';
import { listEvents } from '../http/history.js';
import type { HistoryPage, HistoryRange } from '../http/history.js';
import { listMembers } from '../http/lists.js';
import { Listeners } from '../listeners.js';
import { RoomPosts } from '../posts/roomPosts.js';
import type { ContentInit, PostOptions } from '../posts/roomPosts.js';
import { pause } from '../pause.js';
import { ItemBuffer } from './itemBuffer.js';
import { toEvent } from './items.js';
import type { NotResumedItem, RoomItem } from './items.js';
import { startOf, toJoin } from './joinOptions.js';
import type { JoinOptions } from './joinOptions.js';
import { RoomMembers } from './members.js';
import type { PresenceChange } from './members.js';
import type { Position } from './position.js';
import type { RoomLink } from './roomLink.js';
import { MAX_KEY_BYTES, MAX_SIGNAL_BYTES } from './signal.js';
import type { RoomSignal } from './signal.js';

const REJOIN_MS = 1_000;
const RETRY_CODES: readonly ParleyCode[] = ['UNAVAILABLE', 'STORAGE_FULL', 'OVERLOADED'];

/**
 * A room that the client is in. Iterate over it to read its events, once and in order: `for await (const item of room)`.
 * When the connection breaks, the room continues where it was as soon as there is another.
 */
export class Room implements AsyncIterable<RoomItem> {
  /** The room's name. */
  readonly name: string;

  readonly #link: RoomLink;
  readonly #options: JoinOptions;
  readonly #items: ItemBuffer;
  readonly #posts: RoomPosts;
  readonly #members = new RoomMembers(() => this.#changes.call());
  readonly #signals = new Listeners<[RoomSignal]>();
  readonly #changes = new Listeners<[]>();
  #refusedAt: number | undefined;
  #settleJoin: Deferred<void> | undefined;
  #leaving: Deferred<void> | undefined;
  #rejoinTimer: ReturnType<typeof setTimeout> | undefined;
  #epoch = '';
  #kind = '';
  #head = 0;
  #floor = 1;
  #isJoined = false;
  #isJoinSent = false;
  #isLeaveSent = false;
  #isLagging = false;
  #resumed = false;
  #isEnded = false;

  /** @internal */
  constructor(name: string, options: JoinOptions, link: RoomLink) {
    this.name = name;
    this.#options = options;
    this.#link = link;
    this.#posts = new RoomPosts({ room: name, ...link.posts, send: (frame) => this.#isJoined && link.send(frame) });
    this.#items = new ItemBuffer({ room: name, maxBytes: link.bufferBytes, readPage: (range) => this.#readPage(range) });
  }

  /** The name of the room's kind; empty while the room has no events. */
  get kind(): string {
    return this.#kind;
  }

  /** The sequence of the room's last event, as far as the client knows; 0 if there has been none. */
  get head(): number {
    return this.#head;
  }

  /** The sequence of the oldest event that the room had when the client joined. */
  get floor(): number {
    return this.#floor;
  }

  /** Right after the last item that was read from the room. Store it to continue here in another program. */
  get position(): Position {
    return this.#items.position!;
  }

  /** True while the client is in the room; false while it is disconnected, and once it has left. */
  get isJoined(): boolean {
    return this.#isJoined;
  }

  /** True if the room continued right where it was when it was last joined; false if it began anew. */
  get resumed(): boolean {
    return this.#resumed;
  }

  /** True while the server sends older events, faster than they happened. */
  get isLagging(): boolean {
    return this.#isLagging;
  }

  /** Who is here, in order. Incomplete in a room of more than 256 members. The same array until somebody comes or goes. */
  get members(): readonly string[] {
    return this.#members.names;
  }

  /** How many members the room has. */
  get memberCount(): number {
    return this.#members.count;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<RoomItem> {
    return this.#items.read();
  }

  /**
   * The room's items, once and in order, until the client leaves. The same as iterating over the room itself, except that a signal can end
   * it: then it throws the signal's reason. Somebody may read on later, but only one at a time.
   * @throws ParleyError while reading: the server does not let the client stay in the room
   */
  items(options: { readonly signal?: AbortSignal } = {}): AsyncIterableIterator<RoomItem> {
    return this.#items.read(options.signal);
  }

  /**
   * Posts a text.
   * @returns the sequence of its event, once that is on the server's disk
   * @throws ParleyError the server refuses the post
   * @throws OutcomeUnknownError nobody knows whether the post was stored
   */
  async say(text: string, options?: PostOptions): Promise<number> {
    // A lone surrogate has no encoding in UTF-8.
    return this.post({ kind: { case: 'message', value: { text: text.toWellFormed() } } }, options);
  }

  /** Posts changes of a shared text, in a room of kind `steps`. It needs `expectedSequence`. See {@link say}. */
  postSteps(steps: readonly Uint8Array[], options: PostOptions & { readonly expectedSequence: number }): Promise<number> {
    return this.post({ kind: { case: 'steps', value: { steps: [...steps] } } }, options);
  }

  /** Posts what only the room's kind and its clients understand. See {@link say}. */
  postCustom(type: string, data: Uint8Array, options?: PostOptions): Promise<number> {
    return this.post({ kind: { case: 'custom', value: { type, data } } }, options);
  }

  /** Erases the contents of earlier events, 1 to 100 of them, if the server allows it. See {@link say}. */
  async erase(sequences: readonly number[], options?: PostOptions): Promise<number> {
    const sorted = [...new Set(sequences)].sort((a, b) => a - b).map(BigInt);
    return this.post({ kind: { case: 'erasure', value: { sequences: sorted } } }, options);
  }

  /** Posts any content, in the form of the contract. See {@link say}. */
  async post(content: ContentInit, options?: PostOptions): Promise<number> {
    if (this.#leaving) throw this.#left();
    return this.#posts.post(content, options);
  }

  /**
   * Sends something short-lived to everybody else in the room. Nothing confirms that it arrives. While the client is disconnected, nothing
   * is sent.
   * @param key what it is, such as `typing`: 1 to 64 bytes of UTF-8
   * @param content at most 1,024 bytes; a text is sent as UTF-8
   */
  signal(key: string, content: Uint8Array | string = ''): void {
    const encoder = new TextEncoder();
    const bytes = typeof content === 'string' ? encoder.encode(content) : content;
    const keyBytes = encoder.encode(key).length;
    if (keyBytes === 0 || keyBytes > MAX_KEY_BYTES) throw new ParleyError('INVALID', `The key of a signal has 1 to ${MAX_KEY_BYTES} bytes.`);
    if (bytes.length > MAX_SIGNAL_BYTES) throw new ParleyError('INVALID', `A signal has at most ${MAX_SIGNAL_BYTES} bytes.`);
    if (this.#isJoined) this.#link.send(encodeFrame({ case: 'signal', value: { room: this.name, key, content: bytes } }));
  }

  /** Calls a function with every signal of others. @returns a function that stops it */
  onSignal(listener: (signal: RoomSignal) => void): () => void {
    return this.#signals.add(listener);
  }

  /** Calls a function when a user joins or leaves. @returns a function that stops it */
  onPresence(listener: (change: PresenceChange) => void): () => void {
    return this.#members.changes.add(listener);
  }

  /**
   * Calls a function when any property of the room may have changed, except the position. Made for `useSyncExternalStore` and the like.
   * @returns a function that stops it
   */
  onChange(listener: () => void): () => void {
    return this.#changes.add(listener);
  }

  /** Reads a page of the room's events from the server's log, without moving the position. */
  history(range: HistoryRange = {}): Promise<HistoryPage> {
    return listEvents(this.#link.calls, this.name, range);
  }

  /** The names of all who are in the room now, even in a room of more than 256 members. */
  listMembers(options: { readonly signal?: AbortSignal } = {}): AsyncGenerator<string> {
    return listMembers(this.#link.calls, this.name, options.signal);
  }

  /** Leaves the room once the answers to all posts have arrived. What was not read yet can still be read. */
  async leave(): Promise<void> {
    if (this.#isEnded || this.#leaving) return this.whenLeft();
    this.#leaving = defer();
    await this.#posts.whenEmpty();
    if (this.#isEnded) return;
    clearTimeout(this.#rejoinTimer);
    if (!this.#isJoinSent) return this.end();
    this.#isLeaveSent = true;
    this.#link.send(encodeFrame({ case: 'leave', value: { room: this.name } }));
    this.#isJoined = false;
    this.#changes.call();
    await this.#leaving.promise;
  }

  /** @internal Joins on the stream that has just begun. The promise of the first join is settled by the answer. */
  join(): void {
    if (this.#isEnded || this.#isLeaveSent) return;
    const value = toJoin(this.name, this.#options, this.#items.streamPosition);
    this.#isJoinSent = this.#link.send(encodeFrame({ case: 'join', value }));
  }

  /** @internal True while the client waits for the answer to its leaving. */
  get isLeaving(): boolean {
    return this.#leaving !== undefined && !this.#isEnded;
  }

  /** @internal Completes when the client has left. */
  whenLeft(): Promise<void> {
    return this.#leaving?.promise ?? Promise.resolve();
  }

  /** @internal Completes when the room is joined for the first time. */
  whenJoined(): Promise<void> {
    return (this.#settleJoin = defer()).promise;
  }

  /** @internal Completes when no post waits for its answer. */
  whenAnswered(): Promise<void> {
    return this.#posts.whenEmpty();
  }

  /** @internal Takes a frame for this room. */
  onFrame({ frame, bytes }: ReceivedFrame): void {
    switch (frame.case) {
      case 'joined':
        return this.#onJoined(frame.value);
      case 'event':
        return this.#onEvent(toEvent(frame.value, this.#epoch), bytes);
      case 'accepted':
        return this.#onAccepted(frame.value);
      case 'rejected':
        return this.#onRejected(frame.value);
      case 'signal':
        return this.#onSignal(frame.value);
      case 'presence':
        this.#members.onPresence(frame.value.user, frame.value.state);
        return this.#changes.call();
      case 'members':
        this.#members.onMembers(frame.value);
        return this.#changes.call();
      case 'lagging':
      case 'caughtUp':
        this.#isLagging = frame.case === 'lagging';
        return this.#changes.call();
      case 'left':
        return this.#onLeft(frame.value);
      default:
    }
  }

  /** @internal The stream is over. */
  onStreamEnd(): void {
    clearTimeout(this.#rejoinTimer);
    if (this.#isLeaveSent) return this.end();
    this.#isJoined = false;
    this.#isJoinSent = false;
    this.#isLagging = false;
    this.#posts.onStreamEnd();
    this.#changes.call();
  }

  /** @internal Nothing more happens in the room. Without an error, because the client wanted it so. */
  end(error?: ParleyError): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#isJoined = false;
    this.#isLagging = false;
    clearTimeout(this.#rejoinTimer);
    const reason = error ?? this.#left();
    this.#items.end(error);
    this.#posts.end(reason);
    this.#members.end();
    this.#settleJoin?.reject(reason);
    this.#leaving?.resolve();
    this.#link.onEnded(this);
    this.#changes.call();
  }

  #onJoined(joined: Joined): void {
    if (this.#isEnded) return;
    const position = { epoch: joined.epoch, sequence: Number(joined.afterSequence) };
    const lost = this.#items.streamPosition ?? startOf(this.#options);
    const gap: NotResumedItem | undefined =
      lost && !joined.resumed ? { type: 'notResumed', room: this.name, lost, position, code: codeName(joined.code) } : undefined;
    this.#epoch = joined.epoch;
    this.#resumed = joined.resumed;
    this.#items.onJoined(position, gap);
    if (this.#isLeaveSent) return;
    this.#kind = joined.kind;
    this.#head = Number(joined.headSequence);
    this.#floor = Number(joined.floorSequence);
    this.#isJoined = true;
    this.#isLagging = false;
    this.#refusedAt = undefined;
    this.#members.onJoined(joined);
    this.#posts.onJoined();
    this.#link.onJoined();
    this.#settleJoin?.resolve();
    this.#settleJoin = undefined;
    this.#changes.call();
  }

  #onEvent(event: ReturnType<typeof toEvent>, bytes: number): void {
    if (!this.#items.onEvent(event, bytes)) return this.#link.onInconsistent(this.name);
    if (event.sequence <= this.#head) return;
    this.#head = event.sequence;
    if (event.type === 'created') this.#kind = event.kind;
    else if (event.type === 'message' && !this.#kind) this.#kind = 'chat';
    this.#changes.call();
  }

  #onAccepted({ commandId, sequence }: Accepted): void {
    this.#posts.onAccepted(commandId, Number(sequence));
  }

  #onRejected(rejected: Rejected): void {
    if (rejected.commandId) return this.#posts.onRejected(rejected);
    const code = codeName(rejected.code);
    if (code === 'NOT_JOINED') {
      // The answer to a Leave, or to a signal that crossed the server's Left.
      if (this.#isLeaveSent) this.end();
      return;
    }
    if (this.#isJoined || this.#isLeaveSent) return;
    const error = new ParleyError(code, rejected.reason);
    const delay = Math.max(Number(rejected.retryAfterMs), 0) || REJOIN_MS;
    this.#refusedAt ??= performance.now();
    const isInTime = !this.#settleJoin || performance.now() + delay - this.#refusedAt <= this.#link.posts.retryForMs;
    if (RETRY_CODES.includes(code) && isInTime) this.#rejoinAfter(delay);
    else this.end(error);
  }

  #onSignal({ user, key, content }: Signal): void {
    this.#signals.call({ user, key, content });
  }

  #onLeft({ code, reason }: Left): void {
    const name = codeName(code);
    if (this.#isLeaveSent) {
      // Any other code crossed the Leave, which is answered with NOT_JOINED then.
      if (name === 'LEFT') this.end();
      return;
    }
    this.#isJoined = false;
    this.#isLagging = false;
    if (name === 'UNAVAILABLE') this.#rejoinAfter(REJOIN_MS);
    else if (name === 'BELOW_FLOOR') this.join();
    else return this.end(new ParleyError(name, reason));
    this.#changes.call();
  }

  #rejoinAfter(delay: number): void {
    clearTimeout(this.#rejoinTimer);
    this.#rejoinTimer = setTimeout(() => this.join(), delay);
  }

  #left(): ParleyError {
    return new ParleyError('NOT_JOINED', `The client has left ${this.name}, or was closed.`);
  }

  /** Reads a page for the buffer. A failure of the server or the network is not one of the reader. */
  async #readPage(range: HistoryRange): Promise<HistoryPage> {
    while (true) {
      try {
        return await this.history(range);
      } catch (error) {
        range.signal?.throwIfAborted();
        const isTemporary = error instanceof ParleyError && RETRY_CODES.includes(error.code);
        if (!isTemporary || this.#isEnded) throw error;
        await pause(error.retryAfterMs ?? REJOIN_MS, range.signal);
      }
    }
  }
}
