import type { Member } from '../gen/parley/v1/event_pb.js';
import type { Joined, Members } from '../gen/parley/v1/session_pb.js';
import { PresenceState } from '../gen/parley/v1/session_pb.js';
import { Listeners } from '../listeners.js';

/** How long a user whose connection broke off stays a member, in milliseconds: the server's default. */
const GRACE_MS = 5_000;

/** A user joined or left a room. */
export interface PresenceChange {
  readonly user: string;
  /** True if the user is in the room now. */
  readonly isHere: boolean;
}

/** Who is in a room, as far as the server announces it. */
export class RoomMembers {
  readonly changes = new Listeners<[PresenceChange]>();
  readonly #users = new Set<string>();
  readonly #missing = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #onChange: () => void;
  #names: readonly string[] | undefined;
  #count = 0;
  #isComplete = true;

  /** @param onChange called when the names may have changed without a frame from the server */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The names in order. The same array until somebody joins or leaves. */
  get names(): readonly string[] {
    return (this.#names ??= Object.freeze([...this.#users].sort()));
  }

  /** How many members there are. Greater than the number of names in a room of more than 256 members. */
  get count(): number {
    return Math.max(this.#count, this.#users.size);
  }

  /**
   * The room is joined. Whoever is missing after an interruption may be about to return, and leaves only when the time for that is over.
   */
  onJoined({ members, memberCount }: Joined): void {
    this.#replace(members, memberCount, (user) => {
      if (!this.#missing.has(user)) this.#missing.set(user, setTimeout(() => this.#onGraceOver(user), GRACE_MS));
    });
  }

  onMembers({ members, memberCount }: Members): void {
    this.#replace(members, memberCount, (user) => this.#remove(user));
  }

  onPresence(user: string, state: PresenceState): void {
    if (state === PresenceState.JOINED) {
      if (!this.#missing.has(user)) this.#count += this.#users.has(user) ? 0 : 1;
      this.#add(user);
    } else if (state === PresenceState.LEFT) {
      this.#count -= this.#users.has(user) ? 1 : 0;
      this.#remove(user);
    }
  }

  /** Forgets everybody, without saying so. */
  end(): void {
    for (const timer of this.#missing.values()) clearTimeout(timer);
    this.#missing.clear();
    this.#users.clear();
    this.#count = 0;
    this.#names = undefined;
  }

  #replace(members: readonly Member[], count: number, onMissing: (user: string) => void): void {
    const now = new Set(members.map(({ user }) => user));
    const wasComplete = this.#isComplete;
    this.#isComplete = now.size >= count;
    this.#count = count;
    if (!wasComplete || !this.#isComplete) return this.#replaceSilently(now);
    for (const user of [...this.#users]) if (!now.has(user)) onMissing(user);
    for (const user of now) this.#add(user);
  }

  /** An incomplete list says nothing about who came and who left. */
  #replaceSilently(now: ReadonlySet<string>): void {
    for (const timer of this.#missing.values()) clearTimeout(timer);
    this.#missing.clear();
    this.#users.clear();
    for (const user of now) this.#users.add(user);
    this.#names = undefined;
  }

  #onGraceOver(user: string): void {
    this.#remove(user);
    this.#onChange();
  }

  #add(user: string): void {
    clearTimeout(this.#missing.get(user));
    this.#missing.delete(user);
    if (this.#users.has(user)) return;
    this.#users.add(user);
    this.#names = undefined;
    this.changes.call({ user, isHere: true });
  }

  #remove(user: string): void {
    clearTimeout(this.#missing.get(user));
    this.#missing.delete(user);
    if (!this.#users.delete(user)) return;
    this.#names = undefined;
    this.changes.call({ user, isHere: false });
  }
}
