#!/usr/bin/env node
// Plays the transcripts in docs/reference/room-contract.md against a server, and fails at the first line that does not match. It prints
// "not played" for lines and fields that the client does not send or expose.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Player } from './player.js';

const TIMEOUT_MS = 20_000;

function fail(line: string, error: Error): never {
  console.error(`transcript: ${line}: ${error.message}`);
  process.exit(1);
}

const { values } = parseArgs({ options: { server: { type: 'string', default: 'localhost:8080' } } });
const player = new Player(`http://${values.server}`);
for await (const input of createInterface({ input: process.stdin })) {
  const line = input.trim();
  if (!line || line.startsWith('#')) continue;
  const timer = setTimeout(() => fail(line, new Error(`nothing happened within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  await player.play(line).catch((error: Error) => fail(line, error));
  clearTimeout(timer);
}

// Sessions that the transcript left open end with the process.
process.exit(0);
