import type { PlaceFieldName, PlacePartName } from '../paper/place-parts.ts';
import { PLAN_EDITOR_EN } from './plan-editor-en.ts';
import { PLAN_EDITOR_KK } from './plan-editor-kk.ts';
import { PLAN_EDITOR_RU } from './plan-editor-ru.ts';
import type { Language } from './words.ts';

/** Each language by its own name. */
export const SPOKEN_NAMES: Readonly<Record<Language, string>> = {
  kk: 'қазақша',
  ru: 'русский',
  en: 'English',
};

/** One part of the form: what it is, what is written there, what one row of it is called. */
export type PartWords = {
  readonly title: string;
  readonly hint: string;
  readonly one: string;
  readonly add: string;
};

/** How much stands in a plan. */
export type PlanCounts = { readonly cells: number; readonly people: number; readonly wardens: number };

/** The page on which the plan of a place is filled in. */
export type PlanEditorWords = {
  readonly title: string;
  readonly what: string;
  readonly handles: string;
  /** Where what is typed goes: on the page of a hub, and on that of `place edit`. */
  readonly stays: { readonly hub: string; readonly file: string };
  /** How a plan gets to the hub. */
  readonly onwards: { readonly hub: string; readonly file: string };
  readonly noScript: string;
  readonly insecure: string;
  readonly parts: Readonly<Record<PlacePartName, PartWords>>;
  readonly fields: Readonly<Record<PlaceFieldName, string>>;
  /** Beside a field: how it is written. */
  readonly samples: Readonly<Partial<Record<PlaceFieldName, string>>>;
  readonly choose: string;
  readonly noneToChoose: string;
  readonly homes: (homes: number) => string;
  readonly remove: string;
  readonly removed: string;
  readonly putBack: string;
  readonly up: string;
  readonly counted: (counts: PlanCounts) => string;
  readonly unsafe: (unsafe: number) => string;
  readonly toMend: (faults: number) => string;
  /** Above what is to be mended, what was found, and where neither is anything. */
  readonly mendTitle: string;
  readonly foundTitle: string;
  readonly notYetChecked: string;
  readonly more: (others: number) => string;
  readonly file: {
    readonly title: string;
    readonly open: string;
    readonly anew: string;
    readonly save: string;
    readonly saveBack: string;
    readonly done: string;
    readonly ended: string;
    readonly opened: (name: string) => string;
    readonly saved: (name: string) => string;
    readonly savedBack: (name: string) => string;
    readonly unsaved: string;
    readonly remarks: string;
    readonly left: string;
    readonly loses: string;
    readonly goOn: string;
    readonly stay: string;
    readonly faults: Readonly<Record<PlanFileFault, string>>;
  };
  readonly keep: {
    readonly title: string;
    readonly what: string;
    readonly passphrase: string;
    readonly short: string;
    readonly keep: string;
    readonly kept: string;
    readonly forget: string;
    readonly forgotten: string;
    readonly found: string;
    readonly open: string;
    readonly wrong: string;
    readonly full: string;
    readonly working: (percent: number) => string;
  };
};

/** Why a file was not opened, or not written. `changed`: somebody else wrote it meanwhile. */
export type PlanFileFault =
  | 'too-large'
  | 'not-utf8'
  | 'not-yaml'
  | 'not-a-plan'
  | 'too-many'
  | 'changed'
  | 'not-written'
  | 'no-answer';

export const PLAN_EDITOR_WORDS: Readonly<Record<Language, PlanEditorWords>> = {
  en: PLAN_EDITOR_EN,
  ru: PLAN_EDITOR_RU,
  kk: PLAN_EDITOR_KK,
};
