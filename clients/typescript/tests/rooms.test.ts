import { describe, expect, test } from 'vitest';
import { ParleyError } from '../src/index.js';
import { Code } from '../src/gen/parley/v1/code_pb.js';
import { PresenceState } from '../src/gen/parley/v1/session_pb.js';
import { join, rejoin, server, start, take } from './harness.js';

describe('joining and leaving', () => {
  test('a join that is refused', async () => {
    const client = start();
    const joining = client.join('kitchen', { create: { kind: 'mystery' } });
    const session = await server.greeted();
    expect(await session.receive('join')).toMatchObject({ create: { kind: 'mystery' } });
    session.send({ case: 'rejected', value: { room: 'kitchen', code: Code.KIND_UNKNOWN, reason: 'No such kind.' } });
    await expect(joining).rejects.toMatchObject({ code: 'KIND_UNKNOWN', message: 'No such kind.' });
    const again = client.join('kitchen');
    await session.receive('join');
    session.joined('kitchen');
    await again;
    await expect(client.join('kitchen')).rejects.toMatchObject({ code: 'ALREADY_JOINED' });
    await expect(client.join('no spaces please')).rejects.toMatchObject({ code: 'INVALID' });
  });

  test('a join that is refused for the moment is repeated', async () => {
    const joining = start().join('kitchen');
    const session = await server.greeted();
    await session.receive('join');
    session.send({ case: 'rejected', value: { room: 'kitchen', code: Code.UNAVAILABLE, reason: 'Not now.', retryAfterMs: 5n } });
    await session.receive('join');
    session.joined('kitchen');
    await joining;
  });

  test('a join that is given up leaves the room', async () => {
    const client = start();
    const controller = new AbortController();
    const joining = expect(client.join('kitchen', { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' });
    const session = await server.greeted();
    await session.receive('join');
    controller.abort();
    await session.receive('leave');
    const again = client.join('kitchen');
    await joining;
    session.joined('kitchen');
    session.messages('kitchen', 1, 2);
    session.send({ case: 'left', value: { room: 'kitchen', code: Code.LEFT } });
    await session.receive('join');
    session.joined('kitchen', 3);
    expect((await again).head).toBe(3);
  });

  test.each([{ last: NaN }, { last: 2.5 }, { last: Infinity }, { after: { epoch: 'e', sequence: 1e19 } }])('a join from %j', async (from) => {
    const client = start();
    await expect(client.join('kitchen', { from })).rejects.toMatchObject({ code: 'INVALID' });
    const [room] = await join(client);
    expect(room.isJoined).toBe(true);
  });

  test('leaving and joining again at once', async () => {
    const client = start();
    const [room, session] = await join(client);
    const leaving = room.leave();
    const joining = client.join('kitchen');
    await session.receive('leave');
    session.send({ case: 'left', value: { room: 'kitchen', code: Code.LEFT } });
    await session.receive('join');
    session.joined('kitchen', 5);
    await leaving;
    expect((await joining).head).toBe(5);
  });

  test('joining while the room is being left and the client is closed', async () => {
    const client = start();
    const [room] = await join(client);
    void room.leave();
    const joining = expect(client.join('kitchen')).rejects.toBeInstanceOf(ParleyError);
    await client.close();
    await joining;
  });

  test('a signal that crosses the end of the stay is no answer to the join that follows', async () => {
    const [room, session] = await join(start());
    room.signal('typing');
    session.send({ case: 'left', value: { room: 'kitchen', code: Code.BELOW_FLOOR, reason: 'Removed.' } });
    session.send({ case: 'rejected', value: { room: 'kitchen', code: Code.NOT_JOINED, reason: 'Not in kitchen.' } });
    await session.receive('signal');
    await session.receive('join');
    session.joined('kitchen', 7);
    session.messages('kitchen', 8, 8);
    expect((await take(room, 2)).map((item) => item.position.sequence)).toEqual([7, 8]);
  });

  test('a Left that crosses a Leave is not its answer', async () => {
    const client = start();
    const [room, session] = await join(client);
    const leaving = room.leave();
    await session.receive('leave');
    session.send({ case: 'left', value: { room: 'kitchen', code: Code.UNAVAILABLE, reason: 'Not now.' } });
    session.send({ case: 'rejected', value: { room: 'kitchen', code: Code.NOT_JOINED, reason: 'Not in kitchen.' } });
    await leaving;
    const joining = client.join('kitchen');
    await session.receive('join');
    session.joined('kitchen', 1);
    expect((await joining).head).toBe(1);
  });

  test('leaving ends the items', async () => {
    const [room, session] = await join(start());
    session.messages('kitchen', 1, 2);
    await expect.poll(() => room.head).toBe(2);
    const leaving = room.leave();
    await session.receive('leave');
    session.send({ case: 'left', value: { room: 'kitchen', code: Code.LEFT } });
    await leaving;
    expect(await take(room, 99)).toHaveLength(2);
    await expect(room.say('late')).rejects.toMatchObject({ code: 'NOT_JOINED' });
  });

  test('a room that the server ends', async () => {
    const [room, session] = await join(start());
    session.send({ case: 'left', value: { room: 'kitchen', code: Code.DAMAGED, reason: 'Event 7 is damaged.' } });
    await expect(take(room, 1)).rejects.toMatchObject({ code: 'DAMAGED', message: 'Event 7 is damaged.' });
  });

  test('members, and the grace after an interruption', async () => {
    const client = start();
    const joining = client.join('kitchen');
    const first = await server.greeted();
    await first.receive('join');
    first.joined('kitchen', 0, { members: [{ user: 'bob' }, { user: 'ada' }], memberCount: 2 } as object);
    const room = await joining;
    const changes: string[] = [];
    room.onPresence(({ user, isHere }) => changes.push(`${user} ${isHere}`));
    expect(room.members).toEqual(['ada', 'bob']);
    expect(room.members).toBe(room.members);
    first.send({ case: 'presence', value: { room: 'kitchen', user: 'eve', state: PresenceState.JOINED } });
    await expect.poll(() => room.memberCount).toBe(3);
    first.socket.terminate();
    const second = await rejoin(true, 0, { members: [{ user: 'ada' }], memberCount: 1 });
    await expect.poll(() => room.isJoined).toBe(true);
    expect(room.members).toEqual(['ada', 'bob', 'eve']);
    second.send({ case: 'presence', value: { room: 'kitchen', user: 'bob', state: PresenceState.JOINED } });
    let wasCalled = false;
    room.onChange(() => (wasCalled ||= !room.members.includes('eve')));
    await expect.poll(() => changes, { timeout: 10_000 }).toEqual(['eve true', 'eve false']);
    expect(wasCalled).toBe(true);
    expect(room.members).toEqual(['ada', 'bob']);
  });

  test('a room that grows too large for its members says nothing about who left', async () => {
    const client = start();
    const joining = client.join('kitchen');
    const session = await server.greeted();
    await session.receive('join');
    session.joined('kitchen', 0, { members: [{ user: 'bob' }, { user: 'ada' }], memberCount: 2 } as object);
    const room = await joining;
    const changes: string[] = [];
    room.onPresence(({ user }) => changes.push(user));
    session.send({ case: 'members', value: { room: 'kitchen', memberCount: 300 } });
    await expect.poll(() => room.memberCount).toBe(300);
    expect(room.members).toEqual([]);
    session.send({ case: 'members', value: { room: 'kitchen', members: [{ user: 'ada' }], memberCount: 1 } });
    await expect.poll(() => room.memberCount).toBe(1);
    expect(room.members).toEqual(['ada']);
    expect(changes).toEqual([]);
  });

  test('signals', async () => {
    const [room, session] = await join(start());
    const received: string[] = [];
    room.onSignal(({ user, key, content }) => received.push(`${user} ${key} ${new TextDecoder().decode(content)}`));
    room.signal('typing', 'yes');
    expect(await session.receive('signal')).toMatchObject({ room: 'kitchen', key: 'typing' });
    session.send({ case: 'signal', value: { room: 'kitchen', user: 'bob', key: 'cursor', content: new TextEncoder().encode('7') } });
    await expect.poll(() => received).toEqual(['bob cursor 7']);
    expect(() => room.signal('')).toThrow(ParleyError);
    expect(() => room.signal('k', 'x'.repeat(1_025))).toThrow(ParleyError);
  });
});
