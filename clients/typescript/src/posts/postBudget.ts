import { ParleyError } from '../errors.js';

/** Bounds the posts of a client that wait for their answers. */
export class PostBudget {
  readonly #maxPosts: number;
  readonly #maxBytes: number;
  #posts = 0;
  #bytes = 0;

  constructor(maxPosts: number, maxBytes: number) {
    this.#maxPosts = maxPosts;
    this.#maxBytes = maxBytes;
  }

  /** @throws ParleyError `OVERLOADED` if too much waits already */
  take(bytes: number): void {
    if (this.#posts >= this.#maxPosts || this.#bytes + bytes > this.#maxBytes) {
      throw new ParleyError('OVERLOADED', `${this.#posts} posts wait for their answers. Wait for some of them before you post more.`);
    }
    this.#posts++;
    this.#bytes += bytes;
  }

  giveBack(bytes: number): void {
    this.#posts--;
    this.#bytes -= bytes;
  }
}
