import type { Language } from './words.ts';

/** The page on which the texts of an incident are searched. */
export type SearchWords = {
  readonly search: string;
  readonly label: string;
  readonly found: (count: number) => string;
  readonly none: string;
  readonly cut: string;
};

export const SEARCH_WORDS: Readonly<Record<Language, SearchWords>> = {
  en: {
    search: 'Search',
    label: 'Words in what people wrote',
    found: (count) => (count === 1 ? '1 entry' : `${count} entries`),
    none: 'No entry holds all of these words. Try fewer, or only the beginning of a word.',
    cut: 'There are more. Add a word to find fewer.',
  },
  ru: {
    search: 'Искать',
    label: 'Слова в том, что написали люди',
    found: (count) => `Записей: ${count}`,
    none: 'Ни в одной записи нет всех этих слов. Попробуйте меньше слов или только начало слова.',
    cut: 'Есть ещё. Добавьте слово, чтобы найти меньше.',
  },
  kk: {
    search: 'Іздеу',
    label: 'Адамдар жазған сөздер',
    found: (count) => `${count} жазба`,
    none: 'Бұл сөздердің бәрі бірге кездесетін жазба жоқ. Сөзді азайтып немесе тек басын жазып көріңіз.',
    cut: 'Тағы бар. Азырақ табу үшін сөз қосыңыз.',
  },
};
