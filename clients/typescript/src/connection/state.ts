import type { ParleyCode } from '../errors.js';

/**
 * - `connecting`: the first connection is being made
 * - `connected`: the server has welcomed the client
 * - `reconnecting`: the connection was lost; the client makes another one by itself
 * - `closed`: for good
 */
export type ConnectionStatus = 'connecting' | 'connected' | 'reconnecting' | 'closed';

/** What a client's connection is doing. Each value stays as it is; a change is a new one. */
export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** Why the last connection ended or did not come about, for programs. */
  readonly code?: ParleyCode;
  /** The same for people: a sentence. */
  readonly reason?: string;
  /** When the next attempt is due: Unix time in milliseconds, by this machine's clock. Missing while an attempt is being made. */
  readonly retryAt?: number;
}
