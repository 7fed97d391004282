import type { Answer } from '../../record/kinds/vocabulary.ts';
import type { ActForms, Language, Terms } from './words.ts';
import { TERMS_EN } from './terms-en.ts';
import { TERMS_KK } from './terms-kk.ts';
import { TERMS_RU } from './terms-ru.ts';

export const TERMS: Readonly<Record<Language, Terms>> = { en: TERMS_EN, ru: TERMS_RU, kk: TERMS_KK };

/** What a claim is about, in words; a code nobody gave words to is shown as it was written. */
export function topicWords(topic: string, language: Language): string {
  return TERMS[language].topics[topic] ?? topic.replaceAll('-', ' ');
}

/** Whole-sentence patterns that differ in word order between the languages. */
export type SentenceWords = {
  readonly and: string;
  readonly ordered: (group: string, order: ActForms) => string;
  readonly threatened: (group: string, threat: string) => string;
  readonly answered: (group: string, answer: Answer, all: boolean) => string;
  readonly approach: (code: string) => string;
  readonly rumour: string;
  readonly deniedByOthers: string;
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
  },
  ru: {
    and: 'и',
    ordered: (group, order) => `${group}: получен приказ ${order.to}`,
    threatened: (group, threat) => `${group}: угроза — ${threat}`,
    answered: (group, answer, all) => `${group}${all ? ' (все)' : ''}: ${TERMS_RU.answers[answer]}`,
    approach: (code) => `подъезд ${code}`,
    rumour: 'не подтверждено: слух',
    deniedByOthers: 'другие это отрицают',
  },
  kk: {
    and: 'және',
    ordered: (group, order) => `${group} ${order.to} бұйрық алды`,
    threatened: (group, threat) => `${group}: қауіп төндірілді — ${threat}`,
    answered: (group, answer, all) => `${group}${all ? ' (бәрі)' : ''}: ${TERMS_KK.answers[answer]}`,
    approach: (code) => `${code} кіреберісі`,
    rumour: 'расталмаған: қауесет',
    deniedByOthers: 'басқалар жоққа шығарады',
  },
};
