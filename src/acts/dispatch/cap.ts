import { assert } from '../../base/assert.ts';
import { instant, SECOND_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { instantToWall, wallToCivil } from '../../base/wall.ts';
import type { FeedTemplate } from '../../record/kinds/feed.ts';
import { ALARM_ACTS } from '../words/alarm-words.ts';
import type { AlarmAct, AlarmEnd } from '../words/alarm-words.ts';
import { LANGUAGES } from '../words/words.ts';
import type { Language } from '../words/words.ts';
import { FEED_LIFE_MS } from './feed-alarm.ts';
import type { FeedAlarm, FeedState } from './feed-alarm.ts';
import { feedVoice } from './feed-voice.ts';
import type { FeedVoice } from './feed-voice.ts';
import { element, printXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** What all messages of a hub say, and who says it: a UUID, unique in the world (CAP 1.2, 3.2.1), which leads nowhere. */
export type CapPlace = { readonly sender: string; readonly template: FeedTemplate };

/**
 * The message of one state of an alarm in the Common Alerting Protocol 1.2 (OASIS, 1 July 2010), in all languages. Every
 * message before it is referred to, so that a reader who missed some replaces the right ones.
 */
export function capAlert(alarm: FeedAlarm, state: FeedState, place: CapPlace): string {
  const { sender, template } = place;
  const before = alarm.states
    .filter(({ at }) => at < state.at)
    .map((each) => `${sender},${capIdentifier(alarm, each)},${capTime(each.at, template)}`);
  const content = [
    element('identifier', capIdentifier(alarm, state)),
    element('sender', sender),
    element('sent', capTime(state.at, template)),
    element('status', 'Actual'),
    element('msgType', state.over ? 'Cancel' : before.length === 0 ? 'Alert' : 'Update'),
    element('scope', 'Public'),
    ...(before.length === 0 ? [] : [element('references', before.join(' '))]),
    ...LANGUAGES.map((language) => infoOf(alarm, state, { template, language })),
  ];
  return printXml(element('alert', content, { xmlns: 'urn:oasis:names:tc:emergency:cap:1.2' }));
}

/** Names one message of an alarm: whole seconds since 1970 (UTC) follow the alarm's name. */
export function capIdentifier({ name }: Pick<FeedAlarm, 'name'>, { at }: FeedState): string {
  return `${name}.${Math.floor(at / SECOND_MS)}`;
}

/**
 * `2026-04-05T10:31:00+05:00`: with the offset of the place, and `-00:00` for UTC as CAP asks (3.3.2). Atom takes the same
 * (RFC 3339). A bug outside the years 1 to 9999, which no hub's clock shows.
 */
export function capTime(at: Instant, { offsetMinutes }: Pick<FeedTemplate, 'offsetMinutes'>): string {
  const { year, month, day, hour, minute, second } = wallToCivil(instantToWall(at, offsetMinutes));
  assert(year >= 1 && year <= 9999, 'a message is sent in a year of four digits');
  const two = (n: number): string => String(n).padStart(2, '0');
  const away = Math.abs(offsetMinutes);
  const offset = `${offsetMinutes > 0 ? '+' : '-'}${two(Math.floor(away / 60))}:${two(away % 60)}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${offset}`;
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

type Said = { readonly template: FeedTemplate; readonly language: Language };

function infoOf(alarm: FeedAlarm, state: FeedState, { template, language }: Said): XmlElement {
  const voice = feedVoice(template, language);
  return element('info', [
    element('language', language),
    ...kindOf(alarm, state, voice),
    ...timesOf(state, template),
    ...textsOf(alarm, state, voice),
    areaOf(template, voice),
  ]);
}

function kindOf({ act }: FeedAlarm, { over, sureness }: FeedState, voice: FeedVoice): readonly XmlElement[] {
  const [category, severityOfAct] = KINDS[ALARM_ACTS.find((each) => each === act) ?? 'other'];
  const [response, urgency, severity] =
    over === undefined ? ['Monitor', 'Immediate', severityOfAct] : OVER[over];
  return [
    element('category', category),
    element('event', voice.tells(act)),
    element('responseType', response),
    element('urgency', urgency),
    element('severity', severity),
    element('certainty', over === 'false' ? 'Unlikely' : sureness),
  ];
}

function timesOf({ at }: FeedState, template: FeedTemplate): readonly XmlElement[] {
  return [
    element('effective', capTime(at, template)),
    element('expires', capTime(instant(at + FEED_LIFE_MS), template)),
  ];
}

function textsOf({ act }: FeedAlarm, state: FeedState, voice: FeedVoice): readonly XmlElement[] {
  const { over, sureness, way } = state;
  if (over !== undefined) {
    const { headline, says } = voice.over(over);
    return [element('headline', headline), element('description', says)];
  }
  return [
    element('headline', voice.headline(act)),
    element('description', voice.certainty(sureness)),
    element('instruction', voice.instruction(way)),
  ];
}

const HUNDREDTHS = 100;

function areaOf({ circle }: FeedTemplate, { area }: FeedVoice): XmlElement {
  const desc = element('areaDesc', area);
  if (circle === undefined) return element('area', [desc]);
  const point = [circle.latE2, circle.lonE2].map((degrees) => (degrees / HUNDREDTHS).toFixed(2)).join(',');
  return element('area', [desc, element('circle', `${point} ${circle.radiusKm}`)]);
}
