import type { Language } from './words.ts';

/** The page of a hub that was started without its key: it can show nothing and keep nothing. */
export type LockedWords = {
  readonly title: string;
  readonly says: string;
  readonly passphrase: string;
  readonly open: string;
  readonly atTerminal: string;
  readonly wrong: string;
  readonly wait: string;
  readonly noPassphrase: string;
  /** What a program hears that wanted to post something. */
  readonly notKept: string;
  readonly opened: string;
  readonly openedSays: string;
};

export const LOCKED_WORDS: Readonly<Record<Language, LockedWords>> = {
  en: {
    title: 'This hub is locked',
    says: 'It was started and its key is not here yet. What it kept is safe. Until it is opened it shows nothing and keeps nothing new: what you send stays on your phone, and goes through later.',
    passphrase: 'Passphrase of the hub',
    open: 'Open the hub',
    atTerminal: 'It is opened at its own machine, with the passphrase or the key file.',
    wrong: 'That does not open the hub. Nothing was changed. Check the words and try again.',
    wait: 'Too many tries. Nothing was changed. Wait a quarter of an hour, or open the hub at its machine.',
    noPassphrase: 'This hub is opened with a key file, at its own machine.',
    notKept: 'The hub is locked. Nothing of this post was kept: keep your copy and send it again later.',
    opened: 'The hub is open',
    openedSays: 'It reads back what it kept; that takes a few seconds. Then use your own link.',
  },
  ru: {
    title: 'Узел закрыт',
    says: 'Он запущен, но ключа ещё нет. Всё сохранённое цело. Пока узел не открыт, он ничего не показывает и не сохраняет: отправленное останется на вашем телефоне и уйдёт позже.',
    passphrase: 'Парольная фраза узла',
    open: 'Открыть узел',
    atTerminal: 'Его открывают на самой машине: парольной фразой или файлом ключа.',
    wrong: 'Так узел не открывается. Ничего не изменено. Проверьте слова и попробуйте ещё раз.',
    wait: 'Слишком много попыток. Ничего не изменено. Подождите четверть часа или откройте узел на самой машине.',
    noPassphrase: 'Этот узел открывают файлом ключа на самой машине.',
    notKept: 'Узел закрыт. Из отправленного ничего не сохранено: сохраните копию и отправьте позже.',
    opened: 'Узел открыт',
    openedSays: 'Он читает сохранённое, это займёт несколько секунд. Затем пользуйтесь своей ссылкой.',
  },
  kk: {
    title: 'Торап құлыптаулы',
    says: 'Ол іске қосылған, бірақ кілті әлі жоқ. Сақталғанның бәрі аман. Ашылғанша торап ештеңе көрсетпейді, жаңа ештеңе сақтамайды: жібергеніңіз телефоныңызда қалады, кейін жетеді.',
    passphrase: 'Тораптың құпиясөз тіркесі',
    open: 'Торапты ашу',
    atTerminal: 'Оны өз машинасында құпиясөз тіркесімен немесе кілт файлымен ашады.',
    wrong: 'Бұл торапты ашпайды. Ештеңе өзгерген жоқ. Сөздерді тексеріп, қайталап көріңіз.',
    wait: 'Әрекет тым көп. Ештеңе өзгерген жоқ. Он бес минут күтіңіз немесе торапты өз машинасында ашыңыз.',
    noPassphrase: 'Бұл торапты өз машинасында кілт файлымен ашады.',
    notKept: 'Торап құлыптаулы. Жібергеніңізден ештеңе сақталмады: көшірмесін сақтап, кейін қайта жіберіңіз.',
    opened: 'Торап ашылды',
    openedSays: 'Ол сақталғанды оқып жатыр, бірнеше секунд алады. Содан кейін өз сілтемеңізді пайдаланыңыз.',
  },
};
