import { DAY_MS } from '../../base/instant.ts';
import type { NumberRange } from '../../base/number-range.ts';
import type { Extent } from '../../base/edtf.ts';
import type { EntryId } from '../../record/names.ts';
import type { Wall } from '../../base/wall.ts';
import type { AlarmReport } from '../../acts/alarm/alarm-report.ts';
import type { EntryBracket } from '../../engine/brackets.ts';
import type { StandbyReport } from '../../engine/standbys.ts';
import type { WitnessBoard } from '../../engine/witness-board.ts';
import { BOARD_WORDS } from '../../acts/words/board-words.ts';
import type { LogFault } from '../../acts/words/log-words.ts';
import type { BoardWords } from '../../acts/words/board-words.ts';
import { TERMS } from '../../acts/words/sentence-words.ts';
import { momentText, whenText } from '../../acts/words/when.ts';
import type { Language, Terms } from '../../acts/words/words.ts';
import { html } from './html.ts';
import type { ListedIncident } from './incident-switch.ts';
import type { Html } from './html.ts';

export type BoardOptions = {
  readonly language: Language;
  /** Where the board lies, for example `/b/<token>`; every link starts with it. No slash at the end. */
  readonly base: string;
  readonly incident: string;
  /** A day file is being replayed: the page says that nothing on it is happening now. */
  readonly isReplay: boolean;
  /** The page follows the record: it loads the script that listens at `${base}/changes`. */
  readonly isLive: boolean;
  /** Whether the place was founded: until it was, whoever writes counts, and the page says so. */
  readonly isFounded: boolean;
  /** Entries on the hub, over all incidents, that nobody vouched for yet: kept, and shown nowhere. */
  readonly waiting: number;
  /** Why the transparency log cannot be written, when it cannot. */
  readonly logFault?: LogFault;
  /** When the newest entry was logged, on the wall clock of the place. */
  readonly lastEntryAt?: Wall;
  /** Minutes east of UTC at the place on that day, where the plan of the incident says so. */
  readonly offsetMinutes?: number;
  /** Whether the reader keeps the place log, and so is led to the committee's page. */
  readonly isKeeper?: boolean;
  /** All incidents of the hub, to lead from one to the other. */
  readonly incidents?: readonly ListedIncident[];
  /** How an alarm's messages stand, and what it waits for, where the hub can tell. */
  readonly reportOf?: (alarm: EntryId) => AlarmReport | undefined;
  /** Who is to be ready and why, where the hub can tell. */
  readonly standbys?: StandbyReport;
  /** Between what moments an entry was signed, where the hub can tell. */
  readonly bracketOf?: (id: EntryId) => EntryBracket | undefined;
  /** How the record stands with its witnesses, and records of others with what this hub signed, where the hub can tell. */
  readonly witnesses?: WitnessBoard;
  /** An entry's free text as its author wrote it, where this reader may see it. Shown only as somebody's words. */
  readonly textOf?: (id: EntryId) => string | undefined;
};

/** Everything a part of the page needs to speak and to link. */
export type View = {
  readonly options: BoardOptions;
  readonly terms: Terms;
  readonly words: BoardWords;
  /** The day of looking: times of other days get their date. */
  readonly day: Wall | undefined;
};

export function viewOf(options: BoardOptions, day: Wall | undefined): View {
  return { options, terms: TERMS[options.language], words: BOARD_WORDS[options.language], day };
}

function query(options: BoardOptions, language: Language): string {
  return `?lang=${language}&incident=${encodeURIComponent(options.incident)}`;
}

export function boardHref(options: BoardOptions, language: Language = options.language): string {
  return `${options.base}${query(options, language)}`;
}

/** The page that says what the pages are and who answers for them. */
export function aboutHref(options: BoardOptions, language: Language = options.language): string {
  return `${options.base}/about${query(options, language)}`;
}

/** The page for keyholders: people, keys, incidents. */
export function committeeHref(options: BoardOptions, language: Language = options.language): string {
  return `${options.base}/committee${query(options, language)}`;
}

/** The page on which a warden works through the own cell. */
export function cellHref({ base, language }: BoardOptions): string {
  return `${base}/cell?lang=${language}`;
}

/** The page to which an invitation leads. */
export function joinHref(options: BoardOptions, language: Language = options.language): string {
  return `${options.base}/join${query(options, language)}`;
}

/** The page on which the texts of an incident are searched. */
export function searchHref(options: BoardOptions, language: Language = options.language): string {
  return `${options.base}/search${query(options, language)}`;
}

/** The page of entries behind a figure. */
export function whyHref(
  options: BoardOptions,
  figure: string,
  language: Language = options.language,
): string {
  return `${options.base}/why/${encodeURIComponent(figure)}${query(options, language)}`;
}

/** The page that says how far an alarm reached. */
export function reachReportHref(
  options: BoardOptions,
  alarm: EntryId,
  language: Language = options.language,
): string {
  return `${options.base}/alarms/${alarm}/report${query(options, language)}`;
}

/** A figure on the board, as a link to what it rests on. */
export function figureLink(view: View, figure: string, content: Html | string): Html {
  return html`<a href="${whyHref(view.options, figure)}">${content}</a>`;
}

export function whenOf(view: View, when: Extent): string {
  const { lo, hi } = when.start;
  // Somewhere within a month or a year, or any time from a day on: no hour of it is stated.
  const isVague = lo !== undefined && (hi === undefined ? lo % DAY_MS === 0 : hi - lo > DAY_MS);
  if (when.shape === 'moment' && isVague) return view.words.lanes.noTime;
  return whenText(when, view.options.language, view.day);
}

export function timeOf(view: View, at: Wall): string {
  return momentText(at, view.day);
}

/**
 * Whose clock the hours are read on. An offset that is not stated is never guessed: it is said to be unknown, and on
 * a live hub that the hub's own hours are UTC.
 */
export function clockText({ options, words }: View): string {
  return options.offsetMinutes === undefined
    ? words.head.offsetUnknown(options.isReplay)
    : words.head.placeTime(offsetText(options.offsetMinutes));
}

/** `UTC+5`, `UTC+5:30`, `UTC−3`, `UTC`. */
function offsetText(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const minute = rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`;
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${minute}`;
}

/** `24–99`, `2+`, `418`: never one number for a range. */
export function rangeText({ lo, hi }: Pick<NumberRange, 'lo' | 'hi'>): string {
  if (hi === undefined) return `${grouped(lo)}+`;
  return lo === hi ? grouped(lo) : `${grouped(lo)}–${grouped(hi)}`;
}

// Thin no-break spaces between thousands, read alike in all three languages (SI brochure, 9th edition, 5.4.4).
export function grouped(n: number): string {
  return n < 10_000 ? String(n) : String(n).replaceAll(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A code in words where there are any, else as written. */
export function codeText(code: string, words: Readonly<Record<string, string>>): string {
  return Object.hasOwn(words, code) ? (words[code] ?? code) : code;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
