import type { Spoken } from '../../record/kinds/vocabulary.ts';
import type { Addressed } from '../alarm/address.ts';
import type { Language } from './words.ts';

/** Where somebody says by which roads an alarm reaches them. */
export type ReachWords = {
  readonly title: string;
  readonly none: string;
  readonly noRoads: string;
  readonly roads: Readonly<Record<Addressed, string>>;
  readonly road: string;
  readonly address: string;
  /** The forms of an address. */
  readonly addressNote: string;
  readonly add: string;
  readonly codeSent: (shown: string) => string;
  readonly digits: string;
  readonly confirm: string;
  readonly confirmed: string;
  readonly remove: string;
  readonly removed: string;
  readonly forget: string;
  readonly forgetQuestion: string;
  readonly forgotten: string;
  readonly messagesIn: Readonly<Record<Spoken, string>>;
  /** On a page in another language than that of the messages. */
  readonly inThisLanguage: string;
  /** Who can read an address. */
  readonly kept: string;
  readonly thisBrowser: string;
  readonly browserRefuses: string;
};

export const REACH_WORDS: Readonly<Record<Language, ReachWords>> = {
  en: {
    title: 'How an alarm reaches you',
    none: 'No alarm reaches you through this hub yet.',
    noRoads: 'This hub sends no messages yet: whoever runs it has set up no road for them.',
    roads: { push: 'Notification', sms: 'SMS', call: 'Call', email: 'E-mail' },
    road: 'By which road',
    address: 'Address',
    addressNote:
      'SMS and call: a number with its country, such as +7 700 000 00 00. E-mail: one mailbox. Notification: a topic such as https://ntfy.example/topic.',
    add: 'Send a code there',
    codeSent: (shown) => `A code of six digits went to ${shown}. It is good for 15 minutes.`,
    digits: 'The code',
    confirm: 'Confirm',
    confirmed: 'Confirmed: an alarm reaches you there.',
    remove: 'Remove',
    removed: 'Removed.',
    forget: 'Tell me nothing any more',
    forgetQuestion:
      'All your addresses here are forgotten, and no alarm reaches you through this hub. You can give them anew.',
    forgotten: 'Forgotten. No alarm reaches you through this hub.',
    messagesIn: {
      kk: 'Messages come in Kazakh.',
      ru: 'Messages come in Russian.',
      en: 'Messages come in English.',
    },
    inThisLanguage: 'Send them in English',
    kept: 'The hub keeps addresses encrypted, under your key and no name. Whoever has its passphrase can read them.',
    thisBrowser: 'Notify me in this browser',
    browserRefuses:
      'This browser gives no notifications here. Allow them in its settings, or choose another road. On an iPhone the page must first be added to the home screen.',
  },
  ru: {
    title: 'Как до вас доходит тревога',
    none: 'Через этот узел тревога до вас пока не доходит.',
    noRoads:
      'Этот узел пока ничего не рассылает: тот, кто его ведёт, не настроил ни одного пути для сообщений.',
    roads: { push: 'Уведомление', sms: 'SMS', call: 'Звонок', email: 'Почта' },
    road: 'Каким путём',
    address: 'Адрес',
    addressNote:
      'SMS и звонок: номер с кодом страны, например +7 700 000 00 00. Почта: один ящик. Уведомление: тема вида https://ntfy.example/topic.',
    add: 'Отправить туда код',
    codeSent: (shown) => `Код из шести цифр отправлен на ${shown}. Он действует 15 минут.`,
    digits: 'Код',
    confirm: 'Подтвердить',
    confirmed: 'Подтверждено: тревога дойдёт до вас туда.',
    remove: 'Убрать',
    removed: 'Убрано.',
    forget: 'Больше ничего мне не сообщать',
    forgetQuestion:
      'Все ваши адреса здесь будут забыты, и тревога через этот узел до вас не дойдёт. Вы сможете указать их заново.',
    forgotten: 'Забыто. Через этот узел тревога до вас не дойдёт.',
    messagesIn: {
      kk: 'Сообщения приходят на казахском.',
      ru: 'Сообщения приходят на русском.',
      en: 'Сообщения приходят на английском.',
    },
    inThisLanguage: 'Присылать на русском',
    kept: 'Узел хранит адреса в зашифрованном виде, под вашим ключом и без имени. Прочесть их может тот, у кого есть парольная фраза узла.',
    thisBrowser: 'Уведомлять меня в этом браузере',
    browserRefuses:
      'Этот браузер здесь не показывает уведомлений. Разрешите их в настройках или выберите другой путь. На iPhone страницу сначала нужно добавить на экран «Домой».',
  },
  kk: {
    title: 'Дабыл сізге қалай жетеді',
    none: 'Бұл торап арқылы дабыл сізге әзірге жетпейді.',
    noRoads: 'Бұл торап әзірге ештеңе таратпайды: оны жүргізетін адам хабарларға ешқандай жол баптамаған.',
    roads: { push: 'Хабарландыру', sms: 'SMS', call: 'Қоңырау', email: 'Пошта' },
    road: 'Қай жолмен',
    address: 'Мекенжай',
    addressNote:
      'SMS пен қоңырау: ел коды бар нөмір, мысалы +7 700 000 00 00. Пошта: бір жәшік. Хабарландыру: https://ntfy.example/topic түріндегі тақырып.',
    add: 'Сол жерге код жіберу',
    codeSent: (shown) => `Алты цифрлы код ${shown} мекенжайына жіберілді. Ол 15 минут жарамды.`,
    digits: 'Код',
    confirm: 'Растау',
    confirmed: 'Расталды: дабыл сізге осы жерге жетеді.',
    remove: 'Алып тастау',
    removed: 'Алынып тасталды.',
    forget: 'Енді маған ештеңе хабарламау',
    forgetQuestion:
      'Мұндағы барлық мекенжайыңыз ұмытылады, бұл торап арқылы дабыл сізге жетпейді. Оларды қайта бере аласыз.',
    forgotten: 'Ұмытылды. Бұл торап арқылы дабыл сізге жетпейді.',
    messagesIn: {
      kk: 'Хабарлар қазақ тілінде келеді.',
      ru: 'Хабарлар орыс тілінде келеді.',
      en: 'Хабарлар ағылшын тілінде келеді.',
    },
    inThisLanguage: 'Қазақ тілінде жіберу',
    kept: 'Торап мекенжайларды шифрланған күйде, атыңызсыз, кілтіңіздің астында сақтайды. Оларды тораптың құпия сөйлемін білетін адам оқи алады.',
    thisBrowser: 'Осы браузерде хабарлау',
    browserRefuses:
      'Бұл браузер мұнда хабарландыру көрсетпейді. Баптауларынан рұқсат беріңіз немесе басқа жолды таңдаңыз. iPhone-да бетті алдымен негізгі экранға қосу керек.',
  },
};
