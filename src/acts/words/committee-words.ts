import type { Language } from './words.ts';

/** The page that keyholders look at: who speaks here, who asks, what waits for a second voice. */
export type CommitteeWords = {
  readonly title: string;
  readonly notFounded: string;
  readonly keyholders: string;
  readonly keyholder: (n: number) => string;
  readonly states: Readonly<Record<'standing' | 'revoked' | 'closed', string>>;
  readonly asking: string;
  readonly nobodyAsks: string;
  readonly asks: (number: number) => string;
  readonly keys: (count: number) => string;
  readonly pending: string;
  readonly nothingPending: string;
  readonly matters: Readonly<
    Record<
      'revoke' | 'mute' | 'unmute' | 'merge' | 'close' | 'order' | 'erase' | 'group-key' | 'feed',
      string
    >
  >;
  readonly saidBy: (who: string) => string;
  readonly speakers: string;
  readonly nobodySpeaks: string;
  readonly invitations: string;
  readonly until: (when: string) => string;
  readonly noInvitations: string;
  readonly incidents: string;
  readonly incident: (number: number) => string;
  readonly incidentStates: Readonly<Record<'open' | 'merged' | 'closed' | 'archived', string>>;
  readonly noIncidents: string;
  readonly waiting: (count: number) => string;
  readonly refused: string;
  /** What is done where: this page changes nothing. */
  readonly howTo: string;
};

export const COMMITTEE_WORDS: Readonly<Record<Language, CommitteeWords>> = {
  en: {
    title: 'People and keys',
    notFounded:
      'No committee has been set up here yet: whoever has the write link counts. It is founded at the first start of a hub, or with shanyrak init.',
    keyholders: 'Keyholders',
    keyholder: (n) => `Keyholder ${n}`,
    states: {
      standing: 'acts',
      revoked: 'withdrawn; the paper can take over',
      closed: 'closed, the paper too',
    },
    asking: 'Who asks to be let in',
    nobodyAsks: 'Nobody waits.',
    asks: (number) => `Request ${number}`,
    keys: (count) => (count === 1 ? '1 key' : `${count} keys`),
    pending: 'Waits for a second voice',
    nothingPending: 'Nothing waits.',
    matters: {
      revoke: 'withdraw a key',
      mute: 'hide what a key says',
      unmute: 'show it again',
      merge: 'make two incidents one',
      close: 'close an incident',
      order: 'decide about an alarm',
      erase: 'erase',
      'group-key': 'say which key is a group’s',
      feed: 'approve the words of the feed',
    },
    saidBy: (who) => `said by ${who}`,
    speakers: 'Who speaks here',
    nobodySpeaks: 'Nobody yet: let somebody in.',
    invitations: 'Open invitations',
    until: (when) => `until ${when}`,
    noInvitations: 'None.',
    incidents: 'Incidents',
    incident: (number) => `Incident ${number}`,
    incidentStates: { open: 'open', merged: 'made one with another', closed: 'closed', archived: 'put away' },
    noIncidents: 'None yet.',
    waiting: (count) =>
      count === 1
        ? '1 entry waits hidden until somebody vouches for its author.'
        : `${count} entries wait hidden until somebody vouches for their authors.`,
    refused: 'Had no effect',
    howTo:
      'This page only shows. What changes anything is signed with a key: shanyrak approve, revoke, incident, invite.',
  },
  ru: {
    title: 'Люди и ключи',
    notFounded:
      'Комитет здесь ещё не создан: считается каждый, у кого есть ссылка для записи. Место основывают при первом запуске узла или командой shanyrak init.',
    keyholders: 'Хранители ключей',
    keyholder: (n) => `Хранитель ${n}`,
    states: {
      standing: 'действует',
      revoked: 'ключ отозван; бумага может его заменить',
      closed: 'закрыто, и бумага тоже',
    },
    asking: 'Кто просит впустить',
    nobodyAsks: 'Никто не ждёт.',
    asks: (number) => `Просьба ${number}`,
    keys: (count) => `ключей: ${count}`,
    pending: 'Ждёт второго голоса',
    nothingPending: 'Ничего не ждёт.',
    matters: {
      revoke: 'отозвать ключ',
      mute: 'скрыть записи ключа',
      unmute: 'показать снова',
      merge: 'объединить два события',
      close: 'закрыть событие',
      order: 'решить о тревоге',
      erase: 'стереть',
      'group-key': 'назвать ключ группы',
      feed: 'утвердить слова ленты',
    },
    saidBy: (who) => `сказал ${who}`,
    speakers: 'Кто здесь говорит',
    nobodySpeaks: 'Пока никто: впустите кого-нибудь.',
    invitations: 'Открытые приглашения',
    until: (when) => `до ${when}`,
    noInvitations: 'Нет.',
    incidents: 'События',
    incident: (number) => `Событие ${number}`,
    incidentStates: { open: 'открыто', merged: 'объединено с другим', closed: 'закрыто', archived: 'убрано' },
    noIncidents: 'Пока нет.',
    waiting: (count) => `Записей, скрытых, пока за автора никто не поручился: ${count}.`,
    refused: 'Не подействовало',
    howTo:
      'Эта страница только показывает. Всё, что что-то меняет, подписывают ключом: shanyrak approve, revoke, incident, invite.',
  },
  kk: {
    title: 'Адамдар мен кілттер',
    notFounded:
      'Мұнда комитет әлі құрылмаған: жазу сілтемесі бар әркім есепке алынады. Орынның негізі торап алғаш іске қосылғанда немесе shanyrak init арқылы қаланады.',
    keyholders: 'Кілт сақтаушылар',
    keyholder: (n) => `${n}-кілт сақтаушы`,
    states: {
      standing: 'әрекет етеді',
      revoked: 'кілті алынған; қағаз орнын баса алады',
      closed: 'жабылған, қағазы да',
    },
    asking: 'Кім кіруді сұрайды',
    nobodyAsks: 'Ешкім күтіп тұрған жоқ.',
    asks: (number) => `${number}-өтініш`,
    keys: (count) => `${count} кілт`,
    pending: 'Екінші дауысты күтуде',
    nothingPending: 'Күтіп тұрған ештеңе жоқ.',
    matters: {
      revoke: 'кілтті қайтарып алу',
      mute: 'кілт жазбаларын жасыру',
      unmute: 'қайта көрсету',
      merge: 'екі оқиғаны біріктіру',
      close: 'оқиғаны жабу',
      order: 'дабыл туралы шешу',
      erase: 'өшіру',
      'group-key': 'топтың кілтін атау',
      feed: 'таспаның сөздерін мақұлдау',
    },
    saidBy: (who) => `айтқан: ${who}`,
    speakers: 'Мұнда кім сөйлейді',
    nobodySpeaks: 'Әзірге ешкім: біреуді кіргізіңіз.',
    invitations: 'Ашық шақырулар',
    until: (when) => `${when} дейін`,
    noInvitations: 'Жоқ.',
    incidents: 'Оқиғалар',
    incident: (number) => `${number}-оқиға`,
    incidentStates: {
      open: 'ашық',
      merged: 'басқасымен біріктірілген',
      closed: 'жабық',
      archived: 'жиналған',
    },
    noIncidents: 'Әзірге жоқ.',
    waiting: (count) => `Авторына ешкім кепіл болмағанша жасырулы тұрған жазба: ${count}.`,
    refused: 'Күшіне енбеді',
    howTo:
      'Бұл бет тек көрсетеді. Бірдеңені өзгертетіннің бәріне кілтпен қол қойылады: shanyrak approve, revoke, incident, invite.',
  },
};
