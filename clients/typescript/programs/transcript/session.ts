import { ParleyClient, ParleyError } from '../../src/index.js';
import type { ContentInit, CreateOptions, From, Room, RoomItem } from '../../src/index.js';
import type { Fields, Json, Report } from './frames.js';

/** One name in a transcript: a client, and what it has reported that no line has asked for yet. */
export class Session {
  isClosed = false;
  readonly #client: ParleyClient;
  readonly #rooms = new Map<string, Room>();
  readonly #answers: Report[] = [];
  readonly #posts: { id: string; answer: Promise<Report> }[] = [];
  readonly #happened = new Map<string, Report[]>();
  #wake: () => void = () => {};

  constructor(server: string, user: string) {
    this.#client = new ParleyClient(server, { user });
    this.#client.onStateChange(({ status }) => status === 'connected' && this.#report('welcome', { user: this.#client.user }));
  }

  /** True if the client has a way to send the frame. */
  canSend(kind: string, frame: Fields): boolean {
    if (kind === 'join') return true;
    if (!this.#rooms.has(String(frame.room))) return false;
    if (kind === 'post') return Boolean(frame.commandId) && frame.content !== undefined;
    return kind === 'leave' || kind === 'signal';
  }

  /** Makes the call that sends the frame. */
  async call(kind: string, frame: Fields): Promise<void> {
    const name = String(frame.room);
    try {
      if (kind === 'join') return await this.#join(name, frame);
      const room = this.#rooms.get(name)!;
      if (kind === 'post') return this.#post(room, frame);
      if (kind === 'signal') return room.signal(String(frame.key), Buffer.from(String(frame.content ?? ''), 'base64'));
      await room.leave();
      this.#rooms.delete(name);
      this.#report('left', { room: name, code: 'CODE_LEFT' });
    } catch (error) {
      this.#answers.push(refusal(error, { room: name }));
    }
  }

  /** The next report of this kind. Answers to posts have no order relative to other reports. */
  async next(kind: string, expected: Fields): Promise<Report> {
    if (['event', 'presence', 'members', 'signal'].includes(kind)) return this.#nextHappened(kind);
    if (kind === 'welcome') while (this.#answers.length === 0) await this.#change();
    if (this.#answers.length > 0 && kind !== 'accepted') return this.#answers.shift()!;
    const index = this.#posts.findIndex(({ id }) => !expected.commandId || id === expected.commandId);
    if (index < 0) throw new Error('no post is waiting for this answer');
    return this.#posts.splice(index, 1)[0]!.answer;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.#client.close();
  }

  /** What a closed session has reported and no line has asked for. */
  async remaining(): Promise<Report[]> {
    const posts = await Promise.all(this.#posts.map(({ answer }) => answer));
    return [...this.#answers, ...posts, ...[...this.#happened.values()].flat()];
  }

  async #join(name: string, frame: Fields): Promise<void> {
    const create = frame.create as unknown as CreateOptions | undefined;
    const room = await this.#client.join(name, { from: toFrom(frame), ...(create && { create }) });
    this.#rooms.set(name, room);
    const { resumed, kind, members, memberCount, head } = room;
    const items = room.items();
    const { epoch, sequence } = frame.after && !resumed ? (await items.next()).value.position : room.position;
    room.onPresence(({ user, isHere }) =>
      this.#happen('presence', { room: name, user, state: `PRESENCE_STATE_${isHere ? 'JOINED' : 'LEFT'}` }),
    );
    room.onSignal(({ user, key, content }) =>
      this.#happen('signal', { room: name, user, key, content: Buffer.from(content).toString('base64') }),
    );
    this.#report('joined', {
      room: name, epoch, kind, headSequence: head, afterSequence: sequence, resumed,
      members: members.map((user) => ({ user })), memberCount,
    });
    void this.#read(items);
  }

  async #read(items: AsyncIterable<RoomItem>): Promise<void> {
    for await (const item of items) if (item.type !== 'notResumed') this.#happen('event', toFields(item));
  }

  #post(room: Room, { commandId, content, expectedSequence }: Fields): void {
    const id = String(commandId);
    const fields = { room: room.name, commandId: id };
    const options = { id, ...(expectedSequence !== undefined && { expectedSequence: Number(expectedSequence) }) };
    const answer = room.post(toContent(content as Fields), options).then(
      (sequence): Report => ({ kind: 'accepted', fields: { ...fields, sequence } }),
      (error: unknown) => refusal(error, fields),
    );
    this.#posts.push({ id, answer });
  }

  async #nextHappened(kind: string): Promise<Report> {
    while (!this.#happened.get(kind)?.length) await this.#change();
    return this.#happened.get(kind)!.shift()!;
  }

  #report(kind: string, fields: Fields): void {
    this.#answers.push({ kind, fields });
    this.#wake();
  }

  #happen(kind: string, fields: Fields): void {
    this.#happened.set(kind, [...(this.#happened.get(kind) ?? []), { kind, fields }]);
    this.#wake();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }
}

function toFrom({ after, last }: Fields): From {
  const { epoch, sequence } = (after ?? {}) as Fields;
  if (after) return { after: { epoch: String(epoch), sequence: Number(sequence) } };
  return last === undefined ? 'now' : { last: Number(last) };
}

function toContent({ message, steps }: Fields): ContentInit {
  if (message) return { kind: { case: 'message', value: { text: String((message as Fields).text ?? '') } } };
  const encoded = (steps as Fields).steps as string[];
  return { kind: { case: 'steps', value: { steps: encoded.map((step) => new Uint8Array(Buffer.from(step, 'base64'))) } } };
}

function toFields(item: Exclude<RoomItem, { type: 'notResumed' }>): Fields {
  const { room, sequence, user, time, commandId } = item;
  const content: Json =
    item.type === 'message' ? { message: { text: item.text } }
    : item.type === 'steps' ? { steps: { steps: item.steps.map((step) => Buffer.from(step).toString('base64')) } }
    : null;
  return { room, sequence, user, timeMs: time.getTime(), commandId, content };
}

function refusal(error: unknown, fields: Fields): Report {
  if (!(error instanceof ParleyError)) throw error;
  const { code, message: reason, headSequence } = error;
  return { kind: 'rejected', fields: { ...fields, code: `CODE_${code}`, reason, ...(headSequence !== undefined && { headSequence }) } };
}
