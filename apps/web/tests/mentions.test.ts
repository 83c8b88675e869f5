import { describe, expect, test } from 'vitest';
import { findMentions, matchNames, mentionBeingWritten, mentions } from '../src/kinds/chat/mentions';

const found = (text: string, users: readonly string[] = []) => findMentions(text, users).map(({ user }) => user);

describe('mentions in a text', () => {
  test.each([
    ['hi @ada', ['ada']],
    ['@ada and @bob!', ['ada', 'bob']],
    ['(@ada)', ['ada']],
    ['@ada.', ['ada']],
    ['@żółć', ['żółć']],
    ['@a.b-c_d', ['a.b-c_d']],
    ['mail ada@example.org', []],
    ['no @ name', []],
    ['@@ada', ['ada']],
    ['@', []],
  ])('%s', (text, users) => expect(found(text)).toEqual(users));

  test('prefer the longest name that is known', () => {
    expect(found('@bob smith said', ['bob', 'bob smith'])).toEqual(['bob smith']);
    expect(found('@bob smithers', ['bob', 'bob smith'])).toEqual(['bob']);
  });

  test('tell where they are', () => {
    expect(findMentions('hi @ada!', [])).toEqual([{ start: 3, end: 7, user: 'ada' }]);
  });
});

test('a longer name is not a mention of a shorter one', () => {
  expect(mentions('@adamant', 'ada')).toBe(false);
  expect(mentions('so, @ada: look', 'ada')).toBe(true);
  expect(mentions('@Zoë Müller', 'Zoë Müller')).toBe(true);
});

describe('a mention that is being written', () => {
  test.each([
    ['hi @a', { start: 3, query: 'a' }],
    ['@', { start: 0, query: '' }],
    ['@bob s', { start: 0, query: 'bob s' }],
    ['x@a', undefined],
    ['@a\nb', undefined],
    ['plain', undefined],
  ])('%s', (text, expected) => expect(mentionBeingWritten(text, text.length)).toEqual(expected));

  test('ends at the caret', () => {
    expect(mentionBeingWritten('@ad and more', 3)).toEqual({ start: 0, query: 'ad' });
  });
});

test('names match at the beginnings of their words', () => {
  expect(matchNames(['bob', 'Ada Bobson', 'carl'], 'bo')).toEqual(['bob', 'Ada Bobson']);
  expect(matchNames(['bob'], 'ob')).toEqual([]);
});
