import type { Language } from './words.ts';

/** How sure an alarm is that goes to the feed: confirmed, or by three who each saw it (certainty in CAP 1.2, 3.2.2). */
export const SURENESSES = ['Likely', 'Observed'] as const;
export type Sureness = (typeof SURENESSES)[number];

/** What stands around an alarm in its feed, in one language. */
export type CapWords = {
  readonly feed: (settlement: string) => string;
  /** How far it is confirmed, in words that nobody can count witnesses by. */
  readonly certainty: Readonly<Record<Sureness, string>>;
  /** What whoever reads it far away may do; said where no place can be named. */
  readonly follow: string;
  /** Where those who come are safe, and where nobody goes. */
  readonly meet: (point: string) => string;
  /** The ways in are closed: whoever is on the way goes to a place outside. */
  readonly outside: (point: string) => string;
  /** The same where there is none. */
  readonly nowhere: string;
};

export const CAP_WORDS: Readonly<Record<Language, CapWords>> = {
  en: {
    feed: (settlement) => `Alarms of ${settlement}`,
    certainty: {
      Likely: 'The alarm has been confirmed.',
      Observed: 'Several people confirmed the alarm, each for themselves.',
    },
    follow: 'Follow what is told of it. Do not go near machines or cordons.',
    meet: (point) =>
      `Whoever comes goes only to the safe place: ${point}. Do not go near machines or cordons.`,
    outside: (point) => `The way in is closed. Whoever is on the way goes only to: ${point}.`,
    nowhere: 'The way in is closed. Do not come; wait for word.',
  },
  ru: {
    feed: (settlement) => `Тревоги: ${settlement}`,
    certainty: {
      Likely: 'Тревога подтверждена.',
      Observed: 'Тревогу подтвердили несколько человек, каждый сам.',
    },
    follow: 'Следите за сообщениями. Не подходите к технике и оцеплению.',
    meet: (point) =>
      `Если вы едете, идите только в безопасное место: ${point}. Не подходите к технике и оцеплению.`,
    outside: (point) => `Проход закрыт. Если вы в пути, идите только сюда: ${point}.`,
    nowhere: 'Проход закрыт. Не приезжайте, ждите вестей.',
  },
  kk: {
    feed: (settlement) => `Дабылдар: ${settlement}`,
    certainty: {
      Likely: 'Дабыл расталды.',
      Observed: 'Дабылды бірнеше адам растады, әрқайсысы өз атынан.',
    },
    follow: 'Хабарларды қадағалаңыз. Техника мен қоршауға жақындамаңыз.',
    meet: (point) =>
      `Келе жатсаңыз, тек қауіпсіз жерге барыңыз: ${point}. Техника мен қоршауға жақындамаңыз.`,
    outside: (point) => `Кіреберіс жабық. Жолда болсаңыз, тек мына жерге барыңыз: ${point}.`,
    nowhere: 'Кіреберіс жабық. Келмей, хабар күтіңіз.',
  },
};
