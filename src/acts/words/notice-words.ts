import type { Language } from './words.ts';

/** What stands at the foot of every page, and the page that says it at length. */
export type NoticeWords = {
  /** One line: who answers for the page, and what it does not do to its reader. */
  readonly foot: string;
  /** The same on a page of a hub that is locked: nothing of any record is on it. */
  readonly footLocked: string;
  /** The link to the page about this page. */
  readonly about: string;
  readonly back: string;
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly says: readonly string[] }[];
};

/**
 * The notice in each language. It names no law: which one holds depends on where the reader is, and a wrong one would
 * be worse than none. It promises nothing that the program does not do.
 */
export const NOTICE_WORDS: Readonly<Record<Language, NoticeWords>> = {
  en: {
    foot: 'What people told, kept by the committee of the settlement, which answers for it. No cookies; nobody is counted.',
    footLocked:
      'Run by the committee of the settlement, which answers for it. No cookies; nobody is counted.',
    about: 'About this page',
    back: 'back to the board',
    title: 'About this page',
    sections: [
      {
        heading: 'What it is',
        says: [
          'An account of one day at one settlement, put together from what people there and those who stood by them told, each with its source. It is not an official document, and it is not complete.',
          'Sources contradict each other; then every version stands here. What nobody told is not known, and is not zero. A rumour is called a rumour. Nobody named here is thereby found guilty of anything.',
          'Hours are those of the clocks at the place.',
        ],
      },
      {
        heading: 'Who answers for it',
        says: [
          'The committee of the settlement, which runs this hub. Whoever gave you the link can reach it.',
          'If something here is wrong or puts you in danger, tell the committee. A correction is kept beside what it corrects.',
        ],
      },
      {
        heading: 'What it learns of you',
        says: [
          'It sets no cookie, counts nobody, loads nothing from anywhere else, and writes down neither your address nor what you look at.',
          'Whoever runs the machine, or the network in between, can see that your device spoke with it.',
        ],
      },
      {
        heading: 'The link',
        says: [
          'Whoever has the link to this page can read all of it. Do not post it or send it on; the committee can take it back at any time.',
          'To keep or share such an account can be held against you where you are. A lawyer can tell you.',
        ],
      },
    ],
  },
  ru: {
    foot: 'Рассказанное людьми; хранит и отвечает комитет посёлка. Без куки; посетителей не считают.',
    footLocked: 'За узел отвечает комитет посёлка. Без куки; посетителей не считают.',
    about: 'Об этой странице',
    back: 'назад к доске',
    title: 'Об этой странице',
    sections: [
      {
        heading: 'Что это',
        says: [
          'Рассказ об одном дне одного посёлка, составленный из того, что сообщили его жители и те, кто был рядом, с указанием источника. Это не официальный документ, и он не полон.',
          'Источники противоречат друг другу; тогда здесь стоят все версии. То, о чём никто не сказал, неизвестно, а не равно нулю. Слух назван слухом. Никто из упомянутых тем самым не признан виновным.',
          'Часы указаны по местному времени.',
        ],
      },
      {
        heading: 'Кто отвечает',
        says: [
          'Комитет посёлка, который ведёт этот узел. С ним свяжет тот, кто дал вам ссылку.',
          'Если что-то здесь неверно или опасно для вас, скажите комитету. Исправление хранится рядом с тем, что оно исправляет.',
        ],
      },
      {
        heading: 'Что страница узнаёт о вас',
        says: [
          'Она не ставит куки, никого не считает, ничего не загружает с других адресов и не записывает ни ваш адрес, ни то, что вы смотрите.',
          'Тот, кто управляет машиной или сетью по пути, может видеть, что ваше устройство к ней обращалось.',
        ],
      },
      {
        heading: 'Ссылка',
        says: [
          'Всякий, у кого есть ссылка на эту страницу, прочтёт её целиком. Не публикуйте и не пересылайте её; комитет может отозвать её в любое время.',
          'Хранение или передача такого рассказа там, где вы находитесь, может быть обращена против вас. Спросите юриста.',
        ],
      },
    ],
  },
  kk: {
    foot: 'Адамдардың айтқандары; сақтайтын әрі жауап беретін – ауыл комитеті. Куки жоқ; ешкім саналмайды.',
    footLocked: 'Торапқа ауыл комитеті жауап береді. Куки жоқ; ешкім саналмайды.',
    about: 'Осы бет туралы',
    back: 'тақтаға қайту',
    title: 'Осы бет туралы',
    sections: [
      {
        heading: 'Бұл не',
        says: [
          'Бір ауылдың бір күні туралы баян: сондағы тұрғындар мен қасында болғандардың айтқанынан құралған, әрқайсысының дереккөзі көрсетілген. Бұл ресми құжат емес және толық емес.',
          'Дереккөздер бір-біріне қайшы келсе, барлық нұсқа қатар тұрады. Ешкім айтпаған нәрсе – белгісіз, нөл емес. Қауесет қауесет деп аталады. Мұнда аталғаны үшін ешкім кінәлі деп танылмайды.',
          'Сағаттар жергілікті уақыт бойынша.',
        ],
      },
      {
        heading: 'Кім жауап береді',
        says: [
          'Осы торапты жүргізетін ауыл комитеті. Сілтемені берген адам сізді онымен байланыстырады.',
          'Мұнда бірдеңе қате болса немесе сізге қауіп төндірсе, комитетке айтыңыз. Түзету түзетілгеннің қасында сақталады.',
        ],
      },
      {
        heading: 'Бет сіз туралы не біледі',
        says: [
          'Ол куки қоймайды, ешкімді санамайды, басқа жерден ештеңе жүктемейді, мекенжайыңызды да, не қарағаныңызды да жазып алмайды.',
          'Машинаны немесе жолдағы желіні басқаратын адам құрылғыңыздың оған қосылғанын көре алады.',
        ],
      },
      {
        heading: 'Сілтеме',
        says: [
          'Осы беттің сілтемесі бар әр адам оны түгел оқи алады. Оны жарияламаңыз, басқаға жібермеңіз; комитет оны кез келген уақытта қайтарып ала алады.',
          'Мұндай баянды сақтау немесе тарату сіз тұрған жерде өзіңізге қарсы қолданылуы мүмкін. Заңгерден сұраңыз.',
        ],
      },
    ],
  },
};
