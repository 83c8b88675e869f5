import { Code } from '../gen/parley/v1/code_pb.js';
import type { GoAway } from '../gen/parley/v1/session_pb.js';
import { codeName } from '../errors.js';
import type { ParleyCode } from '../errors.js';

/** Why a stream ended, and what to do next. */
export interface StreamEnd {
  readonly code: ParleyCode;
  /** For people: a sentence. */
  readonly reason: string;
  /** How long the server asks to wait before the next attempt. */
  readonly retryAfterMs: number;
  /** True if another attempt would end the same way. */
  readonly isFinal: boolean;
}

/** Close statuses of a session are these plus its code. */
const FIRST_CODE_STATUS = 4_000;
const LAST_CODE_STATUS = 4_999;

const FINAL_CODES: readonly Code[] = [Code.INVALID, Code.HELLO_EXPECTED, Code.VERSION_UNSUPPORTED, Code.MALFORMED];

/** The connection was lost, or never came about. */
export function lost(reason: string, retryAfterMs = 0): StreamEnd {
  return { code: 'UNAVAILABLE', reason, retryAfterMs, isFinal: false };
}

/** The client itself ends the stream for good. */
export function given(code: ParleyCode, reason: string): StreamEnd {
  return { code, reason, retryAfterMs: 0, isFinal: true };
}

export function wentAway({ code, reason, retryAfterMs }: GoAway): StreamEnd {
  return ofCode(code, reason, Number(retryAfterMs));
}

/** What a close without a `GoAway` says. */
export function closed(status: number, reason: string): StreamEnd {
  return status >= FIRST_CODE_STATUS && status <= LAST_CODE_STATUS
    ? ofCode(status - FIRST_CODE_STATUS, reason || 'The server ended the session.', 0)
    : lost(reason || 'The connection was lost.');
}

function ofCode(code: Code, reason: string, retryAfterMs: number): StreamEnd {
  return { code: codeName(code), reason, retryAfterMs, isFinal: FINAL_CODES.includes(code) };
}
