import { fromJson } from '@bufbuild/protobuf';
import type { DescMessage, JsonValue, MessageShape } from '@bufbuild/protobuf';
import { ConnectionError, ParleyError } from '../errors.js';
import type { ParleyCode } from '../errors.js';
import { Code } from '../gen/parley/v1/code_pb.js';

const PREFIX = 'CODE_';

/** Values of a query; `undefined` leaves one out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** The calls of the room contract that need no session. */
export class UnaryCalls {
  readonly #server: string;
  readonly #timeoutMs: number;

  /** @param server such as `http://localhost:8080` */
  constructor(server: string, timeoutMs: number) {
    this.#server = server;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Gets what is at a path.
   * @throws ParleyError the server refuses the call
   * @throws ConnectionError the server cannot be reached, or does not answer in time
   */
  async get<T extends DescMessage>(schema: T, path: string, query: Query, signal?: AbortSignal): Promise<MessageShape<T>> {
    const url = new URL(path, this.#server);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(url, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout });
      body = await response.json().catch((error: unknown) => {
        if (!(error instanceof SyntaxError)) throw error;
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw new ConnectionError(timeout.aborted ? 'The server did not answer in time.' : 'The server could not be reached.', error);
    }

    if (!response.ok) throw toError(response, body);
    try {
      return fromJson(schema, body as JsonValue, { ignoreUnknownFields: true });
    } catch (error) {
      throw new ConnectionError(`${url.origin} did not answer as a Parley server does.`, error);
    }
  }
}

/**
 * The path of a room's resource.
 * @throws ParleyError `INVALID` if no path can name the room
 */
export function roomPath(room: string, resource: string): string {
  if (room === '.' || room === '..') throw new ParleyError('INVALID', `HTTP cannot reach a room named "${room}".`);
  return `/v1/rooms/${encodeURIComponent(room)}/${resource}`;
}

function toError({ status }: Response, body: unknown): ParleyError {
  const { code, reason, retryAfterMs } = (body ?? {}) as { code?: unknown; reason?: unknown; retryAfterMs?: unknown };
  if (typeof code !== 'string' || typeof reason !== 'string') return new ConnectionError(`The server answered with HTTP status ${status}.`);
  const name = code.slice(PREFIX.length);
  const known: ParleyCode = name in Code ? (name as ParleyCode) : 'UNSPECIFIED';
  return new ParleyError(known, reason, retryAfterMs === undefined ? {} : { retryAfterMs: Number(retryAfterMs) });
}
