/** A place in a room's log: right after an event. Keep it to continue there later, even in another program. */
export interface Position {
  /** What the sequence counts in. Opaque; never compare two of them. */
  readonly epoch: string;
  /** The sequence of the last event before the place; 0 for the beginning. */
  readonly sequence: number;
}

/** Writes a position as one text, for storage: `EPOCH:SEQUENCE`. */
export function formatPosition({ epoch, sequence }: Position): string {
  return `${epoch}:${sequence}`;
}

/**
 * Reads what {@link formatPosition} wrote.
 * @returns `undefined` if the text is not a position, for example because something else wrote it
 */
export function parsePosition(text: string): Position | undefined {
  const colon = text.lastIndexOf(':');
  const digits = text.slice(colon + 1);
  const sequence = Number(digits);
  return colon > 0 && /^\d+$/.test(digits) && Number.isSafeInteger(sequence) ? { epoch: text.slice(0, colon), sequence } : undefined;
}
