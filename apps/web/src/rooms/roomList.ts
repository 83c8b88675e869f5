import type { RoomInfo } from '@parley/client';

/** A room in the list. */
export interface ListedRoom {
  readonly name: string;
  readonly kind: string;
  readonly isJoined: boolean;
}

/** Those that the user is in first, then the others of the server; both by name. */
export function listRooms(joined: readonly string[], known: readonly RoomInfo[], query: string): readonly ListedRoom[] {
  const kinds = new Map(known.map(({ name, kind }) => [name, kind]));
  const mine = new Set(joined);
  const wanted = query.trim().toLowerCase();
  const others = known.map(({ name }) => name).filter((name) => !mine.has(name));
  return [...[...mine].sort(compareNames), ...others.sort(compareNames)]
    .filter((name) => name.toLowerCase().includes(wanted))
    .map((name) => ({ name, kind: kinds.get(name) ?? '', isJoined: mine.has(name) }));
}

const COLLATOR = new Intl.Collator('en', { numeric: true });

function compareNames(a: string, b: string): number {
  return COLLATOR.compare(a, b);
}
