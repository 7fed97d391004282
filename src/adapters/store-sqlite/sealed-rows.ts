import { base64UrlToBytes, bytesToBase64Url } from '../../base/bytes.ts';
import { assert } from '../../base/assert.ts';
import { instant, INSTANT_MS_MAX } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { NamedRow, SealedRow, Vault } from '../../record/at-rest.ts';
import { parseIncidentId } from '../../record/names.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';

/** What a row tells once it is open. On the disk even its incident and its hour are ciphertext. */
export type Plain = {
  readonly incident: IncidentId;
  readonly loggedAt: Instant;
  readonly content: Uint8Array;
};

// Before the content: when it was logged (a 64-bit float holds every instant exactly) and the incident.
const LOGGED_AT_BYTES = 8;
const HEAD_BYTES: number = LOGGED_AT_BYTES + 12;

export function sealPlain(id: EntryId, plain: Plain, vault: Vault): SealedRow {
  return vault.sealRow(id, bytesOf(plain));
}

/** As `sealPlain`, for new rows in their order. */
export function sealPlains(
  rows: readonly (Plain & { readonly id: EntryId })[],
  vault: Vault,
): readonly NamedRow[] {
  return vault.sealRows(rows.map((row) => ({ id: row.id, content: bytesOf(row) })));
}

function bytesOf({ incident, loggedAt, content }: Plain): Uint8Array {
  const plain = new Uint8Array(HEAD_BYTES + content.length);
  new DataView(plain.buffer).setFloat64(0, loggedAt);
  const incidentBytes = base64UrlToBytes(incident);
  assert(incidentBytes !== undefined, 'an incident id is base64url');
  plain.set(incidentBytes, LOGGED_AT_BYTES);
  plain.set(content, HEAD_BYTES);
  return plain;
}

/** `undefined`: not sealed by this hub for this entry, or damaged. */
export function openPlain(id: EntryId, row: SealedRow, vault: Vault): Plain | undefined {
  const plain = vault.openRow(id, row);
  if (plain === undefined || plain.length < HEAD_BYTES) return undefined;
  const loggedAt = new DataView(plain.buffer, plain.byteOffset).getFloat64(0);
  const incident = parseIncidentId(bytesToBase64Url(plain.subarray(LOGGED_AT_BYTES, HEAD_BYTES)));
  if (incident === undefined || !Number.isInteger(loggedAt) || Math.abs(loggedAt) > INSTANT_MS_MAX)
    return undefined;
  return { incident, loggedAt: instant(loggedAt), content: plain.subarray(HEAD_BYTES) };
}
