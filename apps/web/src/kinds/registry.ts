import { FileStack, Hash } from 'lucide-react';
import { lazy } from 'react';
import type { RoomKind } from './kind';

const loadChat = () => import('./chat/ChatView');

const kinds: Readonly<Record<string, RoomKind>> = {
  chat: { label: 'Chat', icon: Hash, View: lazy(loadChat) },
};

const unknownKind: RoomKind = { label: 'Other kind', icon: FileStack, View: lazy(() => import('./raw/RawView')) };

// Most rooms are chats: the view is there before somebody opens one.
void loadChat().catch(() => undefined);

/** How to show a room. A room without events becomes a chat with its first message. */
export function kindOf(name: string): RoomKind {
  const kind = name || 'chat';
  return (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined) ?? unknownKind;
}
