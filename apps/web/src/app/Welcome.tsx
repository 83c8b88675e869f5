import { ConnectPanel } from './ConnectPanel';
import { NameForm } from './NameForm';
import { goTo, useRoute } from './route';
import './welcome.css';

const FIRST_ROOM = 'lobby';

/** What a stranger sees first. */
export function Welcome() {
  const route = useRoute();
  const room = route.room ?? FIRST_ROOM;
  const onDone = () => {
    if (route.room === undefined) goTo({ room: FIRST_ROOM });
  };

  return (
    <main className="welcome">
      <div className="welcome-card">
        <header>
          <img src="/icon.svg" alt="" width="44" height="44" />
          <h1>Welcome to Parley</h1>
          <p className="soft">Rooms that remember. Choose the name that others will see; you can change it later.</p>
        </header>
        <NameForm action={`Enter ${room}`} onDone={onDone} />
      </div>
      <section className="welcome-card" aria-labelledby="welcome-connect">
        <h2 id="welcome-connect" className="title">
          Then connect another client
        </h2>
        <ConnectPanel room={room} />
      </section>
    </main>
  );
}
