import { ListMembersResponseSchema, ListRoomsResponseSchema } from '../gen/parley/v1/room_service_pb.js';
import { roomPath } from './unaryCalls.js';
import type { UnaryCalls } from './unaryCalls.js';

const PAGE_SIZE = 1_000;

/** A room that has had an event. */
export interface RoomInfo {
  readonly name: string;
  /** The sequence of its last event. */
  readonly head: number;
  /** The name of its kind, such as `chat`. */
  readonly kind: string;
}

/** All rooms that have had an event, by name. */
export async function* listRooms(calls: UnaryCalls, signal?: AbortSignal): AsyncGenerator<RoomInfo> {
  let after = '';
  while (true) {
    const { rooms } = await calls.get(ListRoomsResponseSchema, '/v1/rooms', { after: after || undefined, pageSize: PAGE_SIZE }, signal);
    for (const { room, headSequence, kind } of rooms) yield { name: room, head: Number(headSequence), kind };
    const last = rooms.at(-1);
    if (!last) return;
    after = last.room;
  }
}

/** The names of all who are in a room now, in order. */
export async function* listMembers(calls: UnaryCalls, room: string, signal?: AbortSignal): AsyncGenerator<string> {
  const path = roomPath(room, 'members');
  let after = '';
  while (true) {
    const { members } = await calls.get(ListMembersResponseSchema, path, { after: after || undefined, pageSize: PAGE_SIZE }, signal);
    for (const { user } of members) yield user;
    const last = members.at(-1);
    if (!last) return;
    after = last.user;
  }
}
