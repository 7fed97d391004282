import type { ChannelName } from '../alarm/channels.ts';
import type { ToMend } from '../alarm/mend.ts';
import type { AlarmPhase } from '../alarm/reach-report.ts';
import type { NotReached } from '../alarm/road-reach.ts';
import { REACH_REPORT_EN } from './reach-report-en.ts';
import { REACH_REPORT_KK } from './reach-report-kk.ts';
import { REACH_REPORT_RU } from './reach-report-ru.ts';
import type { Language } from './words.ts';

/** How far an alarm reached, as a page and as text. A finding without words does not compile. */
export type ReachReportWords = {
  readonly title: string;
  /** Leads there from the alarm's strip on the board. */
  readonly link: string;
  readonly drillSays: string;
  /** Its messages were forgotten, or none was ever planned. */
  readonly none: string;
  readonly isRunning: (time: string) => string;
  readonly all: (people: string, told: string, seen: string, answered: string) => string;
  readonly answers: (coming: string, cannot: string) => string;
  /** Neighbours whom wardens called at the doors or by their own telephones; `told` may be "83 of 94". */
  readonly byWardens: (told: string, coming: string) => string;
  readonly mend: {
    readonly heading: string;
    readonly nothing: string;
    readonly says: {
      readonly [K in ToMend['kind']]: (
        found: Extract<ToMend, { readonly kind: K }>,
        roads: Readonly<Record<ChannelName, string>>,
      ) => string;
    };
  };
  readonly times: {
    readonly heading: string;
    readonly note: string;
    readonly phases: Readonly<Record<AlarmPhase, string>>;
    readonly began: string;
    readonly half: string;
    readonly most: string;
    readonly last: string;
    readonly duration: (minutes: number, seconds: number) => string;
    /** So many were not reached at all. */
    readonly never: string;
    readonly chart: string;
  };
  readonly people: string;
  readonly told: string;
  readonly seen: string;
  readonly answered: string;
  readonly cells: {
    readonly heading: string;
    readonly note: string;
    readonly cell: string;
    readonly wardensAnswered: string;
    readonly partOf: (some: string, all: string) => string;
    readonly neighbours: string;
    /** Where they are too few to be told of by themselves. */
    readonly few: string;
    readonly fewTogether: (cells: number) => string;
    readonly ticked: string;
    readonly ticks: (told: string, coming: string, unreached: string) => string;
  };
  readonly others: { readonly heading: string; readonly role: string; readonly gone: string };
  readonly roads: {
    readonly heading: string;
    readonly note: string;
    readonly road: string;
    readonly handed: string;
    readonly spared: string;
    readonly failed: string;
    readonly dropped: string;
    readonly waiting: string;
    readonly until: (count: string, time: string) => string;
    readonly why: string;
    readonly reasons: Readonly<Record<NotReached, string>>;
  };
};

export const REACH_REPORT_WORDS: Readonly<Record<Language, ReachReportWords>> = {
  en: REACH_REPORT_EN,
  ru: REACH_REPORT_RU,
  kk: REACH_REPORT_KK,
};
