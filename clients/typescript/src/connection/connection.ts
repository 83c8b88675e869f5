import type { Welcome } from '../gen/parley/v1/session_pb.js';
import { ConnectionError, ParleyError } from '../errors.js';
import { Listeners } from '../listeners.js';
import type { ResolvedOptions } from '../options.js';
import type { Address } from './address.js';
import { pauseMs } from './backoff.js';
import type { ReceivedFrame } from './framing.js';
import type { ConnectionState } from './state.js';
import { Stream } from './stream.js';
import { given } from './streamEnd.js';
import type { StreamEnd } from './streamEnd.js';
import { findWebSocket } from './webSocket.js';

/** The longest pause that a server can ask for. Timers cannot wait much longer than three weeks. */
const MAX_PAUSE_MS = 86_400_000;

/** What a connection calls. */
export interface ConnectionHandlers {
  /** A new stream is ready for frames. */
  readonly onWelcome: (welcome: Welcome) => void;
  readonly onFrame: (received: ReceivedFrame) => void;
  /** The stream is over; another one follows unless the end is final. */
  readonly onEnd: (end: StreamEnd) => void;
}

/** One stream after another to the same server, with pauses between them, until it is closed or the server refuses the client for good. */
export class Connection {
  readonly #address: Address;
  readonly #options: ResolvedOptions;
  readonly #handlers: ConnectionHandlers;
  readonly #changes = new Listeners<[ConnectionState]>();
  readonly #onOnline = () => {
    this.retryNow();
    this.#stream?.probe();
  };
  #state: ConnectionState = { status: 'connecting' };
  #stream: Stream | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #isFinishing = false;

  constructor(address: Address, options: ResolvedOptions, handlers: ConnectionHandlers) {
    this.#address = address;
    this.#options = options;
    this.#handlers = handlers;

    // Browsers and workers say when the network is back.
    globalThis.addEventListener?.('online', this.#onOnline);
    void this.#open();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  onStateChange(listener: (state: ConnectionState) => void): () => void {
    return this.#changes.add(listener);
  }

  send(bytes: Uint8Array<ArrayBuffer>): void {
    this.#stream?.send(bytes);
  }

  /** What the client connected for works: the next pause is a first one again. */
  onSuccess(): void {
    this.#failures = 0;
  }

  /** Ends a pause. */
  retryNow(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#open();
  }

  /** Opens another stream in place of one that cannot be trusted. */
  restart(end: StreamEnd): void {
    this.#stream?.abandon(end);
  }

  /** Ends the connection for good. */
  close(): void {
    this.#isFinishing = true;
    if (this.#stream) this.#stream.finish();
    else this.#finish(given('UNAVAILABLE', 'The client was closed.'));
  }

  /** Ends the connection for good, without waiting for the server. */
  abort(): void {
    const end = given('UNAVAILABLE', 'The client was closed.');
    if (this.#stream) this.#stream.abandon(end);
    else this.#finish(end);
  }

  async #open(): Promise<void> {
    const { code, reason } = this.#state;
    this.#set({ status: this.#state.status, ...(code && { code }), ...(reason !== undefined && { reason }) });
    try {
      const webSocket = this.#options.webSocket ?? (await findWebSocket());
      if (this.#state.status === 'closed' || this.#isFinishing) return;
      const { user, clientName, connectTimeoutMs } = this.#options;
      this.#stream = new Stream({ webSocket, url: this.#address.webSocket, user, clientName, connectTimeoutMs }, {
        onWelcome: (welcome) => this.#onWelcome(welcome),
        onFrame: this.#handlers.onFrame,
        onEnd: (end) => this.#onEnd(end),
      });
    } catch (error) {
      const reason = error instanceof ConnectionError ? error.message : `The platform refuses to connect: ${(error as Error).message}`;
      this.#onEnd(given(error instanceof ParleyError ? error.code : 'FORBIDDEN', reason));
    }
  }

  #onWelcome(welcome: Welcome): void {
    this.#handlers.onWelcome(welcome);
    this.#set({ status: 'connected' });
  }

  #onEnd(end: StreamEnd): void {
    this.#stream = undefined;
    if (end.isFinal || this.#isFinishing) return this.#finish({ ...end, isFinal: true });
    const pause = Math.min(MAX_PAUSE_MS, Math.max(0, end.retryAfterMs)) + pauseMs(this.#options.backoff, ++this.#failures, Math.random());
    this.#timer = setTimeout(() => this.retryNow(), pause);
    const status = this.#state.status === 'connecting' ? 'connecting' : 'reconnecting';
    this.#handlers.onEnd(end);
    this.#set({ status, code: end.code, reason: end.reason, retryAt: Date.now() + pause });
  }

  #finish(end: StreamEnd): void {
    if (this.#state.status === 'closed') return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    globalThis.removeEventListener?.('online', this.#onOnline);
    this.#set({ status: 'closed', code: end.code, reason: end.reason });
    this.#handlers.onEnd(end);
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    this.#changes.call(state);
  }
}
