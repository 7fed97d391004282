import { concatBytes } from '../../base/bytes.ts';
import { TAG } from './der.ts';

/** One value in DER: the length in the fewest octets (X.690, 10.1). */
export function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const inside = concatBytes(...content);
  const octets: number[] = [];
  for (let rest = inside.length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  const length = inside.length < 0x80 ? [inside.length] : [0x80 + octets.length, ...octets];
  return concatBytes(Uint8Array.from([tag, ...length]), inside);
}

/** A whole number from 0, given as octets, as an INTEGER: no leading zeros but the one that keeps it from being negative. */
export function derUnsigned(octets: Uint8Array): Uint8Array {
  const start = octets.findIndex((octet) => octet !== 0);
  const digits = start < 0 ? Uint8Array.of(0) : octets.subarray(start);
  return der(TAG.integer, ...((digits[0] ?? 0) >= 0x80 ? [Uint8Array.of(0), digits] : [digits]));
}

/** What an object identifier in dots may look like: two arcs at least, none with a leading zero. */
const OID = /^[0-2](?:\.(?:0|[1-9]\d{0,18})){1,31}$/;

/** An object identifier, or `undefined` for text that is none. */
export function derOid(text: string): Uint8Array | undefined {
  const [top = 0n, second = 0n, ...rest] = OID.test(text) ? text.split('.').map(BigInt) : [];
  if (!OID.test(text) || (top < 2n && second >= 40n)) return undefined;
  return der(TAG.oid, ...[top * 40n + second, ...rest].map(arcOctets));
}

function arcOctets(arc: bigint): Uint8Array {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from(octets);
}
