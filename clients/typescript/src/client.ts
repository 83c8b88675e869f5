import { parseAddress } from './connection/address.js';
import { Connection } from './connection/connection.js';
import type { ReceivedFrame } from './connection/framing.js';
import type { ConnectionState } from './connection/state.js';
import { lost } from './connection/streamEnd.js';
import type { StreamEnd } from './connection/streamEnd.js';
import { defer } from './deferred.js';
import { ConnectionError, ParleyError } from './errors.js';
import type { HistoryPage, HistoryRange } from './http/history.js';
import { listEvents } from './http/history.js';
import { listMembers, listRooms } from './http/lists.js';
import type { RoomInfo } from './http/lists.js';
import { UnaryCalls } from './http/unaryCalls.js';
import { resolveOptions } from './options.js';
import type { ParleyOptions, ResolvedOptions } from './options.js';
import { PostBudget } from './posts/postBudget.js';
import { checkJoinOptions, checkRoomName } from './rooms/joinOptions.js';
import type { JoinOptions } from './rooms/joinOptions.js';
import { Room } from './rooms/room.js';
import type { RoomLink } from './rooms/roomLink.js';

/** One user in any number of rooms, over one connection that is made again whenever it breaks. */
export class ParleyClient {
  readonly #options: ResolvedOptions;
  readonly #calls: UnaryCalls;
  readonly #connection: Connection;
  readonly #link: RoomLink;
  readonly #rooms = new Map<string, Room>();
  #user: string;
  #isWelcome = false;
  #isClosing = false;

  /**
   * Starts to connect, and tries until it succeeds. {@link connect} waits for that.
   * @param address of the server's web port, such as `http://localhost:8080`
   * @throws ParleyError `INVALID` if it is no address
   */
  constructor(address: string | URL, options: ParleyOptions) {
    const parsed = parseAddress(address);
    this.#options = resolveOptions(options);
    this.#user = options.user;
    this.#calls = new UnaryCalls(parsed.http, this.#options.connectTimeoutMs);
    const { maxWaitingPosts, maxWaitingBytes, retryForMs, roomBufferBytes } = this.#options;
    this.#link = {
      calls: this.#calls,
      bufferBytes: roomBufferBytes,
      posts: { budget: new PostBudget(maxWaitingPosts, maxWaitingBytes), retryForMs },
      send: (bytes) => {
        if (this.#isWelcome) this.#connection.send(bytes);
        return this.#isWelcome;
      },
      onJoined: () => this.#connection.onSuccess(),
      onInconsistent: (room) => this.#connection.restart(lost(`The server sent events of ${room} that do not follow the last one.`)),
      onEnded: (room) => {
        if (this.#rooms.get(room.name) === room) this.#rooms.delete(room.name);
      },
    };
    this.#connection = new Connection(parsed, this.#options, {
      onWelcome: ({ user }) => this.#onWelcome(user),
      onFrame: (received) => this.#onFrame(received),
      onEnd: (end) => this.#onEnd(end),
    });
  }

  /** Who the client is, as the server knows it. */
  get user(): string {
    return this.#user;
  }

  /** What the connection is doing. The same object until that changes. */
  get state(): ConnectionState {
    return this.#connection.state;
  }

  /** Calls a function with every change of the state. @returns a function that stops it */
  onStateChange(listener: (state: ConnectionState) => void): () => void {
    return this.#connection.onStateChange(listener);
  }

  /** Ends the pause before the next attempt to connect, if there is one now. */
  retryNow(): void {
    this.#connection.retryNow();
  }

  /**
   * Joins a room. Without a connection, it waits for one.
   * @throws ParleyError the server refuses, or the client is in the room already (`ALREADY_JOINED`)
   */
  async join(name: string, options: JoinOptions = {}): Promise<Room> {
    const { signal } = options;
    signal?.throwIfAborted();
    checkRoomName(name);
    checkJoinOptions(options);
    while (this.#rooms.get(name)?.isLeaving) await this.#rooms.get(name)?.whenLeft();
    signal?.throwIfAborted();
    if (this.#isClosing || this.state.status === 'closed') throw this.#closed();
    if (this.#rooms.has(name)) throw new ParleyError('ALREADY_JOINED', `The client is in ${name} already.`);
    const room = new Room(name, options, this.#link);
    this.#rooms.set(name, room);
    const joined = room.whenJoined();
    const aborted = defer<never>();
    const onAbort = () => {
      void room.leave();
      aborted.reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort);
    try {
      if (this.#isWelcome) room.join();
      await Promise.race([joined, aborted.promise]);
    } catch (error) {
      joined.catch(() => {});
      throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
    return room;
  }

  /** All rooms that have had an event, by name. */
  listRooms(options: { readonly signal?: AbortSignal } = {}): AsyncGenerator<RoomInfo> {
    return listRooms(this.#calls, options.signal);
  }

  /** The names of all who are in a room now, in order. */
  listMembers(room: string, options: { readonly signal?: AbortSignal } = {}): AsyncGenerator<string> {
    checkRoomName(room);
    return listMembers(this.#calls, room, options.signal);
  }

  /** Reads a page of a room's events. The client need not be in the room. */
  async history(room: string, range: HistoryRange = {}): Promise<HistoryPage> {
    checkRoomName(room);
    return listEvents(this.#calls, room, range);
  }

  /** Ends the connection, once earlier posts are answered or the time for that is over. */
  async close(): Promise<void> {
    if (this.state.status === 'closed') return;
    const { closeTimeoutMs } = this.#options;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, closeTimeoutMs)));
    const ended = new Promise<void>((resolve) => {
      this.onStateChange(({ status }) => status === 'closed' && resolve());
    });
    const answered = Promise.all([...this.#rooms.values()].map((room) => room.whenAnswered()));
    await Promise.race([answered, ended, timeout]);
    this.#isClosing = true;
    this.#connection.close();
    await Promise.race([ended, timeout]);
    clearTimeout(timer);
    this.#connection.abort();
  }

  #onWelcome(user: string): void {
    this.#user = user;
    this.#isWelcome = true;
    if (this.#rooms.size === 0) this.#connection.onSuccess();
    for (const room of [...this.#rooms.values()]) room.join();
  }

  #onFrame(received: ReceivedFrame): void {
    const { frame } = received;
    if (frame.value && 'room' in frame.value) this.#rooms.get(frame.value.room)?.onFrame(received);
  }

  #onEnd({ isFinal, code, reason }: StreamEnd): void {
    this.#isWelcome = false;
    for (const room of [...this.#rooms.values()]) {
      room.onStreamEnd();
      if (isFinal) room.end(this.#isClosing ? undefined : new ParleyError(code, reason));
    }
  }

  #closed(): ParleyError {
    const { code = 'UNAVAILABLE', reason = 'The client was closed.' } = this.state;
    return new ParleyError(code, reason);
  }
}

/**
 * Connects to a server. From then on the client reconnects by itself.
 * @param address of the server's web port, such as `http://localhost:8080`
 * @throws ConnectionError the server cannot be reached
 * @throws ParleyError the server refuses the client
 */
export async function connect(address: string | URL, options: ParleyOptions & { readonly signal?: AbortSignal }): Promise<ParleyClient> {
  const { signal, ...rest } = options;
  signal?.throwIfAborted();
  const client = new ParleyClient(address, rest);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      stop();
      void client.close();
      reject(error);
    };
    const onAbort = () => fail(signal!.reason);
    const onState = ({ status, code = 'UNAVAILABLE', reason = '', retryAt }: ConnectionState) => {
      if (status === 'connected') {
        stop();
        resolve(client);
      } else if (status === 'closed') {
        fail(code === 'UNAVAILABLE' ? new ConnectionError(reason) : new ParleyError(code, reason));
      } else if (retryAt !== undefined) {
        fail(new ConnectionError(reason));
      }
    };
    const stopState = client.onStateChange(onState);
    const stop = () => {
      stopState();
      signal?.removeEventListener('abort', onAbort);
    };
    signal?.addEventListener('abort', onAbort);

    // It may have failed already.
    onState(client.state);
  });
}
