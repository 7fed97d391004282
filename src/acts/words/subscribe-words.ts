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
  /** What a push button does where a script runs. */
  readonly orByHand: string;
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
    orByHand: 'Or by another road:',
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
    orByHand: 'Или другим путём:',
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
    orByHand: 'Немесе басқа жолмен:',
  },
};
