import { randomUUID } from 'node:crypto';
import { openClient } from './contract.js';
import { Stream } from './stream.js';

const RETRY_CODES = ['CODE_UNAVAILABLE', 'CODE_STORAGE_FULL', 'CODE_OVERLOADED', 'CODE_NOT_JOINED'];
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5_000;
const REJOIN_MS = 1_000;

/**
 * @typedef {object} Listener What a session calls.
 * @property {(head: number) => void} onJoined the room's events up to the head follow; called for every stream
 * @property {(event: object) => void} onEvent each event of the room once, in order
 * @property {(rejected: object) => void} onRejected a post was refused
 * @property {(error: Error) => void} onFailed the session has ended for good
 */

/**
 * One user in one room of kind "steps", from its first event on. When a stream breaks, the session opens another one, continues after the
 * last event it received, and sends unanswered posts again with the same command ids.
 */
export class Session {
  reconnects = 0;

  #server;
  #client;
  #user;
  #room;
  #listener;
  #stream = null; // the open one
  #pause = null; // until the next one
  #isJoined = false;
  #isClosed = false;
  #failures = 0; // since the room was last joined
  #position = null;
  #unanswered = new Map(); // posts by command id, in the order of the calls

  /**
   * @param {{ server: string, user: string, room: string }} options
   * @param {Listener} listener
   */
  constructor({ server, user, room }, listener) {
    this.#server = server;
    this.#user = user;
    this.#room = room;
    this.#listener = listener;
    this.#client = openClient(server);
    this.#open();
  }

  /**
   * Posts now, or as soon as the room is joined again. The post is answered by onRejected, or by its event.
   * @returns {string} the command id
   */
  post(content, expectedSequence) {
    const post = { room: this.#room, commandId: randomUUID(), content, expectedSequence };
    this.#unanswered.set(post.commandId, post);
    if (this.#isJoined) this.#stream.send({ post });
    return post.commandId;
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#pause);
    if (this.#stream) this.#stream.halfClose();
    else this.#client.close();
  }

  #open() {
    this.#stream = new Stream(this.#client, this.#user, (frame) => this.#handle(frame), (end) => this.#onEnd(end));
    const from = this.#position ? { after: this.#position } : { last: Number.MAX_SAFE_INTEGER };
    this.#stream.send({ join: { room: this.#room, create: { kind: 'steps' }, ...from } });
  }

  #handle(frame) {
    switch (frame.frame) {
      case 'joined':
        return this.#onJoined(frame.joined);
      case 'event':
        this.#position.sequence = frame.event.sequence;
        // An event is as good as its Accepted, which a cut may have swallowed.
        this.#unanswered.delete(frame.event.commandId);
        return this.#listener.onEvent(frame.event);
      case 'accepted':
        return this.#unanswered.delete(frame.accepted.commandId);
      case 'rejected':
        return this.#onRejected(frame.rejected);
      case 'left':
        return this.#stream.abandon(frame.left.reason, REJOIN_MS);
    }
  }

  #onJoined({ epoch, headSequence, afterSequence, resumed }) {
    if (this.#position && !resumed) return this.#fail('the log of the room was lost, and with it what this session has read');
    this.#position = { epoch, sequence: afterSequence };
    this.#isJoined = true;
    this.#failures = 0;
    for (const post of this.#unanswered.values()) this.#stream.send({ post });
    this.#listener.onJoined(headSequence);
  }

  #onRejected(rejected) {
    const { code, reason, commandId, retryAfterMs } = rejected;
    if (RETRY_CODES.includes(code)) {
      this.#stream.abandon(reason, retryAfterMs);
    } else if (!commandId) {
      this.#fail(`${code}: ${reason}`);
    } else if (this.#unanswered.delete(commandId)) {
      this.#listener.onRejected(rejected);
    }
  }

  #onEnd({ reason, isFinal, isSilent, retryAfterMs }) {
    this.#isJoined = false;
    this.#stream = null;
    if (this.#isClosed) return this.#client.close();
    if (isFinal) return this.#fail(reason);
    this.reconnects++;
    if (isSilent) {
      this.#client.close();
      this.#client = openClient(this.#server);
    }

    const limit = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
    this.#pause = setTimeout(() => this.#open(), retryAfterMs + Math.random() * limit);
  }

  #fail(reason) {
    if (this.#isClosed) return;
    this.close();
    this.#listener.onFailed(new Error(reason));
  }
}
