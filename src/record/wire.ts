import { base64UrlToBytes, isBase64UrlOf } from '../base/bytes.ts';
import { isJsonObject } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { SALT_BYTES, SEALED_BYTES_MAX } from './commit.ts';
import { SIGNATURE_BYTES } from './names.ts';
import { OPEN_PART } from './parts.ts';

/** A part in the open: its salt (base64url) and its text. */
export type OpenPart = { readonly s: string; readonly t: string };

/** A sealed part: an age file (base64url) that holds salt and text, for those who have one of its keys. */
export type SealedPart = { readonly x: string };
export type WirePart = OpenPart | SealedPart;

/** Parts by name. The body is never sealed: the situation is folded from it. */
export type WireParts = { readonly body?: OpenPart; readonly [name: string]: WirePart };

/**
 * An entry as it travels, over HTTP and as one line of a transfer file: `e` the exact core text, `g` the
 * signature (base64url), `parts` the parts the sender may pass on. A withheld part is simply absent.
 */
export type WireEntry = {
  readonly e: string;
  readonly g: string;
  readonly parts: WireParts;
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
    if (wire === undefined) return fail('a part is neither salt s and text t nor a sealed file x');
    read.push([name, wire]);
  }
  // Not by assignment: a part named `__proto__` has to be seen, and said to be dropped, like any other.
  const named = Object.fromEntries(read);
  if (!isBodyOpen(named)) return fail('the body is sealed: it is for every reader of the incident');
  return ok({ e, g, parts: named });
}

function readPart(part: Json | undefined): WirePart | undefined {
  if (!isJsonObject(part)) return undefined;
  if (part['x'] !== undefined) return readSealed(part);
  const { s, t } = part;
  const isSalt = typeof s === 'string' && isBase64UrlOf(s, SALT_BYTES);
  return isSalt && typeof t === 'string' && t.isWellFormed() ? { s, t } : undefined;
}

function isBodyOpen(parts: Readonly<Record<string, WirePart>>): parts is WireParts {
  const body = Object.hasOwn(parts, OPEN_PART) ? parts[OPEN_PART] : undefined;
  return body === undefined || !('x' in body);
}

// C2SP age, "Header": every file begins with `age-encryption.org/v1`, here as base64url: 21 bytes, 28 characters.
const AGE_BEGINS = 'YWdlLWVuY3J5cHRpb24ub3JnL3Yx';
const SEALED_CHARS_MAX = Math.ceil((SEALED_BYTES_MAX * 4) / 3);

/** Form and size alone: what is inside is known to nobody but its readers. */
function readSealed(part: { readonly [key: string]: Json }): SealedPart | undefined {
  const { s, t, x } = part;
  if (typeof x !== 'string' || s !== undefined || t !== undefined) return undefined;
  const isFile =
    x.length <= SEALED_CHARS_MAX && x.startsWith(AGE_BEGINS) && base64UrlToBytes(x) !== undefined;
  return isFile ? { x } : undefined;
}
