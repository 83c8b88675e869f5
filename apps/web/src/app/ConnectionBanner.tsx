import { LoaderCircle, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Session } from './session';
import { useStore } from './store';
import './banner.css';

interface ConnectionBannerProps {
  readonly session: Session;
  readonly onChangeName: () => void;
}

/** Says why there is no connection, over what is below it. */
export function ConnectionBanner({ session, onChangeName }: ConnectionBannerProps) {
  const { status, code, reason, retryAt } = useStore(session.connection);
  const seconds = useCountdown(retryAt);
  if (status === 'connected') return <div role="status" />;

  if (status === 'closed') {
    const isName = code === 'INVALID';
    return (
      <div className="banner banner-final" role="alert">
        <WifiOff size={18} aria-hidden />
        <span className="banner-text">
          {isName ? 'The server refuses this name. ' : 'The server ended the connection. '}
          {reason}
        </span>
        {isName ? (
          <button type="button" className="button" onClick={onChangeName}>
            Change name
          </button>
        ) : (
          <button type="button" className="button" onClick={() => location.reload()}>
            Reload
          </button>
        )}
      </div>
    );
  }

  return (
    <div className="banner" role="status">
      <LoaderCircle size={18} className="spinner" aria-hidden />
      <span className="banner-text">
        {status === 'connecting' ? 'Connecting to the server.' : 'Connection lost.'} {reason}
        <span aria-hidden> {retryAt === undefined ? 'Trying now…' : `Next try in ${seconds} s.`}</span>
      </span>
      {retryAt !== undefined && (
        <button type="button" className="button" onClick={() => session.client.retryNow()}>
          Try now
        </button>
      )}
    </div>
  );
}

function useCountdown(until: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (until === undefined) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [until]);
  return until === undefined ? 0 : Math.max(0, Math.ceil((until - now) / 1_000));
}
