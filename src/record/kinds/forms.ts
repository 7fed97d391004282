import { base64UrlToBytes } from '../../base/bytes.ts';
import {
  authorKeyOf,
  entryIdOf,
  KEY_BYTES,
  newIncidentId,
  parseAuthorKey,
  parseEntryId,
  parseIncidentId,
} from '../names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../names.ts';
import type { Form } from './fields.ts';

/** A public key, 32 bytes in base64url. That it is a point of the curve is checked when it signs. */
export const KEY: Form<AuthorKey> = {
  parse: parseAuthorKey,
  what: 'a key of 32 bytes in base64url',
  placeholder: authorKeyOf(new Uint8Array(KEY_BYTES)),
};

export const ENTRY: Form<EntryId> = {
  parse: parseEntryId,
  what: 'the id of an entry',
  placeholder: entryIdOf(new Uint8Array(32)),
};

export const INCIDENT: Form<IncidentId> = {
  parse: parseIncidentId,
  what: 'the id of an incident',
  placeholder: newIncidentId((length) => new Uint8Array(length)),
};

const HASH_BYTES = 32;

/** A SHA-256 hash, 32 bytes in base64url. */
export const HASH: Form<string> = {
  parse: (text) =>
    typeof text === 'string' && text.length <= 2 * HASH_BYTES && base64UrlToBytes(text)?.length === HASH_BYTES
      ? text
      : undefined,
  what: 'a hash of 32 bytes in base64url',
  placeholder: '',
};
