import { base64ToBytes, bytesToBase64 } from '../../base/base64.ts';
import { bytesToHex, concatBytes, utf8Encode } from '../../base/bytes.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { pointFault } from '../signing.ts';
import type { PointFault } from '../signing.ts';
import type { Sha256 } from './merkle.ts';

/** One line under a note: whose key it says to be of, and what follows the key id. */
export type SignatureLine = {
  readonly name: string;
  /** Unsigned, 32 bits. A short name of a key, never a proof of it. */
  readonly keyId: number;
  readonly signature: Uint8Array;
};

/** Text with signatures under it. Nothing of it was verified: the text means nothing until then. */
export type SignedNote = {
  /** Ends in a newline. What Ed25519 signs. */
  readonly text: string;
  readonly lines: readonly SignatureLine[];
};

/** What is wrong; `line` counts the signature lines from 1. */
export type NoteError =
  | { readonly kind: 'note-too-large' }
  | { readonly kind: 'note-characters' }
  | { readonly kind: 'note-shape' }
  | { readonly kind: 'note-line'; readonly line: number };

// C2SP signed-note asks verifiers for a limit, of 16 signatures or more. These are the two of golang.org/x/mod/sumdb/note.
const NOTE_CHARS_MAX = 1_000_000;
const LINES_MAX = 100;
const KEY_ID_BYTES = 4;
const DASH = '— ';

/** A name that may stand in a signature line: not empty, no Unicode space, no plus. C2SP signed-note, "Format". */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !hasControl(name) && !/[\p{White_Space}+]/u.test(name);
}

/** Reads a note as C2SP signed-note writes it, in one spelling only: base64 with padding and without spare bits. */
export function parseNote(note: string): Result<SignedNote, NoteError> {
  if (note.length > NOTE_CHARS_MAX) return err({ kind: 'note-too-large' });
  if (!note.isWellFormed() || hasControl(note)) return err({ kind: 'note-characters' });
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || split + 2 === note.length) return err({ kind: 'note-shape' });
  const lines = parseSignatureLines(note.slice(split + 2));
  return lines.ok ? ok({ text: note.slice(0, split + 1), lines: lines.value }) : lines;
}

/** Lines as they stand under a note, and as a witness answers them: each ends in a newline. */
export function parseSignatureLines(text: string): Result<readonly SignatureLine[], NoteError> {
  if (text.length > NOTE_CHARS_MAX) return err({ kind: 'note-too-large' });
  if (!text.endsWith('\n')) return err({ kind: 'note-shape' });
  // One more than may be is enough to refuse it.
  const rows = text.slice(0, -1).split('\n', LINES_MAX + 1);
  if (rows.length > LINES_MAX) return err({ kind: 'note-too-large' });
  const lines: SignatureLine[] = [];
  for (const row of rows) {
    const line = parseLine(row);
    if (line === undefined) return err({ kind: 'note-line', line: lines.length + 1 });
    lines.push(line);
  }
  return ok(lines);
}

/** U+0000 to U+001F, but not newline. C2SP signed-note, "Format". */
function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

function parseLine(row: string): SignatureLine | undefined {
  if (!row.startsWith(DASH)) return undefined;
  const space = row.indexOf(' ', DASH.length);
  if (space < 0) return undefined;
  const name = row.slice(DASH.length, space);
  const bytes = base64ToBytes(row.slice(space + 1));
  if (!isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: readUint32(bytes), signature: bytes.subarray(KEY_ID_BYTES) };
}

function readUint32(bytes: Uint8Array): number {
  return [0, 1, 2, 3].reduce((n, i) => n * 256 + (bytes[i] ?? 0), 0);
}

/** The exact text of a note. The other side of `parseNote`. */
export function printNote({ text, lines }: SignedNote): string {
  return `${text}\n${lines.map(printSignatureLine).join('')}`;
}

/** One line under a note, with its newline. */
export function printSignatureLine({ name, keyId, signature }: SignatureLine): string {
  return `${DASH}${name} ${bytesToBase64(concatBytes(uint32(keyId), signature))}\n`;
}

function uint32(n: number): Uint8Array {
  return Uint8Array.of(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
}

// Signature types of C2SP signed-note that are verified here.
export const ED25519 = 0x01;
export const COSIGNATURE_ED25519 = 0x04;
export const COSIGNATURE_ML_DSA_44 = 0x06;

/** How a line was made: a plain signature over the text, or a cosignature with its time (C2SP tlog-cosignature). */
export type SignatureType = 1 | 4 | 6;
const KEY_BYTES_OF: Readonly<Record<SignatureType, number>> = { 1: 32, 4: 32, 6: 1312 };

/** A key that is trusted to sign notes. Made by `verifierKey` and `parseVerifierKey` alone: name, type and key were checked. */
export type VerifierKey = {
  readonly name: string;
  readonly keyId: number;
  readonly type: SignatureType;
  readonly key: Uint8Array;
};

export type VerifierKeyError =
  | { readonly kind: 'key-shape' }
  | { readonly kind: 'key-type'; readonly type: number }
  | { readonly kind: 'key-id'; readonly expected: number }
  | { readonly kind: 'key-refused'; readonly why: PointFault };

/** SHA-256(name, newline, type, key), the first four bytes. C2SP signed-note, "Signatures". */
export function keyIdOf(
  { name, type, key }: Pick<VerifierKey, 'name' | 'type' | 'key'>,
  sha256: Sha256,
): number {
  return readUint32(sha256(concatBytes(utf8Encode(`${name}\n`), Uint8Array.of(type), key)));
}

/** A verifier key from its parts. Refuses a name that cannot stand in a note, and Ed25519 keys as `pointFault` does. */
export function verifierKey(
  parts: Pick<VerifierKey, 'name' | 'type' | 'key'>,
  sha256: Sha256,
): Result<VerifierKey, VerifierKeyError> {
  const { name, type, key } = parts;
  if (!isKeyName(name) || key.length !== KEY_BYTES_OF[type]) return err({ kind: 'key-shape' });
  const why = type === COSIGNATURE_ML_DSA_44 ? undefined : pointFault(key);
  if (why !== undefined) return err({ kind: 'key-refused', why });
  return ok({ name, type, key, keyId: keyIdOf(parts, sha256) });
}

const VERIFIER_KEY_CHARS_MAX = 4_000;

/** Reads `name+keyid+base64(type, key)`: C2SP signed-note, "Verifier keys". Refuses a key id that is not the key's own. */
export function parseVerifierKey(text: string, sha256: Sha256): Result<VerifierKey, VerifierKeyError> {
  const shape: Result<VerifierKey, VerifierKeyError> = err({ kind: 'key-shape' });
  if (text.length > VERIFIER_KEY_CHARS_MAX) return shape;
  const [, name, id, base64] = /^([^+]*)\+([0-9a-f]{8})\+([^\n]*)$/.exec(text) ?? [];
  const bytes = base64 === undefined ? undefined : base64ToBytes(base64);
  const type = bytes?.[0];
  if (name === undefined || id === undefined || bytes === undefined || type === undefined) return shape;
  if (!isSignatureType(type)) return isKeyName(name) ? err({ kind: 'key-type', type }) : shape;
  const made = verifierKey({ name, type, key: bytes.subarray(1) }, sha256);
  if (!made.ok || made.value.keyId === Number.parseInt(id, 16)) return made;
  return err({ kind: 'key-id', expected: made.value.keyId });
}

function isSignatureType(type: number): type is SignatureType {
  return Object.hasOwn(KEY_BYTES_OF, type);
}

/** The one spelling of a verifier key. */
export function printVerifierKey({ name, keyId, type, key }: VerifierKey): string {
  return `${name}+${bytesToHex(uint32(keyId))}+${bytesToBase64(concatBytes(Uint8Array.of(type), key))}`;
}
