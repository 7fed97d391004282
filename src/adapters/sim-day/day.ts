import type { PlainObject } from '../../record/subset.ts';

/** Minutes since midnight at the start of the scenario's date; past midnight they go on over 1440. */
export type DayMinute = number;

/** One cell of homes and the neighbours its warden can call. */
export type DayCell = {
  readonly code: string;
  readonly zone?: string;
  readonly homes: readonly string[];
  readonly people: number;
};

/** A person of the played day, by an invented pseudonym. `inside`: behind the ring when it closes. */
export type DayRole = {
  readonly handle: string;
  readonly role:
    | 'resident'
    | 'warden'
    | 'steward'
    | 'organiser'
    | 'observer'
    | 'press'
    | 'supporter'
    | 'desk';
  readonly cell?: string;
  readonly inside: boolean;
  /** Whether the committee vouches for the phone; what others say waits hidden. */
  readonly isVouched: boolean;
  /** When two keyholders drop its key: what it says after that has no weight. */
  readonly seizedAt?: DayMinute;
};

/** What the carriers do from `at` on, for phones inside or outside the ring. `thin`: every third post gets through. */
export type NetworkChange = {
  readonly at: DayMinute;
  readonly where: 'inside' | 'outside' | 'everywhere';
  readonly state: 'up' | 'thin' | 'cut';
};

/** One thing somebody writes down. `label` lets others hang on it. */
export type DayEntry = {
  readonly label?: string;
  readonly at: DayMinute;
  readonly by: string;
  readonly kind: string;
  /** EDTF of when it happened, date filled in. */
  readonly when: string;
  readonly after?: { readonly anchor: string; readonly loMin: number; readonly hiMin?: number };
  readonly re: readonly string[];
  readonly body: PlainObject;
  /** The facts of the source text this entry carries; none: invented for the played day. */
  readonly facts: readonly number[];
  readonly line: number;
};

/** How the simulated neighbours behave. Invented, and said so on screen. */
export type DayCrowd = {
  readonly smsPerMinute: number;
  readonly doorsPerMinute: number;
  readonly reachablePerMille: number;
  readonly comingPerMille: number;
  readonly cannotPerMille: number;
  readonly walkMin: { readonly lo: number; readonly hi: number };
  readonly tallyEveryMin: number;
  readonly countEveryMin: number;
  /** How often a warden ticks the homes of the cell as standing; 0: never. */
  readonly homesEveryMin: number;
};

/** A statement about the finished situation by which a fact of the text is known to be served. */
export type FactCheck = { readonly at: string; readonly has: unknown };
export type DayFact = {
  readonly n: number;
  readonly says: string;
  readonly serves: string;
  readonly expect: readonly FactCheck[];
  readonly notYet?: string;
};

export type Day = {
  readonly title: string;
  readonly origin: string;
  readonly date: string;
  readonly offset?: string;
  readonly from: DayMinute;
  readonly until: DayMinute;
  readonly seed: number;
  readonly settlement: string;
  readonly cells: readonly DayCell[];
  readonly approaches: readonly string[];
  readonly outside?: { readonly code: string; readonly name: string };
  readonly points: readonly { readonly code: string; readonly steward: string }[];
  readonly roles: readonly DayRole[];
  readonly network: readonly NetworkChange[];
  readonly crowd: DayCrowd;
  readonly entries: readonly DayEntry[];
  readonly facts: readonly DayFact[];
};
