import { utf8Decode } from '../base/bytes.ts';
import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { withoutBytes } from '../record/entry.ts';
import type { Entry } from '../record/entry.ts';
import { accept, toVerify } from '../record/verify.ts';
import type { EntryError } from '../record/verify.ts';
import { parseWireEntry } from '../record/wire.ts';
import type { WireEntry } from '../record/wire.ts';
import type { Hashing, Primitives } from '../record/primitives.ts';
import type { Row } from '../ports/store.ts';

/** The entry on the wire that a row keeps, with the parts that came later; `undefined` when it is erased or broken. */
export function wireOf(row: Row, decode: Primitives['utf8Decode'] = utf8Decode): WireEntry | undefined {
  const first = parseWireEntry(jsonOf(row.content, decode));
  if (!first.ok) return undefined;
  if (row.later.length === 0) return first.value;
  const { e, g } = first.value;
  const later = row.later.flatMap((bytes) => {
    const more = jsonOf(bytes, decode);
    const wire = isJsonObject(more) ? parseWireEntry({ e, g, parts: more['parts'] ?? {} }) : undefined;
    return wire?.ok ? Object.entries(wire.value.parts) : [];
  });
  return { e, g, parts: { ...Object.fromEntries(later), ...first.value.parts } };
}

/** The names of the parts that were erased from an entry of which the rest is kept. */
export function erasedPartsOf(row: Row): readonly string[] {
  const value = row.erasedBy === undefined ? undefined : jsonOf(row.content, utf8Decode);
  const names = isJsonObject(value) ? value['erased'] : undefined;
  return isJsonArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

function jsonOf(bytes: Uint8Array, decode: Primitives['utf8Decode']): Json | undefined {
  const text = decode(bytes);
  return text === undefined ? undefined : parseJson(text);
}

/**
 * Reads a kept row back. Its signature was checked when it was accepted and is not checked again here
 * (a hundred thousand would cost ten seconds at start); `fsck` does check it again.
 */
export function restoreEntry(row: Row, crypto: Hashing & Pick<Primitives, 'utf8Decode'>): Entry | undefined {
  const wire = wireOf(row, crypto.utf8Decode);
  const plan = wire && toVerify(wire, crypto);
  if (!plan?.ok || plan.value.id !== row.id) return undefined;
  const entry = accept(plan.value, true, crypto);
  return entry.ok ? withoutBytes(entry.value) : undefined;
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
  if (wire === undefined) return row.erasedBy === undefined ? fault('unreadable') : undefined;
  const plan = toVerify(wire, crypto);
  if (!plan.ok) return fault(plan.error.kind);
  if (plan.value.id !== row.id) return fault('other-id');
  const [isGenuine = false] = await crypto.verifyBatch([plan.value.check]);
  const entry = accept(plan.value, isGenuine, crypto);
  if (!entry.ok) return fault(entry.error.kind);
  return entry.value.flags.some((f) => f.kind === 'part-dropped') ? fault('part-dropped') : undefined;
}
