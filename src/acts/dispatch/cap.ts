import { assert } from '../../base/assert.ts';
import { HOUR_MS, instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { instantToWall, wallToCivil } from '../../base/wall.ts';
import type { AlarmMode } from '../../record/kinds/alarm.ts';
import type { Act } from '../../record/kinds/vocabulary.ts';
import type { EntryId } from '../../record/names.ts';
import { cleanName } from '../alarm/fit-text.ts';
import { ALARM_ACTS, ALARM_WORDS, alarmActWords, overWords } from '../words/alarm-words.ts';
import type { AlarmAct, AlarmEnd } from '../words/alarm-words.ts';
import { CAP_WORDS } from '../words/cap-words.ts';
import type { Sureness } from '../words/cap-words.ts';
import { LANGUAGES } from '../words/words.ts';
import type { Language } from '../words/words.ts';
import { element, printXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** What was so of an alarm from one moment on. `voices`: the raiser and all who confirmed it, as `voicesOf` counts them. */
export type CapState = {
  readonly at: Instant;
  readonly tier: number;
  readonly voices: number;
  readonly over?: AlarmEnd;
};

/** An alarm as it goes to the feed: codes only, nothing that anybody typed. Each state is one CAP message, oldest first. */
export type CapAlarm = {
  readonly id: EntryId;
  readonly mode: AlarmMode;
  readonly act?: Act;
  readonly states: readonly [CapState, ...CapState[]];
};

/** Who says it and of what place; the same for all alarms of a hub. */
export type CapPlace = {
  /** Unique in the world for this hub, such as a domain name; no space, comma, `<` or `&` (CAP 1.2, 3.2.1). */
  readonly sender: string;
  readonly settlement: string;
  /** Minutes east of UTC at the place. */
  readonly offsetMinutes: number;
  /** `public`: for everybody, once two people published it; `restricted`: for residents and those who stand by them. */
  readonly scope: 'public' | 'restricted';
  /** A played day, of which nothing is so. */
  readonly isPlayed: boolean;
  /** Degrees north and east. */
  readonly circle?: {
    readonly latitude: number;
    readonly longitude: number;
    readonly radiusMetres: number;
  };
};

/** `not-public`: only wardens or neighbours know of it yet, or it is a drill. */
export type CapRefusal = { readonly kind: 'cap-refused'; readonly why: 'sender' | 'not-public' };

// Press, lawyers and observers hear of an alarm with tier 3 (alarm.md, "Engine"): before it nothing is for all.
const PUBLIC_TIER = 3;
// The raise, a confirmation, and one more: what opens tier 3.
const OBSERVED_VOICES = 3;
/** Nobody said anything new for so long: a reader need not show it any more. Longer than the longest such day. */
export const CAP_LIFE_MS: number = 24 * HOUR_MS;

const SENDER = /^[^\s,<&]+$/;

/**
 * The newest message of an alarm in the Common Alerting Protocol 1.2 (OASIS, 1 July 2010), in all languages. Every message
 * before it is referred to, so that a reader who missed some replaces the right ones.
 */
export function capAlert(alarm: CapAlarm, place: CapPlace): Result<string, CapRefusal> {
  if (!SENDER.test(place.sender)) return err({ kind: 'cap-refused', why: 'sender' });
  const states = shownStates(alarm, place);
  const newest = states.at(-1);
  if (newest === undefined) return err({ kind: 'cap-refused', why: 'not-public' });
  const before = states.slice(0, -1).map(({ at }, index) => {
    return `${place.sender},${capIdentifier(alarm, place, index + 1)},${capTime(at, place)}`;
  });
  const isRestricted = place.scope === 'restricted';
  const content = [
    element('identifier', capIdentifier(alarm, place, states.length)),
    element('sender', place.sender),
    element('sent', capTime(newest.at, place)),
    element('status', statusOf(alarm, place)),
    element('msgType', newest.over ? 'Cancel' : before.length === 0 ? 'Alert' : 'Update'),
    element('scope', isRestricted ? 'Restricted' : 'Public'),
    ...(isRestricted ? [element('restriction', RESTRICTION)] : []),
    ...(before.length === 0 ? [] : [element('references', before.join(' '))]),
    ...LANGUAGES.map((language) => infoOf(alarm, place, language)),
  ];
  return ok(printXml(element('alert', content, { xmlns: 'urn:oasis:names:tc:emergency:cap:1.2' })));
}

const RESTRICTION = 'Residents of the settlement and those who stand by them.';

/** Names one message of an alarm, counted from 1 among those of its place's scope. */
export function capIdentifier({ id }: CapAlarm, { scope }: CapPlace, number: number): string {
  return `${id}.${scope}.${number}`;
}

/** The states of an alarm that the messages of a place may tell of: for the public none before the third tier, and no drill. */
export function shownStates({ mode, states }: CapAlarm, { scope }: CapPlace): readonly CapState[] {
  if (scope === 'restricted') return states;
  const first = states.findIndex(({ tier }) => tier >= PUBLIC_TIER);
  return mode === 'real' && first >= 0 ? states.slice(first) : [];
}

export function lastState({ states }: CapAlarm): CapState {
  return states.at(-1) ?? states[0];
}

/** One line that says all: what it is not, where it is, what happens. */
export function capHeadline(alarm: CapAlarm, place: CapPlace, language: Language): string {
  const words = ALARM_WORDS[language];
  const name = nameOf(place, language);
  const { mode, act } = alarm;
  const { over } = lastState(alarm);
  const before = [
    ...(place.isPlayed ? [CAP_WORDS[language].test] : []),
    ...(mode === 'drill' && over === undefined ? [words.drill] : []),
  ].map((word) => `${word}. `);
  const says =
    over === undefined
      ? `${name}: ${alarmActWords(act, language).tells}`
      : `${overWords(words, mode, over).status}: ${name}`;
  return `${before.join('')}${says}`;
}

/** A sentence on how sure it is, or on how it ended. */
export function capDescription(alarm: CapAlarm, language: Language): string {
  const { over } = lastState(alarm);
  if (over === undefined) return CAP_WORDS[language].certainty[sureness(lastState(alarm))];
  return overWords(ALARM_WORDS[language], alarm.mode, over).says;
}

/**
 * `2026-04-05T10:31:00+05:00`: with the offset of the place, and `-00:00` for UTC as CAP asks (3.3.2). Atom takes the same
 * (RFC 3339). A bug outside the years 1 to 9999, which no hub's clock shows.
 */
export function capTime(at: Instant, { offsetMinutes }: Pick<CapPlace, 'offsetMinutes'>): string {
  const { year, month, day, hour, minute, second } = wallToCivil(instantToWall(at, offsetMinutes));
  assert(year >= 1 && year <= 9999, 'a message is sent in a year of four digits');
  const two = (n: number): string => String(n).padStart(2, '0');
  const away = Math.abs(offsetMinutes);
  const offset = `${offsetMinutes > 0 ? '+' : '-'}${two(Math.floor(away / 60))}:${two(away % 60)}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${offset}`;
}

export function nameOf({ settlement }: CapPlace, language: Language): string {
  const name = cleanName(settlement);
  return name === '' ? ALARM_WORDS[language].settlement : name;
}

function statusOf({ mode }: CapAlarm, { isPlayed }: CapPlace): 'Actual' | 'Exercise' | 'Test' {
  if (isPlayed) return 'Test';
  return mode === 'drill' ? 'Exercise' : 'Actual';
}

function sureness({ voices }: CapState): Sureness {
  if (voices >= OBSERVED_VOICES) return 'Observed';
  return voices > 1 ? 'Likely' : 'Possible';
}

/** Category and severity as CAP has them (3.2.2): what threatens life or home is severe. */
const KINDS: Readonly<Record<AlarmAct | 'other', readonly [category: string, severity: string]>> = {
  'force.arrive': ['Safety', 'Severe'],
  'force.advance': ['Safety', 'Severe'],
  'force.use': ['Safety', 'Severe'],
  'force.breach': ['Safety', 'Severe'],
  'cordon.set': ['Safety', 'Moderate'],
  'cordon.complete': ['Safety', 'Severe'],
  'evict.home': ['Safety', 'Severe'],
  'evict.demolish': ['Safety', 'Severe'],
  'utility.cut': ['Infra', 'Moderate'],
  'network.cut': ['Infra', 'Moderate'],
  arrest: ['Safety', 'Severe'],
  injury: ['Health', 'Severe'],
  other: ['Safety', 'Unknown'],
};

/** What CAP says of an alarm that is over. Who is told twice, or once without a second voice, is not told that all is well. */
const OVER: Readonly<Record<AlarmEnd, readonly [response: string, urgency: string, severity: string]>> = {
  ended: ['AllClear', 'Past', 'Minor'],
  false: ['AllClear', 'Past', 'Minor'],
  duplicate: ['None', 'Unknown', 'Unknown'],
  lapsed: ['None', 'Unknown', 'Unknown'],
};

function infoOf(alarm: CapAlarm, place: CapPlace, language: Language): XmlElement {
  const state = lastState(alarm);
  const { over } = state;
  const isDrill = alarm.mode === 'drill';
  const [category, severityOfAct] = KINDS[ALARM_ACTS.find((each) => each === alarm.act) ?? 'other'];
  const live = isDrill
    ? (['None', 'Immediate', 'Minor'] as const)
    : (['Monitor', 'Immediate', severityOfAct] as const);
  const [response, urgency, severity] = over === undefined ? live : OVER[over];
  return element('info', [
    element('language', language),
    element('category', category),
    element('event', alarmActWords(alarm.act, language).tells),
    element('responseType', response),
    element('urgency', urgency),
    element('severity', severity),
    element('certainty', over === 'false' ? 'Unlikely' : sureness(state)),
    element('effective', capTime(state.at, place)),
    element('expires', capTime(instant(state.at + CAP_LIFE_MS), place)),
    element('headline', capHeadline(alarm, place, language)),
    element('description', capDescription(alarm, language)),
    ...(over === undefined && !isDrill ? [element('instruction', CAP_WORDS[language].instruction)] : []),
    areaOf(place, language),
  ]);
}

// A hundredth of a degree is about a kilometre: enough to find the settlement on a map, and no house in it.
const CIRCLE_DIGITS = 2;
const KILOMETRE_METRES = 1_000;

function areaOf(place: CapPlace, language: Language): XmlElement {
  const desc = element('areaDesc', nameOf(place, language));
  if (place.circle === undefined) return element('area', [desc]);
  const { latitude, longitude, radiusMetres } = place.circle;
  assert(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180, 'a circle lies on the earth');
  const point = [latitude, longitude].map((degrees) => degrees.toFixed(CIRCLE_DIGITS)).join(',');
  const radius = Math.max(1, Math.ceil(radiusMetres / KILOMETRE_METRES));
  return element('area', [desc, element('circle', `${point} ${radius}`)]);
}
