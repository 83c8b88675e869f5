import { DEFAULT_BACKOFF } from './connection/backoff.js';
import type { Backoff } from './connection/backoff.js';
import type { WebSocketConstructor } from './connection/webSocket.js';

/** What timers can wait. */
const MAX_MS = 2 ** 31 - 1;

/** How a client connects and behaves. Only `user` is required. */
export interface ParleyOptions {
  /** Who you are: 1 to 128 bytes of UTF-8. The server does not verify it. */
  readonly user: string;

  /** Name and version of your program, for the server's log. At most 128 bytes. */
  readonly clientName?: string;

  /** How long to wait for the server's welcome, and for the answer to a call without a session, in milliseconds. Default: 10,000. */
  readonly connectTimeoutMs?: number;

  /** The pauses between attempts to connect. */
  readonly backoff?: Partial<Backoff>;

  /** How long a post or a join is retried that the server refuses for the moment, in milliseconds. Default: 30,000. */
  readonly retryForMs?: number;

  /** How many posts may wait for their answers at a time. Default: 1,024. */
  readonly maxWaitingPosts?: number;

  /** How many bytes those posts may have together. Default: 4 MiB. */
  readonly maxWaitingBytes?: number;

  /**
   * How many bytes of events a room holds until you read them. Beyond that, the room drops what arrives, and reads it from the server's log
   * as you go on. Default: 1 MiB.
   */
  readonly roomBufferBytes?: number;

  /** How long {@link ParleyClient.close} waits for the answers to earlier posts, in milliseconds. Default: 5,000. */
  readonly closeTimeoutMs?: number;

  /** The implementation of WebSockets. Default: the platform's own, or the package `ws` if it has none. */
  readonly webSocket?: WebSocketConstructor;
}

/** @internal */
export interface ResolvedOptions extends Required<Omit<ParleyOptions, 'backoff' | 'webSocket'>> {
  readonly backoff: Backoff;
  readonly webSocket: WebSocketConstructor | undefined;
}

/**
 * Fills in the defaults.
 * @internal
 * @throws RangeError if a number is out of its range
 */
export function resolveOptions({ backoff, webSocket, ...options }: ParleyOptions): ResolvedOptions {
  const resolved: ResolvedOptions = {
    clientName: 'parley-typescript',
    connectTimeoutMs: 10_000,
    retryForMs: 30_000,
    maxWaitingPosts: 1_024,
    maxWaitingBytes: 4_194_304,
    roomBufferBytes: 1_048_576,
    closeTimeoutMs: 5_000,
    ...given(options),
    backoff: { ...DEFAULT_BACKOFF, ...given(backoff ?? {}) },
    webSocket,
  };
  const numbers = Object.entries({ ...resolved, ...resolved.backoff }).filter(([, value]) => typeof value === 'number');
  for (const [name, value] of numbers) {
    const isTime = name.endsWith('Ms');
    if (!((value as number) >= 0) || (isTime && (value as number) > MAX_MS)) {
      throw new RangeError(`${name} must be 0${isTime ? ` to ${MAX_MS}` : ' or more'}, not ${value}.`);
    }
  }
  return resolved;
}

/** Without what is explicitly undefined. */
function given<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}
