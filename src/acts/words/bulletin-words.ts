import type { Grade } from '../../situation/sources.ts';
import type { Ring } from '../../situation/ring.ts';
import type { Language } from './words.ts';

export type BulletinWords = {
  readonly unnamed: string;
  readonly standing: (time: string) => string;
  readonly yearNotStated: string;
  readonly offsetUnknown: string;
  readonly gained: (minutes: string) => string;
  readonly reach: (told: string, acknowledged: string, checkedIn: string) => string;
  readonly homes: (states: string) => string;
  readonly homesInHour: (state: string, count: number) => string;
  readonly total: (n: string) => string;
  readonly totalUnknown: string;
  readonly ring: (state: Ring['state'], since: string) => string;
  readonly untimed: string;
  readonly background: string;
  readonly differently: string;
  readonly aHome: string;
  readonly happened: string;
  readonly notes: string;
  readonly entries: string;
  readonly grades: Readonly<Record<Grade, string>>;
  readonly simulated: string;
  readonly origin: string;
};

export const BULLETIN_WORDS: Readonly<Record<Language, BulletinWords>> = {
  en: {
    unnamed: 'A settlement',
    standing: (time) => `As of ${time}.`,
    yearNotStated: 'The year is not stated.',
    offsetUnknown: 'Local time, offset from UTC unknown.',
    gained: (minutes) => `Minutes gained: ${minutes}.`,
    reach: (told, acknowledged, checkedIn) =>
      `Told ${told}, acknowledged ${acknowledged}, checked in ${checkedIn}.`,
    homes: (states) => `Homes: ${states}.`,
    homesInHour: (state, count) => `Homes told of as ${state}: ${count}.`,
    total: (n) => `total ${n}`,
    totalUnknown: 'total unknown',
    ring: (state, since) =>
      `Ring ${state === 'complete' ? 'closed' : 'partial'}${since === '' ? '' : ` ${since}`}.`,
    untimed: 'Said of the day, without an hour',
    background: 'Before the day',
    differently: 'Told differently',
    aHome: 'a home',
    happened: 'happened',
    notes: 'Notes',
    entries: 'entries',
    grades: {
      rumour: 'rumour',
      single: 'single source',
      'several-dependent': 'several sources that depend on each other',
      'several-independent': 'several independent sources',
      documented: 'documented',
    },
    simulated: 'A played day: phones, carriers and neighbours are simulated.',
    origin: 'Every sentence is built from coded entries; the notes name them.',
  },
  ru: {
    unnamed: 'Посёлок',
    standing: (time) => `По состоянию на ${time}.`,
    yearNotStated: 'Год не указан.',
    offsetUnknown: 'Время местное, сдвиг от UTC неизвестен.',
    gained: (minutes) => `Выиграно минут: ${minutes}.`,
    reach: (told, acknowledged, checkedIn) =>
      `Оповещено ${told}, подтвердили ${acknowledged}, отметились ${checkedIn}.`,
    homes: (states) => `Дома: ${states}.`,
    homesInHour: (state, count) => `Дома, о которых сказано «${state}»: ${count}.`,
    total: (n) => `всего ${n}`,
    totalUnknown: 'сколько всего — неизвестно',
    ring: (state, since) =>
      `Кольцо ${state === 'complete' ? 'замкнуто' : 'неполное'}${since === '' ? '' : ` ${since}`}.`,
    untimed: 'Сказано о дне, без указания часа',
    background: 'До этого дня',
    differently: 'Рассказывают по-разному',
    aHome: 'дом',
    happened: 'произошло',
    notes: 'Примечания',
    entries: 'записи',
    grades: {
      rumour: 'слух',
      single: 'один источник',
      'several-dependent': 'несколько зависимых источников',
      'several-independent': 'несколько независимых источников',
      documented: 'есть документ',
    },
    simulated: 'Разыгранный день: телефоны, связь и соседи смоделированы.',
    origin: 'Каждое предложение составлено из кодированных записей; они названы в примечаниях.',
  },
  kk: {
    unnamed: 'Елді мекен',
    standing: (time) => `${time} жағдайы бойынша.`,
    yearNotStated: 'Жылы айтылмаған.',
    offsetUnknown: 'Жергілікті уақыт, UTC-ден айырмасы белгісіз.',
    gained: (minutes) => `Ұтып алынған уақыт, минут: ${minutes}.`,
    reach: (told, acknowledged, checkedIn) =>
      `Хабардар болғаны ${told}, растағаны ${acknowledged}, тіркелгені ${checkedIn}.`,
    homes: (states) => `Үйлер: ${states}.`,
    homesInHour: (state, count) => `«${state}» деп айтылған үйлер: ${count}.`,
    total: (n) => `барлығы ${n}`,
    totalUnknown: 'барлығы қанша екені белгісіз',
    ring: (state, since) =>
      `Қоршау${since === '' ? '' : ` (${since})`} ${state === 'complete' ? 'тұйықталды' : 'толық емес'}.`,
    untimed: 'Күн туралы айтылған, сағаты көрсетілмеген',
    background: 'Осы күнге дейін',
    differently: 'Әртүрлі айтылады',
    aHome: 'үй',
    happened: 'болды',
    notes: 'Ескертпелер',
    entries: 'жазбалар',
    grades: {
      rumour: 'қауесет',
      single: 'бір дереккөз',
      'several-dependent': 'бір-біріне тәуелді бірнеше дереккөз',
      'several-independent': 'тәуелсіз бірнеше дереккөз',
      documented: 'құжаты бар',
    },
    simulated: 'Ойнатылған күн: телефондар, байланыс және көршілер модельденген.',
    origin: 'Әр сөйлем кодталған жазбалардан құралған; олар ескертпелерде аталған.',
  },
};
