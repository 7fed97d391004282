import { bytesToBase64Url, bytesToHex, isBase64UrlOf } from '../base/bytes.ts';
import { assert } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import type { Primitives } from './primitives.ts';

/** SHA-256 of signing input and signature, 64 lower-case hex digits. */
export type EntryId = Brand<string, 'EntryId'>;
/** An author's Ed25519 public key for one incident, base64url, 43 characters. */
export type AuthorKey = Brand<string, 'AuthorKey'>;
/** 12 random bytes, base64url, 16 characters. */
export type IncidentId = Brand<string, 'IncidentId'>;

export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;
const INCIDENT_BYTES = 12;
export const HASH_BYTES = 32;

export function parseEntryId(text: unknown): EntryId | undefined {
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text)) return undefined;
  return text as EntryId;
}

export function parseAuthorKey(text: unknown): AuthorKey | undefined {
  return typeof text === 'string' && isBase64UrlOf(text, KEY_BYTES) ? (text as AuthorKey) : undefined;
}

export function parseIncidentId(text: unknown): IncidentId | undefined {
  return typeof text === 'string' && isBase64UrlOf(text, INCIDENT_BYTES) ? (text as IncidentId) : undefined;
}

export function entryIdOf(hash: Uint8Array): EntryId {
  assert(hash.length === HASH_BYTES, 'an entry id is a SHA-256 hash');
  return bytesToHex(hash) as EntryId;
}

/** The id of an entry: the hash of what `signedBytes` gives. */
export function entryIdFor(signed: Uint8Array, sha256Text: Primitives['sha256Text']): EntryId {
  return sha256Text(signed, 'hex') as EntryId;
}

export function authorKeyOf(key: Uint8Array): AuthorKey {
  assert(key.length === KEY_BYTES, 'an author key has 32 bytes');
  return bytesToBase64Url(key) as AuthorKey;
}

/** A new incident's id. `randomBytes` must be secure: the id is also a salt of every log query. */
export function newIncidentId(randomBytes: (length: number) => Uint8Array): IncidentId {
  return bytesToBase64Url(randomBytes(INCIDENT_BYTES)) as IncidentId;
}
