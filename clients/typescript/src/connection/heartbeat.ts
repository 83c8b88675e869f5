const DEFAULT_SECONDS = 15;

/** How often the silence is looked at, in parts of a heartbeat. */
const LOOKS = 4;

/** What a {@link Heartbeat} calls. */
export interface HeartbeatHandlers {
  /** The server has been silent for a while: ask whether it is there. */
  readonly onQuiet: () => void;
  /** The server has been silent for two heartbeats: the connection is dead. */
  readonly onSilent: () => void;
}

/** Watches how long the server has been silent. */
export class Heartbeat {
  readonly #handlers: HeartbeatHandlers;
  #heartbeatMs: number;
  #receivedAt = performance.now();
  #lookedAt = performance.now();
  #timer: ReturnType<typeof setInterval>;

  /** @param seconds the server's heartbeat; 0 if it is not known */
  constructor(seconds: number, handlers: HeartbeatHandlers) {
    this.#handlers = handlers;
    this.#heartbeatMs = 1_000 * (seconds || DEFAULT_SECONDS);
    this.#timer = setInterval(() => this.#look(), this.#heartbeatMs / LOOKS);
  }

  /** Something was received. */
  onReceived(): void {
    this.#receivedAt = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    const wasAsleep = now - this.#lookedAt > this.#heartbeatMs;
    this.#lookedAt = now;

    // A machine that slept, or a page that was frozen, has not listened: what was sent meanwhile may arrive now.
    if (wasAsleep) this.#receivedAt = Math.max(this.#receivedAt, now - this.#heartbeatMs);
    const silence = now - this.#receivedAt;
    if (silence >= 2 * this.#heartbeatMs) this.#handlers.onSilent();
    else if (silence >= this.#heartbeatMs * 0.75) this.#handlers.onQuiet();
  }
}
