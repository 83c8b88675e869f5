import { describe, expect, test } from 'vitest';
import { Code } from '../src/gen/parley/v1/code_pb.js';
import { eventOf, pageOf } from './fakeServer.js';
import { join, rejoin, server, start, take } from './harness.js';

describe('items', () => {
  test('items are read once and in order, over any number of connections', async () => {
    const client = start();
    const [room, first] = await join(client);
    first.messages('kitchen', 1, 3);
    expect((await take(room, 2)).map((item) => item.position.sequence)).toEqual([1, 2]);
    first.socket.terminate();
    const second = await server.greeted();
    const { from } = await second.receive('join');
    expect(from.value).toMatchObject({ epoch: 'e1', sequence: 3n });
    second.joined('kitchen', 3, { resumed: true, epoch: 'e2' });
    second.messages('kitchen', 4, 5);
    expect((await take(room, 3)).map((item) => item.position)).toEqual([
      { epoch: 'e1', sequence: 3 }, { epoch: 'e2', sequence: 4 }, { epoch: 'e2', sequence: 5 },
    ]);
    expect(room.position).toEqual({ epoch: 'e2', sequence: 5 });
    expect(room.head).toBe(5);
  });

  test('a log that was replaced is reported between what came before and after', async () => {
    const [room, first] = await join(start(), 7);
    first.messages('kitchen', 8, 8);
    await expect.poll(() => room.head).toBe(8);
    first.socket.terminate();
    (await rejoin(false, 2, { epoch: 'new' })).messages('kitchen', 3, 3);
    const items = await take(room, 3);
    expect(items[1]).toEqual({
      type: 'notResumed', room: 'kitchen', lost: { epoch: 'e1', sequence: 8 }, position: { epoch: 'new', sequence: 2 }, code: 'UNSPECIFIED',
    });
    expect(items[2]).toMatchObject({ type: 'message', sequence: 3, position: { epoch: 'new', sequence: 3 } });
  });

  test('a stream that skips an event is not trusted', async () => {
    const [room, first] = await join(start());
    first.messages('kitchen', 1, 1);
    first.messages('kitchen', 3, 3);
    const second = await server.greeted();
    const { from } = await second.receive('join');
    expect(from.value).toMatchObject({ sequence: 1n });
    second.joined('kitchen', 1, { resumed: true });
    second.messages('kitchen', 2, 3);
    expect((await take(room, 3)).map((item) => item.position.sequence)).toEqual([1, 2, 3]);
  });

  test('a reader that falls behind gets the rest from the log', async () => {
    const asked: string[] = [];
    server.onRequest = (request, response) => {
      asked.push(request.url!);
      const after = Number(new URL(request.url!, server.address).searchParams.get('after'));
      const events = [1, 2].map((next) => eventOf('kitchen', after + next, 'from the log'));
      response.end(pageOf({ events, epoch: 'e1', resumed: true, headSequence: 10n, floorSequence: 1n }));
    };
    const [room, session] = await join(start({ roomBufferBytes: 1_000 }));
    session.messages('kitchen', 1, 9);
    await expect.poll(() => room.head).toBe(9);
    const items = await take(room, 9);
    session.messages('kitchen', 10, 10);
    items.push(...(await take(room, 1)));
    expect(items.map((item) => item.position.sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const sources = items.map((item) => item.type === 'message' && item.text);
    expect(sources[0]).toBe('hello');
    expect(sources[8]).toBe('from the log');
    expect(sources[9]).toBe('hello');
    expect(asked[0]).toMatch(/^\/v1\/rooms\/kitchen\/events\?after=\d&epoch=e1&pageSize=1000$/);
  });

  test('a log that was replaced while the reader was behind', async () => {
    let isReplaced = false;
    server.onRequest = (request, response) => {
      const query = new URL(request.url!, server.address).searchParams;
      const resumed = query.get('epoch') === 'new';
      const events = isReplaced && resumed ? [3, 4].filter((next) => next > Number(query.get('after'))).map((next) => eventOf('kitchen', next)) : [];
      response.end(pageOf({ events, epoch: 'new', resumed, headSequence: 3n, floorSequence: 1n }));
    };
    const [room, first] = await join(start({ roomBufferBytes: 500 }));
    first.messages('kitchen', 1, 9);
    await expect.poll(() => room.head).toBe(9);
    const reading = take(room, 4);
    first.socket.terminate();
    isReplaced = true;
    const second = await rejoin(false, 2, { epoch: 'new' });
    second.messages('kitchen', 3, 4);
    const items = await reading;
    expect(items.map((item) => item.type)).toEqual(['message', 'message', 'notResumed', 'message']);
    expect(items[2]!.position).toEqual({ epoch: 'new', sequence: 2 });
    expect((await take(room, 1))[0]!.position).toEqual({ epoch: 'new', sequence: 4 });
  });

  test('events that were removed while the reader was behind', async () => {
    server.onRequest = (request, response) => {
      const after = Number(new URL(request.url!, server.address).searchParams.get('after'));
      const events = [7, 8, 9].filter((sequence) => sequence > after).map((sequence) => eventOf('kitchen', sequence));
      const code = after < 6 ? Code.BELOW_FLOOR : Code.UNSPECIFIED;
      response.end(pageOf({ events, epoch: 'e1', resumed: after >= 6, code, headSequence: 9n, floorSequence: 7n }));
    };
    const [room, session] = await join(start({ roomBufferBytes: 500 }));
    session.messages('kitchen', 1, 9);
    await expect.poll(() => room.head).toBe(9);
    const items = await take(room, 6);
    expect(items[2]).toMatchObject({ type: 'notResumed', code: 'BELOW_FLOOR', position: { sequence: 6 } });
    expect(items.slice(3).map((item) => item.position.sequence)).toEqual([7, 8, 9]);
  });

  test('a room that nobody reads holds no more than its buffer', async () => {
    let asked = '';
    server.onRequest = (request, response) => {
      asked = request.url!;
      response.end(pageOf({ events: [eventOf('kitchen', 9)], epoch: 'e1', resumed: true, headSequence: 20_000n, floorSequence: 1n }));
    };
    const [room, session] = await join(start({ roomBufferBytes: 10_000 }));
    for (let from = 1; from < 20_000; from += 1_000) session.messages('kitchen', from, from + 999, 'x'.repeat(1_000));
    await expect.poll(() => room.head, { timeout: 15_000 }).toBe(20_000);
    await take(room, 9);
    expect(asked).toContain('?after=8&');
  });

  test('a log that lost its end while the reader was behind, but not what it has read', async () => {
    let asked = 0;
    server.onRequest = (request, response) => {
      asked++;
      const after = Number(new URL(request.url!, server.address).searchParams.get('after'));
      const events = [2, 3].filter((sequence) => sequence > after).map((sequence) => eventOf('kitchen', sequence));
      response.end(pageOf({ events, epoch: 'e2', resumed: true, headSequence: 3n, floorSequence: 1n }));
    };
    const [room, first] = await join(start({ roomBufferBytes: 300 }));
    first.messages('kitchen', 1, 5);
    await expect.poll(() => room.head).toBe(5);
    first.socket.terminate();
    const second = await rejoin(false, 3, { epoch: 'e2' });
    await expect.poll(() => room.isJoined).toBe(true);
    expect((await take(room, 3)).map((item) => item.position.sequence)).toEqual([1, 2, 3]);
    second.messages('kitchen', 4, 4);
    expect((await take(room, 1))[0]!.position).toEqual({ epoch: 'e2', sequence: 4 });
    expect(asked).toBe(1);
  });

  test('a reader that was sent beyond the stream goes on when the stream is there', async () => {
    server.onRequest = (_, response) =>
      response.end(pageOf({ events: [], epoch: 'e1', code: Code.BELOW_FLOOR, headSequence: 50n, floorSequence: 51n }));
    const [room, session] = await join(start({ roomBufferBytes: 300 }));
    session.messages('kitchen', 1, 3);
    await expect.poll(() => room.head).toBe(3);
    expect((await take(room, 2)).map((item) => item.type)).toEqual(['message', 'notResumed']);
    session.send({ case: 'left', value: { room: 'kitchen', code: Code.BELOW_FLOOR, reason: 'Removed.' } });
    await session.receive('join');
    session.joined('kitchen', 50, { code: Code.BELOW_FLOOR });
    session.messages('kitchen', 51, 51);
    expect((await take(room, 1))[0]!.position.sequence).toBe(51);
  });

  test('a page that skips an event is asked for again', async () => {
    let asked = 0;
    server.onRequest = (_, response) => {
      const events = (asked++ === 0 ? [2, 4] : [3, 4]).map((sequence) => eventOf('kitchen', sequence));
      response.end(pageOf({ events, epoch: 'e1', resumed: true, headSequence: 4n, floorSequence: 1n }));
    };
    const [room, session] = await join(start({ roomBufferBytes: 300 }));
    session.messages('kitchen', 1, 4);
    await expect.poll(() => room.head).toBe(4);
    expect((await take(room, 4)).map((item) => item.position.sequence)).toEqual([1, 2, 3, 4]);
  });

  test('readers take turns, even within one turn of the event loop', async () => {
    const [room, session] = await join(start());
    const controller = new AbortController();
    const first = expect(room.items({ signal: controller.signal }).next()).rejects.toMatchObject({ name: 'AbortError' });
    const idle = room.items();
    controller.abort();
    const second = room.items();
    const next = second.next();
    await first;
    session.messages('kitchen', 1, 1);
    expect(await next).toMatchObject({ done: false });
    const waiting = second.next();
    await second.return!();
    expect(await waiting).toEqual({ done: true, value: undefined });
    const third = idle.next();
    session.messages('kitchen', 2, 2);
    expect(await third).toMatchObject({ value: { sequence: 2 } });
  });

  test('only one reader at a time', async () => {
    const [room] = await join(start());
    const first = room.items({ signal: AbortSignal.timeout(50) });
    const reading = first.next();
    await expect(room.items().next()).rejects.toThrow('already reading');
    await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
