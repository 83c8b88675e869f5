import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Heartbeat } from '../src/connection/heartbeat.js';

const HEARTBEAT_MS = 20_000;
let asked: number;
let deadAfter: number | undefined;
let heartbeat: Heartbeat;

beforeEach(() => {
  vi.useFakeTimers();
  asked = 0;
  deadAfter = undefined;
  const begun = performance.now();
  heartbeat = new Heartbeat(HEARTBEAT_MS / 1_000, {
    onQuiet: () => asked++,
    onSilent: () => (deadAfter ??= performance.now() - begun),
  });
});

afterEach(() => {
  heartbeat.stop();
  vi.useRealTimers();
});

test('a server that is silent for two heartbeats is asked first, then dead', () => {
  vi.advanceTimersByTime(3 * HEARTBEAT_MS);
  expect(asked).toBeGreaterThan(0);
  expect(deadAfter).toBe(2 * HEARTBEAT_MS);
});

test('a server that sends something now and then is not dead', () => {
  for (let times = 0; times < 20; times++) {
    vi.advanceTimersByTime(1.5 * HEARTBEAT_MS);
    heartbeat.onReceived();
  }
  expect(deadAfter).toBeUndefined();
});

test('after a sleep, a server that answers is not dead', () => {
  vi.setSystemTime(0);
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 100 * HEARTBEAT_MS);
  vi.advanceTimersToNextTimer();
  expect([asked, deadAfter]).toEqual([1, undefined]);
  heartbeat.onReceived();
  vi.advanceTimersToNextTimer();
  expect([asked, deadAfter]).toEqual([1, undefined]);
});

test('in a hidden page, whose timers run once a minute, a silent server is dead at the second look', () => {
  const now = vi.spyOn(performance, 'now');
  const begun = performance.now();
  for (const minute of [1, 2]) {
    now.mockReturnValue(begun + minute * 60_000);
    vi.advanceTimersToNextTimer();
    expect(deadAfter === undefined).toBe(minute === 1);
  }
});

test('a server that does not answer a probe is dead within half a heartbeat', () => {
  vi.advanceTimersByTime(1_000);
  heartbeat.probe();
  expect(asked).toBe(1);
  vi.advanceTimersByTime(HEARTBEAT_MS / 2);
  expect(deadAfter).toBeLessThanOrEqual(1_000 + HEARTBEAT_MS / 2);
});

test('a server that answers a probe is not dead', () => {
  heartbeat.probe();
  heartbeat.onReceived();
  vi.advanceTimersByTime(HEARTBEAT_MS);
  expect(deadAfter).toBeUndefined();
});
