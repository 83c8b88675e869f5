import { describe, expect, test } from 'vitest';
import { toRows } from '../src/kinds/chat/rows';
import type { Row } from '../src/kinds/chat/rows';
import { erasure, message } from './helpers';

const options = { user: 'ada', notices: [], outbox: [], lastRead: undefined };
const firsts = (rows: readonly Row[]) => rows.map((row) => row.type !== 'system' && row.isFirst);

describe('groups', () => {
  test('have one author', () => {
    expect(firsts(toRows([message(1, 'ada'), message(2, 'ada'), message(3, 'bob')], options))).toEqual([true, false, true]);
  });

  test('end after five minutes without a message', () => {
    const rows = toRows([message(1, 'ada', 0), message(2, 'ada', 5), message(3, 'ada', 10.1)], options);
    expect(firsts(rows)).toEqual([true, false, true]);
  });

  test('end at something else that happened', () => {
    expect(firsts(toRows([message(1), erasure(2, [1]), message(3)], options))).toEqual([true, false, true]);
  });

  test('go on with what is being sent', () => {
    const time = +message(1).time + 1_000;
    const rows = toRows([message(1)], { ...options, outbox: [{ id: 'x', text: 'more', time, state: 'sending' }] });
    expect(firsts(rows)).toEqual([true, false]);
    expect(rows[1]?.key).toBe('x');
  });
});

test('a day begins with its first row only', () => {
  const rows = toRows([message(1), message(2), message(3, 'ada', 24 * 60), message(4, 'ada', 24 * 60)], options);
  expect(rows.map(({ date }) => date !== undefined)).toEqual([true, false, true, false]);
});

describe('the line above new messages', () => {
  const at = (rows: readonly Row[]) => rows.filter(({ isFirstUnread }) => isFirstUnread).map(({ sequence }) => sequence);

  test('stands above the first one of somebody else', () => {
    const events = [message(1, 'bob'), message(2, 'ada'), message(3, 'bob'), message(4, 'bob')];
    expect(at(toRows(events, { ...options, lastRead: 1 }))).toEqual([3]);
  });

  test('does not stand in a room that is new to the user', () => {
    expect(at(toRows([message(1, 'bob')], options))).toEqual([]);
  });

  test('does not stand where everything was read', () => {
    expect(at(toRows([message(1, 'bob')], { ...options, lastRead: 1 }))).toEqual([]);
  });
});

test('a notice stands above the first event after it', () => {
  const rows = toRows([message(4), message(7), message(8)], { ...options, notices: [{ after: 6, text: 'cut' }] });
  expect(rows.map(({ notices }) => notices)).toEqual([[], ['cut'], []]);
});

test('a notice after the last event has a row of its own', () => {
  const rows = toRows([message(4)], { ...options, notices: [{ after: 6, text: 'lost' }] });
  expect(rows.map(({ key, notices }) => [key, notices])).toEqual([['4', []], ['notices', ['lost']]]);
});

test('older events add rows at the top, and leave the keys of the others', () => {
  const before = toRows([message(3), message(4)], options);
  const after = toRows([message(1), message(2), message(3), message(4)], options);
  expect(after.slice(2).map(({ key }) => key)).toEqual(before.map(({ key }) => key));
  expect(after).toHaveLength(4);
});
