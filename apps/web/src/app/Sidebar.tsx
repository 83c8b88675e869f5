import { Settings, X } from 'lucide-react';
import { RoomList } from '../rooms/RoomList';
import { Avatar } from '../ui/Avatar';
import { IconButton } from '../ui/IconButton';
import { MenuButton } from '../ui/MenuButton';
import { makeCommands } from './commands';
import { notificationSetting } from './notifications';
import type { Session } from './session';
import type { Overlay } from './Shell';
import { useStore } from './store';
import { theme } from './theme';

interface SidebarProps {
  readonly session: Session;
  readonly current: string | undefined;
  readonly show: (overlay: Overlay) => void;
  readonly onOpen: () => void;
  readonly onLeave: (name: string) => void;
  /** Hides the rooms again, where they have no place of their own. */
  readonly onClose?: () => void;
}

/** The rooms, and what concerns the user. */
export function Sidebar({ session, current, show, onOpen, onLeave, onClose }: SidebarProps) {
  useStore(theme);
  useStore(notificationSetting);
  const actions = makeCommands({ session, current, show, leave: onLeave }).filter(({ hint }) => hint === undefined);
  const ours = actions.filter(({ label }) => !label.startsWith('Leave ') && label !== 'Show members');
  return (
    <>
      <div className="sidebar-head">
        <img src="/icon.svg" alt="" width="24" height="24" />
        <p className="title">Parley</p>
        {onClose && <IconButton icon={X} label="Close" className="sidebar-close" onClick={onClose} />}
      </div>
      <RoomList session={session} current={current} onOpen={onOpen} onCreate={() => show('create')} onLeave={onLeave} />
      <div className="sidebar-foot">
        <Avatar name={session.user} size="small" />
        <bdi className="ellipsis" title={session.user}>
          {session.user}
        </bdi>
        <MenuButton icon={Settings} label="Settings" actions={ours} />
      </div>
    </>
  );
}
