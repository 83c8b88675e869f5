import { status } from '@grpc/grpc-js';

const FINAL_CODES = ['CODE_INVALID', 'CODE_HELLO_EXPECTED', 'CODE_VERSION_UNSUPPORTED', 'CODE_MALFORMED'];
const FINAL_STATUS = [status.UNIMPLEMENTED, status.UNAUTHENTICATED, status.PERMISSION_DENIED];
const FIRST_HEARTBEAT_SECONDS = 5; // until Welcome says better

/**
 * @typedef {object} End Why a stream ended.
 * @property {string} reason for people
 * @property {boolean} isFinal whether another stream would end the same way
 * @property {boolean} isSilent whether the connection may be dead without a sign
 * @property {number} retryAfterMs how long the server asks to wait
 */

/** One call of RoomService.Connect. It greets the server and answers its pings. */
export class Stream {
  #call;
  #heartbeatSeconds = FIRST_HEARTBEAT_SECONDS;
  #silence;
  #end = null;

  /**
   * @param {object} client of RoomService
   * @param {string} user
   * @param {(frame: object) => void} onFrame takes each frame that matters to a session
   * @param {(end: End) => void} onEnd called once
   */
  constructor(client, user, onFrame, onEnd) {
    this.#call = client.connect();
    this.#call.on('data', (frame) => this.#handle(frame, onFrame));
    this.#call.on('error', () => {}); // 'status' follows and says the same
    this.#call.on('status', ({ code, details }) => {
      clearTimeout(this.#silence);
      this.#end ??= { reason: details, isFinal: FINAL_STATUS.includes(code), isSilent: false, retryAfterMs: 0 };
      onEnd(this.#end);
    });
    this.#listen();
    this.send({ hello: { user, client: 'codemirror-collab', protocolVersion: 1 } });
  }

  /** Sends a frame, unless nothing may follow. @param {object} frame a ClientFrame */
  send(frame) {
    if (this.#call.writable) this.#call.write(frame);
  }

  /** Says that nothing follows. The server answers what it has, and ends the stream. */
  halfClose() {
    this.#call.end();
  }

  /** Gives up on this stream. */
  abandon(reason, retryAfterMs, isSilent = false) {
    this.#end ??= { reason, isFinal: false, isSilent, retryAfterMs };
    this.#call.cancel();
  }

  #handle(frame, onFrame) {
    if (this.#end) return;
    this.#listen();
    switch (frame.frame) {
      case 'welcome':
        this.#heartbeatSeconds = frame.welcome.heartbeatSeconds;
        break;
      case 'ping':
        this.send({ pong: {} });
        break;
      case 'goAway': {
        const { code, reason, retryAfterMs } = frame.goAway;
        this.#end = { reason, isFinal: FINAL_CODES.includes(code), isSilent: false, retryAfterMs };
        break;
      }
      default:
        onFrame(frame);
    }
  }

  #listen() {
    clearTimeout(this.#silence);
    const silent = () => this.abandon('the server was silent for two heartbeats', 0, true);
    this.#silence = setTimeout(silent, 2_000 * this.#heartbeatSeconds);
  }
}
