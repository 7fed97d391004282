import type { Language } from './words.ts';

/** How sure an alarm is that nobody called false (certainty in CAP 1.2, 3.2.2). */
export type Sureness = 'Possible' | 'Likely' | 'Observed';

/** What stands around an alarm in the public feed, in one language. */
export type CapWords = {
  readonly feed: (settlement: string) => string;
  /** First in every headline of a played day: nothing of it is so. */
  readonly test: string;
  /** How far it is confirmed, in words that nobody can count witnesses by. */
  readonly certainty: Readonly<Record<Sureness, string>>;
  /** What whoever reads it far away may do; it calls nobody to the place. */
  readonly instruction: string;
};

export const CAP_WORDS: Readonly<Record<Language, CapWords>> = {
  en: {
    feed: (settlement) => `Alarms of ${settlement}`,
    test: 'TEST',
    certainty: {
      Possible: 'The alarm has not been confirmed yet.',
      Likely: 'The alarm has been confirmed.',
      Observed: 'Several people confirmed the alarm, each for themselves.',
    },
    instruction: 'Follow what is told of it. Do not go near machines or cordons.',
  },
  ru: {
    feed: (settlement) => `Тревоги: ${settlement}`,
    test: 'ПРОВЕРКА',
    certainty: {
      Possible: 'Тревога пока не подтверждена.',
      Likely: 'Тревога подтверждена.',
      Observed: 'Тревогу подтвердили несколько человек, каждый сам.',
    },
    instruction: 'Следите за сообщениями. Не подходите к технике и оцеплению.',
  },
  kk: {
    feed: (settlement) => `Дабылдар: ${settlement}`,
    test: 'СЫНАҚ',
    certainty: {
      Possible: 'Дабыл әзірге расталған жоқ.',
      Likely: 'Дабыл расталды.',
      Observed: 'Дабылды бірнеше адам растады, әрқайсысы өз атынан.',
    },
    instruction: 'Хабарларды қадағалаңыз. Техника мен қоршауға жақындамаңыз.',
  },
};
