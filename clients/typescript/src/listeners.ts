/** Functions that are called when something happens. An error in one of them does not affect the others. */
export class Listeners<T extends unknown[]> {
  readonly #listeners = new Set<(...args: T) => void>();

  /** @returns a function that removes the listener */
  add(listener: (...args: T) => void): () => void {
    // A function of its own, so that the same listener can be added twice.
    const entry = (...args: T) => listener(...args);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  call(...args: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...args);
      } catch (error) {
        // As the platform reports an error that nobody catches.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
