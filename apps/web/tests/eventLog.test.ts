import { describe, expect, test } from 'vitest';
import {
  appendLive, closePast, countUnread, emptyLog, extendPast, hasOlder, openPast, prependOlder, shownEvents, shownFrom, trim,
} from '../src/rooms/eventLog';
import type { EventLog } from '../src/rooms/eventLog';
import { erasure, message, messages, page } from './helpers';

const sequences = (log: EventLog) => shownEvents(log).map(({ sequence }) => sequence);
const live = (from: number, to: number) => appendLive(emptyLog(from, 1), messages(from, to));

describe('older events', () => {
  test('come before the others, without a gap', () => {
    const log = prependOlder(live(101, 103), page(messages(98, 100)));
    expect(sequences(log)).toEqual([98, 99, 100, 101, 102, 103]);
    expect(shownFrom(log)).toBe(98);
    expect(hasOlder(log)).toBe(true);
  });

  test('end at the floor of the room', () => {
    expect(hasOlder(prependOlder(live(101, 103), page(messages(90, 100), 90)))).toBe(false);
    expect(hasOlder(prependOlder(live(101, 103), page([])))).toBe(false);
  });

  test('are erased if they were read before they were', () => {
    const log = prependOlder(appendLive(live(101, 102), [erasure(103, [99])]), page(messages(98, 100)));
    expect(shownEvents(log).map(({ type }) => type).slice(0, 3)).toEqual(['message', 'erased', 'message']);
  });

  test('are not doubled by a page that overlaps', () => {
    expect(sequences(prependOlder(live(5, 6), page(messages(3, 6))))).toEqual([3, 4, 5, 6]);
  });
});

describe('the past', () => {
  test('is shown alone until it reaches the live events', () => {
    let log = openPast(live(201, 203), page(messages(50, 52)));
    expect(sequences(log)).toEqual([50, 51, 52]);
    log = appendLive(log, [message(204)]);
    expect(sequences(log)).toEqual([50, 51, 52]);
    log = extendPast(log, page(messages(53, 200)));
    expect(log.past).toBeUndefined();
    expect(sequences(log)).toEqual(Array.from({ length: 155 }, (_, index) => 50 + index));
    expect(shownFrom(log)).toBe(50);
  });

  test('joins the live events at once if they touch', () => {
    expect(sequences(openPast(live(11, 12), page(messages(8, 12))))).toEqual([8, 9, 10, 11, 12]);
  });

  test('can be closed', () => {
    expect(sequences(closePast(openPast(live(201, 203), page(messages(50, 52)))))).toEqual([201, 202, 203]);
  });

  test('stays as it is if the page is empty', () => {
    const log = live(201, 203);
    expect(openPast(log, page([]))).toBe(log);
  });
});

test('an erasure drops the texts of earlier messages', () => {
  const log = appendLive(live(1, 3), [erasure(4, [1, 3])]);
  expect(log.live.map(({ type }) => type)).toEqual(['erased', 'message', 'erased', 'erasure']);
  expect(JSON.stringify(log)).not.toContain('text 1');
});

test('an erasure also reaches the past', () => {
  const log = appendLive(openPast(live(201, 203), page(messages(50, 52))), [erasure(204, [51])]);
  expect(log.past?.map(({ type }) => type)).toEqual(['message', 'erased', 'message']);
});

test('a trimmed log can load what was dropped', () => {
  const log = trim(live(1, 10), 3);
  expect(sequences(log)).toEqual([8, 9, 10]);
  expect(shownFrom(log)).toBe(8);
  expect(hasOlder(log)).toBe(true);
});

describe('unread messages', () => {
  test('are those of others after the last one read', () => {
    const log = appendLive(emptyLog(1, 1), [message(1, 'bob'), message(2, 'ada'), message(3, 'bob'), message(4, 'bob')]);
    expect(countUnread(log, 1, 'ada')).toBe(2);
    expect(countUnread(log, 4, 'ada')).toBe(0);
  });

  test('include what is not loaded', () => {
    expect(countUnread(appendLive(emptyLog(101, 1), messages(101, 110, 'bob')), 50, 'ada')).toBe(60);
  });

  test('do not include what was removed from the room', () => {
    expect(countUnread(appendLive(emptyLog(101, 101), messages(101, 110, 'bob')), 50, 'ada')).toBe(10);
  });

  test('are not erasures', () => {
    expect(countUnread(appendLive(emptyLog(1, 1), [message(1, 'bob'), erasure(2, [1])]), 0, 'ada')).toBe(0);
  });
});
