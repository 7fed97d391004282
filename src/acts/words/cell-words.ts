import type { CellPhase } from '../alarm/cell-work.ts';
import type { LineFault } from '../alarm/neighbour.ts';
import { CELL_EN } from './cell-en.ts';
import { CELL_KK } from './cell-kk.ts';
import { CELL_RU } from './cell-ru.ts';
import type { Language } from './words.ts';

/** What a thing on the page works over; said beside each, so that nobody waits for a network it does not need. */
export const NETWORKS = ['none', 'phone', 'internet'] as const;
export type Network = (typeof NETWORKS)[number];

/** The page on which a warden works through the own cell. What is said of the alarm itself stands in `AlarmWords`. */
export type CellWords = {
  /** On the link that leads here. */
  readonly open: string;
  /** The same where others read it too. */
  readonly forWardens: string;
  readonly title: (cell: string) => string;
  /** What stays on the telephone and what leaves it. */
  readonly kept: string;
  readonly noDevice: string;
  readonly toDevice: string;
  readonly notWarden: string;
  readonly silent: string;
  readonly withoutScript: string;
  readonly foot: string;
  readonly needs: Readonly<Record<Network, string>>;
  readonly work: {
    readonly none: string;
    /** While nobody else has confirmed it. */
    readonly wait: string;
    /** How many are still to be told what. */
    readonly tasks: Readonly<Record<CellPhase, (people: number) => string>>;
    readonly allTold: string;
    readonly allOver: string;
    readonly textIn: string;
    readonly textThese: (people: number) => string;
    readonly tickThese: (people: number) => string;
    /** Some telephones make a group of those whom one text goes to. */
    readonly group: string;
    readonly atTheDoor: (homes: string) => string;
    readonly text: string;
    readonly call: string;
    readonly told: string;
    readonly coming: string;
    readonly cannot: string;
    readonly everybody: (people: number) => string;
  };
  readonly counts: {
    readonly now: (of: { readonly told: number; readonly coming: number; readonly cannot: number }) => string;
    readonly send: string;
    readonly note: string;
    readonly sent: string;
    readonly notSent: string;
    readonly changed: string;
    readonly waits: string;
    readonly noLink: string;
  };
  /** An alarm that came by another road while the hub is silent. */
  readonly byHand: {
    readonly title: string;
    readonly note: string;
    readonly act: string;
    readonly point: string;
    readonly noCode: string;
    readonly drill: string;
    readonly start: string;
    readonly noCounts: string;
    readonly over: string;
  };
  readonly runner: { readonly show: string; readonly note: string };
  readonly doors: {
    readonly show: string;
    readonly title: (cell: string) => string;
    readonly home: string;
    readonly note: string;
    readonly none: string;
  };
  readonly list: {
    readonly title: (people: number) => string;
    readonly none: string;
    readonly home: string;
    readonly number: string;
    readonly numberNote: string;
    readonly name: string;
    readonly nameNote: string;
    readonly add: string;
    readonly remove: string;
    readonly several: string;
    readonly severalNote: string;
    readonly addAll: string;
    readonly added: (people: number) => string;
    readonly removed: string;
    readonly full: string;
    /** A line, as it was written, and what is wrong with it. */
    readonly faults: Readonly<Record<LineFault, (line: string) => string>>;
  };
};

export const CELL_WORDS: Readonly<Record<Language, CellWords>> = { kk: CELL_KK, ru: CELL_RU, en: CELL_EN };
