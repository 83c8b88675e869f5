import { ParleyError } from '../errors.js';

const PATH = '/v1/connect';

/** Where a server is, for each way to talk to it. */
export interface Address {
  /** For calls without a session, such as `http://localhost:8080`. */
  readonly http: string;
  /** For sessions, such as `ws://localhost:8080/v1/connect`. */
  readonly webSocket: string;
}

/**
 * Reads the address of a server's web port.
 * @throws ParleyError `INVALID` if it is none
 */
export function parseAddress(address: string | URL): Address {
  let url: URL;
  try {
    url = new URL(address);
  } catch (cause) {
    throw invalid(address, cause);
  }

  const isSecure = url.protocol === 'https:' || url.protocol === 'wss:';
  if (!isSecure && url.protocol !== 'http:' && url.protocol !== 'ws:') throw invalid(address);
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) throw invalid(address);
  if (!isSecure && !isLocal(url.hostname) && globalThis.location?.protocol === 'https:') {
    throw new ParleyError('INVALID', `A page that was loaded with https can only connect to https, not to ${address}.`);
  }

  return { http: `http${isSecure ? 's' : ''}://${url.host}`, webSocket: `ws${isSecure ? 's' : ''}://${url.host}${PATH}` };
}

function invalid(address: string | URL, cause?: unknown): ParleyError {
  return new ParleyError('INVALID', `"${address}" is no address of a server. Write it like http://localhost:8080, without a path.`, { cause });
}

/** Browsers let a page that was loaded with https connect to these in clear. */
function isLocal(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\./.test(host);
}
