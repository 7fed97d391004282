import { bytesToBase64Url } from '../../src/base/bytes.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import type { ChannelName } from '../../src/acts/alarm/channels.ts';
import type { Address } from '../../src/engine/contacts.ts';
import { newRequests } from '../../src/engine/requests.ts';
import type { DataKeys } from '../../src/record/at-rest.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import { foundHub, writePhone } from './founded-hub.ts';
import type { FoundedHub, Voice } from './founded-hub.ts';
import { addressOfFeed } from './fed-newsroom.ts';
import { plantedBytes, plantedMoment, plantedText } from './planted.ts';
import type { Planted } from './planted.ts';

/** A hub as it is found in a raid, and all that was put into it and into the phones. */
export type SeizedHub = {
  /** Stopped, as its folder lies there. */
  readonly folder: string;
  /** A copy from when the power went, with the write-ahead log beside the database. */
  readonly powerCut: string;
  /** A copy from when the wardens' devices had asked for more keys, and nobody had let them in yet. */
  readonly whileAsking: string;
  /** A copy from before two keyholders had something erased. */
  readonly beforeErasing: string;
  /** The one that was seized unlocked, and the others that were not. */
  readonly phone: string;
  readonly otherPhones: readonly string[];
  readonly dataKeys: DataKeys;
  readonly identities: readonly string[];
  readonly planted: readonly Planted[];
  /** Of each warden's device: the keys of two incidents, and the standing key with the one it asked for later. */
  readonly pairs: readonly Pair[];
  readonly sent: readonly string[];
  readonly entries: number;
  readonly erased: readonly { readonly index: number; readonly by: string }[];
  readonly late: readonly number[];
};

/** Two keys of one device that nothing stored may tie. */
export type Pair = readonly [Planted, Planted];

const SETTLEMENT = 'Қарлығаш алқабы';
const CELLS = ['sunrise-row', 'willow-lane', 'upper-terrace'] as const;
const HOURS = ['2031-05-17T10:37', '2031-05-17T11:23', '2031-05-17T12:41'] as const;
const TEXTS = [
  'Бульдозер стоит у колодца, за ним грузовик с рабочими',
  'Полиция көпірді жапты, біз ескі жолмен жүрдік',
  'They asked for the paper and nobody could show one',
] as const;
const QUOTE = 'мы не будем ломать дома с детьми';
const HURT = 'Әлия, 34 жаста, қолы сынған, сарайда жатыр';
const WITNESS = 'Видел Тимур Оразов с крыши пекарни';
const HOME = 'грудной ребёнок и лежачая бабушка';
const LATE = 'Досье на бригадира лежит у тёти Раушан';
const ERASED = ['Имя мальчика, который бросил камень', 'Бұл сөз өшірілуі керек еді'] as const;
const ROLES = ['resident', 'warden', 'steward', 'organiser', 'observer'] as const;

/** Invented people with invented numbers: +7 700 000 is given to nobody. */
const NEIGHBOURS: Readonly<Record<(typeof CELLS)[number], readonly Neighbour[]>> = {
  'sunrise-row': [
    { name: 'Бақыт Үсенов', number: '+77000000111' },
    { name: 'Тамара Ильина', number: '+77000000112' },
    { name: 'Ғалия Сейтқали', number: '+77000000113' },
  ],
  'willow-lane': [
    { name: 'Нұрлан Әбдіров', number: '+77000000221' },
    { name: 'Ольга Крутых', number: '+77000000222' },
  ],
  'upper-terrace': [
    { name: 'Мәдина Жүнісова', number: '+77000000331' },
    { name: 'Pavel Lysenko', number: '+77000000332' },
  ],
};
type Neighbour = { readonly name: string; readonly number: string };

/** A device: its key on the place log, and one key for each of two incidents. Nothing stored ties them. */
type Device = { readonly placeKey: Voice; readonly slots: readonly [Voice, Voice] };

function deviceOf(hub: FoundedHub): Device {
  return { placeKey: hub.newVoice(hub.place), slots: [hub.newVoice(), hub.newVoice()] };
}

async function letIn(
  hub: FoundedHub,
  by: Voice,
  device: Device,
  as: { role: string; cell: string },
): Promise<void> {
  if (as.role === 'warden' || as.role === 'steward') await hub.grant(by, device.placeKey, { ...as, slot: 0 });
  // A warden's device asks for its second slot later.
  const now = as.role === 'warden' ? device.slots.slice(0, 1) : device.slots;
  for (const [i, voice] of now.entries()) await hub.grant(by, voice, { ...as, slot: i + 1 });
}

/** Who is told: invented numbers and names of machines that nobody has. */
const ENDPOINT = 'https://push.example/send/qW3xNnF8ZrT1';
const TOLD = {
  warden: ['+77000000451', 'ainur-k@mail.example', ENDPOINT],
  supporter: ['+77000000452'],
  forgotten: ['+77000000453', 'rauan.s@mail.example'],
} as const;

async function putContacts(hub: FoundedHub, { wardens, steward }: Community): Promise<number> {
  const { contacts } = hub.engine.alarms;
  const [one, two, endpoint] = TOLD.warden;
  const verified = (channel: ChannelName, address: string): Address => ({
    channel,
    address,
    isVerified: true,
  });
  const push = JSON.stringify({ endpoint, keys: { p256dh: 'BA', auth: 'AA' } });
  const [warden] = wardens;
  if (warden === undefined) throw new Error('there are wardens');
  const language = 'kk';
  await contacts.put({
    role: 'warden',
    cell: CELLS[0],
    language,
    of: warden.placeKey.key,
    addresses: [verified('sms', one), verified('email', two), verified('push', push)],
  });
  await contacts.put({ role: 'supporter', language, addresses: [verified('sms', TOLD.supporter[0])] });
  const [number, mailbox] = TOLD.forgotten;
  const addresses = [verified('sms', number), verified('email', mailbox)];
  const gone = { role: 'steward', language, of: steward.placeKey.key, addresses } as const;
  return (await contacts.put(gone)).person;
}

type Community = {
  readonly wardens: readonly Device[];
  readonly residents: readonly Device[];
  readonly steward: Device;
  readonly observer: Device;
  readonly organiser: Device;
};

/** The wardens' devices ask for the key of their second incident, and a keyholder lets them in. */
async function askForMore(hub: FoundedHub, wardens: readonly Device[]): Promise<string> {
  const { store, clock, engine, keyholders } = hub;
  const requests = newRequests({ store, clock, crypto: cryptoNode(), engine });
  for (const { placeKey, slots } of wardens) {
    const asked = requests.askMore(placeKey.key, { keys: [{ slot: 2, key: slots[1].key }] });
    if (!asked.ok) throw new Error(asked.error.kind);
  }
  const whileAsking = await hub.copy();
  for (const [i, { slots }] of wardens.entries())
    await hub.grant(keyholders[1] ?? slots[0], slots[1], { role: 'warden', cell: CELLS[i] ?? '', slot: 2 });
  return whileAsking;
}

async function peopled(hub: FoundedHub): Promise<Community> {
  const [first, second] = hub.keyholders;
  if (first === undefined || second === undefined) throw new Error('a hub has keyholders');
  const [wardens, residents]: [Device[], Device[]] = [[], []];
  for (const cell of CELLS) {
    const warden = deviceOf(hub);
    await letIn(hub, first, warden, { role: 'warden', cell });
    wardens.push(warden);
    for (let n = 0; n < 2; n++) {
      const resident = deviceOf(hub);
      await letIn(hub, warden.placeKey, resident, { role: 'resident', cell });
      residents.push(resident);
    }
  }
  const [steward, observer, organiser] = [deviceOf(hub), deviceOf(hub), deviceOf(hub)];
  await letIn(hub, first, steward, { role: 'steward', cell: CELLS[0] });
  await letIn(hub, second, observer, { role: 'observer', cell: CELLS[1] });
  await letIn(hub, second, organiser, { role: 'organiser', cell: CELLS[2] });
  return { wardens, residents, steward, observer, organiser };
}

function event(text: string, over: PlainObject = {}): PlainObject {
  const source = { id: 'by-the-bakery', stance: 'resident', link: 'saw' };
  return {
    act: 'force.arrive',
    modality: 'done',
    lane: 'authorities',
    actors: ['police'],
    source,
    text,
    ...over,
  };
}

type Day = {
  readonly late: readonly number[];
  readonly doomed: readonly { readonly id: string; readonly index: number }[];
};

/** The day: an alarm, what was seen and said, homes, counts, sealed parts, one that came late, two that will go. */
async function dayOf(hub: FoundedHub, people: Community): Promise<Day> {
  const voices = people.residents.map(({ slots }) => slots[0]);
  const [a, b, c, d] = voices;
  if (!a || !b || !c || !d) throw new Error('there are residents');
  const raise = await a.say('alarm.raise', { mode: 'real', act: 'force.arrive' }, { at: HOURS[0] });
  await hub.engine.decide();
  hub.clock.moveMinutes(3);
  // Of another cell: whom one warden let in are one voice.
  await c.say('alarm.confirm', {}, { at: HOURS[0], about: [raise.id] });
  await hub.engine.decide();
  for (const [i, warden] of people.wardens.entries()) {
    const counts = { told: 9 + i, acknowledged: 7, coming: 4, cannot: 2, unreached: 1 };
    await warden.slots[0].say('alarm.told', { cell: CELLS[i] ?? '', ...counts }, { at: HOURS[1] });
  }
  for (const [i, text] of TEXTS.entries())
    await (voices[i] ?? a).say('event', event(text, { lang: 'ru' }), { at: HOURS[i] ?? HOURS[0] });
  await c.say('event', event(TEXTS[0], { quote: QUOTE, place: { name: 'Старый мост у пекарни' } }));
  await people.wardens[0]?.slots[0].say('event', event('The warden of the row saw the truck'), {
    at: HOURS[2],
  });
  await people.observer.slots[0].say(
    'event',
    event('The observer counted them', { number: { of: 'people', lo: 40, words: 'сорок человек' } }),
  );
  const source = { id: 'by-the-bakery', stance: 'resident', link: 'saw' };
  await d.say(
    'home',
    { homes: ['row-house-5', 'lane-house-8'], state: 'reached', source },
    { at: HOURS[2], sealed: { home: { words: HOME } } },
  );
  await a.say('event', event('Somebody is hurt', { act: 'injury' }), {
    sealed: { hurt: { words: HURT }, witness: { words: WITNESS } },
  });
  const late = await b.say('event', event('There is more to this'), {
    sealed: { witness: { words: LATE } },
    late: ['witness'],
  });
  await people.steward.slots[0].say('checked.in', {
    point: 'old-well',
    number: { lo: 31, hi: 34, words: 'тридцать с лишним' },
  });
  const doomed = [];
  for (const text of ERASED) doomed.push(await c.say('event', event(text)));
  return { late: [late.index], doomed };
}

async function plan(hub: FoundedHub): Promise<void> {
  const cells = [
    { code: CELLS[0], zone: 'lower-field', homes: ['row-house-5', 'row-house-6'] },
    { code: CELLS[1], zone: 'lower-field', homes: ['lane-house-8'] },
    { code: CELLS[2], zone: 'upper-field', homes: ['terrace-house-1'] },
  ];
  const approaches = ['quarry-track', 'canal-bridge'];
  // The plan stands in the incident, whose keys are of slot 1: a keyholder gives a desk a key of it.
  const desk = hub.newVoice();
  const [keyholder] = hub.keyholders;
  if (keyholder === undefined) throw new Error('a hub has keyholders');
  await hub.grant(keyholder, desk, { role: 'desk', slot: 1 });
  await desk.say('place.plan', {
    settlement: SETTLEMENT,
    date: '2031-05-17',
    offset: '+05:00',
    cells,
    approaches,
  });
}

/** What two keyholders decided is carried out on the disk. */
async function erase(hub: FoundedHub, { doomed }: Day): Promise<SeizedHub['erased']> {
  const body = {
    entries: doomed.map(({ id }) => ({ id, what: 'entry' })),
    ground: 'danger-to-person',
    office: 'keyholders',
  };
  const [one, two] = hub.keyholders;
  if (!one || !two) throw new Error('a hub has keyholders');
  await one.say('erase', body);
  const said = await two.say('erase', body);
  const erased = doomed.map(({ index }) => ({ index, by: said.id }));
  hub.store.erase(erased.map((each) => ({ ...each, content: new Uint8Array() })));
  return erased;
}

function phonesOf(hub: FoundedHub, { wardens }: Community): readonly string[] {
  return wardens.map(({ placeKey, slots }, i) => {
    const cell = CELLS[i] ?? CELLS[0];
    return writePhone(`warden-${i + 1}`, {
      role: 'warden',
      cell,
      keys: [placeKey, ...slots].map(({ signer, key }) => ({ key, seed: bytesToBase64Url(signer.seed) })),
      neighbours: NEIGHBOURS[cell],
      link: `http://127.0.0.1:8420/b/${i === 0 ? hub.links.read : hub.links.write}`,
      sent: [placeKey, ...slots].flatMap((voice) => voice.sent),
    });
  });
}

/** Builds it all for real: engine, store, vault and age. */
export async function seizedHub(): Promise<SeizedHub> {
  const hub = await foundHub(SETTLEMENT);
  const people = await peopled(hub);
  const whileAsking = await askForMore(hub, people.wardens);
  await plan(hub);
  const day = await dayOf(hub, people);
  const phones = phonesOf(hub, people);
  const leaves = await putContacts(hub, people);
  const feed = await addressOfFeed(hub);
  const beforeErasing = await hub.copy();
  const erased = await erase(hub, day);
  await hub.engine.alarms.contacts.remove(leaves);
  await hub.engine.tend();
  const powerCut = await hub.copy();
  const entries = hub.engine.size();
  const seed = hub.store.setting('hub-seed') ?? new Uint8Array();
  await hub.stop();
  const [warden] = people.wardens;
  const [phone = '', ...otherPhones] = phones;
  const own = warden === undefined ? [] : [warden.placeKey, ...warden.slots];
  return {
    folder: hub.folder,
    powerCut,
    beforeErasing,
    whileAsking,
    phone,
    otherPhones: [...otherPhones, writePhone('newsroom', { feed })],
    dataKeys: hub.dataKeys,
    identities: Object.values(hub.identities),
    planted: [...plantedIn(hub, people, seed), plantedText('addresses of the feed', feed)],
    pairs: people.wardens.flatMap(({ placeKey, slots: [one, two] }): readonly Pair[] =>
      [one, placeKey].map((other) => [
        plantedBytes('key', other.signer.key),
        plantedBytes('key', two.signer.key),
      ]),
    ),
    sent: own.flatMap(({ sent }) => sent),
    entries,
    erased,
    late: day.late,
  };
}

function plantedIn(hub: FoundedHub, people: Community, seed: Uint8Array): readonly Planted[] {
  const texts = (kind: string, list: readonly string[]): readonly Planted[] =>
    list.map((text) => plantedText(kind, text));
  const neighbours = CELLS.flatMap((cell, i) =>
    NEIGHBOURS[cell].flatMap(({ name, number }) =>
      texts(i === 0 ? "neighbours of the phone's cell" : 'neighbours of other cells', [name, number]),
    ),
  );
  const others = [
    people.steward,
    people.observer,
    people.organiser,
    ...people.residents,
    ...people.wardens.slice(1),
  ];
  const keys = others.flatMap(({ slots }) =>
    slots.map(({ signer }) => plantedBytes('author keys of others', signer.key)),
  );
  const [warden] = people.wardens;
  const ownKeys = (warden?.slots ?? []).map(({ signer }) =>
    plantedBytes("the phone's own author keys", signer.key),
  );
  const incidents = [hub.incident, hub.place].map((id) =>
    plantedBytes('incidents', Buffer.from(id, 'base64url')),
  );
  // When it was logged: the hub's clock was moved once.
  const logged = [0, 3].map((minutes) =>
    plantedMoment('hours', Date.parse('2031-05-17T05:37:21Z') + minutes * 60_000),
  );
  return [
    ...neighbours,
    ...texts('texts of entries', [...TEXTS, QUOTE]),
    ...texts('places and numbers in words', ['Старый мост у пекарни', 'сорок человек', 'тридцать с лишним']),
    ...keys,
    ...ownKeys,
    ...incidents,
    ...texts('hours', HOURS),
    ...logged,
    ...texts(
      'roles of others',
      ROLES.filter((role) => role !== 'warden'),
    ),
    ...texts("the phone's own role and cell", ['warden', CELLS[0]]),
    ...texts('place plan: settlement, homes, approaches, other cells', [
      SETTLEMENT,
      'row-house-5',
      'lane-house-8',
      'terrace-house-1',
      'quarry-track',
      'canal-bridge',
      'old-well',
      CELLS[1],
      CELLS[2],
    ]),
    ...texts('sealed: who is hurt, who saw it, households', [HURT, WITNESS, HOME]),
    ...texts('sealed parts that came late', [LATE]),
    ...texts('erased texts', ERASED),
    ...texts('numbers, mailboxes and push endpoints of those who are told', [
      ...TOLD.warden,
      ...TOLD.supporter,
    ]),
    ...texts('the same of those who left', TOLD.forgotten),
    ...texts("the phone's own link to the running hub", [hub.links.read]),
    ...texts('links of others', [hub.links.write]),
    plantedBytes("the hub's own signing key", seed),
    ...[...hub.dataKeys.values()].map((key) => plantedBytes("the hub's data key", key)),
  ];
}
