import { utf8Encode } from '../base/bytes.ts';
import type { ErasureLine } from '../record/erasure-list.ts';
import type { EntryId } from '../record/names.ts';
import { parseCoreText } from '../record/signed.ts';
import type { Erasure, Row, Store } from '../ports/store.ts';
import { erasedPartsOf, wireOf } from './restore.ts';

/** What is to be erased: one part of an entry, or the entry's whole core, signature and parts. */
export type EraseTarget = { readonly id: EntryId; readonly what: 'entry' | { readonly part: string } };

/** What was erased of one entry, as other hubs and devices hear of it. No `parts`: the whole entry. */
export type Erased = {
  readonly index: number;
  readonly id: EntryId;
  readonly by: EntryId;
  readonly parts?: readonly string[];
};

/** Why a target was passed over: nothing here has that id, or its core names no such part. */
export type EraseFault = { readonly target: EraseTarget; readonly why: 'not-here' | 'no-such-part' };

/** What is to be done to a store's rows, and what cannot be done. */
export type ErasePlan = { readonly erasures: readonly Erasure[]; readonly faults: readonly EraseFault[] };

/** All that was erased in a store, by rising index. */
export function allErased(store: Store): readonly Erased[] {
  return store.erased().map((place) => {
    const row = store.find(place.id);
    return (row && erasedOf(row)) ?? place;
  });
}

/** What was erased of a row; `undefined` when nothing was. */
export function erasedOf(row: Row): Erased | undefined {
  const { index, id, erasedBy: by } = row;
  if (by === undefined) return undefined;
  return wireOf(row) === undefined ? { index, id, by } : { index, id, by, parts: erasedPartsOf(row) };
}

/**
 * Works out what erasing the targets by this erase entry leaves of each row. What is erased already is passed over
 * in silence, so that the same order may come twice. A part that has not come yet is erased too: it will be refused.
 */
export function planErasures(store: Store, targets: readonly EraseTarget[], by: EntryId): ErasePlan {
  const faults: EraseFault[] = [];
  const wanted = new Map<EntryId, EraseTarget[]>();
  for (const target of targets) wanted.set(target.id, [...(wanted.get(target.id) ?? []), target]);
  const touched = new Set(store.erased().map(({ index }) => index));
  const erasures = [...wanted].flatMap(([id, each]): readonly Erasure[] => {
    const index = store.indexOf(id);
    if (index === undefined) {
      faults.push(...each.map((target): EraseFault => ({ target, why: 'not-here' })));
      return [];
    }
    const row = store.find(id);
    const names = row && partNamesOf(row);
    // Gone as a whole already. The erase entry that did it stays the one that is named.
    if (names === undefined && touched.has(index)) return [];
    if (each.some(({ what }) => what === 'entry')) return [{ index, by, content: NOTHING }];
    const parts = each.flatMap((target) => {
      const name = target.what === 'entry' ? undefined : target.what.part;
      if (name !== undefined && names?.includes(name)) return [name];
      faults.push({ target, why: 'no-such-part' });
      return [];
    });
    const content = row && withoutParts(row, parts);
    return content ? [{ index, by, content }] : [];
  });
  return { erasures, faults };
}

const NOTHING = new Uint8Array();

/** The bytes a row keeps without these parts; `undefined` when all of them are erased already. */
function withoutParts(row: Row, parts: readonly string[]): Uint8Array | undefined {
  const wire = wireOf(row);
  const before = erasedPartsOf(row);
  const erased = [...new Set([...before, ...parts])].sort();
  if (wire === undefined || erased.length === before.length) return undefined;
  const left = Object.entries(wire.parts).filter(([name]) => !erased.includes(name));
  return utf8Encode(JSON.stringify({ e: wire.e, g: wire.g, parts: Object.fromEntries(left), erased }));
}

/** The names of an entry's parts in the order of its core, whether or not they are here. */
function partNamesOf(row: Row): readonly string[] | undefined {
  const wire = wireOf(row);
  const core = wire && parseCoreText(wire.e);
  return core?.ok ? [...core.value.parts.keys()] : undefined;
}

/** The open list of a store's erasures, for restores. */
export function erasureLinesOf(store: Store): readonly ErasureLine[] {
  return allErased(store).flatMap(({ id, by, parts }): readonly ErasureLine[] => {
    const row = store.find(id);
    const names = row && partNamesOf(row);
    if (parts === undefined || names === undefined) return [{ id, by, what: 'entry' }];
    return parts.map((name) => ({ id, by, what: { part: names.indexOf(name) } }));
  });
}

/** How an older copy of a store came out of having later erasures applied. */
export type Reapplied = {
  readonly erasures: readonly Erasure[];
  /** Entries of which a part is to go and whose row cannot be opened, so that it cannot be done. */
  readonly stuck: readonly EntryId[];
};

/** What a list of erasures asks of an older copy. What the copy never had is nothing to it. */
export function planFromLines(store: Store, lines: readonly ErasureLine[]): Reapplied {
  const byEntry = new Map<EntryId, ErasureLine[]>();
  for (const line of lines) byEntry.set(line.id, [...(byEntry.get(line.id) ?? []), line]);
  const touched = new Set(store.erased().map(({ id }) => id));
  const stuck: EntryId[] = [];
  const erasures = [...byEntry].flatMap(([id, each]): readonly Erasure[] => {
    const row = store.find(id);
    const names = row && partNamesOf(row);
    const isGone = names === undefined && touched.has(id);
    if (store.indexOf(id) === undefined || isGone) return [];
    const whole = each.find(({ what }) => what === 'entry');
    if (whole === undefined && names === undefined) stuck.push(id);
    const targets = each.flatMap(({ what }): EraseTarget | readonly [] => {
      const part = what === 'entry' ? undefined : names?.[what.part];
      return what === 'entry' ? { id, what } : part === undefined ? [] : { id, what: { part } };
    });
    const by = (whole ?? each.at(-1))?.by;
    return by === undefined ? [] : planErasures(store, targets, by).erasures;
  });
  return { erasures, stuck };
}
