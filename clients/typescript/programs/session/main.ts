#!/usr/bin/env node
// A room in a pipe: posts each line of the input, and prints what happens in the room as lines of JSON.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ParleyClient, ParleyError, formatPosition, newCommandId, parsePosition } from '../../src/index.js';
import type { From, Room } from '../../src/index.js';
import { Printer } from './printer.js';

const USAGE = 'usage: session --user NAME [--room NAME] [--server HOST:PORT] [--after EPOCH:SEQUENCE | --last N] --json';
const MAX_WAITING = 500;

// One client alone need not spread its attempts as much as all clients of a server.
const FIRST_PAUSE_MS = 100;

class UsageError extends Error {}

function parse() {
  const options = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { user: options, room: options, server: options, after: options, last: options, json: { type: 'boolean' } },
  });
  const { user, room = 'lobby', server = 'localhost:8080', after, last, json } = values;
  if (!user || !json || (after !== undefined && last !== undefined)) throw new UsageError();
  return { user, room, address: server.includes('://') ? server : `http://${server}`, from: parseFrom(after, last) };
}

function parseFrom(after: string | undefined, last: string | undefined): From {
  if (last !== undefined) return { last: Number(last) };
  if (after === undefined) return 'now';
  const position = parsePosition(after);
  if (!position) throw new UsageError();
  return { after: position };
}

/** Posts each line. Completes when all are answered. @returns the greatest sequence; true if all were accepted */
async function postLines(room: Room, printer: Printer): Promise<{ last: number; isAccepted: boolean }> {
  const waiting = new Set<Promise<void>>();
  let last = 0;
  let isAccepted = true;
  for await (const text of createInterface({ input: process.stdin })) {
    const id = newCommandId();
    const answer = room.say(text, { id }).then(
      (sequence) => {
        last = Math.max(last, sequence);
        printer.print({ accepted: id, sequence });
      },
      (error: Error) => {
        isAccepted = false;
        printer.print({ refused: id, code: error instanceof ParleyError ? error.code : 'UNSPECIFIED', reason: error.message });
      },
    );
    waiting.add(answer);
    void answer.then(() => waiting.delete(answer));
    if (waiting.size >= MAX_WAITING) await Promise.race(waiting);
  }
  await Promise.all(waiting);
  return { last, isAccepted };
}

async function run(): Promise<number> {
  const { user, room: name, address, from } = parse();
  const client = new ParleyClient(address, { user, clientName: 'session', backoff: { initialMs: FIRST_PAUSE_MS } });
  client.onStateChange(({ status, reason, retryAt }) => {
    if (status === 'reconnecting' && retryAt !== undefined) console.error(`session: ${reason} Connecting again.`);
  });
  process.once('SIGINT', () => process.exit(130));
  const room = await client.join(name, { from });
  const printer = new Printer(room);
  const reading = printer.run();
  const posting = postLines(room, printer);

  // The room may end first, with the reason why.
  const { last, isAccepted } = (await Promise.race([posting, reading.then(() => undefined)])) ?? { last: 0, isAccepted: false };
  await Promise.race([printer.whenPrinted(last), reading]);
  await client.close();
  await reading;
  printer.print({ position: formatPosition(room.position) });
  return isAccepted ? 0 : 1;
}

try {
  process.exitCode = await run();
} catch (error) {
  const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(isUsage ? USAGE : `session: ${(error as Error).message}`);
  process.exit(isUsage ? 2 : 1);
}
