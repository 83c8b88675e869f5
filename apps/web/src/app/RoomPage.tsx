import { Cable, LoaderCircle, LogOut, PanelLeft, RefreshCw, Users } from 'lucide-react';
import { Suspense, useMemo } from 'react';
import { kindOf } from '../kinds/registry';
import type { RoomModel } from '../rooms/roomModel';
import { ErrorBoundary } from '../ui/ErrorBoundary';
import { IconButton } from '../ui/IconButton';
import type { Route } from './route';
import { useStore } from './store';

interface RoomPageProps {
  readonly room: RoomModel;
  readonly route: Route;
  /** Shows the rooms, where they have no place of their own. */
  readonly onRooms: (() => void) | undefined;
  readonly onMembers: () => void;
  readonly areMembersShown: boolean;
  readonly onConnect: () => void;
  readonly onLeave: () => void;
}

/** A room, in the view of its kind. */
export function RoomPage({ room, route, onRooms, onMembers, areMembersShown, onConnect, onLeave }: RoomPageProps) {
  const { phase, error, kind, memberCount, isLoaded } = useStore(room);
  const { View, label, icon: Icon } = kindOf(kind);
  const target = useMemo(() => (route.sequence === undefined ? undefined : { sequence: route.sequence }), [route]);
  return (
    <>
      <header className="page-head">
        {onRooms && <IconButton icon={PanelLeft} label="Show the rooms" onClick={onRooms} />}
        <h1 className="page-title title">
          <Icon size={18} role="img" aria-label={label} />
          <bdi className="ellipsis" title={room.name}>
            {room.name}
          </bdi>
        </h1>
        <IconButton icon={Cable} label="Connect another client" onClick={onConnect} />
        <button type="button" className="icon-button page-members" aria-expanded={areMembersShown} title="Members" onClick={onMembers}>
          <Users size={18} aria-hidden />
          <span className="hidden-visually">Members: </span>
          <span className="page-members-count">{phase === 'joined' ? memberCount.toLocaleString('en') : ''}</span>
        </button>
      </header>
      <div className="page-body">
        {phase === 'failed' && !isLoaded ? (
          <div className="centered" role="alert">
            <p className="title">This room cannot be opened</p>
            <p className="soft">{error}</p>
            <div className="form-row">
              <button type="button" className="button" onClick={() => void room.join()}>
                <RefreshCw size={16} aria-hidden />
                Try again
              </button>
              <button type="button" className="button" onClick={onLeave}>
                <LogOut size={16} aria-hidden />
                Remove from the list
              </button>
            </div>
          </div>
        ) : (
          <>
            <ErrorBoundary>
              <Suspense
                fallback={
                  <div className="centered" role="status">
                    <LoaderCircle className="spinner" aria-label="Loading" />
                  </div>
                }
              >
                <View room={room} target={target} />
              </Suspense>
            </ErrorBoundary>
            {phase === 'failed' && (
              <div className="banner banner-final" role="alert">
                <span className="banner-text">You are no longer in this room. {error}</span>
                <button type="button" className="button" onClick={() => void room.join()}>
                  <LoaderCircle size={16} aria-hidden />
                  Join again
                </button>
              </div>
            )}
          </>
        )}
      </div>
    </>
  );
}
