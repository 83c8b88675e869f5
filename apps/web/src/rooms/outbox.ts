import { keys } from '../storage/keys';
import { loadJson, saveJson } from '../storage/localStore';

/** A message that is on its way. */
export interface OutboxEntry {
  /** The id of the post. The same id never makes a second message. */
  readonly id: string;
  readonly text: string;
  /** When it was written, in Unix milliseconds. */
  readonly time: number;
  readonly state: 'sending' | 'sent' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
}

/** The messages of one user to one room that are not in the room yet. They survive a reload. */
export class Outbox {
  readonly #key: string;
  #entries: readonly OutboxEntry[];

  constructor(user: string, room: string) {
    this.#key = keys.outbox(user, room);
    this.#entries = this.#load().map((entry) => (entry.state === 'failed' ? entry : { ...entry, state: 'sending' }));
  }

  get entries(): readonly OutboxEntry[] {
    return this.#entries;
  }

  put(entry: OutboxEntry): void {
    const isNew = !this.#entries.some(({ id }) => id === entry.id);
    this.#entries = isNew ? [...this.#entries, entry] : this.#entries.map((old) => (old.id === entry.id ? entry : old));
    this.#save(entry.id, entry);
  }

  /** @returns false if there is no such entry */
  remove(id: string): boolean {
    if (!this.#entries.some((entry) => entry.id === id)) return false;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    this.#save(id, undefined);
    return true;
  }

  #load(): OutboxEntry[] {
    return loadJson(this.#key, isOutbox) ?? [];
  }

  /** Other tabs of the same user keep their messages in the same place. */
  #save(id: string, entry: OutboxEntry | undefined): void {
    const others = this.#load().filter((other) => other.id !== id);
    const all = entry ? [...others, entry] : others;
    all.sort((a, b) => a.time - b.time);
    saveJson(this.#key, all.length > 0 ? all : undefined);
  }
}

function isOutbox(value: unknown): value is OutboxEntry[] {
  return Array.isArray(value) && value.every(isEntry);
}

function isEntry(value: unknown): value is OutboxEntry {
  const { id, text, time, state } = (value ?? {}) as Record<string, unknown>;
  return typeof id === 'string' && typeof text === 'string' && typeof time === 'number' && typeof state === 'string';
}
