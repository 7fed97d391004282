import type { Language } from './words.ts';

/** The pages on which supporters and press put themselves on the list, and leave it. */
export type SubscribeWords = {
  readonly title: string;
  readonly ownTitle: string;
  /** `settlement`: its name. */
  readonly what: (settlement: string) => string;
  readonly howNear: (settlement: string) => string;
  readonly withinKm: (km: number) => string;
  readonly anywhere: string;
  readonly nearNote: string;
  readonly parts: (settlement: string) => string;
  readonly partsNote: string;
  /** Where there is nothing to choose. */
  readonly noParts: string;
  readonly hours: string;
  readonly from: string;
  readonly to: string;
  /** `clock`: such as `UTC+05:00`. */
  readonly hoursNote: (clock: string) => string;
  readonly moreHours: string;
  readonly kept: string;
  readonly codeNote: string;
  readonly codeTitle: string;
  readonly done: string;
  /** Before the link to one's own page. */
  readonly ownPage: string;
  readonly save: string;
  readonly saved: string;
  readonly leave: string;
  readonly leaveNote: string;
  readonly left: string;
  readonly addAddress: string;
  readonly tooOften: string;
};

export const SUBSCRIBE_WORDS: Readonly<Record<Language, SubscribeWords>> = {
  en: {
    title: 'Be told of an alarm',
    ownTitle: 'How you are told',
    what: (settlement) =>
      `When people of ${settlement} raise an alarm and others confirm it, a message comes to you: what happens, and where you are needed and safe. Drills say so first. Nothing else is sent.`,
    howNear: (settlement) => `How near to ${settlement} are you?`,
    withinKm: (km) => `within ${km} km`,
    anywhere: 'farther away, or abroad',
    nearNote: 'Who is near is asked to come; who is far is asked to watch, write and speak up.',
    parts: (settlement) => `Parts of ${settlement} that you are in or close to`,
    partsNote: 'When something happens in one of these, you are asked to come, however far that is.',
    noParts: 'The plan of the place names no parts to choose from: it goes by distance alone.',
    hours: 'When you may be told',
    from: 'from',
    to: 'to',
    hoursNote: (clock) =>
      `On the clock of the place (${clock}). Left empty: at any hour. Where the end is before the beginning it goes over midnight. Once you were told of an alarm you hear at any hour what changes and that it is over.`,
    moreHours: 'Save, and there is room for more hours.',
    kept: 'The hub keeps your address encrypted, and no name. Whoever has its passphrase can read it. You can leave at any time.',
    codeNote: 'A code of six digits comes first. Only whoever reads it there is put on the list.',
    codeTitle: 'Type the code',
    done: 'You are on the list.',
    ownPage:
      'This is your own page: here you change what you gave, or leave. Keep its address; whoever has it can do so for you.',
    save: 'Save',
    saved: 'Saved.',
    leave: 'Leave the list',
    leaveNote: 'All you gave is forgotten at once.',
    left: 'You are off the list. Nothing you gave is kept.',
    addAddress: 'Another road',
    tooOften: 'Too many requests came from your network. Nothing was kept. Try again in a few minutes.',
  },
  ru: {
    title: 'Узнать о тревоге',
    ownTitle: 'Как вам сообщают',
    what: (settlement) =>
      `Когда жители поднимут тревогу (${settlement}) и другие её подтвердят, вам придёт сообщение: что происходит и где вы нужны и в безопасности. Об учениях сказано в самом начале. Больше ничего не рассылается.`,
    howNear: (settlement) => `Как близко вы к месту (${settlement})?`,
    withinKm: (km) => `не дальше ${km} км`,
    anywhere: 'дальше или за границей',
    nearNote: 'Тех, кто близко, просят прийти; тех, кто далеко, – следить, писать и говорить об этом.',
    parts: (settlement) => `Части места (${settlement}), где вы бываете или которые рядом с вами`,
    partsNote: 'Если что-то случится в одной из них, вас попросят прийти, как бы далеко это ни было.',
    noParts: 'В плане места нет частей, из которых можно выбрать: учитывается только расстояние.',
    hours: 'Когда вам можно сообщать',
    from: 'с',
    to: 'до',
    hoursNote: (clock) =>
      `По часам места (${clock}). Если ничего не выбрать, то в любое время. Если конец раньше начала, время идёт через полночь. Если вам уже сообщили о тревоге, то об изменениях и о её конце вы узнаете в любой час.`,
    moreHours: 'Сохраните, и здесь появится место для ещё одного промежутка.',
    kept: 'Узел хранит ваш адрес в зашифрованном виде и без имени. Прочесть его может тот, у кого есть парольная фраза узла. Уйти можно в любое время.',
    codeNote: 'Сначала придёт код из шести цифр. В список попадёт только тот, кто его там прочтёт.',
    codeTitle: 'Введите код',
    done: 'Вы в списке.',
    ownPage:
      'Это ваша собственная страница: здесь можно изменить указанное или уйти. Сохраните её адрес; у кого он есть, тот может сделать это за вас.',
    save: 'Сохранить',
    saved: 'Сохранено.',
    leave: 'Уйти из списка',
    leaveNote: 'Всё, что вы указали, сразу будет забыто.',
    left: 'Вас нет в списке. Ничего из указанного вами не хранится.',
    addAddress: 'Ещё один путь',
    tooOften:
      'Из вашей сети пришло слишком много запросов. Ничего не сохранено. Попробуйте через несколько минут.',
  },
  kk: {
    title: 'Дабыл туралы білу',
    ownTitle: 'Сізге қалай хабарланады',
    what: (settlement) =>
      `Тұрғындар дабыл көтеріп (${settlement}), басқалар оны растағанда, сізге хабар келеді: не болып жатқаны, сіз қай жерде керек екеніңіз және қай жер қауіпсіз екені айтылады. Жаттығу болса, ол ең басында айтылады. Басқа ештеңе жіберілмейді.`,
    howNear: (settlement) => `Ол жерге (${settlement}) қаншалықты жақынсыз?`,
    withinKm: (km) => `${km} км-ден алыс емес`,
    anywhere: 'одан алыс немесе шетелде',
    nearNote: 'Жақындағылар келуге, алыстағылар бақылауға, жазуға, айтуға шақырылады.',
    parts: (settlement) => `Өзіңіз болатын немесе сізге жақын бөліктер (${settlement})`,
    partsNote: 'Осылардың бірінде бірдеңе болса, қаншалықты алыс болсаңыз да, келуге шақырыласыз.',
    noParts: 'Жердің жоспарында таңдайтын бөліктер жоқ: тек қашықтық ескеріледі.',
    hours: 'Сізге қай кезде хабарлауға болады',
    from: 'басы',
    to: 'соңы',
    hoursNote: (clock) =>
      `Сол жердің сағатымен (${clock}). Ештеңе таңдалмаса, кез келген уақытта. Соңы басынан ерте болса, уақыт түн ортасынан асады. Дабыл туралы хабар алған болсаңыз, не өзгергенін және дабылдың біткенін кез келген уақытта білесіз.`,
    moreHours: 'Сақтасаңыз, тағы бір аралыққа орын шығады.',
    kept: 'Торап мекенжайыңызды шифрланған күйде, атыңызсыз сақтайды. Оны тораптың құпия сөйлемін білетін адам оқи алады. Кез келген уақытта кете аласыз.',
    codeNote: 'Алдымен алты цифрлы код келеді. Тізімге оны сол жерден оқыған адам ғана енеді.',
    codeTitle: 'Кодты теріңіз',
    done: 'Сіз тізімдесіз.',
    ownPage:
      'Бұл сіздің өз бетіңіз: мұнда бергеніңізді өзгертесіз немесе кетесіз. Мекенжайын сақтап қойыңыз; ол кімде болса, сол сіздің орныңызға істей алады.',
    save: 'Сақтау',
    saved: 'Сақталды.',
    leave: 'Тізімнен кету',
    leaveNote: 'Бергеніңіздің бәрі бірден ұмытылады.',
    left: 'Сіз тізімде жоқсыз. Бергеніңізден ештеңе сақталмайды.',
    addAddress: 'Тағы бір жол',
    tooOften: 'Желіңізден тым көп сұрау келді. Ештеңе сақталмады. Бірнеше минуттан соң қайталаңыз.',
  },
};
