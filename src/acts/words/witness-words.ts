import type { Language } from './words.ts';

/** What pages say of other hubs that sign how far this record has grown, and of records that contradict themselves. Hours and counts come written out. */
export type WitnessWords = {
  readonly heading: string;
  /** No other hub is asked. */
  readonly alone: string;
  readonly signed: (signed: string, of: string) => string;
  /** Enough witnesses signed it, by the rule that was set: all of it, its beginning, or nothing yet. */
  readonly all: (since: string) => string;
  readonly upTo: (entries: string, since: string) => string;
  readonly none: string;
  /** Nobody has said how many have to sign. */
  readonly noRule: string;
  readonly states: Readonly<Record<'asked' | 'silent' | 'refuses' | 'false', (name: string) => string>>;
  /** A witness knows a record of this hub that does not begin or end as the one that lies here. */
  readonly doubted: {
    readonly heading: string;
    readonly longer: (name: string, theirs: string, ours: string) => string;
    readonly other: (name: string, theirs: string) => string;
    readonly since: (at: string) => string;
    readonly means: string;
    readonly todo: string;
  };
  /** Another hub signed what cannot both be so. */
  readonly found: {
    readonly heading: (name: string) => string;
    /** This hub itself, as somebody showed. */
    readonly own: string;
    readonly forked: (entries: string) => string;
    readonly unproven: (before: string, after: string) => string;
    readonly pairs: (n: string) => string;
    readonly shorter: (asked: string, signed: string) => string;
    readonly since: (at: string) => string;
    readonly means: Readonly<Record<'forked' | 'unproven' | 'shorter', string>>;
    readonly todo: string;
    readonly log: (origin: string) => string;
  };
};

export const WITNESS_WORDS: Readonly<Record<Language, WitnessWords>> = {
  en: {
    heading: 'Witnesses',
    alone: 'not witnessed: no other hub signs that nothing of this record is taken back',
    signed: (n, of) => `${n} of ${of} other hubs signed its newest state`,
    all: (since) => `all of it is witnessed since ${since}`,
    upTo: (n, since) => `witnessed since ${since}: the first ${n}; what came later is not yet`,
    none: 'not witnessed yet',
    noRule: 'nobody has said how many must sign before it counts as witnessed',
    states: {
      asked: (name) => `${name} is being asked`,
      silent: (name) => `${name} does not answer`,
      refuses: (name) => `${name} does not sign for this hub`,
      false: (name) => `what ${name} answers is not its signature`,
    },
    doubted: {
      heading: 'A witness knows another record of this hub',
      longer: (name, theirs, ours) =>
        `${name} signed this hub’s record when it had ${theirs} entries. Here there are only ${ours}.`,
      other: (name, theirs) =>
        `${name} signed this hub’s record when it had ${theirs} entries. The first ${theirs} entries here are not the same.`,
      since: (at) => `Known since ${at}.`,
      means:
        'Either this hub runs on an old copy of its data and lacks entries that it had acknowledged, or its record was changed, or the witness is wrong.',
      todo: 'Do not rely on what is missing here. Whoever runs the hub: stop it, keep the data folder as it is, bring back the newest copy with shanyrak restore, and ask the people of the witness what they hold. Ask everybody whose device still holds what is missing to send it again.',
    },
    found: {
      heading: (name) => `Do not rely on the record of ${name} alone`,
      own: 'this hub',
      forked: (n) => `It signed two different records of ${n} entries. Both signed notes are kept here.`,
      unproven: (before, after) =>
        `It signed a record of ${after} entries and did not show that the ${before} entries it had signed before are in it. Both signed notes are kept here.`,
      pairs: (n) => `There are ${n} such pairs.`,
      shorter: (asked, signed) =>
        `It asked to sign a record of ${asked} entries after one of ${signed}. That was refused.`,
      since: (at) => `Known since ${at}.`,
      means: {
        forked:
          'An honest hub never does this. Entries were changed or taken back there, or different people were shown different records. Anybody can check it with the two notes.',
        unproven:
          'Entries were changed or taken back there, or that hub runs on an old copy of its data, or somebody sent a wrong proof with its note. If it proves that record later, it is said here.',
        shorter:
          'That hub may run on an old copy of its data, or somebody sent one of its old notes once more.',
      },
      todo: 'Ask the people of that hub, compare with what you and others hold, and keep your own copies. Whoever runs this hub writes the notes out with shanyrak witness evidence.',
      log: (origin) => `Its log: ${origin}`,
    },
  },
  ru: {
    heading: 'Заверение',
    alone: 'не заверено: ни один другой узел не подписывает, что из этой записи ничего не убрано',
    signed: (n, of) => `последнее состояние подписали другие узлы: ${n} из ${of}`,
    all: (since) => `всё заверено с ${since}`,
    upTo: (n, since) => `заверено с ${since}: первые ${n}; то, что пришло позже, ещё нет`,
    none: 'ещё не заверено',
    noRule: 'никто не указал, сколько узлов должны подписать, чтобы запись считалась заверенной',
    states: {
      asked: (name) => `${name}: ждём ответа`,
      silent: (name) => `${name} не отвечает`,
      refuses: (name) => `${name} не подписывает записи этого узла`,
      false: (name) => `ответ узла ${name} — не его подпись`,
    },
    doubted: {
      heading: 'Заверяющий узел знает другую запись этого узла',
      longer: (name, theirs, ours) =>
        `${name} заверил запись этого узла, когда записей в ней было ${theirs}. Здесь их только ${ours}.`,
      other: (name, theirs) =>
        `${name} заверил запись этого узла, когда записей в ней было ${theirs}. Здесь первые ${theirs} — другие.`,
      since: (at) => `Известно с ${at}.`,
      means:
        'Либо этот узел работает на старой копии данных и в нём не хватает того, что он уже подтвердил, либо запись изменили, либо заверяющий узел ошибается.',
      todo: 'Не полагайтесь на то, чего здесь не хватает. Тому, кто ведёт узел: остановите его, сохраните папку данных как есть, верните самую новую копию командой shanyrak restore и спросите людей заверяющего узла, что есть у них. Попросите всех, у кого на устройстве недостающее ещё есть, отправить его снова.',
    },
    found: {
      heading: (name) => `Не полагайтесь только на запись узла ${name}`,
      own: 'этого',
      forked: (n) => `Он подписал две разные записи одной длины (${n}). Обе подписи хранятся здесь.`,
      unproven: (before, after) =>
        `Он подписал запись длиной ${after} и не показал, что в ней есть первые ${before}, подписанные раньше. Обе подписи хранятся здесь.`,
      pairs: (n) => `Таких пар: ${n}.`,
      shorter: (asked, signed) =>
        `Он просил заверить запись длиной ${asked} после записи длиной ${signed}. В этом отказано.`,
      since: (at) => `Известно с ${at}.`,
      means: {
        forked:
          'Честный узел так не делает никогда. Там что-то изменили или убрали, либо разным людям показывали разное. По двум подписям это может проверить каждый.',
        unproven:
          'Там что-то изменили или убрали, либо тот узел работает на старой копии данных, либо кто-то приложил к его подписи неверное доказательство. Если он докажет эту запись позже, здесь об этом будет сказано.',
        shorter:
          'Возможно, тот узел работает на старой копии данных, либо кто-то ещё раз прислал его старую подпись.',
      },
      todo: 'Спросите людей того узла, сверьте с тем, что есть у вас и у других, и храните свои копии. Тот, кто ведёт этот узел, выписывает подписи командой shanyrak witness evidence.',
      log: (origin) => `Его журнал: ${origin}`,
    },
  },
  kk: {
    heading: 'Куәландыру',
    alone: 'куәландырылмаған: бұл жазбадан ештеңе алынып тасталмағанына басқа бірде-бір торап қол қоймайды',
    signed: (n, of) => `соңғы күйіне қол қойған басқа тораптар: ${of} ішінен ${n}`,
    all: (since) => `түгел куәландырылған, ${since} бері`,
    upTo: (n, since) => `${since} бері алғашқы ${n} жазба куәландырылған; кейін келгені әлі жоқ`,
    none: 'әлі куәландырылмаған',
    noRule: 'куәландырылған деп санау үшін неше торап қол қоюы керегін ешкім белгілемеген',
    states: {
      asked: (name) => `${name}: жауап күтілуде`,
      silent: (name) => `${name} жауап бермейді`,
      refuses: (name) => `${name} бұл тораптың жазбасына қол қоймайды`,
      false: (name) => `${name} жауабы оның өз қолтаңбасы емес`,
    },
    doubted: {
      heading: 'Куәландырушы торап бұл тораптың басқа жазбасын біледі',
      longer: (name, theirs, ours) =>
        `${name} бұл тораптың жазбасын ${theirs} жазба болған кезде куәландырған. Мұнда тек ${ours}.`,
      other: (name, theirs) =>
        `${name} бұл тораптың жазбасын ${theirs} жазба болған кезде куәландырған. Мұндағы алғашқы ${theirs} жазба басқаша.`,
      since: (at) => `${at} бері белгілі.`,
      means:
        'Не бұл торап деректердің ескі көшірмесімен жұмыс істеп тұр және өзі растаған жазбалар жетіспейді, не жазба өзгертілген, не куәландырушы торап қателеседі.',
      todo: 'Мұнда жетіспейтін нәрсеге сенбеңіз. Торапты жүргізетін адамға: торапты тоқтатыңыз, деректер қалтасын сол күйінде сақтаңыз, ең жаңа көшірмені shanyrak restore пәрменімен қайтарыңыз және куәландырушы торап адамдарынан өздерінде не бар екенін сұраңыз. Құрылғысында жетіспейтіні әлі сақталған адамдардан оны қайта жіберуді сұраңыз.',
    },
    found: {
      heading: (name) => `Тек ${name} торабының жазбасына сенбеңіз`,
      own: 'осы',
      forked: (n) =>
        `Ол ұзындығы бірдей (${n}) екі түрлі жазбаға қол қойған. Екі қолтаңба да осында сақтаулы.`,
      unproven: (before, after) =>
        `Ол ұзындығы ${after} жазбаға қол қойды, бірақ бұрын қол қойған алғашқы ${before} жазбаның сонда бар екенін көрсетпеді. Екі қолтаңба да осында сақтаулы.`,
      pairs: (n) => `Мұндай жұп саны: ${n}.`,
      shorter: (asked, signed) =>
        `Ол ұзындығы ${signed} жазбадан кейін ұзындығы ${asked} жазбаны куәландыруды сұрады. Бұған рұқсат берілмеді.`,
      since: (at) => `${at} бері белгілі.`,
      means: {
        forked:
          'Адал торап ешқашан бұлай істемейді. Онда бірдеңе өзгертілген не алынып тасталған, немесе әр адамға әртүрлі жазба көрсетілген. Екі қолтаңба бойынша мұны кез келген адам тексере алады.',
        unproven:
          'Онда бірдеңе өзгертілген не алынып тасталған, немесе ол торап деректердің ескі көшірмесімен жұмыс істеп тұр, немесе біреу оның қолтаңбасына қате дәлел қосқан. Ол бұл жазбаны кейін дәлелдесе, осында айтылады.',
        shorter:
          'Ол торап деректердің ескі көшірмесімен жұмыс істеп тұруы мүмкін, немесе біреу оның ескі қолтаңбасын тағы жіберген.',
      },
      todo: 'Сол тораптың адамдарынан сұраңыз, өзіңізде және басқаларда бар нәрсемен салыстырыңыз, өз көшірмелеріңізді сақтаңыз. Бұл торапты жүргізетін адам қолтаңбаларды shanyrak witness evidence пәрменімен жазып алады.',
      log: (origin) => `Оның журналы: ${origin}`,
    },
  },
};
