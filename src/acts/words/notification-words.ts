import type { Language } from './words.ts';

/** What stands on a notification beside the message itself. */
export type NotificationWords = {
  readonly confirm: string;
  readonly refute: string;
  readonly coming: string;
  readonly cannot: string;
  /** The browser has ended its subscription. */
  readonly endedTitle: string;
  readonly endedText: string;
};

export const NOTIFICATION_WORDS: Readonly<Record<Language, NotificationWords>> = {
  en: {
    confirm: 'Yes, it is so',
    refute: 'No',
    coming: 'I am coming',
    cannot: 'I cannot',
    endedTitle: 'Notifications have ended here',
    endedText: 'Open the page of the hub and turn them on again, or no alarm reaches you in this browser.',
  },
  ru: {
    confirm: 'Да, это так',
    refute: 'Нет',
    coming: 'Иду',
    cannot: 'Не могу',
    endedTitle: 'Уведомления здесь прекратились',
    endedText: 'Откройте страницу узла и включите их снова, иначе тревога в этот браузер не придёт.',
  },
  kk: {
    confirm: 'Иә, солай',
    refute: 'Жоқ',
    coming: 'Барамын',
    cannot: 'Бара алмаймын',
    endedTitle: 'Мұнда хабарландыру тоқтады',
    endedText: 'Торап бетін ашып, оларды қайта қосыңыз, әйтпесе дабыл бұл браузерге жетпейді.',
  },
};
