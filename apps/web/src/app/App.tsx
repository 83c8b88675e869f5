import { ErrorBoundary } from '../ui/ErrorBoundary';
import { Toasts } from '../ui/Toasts';
import { currentSession } from './account';
import { Shell } from './Shell';
import { useStore } from './store';
import { Welcome } from './Welcome';

export function App() {
  const session = useStore(currentSession);
  return (
    <>
      <ErrorBoundary>{session ? <Shell key={session.user} session={session} /> : <Welcome />}</ErrorBoundary>
      <Toasts />
    </>
  );
}
