import type { Language } from './words.ts';

/** Why a hub's transparency log cannot be written. */
export type LogFault = 'full' | 'read-only' | 'broken' | 'unavailable' | 'unexpected';

type LogWords = {
  /** On the board, in the middle of a line. */
  readonly board: (why: string) => string;
  /** To whoever handed in entries and gets no proof. */
  readonly answer: (why: string) => string;
  readonly why: Readonly<Record<LogFault, string>>;
};

const WORDS: Readonly<Record<Language, LogWords>> = {
  en: {
    board: (why) => `the log cannot be written: ${why}; entries are kept, their proofs come later`,
    answer: (why) =>
      `The hub’s log cannot be written: ${why}. The entries named as accepted are kept. There is no proof of it yet: keep your copy and ask again later.`,
    why: {
      full: 'the disk is full',
      'read-only': 'the folder may not be written',
      broken: 'the disk or the folder is damaged',
      unavailable: 'the folder cannot be reached',
      unexpected: 'something went wrong in the program',
    },
  },
  ru: {
    board: (why) => `журнал не удаётся записать: ${why}; записи сохраняются, доказательства появятся позже`,
    answer: (why) =>
      `Журнал узла не удаётся записать: ${why}. Записи, названные принятыми, сохранены. Доказательства этому пока нет: сохраните свою копию и спросите позже.`,
    why: {
      full: 'на диске нет места',
      'read-only': 'в папку нельзя писать',
      broken: 'диск или папка повреждены',
      unavailable: 'папка недоступна',
      unexpected: 'ошибка в программе',
    },
  },
  kk: {
    board: (why) => `журналға жазу мүмкін емес: ${why}; жазбалар сақталып жатыр, дәлелдері кейінірек шығады`,
    answer: (why) =>
      `Тораптың журналына жазу мүмкін емес: ${why}. Қабылданған деп аталған жазбалар сақталды. Әзірге дәлелі жоқ: өз көшірмеңізді сақтап, кейінірек қайта сұраңыз.`,
    why: {
      full: 'дискіде орын қалмады',
      'read-only': 'қалтаға жазуға болмайды',
      broken: 'диск немесе қалта бүлінген',
      unavailable: 'қалтаға қол жетпейді',
      unexpected: 'бағдарламада қате шықты',
    },
  },
};

/** Part of the line about the record on the board. */
export function logFaultLine(fault: LogFault, language: Language): string {
  const words = WORDS[language];
  return words.board(words.why[fault]);
}

/** Said in place of a proof. */
export function logFaultAnswer(fault: LogFault, language: Language): string {
  const words = WORDS[language];
  return words.answer(words.why[fault]);
}
