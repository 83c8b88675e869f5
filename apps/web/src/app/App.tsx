import { currentSession } from './account';
import { Shell } from './Shell';
import { useStore } from './store';
import { Welcome } from './Welcome';
import { Toasts } from '../ui/Toasts';

export function App() {
  const session = useStore(currentSession);
  return (
    <>
      {session ? <Shell key={session.user} session={session} /> : <Welcome />}
      <Toasts />
    </>
  );
}
