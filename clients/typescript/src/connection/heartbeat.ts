const DEFAULT_SECONDS = 15;
const MAX_SECONDS = 3_600;

/** How often the silence is looked at, in parts of a heartbeat. */
const LOOKS = 4;

/** What a {@link Heartbeat} calls. */
export interface HeartbeatHandlers {
  /** The server has been silent for a while: ask whether it is there. */
  readonly onQuiet: () => void;
  /** The server has been silent for two heartbeats, or has not answered: the connection is dead. */
  readonly onSilent: () => void;
}

/**
 * Watches how long the server has been silent. Timers may stop while a machine sleeps or a page is hidden, so silence alone proves nothing:
 * the server gets half a heartbeat to answer a question first.
 */
export class Heartbeat {
  readonly #handlers: HeartbeatHandlers;
  readonly #heartbeatMs: number;
  readonly #timer: ReturnType<typeof setInterval>;
  #receivedAt = performance.now();
  #askedAt: number | undefined;

  /** @param seconds the server's heartbeat; 0 if it is not known */
  constructor(seconds: number, handlers: HeartbeatHandlers) {
    this.#handlers = handlers;
    this.#heartbeatMs = 1_000 * Math.min(MAX_SECONDS, seconds > 0 ? seconds : DEFAULT_SECONDS);
    this.#timer = setInterval(() => this.#look(), this.#heartbeatMs / LOOKS);
  }

  /** Something was received. */
  onReceived(): void {
    this.#receivedAt = performance.now();
    this.#askedAt = undefined;
  }

  /** The network may have changed: asks at once, and gives the server up to half a heartbeat to answer. */
  probe(): void {
    const now = performance.now();
    this.#receivedAt = Math.min(this.#receivedAt, now - 2 * this.#heartbeatMs);
    this.#ask(now - this.#heartbeatMs / LOOKS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    const silence = now - this.#receivedAt;
    const isAnswerDue = this.#askedAt !== undefined && now - this.#askedAt >= this.#heartbeatMs / 2;
    if (silence >= 2 * this.#heartbeatMs && isAnswerDue) this.#handlers.onSilent();
    else if (silence >= this.#heartbeatMs * 0.75) this.#ask(now);
  }

  #ask(now: number): void {
    this.#askedAt ??= now;
    this.#handlers.onQuiet();
  }
}
