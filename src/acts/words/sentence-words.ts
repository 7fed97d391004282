import type { Answer } from '../../record/kinds/vocabulary.ts';
import type { ActForms, Language, Terms } from './words.ts';
import { TERMS_EN } from './terms-en.ts';
import { TERMS_KK } from './terms-kk.ts';
import { TERMS_RU } from './terms-ru.ts';

export const TERMS: Readonly<Record<Language, Terms>> = { en: TERMS_EN, ru: TERMS_RU, kk: TERMS_KK };

/** Whole-sentence patterns that differ in word order between the languages. */
export type SentenceWords = {
  readonly and: string;
  readonly ordered: (group: string, order: ActForms) => string;
  readonly threatened: (group: string, threat: string) => string;
  readonly answered: (group: string, answer: Answer, all: boolean) => string;
  readonly all: (group: string) => string;
  readonly orderWas: (order: ActForms) => string;
  readonly home: (codes: string, state: string) => string;
  readonly approach: (code: string) => string;
  readonly topic: (words: string) => string;
  readonly alleged: string;
  readonly rumour: string;
};

export const SENTENCES: Readonly<Record<Language, SentenceWords>> = {
  en: {
    and: 'and',
    ordered: (group, order) => `${group} were ordered to ${order.to}`,
    threatened: (group, threat) => `${group} were threatened with ${threat}`,
    answered: (group, answer, all) => `${all ? `all ${group}` : group} ${TERMS_EN.answers[answer]}`,
    all: (group) => `all ${group}`,
    orderWas: (order) => `the order was to ${order.to}`,
    home: (codes, state) => `homes ${codes}: ${state}`,
    approach: (code) => `approach ${code}`,
    topic: (words) => `on: ${words}`,
    alleged: 'alleged',
    rumour: 'not confirmed: rumour',
  },
  ru: {
    and: 'и',
    ordered: (group, order) => `${group}: получен приказ ${order.to}`,
    threatened: (group, threat) => `${group}: угроза — ${threat}`,
    answered: (group, answer, all) => `${group}${all ? ' (все)' : ''}: ${TERMS_RU.answers[answer]}`,
    all: (group) => `${group} (все)`,
    orderWas: (order) => `приказ был ${order.to}`,
    home: (codes, state) => `дома ${codes}: ${state}`,
    approach: (code) => `подъезд ${code}`,
    topic: (words) => `тема: ${words}`,
    alleged: 'утверждается',
    rumour: 'не подтверждено: слух',
  },
  kk: {
    and: 'және',
    ordered: (group, order) => `${group} ${order.to} бұйрық алды`,
    threatened: (group, threat) => `${group}: қауіп төндірілді — ${threat}`,
    answered: (group, answer, all) => `${group}${all ? ' (бәрі)' : ''}: ${TERMS_KK.answers[answer]}`,
    all: (group) => `${group} (бәрі)`,
    orderWas: (order) => `бұйрық: ${order.to}`,
    home: (codes, state) => `${codes} үйлері: ${state}`,
    approach: (code) => `${code} кіреберісі`,
    topic: (words) => `тақырыбы: ${words}`,
    alleged: 'деп айтылады',
    rumour: 'расталмаған: қауесет',
  },
};
