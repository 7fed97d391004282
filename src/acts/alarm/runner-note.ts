import { ALARM_WORDS, alarmActWords, overWords } from '../words/alarm-words.ts';
import { ANSWER_WORDS } from '../words/answer-words.ts';
import type { Language } from '../words/words.ts';
import { isQuestion } from './cell-work.ts';
import type { CellAlarm } from './cell-work.ts';
import { cleanName } from './fit-text.ts';

/** At what hour it was so, on the wall of whoever shows it: `08:05`. */
export type AsOf = { readonly settlement: string; readonly at: string };

/**
 * What a runner's telephone reads off the picture: the alarm in plain text, in each language, without a link, so that it
 * needs no network. No code, no key and no number stands in it: found on somebody it ties nobody to anything.
 */
export function runnerNote(
  alarm: CellAlarm,
  { settlement, at }: AsOf,
  languages: readonly Language[],
): string {
  return [`${cleanName(settlement)} ${at}`.trim(), ...languages.map((each) => noteIn(alarm, each))].join(
    '\n',
  );
}

function noteIn(alarm: CellAlarm, language: Language): string {
  const { mode, act, endedAs, point, isOutside } = alarm;
  const words = ALARM_WORDS[language];
  if (endedAs !== undefined) {
    const { status, says } = overWords(words, mode, endedAs);
    return `${status}. ${says}`;
  }
  const status = mode === 'drill' ? words.drill : ANSWER_WORDS[language].real;
  const { tells, asks } = alarmActWords(act, language);
  if (isQuestion(alarm)) return `${status}. ${capital(asks)}`;
  return `${status}. ${capital(tells)}. ${whereTo(point?.name ?? point?.code, isOutside, language)}.`;
}

function whereTo(point: string | undefined, isOutside: boolean, language: Language): string {
  const words = ALARM_WORDS[language];
  if (point === undefined) return isOutside ? words.redirectNowhere : words.noPlace;
  return isOutside ? words.redirect(point)[0] : words.place.neighbours(point)[0];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
