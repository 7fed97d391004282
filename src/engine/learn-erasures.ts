import { isJsonArray, isJsonObject } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { parseEntryId } from '../record/names.ts';
import type { EntryId } from '../record/names.ts';
import type { EraseTarget } from './erase.ts';
import type { Engine } from './engine.ts';
import type { EraseAnswer } from './eraser.ts';

/** An erasure as another hub tells it. Its index is that hub's own and says nothing here. */
export type ToldErasure = {
  readonly id: EntryId;
  readonly by: EntryId;
  readonly parts?: readonly string[];
};

/** Reads the `erased` list of a hub's page or of its erasures; what is not of that form is left out. */
export function parseToldErasures(list: Json | undefined): readonly ToldErasure[] {
  if (!isJsonArray(list)) return [];
  return list.flatMap((item): ToldErasure | readonly [] => {
    if (!isJsonObject(item)) return [];
    const { parts } = item;
    const [id, by] = [parseEntryId(item['id']), parseEntryId(item['by'])];
    if (id === undefined || by === undefined) return [];
    if (parts === undefined) return { id, by };
    const names = isJsonArray(parts) ? parts.filter((name) => typeof name === 'string') : [];
    return names.length > 0 ? { id, by, parts: names } : [];
  });
}

/**
 * Erases here what another hub has erased. `mayErase` answers for each erase entry whether those who signed it may:
 * without that a hub in the wrong hands could empty all others. Ask again at each sync: what is not here yet may come.
 */
export async function learnErasures(
  engine: Pick<Engine, 'erase'>,
  told: readonly ToldErasure[],
  mayErase: (by: EntryId) => boolean,
): Promise<readonly EraseAnswer[]> {
  const byOrder = new Map<EntryId, EraseTarget[]>();
  for (const { id, by, parts } of told) {
    if (!mayErase(by)) continue;
    const targets = parts?.map((part): EraseTarget => ({ id, what: { part } })) ?? [
      { id, what: 'entry' as const },
    ];
    byOrder.set(by, [...(byOrder.get(by) ?? []), ...targets]);
  }
  const answers: EraseAnswer[] = [];
  for (const [by, targets] of byOrder) answers.push(await engine.erase(targets, by));
  return answers;
}
