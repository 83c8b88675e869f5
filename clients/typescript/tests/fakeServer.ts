import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { ListEventsResponseSchema } from '../src/gen/parley/v1/room_service_pb.js';
import { ClientFrameSchema, ServerFrameSchema } from '../src/gen/parley/v1/session_pb.js';
import type { ClientFrame } from '../src/gen/parley/v1/session_pb.js';

export type ServerFrameInit = NonNullable<MessageInitShape<typeof ServerFrameSchema>['frame']>;
type Received = ClientFrame['frame'];
type Case = NonNullable<Received['case']>;
type ValueOf<T extends Case> = Extract<Received, { value: object; case: T }>['value'];

const PREFIX_BYTES = 5;

/** One session, whose side of the server is played by a test. */
export class FakeSession {
  readonly socket: WebSocket;
  readonly #frames: Received[] = [];
  #wake: () => void = () => {};

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      for (let start = 0; start < data.length; ) {
        const end = start + PREFIX_BYTES + data.readUInt32BE(start + 1);
        this.#frames.push(fromBinary(ClientFrameSchema, data.subarray(start + PREFIX_BYTES, end)).frame);
        start = end;
      }
      this.#wake();
    });
  }

  /** Waits for the next frame, which must be of this kind. */
  async receive<T extends Case>(kind: T): Promise<ValueOf<T>> {
    while (this.#frames.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    const frame = this.#frames.shift()!;
    if (frame.case !== kind) throw new Error(`Received ${frame.case} instead of ${kind}.`);
    return frame.value as ValueOf<T>;
  }

  /** Sends frames in one message. */
  send(...frames: ServerFrameInit[]): void {
    const encoded = frames.flatMap((frame) => {
      const body = toBinary(ServerFrameSchema, create(ServerFrameSchema, { frame }));
      const prefix = Buffer.alloc(PREFIX_BYTES);
      prefix.writeUInt32BE(body.length, 1);
      return [prefix, body];
    });
    this.socket.send(Buffer.concat(encoded));
  }

  welcome(heartbeatSeconds = 20): void {
    this.send({ case: 'welcome', value: { user: 'ada', heartbeatSeconds } });
  }

  joined(room: string, afterSequence = 0, more: Partial<Extract<ServerFrameInit, { case: 'joined' }>['value']> = {}): void {
    const sequence = BigInt(afterSequence);
    const value = { room, epoch: 'e1', headSequence: sequence, afterSequence: sequence, floorSequence: 1n, ...more };
    this.send({ case: 'joined', value: value as Extract<ServerFrameInit, { case: 'joined' }>['value'] });
  }

  /** Sends messages of bob. */
  messages(room: string, from: number, to: number, text = 'hello'): void {
    const sequences = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    this.send(...sequences.map((sequence): ServerFrameInit => ({ case: 'event', value: eventOf(room, sequence, text) })));
  }
}

/** A server that does what a test tells it to. */
export class FakeServer {
  readonly address: string;
  /** Answers requests that are no WebSockets. */
  onRequest: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.writeHead(404).end();
  readonly #http: Server;
  readonly #sessions: FakeSession[] = [];
  #wake: () => void = () => {};

  private constructor(http: Server) {
    this.#http = http;
    this.address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    http.on('request', (request, response) => this.onRequest(request, response));
    const sockets = new WebSocketServer({ server: http, path: '/v1/connect', handleProtocols: () => 'parley.v1' });
    sockets.on('connection', (socket) => {
      this.#sessions.push(new FakeSession(socket));
      this.#wake();
    });
  }

  static async start(): Promise<FakeServer> {
    const http = createServer();
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return new FakeServer(http);
  }

  /** The next session that a client opens. */
  async session(): Promise<FakeSession> {
    while (this.#sessions.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#sessions.shift()!;
  }

  /** The next session, greeted. */
  async greeted(): Promise<FakeSession> {
    const session = await this.session();
    await session.receive('hello');
    session.welcome();
    return session;
  }

  stop(): void {
    this.#http.closeAllConnections();
    this.#http.close();
  }
}

/** A page of events, as the server answers. */
export function pageOf(init: MessageInitShape<typeof ListEventsResponseSchema>): string {
  return JSON.stringify(toJson(ListEventsResponseSchema, create(ListEventsResponseSchema, init)));
}

export function eventOf(room: string, sequence: number, text = 'hello') {
  return {
    room, sequence: BigInt(sequence), user: 'bob', timeMs: 1_700_000_000_000n, commandId: `b${sequence}`,
    content: { kind: { case: 'message', value: { text } } },
  } as const;
}
