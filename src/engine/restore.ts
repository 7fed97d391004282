import { utf8Decode } from '../base/bytes.ts';
import { parseJson } from '../base/canonical-json.ts';
import type { Entry } from '../record/entry.ts';
import { accept, toVerify } from '../record/verify.ts';
import type { EntryError } from '../record/verify.ts';
import { parseWireEntry } from '../record/wire.ts';
import type { WireEntry } from '../record/wire.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Row } from '../ports/store.ts';

/** The entry on the wire that a row keeps, or `undefined` when the stored bytes are broken. */
export function wireOf(row: Row, decode: Primitives['utf8Decode'] = utf8Decode): WireEntry | undefined {
  const text = decode(row.content);
  const wire = text === undefined ? undefined : parseWireEntry(parseJson(text));
  return wire?.ok ? wire.value : undefined;
}

/**
 * Reads a kept row back. Its signature was checked when it was accepted and is not checked again here
 * (a hundred thousand would cost ten seconds at start); `fsck` does check it again.
 */
export function restoreEntry(
  row: Row,
  { sha256, utf8Decode: decode }: Pick<Primitives, 'sha256' | 'utf8Decode'>,
): Entry | undefined {
  const wire = wireOf(row, decode);
  const plan = wire && toVerify(wire, sha256);
  if (!plan?.ok || plan.value.id !== row.id) return undefined;
  const entry = accept(plan.value, true, sha256);
  return entry.ok ? entry.value : undefined;
}

/** What a full check of one row finds; `undefined` when it is sound. */
export type RowFault = {
  readonly index: number;
  readonly id: string;
  readonly why: 'unreadable' | 'other-id' | EntryError['kind'] | 'part-dropped';
};

/** Checks a row from its bytes up, signature included. */
export async function checkRow(row: Row, crypto: Primitives): Promise<RowFault | undefined> {
  const fault = (why: RowFault['why']): RowFault => ({ index: row.index, id: row.id, why });
  const wire = wireOf(row, crypto.utf8Decode);
  if (wire === undefined) return fault('unreadable');
  const plan = toVerify(wire, crypto.sha256);
  if (!plan.ok) return fault(plan.error.kind);
  if (plan.value.id !== row.id) return fault('other-id');
  const [isGenuine = false] = await crypto.verifyBatch([plan.value.check]);
  const entry = accept(plan.value, isGenuine, crypto.sha256);
  if (!entry.ok) return fault(entry.error.kind);
  return entry.value.flags.some((f) => f.kind === 'part-dropped') ? fault('part-dropped') : undefined;
}
