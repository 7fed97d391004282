import { ALARM_STEPS } from '../../record/kinds/alarm.ts';
import type { AlarmMode, AlarmStep } from '../../record/kinds/alarm.ts';
import type { StandbyCause } from '../../record/kinds/standby.ts';
import type { Act } from '../../record/kinds/vocabulary.ts';
import { ALARM_EN } from './alarm-en.ts';
import { ALARM_KK } from './alarm-kk.ts';
import { ALARM_RU } from './alarm-ru.ts';
import type { Language } from './words.ts';

/**
 * What an alarm is raised for, each with words short enough for one SMS; all else is said as danger. A siege of somebody's
 * home stays out, as in the public account: everybody knows whose home.
 */
export const ALARM_ACTS = [
  'force.arrive',
  'force.advance',
  'force.use',
  'force.breach',
  'cordon.set',
  'cordon.complete',
  'evict.home',
  'evict.demolish',
  'utility.cut',
  'network.cut',
  'arrest',
  'injury',
] as const;
/** `Extract`, so that what is no act does not compile. */
export type AlarmAct = Extract<Act, (typeof ALARM_ACTS)[number]>;

/** Whom a call asks to come. `supporters`: those who live near. */
export const CALLED = ['neighbours', 'press', 'lawyers', 'observers', 'medics', 'supporters'] as const;
export type Called = (typeof CALLED)[number];

/** How an alarm that people were told of can end for them. */
export type AlarmEnd = Exclude<AlarmStep, 'tier'>;
export const ALARM_ENDS: readonly AlarmEnd[] = ALARM_STEPS.filter((step) => step !== 'tier');

/** The messages with a heading of their own. */
export type Titled =
  | 'ask'
  | 'call'
  | 'abroad'
  | 'redirect'
  | 'task'
  | 'ready'
  | 'check-in-due'
  | 'verify'
  | 'removed'
  | 'test';

/** How people who were to be ready hear that it is over: an organiser has come, another hub is heard, or just so. */
export type ReadyOver = 'here' | 'heard' | 'over';

/** What happens, as news and as a question with its mark. */
export type ActWords = { readonly tells: string; readonly asks: string };

/** Ways to say the same, from the clearest to the shortest. */
export type Ways = readonly [string, ...string[]];

/** Every message of an alarm in one language. `code`: a personal code and a space, or nothing. */
export type AlarmWords = {
  /** Stands first in every text of a drill. */
  readonly drill: string;
  readonly drillOver: string;
  /** Stands first in every text that calls people off. */
  readonly overAs: Readonly<Record<AlarmEnd, string>>;
  /** What each message is about, in a few words; one that calls people off is headed by how it ended. */
  readonly titles: Readonly<Record<Titled, string>>;
  readonly acts: Readonly<Record<AlarmAct | 'other', ActWords>>;
  /** Where people are needed and safe; never where they would confront anybody. */
  readonly place: Readonly<Record<Called, (point: string) => Ways>>;
  /** Said where the plan names no such place. */
  readonly noPlace: string;
  readonly answerAsk: (code: string) => Ways;
  readonly answerCall: (code: string) => Ways;
  readonly abroad: Ways;
  readonly redirect: (point: string) => Ways;
  readonly redirectNowhere: string;
  readonly drillOverSays: string;
  readonly overSays: Readonly<Record<AlarmEnd, string>>;
  readonly tellCell: (cell: string) => string;
  readonly tellYourCell: string;
  /** Stands first where people are asked to be ready, and where that is over. */
  readonly ready: string;
  readonly readyOver: string;
  /** Why, naming nobody, and no more than that a telephone is kept near: nobody is sent anywhere. */
  readonly readySays: Readonly<Record<StandbyCause, Ways>>;
  readonly readyOverSays: Readonly<Record<ReadyOver, string>>;
  readonly checkInDue: (until: string) => string;
  readonly verify: (code: string) => string;
  readonly removed: string;
  readonly test: string;
  /** In place of a settlement whose name has no character that can be shown. */
  readonly settlement: string;
};

export const ALARM_WORDS: Readonly<Record<Language, AlarmWords>> = {
  kk: ALARM_KK,
  ru: ALARM_RU,
  en: ALARM_EN,
};

/** The words for what happens; the general ones where an act has none of its own, or is not known. */
export function alarmActWords(act: Act | undefined, language: Language): ActWords {
  const { acts } = ALARM_WORDS[language];
  const own = ALARM_ACTS.find((each) => each === act);
  return acts[own ?? 'other'];
}

/** How an alarm ended, as the word that comes first and a sentence; a drill is over, however it ended. */
export function overWords(
  words: AlarmWords,
  mode: AlarmMode,
  as: AlarmEnd,
): { readonly status: string; readonly says: string } {
  return mode === 'drill'
    ? { status: words.drillOver, says: words.drillOverSays }
    : { status: words.overAs[as], says: words.overSays[as] };
}
