import { create, toBinary } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { ContentSchema } from '../gen/parley/v1/event_pb.js';
import type { Rejected } from '../gen/parley/v1/session_pb.js';
import type { ClientFrameInit } from '../connection/framing.js';
import { OutcomeUnknownError, ParleyError, codeName } from '../errors.js';
import type { ParleyCode } from '../errors.js';
import { newCommandId } from './commandId.js';
import type { PostBudget } from './postBudget.js';

const MAX_CONTENT_BYTES = 61_440;
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
  readonly frame: ClientFrameInit;
  readonly bytes: number;
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
  readonly send: (frame: ClientFrameInit) => boolean;
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
    const bytes = this.#check(id, content);
    this.#options.budget.take(bytes);
    const { room } = this.#options;
    const expectation =
      expectedSequence === undefined
        ? ({ case: undefined } as const)
        : ({ case: 'expectedSequence', value: BigInt(expectedSequence) } as const);
    return new Promise((resolve, reject) => {
      const post: PendingPost = {
        frame: { case: 'post', value: { room, commandId: id, content, expectation } },
        bytes,
        resolve,
        reject,
        wasSent: false,
        owed: 0,
        refusals: 0,
        refusedAt: 0,
      };
      this.#pending.set(id, post);
      signal?.addEventListener('abort', () => this.#onAbort(id, post, signal), { once: true });
      this.#send(post);
    });
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

  #check(id: string, content: ContentInit): number {
    const idBytes = new TextEncoder().encode(id).length;
    if (idBytes === 0 || idBytes > MAX_COMMAND_ID_BYTES) {
      throw new ParleyError('COMMAND_ID_INVALID', `The id of a post has 1 to ${MAX_COMMAND_ID_BYTES} bytes, not ${idBytes}.`);
    }
    if (this.#pending.has(id)) throw new ParleyError('COMMAND_ID_REUSED', `The post ${id} is still waiting for its answer.`);
    const bytes = toBinary(ContentSchema, create(ContentSchema, content)).length;
    if (bytes > MAX_CONTENT_BYTES) {
      const code = content.kind?.case === 'message' ? 'TEXT_TOO_LONG' : 'INVALID';
      throw new ParleyError(code, `The post has ${bytes} bytes; at most ${MAX_CONTENT_BYTES} fit. Post it in parts.`);
    }
    return bytes;
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
    const pause = retryAfterMs || Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 1.6 ** (post.refusals - 1));
    if (now + pause - post.refusedAt > this.#options.retryForMs) {
      this.#take(id)?.reject(this.#unknown(id, refusal));
      return;
    }

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
    this.#pending.delete(id);
    if (post.owed > 0) this.#unwanted.set(id, post.owed);
    this.#options.budget.giveBack(post.bytes);
    if (this.#pending.size === 0) {
      const emptied = this.#emptied;
      this.#emptied = [];
      for (const resolve of emptied) resolve();
    }
    return post;
  }
}
