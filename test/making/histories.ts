import fc from 'fast-check';
import { instant, MINUTE_MS } from '../../src/base/instant.ts';
import type { Entry } from '../../src/record/entry.ts';
import * as codes from '../../src/record/kinds/vocabulary.ts';
import type { AuthorKey } from '../../src/record/names.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import type { Logged } from '../../src/situation/buckets.ts';
import { clockAt, on, plan } from './days.ts';
import { strangeId, withoutBody, writer } from './entries.ts';
import { nextOf } from './place.ts';
import type { Writer } from './entries.ts';

const AUTHORS = ['hub', 'a', 'b', 'c'];

/** The one author whose `alarm.step` entries count. */
export const HISTORY_HUBS: readonly AuthorKey[] = [writer('hub').key];

// Few of each, so that they meet: in one episode, at one home, on one approach, about one alarm.
const someOf = <T>(values: readonly T[], most: number): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { maxLength: most });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });

const minute = fc
  .integer({ min: 0, max: 47 })
  .map((n) => `${String(8 + Math.floor(n / 6)).padStart(2, '0')}:${n % 6}0`);
const moment = fc.oneof(
  { weight: 6, arbitrary: minute.map((t) => on(t)) },
  minute.map((t) => on(`18T${t}`)),
  fc.constantFrom('XXXX-05-17', '2000-05-17T09:30', '199X', 'XXXX-12-31T23:50'),
);
const EDTF = fc.oneof(
  { weight: 6, arbitrary: moment },
  moment.map((m) => `[..${m}]`),
  moment.map((m) => `[${m}..]`),
  moment.map((m) => `${m}/..`),
  moment.map((m) => `../${m}`),
  minute.map((t) => `${on(t)}/${on('16:30')}`),
);

const anySource: fc.Arbitrary<PlainObject> = fc
  .record({
    id: fc.constantFrom('s1', 's2', 's3', 's4'),
    stance: fc.constantFrom(...codes.STANCES),
    link: fc.constantFrom(...codes.LINKS),
    quotes: maybe(fc.constantFrom('s1', 's2', 's3', 's4')),
  })
  .map(known);

const anyRange = fc
  .record({ lo: fc.nat(40), more: maybe(fc.nat(60)) })
  .map(({ lo, more }) =>
    known({ lo, hi: more === undefined ? undefined : lo + more, words: `${lo}, as told` }),
  );

const anyNumber = fc
  .tuple(fc.constantFrom(...codes.COUNTED), anyRange)
  .map(([of, range]) => ({ of, ...range }));

const anyPlace = fc
  .record({
    zone: maybe(fc.constantFrom('north', 'south')),
    home: maybe(fc.constantFrom('n1', 's2')),
    approach: maybe(fc.constantFrom('north-road', 'canal-path')),
  })
  .map(known);

const HARMFUL = ['force.use', 'force.breach', 'injury', 'death', 'arrest', 'detain.siege'] as const;
const TURNING = [
  'force.arrive',
  'force.advance',
  'withdraw',
  'evict.demolish',
  'cordon.set',
  'cordon.complete',
  'cordon.lift',
  'access.deny',
] as const;

const anyEvent: fc.Arbitrary<PlainObject> = fc
  .record({
    act: fc.oneof(fc.constantFrom(...TURNING), fc.constantFrom(...HARMFUL), fc.constantFrom(...codes.ACTS)),
    modality: fc.oneof(fc.constant('done'), fc.constantFrom(...codes.MODALITIES)),
    lane: fc.constantFrom('authorities', 'workers', 'residents'),
    actors: someOf(['police', 'drivers', 'women'], 2),
    source: anySource,
    group: maybe(fc.constantFrom('drivers', 'prison-gang')),
    order: maybe(fc.constantFrom('evict.demolish', 'force.use')),
    threat: maybe(fc.constantFrom('dismissal', 'truncheons')),
    answer: maybe(fc.constantFrom(...codes.ANSWERS)),
    all: maybe(fc.constant('yes')),
    approachState: maybe(fc.constantFrom(...codes.APPROACH_STATES)),
    number: maybe(anyNumber),
    place: maybe(anyPlace),
    topic: maybe(fc.constantFrom('total', 'purpose')),
    relation: maybe(fc.constantFrom(...codes.RELATIONS)),
    spellings: maybe(
      someOf(['Almaty', 'Alma-Ata', 'Алматы'], 2).map((as) => ({
        of: 'city',
        as: as.map((words) => ({ words })),
      })),
    ),
  })
  .map(({ answer, ...rest }) => known({ ...rest, answer: rest.group === undefined ? undefined : answer }));

const anyPlan = fc
  .record({
    date: fc.constantFrom('XXXX-05-17', '2031-05-17'),
    offset: maybe(fc.constantFrom('+05:00', '-03:30')),
    settlement: fc.constantFrom('East field', 'West field'),
  })
  .map((over) => plan(known(over)).body);

const BODIES: Readonly<Record<string, fc.Arbitrary<PlainObject>>> = {
  event: anyEvent,
  home: fc.record({
    homes: fc.uniqueArray(fc.constantFrom('n1', 's2', 'x9'), { minLength: 1 }),
    state: fc.constantFrom(...codes.HOME_STATES),
    source: anySource,
  }),
  'checked.in': fc.record({
    point: fc.constantFrom('gate', 'well'),
    number: anyRange,
  }),
  'checkin.due': fc.record({
    who: fc.constantFrom('organiser', 'observer'),
    graceMin: fc.constantFrom(0, 10),
  }),
  'checkin.done': fc.record({ who: fc.constantFrom('organiser', 'observer') }),
  'checkin.here': fc.record({ who: fc.constantFrom('o1', 'o2') }),
  'standby.step': fc.oneof(
    fc.record({ step: fc.constant('raised'), cause: fc.constantFrom('check-in', 'siege', 'sign', 'peer') }),
    fc.record({ step: fc.constant('lifted'), why: fc.constantFrom('came', 'gone', 'time', 'order') }),
  ),
  'alarm.raise': fc.record({
    mode: fc.constantFrom('real', 'drill'),
    act: fc.constantFrom('force.arrive', 'force.advance'),
  }),
  'alarm.confirm': fc.constant({}),
  'alarm.refute': fc.constant({}),
  'alarm.reply': fc.record({ reply: fc.constantFrom(...codes.REPLIES) }),
  'alarm.told': fc.record({
    cell: fc.constantFrom('c1', 'c2'),
    told: fc.nat(60),
    acknowledged: fc.nat(40),
    coming: fc.nat(20),
    cannot: fc.nat(9),
    unreached: fc.nat(9),
  }),
  'alarm.step': fc.oneof(
    fc.record({ step: fc.constant('tier'), tier: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ step: fc.constantFrom('lapsed', 'ended', 'false', 'duplicate') }),
  ),
  'alarm.relay': fc.record({
    answer: fc.constantFrom('acknowledged', 'coming', 'cannot', 'confirm', 'refute'),
    who: fc.constantFrom(nextOf('one'), nextOf('two')),
  }),
};

type Step = {
  readonly kind: string;
  readonly body: PlainObject;
  readonly author: string;
  readonly at: string;
  /** How many entries back the anchor lies; what lies before the first one never comes. */
  readonly anchor?:
    | { readonly back: number; readonly loMin: number; readonly more?: number | undefined }
    | undefined;
  /** How many entries back those lie that this one names. */
  readonly about: readonly number[];
  readonly isFork: boolean;
  readonly copies: readonly Copy[];
};

/** How an entry comes in: with its body or without; not logged yet, or by one log or two. */
type Copy = { readonly hasBody: boolean; readonly log: 'none' | 'first' | 'second' };

type Saying = readonly [kind: string, body: PlainObject];

const anySaying: fc.Arbitrary<Saying> = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(fc.constant('event'), anyEvent) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('place.plan'), anyPlan) },
  ...Object.entries(BODIES).map(([kind, body]) => ({
    weight: 2,
    arbitrary: fc.tuple(fc.constant(kind), body),
  })),
);

const anyCopy: fc.Arbitrary<Copy> = fc.record({
  hasBody: fc.boolean(),
  log: fc.constantFrom('none', 'first', 'second'),
});

/** One event of one lane, as it happened: many of these are many claims. */
const anyAct: fc.Arbitrary<Saying> = anyEvent.map((body) => [
  'event',
  { ...body, lane: 'authorities', modality: 'done' },
]);

const stepsOf = (saying: fc.Arbitrary<Saying>): fc.Arbitrary<Step> =>
  fc
    .record({
      saying,
      author: fc.constantFrom(...AUTHORS),
      at: EDTF,
      anchor: maybe(
        fc.record({ back: fc.nat(6), loMin: fc.integer({ min: -30, max: 90 }), more: maybe(fc.nat(60)) }),
      ),
      about: fc.uniqueArray(fc.nat(6), { maxLength: 2 }),
      isFork: fc.integer({ min: 0, max: 9 }).map((n) => n === 9),
      copies: fc.array(anyCopy, { minLength: 1, maxLength: 3 }),
    })
    .map(({ saying: [kind, body], ...rest }) => ({ kind, body, ...rest }));

/** What a few authors say, kinds mixed, and two orders in which it arrives. Plain data, so that a failure can be read. */
export type History = { readonly steps: readonly Step[]; readonly orders: readonly [number, number] };

const anyOrders = fc.tuple(fc.nat(), fc.nat());

export const anyHistory: fc.Arbitrary<History> = fc.record({
  steps: fc.array(stepsOf(anySaying), { minLength: 1, maxLength: 24 }),
  orders: anyOrders,
});

/** A hundred events in one lane: lists long enough that one more is put in its place and not sorted in. */
export const anyCrowdedHistory: fc.Arbitrary<History> = fc.record({
  steps: fc.array(stepsOf(anyAct), { minLength: 60, maxLength: 100 }),
  orders: anyOrders,
});

const COUNTING = ['checked.in', 'alarm.told', 'alarm.reply', 'checkin.due', 'checkin.done', 'home'] as const;

/** A hundred counts, answers and check-ins at a few places: buckets long enough for the same. */
export const anyCountedHistory: fc.Arbitrary<History> = fc.record({
  steps: fc
    .tuple(
      stepsOf(fc.tuple(fc.constant('alarm.raise'), BODIES['alarm.raise']!)),
      fc.array(stepsOf(fc.oneof(...COUNTING.map((kind) => fc.tuple(fc.constant(kind), BODIES[kind]!)))), {
        minLength: 60,
        maxLength: 100,
      }),
      fc.array(stepsOf(anySaying), { maxLength: 8 }),
    )
    .map(([raise, counts, others]) => [raise, ...counts, ...others]),
  orders: anyOrders,
});

/** Every copy of every entry, once in the one order and once in the other. */
export function arrivalsOf({ steps, orders }: History): readonly [readonly Logged[], readonly Logged[]] {
  const writers = new Map(AUTHORS.map((label) => [label, writer(label)]));
  const said: Entry[] = [];
  for (const step of steps) said.push(sayStep(step, writers.get(step.author) ?? writer(step.author), said));
  const copies = steps.flatMap((step, i) => step.copies.map((copy) => copyOf(said[i], copy, i)));
  return [shuffled(copies.flat(), orders[0]), shuffled(copies.flat(), orders[1])];
}

function sayStep({ kind, body, at, anchor, about, isFork }: Step, by: Writer, said: readonly Entry[]): Entry {
  const named = new Set(about.map((back) => said.at(-1 - back)?.id ?? strangeId(String(back))));
  const when = anchor && {
    edtf: at,
    anchor: said.at(-1 - anchor.back)?.id ?? strangeId('anchor'),
    loMin: anchor.loMin,
    hiMin: anchor.more === undefined ? undefined : anchor.loMin + anchor.more,
  };
  return by.says({
    kind,
    body,
    at: when ? known(when) : at,
    about: [...named],
    ...(isFork && { sequence: 0 }),
  });
}

function copyOf(entry: Entry | undefined, { hasBody, log }: Copy, i: number): readonly Logged[] {
  if (entry === undefined) return [];
  const shown = hasBody ? entry : withoutBody(entry);
  if (log === 'none') return [{ entry: shown }];
  const [index, minutes] = log === 'first' ? [i, 7 * i] : [100 + i, 300];
  return [{ entry: shown, index, loggedAt: instant(clockAt('08:00') + minutes * MINUTE_MS) }];
}

/** An object without the members that are undefined. */
function known(members: Readonly<Record<string, PlainObject[string] | undefined>>): PlainObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** In the order of pseudo-random numbers that follow from the seed (constants of Numerical Recipes). */
function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const draw = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  return list
    .map((item) => ({ item, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
