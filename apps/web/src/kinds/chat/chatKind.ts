import { Hash } from 'lucide-react';
import type { RoomKind } from '../kind';
import { ChatView } from './ChatView';

export const chatKind: RoomKind = { label: 'Chat', icon: Hash, View: ChatView };
