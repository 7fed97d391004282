import type { Language } from './words.ts';

/** What keyholders read before they approve what the feed of alarms may say, and what they are asked. */
export type FeedWords = {
  readonly heading: string;
  /** What a feed is, and what it takes. */
  readonly what: string;
  readonly states: Readonly<Record<'in-force' | 'none' | 'other-words', string>>;
  /** Above each set of words. */
  readonly said: string;
  readonly waits: (who: string) => string;
  readonly proposed: string;
  readonly otherProgram: string;
  /** By which clock it tells the hour, and where it lies on a map; `radiusKm` around it. */
  readonly clock: (offset: string) => string;
  readonly circle: (point: string, radiusKm: number) => string;
  readonly noCircle: string;
  /** The first characters of the hash: two who compare it see the same words. */
  readonly mark: (mark: string) => string;
  readonly approve: string;
  readonly stop: string;
  readonly questions: { readonly approve: (mark: string) => string; readonly stop: string };
};

export const FEED_WORDS: Readonly<Record<Language, FeedWords>> = {
  en: {
    heading: 'Feed of alarms for those outside',
    what: 'Whoever was given its secret address reads there every real alarm that has reached press and lawyers, in these words and no others. Two keyholders approve the words; one is enough to stop it.',
    states: {
      'in-force': 'The feed is open.',
      none: 'Nothing is approved: the feed’s addresses are closed.',
      'other-words':
        'The program has other words now than those that were approved: the feed’s addresses are closed until two approve them anew.',
    },
    said: 'What the feed says',
    waits: (who) => `Waits for a second voice: approved by ${who}`,
    proposed: 'What it would say now',
    otherProgram: 'These words were made by another version of the program. They cannot be approved here.',
    clock: (offset) => `Hours by ${offset}.`,
    circle: (point, radiusKm) => `On the map: ${radiusKm} km around ${point}.`,
    noCircle: 'Nothing on the map.',
    mark: (mark) => `Mark of these words: ${mark}.`,
    approve: 'Approve these words',
    stop: 'Stop the feed',
    questions: {
      approve: (mark) =>
        `The feed may say the words marked ${mark}, in three languages, as they stand on the page. Whoever has its address reads them, and can print them.`,
      stop: 'The addresses of the feed are closed at once. To open it again two keyholders approve its words anew.',
    },
  },
  ru: {
    heading: 'Лента тревог для тех, кто снаружи',
    what: 'У кого есть её тайный адрес, читает там каждую настоящую тревогу, которая дошла до прессы и юристов, этими словами и никакими другими. Слова утверждают два хранителя ключей; остановить может один.',
    states: {
      'in-force': 'Лента открыта.',
      none: 'Ничего не утверждено: адреса ленты закрыты.',
      'other-words':
        'Слова программы теперь не те, что были утверждены: адреса ленты закрыты, пока двое не утвердят их заново.',
    },
    said: 'Что говорит лента',
    waits: (who) => `Ждёт второго голоса, утвердил: ${who}`,
    proposed: 'Что она сказала бы сейчас',
    otherProgram: 'Эти слова составлены другой версией программы. Здесь их утвердить нельзя.',
    clock: (offset) => `Время по ${offset}.`,
    circle: (point, radiusKm) => `На карте: ${radiusKm} км вокруг точки ${point}.`,
    noCircle: 'На карте не отмечено.',
    mark: (mark) => `Метка этих слов: ${mark}.`,
    approve: 'Утвердить эти слова',
    stop: 'Остановить ленту',
    questions: {
      approve: (mark) =>
        `Лента сможет говорить слова с меткой ${mark} на трёх языках, как они стоят на странице. Их прочтёт и сможет напечатать каждый, у кого есть её адрес.`,
      stop: 'Адреса ленты закроются сразу. Чтобы открыть её снова, два хранителя утверждают слова заново.',
    },
  },
  kk: {
    heading: 'Сырттағыларға арналған дабылдар таспасы',
    what: 'Құпия мекенжайы бар адам онда баспасөз бен заңгерлерге жеткен әрбір шын дабылды дәл осы сөздермен ғана оқиды. Сөздерді екі кілт сақтаушы мақұлдайды; тоқтатуға біреуі жетеді.',
    states: {
      'in-force': 'Таспа ашық.',
      none: 'Ештеңе мақұлданған жоқ: таспаның мекенжайлары жабық.',
      'other-words':
        'Бағдарламаның сөздері енді мақұлданғандардан басқа: екеу қайта мақұлдағанша таспаның мекенжайлары жабық.',
    },
    said: 'Таспа не айтады',
    waits: (who) => `Екінші дауысты күтуде, мақұлдаған: ${who}`,
    proposed: 'Қазір не айтар еді',
    otherProgram: 'Бұл сөздерді бағдарламаның басқа нұсқасы құрастырған. Оларды мұнда мақұлдауға болмайды.',
    clock: (offset) => `Уақыты ${offset} бойынша.`,
    circle: (point, radiusKm) => `Картада: ${point} нүктесінің айналасы, ${radiusKm} км.`,
    noCircle: 'Картада белгіленбеген.',
    mark: (mark) => `Осы сөздердің белгісі: ${mark}.`,
    approve: 'Осы сөздерді мақұлдау',
    stop: 'Таспаны тоқтату',
    questions: {
      approve: (mark) =>
        `Таспа ${mark} белгісі бар сөздерді бетте тұрғандай үш тілде айта алады. Оларды мекенжайы бар әркім оқиды және басып шығара алады.`,
      stop: 'Таспаның мекенжайлары бірден жабылады. Қайта ашу үшін екі кілт сақтаушы сөздерді жаңадан мақұлдайды.',
    },
  },
};
