import type { ServerFrame, Welcome } from '../gen/parley/v1/session_pb.js';
import { codeName } from '../errors.js';
import { decodeFrames, encodeFrame, joinFrames } from './framing.js';
import type { ReceivedFrame } from './framing.js';
import { Heartbeat } from './heartbeat.js';
import { closed, given, lost, wentAway } from './streamEnd.js';
import type { StreamEnd } from './streamEnd.js';
import type { WebSocketConstructor, WebSocketLike } from './webSocket.js';

const SUB_PROTOCOL = 'parley.v1';
const PROTOCOL_VERSION = 1;
const OPEN = 1;
const NORMAL_CLOSURE = 1_000;

/** Frames that are sent at the same moment share messages of about this size. */
const MESSAGE_BYTES = 65_536;

/** What a stream needs to begin. */
export interface StreamOptions {
  readonly webSocket: WebSocketConstructor;
  readonly url: string;
  readonly user: string;
  readonly clientName: string;
  /** How long to wait for the server's welcome, in milliseconds. */
  readonly connectTimeoutMs: number;
}

/** What a stream calls. */
export interface StreamHandlers {
  readonly onWelcome: (welcome: Welcome) => void;
  /** Takes each frame that matters to rooms. */
  readonly onFrame: (received: ReceivedFrame) => void;
  /** Called once, and nothing after it. */
  readonly onEnd: (end: StreamEnd) => void;
}

/** One WebSocket: the greeting, then frames in both directions, until it ends. It answers pings, and notices silence. */
export class Stream {
  readonly #socket: WebSocketLike;
  readonly #handlers: StreamHandlers;
  readonly #welcomeTimer: ReturnType<typeof setTimeout>;
  #heartbeat: Heartbeat | undefined;
  #outgoing: Uint8Array<ArrayBuffer>[] = [];
  #outgoingBytes = 0;
  #failure = '';
  #goAway: StreamEnd | undefined;
  #isWelcome = false;
  #isEnded = false;

  /** @throws DOMException if the platform does not let the page connect to the address */
  constructor({ webSocket, url, user, clientName, connectTimeoutMs }: StreamOptions, handlers: StreamHandlers) {
    this.#handlers = handlers;
    this.#socket = new webSocket(url, SUB_PROTOCOL);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.addEventListener('open', () =>
      this.send(encodeFrame({ case: 'hello', value: { user, client: clientName, protocolVersion: PROTOCOL_VERSION } })),
    );
    this.#socket.addEventListener('message', ({ data }) => this.#receive(data));
    this.#socket.addEventListener('error', ({ message }) => (this.#failure = message ?? ''));
    this.#socket.addEventListener('close', ({ code, reason }) => this.#onClose(code, reason));
    this.#welcomeTimer = setTimeout(() => this.abandon(lost('The server did not answer in time.')), connectTimeoutMs);
  }

  /** Sends an encoded frame soon, unless the stream has ended. */
  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#isEnded || this.#socket.readyState !== OPEN) return;
    if (this.#outgoing.length === 0) queueMicrotask(() => this.#flush());
    this.#outgoing.push(bytes);
    this.#outgoingBytes += bytes.length;
    if (this.#outgoingBytes >= MESSAGE_BYTES) this.#flush();
  }

  /** The network may have changed: finds out soon whether the server is still there. */
  probe(): void {
    this.#heartbeat?.probe();
  }

  /** Says that nothing follows. The stream ends when the server has closed its side. Browsers discard what arrives until then. */
  finish(): void {
    this.#flush();
    this.#socket.close(NORMAL_CLOSURE);
  }

  /** Gives up on this stream, without waiting for anything. */
  abandon(end: StreamEnd): void {
    if (this.#isEnded) return;
    this.#end(end);
    if (this.#socket.terminate) this.#socket.terminate();
    else this.#socket.close(NORMAL_CLOSURE);
  }

  #flush(): void {
    if (this.#outgoing.length === 0 || this.#isEnded) return;
    const message = joinFrames(this.#outgoing);
    this.#outgoing = [];
    this.#outgoingBytes = 0;
    if (this.#socket.readyState === OPEN) this.#socket.send(message);
  }

  #receive(data: unknown): void {
    this.#heartbeat?.onReceived();
    let frames: ReceivedFrame[];
    try {
      frames = [...decodeFrames(data)];
    } catch (error) {
      return this.abandon(lost(`The server's message could not be read: ${(error as Error).message}`));
    }
    for (const received of frames) {
      if (this.#isEnded) return;
      this.#handle(received);
    }
  }

  #handle(received: ReceivedFrame): void {
    const { frame } = received;
    if (frame.case === 'ping') this.send(encodeFrame({ case: 'pong', value: {} }));
    else if (frame.case === 'goAway') this.#goAway = wentAway(frame.value);
    else if (frame.case === 'welcome') this.#onWelcome(frame.value);
    else if (this.#isWelcome) this.#handlers.onFrame(received);
    else if (frame.case === 'rejected') this.#onRefused(frame);
  }

  #onWelcome(welcome: Welcome): void {
    if (this.#isWelcome) return;
    this.#isWelcome = true;
    clearTimeout(this.#welcomeTimer);
    this.#heartbeat = new Heartbeat(welcome.heartbeatSeconds, {
      onQuiet: () => this.send(encodeFrame({ case: 'ping', value: {} })),
      onSilent: () => this.abandon(lost('The server was silent for two heartbeats.')),
    });
    this.#handlers.onWelcome(welcome);
  }

  #onRefused({ value: { code, reason, retryAfterMs } }: Extract<ServerFrame['frame'], { case: 'rejected' }>): void {
    const pause = Number(retryAfterMs);
    this.abandon(pause > 0 ? lost(reason, pause) : given(codeName(code), reason));
  }

  #onClose(status: number, reason: string): void {
    const unopened = this.#isWelcome ? '' : 'The server could not be reached.';
    this.#end(this.#goAway ?? closed(status, reason || this.#failure || unopened));
  }

  #end(end: StreamEnd): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#outgoing = [];
    clearTimeout(this.#welcomeTimer);
    this.#heartbeat?.stop();
    this.#handlers.onEnd(end);
  }
}
