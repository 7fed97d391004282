import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

const UNKNOWN = 'unknown';
const IPV4_MAPPED = '::ffff:';
const GROUPS_OF_64_BITS = 4;

/**
 * Whose requests are counted together: the address that a request came from, of IPv6 the half that one subscriber of a network
 * is given. Behind a proxy on this machine it is what the proxy put last. Kept in memory and for counting alone.
 */
export function addressBucket(c: Context): string {
  const peer = peerOf(c);
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
  const from = isOwnMachine(peer) && forwarded !== undefined ? forwarded : peer;
  if (!from.includes(':') || from.includes('.')) return from.replace(IPV4_MAPPED, '');
  return networkOf(from);
}

function peerOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? UNKNOWN;
  } catch {
    // Asked without a socket.
    return UNKNOWN;
  }
}

function isOwnMachine(peer: string): boolean {
  return peer === UNKNOWN || peer === '::1' || peer.replace(IPV4_MAPPED, '').startsWith('127.');
}

/** The first 64 bits, whatever is left out at `::`. */
function networkOf(address: string): string {
  const [head = '', tail = ''] = address.split('::');
  const [before, after] = [head, tail].map((half) => half.split(':').filter((group) => group !== ''));
  const all = 2 * GROUPS_OF_64_BITS - (before?.length ?? 0) - (after?.length ?? 0);
  const zeros = address.includes('::') ? Array.from({ length: Math.max(0, all) }, () => '0') : [];
  return [...(before ?? []), ...zeros, ...(after ?? [])].slice(0, GROUPS_OF_64_BITS).join(':');
}
