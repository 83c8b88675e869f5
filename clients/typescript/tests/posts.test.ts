import { describe, expect, test } from 'vitest';
import { OutcomeUnknownError, ParleyError } from '../src/index.js';
import { Code } from '../src/gen/parley/v1/code_pb.js';
import { join, rejoin, start, take } from './harness.js';

describe('posts', () => {
  test('unanswered posts are sent again, in order, with the same ids', async () => {
    const [room, first] = await join(start());
    const posts = [room.say('one', { id: 'c1' }), room.say('two', { id: 'c2' }), room.say('three', { id: 'c3' })];
    for (const id of ['c1', 'c2', 'c3']) expect(await first.receive('post')).toMatchObject({ commandId: id });
    first.send({ case: 'accepted', value: { room: 'kitchen', commandId: 'c1', sequence: 1n } });
    expect(await posts[0]).toBe(1);
    first.socket.terminate();
    const second = await rejoin();
    for (const id of ['c2', 'c3']) expect(await second.receive('post')).toMatchObject({ commandId: id });
    for (const id of ['c3', 'c2']) second.send({ case: 'accepted', value: { room: 'kitchen', commandId: id, sequence: BigInt(id[1]!) } });
    expect(await Promise.all(posts)).toEqual([1, 2, 3]);
  });

  test('posts while disconnected wait for the connection', async () => {
    const [room, first] = await join(start());
    first.socket.terminate();
    await expect.poll(() => room.isJoined).toBe(false);
    const posting = room.say('later', { id: 'c1' });
    const second = await rejoin();
    expect(await second.receive('post')).toMatchObject({ commandId: 'c1' });
    second.send({ case: 'accepted', value: { room: 'kitchen', commandId: 'c1', sequence: 1n } });
    expect(await posting).toBe(1);
  });

  test('a refusal', async () => {
    const [room, session] = await join(start());
    const posting = room.postSteps([new Uint8Array([1])], { id: 'c1', expectedSequence: 3 });
    expect(await session.receive('post')).toMatchObject({ expectation: { value: 3n } });
    const value = { room: 'kitchen', commandId: 'c1', code: Code.SEQUENCE_MOVED, reason: 'It moved.', headSequence: 5n };
    session.send({ case: 'rejected', value });
    await expect(posting).rejects.toMatchObject({ code: 'SEQUENCE_MOVED', message: 'It moved.', headSequence: 5 });
  });

  test('a refusal with a code of a newer server is final', async () => {
    const [room, session] = await join(start());
    const posting = room.say('x', { id: 'c1' });
    await session.receive('post');
    session.send({ case: 'rejected', value: { room: 'kitchen', commandId: 'c1', code: 99 as Code, reason: 'New.' } });
    await expect(posting).rejects.toMatchObject({ code: 'UNSPECIFIED', message: 'New.' });
  });

  test('a refusal for the moment is repeated, for a while', async () => {
    const [room, session] = await join(start({ retryForMs: 60 }));
    const posting = room.say('x', { id: 'c1' });
    const refusal = { room: 'kitchen', commandId: 'c1', code: Code.OVERLOADED, reason: 'Later.', retryAfterMs: 25n };
    await session.receive('post');
    session.send({ case: 'rejected', value: refusal });
    await session.receive('post');
    session.send({ case: 'rejected', value: { ...refusal, retryAfterMs: 60n } });
    const failure = await posting.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(OutcomeUnknownError);
    expect(failure).toMatchObject({ room: 'kitchen', commandId: 'c1' });
  });

  test('giving up on a post, and an answer that nobody waits for any more', async () => {
    const [room, session] = await join(start());
    const controller = new AbortController();
    const posting = room.say('one', { id: 'c1', signal: controller.signal });
    await session.receive('post');
    controller.abort();
    await expect(posting).rejects.toBeInstanceOf(OutcomeUnknownError);
    const again = room.say('other', { id: 'c1' });
    await session.receive('post');
    session.send({ case: 'accepted', value: { room: 'kitchen', commandId: 'c1', sequence: 1n } });
    session.send({ case: 'rejected', value: { room: 'kitchen', commandId: 'c1', code: Code.COMMAND_ID_REUSED, reason: 'Used.' } });
    await expect(again).rejects.toMatchObject({ code: 'COMMAND_ID_REUSED' });
    await expect(room.say('x', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a post that was never sent is not in doubt', async () => {
    const [room, session] = await join(start());
    session.socket.terminate();
    await expect.poll(() => room.isJoined).toBe(false);
    const controller = new AbortController();
    const posting = room.say('x', { signal: controller.signal });
    controller.abort();
    await expect(posting).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('what cannot be valid is refused without asking', async () => {
    const [room, session] = await join(start({ maxWaitingPosts: 2 }));
    await expect(room.say('x', { id: '' })).rejects.toMatchObject({ code: 'COMMAND_ID_INVALID' });
    await expect(room.say('x', { id: 'ż'.repeat(33) })).rejects.toMatchObject({ code: 'COMMAND_ID_INVALID' });
    await expect(room.say('x'.repeat(62_000))).rejects.toMatchObject({ code: 'TEXT_TOO_LONG' });
    await expect(room.postCustom('t', new Uint8Array(62_000))).rejects.toMatchObject({ code: 'INVALID' });
    for (let count = 0; count < 3; count++) {
      await expect(room.say('x', { expectedSequence: NaN })).rejects.toMatchObject({ code: 'INVALID' });
      await expect(room.say('x', { expectedSequence: 2 ** 64 })).rejects.toMatchObject({ code: 'INVALID' });
      await expect(room.erase([1.5])).rejects.toBeInstanceOf(Error);
    }
    await expect(room.say('x', { id: 'a\ud83d' })).rejects.toMatchObject({ code: 'COMMAND_ID_INVALID' });
    void room.say('1', { id: 'c1' }).catch(() => {});
    await expect(room.say('1', { id: 'c1' })).rejects.toMatchObject({ code: 'COMMAND_ID_REUSED' });
    void room.say('2').catch(() => {});
    await expect(room.say('3')).rejects.toMatchObject({ code: 'OVERLOADED' });
    await session.receive('post');
    session.send({ case: 'accepted', value: { room: 'kitchen', commandId: 'c1', sequence: 1n } });
    await session.receive('post');
    await expect.poll(() => Promise.race([room.say('3').catch(({ code }: ParleyError) => code), 'waits'])).toBe('waits');
  });

  test('a lone surrogate becomes U+FFFD', async () => {
    const [room, session] = await join(start());
    void room.say('a\ud800b').catch(() => {});
    expect((await session.receive('post')).content?.kind.value).toMatchObject({ text: 'a\ufffdb' });
  });

  test('closing waits for answers, and says what is in doubt', async () => {
    const client = start({ closeTimeoutMs: 50 });
    const [room, session] = await join(client);
    const answered = room.say('1', { id: 'c1' });
    const unanswered = room.say('2', { id: 'c2' });
    await session.receive('post');
    await session.receive('post');
    const closing = client.close();
    session.send({ case: 'accepted', value: { room: 'kitchen', commandId: 'c1', sequence: 1n } });
    expect(await answered).toBe(1);
    await expect(unanswered).rejects.toBeInstanceOf(OutcomeUnknownError);
    await closing;
    expect(client.state.status).toBe('closed');
    expect(await take(room, 1)).toEqual([]);
    await expect(client.join('kitchen')).rejects.toBeInstanceOf(ParleyError);
  });
});
