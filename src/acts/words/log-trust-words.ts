import type { LogDoubt } from '../../record/log/held-log.ts';
import type { Language } from './words.ts';

/** What a device tells of its hub's log: whether what it signed is proven to be in it, and whether the hub can be trusted. */
export type LogTrustWords = {
  /** The hub has it and did not prove that it stands in its log. */
  readonly notProven: string;
  /** Why: the hub gave no proof though it always can, or one that does not fit. */
  readonly why: Readonly<Record<LogDoubt, string>>;
  /** A hub of a version that cannot prove anything. */
  readonly olderHub: string;
  /** What happened, what was kept, what to do next. */
  readonly distrusted: readonly [string, string, string];
  /** The hub was brought back from a backup and goes on under a new name of its log. */
  readonly newLog: (entries: string) => string;
  readonly evidence: string;
};

export const LOG_TRUST_WORDS: Readonly<Record<Language, LogTrustWords>> = {
  en: {
    notProven:
      'The hub has this and has not proven that it stands in its log. It stays on this device too and is handed in again next time.',
    why: {
      'no-proof': 'The hub gave no proof.',
      'wrong-proof': 'The proof of the hub does not fit what was handed in.',
      'older-state': 'The hub showed an older state of its log than it did before.',
      'not-signed': 'What the hub showed of its log is not signed by it.',
      'other-log': 'The hub showed another log than before.',
    },
    olderHub:
      'Not proven: this hub is of an older version and cannot prove what it keeps. It counts as handed in on its word alone.',
    distrusted: [
      'Do not trust this hub any more: it has signed two states of its log, and the second does not go on from the first. Something was changed or taken away after it was said.',
      'Both signed states are kept beside your keys, and so is everything you sign from now on: it is still handed in, and nothing counts as kept there.',
      'Keep this device as it is. Show both states to other hubs, to the press and to a lawyer: anybody can check the hub’s own signatures under them.',
    ],
    newLog: (entries) =>
      `The hub was brought back from a backup and has begun its log anew; this device had seen ${entries} entries of the one before. Ask those who run it what was lost, and say again what matters to you.`,
    evidence: 'Save both states',
  },
  ru: {
    notProven:
      'Узел это получил и не доказал, что оно стоит в его журнале. Оно остаётся и на этом устройстве и в следующий раз будет передано снова.',
    why: {
      'no-proof': 'Узел не дал доказательства.',
      'wrong-proof': 'Доказательство узла не подходит к переданному.',
      'older-state': 'Узел показал более старое состояние журнала, чем раньше.',
      'not-signed': 'То, что узел показал о своём журнале, им не подписано.',
      'other-log': 'Узел показал не тот журнал, что раньше.',
    },
    olderHub:
      'Не доказано: этот узел более старой версии и не может доказать, что хранит. Передача засчитана только с его слов.',
    distrusted: [
      'Больше не доверяйте этому узлу: он подписал два состояния своего журнала, и второе не продолжает первого. Что-то изменили или убрали уже после того, как оно было сказано.',
      'Оба подписанных состояния сохранены рядом с вашими ключами, как и всё, что вы подпишете дальше: оно по-прежнему передаётся, но ничто там не считается сохранённым.',
      'Оставьте это устройство как есть. Покажите оба состояния другим узлам, прессе и адвокату: подписи самого узла под ними может проверить каждый.',
    ],
    newLog: (entries) =>
      `Узел восстановлен из резервной копии и начал журнал заново; в прежнем это устройство видело записей: ${entries}. Спросите тех, кто его ведёт, что пропало, и скажите важное для вас ещё раз.`,
    evidence: 'Сохранить оба состояния',
  },
  kk: {
    notProven:
      'Торап мұны алды, бірақ оның журналында тұрғанын дәлелдемеді. Ол осы құрылғыда да қалады және келесі жолы қайта тапсырылады.',
    why: {
      'no-proof': 'Торап дәлел бермеді.',
      'wrong-proof': 'Тораптың дәлелі тапсырылғанға сәйкес келмейді.',
      'older-state': 'Торап журналының бұрынғысынан ескі күйін көрсетті.',
      'not-signed': 'Торап журналы туралы көрсеткеніне қол қойылмаған.',
      'other-log': 'Торап бұрынғыдан басқа журнал көрсетті.',
    },
    olderHub:
      'Дәлелденген жоқ: бұл торап ескі нұсқада, сақтағанын дәлелдей алмайды. Тапсырылғаны тек оның сөзімен есептелді.',
    distrusted: [
      'Бұл торапқа енді сенбеңіз: ол журналының екі күйіне қол қойған, ал екіншісі біріншісінің жалғасы емес. Бірдеңе айтылғаннан кейін өзгертілген немесе алып тасталған.',
      'Қол қойылған екі күйі де кілттеріңіздің жанында сақталды, бұдан былай қол қоятыныңыз да сақталады: ол бұрынғыдай тапсырыла береді, бірақ онда ештеңе сақталған болып есептелмейді.',
      'Бұл құрылғыны сол күйінде қалдырыңыз. Екі күйін де басқа тораптарға, баспасөзге және адвокатқа көрсетіңіз: олардағы тораптың өз қолтаңбасын кез келген адам тексере алады.',
    ],
    newLog: (entries) =>
      `Торап сақтық көшірмеден қалпына келтіріліп, журналын жаңадан бастады; бұл құрылғы бұрынғысының ${entries} жазбасын көрген еді. Не жоғалғанын торапты жүргізетіндерден сұраңыз да, өзіңізге маңыздысын қайта айтыңыз.`,
    evidence: 'Екі күйін де сақтау',
  },
};
