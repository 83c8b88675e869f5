/** The longest content of a signal, in bytes. */
export const MAX_SIGNAL_BYTES = 1_024;

/** The longest key of a signal, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 64;

/** Something short-lived that another session sent to the room, such as typing or a cursor. */
export interface RoomSignal {
  /** Who sent it. */
  readonly user: string;
  /** What it is, such as `typing`. */
  readonly key: string;
  readonly content: Uint8Array;
}
