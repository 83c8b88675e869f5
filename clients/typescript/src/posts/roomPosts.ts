import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ContentSchema } from '../gen/parley/v1/event_pb.js';
import type { Rejected } from '../gen/parley/v1/session_pb.js';
import { encodeFrame } from '../connection/framing.js';
import { defer } from '../deferred.js';
import { OutcomeUnknownError, ParleyError, codeName } from '../errors.js';
import type { ParleyCode } from '../errors.js';
import { newCommandId } from './commandId.js';
import type { PostBudget } from './postBudget.js';

/** What a frame may have besides a content of the greatest length. */
const MAX_FRAME_BYTES = 62_000;
const MAX_COMMAND_ID_BYTES = 64;
const RETRY_CODES: readonly ParleyCode[] = ['UNAVAILABLE', 'STORAGE_FULL', 'OVERLOADED'];
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 5_000;

export type ContentInit = MessageInitShape<typeof ContentSchema>;

/** How to post. */
export interface PostOptions {
  /**
   * The id of the post, 1 to 64 bytes, unique for this user in this room. The same content with the same id never makes a second event, so
   * keep it if you may have to post again, for example after a crash. Default: a new UUID.
   */
  readonly id?: string;

  /** The sequence that the room's last event must have. If it has another one, the post is refused with `SEQUENCE_MOVED`. */
  readonly expectedSequence?: number;

  /** Stops waiting for the answer. A post that was already sent may be stored all the same. */
  readonly signal?: AbortSignal;
}

interface PendingPost {
  /** The encoded frame: what is sent again is what was sent, whatever the caller has done with its arrays since. */
  readonly frame: Uint8Array<ArrayBuffer>;
  readonly stopListening: () => void;
  readonly resolve: (sequence: number) => void;
  readonly reject: (error: unknown) => void;
  wasSent: boolean;
  /** How many answers the stream owes: more than one if the room was joined again on it. */
  owed: number;
  refusals: number;
  /** When the post was first refused for the moment. */
  refusedAt: number;
  timer?: ReturnType<typeof setTimeout>;
}

/** What the posts of a room depend on. */
export interface RoomPostsOptions {
  readonly room: string;
  readonly retryForMs: number;
  readonly budget: PostBudget;
  /** Sends a frame if the room is joined. */
  readonly send: (frame: Uint8Array<ArrayBuffer>) => boolean;
}

/** The posts of a room that are not answered yet, in order. They are sent again after every interruption, with the same ids. */
export class RoomPosts {
  readonly #options: RoomPostsOptions;
  readonly #pending = new Map<string, PendingPost>();
  /** Answers that nobody waits for any more, by command id. They must not answer a later post with the same id. */
  readonly #unwanted = new Map<string, number>();
  #emptied: (() => void)[] = [];
  #end: Error | undefined;

  constructor(options: RoomPostsOptions) {
    this.#options = options;
  }

  /** Completes when no post waits for its answer. */
  whenEmpty(): Promise<void> {
    return this.#pending.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#emptied.push(resolve));
  }

  /** @returns the sequence of the event, once it is stored */
  async post(content: ContentInit, { id = newCommandId(), expectedSequence, signal }: PostOptions = {}): Promise<number> {
    signal?.throwIfAborted();
    if (this.#end) throw this.#end;
    this.#check(id);
    const frame = this.#encode(id, content, expectedSequence);
    this.#options.budget.take(frame.length);
    const { promise, resolve, reject } = defer<number>();
    const onAbort = () => this.#onAbort(id, post, signal!);
    const post: PendingPost = {
      frame,
      stopListening: () => signal?.removeEventListener('abort', onAbort),
      resolve,
      reject,
      wasSent: false,
      owed: 0,
      refusals: 0,
      refusedAt: 0,
    };
    this.#pending.set(id, post);
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#send(post);
    return promise;
  }

  /** The room is joined, perhaps again. */
  onJoined(): void {
    for (const post of this.#pending.values()) this.#send(post);
  }

  /** The stream is over: it owes nothing any more. */
  onStreamEnd(): void {
    this.#unwanted.clear();
    for (const post of this.#pending.values()) post.owed = 0;
  }

  onAccepted(id: string, sequence: number): void {
    if (this.#isWanted(id)) this.#take(id)?.resolve(sequence);
  }

  onRejected({ commandId, code, reason, retryAfterMs, headSequence }: Rejected): void {
    const post = this.#pending.get(commandId);
    const name = codeName(code);

    // The room is about to be joined again, which sends the post again.
    if (!this.#isWanted(commandId) || !post || name === 'NOT_JOINED') return;
    if (RETRY_CODES.includes(name)) return this.#onRefusedForNow(commandId, post, new ParleyError(name, reason), Number(retryAfterMs));
    this.#take(commandId);
    post.reject(new ParleyError(name, reason, name === 'SEQUENCE_MOVED' ? { headSequence: Number(headSequence) } : {}));
  }

  /** Nothing will be answered any more. */
  end(error: Error): void {
    this.#end = error;
    for (const [id, post] of [...this.#pending]) {
      this.#take(id);
      post.reject(post.wasSent ? this.#unknown(id, error) : error);
    }
  }

  #check(id: string): void {
    const idBytes = new TextEncoder().encode(id).length;
    if (idBytes === 0 || idBytes > MAX_COMMAND_ID_BYTES || !id.isWellFormed()) {
      throw new ParleyError('COMMAND_ID_INVALID', `The id of a post has 1 to ${MAX_COMMAND_ID_BYTES} bytes of well-formed text.`);
    }
    if (this.#pending.has(id)) throw new ParleyError('COMMAND_ID_REUSED', `The post ${id} is still waiting for its answer.`);
  }

  #encode(id: string, content: ContentInit, expectedSequence: number | undefined): Uint8Array<ArrayBuffer> {
    if (expectedSequence !== undefined && !Number.isSafeInteger(expectedSequence)) {
      throw new ParleyError('INVALID', `expectedSequence is a whole number, not ${expectedSequence}.`);
    }
    const expectation =
      expectedSequence === undefined
        ? ({ case: undefined } as const)
        : ({ case: 'expectedSequence', value: BigInt(expectedSequence) } as const);
    let frame: Uint8Array<ArrayBuffer>;
    try {
      frame = encodeFrame({ case: 'post', value: { room: this.#options.room, commandId: id, content, expectation } });
    } catch (cause) {
      throw new ParleyError('INVALID', `The content cannot be encoded: ${(cause as Error).message}`, { cause });
    }
    if (frame.length > MAX_FRAME_BYTES) {
      const code = content.kind?.case === 'message' ? 'TEXT_TOO_LONG' : 'INVALID';
      throw new ParleyError(code, `The post has ${frame.length} bytes; at most ${MAX_FRAME_BYTES} fit. Post it in parts.`);
    }
    return frame;
  }

  #send(post: PendingPost): void {
    if (post.timer !== undefined || !this.#options.send(post.frame)) return;
    post.wasSent = true;
    post.owed++;
  }

  /** Counts an answer. @returns false if it is for a post that nobody waits for any more */
  #isWanted(id: string): boolean {
    const unwanted = this.#unwanted.get(id) ?? 0;
    if (unwanted > 1) this.#unwanted.set(id, unwanted - 1);
    else this.#unwanted.delete(id);
    const post = this.#pending.get(id);
    if (unwanted === 0 && post) post.owed--;
    return unwanted === 0;
  }

  #onRefusedForNow(id: string, post: PendingPost, refusal: ParleyError, retryAfterMs: number): void {
    const now = performance.now();
    if (post.refusals++ === 0) post.refusedAt = now;
    const pause = retryAfterMs > 0 ? retryAfterMs : Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 1.6 ** (post.refusals - 1));
    if (now + pause - post.refusedAt > this.#options.retryForMs) {
      this.#take(id)?.reject(this.#unknown(id, refusal));
      return;
    }

    clearTimeout(post.timer);
    post.timer = setTimeout(() => {
      delete post.timer;
      this.#send(post);
    }, pause);
  }

  #onAbort(id: string, post: PendingPost, { reason }: AbortSignal): void {
    if (this.#pending.get(id) !== post) return;
    this.#take(id);
    post.reject(post.wasSent ? this.#unknown(id, reason) : reason);
  }

  #unknown(id: string, cause: unknown): OutcomeUnknownError {
    return new OutcomeUnknownError(this.#options.room, id, cause instanceof Error ? cause.message : String(cause), cause);
  }

  #take(id: string): PendingPost | undefined {
    const post = this.#pending.get(id);
    if (!post) return undefined;
    clearTimeout(post.timer);
    post.stopListening();
    this.#pending.delete(id);
    if (post.owed > 0) this.#unwanted.set(id, post.owed);
    this.#options.budget.giveBack(post.frame.length);
    if (this.#pending.size === 0) {
      const emptied = this.#emptied;
      this.#emptied = [];
      for (const resolve of emptied) resolve();
    }
    return post;
  }
}
