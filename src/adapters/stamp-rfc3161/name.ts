import { bytesToHex } from '../../base/bytes.ts';
import { derReader, TAG, takeOid } from './der.ts';
import type { Der } from './der.ts';

/** A distinguished name: as people read it, and in one spelling by which two are the same. */
export type Name = { readonly text: string; readonly key: string; readonly whole: Uint8Array };

// RFC 4514, section 3, and what else stands in the names of authorities.
const SHORT: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);

/** By identifier octet. UTF-8 takes in the three that are a subset of ASCII; what Teletex means has no second meaning here. */
const ENCODINGS: ReadonlyMap<number, string> = new Map([
  [0x0c, 'utf-8'],
  [0x13, 'utf-8'],
  [0x16, 'utf-8'],
  [0x1a, 'utf-8'],
  [0x14, 'latin1'],
  [0x1e, 'utf-16be'],
]);

/**
 * Reads a Name; `undefined` for what is none. Two are the same whatever type of string they are written in, and whatever the case and
 * the number of their spaces (RFC 5280, 7.1).
 */
export function nameIn(whole: Uint8Array): Name | undefined {
  const reader = derReader(whole);
  const parts = reader.open(TAG.sequence);
  reader.end();
  const [texts, keys]: [string[], string[]] = [[], []];
  while (parts.hasMore()) {
    const set = parts.open(TAG.set);
    const inSet: string[] = [];
    while (set.hasMore()) {
      const attribute = set.open(TAG.sequence);
      const oid = takeOid(attribute);
      const value = attribute.any();
      attribute.end();
      const text = textIn(value);
      texts.push(
        `${SHORT.get(oid) ?? oid}=${text === undefined ? `#${bytesToHex(value.whole)}` : shown(text)}`,
      );
      inSet.push(JSON.stringify([oid, text === undefined ? bytesToHex(value.whole) : folded(text)]));
    }
    keys.push(inSet.toSorted().join('+'));
  }
  return reader.isBroken() ? undefined : { text: texts.join(', '), key: keys.join(','), whole };
}

function textIn({ tag, content }: Der): string | undefined {
  const encoding = ENCODINGS.get(tag);
  if (encoding === undefined) return undefined;
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

function folded(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** A name goes to a terminal and into pages: nothing in it may move a cursor or turn a line round. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ');
}
