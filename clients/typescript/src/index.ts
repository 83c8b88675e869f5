export { connect, ParleyClient } from './client.js';
export type { Backoff } from './connection/backoff.js';
export type { ConnectionState, ConnectionStatus } from './connection/state.js';
export type { WebSocketConstructor, WebSocketLike } from './connection/webSocket.js';
export { ConnectionError, OutcomeUnknownError, ParleyError } from './errors.js';
export type { ParleyCode, ParleyErrorDetails } from './errors.js';
export type { HistoryPage, HistoryRange } from './http/history.js';
export type { RoomInfo } from './http/lists.js';
export type { ParleyOptions } from './options.js';
export { newCommandId } from './posts/commandId.js';
export type { ContentInit, PostOptions } from './posts/roomPosts.js';
export type {
  CreatedItem, CustomItem, ErasedItem, ErasureItem, EventBase, MessageItem, NotResumedItem, RoomEvent, RoomItem, StepsItem, UnknownItem,
} from './rooms/items.js';
export type { CreateOptions, From, JoinOptions } from './rooms/joinOptions.js';
export type { PresenceChange } from './rooms/members.js';
export { formatPosition, parsePosition } from './rooms/position.js';
export type { Position } from './rooms/position.js';
export { Room } from './rooms/room.js';
export type { RoomSignal } from './rooms/signal.js';
