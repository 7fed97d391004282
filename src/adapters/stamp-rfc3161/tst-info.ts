import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import {
  derReader,
  integerIn,
  integerToHex,
  maybeBoolean,
  oidIn,
  replaced,
  smallIn,
  TAG,
  takeInteger,
  takeSmall,
  wrapped,
} from './der.ts';
import type { DerReader } from './der.ts';
import { takeImprint } from './query.ts';
import type { Imprint } from './query.ts';
import { timeIn } from './time.ts';

/** What an authority signs (RFC 3161, 2.4.2). */
export type TstInfo = {
  readonly policy: string;
  readonly imprint: Imprint;
  readonly serial: string;
  readonly genTime: Instant;
  readonly accuracyMs?: number;
  /** The octets of its INTEGER. */
  readonly nonce?: Uint8Array;
};

/**
 * Reads a TSTInfo; `undefined` for what is none, or has a critical extension. The name that an authority may give itself in it
 * is passed over: who it is stands in the certificate that the signed attributes name.
 */
export function tstInfoIn(bytes: Uint8Array): TstInfo | undefined {
  const reader = derReader(bytes);
  const fields = reader.open(TAG.sequence);
  reader.end();
  const version = takeSmall(fields);
  const policy = oidIn(fields, fields.take(TAG.oid));
  const imprint = takeImprint(fields);
  const serial = integerToHex(takeInteger(fields));
  const genTime = timeIn(fields.take(TAG.generalizedTime));
  const accuracy = fields.maybeOpen(TAG.sequence);
  const accuracyMs = accuracy && accuracyIn(accuracy);
  maybeBoolean(fields);
  const nonce = fields.maybe(TAG.integer);
  fields.maybe(wrapped(0));
  const extensions = fields.maybeOpen(wrapped(1));
  const hasCritical = extensions !== undefined && hasCriticalIn(extensions);
  fields.end();
  const given = nonce && integerIn(fields, nonce);
  if (reader.isBroken() || version !== 1 || genTime === undefined || hasCritical) return undefined;
  return {
    policy,
    imprint,
    serial,
    genTime: instant(genTime),
    ...(accuracyMs !== undefined && { accuracyMs }),
    ...(given && { nonce: given }),
  };
}

function accuracyIn(fields: DerReader): number {
  const seconds = fields.maybe(TAG.integer);
  const millis = fields.maybe(replaced(0));
  const micros = fields.maybe(replaced(1));
  fields.end();
  const of = (value: typeof seconds): number => (value === undefined ? 0 : smallIn(fields, value));
  return of(seconds) * 1_000 + of(millis) + of(micros) / 1_000;
}

function hasCriticalIn(list: DerReader): boolean {
  let isAnyCritical = false;
  while (list.hasMore()) {
    const extension = list.open(TAG.sequence);
    extension.take(TAG.oid);
    isAnyCritical ||= maybeBoolean(extension);
    extension.take(TAG.octetString);
    extension.end();
  }
  return isAnyCritical;
}
