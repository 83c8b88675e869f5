import { PanelLeft } from 'lucide-react';
import { IconButton } from '../ui/IconButton';
import { ConnectPanel } from './ConnectPanel';
import { goTo } from './route';

interface HomeProps {
  readonly onRooms: (() => void) | undefined;
  readonly onCreate: () => void;
}

/** What stands where a room would be. */
export function Home({ onRooms, onCreate }: HomeProps) {
  return (
    <>
      <header className="page-head">
        {onRooms && <IconButton icon={PanelLeft} label="Show the rooms" onClick={onRooms} />}
        <h1 className="page-title title">No room is open</h1>
      </header>
      <div className="page-body home">
        <div className="home-content">
          <p>Choose a room from the list, or open one by its name.</p>
          <div className="home-actions">
            <button type="button" className="button button-primary" onClick={() => goTo({ room: 'lobby' })}>
              Open lobby
            </button>
            <button type="button" className="button" onClick={onCreate}>
              Create or join a room
            </button>
          </div>
          <h2 className="title">Connect another client</h2>
          <ConnectPanel room="lobby" />
        </div>
      </div>
    </>
  );
}
