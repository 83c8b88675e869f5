import { afterEach, beforeEach } from 'vitest';
import { ParleyClient } from '../src/index.js';
import type { ParleyOptions, Room, RoomItem } from '../src/index.js';
import { FakeServer } from './fakeServer.js';
import type { FakeSession } from './fakeServer.js';

const QUICK = { backoff: { initialMs: 1, maxMs: 1 } };
let clients: ParleyClient[];

/** The server of the test that is running. */
export let server: FakeServer;

beforeEach(async () => {
  server = await FakeServer.start();
  clients = [];
});

afterEach(async () => {
  server.stop();
  await Promise.all(clients.map((client) => client.close()));
});

/** A client of ada, who comes back at once. */
export function start(options: Partial<ParleyOptions> = {}): ParleyClient {
  const client = new ParleyClient(server.address, { user: 'ada', closeTimeoutMs: 100, ...QUICK, ...options });
  clients.push(client);
  return client;
}

/** Joins the kitchen. */
export async function join(client: ParleyClient, afterSequence = 0): Promise<[Room, FakeSession]> {
  const joining = client.join('kitchen');
  const session = await server.greeted();
  await session.receive('join');
  session.joined('kitchen', afterSequence);
  return [await joining, session];
}

/** The next session of the client, in the same room again. */
export async function rejoin(resumed = true, afterSequence = 0, more = {}): Promise<FakeSession> {
  const session = await server.greeted();
  await session.receive('join');
  session.joined('kitchen', afterSequence, { resumed, ...more });
  return session;
}

/** Reads that many items, or all that there are. */
export async function take(room: Room, count: number): Promise<RoomItem[]> {
  const items: RoomItem[] = [];
  for await (const item of room) if (items.push(item) === count) break;
  return items;
}
