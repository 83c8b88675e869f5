import { FileStack } from 'lucide-react';
import type { RoomKind } from '../kind';
import { RawView } from './RawView';

export const rawKind: RoomKind = { label: 'Other', icon: FileStack, View: RawView };
