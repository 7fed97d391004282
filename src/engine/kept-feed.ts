import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { canonicalJson, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { INSTANT_MS_MAX, instant } from '../base/instant.ts';
import type { FeedAlarm, FeedState } from '../acts/dispatch/feed-alarm.ts';
import type { Way } from '../acts/dispatch/feed-voice.ts';
import { ALARM_ENDS } from '../acts/words/alarm-words.ts';
import { SURENESSES } from '../acts/words/cap-words.ts';
import { fieldsOf } from '../record/kinds/fields.ts';
import type { Fields, Form } from '../record/kinds/fields.ts';
import { ENTRY } from '../record/kinds/forms.ts';
import { ACTS } from '../record/kinds/vocabulary.ts';
import { isPlainObject } from '../record/subset.ts';

/** Alarms as the feed has told them, to be kept. */
export function printFeed(alarms: readonly FeedAlarm[]): Uint8Array {
  const printed: Json = alarms.map((alarm) => ({ ...alarm, states: alarm.states.map(printState) }));
  return utf8Encode(canonicalJson({ alarms: printed }));
}

function printState({ way, ...state }: FeedState): Json {
  return { ...state, way: { ...way } };
}

const UUID_FORM: Form<string> = {
  parse: (text) =>
    typeof text === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ? text : undefined,
  what: 'a UUID',
  placeholder: '',
};

/** As they were kept; none where another version wrote it. */
export function keptFeed(kept: Uint8Array | undefined): readonly FeedAlarm[] {
  const value = kept === undefined ? undefined : parseJson(utf8Decode(kept) ?? '');
  if (!isPlainObject(value)) return [];
  const f = fieldsOf(value);
  const alarms = f.list('alarms', readAlarm);
  return f.fault() === undefined ? alarms.flatMap((alarm) => alarm ?? []) : [];
}

function readAlarm(f: Fields): FeedAlarm | undefined {
  const [first, ...rest] = f.list('states', readState);
  if (first === undefined) f.refuse('states', 'are none');
  const named = {
    alarm: f.inForm('alarm', ENTRY),
    name: f.inForm('name', UUID_FORM),
    ...(f.has('act') && { act: f.oneOf('act', ACTS) }),
  };
  return first && { ...named, states: [first, ...rest] };
}

function readState(f: Fields): FeedState {
  return {
    at: instant(f.count('at', INSTANT_MS_MAX)),
    tier: f.count('tier'),
    sureness: f.oneOf('sureness', SURENESSES),
    way: f.object('way', readWay) ?? { kind: 'follow' },
    ...(f.has('over') && { over: f.oneOf('over', ALARM_ENDS) }),
  };
}

function readWay(f: Fields): Way {
  const kind = f.oneOf('kind', ['meet', 'outside', 'nowhere', 'follow']);
  return kind === 'meet' || kind === 'outside' ? { kind, point: f.code('point') } : { kind };
}
