/** The longest text that the server takes, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 16_384;

const encoder = new TextEncoder();

export function textBytes(text: string): number {
  return encoder.encode(text).length;
}
