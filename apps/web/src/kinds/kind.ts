import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import type { RoomModel } from '../rooms/roomModel';

export interface RoomViewProps {
  readonly room: RoomModel;
  /** The event to show. Another object asks for it again. */
  readonly target: { readonly sequence: number } | undefined;
}

/** How the page shows the rooms of one kind. */
export interface RoomKind {
  /** The kind in words. */
  readonly label: string;
  readonly icon: LucideIcon;
  readonly View: ComponentType<RoomViewProps>;
}
