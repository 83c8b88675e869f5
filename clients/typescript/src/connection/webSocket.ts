import { ConnectionError } from '../errors.js';

/** The part of the standard `WebSocket` that the client uses. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'error', listener: (event: { message?: string }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number; reason: string }) => void): void;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  /** Ends the connection at once. Browsers do not have it. */
  terminate?(): void;
}

/** The constructor of a standard `WebSocket`. */
export type WebSocketConstructor = new (url: string, protocol: string) => WebSocketLike;

/** The platform's own, or that of the package `ws`, for versions of Node.js that have none. */
export async function findWebSocket(): Promise<WebSocketConstructor> {
  if (typeof WebSocket !== 'undefined') return WebSocket as unknown as WebSocketConstructor;
  try {
    const name = 'ws';
    const { WebSocket: found } = (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as { WebSocket: WebSocketConstructor };
    return found;
  } catch (error) {
    throw new ConnectionError('This platform has no WebSocket. Run "npm install ws", or pass one as the option webSocket.', error);
  }
}
