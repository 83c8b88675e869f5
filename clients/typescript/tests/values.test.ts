import { describe, expect, test } from 'vitest';
import { DEFAULT_BACKOFF, pauseMs } from '../src/connection/backoff.js';
import { formatPosition, newCommandId, parsePosition } from '../src/index.js';

describe('positions as text', () => {
  test.each([{ epoch: 'e', sequence: 0 }, { epoch: '01a2:b_1', sequence: 9_007_199_254_740_991 }])('%j', (position) => {
    expect(parsePosition(formatPosition(position))).toEqual(position);
  });

  test.each(['', ':', 'e:', ':1', 'e:-1', 'e:1.5', 'e:1e3', 'e: 1', 'e:9007199254740993', 'null', '{}'])('"%s" is none', (text) => {
    expect(parsePosition(text)).toBeUndefined();
  });
});

describe('command ids', () => {
  test('are UUIDs of version 7 that begin with the time', () => {
    const before = Date.now();
    const id = newCommandId();
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const time = parseInt(id.replaceAll('-', '').slice(0, 12), 16);
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  test('differ', () => {
    expect(new Set(Array.from({ length: 10_000 }, newCommandId)).size).toBe(10_000);
  });
});

describe('pauses', () => {
  test('are anything up to a limit that grows', () => {
    const longest = [1, 2, 3, 4, 5, 100, 5_000].map((failures) => pauseMs(DEFAULT_BACKOFF, failures, 1));
    expect(longest.map(Math.round)).toEqual([1_000, 1_600, 2_560, 4_096, 5_000, 5_000, 5_000]);
    expect(pauseMs(DEFAULT_BACKOFF, 3, 0)).toBe(0);
  });
});
