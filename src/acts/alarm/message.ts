import { assert } from '../../base/assert.ts';
import type { AlarmMode } from '../../record/kinds/alarm.ts';
import type { StandbyCause } from '../../record/kinds/standby.ts';
import type { Act } from '../../record/kinds/vocabulary.ts';
import { ALARM_WORDS, alarmActWords, overWords } from '../words/alarm-words.ts';
import type { AlarmWords, Called, AlarmEnd, ReadyOver } from '../words/alarm-words.ts';
import type { Language } from '../words/words.ts';
import type { AnswerCode } from './answer-code.ts';
import { cleanName, fitText } from './fit-text.ts';

/**
 * What is said about an alarm: to wardens as a question; to those called; to those abroad; to who is on the way when the ring
 * closes; to everybody told when it is over; to a warden as work for their cell.
 */
export type AlarmSaying = { readonly mode: AlarmMode } & (
  | { readonly kind: 'ask'; readonly act?: Act; readonly code?: AnswerCode }
  /** `point`: the code of the place where they are needed and safe. */
  | {
      readonly kind: 'call';
      readonly whom: Called;
      readonly act?: Act;
      readonly point?: string;
      readonly code?: AnswerCode;
    }
  | { readonly kind: 'abroad'; readonly act?: Act }
  /** `point`: outside the ring. */
  | { readonly kind: 'redirect'; readonly point?: string }
  | { readonly kind: 'over'; readonly as: AlarmEnd }
  | { readonly kind: 'task'; readonly act?: Act; readonly cell: string }
  | { readonly kind: 'task-over'; readonly as: AlarmEnd; readonly cell: string }
);

/** That people are to be ready, which is no alarm; and that this is over. */
export type StandbySaying =
  | { readonly kind: 'ready'; readonly cause: StandbyCause }
  | { readonly kind: 'ready-over'; readonly as: ReadyOver };

/** What is said to one person about themselves, whether there is an alarm or not. */
export type OtherSaying =
  /** To an organiser, shortly before they are missed. `until`: as the clock of the place shows it, `07:30`. */
  | { readonly kind: 'check-in-due'; readonly until: string }
  /** To the owner of an address, before anything else is sent there: six digits. */
  | { readonly kind: 'verify'; readonly digits: string }
  | { readonly kind: 'removed' }
  /** To see whether a road works; nothing is asked of whoever reads it. */
  | { readonly kind: 'test' };

export type Saying = AlarmSaying | StandbySaying | OtherSaying;

/** What a reader sees; whoever sends it adds the link. */
export type SaidMessage = { readonly title: string; readonly text: string };

/**
 * A message about a settlement, at most 70 UTF-16 code units of the Basic Multilingual Plane, whatever the settlement is
 * called. It names no person, number or address. Room is made by shorter words first; then by leaving out what happened; then
 * by cutting the settlement's name, visibly. A code or a status is never cut: a place or cell whose code has no room is left out whole.
 */
export function renderMessage(saying: Saying, settlement: string, language: Language): SaidMessage {
  const words = ALARM_WORDS[language];
  const cleaned = cleanName(settlement);
  const name = cleaned === '' ? words.settlement : cleaned;
  const text = endingsOf(saying, words, language)
    .map((endings) => fitText(beforeName(saying, words), name, endings))
    .find((each) => each !== undefined);
  assert(text !== undefined, 'the last ending of every message leaves room for a name');
  return { title: titleOf(saying, words), text };
}

/** What must be read before anything else. */
function beforeName(saying: Saying, words: AlarmWords): string {
  const status = statusOf(saying, words);
  if (status === undefined) return '';
  return STATUS_OF_PLACE.has(saying.kind) ? `${status}: ` : `${status}. `;
}

/** Of these it is the status that stands before the name of the place. */
const STATUS_OF_PLACE: ReadonlySet<Saying['kind']> = new Set(['over', 'task-over', 'ready', 'ready-over']);

function statusOf(saying: Saying, words: AlarmWords): string | undefined {
  if (saying.kind === 'test') return words.drill;
  if (saying.kind === 'ready') return words.ready;
  if (saying.kind === 'ready-over') return words.readyOver;
  if (!('mode' in saying)) return undefined;
  if (saying.kind === 'over' || saying.kind === 'task-over')
    return overWords(words, saying.mode, saying.as).status;
  return saying.mode === 'drill' ? words.drill : undefined;
}

/**
 * What may stand after the name, from the clearest to the shortest. From one group to the next something is left out that only
 * a very long code leaves no room for.
 */
function endingsOf(saying: Saying, words: AlarmWords, language: Language): readonly (readonly string[])[] {
  const news = (act: Act | undefined, follows: readonly string[]): readonly string[] =>
    withNews(alarmActWords(act, language).tells, follows);
  switch (saying.kind) {
    case 'ask': {
      const { asks } = alarmActWords(saying.act, language);
      return [words.answerAsk(beforeAnswer(saying.code)).map((answer) => `: ${asks} ${answer}`)];
    }
    case 'call': {
      const point = sayable(saying.point);
      const places = point === undefined ? [] : [words.place[saying.whom](point)];
      const answers = words.answerCall(beforeAnswer(saying.code));
      return [...places, [words.noPlace]].map((ways) => news(saying.act, pairs(ways, answers)));
    }
    case 'abroad':
      return [news(saying.act, words.abroad)];
    case 'redirect': {
      const point = sayable(saying.point);
      const places = point === undefined ? [] : [words.redirect(point)];
      return [...places, [words.redirectNowhere]].map(sentences);
    }
    case 'task':
      return cellWays(saying.cell, words).map((way) => news(saying.act, [way]));
    case 'over':
      return [sentences([overWords(words, saying.mode, saying.as).says])];
    case 'task-over':
      return cellWays(saying.cell, words).map((way) => sentences([way]));
    case 'ready':
      return [sentences(words.readySays[saying.cause])];
    case 'ready-over':
      return [sentences([words.readyOverSays[saying.as]])];
    case 'check-in-due':
      assert(/^\d\d:\d\d$/.test(saying.until), 'an hour of the day has hours and minutes');
      return [[`: ${words.checkInDue(saying.until)}`]];
    case 'verify':
      assert(/^\d{6}$/.test(saying.digits), 'a verification code has six digits');
      return [[`: ${words.verify(saying.digits)}`]];
    case 'removed':
      return [[`: ${words.removed}`]];
    case 'test':
      return [[`: ${words.test}`]];
  }
}

/** What happens and what follows; then, where that is too long, only what follows. */
function withNews(tells: string, follows: readonly string[]): readonly string[] {
  return [...follows.map((text) => `: ${tells}. ${text}`), ...sentences(follows)];
}

function sentences(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `. ${text}`);
}

/** Every place with every answer: an answer that is explained goes before a place that is. */
function pairs(places: readonly string[], answers: readonly string[]): readonly string[] {
  return answers.flatMap((answer) => places.map((place) => `${place}. ${answer}`));
}

function cellWays(cell: string, words: AlarmWords): readonly string[] {
  const code = sayable(cell);
  return code === undefined ? [words.tellYourCell] : [words.tellCell(code), words.tellYourCell];
}

function beforeAnswer(code: AnswerCode | undefined): string {
  return code === undefined ? '' : `${code} `;
}

/** A code that can be said as it is. */
function sayable(code: string | undefined): string | undefined {
  return code !== undefined && code !== '' && cleanName(code) === code ? code : undefined;
}

function titleOf(saying: Saying, words: AlarmWords): string {
  const { titles } = words;
  const status = statusOf(saying, words);
  const before = status === undefined ? '' : `${status}. `;
  if (saying.kind === 'over' || saying.kind === 'ready-over') return status ?? '';
  return `${before}${titles[saying.kind === 'task-over' ? 'task' : saying.kind]}`;
}
