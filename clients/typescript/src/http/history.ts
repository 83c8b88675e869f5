import { codeName } from '../errors.js';
import type { ParleyCode } from '../errors.js';
import { ListEventsResponseSchema } from '../gen/parley/v1/room_service_pb.js';
import { toEvent } from '../rooms/items.js';
import type { RoomEvent } from '../rooms/items.js';
import { roomPath } from './unaryCalls.js';
import type { UnaryCalls } from './unaryCalls.js';

/** Which events of a room to read. Without `after` and `before`: the last ones. */
export interface HistoryRange {
  /** Events after this sequence, beginning with the oldest; 0 for the first. */
  readonly after?: number;
  /** The events nearest before this sequence. */
  readonly before?: number;
  /** The epoch that the event at `after` or `before` was read in, to learn whether what was read still holds. */
  readonly epoch?: string;
  /** The maximum number of events, 1 to 1,000. Default: 100. A page of long texts has fewer. */
  readonly pageSize?: number;
  /** Gives up reading. */
  readonly signal?: AbortSignal;
}

/** A page of a room's events. */
export interface HistoryPage {
  /** In the order of their sequences. */
  readonly events: readonly RoomEvent[];
  /** Belongs to the positions of all these events. */
  readonly epoch: string;
  /** The sequence of the room's last event; 0 if there has been none. */
  readonly head: number;
  /** The sequence of the oldest event that the room still has. */
  readonly floor: number;
  /** True if the range had an epoch, and what was read in it still holds, without a gap. */
  readonly resumed: boolean;
  /** `BELOW_FLOOR` if events right after `after` were removed; otherwise `UNSPECIFIED`. */
  readonly code: ParleyCode;
}

/** Reads one page. */
export async function listEvents(calls: UnaryCalls, room: string, range: HistoryRange): Promise<HistoryPage> {
  const { after, before, epoch, pageSize, signal } = range;
  const page = await calls.get(ListEventsResponseSchema, roomPath(room, 'events'), { after, before, epoch, pageSize }, signal);
  return {
    events: page.events.map((event) => toEvent(event, page.epoch)),
    epoch: page.epoch,
    head: Number(page.headSequence),
    floor: Number(page.floorSequence),
    resumed: page.resumed,
    code: codeName(page.code),
  };
}
