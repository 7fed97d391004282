import type { Answer } from '../../record/kinds/vocabulary.ts';
import type { ActForms, Language, Terms } from './words.ts';
import { mayNumberSomebody } from './telling-codes.ts';
import { TERMS_EN } from './terms-en.ts';
import { TERMS_KK } from './terms-kk.ts';
import { TERMS_RU } from './terms-ru.ts';

export const TERMS: Readonly<Record<Language, Terms>> = { en: TERMS_EN, ru: TERMS_RU, kk: TERMS_KK };

/** What a claim is about, in words; a code nobody gave words to is shown as it was written. */
export function topicWords(topic: string, language: Language): string {
  const words = codeWords(topic, TERMS[language].topics, language);
  return words === topic ? topic.replaceAll('-', ' ') : words;
}

/**
 * An ordered group in our own words. A code nobody gave words to is not printed where refusals are told: it may be the
 * name of one who refused, and if it looks like a plate or a number a mark says so. The entry has it, for who may read.
 */
export function groupWords(group: string, language: Language): string {
  const { groups } = TERMS[language];
  const known = isGroupWord(group) ? groups[group] : undefined;
  const some = groups[ANY_GROUP] ?? '';
  return known ?? (mayNumberSomebody(group) ? `${some} ${withheld(language)}` : some);
}

/** Whether there are words for this group. */
export function isGroupWord(group: string): boolean {
  return Object.hasOwn(TERMS.en.groups, group);
}

/** A code in words where it has some, else as it was written, unless it may be a number of somebody. */
export function codeWords(code: string, words: Readonly<Record<string, string>>, language: Language): string {
  const known = Object.hasOwn(words, code) ? words[code] : undefined;
  return known ?? (mayNumberSomebody(code) ? withheld(language) : code);
}

/** The mark in place of a code that was not printed; the notes lead whoever may read to the entry. */
export function withheld(language: Language): string {
  return SENTENCES[language].withheld;
}

/** Stands for an ordered group whose own code may not be printed. */
export const ANY_GROUP = 'ordered-group';

/** Whole-sentence patterns that differ in word order between the languages. */
export type SentenceWords = {
  readonly and: string;
  readonly ordered: (group: string, order: ActForms) => string;
  readonly threatened: (group: string, threat: string) => string;
  readonly answered: (group: string, answer: Answer, all: boolean) => string;
  readonly approach: (code: string) => string;
  readonly rumour: string;
  readonly deniedByOthers: string;
  readonly withheld: string;
};

export const SENTENCES: Readonly<Record<Language, SentenceWords>> = {
  en: {
    and: 'and',
    ordered: (group, order) => `${group} were ordered to ${order.to}`,
    threatened: (group, threat) => `${group} were threatened with ${threat}`,
    answered: (group, answer, all) => `${all ? `all ${group}` : group} ${TERMS_EN.answers[answer]}`,
    approach: (code) => `approach ${code}`,
    rumour: 'not confirmed: rumour',
    deniedByOthers: 'denied by others',
    withheld: '[a number, not printed]',
  },
  ru: {
    and: 'и',
    ordered: (group, order) => `${group}: получен приказ ${order.to}`,
    threatened: (group, threat) => `${group}: угроза — ${threat}`,
    answered: (group, answer, all) => `${group}${all ? ' (все)' : ''}: ${TERMS_RU.answers[answer]}`,
    approach: (code) => `подъезд ${code}`,
    rumour: 'не подтверждено: слух',
    deniedByOthers: 'другие это отрицают',
    withheld: '[номер не печатается]',
  },
  kk: {
    and: 'және',
    ordered: (group, order) => `${group} ${order.to} бұйрық алды`,
    threatened: (group, threat) => `${group}: қауіп төндірілді — ${threat}`,
    answered: (group, answer, all) => `${group}${all ? ' (бәрі)' : ''}: ${TERMS_KK.answers[answer]}`,
    approach: (code) => `${code} кіреберісі`,
    rumour: 'расталмаған: қауесет',
    deniedByOthers: 'басқалар жоққа шығарады',
    withheld: '[нөмірі басылмайды]',
  },
};
