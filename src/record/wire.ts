import { isBase64UrlOf } from '../base/bytes.ts';
import { isJsonObject } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { SALT_BYTES } from './commit.ts';
import { SIGNATURE_BYTES } from './names.ts';

/** A part in the open: its salt (base64url) and its text. */
export type WirePart = { readonly s: string; readonly t: string };

/**
 * An entry as it travels, over HTTP and as one line of a transfer file: `e` the exact core text, `g` the
 * signature (base64url), `parts` the parts the sender may pass on. A withheld part is simply absent.
 */
export type WireEntry = {
  readonly e: string;
  readonly g: string;
  readonly parts: Readonly<Record<string, WirePart>>;
};

export type WireError = { readonly kind: 'wire-shape'; readonly why: string };

const PARTS_MAX = 8;

/** Narrows untrusted JSON to the shape of an entry on the wire. Says nothing about what is inside. */
export function parseWireEntry(value: Json | undefined): Result<WireEntry, WireError> {
  const fail = (why: string): Result<WireEntry, WireError> => err({ kind: 'wire-shape', why });
  if (!isJsonObject(value)) return fail('an entry is an object with e, g and parts');
  const { e, g, parts } = value;
  if (typeof e !== 'string') return fail('e, the core text, is missing');
  if (!e.isWellFormed()) return fail('e holds broken Unicode');
  if (typeof g !== 'string' || g.length > 2 * SIGNATURE_BYTES) return fail('g, the signature, is missing');
  if (parts !== undefined && !isJsonObject(parts)) return fail('parts is not an object');
  const names = Object.keys(parts ?? {});
  if (names.length > PARTS_MAX) return fail(`more than ${PARTS_MAX} parts`);
  const read: [string, WirePart][] = [];
  for (const name of names) {
    const wire = readPart(parts?.[name]);
    if (wire === undefined) return fail('a part is not an object with salt s and text t');
    read.push([name, wire]);
  }
  // Not by assignment: a part named `__proto__` has to be seen, and said to be dropped, like any other.
  return ok({ e, g, parts: Object.fromEntries(read) });
}

function readPart(part: Json | undefined): WirePart | undefined {
  if (!isJsonObject(part)) return undefined;
  const { s, t } = part;
  const isSalt = typeof s === 'string' && isBase64UrlOf(s, SALT_BYTES);
  return isSalt && typeof t === 'string' && t.isWellFormed() ? { s, t } : undefined;
}
