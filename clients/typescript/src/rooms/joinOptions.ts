import type { MessageInitShape } from '@bufbuild/protobuf';
import type { JoinSchema } from '../gen/parley/v1/session_pb.js';
import { ParleyError } from '../errors.js';
import type { Position } from './position.js';

const ALL = 2n ** 63n - 1n;
const MAX_OPTIONS_BYTES = 4_096;
const NAME = /^[A-Za-z0-9._\-:/#@+]{1,128}$/;

/**
 * Where a room begins:
 * - `'now'`: with new events
 * - `'beginning'`: with the oldest event
 * - `{ last: 10 }`: with that many of the last events
 * - `{ after: position }`: right after a position, for a program that comes back
 */
export type From = 'now' | 'beginning' | { readonly last: number } | { readonly after: Position };

/** What a room is to be if it has no events yet. */
export interface CreateOptions {
  /** The name of the kind, such as `chat` or `steps`. */
  readonly kind: string;
  /** What is asked of the kind, in the kind's own form. */
  readonly options?: Uint8Array;
  /** The version of the kind that the options were written for. Default: the server's. */
  readonly version?: number;
}

/** How to join a room. */
export interface JoinOptions {
  /** Where to begin. Default: `'now'`. */
  readonly from?: From;
  /** Creates the room if it has no events. If it has, it must be of this kind. */
  readonly create?: CreateOptions;
  /** Gives up joining. */
  readonly signal?: AbortSignal;
}

/**
 * The frame that joins a room.
 * @param resume where the room was before the connection broke
 */
export function toJoin(room: string, { from = 'now', create }: JoinOptions, resume: Position | undefined): MessageInitShape<typeof JoinSchema> {
  return { room, from: toFrom(resume ? { after: resume } : from), ...(create && { create }) };
}

/** @throws ParleyError `INVALID` if an option is out of its range */
export function checkJoinOptions({ from, create }: JoinOptions): void {
  const start = typeof from === 'object' ? ('last' in from ? from.last : from.after.sequence) : 0;
  if (!Number.isSafeInteger(start)) throw new ParleyError('INVALID', `A room cannot begin at ${start}. Use a whole number, or 'beginning'.`);
  const { kind = '', version = 0, options } = create ?? {};
  if (typeof kind !== 'string' || !Number.isInteger(version) || version < 0 || version >= 2 ** 32) {
    throw new ParleyError('INVALID', 'The kind of a room is a text, and its version a whole number.');
  }
  if (options && options.length > MAX_OPTIONS_BYTES) {
    throw new ParleyError('INVALID', `The options of a kind have at most ${MAX_OPTIONS_BYTES} bytes.`);
  }
}

/** Where a program that comes back says it was. */
export function startOf({ from }: JoinOptions): Position | undefined {
  return typeof from === 'object' && 'after' in from ? from.after : undefined;
}

/** @throws ParleyError `INVALID` if it is no name of a room */
export function checkRoomName(room: string): void {
  if (!NAME.test(room)) throw new ParleyError('INVALID', `"${room.slice(0, 130)}" is no room name: 1 to 128 of A-Z a-z 0-9 . _ - : / # @ +`);
}

function toFrom(from: From): NonNullable<MessageInitShape<typeof JoinSchema>['from']> {
  if (from === 'now') return { case: undefined };
  if (from === 'beginning') return { case: 'last', value: ALL };
  if ('last' in from) return { case: 'last', value: BigInt(from.last) };
  return { case: 'after', value: { epoch: from.after.epoch, sequence: BigInt(from.after.sequence) } };
}
