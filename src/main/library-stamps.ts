import { checkStamp as check } from '../adapters/stamp-rfc3161/check-stamp.ts';
import type { GivenCertificates } from '../adapters/stamp-rfc3161/given-certificates.ts';
import { utf8Encode } from '../base/bytes.ts';
import { instant, INSTANT_MS_MAX } from '../base/instant.ts';
import { err } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Stamp, StampFault } from '../ports/stamper.ts';
import { bytesGiven } from './library-given.ts';
import type { BytesGiven, TextGiven } from './library-given.ts';

const HASH_BYTES = 32;

/**
 * Whether the reply of an authority is a genuine stamp of `data`, or of what has this `digest`, and what it says. RFC 3161; docs/record-format.md,
 * "Stamps". Genuine by the hour of the stamp; `at` (ms since 1970) is one more moment at which its certificates have to be valid.
 */
export function checkStamp(given: {
  readonly reply: BytesGiven;
  readonly query?: BytesGiven;
  /** What was stamped: bytes, or a text that is stamped as UTF-8. */
  readonly data?: TextGiven;
  readonly digest?: BytesGiven;
  /** In PEM or DER. */
  readonly anchors: GivenCertificates;
  readonly intermediates?: GivenCertificates;
  readonly policy?: string;
  readonly at?: number;
}): Result<Stamp, StampFault> {
  const { anchors, intermediates, policy, at } = given;
  const reply = bytesGiven(given.reply, HASH_BYTES);
  const query = given.query === undefined ? undefined : bytesGiven(given.query, HASH_BYTES);
  const data = typeof given.data === 'string' ? utf8Encode(given.data.toWellFormed()) : given.data;
  const digest = given.digest === undefined ? undefined : bytesGiven(given.digest, HASH_BYTES);
  const isMoment = at === undefined || (Number.isInteger(at) && Math.abs(at) <= INSTANT_MS_MAX);
  if (reply === undefined) return err({ kind: 'malformed', what: 'reply' });
  if (given.query !== undefined && query === undefined) return err({ kind: 'malformed', what: 'query' });
  if (!isMoment) return err({ kind: 'malformed', what: 'moment' });
  const more = {
    reply,
    anchors,
    ...(query && { query }),
    ...(intermediates !== undefined && { intermediates }),
    ...(policy !== undefined && { policy }),
    ...(at !== undefined && { at: instant(at) }),
  };
  if (data !== undefined && given.digest === undefined) return check({ ...more, data });
  if (digest !== undefined && data === undefined) return check({ ...more, digest });
  return err({ kind: 'malformed', what: 'data or digest' });
}
