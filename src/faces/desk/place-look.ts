import { parsePlacePlan } from '../../acts/alarm/place-plan.ts';
import type { PlacePlan } from '../../acts/alarm/place-plan.ts';
import { findingField } from '../../acts/care/finding-field.ts';
import { checkPlace, isPlaceUnsafe } from '../../acts/care/place-check.ts';
import type { PlaceFinding } from '../../acts/care/place-check.ts';
import { placeRefusalText } from '../../acts/words/place-refusals.ts';
import { placeAdvice } from '../../acts/words/place-words.ts';
import { PLAN_EDITOR_WORDS } from '../../acts/words/plan-editor-words.ts';
import type { PlanCounts } from '../../acts/words/plan-editor-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { planOfDraft } from './place-draft.ts';
import type { Drafted, DraftSpot, PlaceDraft } from './place-draft.ts';

/** Something said of a draft, and where in the form it is mended. */
export type Said = { readonly spot: DraftSpot; readonly says: string; readonly todo?: string };

/** What the plan a draft stands for is refused for; or, once it is a plan, how much is in it and what was found. */
export type Look =
  | { readonly isPlan: false; readonly refused: readonly Said[] }
  | {
      readonly isPlan: true;
      readonly counts: PlanCounts;
      readonly unsafe: readonly Said[];
      readonly notes: readonly Said[];
    };

export function lookAt(draft: PlaceDraft, language: Language): Look {
  const drafted = planOfDraft(draft);
  const read = parsePlacePlan(drafted.plan);
  if (!read.ok) {
    const refused = read.error.map((fault) => ({
      spot: drafted.spotOf(fault.field),
      says: placeRefusalText(fault, language),
    }));
    // What is wrong with both of two coordinates is said once.
    const once = new Map(refused.map((each) => [JSON.stringify(each), each]));
    return { isPlan: false, refused: [...once.values()] };
  }
  const plan = read.value;
  const found = checkPlace(plan);
  const said = (isUnsafe: boolean): readonly Said[] =>
    found
      .filter((each) => isPlaceUnsafe(each) === isUnsafe)
      .map((each) => saidOf(each, { plan, drafted, draft, language }));
  return { isPlan: true, counts: countsOf(plan), unsafe: said(true), notes: said(false) };
}

type Seen = {
  readonly plan: PlacePlan;
  readonly drafted: Drafted;
  readonly draft: PlaceDraft;
  readonly language: Language;
};

function saidOf(found: PlaceFinding, { plan, drafted, draft, language }: Seen): Said {
  const spot = drafted.spotOf(findingField(found, plan));
  // A path of the file says nothing to somebody who never saw it.
  const named = found.kind === 'person-named' ? { ...found, field: spotName(spot, draft, language) } : found;
  return { spot, ...placeAdvice(named, language) };
}

/** "Cell c1 · Wardens": how a place in the form is called. */
export function spotName({ part, row, field }: DraftSpot, draft: PlaceDraft, language: Language): string {
  const words = PLAN_EDITOR_WORDS[language];
  const { title, one } = words.parts[part];
  const at = row === undefined ? undefined : draft[part][row];
  const own = at?.code ?? at?.handle ?? '';
  const isRow = row !== undefined && draft[part].length > 1;
  const name =
    own !== '' && isRow ? `${one} ${own}` : isRow ? `${one} ${row + 1}` : field === undefined ? title : one;
  return field === undefined ? name : `${name} · ${words.fields[field]}`;
}

function countsOf({ cells }: PlacePlan): PlanCounts {
  return {
    cells: cells.length,
    people: cells.reduce((sum, { people }) => sum + people, 0),
    wardens: new Set(cells.flatMap(({ wardens }) => wardens)).size,
  };
}

/** "4 cells, 94 people, 6 wardens; 2 things are unsafe", or how much cannot be read yet. */
export function lookLine(look: Look, language: Language): string {
  const words = PLAN_EDITOR_WORDS[language];
  return look.isPlan
    ? `${words.counted(look.counts)}; ${words.unsafe(look.unsafe.length)}`
    : words.toMend(look.refused.length);
}
