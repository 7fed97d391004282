import { assert } from '../base/assert.ts';
import type { Extent } from '../base/edtf.ts';
import { HOUR_MS } from '../base/instant.ts';
import type { EventBody, NumberOf, PlaceRef } from '../record/kinds/event.ts';
import type { Act, Answer, BodyCode, Lane, Modality } from '../record/kinds/vocabulary.ts';
import type { EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';
import { rememberedOfList } from './remembered.ts';
import { compareExtents, hullOf, reachOf } from './times.ts';

/** Who tells an episode, as written; grading follows in `claims`. */
export type Teller = { readonly entry: EntryId; readonly source: EventBody['source'] };

/** One thing that is told to have happened, by one entry or several that tell the same. */
export type Episode = {
  /** The smallest id among its entries: a stable name for links. */
  readonly id: EntryId;
  readonly lane: Lane;
  readonly act: Act;
  readonly modality: Modality;
  readonly actors: readonly BodyCode[];
  readonly when: Extent;
  readonly group?: string;
  readonly topic?: string;
  readonly side?: Lane;
  readonly by?: BodyCode;
  readonly order?: Act;
  readonly threat?: string;
  readonly answer?: Answer;
  readonly all: boolean;
  readonly places: readonly PlaceRef[];
  readonly unit?: string;
  /** Every number told, with who told it and of when. */
  readonly numbers: readonly { readonly entry: EntryId; readonly number: NumberOf; readonly when: Extent }[];
  readonly tellers: readonly Teller[];
  readonly deniedBy: readonly EntryId[];
  readonly entries: readonly EntryId[];
};

// Tellings of the same thing that lie closer than this are one episode: people round to the hour.
const SAME_EPISODE_MS: number = HOUR_MS / 2;

/** One entry's telling of an episode. */
type Telling = {
  readonly entry: EntryId;
  readonly body: EventBody;
  readonly when: Extent;
  readonly deniedBy: readonly EntryId[];
};

/** Tellings with the same lane, act, group, topic and place belong together; time then parts them into episodes. */
export const EPISODES: Section<readonly Episode[], Telling> = {
  // A spelling is a line of the index of names, nothing that happened.
  keysOf: ({ body }) => (body?.type === 'event' && body.act !== 'spelling' ? [keyOf(body)] : []),
  read: ({ entry }, context) =>
    entry.body?.type === 'event' && context.isCurrent(entry)
      ? {
          entry: entry.id,
          body: entry.body,
          when: context.timeOf(entry),
          deniedBy: context.deniedBy(entry.id),
        }
      : undefined,
  compare: (a, b) => compareExtents(a.when, b.when),
  summarise: (tellings) => parted(tellings).map(episodeOf),
};

function keyOf(body: EventBody): string {
  const isRefusal = body.answer !== undefined || body.order !== undefined;
  const { approach, home, cell, point, zone } = body.place ?? {};
  const place = [approach ?? '', home ?? '', cell ?? point ?? zone ?? ''].join('/');
  const actors = body.group ?? [...body.actors].sort().join('+');
  return [
    body.lane,
    body.act,
    actors,
    body.topic ?? '',
    body.side ?? '',
    place,
    isRefusal ? (body.answer ?? '') : '',
    body.modality,
  ].join('|');
}

/**
 * Parts tellings by time. A source that tells the same of two moments that cannot be one tells of two episodes;
 * another source may only have looked at another clock.
 */
function parted(tellings: readonly Telling[]): readonly (readonly Telling[])[] {
  const parts: Telling[][] = [];
  let latest = Number.NEGATIVE_INFINITY;
  let toldUntil = new Map<string, number>();
  for (const telling of tellings) {
    const { lo, hi } = reachOf(telling.when);
    const begins = lo ?? hi ?? Number.POSITIVE_INFINITY;
    const ends = hi ?? begins;
    const source = telling.body.source.id;
    const isAgain = lo !== undefined && lo > (toldUntil.get(source) ?? Number.POSITIVE_INFINITY);
    const last = parts.at(-1);
    if (last === undefined || isAgain || begins > latest + SAME_EPISODE_MS) {
      parts.push([telling]);
      latest = ends;
      toldUntil = new Map();
    } else {
      last.push(telling);
      latest = Math.max(latest, ends);
    }
    toldUntil.set(source, Math.max(ends, toldUntil.get(source) ?? ends));
  }
  return parts;
}

/** The same episode as before while its tellings are: one more telling leaves the others of its bucket alone. */
const episodeOf = rememberedOfList((tellings: readonly Telling[]): Episode => {
  const told = tellings.toSorted((a, b) => (a.entry < b.entry ? -1 : 1));
  const [first] = told;
  assert(first !== undefined, 'an episode has entries');
  const bodies = told.map((t) => t.body);
  const numbers = told.flatMap(({ entry, body: { number }, when }) =>
    number ? [{ entry, number, when }] : [],
  );
  return {
    ...sharedFields(bodies),
    id: first.entry,
    lane: first.body.lane,
    act: first.body.act,
    modality: first.body.modality,
    actors: [...new Set(bodies.flatMap((b) => b.actors))].sort(),
    when: hullOf(told.map((t) => t.when)),
    all: bodies.some((b) => b.all === true),
    places: distinctPlaces(bodies.flatMap((b) => b.place ?? [])),
    numbers,
    tellers: told.map(({ entry, body }) => ({ entry, source: body.source })),
    deniedBy: [...new Set(told.flatMap((t) => t.deniedBy))].sort(),
    entries: told.map((t) => t.entry),
  };
});

type Shared = 'group' | 'topic' | 'side' | 'by' | 'order' | 'threat' | 'unit' | 'answer';

/** What any telling adds; where they differ the entry with the lowest id speaks, for everybody the same. */
function sharedFields(bodies: readonly EventBody[]): Pick<Episode, Shared> {
  const [group, topic, side, by] = [
    find(bodies, 'group'),
    find(bodies, 'topic'),
    find(bodies, 'side'),
    find(bodies, 'by'),
  ];
  const [order, threat, unit, answer] = [
    find(bodies, 'order'),
    find(bodies, 'threat'),
    find(bodies, 'unit'),
    find(bodies, 'answer'),
  ];
  return {
    ...(group !== undefined && { group }),
    ...(topic !== undefined && { topic }),
    ...(side !== undefined && { side }),
    ...(by !== undefined && { by }),
    ...(order !== undefined && { order }),
    ...(threat !== undefined && { threat }),
    ...(unit !== undefined && { unit }),
    ...(answer !== undefined && { answer }),
  };
}

function find<K extends Shared>(bodies: readonly EventBody[], field: K): EventBody[K] | undefined {
  return bodies.find((b) => b[field] !== undefined)?.[field];
}

function distinctPlaces(places: readonly PlaceRef[]): readonly PlaceRef[] {
  const byText = new Map(places.map((place) => [JSON.stringify(place), place]));
  return [...byText.values()];
}
