import { describe, expect, test } from 'vitest';
import { ConnectionError, ParleyClient, ParleyError, connect } from '../src/index.js';
import { Code } from '../src/gen/parley/v1/code_pb.js';
import { server, start } from './harness.js';

describe('connecting', () => {
  test('a server that is not there', async () => {
    server.stop();
    const failure = await connect(server.address, { user: 'ada' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConnectionError);
  });

  test('a server that refuses the name', async () => {
    const connecting = connect(server.address, { user: ' ' });
    const session = await server.session();
    session.send({ case: 'goAway', value: { code: Code.INVALID, reason: 'The user name is empty.' } });
    session.socket.close(4_001);
    await expect(connecting).rejects.toMatchObject({ code: 'INVALID', message: 'The user name is empty.' });
  });

  test('a server that closes without a GoAway', async () => {
    const connecting = connect(server.address, { user: 'ada' });
    (await server.session()).socket.close(4_015, 'This server speaks version 2.');
    await expect(connecting).rejects.toMatchObject({ code: 'VERSION_UNSUPPORTED', message: 'This server speaks version 2.' });
  });

  test('a server that does not answer', async () => {
    const connecting = connect(server.address, { user: 'ada', connectTimeoutMs: 20 });
    await server.session();
    await expect(connecting).rejects.toThrow('did not answer in time');
  });

  test('giving up', async () => {
    const connecting = connect(server.address, { user: 'ada', signal: AbortSignal.timeout(20) });
    await server.session();
    await expect(connecting).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test.each(['localhost:8080', 'http://localhost:8080/path', 'ftp://localhost', 'http://ada@localhost', 'http://localhost?x', ''])(
    'the address "%s"',
    (address) => expect(() => new ParleyClient(address, { user: 'ada' })).toThrow(ParleyError),
  );

  test.each([{ maxWaitingPosts: -1 }, { roomBufferBytes: NaN }, { backoff: { maxMs: -5 } }, { connectTimeoutMs: Infinity }])('the options %j', (options) => {
    expect(() => new ParleyClient('http://localhost', { user: 'ada', ...options })).toThrow(RangeError);
  });

  test('a server that goes away without a reason', async () => {
    const connecting = connect(server.address, { user: 'ada' });
    const session = await server.session();
    session.send({ case: 'goAway', value: { code: Code.SHUTTING_DOWN } });
    session.socket.close(4_018);
    await expect(connecting).rejects.toBeInstanceOf(ConnectionError);
  });

  test('a platform that does not let the page connect', async () => {
    const webSocket = class {
      constructor() {
        throw new DOMException('Mixed content.', 'SecurityError');
      }
    } as never;
    await expect(connect(server.address, { user: 'ada', webSocket })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('options that are undefined have their defaults', async () => {
    const connecting = connect(server.address, { user: 'ada', connectTimeoutMs: undefined, backoff: { maxMs: undefined } } as never);
    await server.greeted();
    await (await connecting).close();
  });

  test('a broken connection is made again, and its state says so', async () => {
    const client = start();
    const states: string[] = [];
    client.onStateChange(({ status, retryAt }) => states.push(`${status}${retryAt === undefined ? '' : ' later'}`));
    (await server.greeted()).socket.terminate();
    await server.greeted();
    await expect.poll(() => states.filter((state) => state === 'connected').length).toBe(2);
    expect(states).toEqual(['connected', 'reconnecting later', 'reconnecting', 'connected']);
  });

  test('a pause can be ended, and the server can ask for one', async () => {
    const client = start();
    const session = await server.greeted();
    session.send({ case: 'goAway', value: { code: Code.SHUTTING_DOWN, reason: 'Bye.', retryAfterMs: 3_600_000n } });
    session.socket.close(4_018);
    await expect.poll(() => client.state.retryAt).toBeGreaterThan(Date.now() + 3_500_000);
    expect(client.state).toMatchObject({ status: 'reconnecting', code: 'SHUTTING_DOWN', reason: 'Bye.' });
    client.retryNow();
    await server.greeted();
  });

  test.each([Buffer.from([0, 0, 0, 0, 9, 1]), Buffer.from([1, 0, 0, 0, 0]), Buffer.from([0, 0, 0, 0, 1, 255]), 'text'])(
    'a message that is none: %j',
    async (message) => {
      start();
      (await server.greeted()).socket.send(message);
      await server.greeted();
    },
  );

  test('pings are answered, and a silent server is left', async () => {
    start();
    const session = await server.session();
    await session.receive('hello');
    session.welcome(1);
    session.send({ case: 'ping', value: {} });
    await session.receive('pong');
    await session.receive('ping');
    await server.greeted();
  });
});
