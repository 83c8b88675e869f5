import type { ErasedItem, MessageItem } from '@parley/client';
import { Copy, Link } from 'lucide-react';
import { linkTo } from '../../app/route';
import type { RoomModel } from '../../rooms/roomModel';
import { copyText } from '../../ui/copyText';
import { Menu } from '../../ui/Menu';

interface MessageMenuProps {
  readonly room: RoomModel;
  readonly event: MessageItem | ErasedItem;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
}

export function MessageMenu({ room, event, anchor, onClose }: MessageMenuProps) {
  const copyLink = {
    label: 'Copy link',
    icon: Link,
    run: () => void copyText(linkTo({ room: room.name, sequence: event.sequence }), 'Link copied'),
  };
  const { type } = event;
  const copy = type === 'message' ? [{ label: 'Copy text', icon: Copy, run: () => void copyText(event.text) }] : [];
  return <Menu label="Message actions" actions={[...copy, copyLink]} anchor={anchor} onClose={onClose} />;
}
