import type { HistoryPage, HistoryRange } from '../http/history.js';
import type { NotResumedItem, RoomEvent, RoomItem } from './items.js';
import type { Position } from './position.js';

/** What an event costs in memory besides its content, in bytes: an estimate. */
const ITEM_BYTES = 200;
const PAGE_SIZE = 1_000;

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
  /** Where the stream is. Beyond the end, while the buffer is parked. */
  #stream: Position | undefined;
  /** Where the stream last began anew because what the reader had does not hold, while the buffer was parked. */
  #restart: Position | undefined;
  #position: Position | undefined;
  #isReading = false;
  #isOver = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

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
    const isParked = this.#isParked;
    this.#stream = position;

    // While the buffer is parked, reading the log finds the gap.
    if (isParked) {
      if (gap && gap.code !== 'BELOW_FLOOR') this.#restart = position;
      this.#wake?.();
      return;
    }

    this.#end = position;
    this.#position ??= position;
    if (gap) this.#push(gap, 0);
  }

  /** @returns false if events before it are missing */
  onEvent(event: RoomEvent, bytes: number): boolean {
    if (!this.#stream || event.sequence !== this.#stream.sequence + 1) return false;
    const isFull = this.#bytes > 0 && this.#bytes + bytes + ITEM_BYTES > this.#options.maxBytes;
    const isParked = this.#isParked;
    this.#stream = event.position;
    if (isParked) {
      // The reader may have been sent beyond the stream, by events that were removed.
      if (event.sequence === this.#end!.sequence) this.#end = this.#stream;
      return true;
    }
    if (isFull) return true;
    this.#end = event.position;
    this.#push(event, bytes);
    return true;
  }

  /** No items follow those that are buffered; then the reader gets the error, if there is one. */
  end(error?: Error): void {
    this.#isOver = true;
    this.#error = error;
    this.#wake?.();
  }

  /** All items, as they come. Only one reader at a time. */
  async *read(signal?: AbortSignal): AsyncGenerator<RoomItem> {
    if (this.#isReading) throw new Error(`Somebody is already reading ${this.#options.room}.`);
    this.#isReading = true;
    const onAbort = () => this.#wake?.();
    signal?.addEventListener('abort', onAbort);
    try {
      while (true) {
        signal?.throwIfAborted();
        const item = this.#take();
        if (item) yield item;
        else if (this.#isBehind && !this.#isOver) await this.#readFromLog(signal);
        else if (this.#isOver) break;
        else await this.#change();
      }
      if (this.#error) throw this.#error;
    } finally {
      this.#isReading = false;
      signal?.removeEventListener('abort', onAbort);
    }
  }

  get #isParked(): boolean {
    return this.#end !== this.#stream;
  }

  get #isBehind(): boolean {
    return this.#isParked && this.#end!.sequence < this.#stream!.sequence || this.#restart !== undefined;
  }

  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  #push(item: RoomItem, bytes: number): void {
    const cost = bytes + ITEM_BYTES;
    this.#items.push({ item, bytes: cost });
    this.#bytes += cost;
    this.#wake?.();
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
    if (page.resumed) this.#append(page.events);
    else if (page.code === 'BELOW_FLOOR') this.#skip({ epoch: page.epoch, sequence: page.floor - 1 }, page);
    else if (restart) this.#skip(restart, page);
    else await this.#change();
  }

  #append(events: readonly RoomEvent[]): void {
    for (const event of events) {
      // The stream goes on right after its position, even if the log is ahead by now.
      if (event.sequence > this.#stream!.sequence) break;
      this.#end = event.position;
      this.#push(event, 0);
    }
    if (this.#end!.sequence === this.#stream!.sequence) this.#end = this.#stream;
  }

  #skip(position: Position, { code }: HistoryPage): void {
    this.#restart = undefined;
    this.#push({ type: 'notResumed', room: this.#options.room, lost: this.#end!, position, code }, 0);
    this.#end = position.sequence === this.#stream!.sequence ? this.#stream : position;
  }
}
