import type { Language } from './words.ts';

/** What stands around an alarm in the public feed, in one language. */
export type CapWords = {
  readonly feed: (settlement: string) => string;
  /** First in every headline of a played day: nothing of it is so. */
  readonly test: string;
  /** How far it is confirmed. */
  readonly certainty: Readonly<Record<'Possible' | 'Likely' | 'Observed', string>>;
  /** What whoever reads it far away may do; it calls nobody to the place. */
  readonly instruction: string;
};

export const CAP_WORDS: Readonly<Record<Language, CapWords>> = {
  en: {
    feed: (settlement) => `Alarms of ${settlement}`,
    test: 'TEST',
    certainty: {
      Possible: 'One person raised the alarm; nobody else has confirmed it yet.',
      Likely: 'One person raised the alarm and another confirmed it.',
      Observed: 'Several people who saw it themselves confirmed the alarm.',
    },
    instruction: 'Follow what is told of it. Do not go near machines or cordons.',
  },
  ru: {
    feed: (settlement) => `Тревоги: ${settlement}`,
    test: 'ПРОВЕРКА',
    certainty: {
      Possible: 'Тревогу поднял один человек; больше её пока никто не подтвердил.',
      Likely: 'Тревогу поднял один человек, и ещё один её подтвердил.',
      Observed: 'Тревогу подтвердили несколько человек, видевших это сами.',
    },
    instruction: 'Следите за сообщениями. Не подходите к технике и оцеплению.',
  },
  kk: {
    feed: (settlement) => `Дабылдар: ${settlement}`,
    test: 'СЫНАҚ',
    certainty: {
      Possible: 'Дабылды бір адам көтерді; оны әзірге басқа ешкім растаған жоқ.',
      Likely: 'Дабылды бір адам көтерді, тағы бір адам растады.',
      Observed: 'Дабылды өз көзімен көрген бірнеше адам растады.',
    },
    instruction: 'Хабарларды қадағалаңыз. Техника мен қоршауға жақындамаңыз.',
  },
};
