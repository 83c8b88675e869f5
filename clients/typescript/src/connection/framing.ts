import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { ClientFrameSchema, ServerFrameSchema } from '../gen/parley/v1/session_pb.js';
import type { ServerFrame } from '../gen/parley/v1/session_pb.js';

/** The five bytes before a frame: a zero, then the frame's length, big-endian. */
const PREFIX_BYTES = 5;

export type ClientFrameInit = NonNullable<MessageInitShape<typeof ClientFrameSchema>['frame']>;

/** A frame of the server, and its size in bytes. */
export interface ReceivedFrame {
  readonly frame: ServerFrame['frame'];
  readonly bytes: number;
}

/** Encodes a frame, with its prefix. */
export function encodeFrame(frame: ClientFrameInit): Uint8Array<ArrayBuffer> {
  const body = toBinary(ClientFrameSchema, create(ClientFrameSchema, { frame }));
  const bytes = new Uint8Array(PREFIX_BYTES + body.length);
  new DataView(bytes.buffer).setUint32(1, body.length);
  bytes.set(body, PREFIX_BYTES);
  return bytes;
}

/** Joins encoded frames to one message. */
export function joinFrames(frames: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [first] = frames;
  if (frames.length === 1 && first) return first;
  const message = new Uint8Array(frames.reduce((sum, frame) => sum + frame.length, 0));
  let end = 0;
  for (const frame of frames) {
    message.set(frame, end);
    end += frame.length;
  }
  return message;
}

/**
 * Decodes the frames of one message.
 * @throws Error if the message is not binary, or does not consist of whole frames
 */
export function* decodeFrames(message: unknown): Generator<ReceivedFrame> {
  if (!isArrayBuffer(message)) throw new TypeError('A message is not binary.');
  const view = new DataView(message);
  let start = 0;
  while (start < message.byteLength) {
    const end = start + PREFIX_BYTES <= message.byteLength ? start + PREFIX_BYTES + view.getUint32(start + 1) : Infinity;
    if (end > message.byteLength || view.getUint8(start) !== 0) throw new RangeError('A message does not consist of whole frames.');
    const body = new Uint8Array(message, start + PREFIX_BYTES, end - start - PREFIX_BYTES);
    yield { frame: fromBinary(ServerFrameSchema, body).frame, bytes: body.length };
    start = end;
  }
}

/** Also one of another realm, as in tests that run in a sandbox. */
function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return Object.prototype.toString.call(value) === '[object ArrayBuffer]';
}
