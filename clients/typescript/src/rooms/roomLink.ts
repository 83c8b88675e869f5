import type { UnaryCalls } from '../http/unaryCalls.js';
import type { RoomPostsOptions } from '../posts/roomPosts.js';
import type { Room } from './room.js';

/** What a room needs from its client. */
export interface RoomLink {
  readonly calls: UnaryCalls;
  readonly bufferBytes: number;
  readonly posts: Pick<RoomPostsOptions, 'budget' | 'retryForMs'>;
  /** Sends an encoded frame on the stream. @returns false if there is none */
  readonly send: (bytes: Uint8Array<ArrayBuffer>) => boolean;
  /** The room was joined. */
  readonly onJoined: () => void;
  /** The stream skipped an event, or repeated one. */
  readonly onInconsistent: (room: string) => void;
  /** The room can be joined anew. */
  readonly onEnded: (room: Room) => void;
}
