import type { Language } from './words.ts';

/** What stands on the two kinds of paper the committee prints: a keyholder's next key, and an invitation. */
export type KeyPaperWords = {
  readonly keyholder: {
    readonly title: (n: number) => string;
    readonly what: string;
    readonly keep: string;
    readonly lost: string;
    readonly inOrder: string;
  };
  readonly invitation: {
    readonly title: string;
    readonly role: string;
    readonly cell: string;
    readonly until: string;
    readonly once: string;
    readonly how: string;
    readonly hub: string;
    readonly inOrder: string;
  };
};

/** Neither paper names a person, and each says what to do when somebody else has seen it. */
export const KEY_PAPER_WORDS: Readonly<Record<Language, KeyPaperWords>> = {
  en: {
    keyholder: {
      title: (n) => `Keyholder ${n}: the next key`,
      what: 'When the device of this keyholder is lost or taken, a new one goes on with this key: on the hub’s page “People and keys”, or with shanyrak rotate.',
      keep: 'Whoever has read these words can take this seat. Keep the paper apart from the device, from the hub and from the other papers. Do not photograph it.',
      lost: 'Lost it, or somebody has seen it? Tell the other keyholders at once: two of them withdraw it, and nobody can use it any more.',
      inOrder: 'The words in their order. The square holds the same words.',
    },
    invitation: {
      title: 'Invitation',
      role: 'Role',
      cell: 'Cell',
      until: 'Holds until',
      once: 'For one device, once. Whoever has the paper can use it: give it from hand to hand, and write no name on it.',
      how: 'On the device: open the link in the square with its camera, or the hub’s page “Join” with these words. The command shanyrak join does it too. Then a warden who knows you lets it in. Destroy the paper after that.',
      hub: 'Link of the hub, if the square has none',
      inOrder: 'The words in their order.',
    },
  },
  ru: {
    keyholder: {
      title: (n) => `Хранитель ключа ${n}: следующий ключ`,
      what: 'Если устройство этого хранителя потеряно или отнято, новое продолжает с этим ключом: на странице узла «Люди и ключи» или командой shanyrak rotate.',
      keep: 'Кто прочёл эти слова, может занять это место. Храните лист отдельно от устройства, от узла и от других листов. Не фотографируйте его.',
      lost: 'Лист потерян, или его кто-то видел? Сразу скажите другим хранителям: двое из них отзовут ключ, и никто уже не сможет им воспользоваться.',
      inOrder: 'Слова по порядку. В квадрате те же слова.',
    },
    invitation: {
      title: 'Приглашение',
      role: 'Роль',
      cell: 'Ячейка',
      until: 'Действует до',
      once: 'На одно устройство, один раз. Воспользоваться может всякий, у кого лист: передавайте из рук в руки и не пишите на нём имён.',
      how: 'На устройстве: откройте камерой ссылку из квадрата или страницу узла «Вступить» с этими словами. То же делает команда shanyrak join. Затем вас впускает старший, который вас знает. После этого уничтожьте лист.',
      hub: 'Ссылка узла, если её нет в квадрате',
      inOrder: 'Слова по порядку.',
    },
  },
  kk: {
    keyholder: {
      title: (n) => `Кілт сақтаушы ${n}: келесі кілт`,
      what: 'Бұл сақтаушының құрылғысы жоғалса немесе тартып алынса, жаңасы осы кілтпен жалғастырады: тораптың «Адамдар мен кілттер» бетінде немесе shanyrak rotate командасымен.',
      keep: 'Осы сөздерді оқыған адам бұл орынды ала алады. Парақты құрылғыдан, тораптан және басқа парақтардан бөлек сақтаңыз. Суретке түсірмеңіз.',
      lost: 'Парақ жоғалды ма, әлде оны біреу көрді ме? Басқа сақтаушыларға бірден айтыңыз: екеуі кілтті қайтарып алады, содан кейін оны ешкім пайдалана алмайды.',
      inOrder: 'Сөздер ретімен. Шаршыда дәл сол сөздер.',
    },
    invitation: {
      title: 'Шақыру',
      role: 'Рөлі',
      cell: 'Ұясы',
      until: 'Мерзімі',
      once: 'Бір құрылғыға, бір рет. Парақ кімде болса, сол пайдалана алады: қолдан қолға беріңіз, үстіне есім жазбаңыз.',
      how: 'Құрылғыда: шаршыдағы сілтемені камерамен ашыңыз немесе осы сөздермен тораптың «Қосылу» бетін ашыңыз. Мұны shanyrak join командасы да істейді. Содан кейін сізді танитын жетекші кіргізеді. Соңынан парақты жойыңыз.',
      hub: 'Тораптың сілтемесі, шаршыда болмаса',
      inOrder: 'Сөздер ретімен.',
    },
  },
};
