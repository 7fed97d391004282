import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

const IPV4_MAPPED = '::ffff:';
const GROUPS = 8;
const GROUPS_OF_A_NETWORK = 4;

/**
 * Whose requests are counted together: the address they come from, of IPv6 the half that one subscriber of a network is given.
 * Nothing behind a proxy on this machine, which tells nobody's address; it has to count by itself. In memory and for counting
 * alone.
 */
export function addressBucket(c: Context): string | undefined {
  const peer = peerOf(c).replace(IPV4_MAPPED, '');
  if (peer === '' || peer === '::1' || peer.startsWith('127.')) return undefined;
  return peer.includes(':') ? networkOf(peer) : peer;
}

function peerOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    // Asked without a socket.
    return '';
  }
}

/** The first 64 bits, whatever is left out at `::`. */
function networkOf(address: string): string {
  const [before = [], after = []] = address
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const left = Math.max(0, GROUPS - before.length - after.length);
  const zeros = Array.from({ length: address.includes('::') ? left : 0 }, () => '0');
  return [...before, ...zeros, ...after].slice(0, GROUPS_OF_A_NETWORK).join(':');
}
