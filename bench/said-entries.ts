import { cryptoSodium } from '../src/adapters/crypto-sodium/crypto-sodium.ts';
import { utf8Encode } from '../src/base/bytes.ts';
import { parseEdtf } from '../src/base/edtf.ts';
import type { HappenedAt, SeenCheckpoint } from '../src/record/signed.ts';
import { authorKeyOf, newIncidentId } from '../src/record/names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../src/record/names.ts';
import type { PlainObject } from '../src/record/subset.ts';
import type { WireEntry } from '../src/record/wire.ts';
import { writeEntry } from '../src/record/write.ts';
import type { Place } from '../src/record/write.ts';

/** An entry as its author sends it, signed before any timing. */
export type SaidEntry = {
  readonly id: EntryId;
  readonly author: AuthorKey;
  readonly kind: string;
  readonly wire: WireEntry;
};

export type SaidNeeds = {
  readonly count: number;
  readonly authors: number;
  /** `texts`: events and homes, each with a text in Kazakh or Russian. `day`: also tallies, check-ins and answers. */
  readonly mix: 'texts' | 'day';
  /** Instead of the few short texts, each in turn. */
  readonly sentences?: readonly string[];
  /** The checkpoint an author has seen before the entry of this number. */
  readonly seen?: (author: number, number: number) => SeenCheckpoint;
};

export type SaidDay = {
  readonly incident: IncidentId;
  readonly authors: readonly AuthorKey[];
  readonly entries: readonly SaidEntry[];
  /** Mean bytes of core and open text, as the sizes of the peers are counted. */
  readonly meanBytes: number;
};

type Draft = {
  readonly kind: string;
  readonly author: number;
  readonly about?: readonly EntryId[];
  readonly body: PlainObject;
};
type Told = { readonly id: EntryId; readonly author: number };
type Teller = {
  readonly needs: SaidNeeds;
  readonly pick: (most: number) => number;
  readonly events: Told[];
  alarm?: EntryId;
};

const crypto = cryptoSodium();
const SEED = 5;
const DAYS = ['05', '06', '07'];
const DAY_FROM_MIN = 6 * 60;
const DAY_MINUTES = 16 * 60;
const [CELLS, POINTS, ZONES, APPROACHES, HOMES] = [60, 25, 12, 8, 1_500];

/** Signs a made-up record of three days, the same in every run but for keys and salts. */
export async function sayEntries(needs: SaidNeeds): Promise<SaidDay> {
  const { incident, authors, say } = newSayer(needs);
  const entries: SaidEntry[] = [];
  let bytes = 0;
  for (let i = 0; i < needs.count; i++) {
    const said = await say();
    entries.push(said);
    bytes += utf8Encode(said.wire.e).length + utf8Encode(said.wire.parts['body']!.t).length;
  }
  return { incident, authors, entries, meanBytes: Math.round(bytes / needs.count) };
}

/** The same, one after the other: a million of them need not be held at once. */
export type Sayer = Pick<SaidDay, 'authors' | 'incident'> & { readonly say: () => Promise<SaidEntry> };

export function newSayer(needs: SaidNeeds): Sayer {
  const incident = newIncidentId(crypto.randomBytes);
  const signers = Array.from({ length: needs.authors }, () => crypto.newSigner());
  const authors = signers.map(({ key }) => authorKeyOf(key));
  const places = signers.map((): Place => ({ incident, sequence: 0, previous: '' }));
  const teller: Teller = { needs, pick: seededPick(SEED), events: [] };
  let i = 0;
  const say = async (): Promise<SaidEntry> => {
    const { kind, author, about = [], body: told } = nextDraft(teller, i);
    const sentence = needs.sentences?.[i % needs.sentences.length];
    const body = told['text'] === undefined || sentence === undefined ? told : { ...told, text: sentence };
    const before = needs.seen?.(author, i);
    const draft = {
      kind,
      at: momentOf(i++ / needs.count),
      about,
      ...(before && { before }),
      parts: { body },
    };
    const { id, wire, next } = await writeEntry(draft, places[author]!, signers[author]!, crypto);
    places[author] = next;
    if (kind === 'event') teller.events.push({ id, author });
    if (kind === 'alarm.raise') teller.alarm = id;
    return { id, author: authors[author]!, kind, wire };
  };
  return { incident, authors, say };
}

/** xorshift32 (G. Marsaglia, 2003). */
function seededPick(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % most;
  };
}

/** The first of the three days. */
export const THE_DAY: HappenedAt = momentOf(0);

function momentOf(part: number): HappenedAt {
  const minute = Math.floor(part * DAYS.length * DAY_MINUTES);
  const inDay = DAY_FROM_MIN + (minute % DAY_MINUTES);
  const two = (n: number): string => String(n).padStart(2, '0');
  const edtf = parseEdtf(
    `XXXX-04-${DAYS[Math.floor(minute / DAY_MINUTES)]}T${two(Math.floor(inDay / 60))}:${two(inDay % 60)}`,
  );
  if (!edtf.ok) throw new Error('the bench wrote a time that is none');
  return { edtf: edtf.value };
}

function nextDraft(teller: Teller, i: number): Draft {
  const { mix, authors } = teller.needs;
  if (mix === 'texts') return teller.pick(4) === 0 ? homeDraft(teller) : eventDraft(teller);
  if (i === 0) return { kind: 'place.plan', author: 0, body: planBody() };
  if (i === 1)
    return { kind: 'alarm.raise', author: 1 % authors, body: { act: 'force.arrive', mode: 'real' } };
  const roll = teller.pick(100);
  if (roll < 25) return tallyDraft(teller, i);
  if (roll < 45) return countDraft(teller, i);
  if (roll < 52) return checkInDraft(teller, roll === 51);
  if (roll < 57) return replyDraft(teller);
  return roll < 67 ? homeDraft(teller) : eventDraft(teller);
}

export function planBody(): PlainObject {
  const perCell = HOMES / CELLS;
  const cells = Array.from({ length: CELLS }, (_, c) => ({
    code: `c${c + 1}`,
    zone: `z${(c % ZONES) + 1}`,
    homes: Array.from({ length: perCell }, (_unused, h) => `H${c * perCell + h + 1}`),
  }));
  return {
    settlement: 'Шаңырақ',
    date: 'XXXX-04-05',
    cells,
    approaches: Array.from({ length: APPROACHES }, (_, a) => `a${a + 1}`),
  };
}

/** Totals rise through the day, as wardens and stewards report them. */
function tallyDraft({ pick, needs }: Teller, i: number): Draft {
  const cell = pick(CELLS);
  const told = Math.floor((400 * i) / needs.count);
  const body = {
    cell: `c${cell + 1}`,
    told,
    acknowledged: told - (told >> 3),
    coming: told >> 1,
    cannot: told >> 3,
    unreached: 400 - told,
  };
  return { kind: 'alarm.told', author: cell % needs.authors, body };
}

function countDraft({ pick, needs }: Teller, i: number): Draft {
  const point = pick(POINTS);
  const count = Math.floor((900 * i) / needs.count) + pick(5);
  const number = {
    lo: Math.floor(count * 0.9),
    hi: Math.ceil(count * 1.1),
    words: pick(2) === 0 ? `около ${count}` : `шамамен ${count}`,
  };
  return {
    kind: 'checked.in',
    author: (CELLS + point) % needs.authors,
    body: { point: `p${point + 1}`, number },
  };
}

function checkInDraft({ pick, needs }: Teller, isDue: boolean): Draft {
  const who = pick(CELLS);
  const author = who % needs.authors;
  if (isDue) return { kind: 'checkin.due', author, body: { who: `warden-${who + 1}`, graceMin: 15 } };
  return { kind: 'checkin.done', author, body: { who: `warden-${who + 1}` } };
}

function replyDraft({ pick, needs, alarm }: Teller): Draft {
  const reply = ['acknowledged', 'coming', 'cannot'][pick(3)]!;
  return {
    kind: 'alarm.reply',
    author: pick(needs.authors),
    about: alarm === undefined ? [] : [alarm],
    body: { reply },
  };
}

function homeDraft({ pick, needs }: Teller): Draft {
  const author = pick(needs.authors);
  const first = pick(HOMES) + 1;
  const homes = pick(4) === 0 ? [`H${first}`, `H${(first % HOMES) + 1}`] : [`H${first}`];
  const state = ['standing', 'standing', 'threatened', 'reached', 'damaged', 'demolished'][pick(6)]!;
  return {
    kind: 'home',
    author,
    body: { homes, state, source: sourceOf(author), text: HOME_TEXTS[pick(HOME_TEXTS.length)]! },
  };
}

function eventDraft({ pick, needs, events }: Teller): Draft {
  const author = pick(needs.authors);
  const [act, lane, actor, text] = EVENTS[pick(EVENTS.length)]!;
  const earlier = pick(50) === 0 ? events[events.length - 1 - pick(Math.min(40, events.length))] : undefined;
  const relation = earlier?.author === author ? 'corrects' : pick(2) === 0 ? 'supports' : 'denies';
  const people = 5 + pick(40);
  const body: PlainObject = {
    act,
    actors: [actor],
    lane,
    modality: pick(3) === 0 ? 'ongoing' : 'done',
    place: { zone: `z${pick(ZONES) + 1}` },
    source: sourceOf(author),
    text,
    ...(pick(6) === 0 && {
      number: { of: 'people', lo: people, hi: people + 10, words: `${people}-${people + 10}` },
    }),
    ...(earlier && { relation }),
  };
  return { kind: 'event', author, about: earlier ? [earlier.id] : [], body };
}

function sourceOf(author: number): PlainObject {
  return { id: `w${author}`, link: author % 5 === 0 ? 'heard' : 'saw', stance: 'resident' };
}

// Sentences of the length people send. With them an entry of the mix `texts` has 474 bytes on average.
const EVENTS: readonly (readonly [string, string, string, string])[] = [
  ['force.arrive', 'authorities', 'riot-police', 'ОМОН келді'],
  ['force.advance', 'authorities', 'police', 'Идут к нам'],
  ['force.use', 'authorities', 'riot-police', 'Бьют щитами'],
  ['cordon.set', 'authorities', 'police', 'Жол жабық'],
  ['order.leave', 'authorities', 'bailiff', 'Велят выйти'],
  ['evict.demolish', 'workers', 'drivers', 'Үйді бұзды'],
  ['halt.machine', 'workers', 'drivers', 'Техника стоит'],
  ['refuse.order', 'workers', 'labourers', 'Грузить отказались'],
  ['resist.obstruct', 'residents', 'women', 'Әйелдер тұр'],
  ['assemble', 'residents', 'residents', 'Жұрт жиналды'],
  ['injury', 'residents', 'pensioners', 'Ранена бабушка'],
  ['arrest', 'authorities', 'police', 'Екеуін әкетті'],
  ['arrive', 'supporters', 'supporters', 'Пришли на помощь'],
  ['press.barred', 'press', 'press', 'Тілші кірмеді'],
  ['negotiate', 'residents', 'organiser', 'Говорим с ними'],
];
const HOME_TEXTS: readonly string[] = [
  'Дом цел, все внутри',
  'Үй тұр, ішінде адам бар',
  'Стену сломали',
  'Қақпа сынды, шатыр бүтін',
];
