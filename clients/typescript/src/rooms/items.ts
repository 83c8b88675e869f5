import type { Content, Event } from '../gen/parley/v1/event_pb.js';
import type { ParleyCode } from '../errors.js';
import type { Position } from './position.js';

/** What all events of a room have. */
export interface EventBase {
  /** The room. */
  readonly room: string;
  /** The number of the event in its room, from 1 on, without gaps. */
  readonly sequence: number;
  /** Who caused it. */
  readonly user: string;
  /** When, by the server's clock. Order events by sequence, not by time. */
  readonly time: Date;
  /** The id that the sender chose; empty if there was none. */
  readonly commandId: string;
  /** The place right after this event. */
  readonly position: Position;
}

/** A text that a user posted. */
export interface MessageItem extends EventBase {
  readonly type: 'message';
  readonly text: string;
}

/** Changes of a shared text, in a room of kind `steps`. */
export interface StepsItem extends EventBase {
  readonly type: 'steps';
  /** At least one, in a form that the clients of the room agree on. */
  readonly steps: readonly Uint8Array[];
}

/** What only a host's own kind and its clients understand. */
export interface CustomItem extends EventBase {
  readonly type: 'custom';
  /** What it is, in the words of the kind. */
  readonly customType: string;
  readonly data: Uint8Array;
}

/** The room was created with a kind. Always the first event. */
export interface CreatedItem extends EventBase {
  readonly type: 'created';
  /** The name of the kind. */
  readonly kind: string;
  /** The version of the kind that the options were written for. */
  readonly version: number;
  readonly options: Uint8Array;
}

/** An event whose content was erased. */
export interface ErasedItem extends EventBase {
  readonly type: 'erased';
}

/** The contents of earlier events were erased: drop them wherever you show or keep them. */
export interface ErasureItem extends EventBase {
  readonly type: 'erasure';
  /** The sequences of the erased events, in ascending order. */
  readonly sequences: readonly number[];
}

/** An event with a content that this version of the client does not know. It counts like any other. */
export interface UnknownItem extends EventBase {
  readonly type: 'unknown';
}

/** One event of a room. Its `type` says which. */
export type RoomEvent = MessageItem | StepsItem | CustomItem | CreatedItem | ErasedItem | ErasureItem | UnknownItem;

/**
 * The room does not continue where the reader was. With the code `BELOW_FLOOR`, old events were removed before the reader had them; what it
 * has still holds. Otherwise the server's log was replaced, has lost its end, or was restored from a backup: discard what you had of the
 * room, and read it again with {@link Room.history}.
 */
export interface NotResumedItem {
  readonly type: 'notResumed';
  readonly room: string;
  /** Where the reader was. */
  readonly lost: Position;
  /** Where it continues. */
  readonly position: Position;
  /** `BELOW_FLOOR`, or `UNSPECIFIED` if what the reader has does not hold. */
  readonly code: ParleyCode;
}

/** What the reader of a room gets. */
export type RoomItem = RoomEvent | NotResumedItem;

/** @internal */
export function toEvent(event: Event, epoch: string): RoomEvent {
  const sequence = Number(event.sequence);
  const base: EventBase = {
    room: event.room,
    sequence,
    user: event.user,
    time: new Date(Number(event.timeMs)),
    commandId: event.commandId,
    position: { epoch, sequence },
  };
  return { ...base, ...toContent(event.content?.kind) } as RoomEvent;
}

function toContent(kind: Content['kind'] | undefined): object {
  switch (kind?.case) {
    case 'message':
      return { type: 'message', text: kind.value.text };
    case 'steps':
      return { type: 'steps', steps: kind.value.steps };
    case 'custom':
      return { type: 'custom', customType: kind.value.type, data: kind.value.data };
    case 'created':
      return { type: 'created', kind: kind.value.kind, version: kind.value.version, options: kind.value.options };
    case 'erased':
      return { type: 'erased' };
    case 'erasure':
      return { type: 'erasure', sequences: kind.value.sequences.map(Number) };
    default:
      return { type: 'unknown' };
  }
}
