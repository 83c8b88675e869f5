const SHOWN_MS = 5_000;
const SENT_MS = 3_000;

/** Who is typing. Whoever stops saying so is forgotten after some seconds. */
export class Typing {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #onChange: () => void;
  #sentAt = -Infinity;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get users(): readonly string[] {
    return [...this.#timers.keys()];
  }

  on(user: string): void {
    clearTimeout(this.#timers.get(user));
    this.#timers.set(user, setTimeout(() => this.off(user), SHOWN_MS));
    this.#onChange();
  }

  off(user: string): void {
    clearTimeout(this.#timers.get(user));
    if (this.#timers.delete(user)) this.#onChange();
  }

  /** @returns true if it is time to tell the others again that this user is typing */
  shouldSend(now = performance.now()): boolean {
    if (now - this.#sentAt < SENT_MS) return false;
    this.#sentAt = now;
    return true;
  }

  /** The next keystroke begins another message. */
  onSent(): void {
    this.#sentAt = -Infinity;
  }

  end(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
