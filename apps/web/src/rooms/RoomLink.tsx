import { Ellipsis, Link, LogOut } from 'lucide-react';
import { linkTo, formatRoute } from '../app/route';
import type { Session } from '../app/session';
import { Store, useStore } from '../app/store';
import { kindOf } from '../kinds/registry';
import { copyText } from '../ui/copyText';
import { MenuButton } from '../ui/MenuButton';
import type { ListedRoom } from './roomList';
import type { RoomState } from './roomModel';

interface RoomLinkProps {
  readonly session: Session;
  readonly room: ListedRoom;
  readonly isCurrent: boolean;
  readonly onOpen: () => void;
  readonly onLeave: (name: string) => void;
}

const nothing = new Store<RoomState | undefined>(undefined);

/** A room in the list. */
export function RoomLink({ session, room: { name, kind, isJoined }, isCurrent, onOpen, onLeave }: RoomLinkProps) {
  const model: Store<RoomState> | Store<RoomState | undefined> = session.rooms.get().get(name) ?? nothing;
  const state = useStore(model as Store<RoomState | undefined>);
  const { icon: Icon, label } = kindOf(state?.kind || kind);
  const unread = state?.unread ?? 0;
  return (
    <li className="room">
      <a
        href={formatRoute({ room: name })}
        className={`room-link ${unread > 0 ? 'room-unread' : ''} ${isJoined ? '' : 'room-other'}`}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={onOpen}
      >
        <Icon size={16} role="img" aria-label={label} />
        <bdi className="ellipsis" title={name}>
          {name}
        </bdi>
        {unread > 0 && (
          <span className="room-count">
            {unread > 99 ? '99+' : unread}
            <span className="hidden-visually"> new</span>
          </span>
        )}
      </a>
      {isJoined && (
        <MenuButton
          icon={Ellipsis}
          label={`Actions for ${name}`}
          actions={[
            { label: 'Copy link', icon: Link, run: () => void copyText(linkTo({ room: name }), 'Link copied') },
            { label: 'Leave room', icon: LogOut, run: () => onLeave(name) },
          ]}
        />
      )}
    </li>
  );
}
