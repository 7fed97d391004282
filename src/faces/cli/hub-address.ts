import { isIP } from 'node:net';
import { isPublicAddress } from '../../base/public-address.ts';

/** Where a hub is reached from outside, for the links in messages; kept in the sealed setting of that name. */
export const ADDRESS_SETTING = 'address';

// A host name of 253 characters, a scheme and a port.
const ADDRESS_CHARS_MAX = 280;
// RFC 6762, RFC 8375, and what routers of homes and offices use.
const INSIDE_NAME = /^(?:[^.]+|.+\.(?:local|lan|home\.arpa|internal))$/;

/**
 * The address as links begin with it; `undefined` for everything but scheme, host and port, and for plain http to a host of
 * the open network: whoever is on the way could answer in somebody else's name.
 */
export function parseHubAddress(text: string): string | undefined {
  const url = text.length > ADDRESS_CHARS_MAX || /[\s\\?#@]/.test(text) ? null : URL.parse(text);
  if (url === null || url.pathname !== '/' || url.hostname === '') return undefined;
  const isTaken = url.protocol === 'https:' || (url.protocol === 'http:' && isInsideHost(url.hostname));
  return isTaken ? url.origin : undefined;
}

/** Whether a host of a URL is this machine or stands in a network of its owner. */
export function isInsideHost(hostname: string): boolean {
  const name = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(name) === 0 ? INSIDE_NAME.test(name) : !isPublicAddress(name);
}
