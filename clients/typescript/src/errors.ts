import { Code } from './gen/parley/v1/code_pb.js';

/**
 * Why the server refused something, without the prefix `CODE_`; see the room contract for all of them. `UNSPECIFIED` stands for a code
 * that this version of the client does not know.
 */
export type ParleyCode = keyof typeof Code;

/** @internal */
export function codeName(code: Code): ParleyCode {
  return (Code[code] as ParleyCode | undefined) ?? 'UNSPECIFIED';
}

/** What a {@link ParleyError} knows besides its code and reason. */
export interface ParleyErrorDetails {
  /** After how many milliseconds another attempt may help. */
  readonly retryAfterMs?: number;
  /** With `SEQUENCE_MOVED`: the sequence of the room's last event. */
  readonly headSequence?: number;
  /** What failed underneath. */
  readonly cause?: unknown;
}

/** The server, or the client before it asks the server, refused something. */
export class ParleyError extends Error {
  override readonly name: string = 'ParleyError';

  /** Why, for programs. */
  readonly code: ParleyCode;

  /** After how many milliseconds another attempt may help, if it may. */
  readonly retryAfterMs: number | undefined;

  /** With `SEQUENCE_MOVED`: the sequence of the room's last event. */
  readonly headSequence: number | undefined;

  constructor(code: ParleyCode, reason: string, details: ParleyErrorDetails = {}) {
    super(reason, { cause: details.cause });
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
    this.headSequence = details.headSequence;
  }
}

/** The server could not be reached, or the connection to it ended before it answered. */
export class ConnectionError extends ParleyError {
  override readonly name = 'ConnectionError';

  constructor(reason: string, cause?: unknown) {
    super('UNAVAILABLE', reason, { cause });
  }
}

/**
 * Nobody waits for the answer to a post any more, and the server may or may not have stored it. To find out, post the same content again
 * with the same id: that never makes a second event.
 */
export class OutcomeUnknownError extends Error {
  override readonly name = 'OutcomeUnknownError';

  /** The room that was posted to. */
  readonly room: string;

  /** The id of the post. */
  readonly commandId: string;

  constructor(room: string, commandId: string, reason: string, cause?: unknown) {
    super(`The post ${commandId} to ${room} may or may not be stored: ${reason}`, { cause });
    this.room = room;
    this.commandId = commandId;
  }
}
