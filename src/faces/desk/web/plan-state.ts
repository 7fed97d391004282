import { PLAN_EDITOR_WORDS } from '../../../acts/words/plan-editor-words.ts';
import type { PlanEditorWords } from '../../../acts/words/plan-editor-words.ts';
import type { PlacePartName } from '../../../acts/paper/place-parts.ts';
import { LANGUAGES } from '../../../acts/words/words.ts';
import type { Language } from '../../../acts/words/words.ts';
import { NEW_DRAFT } from '../place-draft.ts';
import type { DraftRow, PlaceDraft } from '../place-draft.ts';
import type { PlanMode } from '../place-page.ts';

/** A row that was taken away last, to be put back. */
type Removed = {
  readonly part: PlacePartName;
  readonly at: number;
  readonly row: DraftRow;
  readonly named: string;
};

/** What the page holds, in the memory of this tab only. */
export type PlanState = {
  readonly base: string;
  readonly mode: PlanMode;
  language: Language;
  draft: PlaceDraft;
  /** The draft as the file has it: what differs is not saved. */
  saved: string;
  /** What the file is called. */
  name: string;
  /** Paths of what stood in the file and has no place in a plan. */
  left: readonly string[];
  removed: Removed | undefined;
};

export function newPlanState(): PlanState {
  const { base = '', language, mode } = document.body.dataset;
  return {
    base,
    mode: mode === 'file' ? 'file' : 'hub',
    language: LANGUAGES.find((known) => known === language) ?? 'ru',
    name: 'place.yaml',
    ...fresh(NEW_DRAFT),
  };
}

/** A draft that was opened, or begun: nothing of it is unsaved. */
export function fresh(draft: PlaceDraft): Pick<PlanState, 'draft' | 'saved' | 'left' | 'removed'> {
  return { draft, saved: JSON.stringify(draft), left: [], removed: undefined };
}

export function isUnsaved({ draft, saved }: PlanState): boolean {
  return JSON.stringify(draft) !== saved;
}

export function wordsOf({ language }: PlanState): PlanEditorWords {
  return PLAN_EDITOR_WORDS[language];
}
