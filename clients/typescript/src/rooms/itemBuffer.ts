import type { HistoryPage, HistoryRange } from '../http/history.js';
import { pause } from '../pause.js';
import type { NotResumedItem, RoomEvent, RoomItem } from './items.js';
import type { Position } from './position.js';

/** What an event costs in memory besides its content, in bytes: an estimate. */
const ITEM_BYTES = 200;
const PAGE_SIZE = 1_000;

/** How long to wait after a page that does not continue where the reader is. */
const NO_PROGRESS_MS = 1_000;

/** What a buffer needs from its room. */
export interface ItemBufferOptions {
  readonly room: string;
  readonly maxBytes: number;
  /** Reads a page from the log, however often that takes. Fails only if the room ends. */
  readonly readPage: (range: HistoryRange) => Promise<HistoryPage>;
}

/**
 * The items of a room that the reader has not taken yet. A buffer that is full is parked: it drops the events that arrive, and when the
 * reader has taken the rest, it reads from the log what is missing.
 */
export class ItemBuffer {
  readonly #options: ItemBufferOptions;
  #items: { item: RoomItem; bytes: number }[] = [];
  #taken = 0;
  #bytes = 0;
  /** Where the buffer ends; `undefined` before the room is joined. */
  #end: Position | undefined;
  /** Where the stream is: in the same place, unless the buffer is parked. */
  #stream: Position | undefined;
  #isParked = false;
  /** Where the stream last began anew while the buffer was parked. */
  #restart: Position | undefined;
  #position: Position | undefined;
  #reader: object | undefined;
  #isOver = false;
  #error: Error | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: ItemBufferOptions) {
    this.#options = options;
  }

  /** Where the stream is: what the next one continues after. */
  get streamPosition(): Position | undefined {
    return this.#stream;
  }

  /** Where the reader is; `undefined` before the room is joined. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** The stream begins, or continues, after a position. */
  onJoined(position: Position, gap: NotResumedItem | undefined): void {
    this.#stream = position;
    this.#position ??= gap?.lost ?? position;
    if (!this.#isParked) {
      this.#end = position;
      if (gap) this.#push(gap, 0);
    } else if (gap && gap.code !== 'BELOW_FLOOR') {
      // Reading the log finds out what this means for the reader.
      this.#restart = position;
    } else {
      this.#meetStream();
    }
    this.#wake();
  }

  /** @returns false if events before it are missing */
  onEvent(event: RoomEvent, bytes: number): boolean {
    if (!this.#stream || event.sequence !== this.#stream.sequence + 1) return false;
    this.#stream = event.position;
    if (this.#isParked) {
      // The reader may have been sent beyond the stream, by events that were removed.
      this.#meetStream();
      this.#wake();
    } else if (this.#bytes > 0 && this.#bytes + bytes + ITEM_BYTES > this.#options.maxBytes) {
      this.#isParked = true;
    } else {
      this.#end = event.position;
      this.#push(event, bytes);
    }
    return true;
  }

  /** No items follow those up to where the stream is; then the reader gets the error, if there is one. */
  end(error?: Error): void {
    this.#isOver = true;
    this.#error = error;
    this.#wake();
  }

  /** All items, as they come. Only one reader at a time. */
  read(signal?: AbortSignal): AsyncIterableIterator<RoomItem> {
    const none = { done: true, value: undefined } as const;
    let isDone = false;
    let last: Promise<unknown> = Promise.resolve();
    const release = () => {
      isDone = true;
      signal?.removeEventListener('abort', release);
      if (this.#reader === reader) this.#reader = undefined;
      this.#wake();
    };
    const step = async (): Promise<IteratorResult<RoomItem>> => {
      signal?.throwIfAborted();
      if (isDone) return none;
      if (this.#reader !== undefined && this.#reader !== reader) throw new Error(`Somebody is already reading ${this.#options.room}.`);
      this.#reader = reader;
      const item = await this.#next(() => isDone, signal);
      signal?.throwIfAborted();
      if (item) return { done: false, value: item };
      release();
      return none;
    };
    const reader: AsyncIterableIterator<RoomItem> = {
      next: () => {
        const next = last.then(step).catch((error: unknown) => {
          release();
          throw error;
        });
        last = next.catch(() => {});
        return next;
      },
      return: () => {
        release();
        return Promise.resolve(none);
      },
      [Symbol.asyncIterator]: () => reader,
    };
    signal?.addEventListener('abort', release);
    return reader;
  }

  /** The next item; `undefined` if there is none any more, or the reader has given up. */
  async #next(isDone: () => boolean, signal: AbortSignal | undefined): Promise<RoomItem | undefined> {
    while (!isDone()) {
      const item = this.#take();
      if (item) return item;
      if (this.#error) throw this.#error;
      if (this.#isBehind) await this.#readFromLog(signal);
      else if (this.#isOver) return undefined;
      else await this.#change();
    }
    return undefined;
  }

  get #isBehind(): boolean {
    return this.#isParked && (this.#restart !== undefined || this.#end!.sequence < this.#stream!.sequence);
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #push(item: RoomItem, bytes: number): void {
    const cost = bytes + ITEM_BYTES;
    this.#items.push({ item, bytes: cost });
    this.#bytes += cost;
    this.#wake();
  }

  #take(): RoomItem | undefined {
    const next = this.#items[this.#taken];
    if (!next) return undefined;
    this.#bytes -= next.bytes;
    if (++this.#taken === this.#items.length) {
      this.#items = [];
      this.#taken = 0;
    }
    this.#position = next.item.position;
    return next.item;
  }

  async #readFromLog(signal: AbortSignal | undefined): Promise<void> {
    const end = this.#end!;
    const restart = this.#restart;
    const page = await this.#options.readPage({ after: end.sequence, epoch: end.epoch, pageSize: PAGE_SIZE, ...(signal && { signal }) });

    // The page is of a log that was replaced meanwhile.
    if (restart !== this.#restart) return;
    if (page.resumed) await this.#append(page.events, signal);
    else if (page.code === 'BELOW_FLOOR') this.#skip({ epoch: page.epoch, sequence: page.floor - 1 }, page);
    else if (restart) this.#skip(restart, page);
    else if (!this.#isOver) await this.#change();
    else throw new Error(`The log of ${this.#options.room} was replaced before it was read to the end.`);
  }

  async #append(events: readonly RoomEvent[], signal: AbortSignal | undefined): Promise<void> {
    const before = this.#end;
    this.#restart = undefined;
    for (const event of events) {
      // The stream goes on right after its position, even if the log is ahead by now.
      if (event.sequence > this.#stream!.sequence || event.sequence !== this.#end!.sequence + 1) break;
      this.#end = event.position;
      this.#push(event, 0);
    }
    this.#meetStream();
    if (this.#isBehind && this.#end === before) await pause(NO_PROGRESS_MS, signal);
  }

  #skip(position: Position, { code }: HistoryPage): void {
    this.#restart = undefined;
    this.#push({ type: 'notResumed', room: this.#options.room, lost: this.#end!, position, code }, 0);
    this.#end = position;
    this.#meetStream();
  }

  #meetStream(): void {
    if (this.#restart !== undefined || this.#end!.sequence !== this.#stream!.sequence) return;
    this.#end = this.#stream;
    this.#isParked = false;
  }
}
