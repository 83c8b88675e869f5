import { describe, expect, test } from 'vitest';
import { formatRoute, parseRoute } from '../src/app/route';
import { listRooms } from '../src/rooms/roomList';
import { roomNameProblem } from '../src/rooms/roomName';
import { initialsOf } from '../src/ui/Avatar';
import { formatDay } from '../src/ui/times';

describe('addresses', () => {
  test.each([
    [{ room: 'kitchen' }, '#/rooms/kitchen'],
    [{ room: 'kitchen', sequence: 42 }, '#/rooms/kitchen/42'],
    [{ room: 'team/a:b#c@d+e', sequence: 1 }, '#/rooms/team%2Fa%3Ab%23c%40d%2Be/1'],
    [{}, '#/'],
  ])('%o', (route, hash) => {
    expect(formatRoute(route)).toBe(hash);
    expect(parseRoute(hash)).toEqual(route);
  });

  test.each(['', '#', '#/rooms', '#/rooms/', '#/rooms/%E0%A4%A', '#/else/kitchen'])('%s asks for nothing', (hash) => {
    expect(parseRoute(hash)).toEqual({});
  });

  test.each(['0', 'x', '-1', '99999999999999999999'])('%s is no message', (sequence) => {
    expect(parseRoute(`#/rooms/kitchen/${sequence}`)).toEqual({ room: 'kitchen' });
  });
});

describe('the list of rooms', () => {
  const known = ['b10', 'b9', 'a'].map((name) => ({ name, head: 1, kind: 'chat' }));

  test('has the rooms of the user first', () => {
    expect(listRooms(['new', 'b9'], known, '').map(({ name }) => name)).toEqual(['b9', 'new', 'a', 'b10']);
  });

  test('can be searched', () => {
    expect(listRooms(['new'], known, ' B').map(({ name }) => name)).toEqual(['b9', 'b10']);
  });
});

test('names of rooms are checked', () => {
  expect(roomNameProblem('team/kitchen:1#a@b+c')).toBeUndefined();
  expect(roomNameProblem('two words')).toBeDefined();
  expect(roomNameProblem('..')).toBeDefined();
  expect(roomNameProblem('...')).toBeUndefined();
  expect(roomNameProblem('')).toBeDefined();
  expect(roomNameProblem('x'.repeat(129))).toBeDefined();
});

test.each([
  ['ada', 'A'],
  ['Zoë Müller', 'ZM'],
  ['a.b-c', 'AC'],
  ['👩‍💻 dev', '👩‍💻D'],
  ['-', '-'],
])('the initials of %s', (name, initials) => expect(initialsOf(name)).toBe(initials));

test('days are named as people do', () => {
  const now = new Date(2026, 5, 15, 12);
  expect(formatDay(new Date(2026, 5, 15, 1), now)).toBe('Today');
  expect(formatDay(new Date(2026, 5, 14, 23), now)).toBe('Yesterday');
  expect(formatDay(new Date(2026, 0, 2), now)).toBe('Friday, January 2');
  expect(formatDay(new Date(2020, 0, 2), now)).toBe('January 2, 2020');
});
