import type { StandbyCause } from '../../record/kinds/standby.ts';
import type { Language } from './words.ts';

/** What pages say of who is to be ready and why, of organisers' check-ins and of other hubs. Hours come written out. */
export type StandbyWords = {
  /** The hub's own entries. */
  readonly said: Readonly<Record<'raised' | 'lifted', string>>;
  readonly heading: string;
  /** On the page to which a message leads: what it is, and what is asked. */
  readonly noAlarm: string;
  readonly noMore: string;
  /** Deputies, wardens and keyholders were told. */
  readonly told: (since: string) => string;
  readonly over: (since: string, until: string) => string;
  /** Why, for readers who are not to know whose hours are whose. */
  readonly causes: Readonly<Record<StandbyCause, string>>;
  readonly missed: (who: string, due: string) => string;
  readonly late: (who: string, due: string) => string;
  readonly peerSilent: (name: string, since: string) => string;
  readonly peerNotYet: (name: string) => string;
  readonly peerHeard: (name: string, at: string) => string;
  /** Reasons that were told to nobody. */
  readonly untold: (n: number) => string;
  /** The button by which keyholders say that it is over. */
  readonly end: string;
  readonly endQuestion: string;
  readonly checkIn: {
    readonly heading: string;
    readonly handle: string;
    readonly button: string;
    readonly question: (who: string) => string;
    readonly open: (due: string, until: string) => string;
    readonly note: string;
    readonly last: (at: string) => string;
  };
};

export const STANDBY_WORDS: Readonly<Record<Language, StandbyWords>> = {
  en: {
    said: { raised: 'people are asked to be ready', lifted: 'people need not be ready any more' },
    heading: 'Readiness',
    noAlarm:
      'This is no alarm and nobody is asked to go anywhere. Keep your phone near and charged, so that an alarm reaches you.',
    noMore: 'You need not wait for anything because of this any more.',
    told: (since) => `deputies, wardens and keyholders are told since ${since}`,
    over: (since, until) => `told from ${since}, over at ${until}`,
    causes: {
      'check-in': 'an organiser has not checked in',
      siege: 'an organiser is besieged or their way is blocked',
      sign: 'a sign before a raid',
      peer: 'another hub is silent',
    },
    missed: (who, due) => `check-in of ${who}: due ${due}, has not come`,
    late: (who, due) => `check-in of ${who}: due ${due}, came late`,
    peerSilent: (name, since) => `hub ${name}: silent since ${since}`,
    peerNotYet: (name) => `hub ${name}: not heard since this hub started`,
    peerHeard: (name, at) => `hub ${name}: last heard ${at}`,
    untold: (n) => `${n} more: nobody was told, so many were told today already`,
    end: 'It is over',
    endQuestion: 'Nobody needs to be ready because of this any more. All who were told hear so.',
    checkIn: {
      heading: 'Check in',
      handle: 'Your handle in the plan',
      button: 'I am free',
      question: (who) => `You say as ${who} that you are free and nobody forces you to say so.`,
      open: (due, until) => `Check-in of ${due}: until ${until}.`,
      note: 'Your first check-in ties the handle to this device. If somebody forces you to press this, do not: nobody here can tell.',
      last: (at) => `Last heard of you: ${at}.`,
    },
  },
  ru: {
    said: { raised: 'людей просят быть наготове', lifted: 'быть наготове больше не нужно' },
    heading: 'Готовность',
    noAlarm:
      'Это не тревога, и никуда идти не нужно. Держите телефон рядом и заряженным, чтобы тревога до вас дошла.',
    noMore: 'По этой причине больше ничего ждать не нужно.',
    told: (since) => `заместители, старшие ячеек и хранители ключей оповещены с ${since}`,
    over: (since, until) => `оповещены с ${since}, снято в ${until}`,
    causes: {
      'check-in': 'организатор не отметился',
      siege: 'организатор осаждён, или ему перекрыли путь',
      sign: 'признак перед рейдом',
      peer: 'другой узел молчит',
    },
    missed: (who, due) => `отметка ${who}: ждали в ${due}, её нет`,
    late: (who, due) => `отметка ${who}: ждали в ${due}, пришла поздно`,
    peerSilent: (name, since) => `узел ${name}: молчит с ${since}`,
    peerNotYet: (name) => `узел ${name}: не слышен с запуска этого узла`,
    peerHeard: (name, at) => `узел ${name}: последний сигнал ${at}`,
    untold: (n) => `ещё ${n}: никого не оповестили, сегодня уже оповещали много раз`,
    end: 'Снять готовность',
    endQuestion:
      'По этой причине больше никому не нужно быть наготове. Все, кого оповестили, узнают об этом.',
    checkIn: {
      heading: 'Отметиться',
      handle: 'Ваше имя в плане',
      button: 'Я на свободе',
      question: (who) => `Вы говорите как ${who}, что вы на свободе и вас никто не заставляет.`,
      open: (due, until) => `Отметка в ${due}: до ${until}.`,
      note: 'Первая отметка закрепляет имя за этим устройством. Если вас заставляют нажать, не нажимайте: отличить этого здесь никто не сможет.',
      last: (at) => `Последняя весть от вас: ${at}.`,
    },
  },
  kk: {
    said: { raised: 'адамдардан дайын болу сұралды', lifted: 'енді дайын тұру қажет емес' },
    heading: 'Дайындық',
    noAlarm:
      'Бұл дабыл емес, ешқайда барудың қажеті жоқ. Дабыл сізге жетуі үшін телефонды қуаттап, қасыңызда ұстаңыз.',
    noMore: 'Бұл себеппен енді ештеңе күтудің қажеті жоқ.',
    told: (since) => `орынбасарларға, ұя жетекшілеріне, кілт сақтаушыларға ${since} бастап айтылды`,
    over: (since, until) => `${since} бастап айтылды, ${until} аяқталды`,
    causes: {
      'check-in': 'ұйымдастырушы тіркелмеді',
      siege: 'ұйымдастырушы қоршауда немесе жолы бөгелген',
      sign: 'рейд алдындағы белгі',
      peer: 'басқа торап үнсіз',
    },
    missed: (who, due) => `тіркелу, ${who}: ${due} болуы керек еді, болмады`,
    late: (who, due) => `тіркелу, ${who}: ${due} болуы керек еді, кешікті`,
    peerSilent: (name, since) => `торап ${name}: ${since} бері үнсіз`,
    peerNotYet: (name) => `торап ${name}: осы торап қосылғалы естілмеді`,
    peerHeard: (name, at) => `торап ${name}: соңғы рет ${at} естілді`,
    untold: (n) => `тағы ${n}: ешкімге айтылмады, бүгін талай айтылды`,
    end: 'Дайындықты тоқтату',
    endQuestion: 'Бұл себеппен енді ешкімге дайын тұру қажет емес. Айтылғандардың бәрі мұны біледі.',
    checkIn: {
      heading: 'Тіркелу',
      handle: 'Жоспардағы атыңыз',
      button: 'Мен бостандықтамын',
      question: (who) => `Сіз ${who} ретінде бостандықта екеніңізді, сізді ешкім мәжбүрлемейтінін айтасыз.`,
      open: (due, until) => `${due} тіркелу: ${until} дейін.`,
      note: 'Алғашқы тіркелу бұл атты осы құрылғыға бекітеді. Біреу басуға мәжбүрлесе, баспаңыз: мұны мұнда ешкім ажырата алмайды.',
      last: (at) => `Сізден соңғы хабар: ${at}.`,
    },
  },
};
