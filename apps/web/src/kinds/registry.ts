import { chatKind } from './chat/chatKind';
import type { RoomKind } from './kind';
import { rawKind } from './raw/rawKind';

const kinds: Readonly<Record<string, RoomKind>> = { chat: chatKind };

/** How to show a room. A room without events becomes a chat with its first message. */
export function kindOf(name: string): RoomKind {
  return (Object.hasOwn(kinds, name || 'chat') ? kinds[name || 'chat'] : undefined) ?? rawKind;
}
