import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const MIN_BYTES = 4_096;
const MAX_BYTES = 196_608;

/** Stands between a session and the server, and cuts each connection after a random number of bytes, in the middle of a frame or not. */
export class Relay {
  #listener;
  #server;
  #random;

  /** @param {string} server HOST:PORT @param {import('./random.js').Random} random */
  constructor(server, random) {
    this.#server = server;
    this.#random = random;
    this.#listener = createServer((socket) => this.#forward(socket));
  }

  /** Starts to listen. @returns {Promise<string>} HOST:PORT */
  async listen() {
    this.#listener.listen(0, '127.0.0.1');
    await once(this.#listener, 'listening');
    return `127.0.0.1:${this.#listener.address().port}`;
  }

  close() {
    this.#listener.close();
  }

  #forward(inner) {
    const [host, port] = this.#server.split(/:(?=\d+$)/);
    const outer = connect({ host, port: Number(port) });
    let left = MIN_BYTES + this.#random.below(MAX_BYTES - MIN_BYTES);
    for (const [from, to] of [[inner, outer], [outer, inner]]) {
      from.setNoDelay();
      from.on('error', () => {}); // 'close' follows
      from.on('close', () => to.destroySoon());
      from.on('data', (bytes) => {
        if (left <= 0) return;
        to.write(bytes.subarray(0, left));
        left -= bytes.length;
        if (left <= 0) inner.destroySoon(), outer.destroySoon();
      });
    }
  }
}
