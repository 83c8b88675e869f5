import { randomUUID } from 'node:crypto';
import { collab, getSyncedVersion, receiveUpdates, sendableUpdates } from '@codemirror/collab';
import { EditorState } from '@codemirror/state';
import { Session } from './session.js';
import { decodeBatch, encodeBatch } from './steps.js';

/** Somebody's copy of the text in a room: an EditorState with the collab extension, and the session that keeps it in step. */
export class Editor {
  batches = 0; // of this editor, accepted
  conflicts = 0;
  error = null;

  #state = EditorState.create({ extensions: collab({ clientID: randomUUID() }) });
  #session;
  #sequence = 0; // of the last event received
  #head = Infinity; // the last sequence that the room is known to have; unknown before the room is joined
  #posted = null; // the command id of the batch whose event has not come yet
  #waiting = new Set();

  /** @param {{ server: string, user: string, room: string }} options */
  constructor(options) {
    this.#session = new Session(options, this);
  }

  get text() {
    return this.#state.doc;
  }

  get sequence() {
    return this.#sequence;
  }

  /** How many updates this editor has received from the room, its own included. */
  get version() {
    return getSyncedVersion(this.#state);
  }

  get unconfirmed() {
    return sendableUpdates(this.#state).length;
  }

  get reconnects() {
    return this.#session.reconnects;
  }

  /**
   * Changes the text. Everybody else gets the change as soon as the server has accepted it.
   * @param {import('@codemirror/state').ChangeSpec} changes
   */
  edit(changes) {
    this.#state = this.#state.update({ changes }).state;
    this.#post();
  }

  /** Waits until a condition holds. @param {() => boolean} condition */
  until(condition) {
    return new Promise((resolve, reject) => {
      this.#waiting.add({ condition, resolve, reject });
      this.#wake();
    });
  }

  close() {
    this.#session.close();
  }

  onJoined(head) {
    this.#head = head;
    this.#post();
  }

  onEvent({ sequence, commandId, content }) {
    if (this.error) return;
    try {
      if (content.kind === 'steps') this.#state = receiveUpdates(this.#state, decodeBatch(content.steps)).state;
    } catch (error) {
      return this.#fail(`event ${sequence} cannot be applied: ${error.message}`);
    }

    this.#sequence = sequence;
    if (commandId === this.#posted) {
      this.#posted = null;
      this.batches++;
    }

    this.#post();
    this.#wake();
  }

  onRejected({ code, reason, headSequence }) {
    if (code !== 'CODE_SEQUENCE_MOVED') return this.#fail(`${code}: ${reason}`);
    this.conflicts++;
    this.#posted = null;
    this.#head = Math.max(this.#head, headSequence);
    this.#post();
  }

  onFailed(error) {
    this.error = error;
    this.#wake();
  }

  /** Posts what is unconfirmed, unless a batch is on its way already, or events are that would get it refused. */
  #post() {
    const updates = sendableUpdates(this.#state);
    if (this.error || this.#posted || this.#sequence < this.#head || updates.length === 0) return;
    const batch = encodeBatch(updates);
    if (batch.steps.length === 0) return this.#fail('an edit is larger than a post may be');
    this.#posted = this.#session.post({ steps: batch }, this.#sequence);
  }

  #fail(reason) {
    this.close();
    this.onFailed(new Error(reason));
  }

  #wake() {
    for (const waiter of this.#waiting) {
      if (this.error) waiter.reject(this.error);
      else if (waiter.condition()) waiter.resolve();
      else continue;
      this.#waiting.delete(waiter);
    }
  }
}
