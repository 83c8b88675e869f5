/** The pauses between attempts to connect: random, so that the clients of a restarted server do not return at the same moment. */
export interface Backoff {
  /** The longest first pause, in milliseconds. Default: 1,000. */
  readonly initialMs: number;
  /** The longest pause of all, in milliseconds. Default: 5,000. */
  readonly maxMs: number;
  /** By what the longest pause grows with each failure. Default: 1.6. */
  readonly multiplier: number;
}

/** @internal */
export const DEFAULT_BACKOFF: Backoff = { initialMs: 1_000, maxMs: 5_000, multiplier: 1.6 };

/**
 * A pause with full jitter: anything from 0 up to a limit that grows with each failure.
 * @internal
 * @param failures how many attempts have failed in a row, from 1 on
 * @param random from 0 to 1
 */
export function pauseMs({ initialMs, maxMs, multiplier }: Backoff, failures: number, random: number): number {
  return random * Math.min(maxMs, initialMs * multiplier ** (failures - 1));
}
