import { parseEdtf } from '../../base/edtf.ts';
import type { NumberRange } from '../../base/number-range.ts';
import { noneOf } from './fields.ts';
import type { Fields } from './fields.ts';
import {
  ACTS,
  ANSWERS,
  APPROACH_STATES,
  BODIES,
  COUNTED,
  HOME_STATES,
  LANES,
  LINKS,
  MODALITIES,
  RELATIONS,
  STANCES,
} from './vocabulary.ts';
import type {
  Act,
  Answer,
  ApproachState,
  BodyCode,
  Counted,
  HomeState,
  Lane,
  Link,
  Modality,
  Relation,
  Stance,
} from './vocabulary.ts';

/** Where, as closely as the author wants to say: codes of the place plan, a named place, or coordinates. */
export type PlaceRef = {
  readonly zone?: string;
  readonly cell?: string;
  readonly home?: string;
  readonly approach?: string;
  readonly point?: string;
  readonly name?: string;
  /** Millionths of a degree (WGS 84), with the accuracy in metres. */
  readonly latE6?: number;
  readonly lonE6?: number;
  readonly accuracyMetres?: number;
};

/** Who says so and how they know. `quotes` names the source this one repeats: it then adds nothing. */
export type SourceRef = {
  readonly id: string;
  readonly stance: Stance;
  readonly link: Link;
  readonly quotes?: string;
  readonly material?: string;
};

export type NumberOf = NumberRange & { readonly of: Counted };

/** One thing that was said to have happened: act, modality and attribution are three fields and never merge. */
export type EventBody = {
  readonly type: 'event';
  readonly act: Act;
  readonly modality: Modality;
  readonly lane: Lane;
  readonly actors: readonly BodyCode[];
  readonly source: SourceRef;
  /** The ordered group of the refusal ledger. Never a person, plate, badge or unit number. */
  readonly group?: string;
  readonly by?: BodyCode;
  readonly order?: Act;
  readonly threat?: string;
  readonly answer?: Answer;
  readonly all?: boolean;
  readonly side?: Lane;
  readonly approachState?: ApproachState;
  readonly number?: NumberOf;
  /** A unit word such as "battalion": not a number. */
  readonly unit?: string;
  readonly place?: PlaceRef;
  readonly topic?: string;
  readonly relation?: Relation;
  readonly text?: string;
  readonly quote?: string;
  readonly lang?: string;
  readonly spellings?: { readonly of: string; readonly as: readonly string[] };
};

/** The state of named homes, at the time of the entry. */
export type HomeBody = {
  readonly type: 'home';
  readonly homes: readonly string[];
  readonly state: HomeState;
  readonly source: SourceRef;
  readonly text?: string;
};

export function readEvent(f: Fields): EventBody {
  const body: EventBody = {
    type: 'event',
    act: f.oneOf('act', ACTS),
    modality: f.oneOf('modality', MODALITIES),
    lane: f.oneOf('lane', LANES),
    actors: f.has('actors') ? readActors(f) : [],
    source: readSource(f),
    ...(f.has('group') && { group: f.code('group') }),
    ...(f.has('by') && { by: f.oneOf('by', BODIES) }),
    ...(f.has('order') && { order: f.oneOf('order', ACTS) }),
    ...(f.has('threat') && { threat: f.code('threat') }),
    ...(f.has('answer') && { answer: f.oneOf('answer', ANSWERS) }),
    ...(f.has('all') && { all: f.oneOf('all', ['yes']) === 'yes' }),
    ...(f.has('side') && { side: f.oneOf('side', LANES) }),
    ...(f.has('approachState') && { approachState: f.oneOf('approachState', APPROACH_STATES) }),
    ...readNumber(f),
    ...(f.has('unit') && { unit: f.words('unit') }),
    ...readPlace(f),
    ...(f.has('topic') && { topic: f.code('topic') }),
    ...(f.has('relation') && { relation: f.oneOf('relation', RELATIONS) }),
    ...(f.has('text') && { text: f.words('text') }),
    ...(f.has('quote') && { quote: f.words('quote') }),
    ...(f.has('lang') && { lang: f.code('lang') }),
    ...readSpellings(f),
  };
  if (body.answer !== undefined && body.group === undefined)
    f.refuse('group', 'is missing: an answer belongs to an ordered group');
  return body;
}

export function readHome(f: Fields): HomeBody {
  const homes = f.codes('homes');
  if (homes.length === 0) f.refuse('homes', 'names no home');
  const state = f.oneOf('state', HOME_STATES);
  return {
    type: 'home',
    homes,
    state,
    source: readSource(f),
    ...(f.has('text') && { text: f.words('text') }),
  };
}

function readActors(f: Fields): readonly BodyCode[] {
  return f.codes('actors').flatMap((code) => {
    const found = BODIES.find((body) => body === code);
    if (found === undefined) f.refuse('actors', noneOf(code, BODIES));
    return found ?? [];
  });
}

function readSource(f: Fields): SourceRef {
  const read = f.object('source', (s): SourceRef => {
    const material = s.has('material') ? s.words('material') : undefined;
    if (material !== undefined && !parseEdtf(material).ok) s.refuse('material', 'is not a date');
    return {
      id: s.code('id'),
      stance: s.oneOf('stance', STANCES),
      link: s.oneOf('link', LINKS),
      ...(s.has('quotes') && { quotes: s.code('quotes') }),
      ...(material !== undefined && { material }),
    };
  });
  return read ?? { id: '', stance: 'resident', link: 'saw' };
}

function readNumber(f: Fields): { readonly number?: NumberOf } {
  if (!f.has('number')) return {};
  const number = f.object('number', (n): NumberOf => ({ of: n.oneOf('of', COUNTED), ...n.range() }));
  return number === undefined ? {} : { number };
}

function readSpellings(f: Fields): Pick<EventBody, 'spellings'> {
  if (!f.has('spellings')) return {};
  const spellings = f.object('spellings', (s) => ({
    of: s.code('of'),
    as: s.list('as', (item) => item.words('words')),
  }));
  return spellings === undefined ? {} : { spellings };
}

const MILLIONTHS = 1_000_000;
const ACCURACY_METRES_MAX = 1_000_000;

export function readPlace(f: Fields): { readonly place?: PlaceRef } {
  if (!f.has('place')) return {};
  const place = f.object('place', (p): PlaceRef => ({
    ...(p.has('zone') && { zone: p.code('zone') }),
    ...(p.has('cell') && { cell: p.code('cell') }),
    ...(p.has('home') && { home: p.code('home') }),
    ...(p.has('approach') && { approach: p.code('approach') }),
    ...(p.has('point') && { point: p.code('point') }),
    ...(p.has('name') && { name: p.words('name') }),
    ...(p.has('lat') && readCoordinates(p)),
  }));
  return place === undefined ? {} : { place };
}

function readCoordinates(p: Fields): Pick<PlaceRef, 'latE6' | 'lonE6' | 'accuracyMetres'> {
  // Stored from the south pole and the date line, so that the subset's counts suffice.
  const latE6 = p.count('lat', 180 * MILLIONTHS) - 90 * MILLIONTHS;
  const lonE6 = p.count('lon', 360 * MILLIONTHS) - 180 * MILLIONTHS;
  return { latE6, lonE6, accuracyMetres: p.count('accuracyMetres', ACCURACY_METRES_MAX) };
}
