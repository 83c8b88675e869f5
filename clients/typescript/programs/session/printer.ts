import { formatPosition } from '../../src/index.js';
import type { Room, RoomItem } from '../../src/index.js';

/** Prints the items of a room, and knows the last sequence that it has printed. */
export class Printer {
  readonly #room: Room;
  #last = 0;
  #waiting: { sequence: number; resolve: () => void }[] = [];

  constructor(room: Room) {
    this.#room = room;
  }

  /** Prints everything that happens, until the client leaves. */
  async run(): Promise<void> {
    this.print({ position: formatPosition(this.#room.position) });
    for await (const item of this.#room) {
      this.#printItem(item);
      this.#waiting = this.#waiting.filter(({ sequence, resolve }) => sequence > this.#last || void resolve());
    }
  }

  /** Completes when the event with this sequence is printed, or will never be, because the log was replaced. */
  whenPrinted(sequence: number): Promise<void> {
    return sequence <= this.#last ? Promise.resolve() : new Promise((resolve) => this.#waiting.push({ sequence, resolve }));
  }

  print(line: object): void {
    // JSON escapes the other control characters itself.
    const escaped = JSON.stringify(line).replace(/[\x7f-\x9f]/g, (control) => `\\u00${control.charCodeAt(0).toString(16)}`);
    process.stdout.write(`${escaped}\n`);
  }

  #printItem(item: RoomItem): void {
    if (item.type === 'notResumed') {
      this.#last = Infinity;
      return this.print({ reset: item.room, position: formatPosition(item.position) });
    }
    const { room, sequence, user, time, commandId } = item;
    const text = item.type === 'message' ? item.text : '';
    this.print({ room, sequence, user, time_ms: time.getTime(), command_id: commandId, text });
    this.#last = Math.max(this.#last, sequence);
  }
}
