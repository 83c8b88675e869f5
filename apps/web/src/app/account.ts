import { connect, ParleyClient } from '@parley/client';
import type { ParleyOptions } from '@parley/client';
import { keys } from '../storage/keys';
import { load, save } from '../storage/localStore';
import { Session } from './session';
import { Store } from './store';

const CLIENT_NAME = 'parley-web';

/** The session of the user who has chosen a name; `undefined` before that. */
export const currentSession = new Store<Session | undefined>(undefined);

/** Begins a session with the name that was chosen earlier, if there is one. */
export function resumeSession(): void {
  const name = load(keys.name);
  if (name) currentSession.set(new Session(new ParleyClient(location.origin, options(name))));
}

/**
 * Begins a session with a name, in place of the one before.
 * @throws ParleyError the server refuses the name, or cannot be reached
 */
export async function chooseName(input: string): Promise<void> {
  const client = await connect(location.origin, options(input.trim().normalize('NFC')));
  save(keys.name, client.user);
  const before = currentSession.get();
  currentSession.set(new Session(client));
  before?.end();
}

function options(user: string): ParleyOptions {
  return { user, clientName: CLIENT_NAME };
}
