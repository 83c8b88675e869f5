/** A name as a part of a sentence: its direction does not reorder the rest. For texts without elements, where `<bdi>` cannot be. */
export function isolate(name: string): string {
  return `\u2068${name}\u2069`;
}
