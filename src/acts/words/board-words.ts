import type { StepReason } from '../../record/kinds/alarm.ts';
import type { ChannelName } from '../alarm/channels.ts';
import { BOARD_EN } from './board-en.ts';
import { BOARD_KK } from './board-kk.ts';
import { BOARD_RU } from './board-ru.ts';
import type { Language } from './words.ts';

/** A number as printed and the number that decides the plural. */
type Count = (text: string, n: number) => string;

/** Every word of the board that is not in `Terms`, in one language. A missing message does not compile. */
export type BoardWords = {
  readonly title: string;
  readonly noSettlement: string;
  readonly head: {
    readonly yearNotStated: string;
    /** `isReplay`: the hub's own hours are hours of the played day too. */
    readonly offsetUnknown: (isReplay: boolean) => string;
    readonly asOf: (time: string) => string;
    readonly lastEntry: (time: string) => string;
    /** Hours are read on the clock of the place, which is this far from UTC. */
    readonly placeTime: (offset: string) => string;
    readonly replay: string;
    readonly replayNote: string;
    readonly languages: string;
    readonly skip: string;
    readonly outcome: string;
    readonly ring: Readonly<Record<'none' | 'partial' | 'complete', string>>;
    readonly connectionLost: (time: string) => string;
  };
  readonly top: {
    readonly heading: string;
    readonly gained: string;
    readonly sinceArrival: (time: string) => string;
    readonly sinceAlarm: (time: string) => string;
    readonly notStarted: string;
    readonly untilLost: string;
    readonly untilWithdrawal: string;
    readonly homeTime: (text: string) => string;
    readonly duration: (hours: number, minutes: number) => string;
    readonly hours: (text: string) => string;
    readonly durationRange: (from: string, to: string) => string;
    readonly atLeast: (text: string) => string;
    readonly told: string;
    readonly acknowledged: string;
    readonly checkedIn: string;
    readonly homes: Readonly<Record<'standing' | 'reached' | 'lost' | 'unknown', string>>;
    readonly totalUnknown: string;
    readonly total: (text: string) => string;
    readonly lostInNumbers: (text: string) => string;
    readonly groupsRefused: Count;
    readonly noRefusals: string;
  };
  readonly alarm: {
    readonly heading: string;
    readonly real: string;
    readonly drill: string;
    readonly unknownMode: string;
    readonly states: Readonly<Record<'raised' | 'confirmed' | 'active' | 'lapsed' | 'stood-down', string>>;
    readonly raised: (time: string) => string;
    readonly confirmedBy: Count;
    readonly refutedBy: Count;
    readonly tier: (n: number) => string;
    readonly answers: (acknowledged: number, coming: number, cannot: number) => string;
    readonly endedAs: Readonly<Record<'tier' | 'lapsed' | 'ended' | 'false' | 'duplicate', string>>;
    readonly earlier: Count;
    /** Whom a tier calls. */
    readonly tierCalls: Readonly<Record<1 | 2 | 3 | 4, string>>;
    readonly why: Readonly<Record<StepReason, string>>;
    /** Before a tier opens: `what` is one of the sentences below. */
    readonly before: (tier: number, calls: string, what: string) => string;
    readonly waitsFor: {
      readonly voices: (n: number) => string;
      readonly keyholders: (n: number) => string;
      readonly turnout: (minutes: number) => string;
      readonly 'other-voucher': string;
      readonly doubt: string;
      readonly trusted: string;
      readonly opening: string;
    };
    /** People on the spot in an hour: what to reckon with, and between which numbers. */
    readonly forecast: (expected: string, lo: string, hi: string) => string;
    readonly roads: Readonly<Record<ChannelName, string>>;
    /** `seen`: only where a road tells. */
    readonly sent: (handed: string, answered: string, seen?: string) => string;
    readonly failed: (text: string) => string;
    /** Their message waited for a road that the hub gave up, and they have no other. */
    readonly cutOff: (text: string) => string;
    /** `until`: when the last will have gone, at the latest. */
    readonly unsent: (text: string, until?: string) => string;
    readonly areasDown: (cells: string) => string;
  };
  readonly watch: {
    readonly missed: (who: string, due: string) => string;
    readonly cameLate: (who: string, due: string, came: string) => string;
    readonly readiness: Count;
  };
  readonly lanes: {
    readonly heading: string;
    readonly asList: string;
    readonly more: Count;
    readonly noTime: string;
    readonly nothing: string;
    readonly ringBar: Readonly<Record<'partial' | 'complete', string>>;
    readonly rumour: string;
    readonly allOf: (group: string) => string;
    readonly under: (threat: string) => string;
    readonly key: {
      readonly done: string;
      readonly tried: string;
      readonly said: string;
      readonly bounded: string;
      readonly open: string;
      readonly refused: string;
    };
    readonly versions: Count;
  };
  readonly refusals: {
    readonly heading: string;
    readonly none: string;
    readonly group: string;
    readonly by: string;
    readonly order: string;
    readonly threat: string;
    readonly answer: string;
    readonly notSaid: string;
    /** The whole group, before an answer. */
    readonly all: string;
    readonly noAnswer: string;
  };
  readonly people: {
    readonly heading: string;
    readonly none: string;
    readonly chart: string;
    readonly coming: string;
    readonly cannot: string;
    readonly unreached: string;
    readonly note: string;
  };
  readonly ring: {
    readonly heading: string;
    readonly approaches: string;
    readonly outside: (name: string) => string;
    readonly outsideUnknown: string;
    readonly since: (time: string) => string;
    readonly homesByCode: string;
    readonly noHomes: string;
    readonly chart: string;
    readonly moreHomes: Count;
    readonly codesOf: (state: string) => string;
  };
  readonly harm: {
    readonly heading: string;
    readonly none: string;
    readonly act: string;
    readonly told: string;
    readonly people: string;
    readonly toldTimes: Count;
    readonly rumour: string;
    readonly noNumber: string;
  };
  readonly differ: {
    readonly heading: string;
    readonly none: string;
    readonly counts: (values: number, sources: number, independent: number) => string;
    readonly about: Readonly<Record<'number' | 'denial' | 'home', string>>;
    readonly total: string;
    readonly home: (code: string) => string;
  };
  readonly calls: { readonly heading: string; readonly none: string };
  readonly opinions: { readonly heading: Count; readonly note: string };
  readonly integrity: {
    readonly heading: string;
    readonly entries: Count;
    readonly unlogged: Count;
    readonly missing: (entries: number, devices: number) => string;
    readonly forks: Count;
    /** Shared a number, and a later entry of the author names both. */
    readonly healed: Count;
    readonly unread: Count;
    readonly ahead: Count;
    /** They name a state of the log that this hub never had, or had only later. */
    readonly offLog: Count;
    readonly whole: string;
    readonly notFounded: string;
    readonly waiting: Count;
  };
  readonly grades: Readonly<
    Record<'rumour' | 'single' | 'several-dependent' | 'several-independent' | 'documented', string>
  >;
  readonly places: {
    readonly zone: (code: string) => string;
    readonly cell: (code: string) => string;
    readonly home: (code: string) => string;
    readonly approach: (code: string) => string;
    readonly point: (code: string) => string;
  };
  readonly why: {
    readonly title: string;
    readonly back: string;
    readonly entries: Count;
    readonly none: string;
    readonly unknownFigure: string;
    readonly time: string;
    readonly source: string;
    readonly says: string;
    readonly entry: string;
    readonly asWritten: string;
    readonly quote: string;
    readonly notUnderstood: string;
    readonly notLogged: string;
  };
  /** What entries other than events say, one sentence each. */
  readonly kinds: {
    readonly home: (codes: string, state: string) => string;
    readonly plan: (settlement: string) => string;
    readonly checkedIn: (point: string, number: string) => string;
    readonly due: (who: string, graceMin: number) => string;
    readonly done: (who: string) => string;
    readonly raise: (mode: string, act: string) => string;
    readonly confirm: string;
    readonly refute: string;
    readonly reply: Readonly<Record<'acknowledged' | 'coming' | 'cannot', string>>;
    readonly tally: (cell: string, told: number, acknowledged: number) => string;
    readonly step: Readonly<Record<'lapsed' | 'ended' | 'false' | 'duplicate', string>>;
    readonly tier: (n: number) => string;
    /** An answer or a vote that came unsigned. */
    readonly relayed: (answer: string) => string;
  };
};

export const BOARD_WORDS: Readonly<Record<Language, BoardWords>> = {
  kk: BOARD_KK,
  ru: BOARD_RU,
  en: BOARD_EN,
};
