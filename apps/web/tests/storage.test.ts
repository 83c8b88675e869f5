import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Outbox } from '../src/rooms/outbox';
import { isStringArray, load, loadJson, save, saveJson } from '../src/storage/localStore';

function memory(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  } as unknown as Storage;
}

beforeEach(() => vi.stubGlobal('localStorage', memory()));
afterEach(() => vi.unstubAllGlobals());

test('what is kept can be read, and forgotten', () => {
  expect(save('a', 'b')).toBe(true);
  expect(load('a')).toBe('b');
  save('a', undefined);
  expect(load('a')).toBeUndefined();
});

describe('a storage that fails', () => {
  test('because it is full', () => {
    vi.stubGlobal('localStorage', { ...memory(), setItem: () => { throw new DOMException('full', 'QuotaExceededError'); } });
    expect(save('a', 'b')).toBe(false);
  });

  test('because the browser forbids it', () => {
    vi.stubGlobal('localStorage', undefined);
    expect(save('a', 'b')).toBe(false);
    expect(load('a')).toBeUndefined();
    const outbox = new Outbox('ada', 'kitchen');
    outbox.put({ id: '1', text: 'x', time: 1, state: 'sending' });
    expect(outbox.entries).toHaveLength(1);
  });
});

test('a value of another shape is as good as none', () => {
  save('rooms', '{"not":"a list"}');
  expect(loadJson('rooms', isStringArray)).toBeUndefined();
  save('rooms', '[1,');
  expect(loadJson('rooms', isStringArray)).toBeUndefined();
  saveJson('rooms', ['a']);
  expect(loadJson('rooms', isStringArray)).toEqual(['a']);
});

describe('the outbox', () => {
  const entry = { id: '1', text: 'x', time: 1, state: 'sending' } as const;

  test('survives a reload with its ids', () => {
    new Outbox('ada', 'kitchen').put(entry);
    expect(new Outbox('ada', 'kitchen').entries).toEqual([entry]);
  });

  test('belongs to one user and one room', () => {
    new Outbox('ada', 'kitchen').put(entry);
    expect(new Outbox('bob', 'kitchen').entries).toEqual([]);
    expect(new Outbox('ada', 'garden').entries).toEqual([]);
  });

  test('leaves the messages of other tabs alone', () => {
    const one = new Outbox('ada', 'kitchen');
    const two = new Outbox('ada', 'kitchen');
    one.put(entry);
    two.put({ ...entry, id: '2', time: 2 });
    one.remove('1');
    expect(new Outbox('ada', 'kitchen').entries.map(({ id }) => id)).toEqual(['2']);
  });

  test('sends again what was not confirmed, but not what failed', () => {
    const outbox = new Outbox('ada', 'kitchen');
    outbox.put({ ...entry, state: 'sent' });
    outbox.put({ ...entry, id: '2', state: 'failed', reason: 'no' });
    expect(new Outbox('ada', 'kitchen').entries.map(({ state }) => state)).toEqual(['sending', 'failed']);
  });

  test('forgets what it cannot read', () => {
    save('outbox.ada.kitchen', '[{"id":1}]');
    expect(new Outbox('ada', 'kitchen').entries).toEqual([]);
  });
});
