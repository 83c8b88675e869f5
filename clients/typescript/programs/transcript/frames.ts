/** A frame or a part of one, in protobuf JSON. */
export type Json = string | number | boolean | null | Json[] | Fields;
export interface Fields {
  [field: string]: Json | undefined;
}

/** What the client has reported, as the frame it came from. */
export interface Report {
  readonly kind: string;
  readonly fields: Fields;
}

/** Reads a frame, which is an object with one field. */
export function parseFrame(text: string): Report {
  const [frame] = Object.entries(JSON.parse(text) as Record<string, Fields>);
  if (!frame) throw new Error('no frame');
  return { kind: frame[0], fields: frame[1] };
}
