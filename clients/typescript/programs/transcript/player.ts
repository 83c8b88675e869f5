import { parseFrame } from './frames.js';
import type { Fields, Json, Report } from './frames.js';
import { Session } from './session.js';

const LINE = /^(\w+) ([<>x.])(?: (.*))?$/;

/** The fields that the client sends for each frame. */
const SENT: Readonly<Record<string, readonly string[]>> = {
  hello: ['user', 'protocolVersion'],
  join: ['room', 'last', 'after', 'create'],
  leave: ['room'],
  post: ['room', 'commandId', 'content', 'expectedSequence'],
  signal: ['room', 'key', 'content'],
};

/** The fields that the client does not expose. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  welcome: ['sessionId', 'heartbeatSeconds', 'limits'],
  rejected: ['retryAfterMs'],
};

/** Plays a transcript line by line. */
export class Player {
  readonly #server: string;
  readonly #sessions = new Map<string, Session>();
  readonly #values = new Map<string, Json>();
  readonly #skipping = new Set<string>();
  readonly #notPlayed = new Set<string>();

  constructor(server: string) {
    this.#server = server;
  }

  async play(line: string): Promise<void> {
    const [, name, action, rest = ''] = LINE.exec(line) ?? [];
    if (name === undefined) throw new Error('not a line of a transcript');
    if ((action === '<' || action === '.') && this.#skipping.has(name)) return this.#printNotPlayed(line);
    this.#skipping.delete(name);
    if (action === '>') return this.#send(name, rest, line);
    const session = this.#sessions.get(name);
    if (!session) throw new Error(`${name} has no session`);
    if (action === '<') return this.#receive(session, rest);
    if (action === 'x') return session.close();
    if (!session.isClosed || rest !== 'OK') throw new Error(`closed: ${session.isClosed}`);
    const remaining = await session.remaining();
    if (remaining.length > 0) throw new Error(`the transcript leaves out ${JSON.stringify(remaining)}`);
  }

  async #send(name: string, text: string, line: string): Promise<void> {
    const { kind, fields } = parseFrame(this.#insertValues(text));
    const session = this.#sessions.get(name);
    if (kind === 'hello' ? session || fields.protocolVersion !== 1 : !session?.canSend(kind, fields)) {
      this.#skipping.add(name);
      return this.#printNotPlayed(line);
    }
    for (const field of Object.keys(fields).sort()) if (!SENT[kind]?.includes(field)) this.#printNotPlayed(`${kind}.${field}`);
    if (kind === 'hello') this.#sessions.set(name, new Session(this.#server, String(fields.user)));
    else await session!.call(kind, fields);
  }

  /** Replaces each "$name" with the value that an earlier line received. */
  #insertValues(text: string): string {
    return text.replace(/"\$(\w+)"/g, (_, name: string) => {
      if (!this.#values.has(name)) throw new Error(`no earlier line received ${name}`);
      return JSON.stringify(this.#values.get(name));
    });
  }

  async #receive(session: Session, text: string): Promise<void> {
    const expected = parseFrame(text);
    const actual: Report = await session.next(expected.kind, expected.fields);
    if (actual.kind !== expected.kind) throw new Error(`got ${JSON.stringify(actual)}`);
    for (const field of Object.keys(expected.fields).sort()) {
      const path = `${expected.kind}.${field}`;
      if (HIDDEN[expected.kind]?.includes(field)) this.#printNotPlayed(path);
      else this.#match(expected.fields[field]!, actual.fields[field], path);
    }
  }

  #match(expected: Json, actual: Json | undefined, path: string): void {
    if (Array.isArray(expected)) {
      if (!Array.isArray(actual) || actual.length !== expected.length) throw new Error(`${path} is ${JSON.stringify(actual)}`);
      expected.forEach((item, index) => this.#match(item, actual[index], `${path}[${index}]`));
    } else if (typeof expected === 'object' && expected !== null) {
      for (const [field, value] of Object.entries(expected)) this.#match(value!, (actual as Fields | null)?.[field], `${path}.${field}`);
    } else {
      this.#matchValue(expected, actual, path);
    }
  }

  #matchValue(expected: Json, actual: Json | undefined, path: string): void {
    let wanted = expected;
    if (typeof expected === 'string' && expected.startsWith('$')) {
      const name = expected.slice(1);
      if (!this.#values.has(name) && actual !== undefined) this.#values.set(name, actual);
      wanted = this.#values.get(name) ?? null;
    }
    const isThere = actual !== undefined && actual !== null;
    if (!isThere || (wanted !== '*' && wanted !== actual)) throw new Error(`${path} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`);
  }

  /** Prints each line or field once. */
  #printNotPlayed(what: string): void {
    if (this.#notPlayed.has(what)) return;
    this.#notPlayed.add(what);
    console.log(`not played: ${what}`);
  }
}
