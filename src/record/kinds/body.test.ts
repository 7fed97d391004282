import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { anyPlainObject } from '../../../test/vectors/any-draft.ts';
import { BODY_REQUIRED, BODY_SAMPLES } from '../../../test/vectors/bodies.ts';
import { bytesToBase64Url } from '../../base/bytes.ts';
import { SEALED_IDENTITY, SEALED_RECIPIENT } from '../../../test/vectors/sealed-files.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { Plain, PlainObject } from '../subset.ts';
import { ENTRY_KINDS, parseBody } from './body.ts';
import type { Body, BodyError } from './body.ts';
import { isCode } from './fields.ts';

function read(kind: string, body: PlainObject): Body {
  const parsed = parseBody(kind, canonicalJson(body));
  assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.error));
  return parsed.value;
}

function errorOf(kind: string, text: string): BodyError {
  const parsed = parseBody(kind, text);
  assert.ok(!parsed.ok, 'was read');
  return parsed.error;
}

/** The field a bad body is refused by; `undefined` when it is read. */
function badField(kind: string, body: PlainObject): string | undefined {
  const parsed = parseBody(kind, canonicalJson(body));
  if (parsed.ok) return undefined;
  return parsed.error.kind === 'body-field' ? parsed.error.field : parsed.error.kind;
}

const sample = (kind: string): PlainObject => BODY_SAMPLES[kind] ?? {};

type Way = readonly (string | number)[];

/** Ways to every field of an object, into objects and lists of objects. */
function waysIn(value: Plain): readonly Way[] {
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, item]): Way[] => {
    const key = Array.isArray(value) ? Number(name) : name;
    const inner = waysIn(item).map((way): Way => [key, ...way]);
    return typeof key === 'number' ? inner : [[key], ...inner];
  });
}

function showWay(way: Way): string {
  return way
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`))
    .join('');
}

/** A copy with the field at the way changed; `undefined` takes it away. */
function changed(value: Plain, [step, ...rest]: Way, to: Plain | undefined): Plain {
  if (typeof value !== 'object' || step === undefined) return value;
  const members = Object.entries(value).flatMap(([name, item]): [string, Plain][] => {
    if (name !== String(step)) return [[name, item]];
    if (rest.length > 0) return [[name, changed(item, rest, to)]];
    return to === undefined ? [] : [[name, to]];
  });
  return Array.isArray(value) ? members.map(([, item]) => item) : Object.fromEntries(members);
}

function withChange(kind: string, way: Way, to: Plain | undefined): PlainObject {
  return { ...(changed(sample(kind), way, to) as PlainObject) };
}

test('there is a sample of every kind', () => {
  assert.deepEqual(Object.keys(BODY_SAMPLES).toSorted(), [...ENTRY_KINDS].toSorted());
});

for (const kind of ENTRY_KINDS) {
  describe(`a body of kind ${kind}`, () => {
    test('is read with every field it may have', () => void read(kind, sample(kind)));

    for (const way of waysIn(sample(kind))) {
      const name = showWay(way);
      test(`names ${name} when it is of no sense`, () =>
        assert.equal(badField(kind, withChange(kind, way, false)), name));

      // Without the latitude, longitude and accuracy are left over.
      if (name === 'place.lat') continue;
      const isRequired = BODY_REQUIRED[kind]?.includes(name) ?? false;
      test(`${isRequired ? 'names' : 'is read without'} ${name} when it is missing`, () => {
        assert.equal(badField(kind, withChange(kind, way, undefined)), isRequired ? name : undefined);
      });
    }

    test('names a field it does not know', () => {
      assert.equal(badField(kind, { ...sample(kind), zz: 1 }), 'zz');
    });

    test('is never broken by what it may be sent', () => {
      fc.assert(
        fc.property(
          anyPlainObject,
          fc.array(fc.constantFrom(...Object.keys(sample(kind)), 'x')),
          (odd, names) => {
            const values = Object.values(odd);
            const mixed = Object.fromEntries(names.map((name, i) => [name, values[i] ?? i]));
            void parseBody(kind, canonicalJson({ ...sample(kind), ...mixed }));
            void parseBody(kind, canonicalJson(odd));
          },
        ),
      );
    });
  });
}

describe('an event is read', () => {
  test('field by field', () => {
    const event = read('event', sample('event'));
    assert.ok(event.type === 'event');
    assert.deepEqual(event.actors, ['drivers', 'labourers']);
    assert.deepEqual(event.source, {
      id: 'tv-2',
      stance: 'press',
      link: 'quotes',
      quotes: 'w1',
      material: '2031-05-18',
    });
    assert.deepEqual(event.number, { of: 'people', lo: 24, hi: 99, words: 'dozens' });
    assert.equal(event.all, true);
    assert.deepEqual(
      [event.place?.latE6, event.place?.lonE6, event.place?.accuracyMetres],
      [43_250_000, 76_940_000, 30],
    );
    assert.deepEqual(event.spellings, { of: 'north-gate', as: ['Северные ворота', 'солтүстік қақпа'] });
  });

  test('with nothing but act, modality, lane and source', () => {
    const event = read('event', {
      act: 'arrive',
      modality: 'done',
      lane: 'residents',
      source: { id: 'w', stance: 'resident', link: 'saw' },
    });
    assert.deepEqual(event, {
      type: 'event',
      act: 'arrive',
      modality: 'done',
      lane: 'residents',
      actors: [],
      source: { id: 'w', stance: 'resident', link: 'saw' },
    });
  });
});

describe('the other kinds are read', () => {
  test('votes say which way they go', () => {
    assert.deepEqual(read('alarm.confirm', {}), { type: 'alarm-vote', vote: 'confirm' });
    assert.deepEqual(read('alarm.refute', {}), { type: 'alarm-vote', vote: 'refute' });
  });

  test('a plan with its offset in minutes', () => {
    const plan = read('place.plan', sample('place.plan'));
    assert.ok(plan.type === 'plan');
    assert.equal(plan.offsetMinutes, 300);
    assert.deepEqual(plan.cells[1], { code: 'c4', homes: [] });
  });

  test('a step that is no tier needs no tier', () => {
    assert.deepEqual(read('alarm.step', { step: 'lapsed' }), { type: 'alarm-step', step: 'lapsed' });
  });
});

const text32 = (n: number): string => bytesToBase64Url(new Uint8Array(32).fill(n));

function seats(count: number): PlainObject[] {
  return Array.from({ length: count }, (_, i) => ({ n: i + 1, key: text32(i), next: text32(100 + i) }));
}

/** One of the sample's two keyholders. */
function seatOf(i: number): PlainObject {
  const list: Plain = sample('place.found')['keyholders'] ?? [];
  const seat: Plain | undefined = Array.isArray(list) ? list[i] : undefined;
  return { ...(seat as PlainObject) };
}

const BAD: readonly (readonly [kind: string, way: Way, to: Plain, field?: string])[] = [
  ['event', ['act'], 'refuse'],
  ['event', ['actors'], ['drivers', 'wizards']],
  ['event', ['actors'], ['a b']],
  ['event', ['source', 'material'], 'last May'],
  ['event', ['source', 'id'], ''],
  ['event', ['group'], 'two words'],
  ['event', ['group'], 'x'.repeat(33)],
  ['event', ['group'], '-x'],
  ['event', ['all'], 'no'],
  ['event', ['all'], true],
  ['event', ['number', 'lo'], -1],
  ['event', ['number', 'lo'], 100],
  ['event', ['number', 'hi'], 1_000_000_001],
  ['event', ['number', 'words'], 'x'.repeat(81)],
  ['event', ['text'], ''],
  ['event', ['text'], 'x'.repeat(8_001)],
  ['event', ['place', 'lat'], 180_000_001],
  ['event', ['place', 'lon'], 360_000_001],
  ['event', ['spellings', 'as'], ['plain text'], 'spellings.as[0]'],
  ['home', ['homes'], []],
  ['home', ['homes'], Array.from({ length: 2_001 }, (_, i) => `h${i}`)],
  ['place.plan', ['date'], '2031-05-17/2031-05-18'],
  ['place.plan', ['date'], '2031-05-17T10:30'],
  ['place.plan', ['date'], 'soon'],
  ['place.plan', ['offset'], '-00:00'],
  ['place.plan', ['offset'], '+15:00'],
  ['place.plan', ['cells'], [{ code: 'c1', homes: ['h 1'] }], 'cells[0].homes'],
  ['place.plan', ['cells'], [['c1']], 'cells[0]'],
  ['checkin.due', ['graceMin'], 1_441],
  ['alarm.raise', ['mode'], 'exercise'],
  ['alarm.reply', ['minutes'], 1_441],
  ['alarm.told', ['told'], 100_001],
  ['alarm.step', ['tier'], 5],
  ['place.found', ['settlement'], 'x'.repeat(201)],
  ['place.found', ['languages'], ['kk', 'de']],
  ['place.found', ['languages'], []],
  ['place.found', ['languages'], ['kk', 'kk']],
  ['place.found', ['keyholders'], seats(1)],
  ['place.found', ['keyholders'], [...seats(5), ...seats(1)]],
  ['place.found', ['keyholders', 0, 'n'], 0],
  ['place.found', ['keyholders', 0, 'n'], 6],
  ['place.found', ['keyholders', 0, 'n'], 2, 'keyholders'],
  ['place.found', ['keyholders', 0, 'key'], seatOf(1)['key'] ?? '', 'keyholders'],
  ['place.found', ['keyholders', 1, 'next'], seatOf(0)['next'] ?? '', 'keyholders'],
  ['key.invite', ['invitation'], `${text32(1)}=`],
  ['key.invite', ['until'], -1],
  ['key.invite', ['until'], 253_402_300_800_000],
  ['key.grant', ['key'], 'A'.repeat(42)],
  ['key.grant', ['slot'], 10_000],
  ['key.grant', ['role'], 'chief'],
  ['key.revoke', ['keys'], []],
  ['key.revoke', ['keys'], [text32(1), text32(1)]],
  ['key.revoke', ['keys'], Array.from({ length: 51 }, (_, i) => text32(i))],
  ['key.revoke', ['origin'], 'x'.repeat(201)],
  ['key.revoke', ['index'], -1],
  ['key.rotate', ['n'], 0],
  ['incident.open', ['number'], 0],
  ['incident.open', ['incident'], text32(1)],
  ['incident.merge', ['into'], BODY_SAMPLES['incident.merge']?.['from'] ?? ''],
  ['mute', ['keys'], [5]],
  ['moderate', ['entries'], ['A'.repeat(64)]],
  ['erase', ['entries'], []],
  ['erase', ['entries', 0, 'what'], 'entry', 'entries[0].part'],
  ['erase', ['entries', 0, 'part'], 'Body'],
  ['erase', ['ground'], 'shame'],
  ['erase', ['office'], 'police'],
  ['group.key', ['role'], 'warden'],
  ['group.key', ['number'], 0],
  ['group.key', ['number'], 10_001],
  ['group.key', ['recipient'], SEALED_RECIPIENT.replace('age1c', 'age1q')],
  ['group.key', ['recipient'], SEALED_IDENTITY],
  ['part.reseal', ['part'], 'body'],
];

test('what an erasure names twice is refused, whatever the order', () => {
  const [first, ...rest] = [
    { id: 'ab'.repeat(32), what: 'entry' },
    { id: 'cd'.repeat(32), what: 'sealed' },
  ];
  assert.equal(
    badField('erase', { ...sample('erase'), entries: [first ?? {}, ...rest, first ?? {}] }),
    'entries',
  );
  assert.equal(badField('erase', { ...sample('erase'), entries: [first ?? {}, ...rest] }), undefined);
});

test('five keyholders found a place, and two are enough', () => {
  for (const count of [2, 5])
    assert.equal(badField('place.found', { ...sample('place.found'), keyholders: seats(count) }), undefined);
});

describe('a value just outside is refused by the name of its field', () => {
  for (const [kind, way, to, field = showWay(way)] of BAD) {
    test(`${kind}: ${field} as ${JSON.stringify(to).slice(0, 40)}`, () => {
      assert.equal(badField(kind, withChange(kind, way, to)), field);
    });
  }

  test('coordinates without their latitude', () => {
    assert.equal(badField('event', withChange('event', ['place', 'lat'], undefined)), 'place.accuracyMetres');
  });

  test('an unknown field inside a place', () => {
    assert.equal(badField('alarm.raise', { ...sample('alarm.raise'), place: { zz: 1 } }), 'place.zz');
  });

  test('the first fault of several is the one named', () => {
    assert.equal(badField('event', { ...sample('event'), modality: 'x', lane: 'y', zz: 1 }), 'modality');
  });
});

test('an object that says how to turn itself into a text is refused like any other', () => {
  const odd = { toString: 1, valueOf: 1 };
  assert.equal(badField('event', { ...sample('event'), act: odd }), 'act');
  assert.equal(badField('event', { ...sample('event'), actors: [odd] }), 'actors');
  assert.equal(badField('alarm.step', { step: [odd] }), 'step');
});

describe('a body that is not the canonical text of an object is not read', () => {
  for (const text of [
    '',
    '[]',
    '1',
    'null',
    '{"who":"x"',
    '{ "who":"x"}',
    '{"who":"x","who":"x"}',
    '{"who":null}',
    '{"who":"\\u0078"}',
    '{"Who":"x"}',
  ]) {
    test(JSON.stringify(text), () =>
      assert.deepEqual(errorOf('checkin.done', text), { kind: 'body-not-canonical' }),
    );
  }
});

test('a kind that is not known is named', () => {
  for (const kind of ['later.kind', 'constructor', '__proto__', '']) {
    assert.deepEqual(errorOf(kind, '{}'), { kind: 'body-kind-unknown', entryKind: kind });
  }
});

test('a code is letters, digits and hyphens of any script, at most 32', () => {
  for (const code of ['h17', 'үй-5', '7', 'x'.repeat(32)]) assert.equal(isCode(code), true, code);
  for (const code of ['', '-a', 'a b', 'a.b', 'a/b', 'x'.repeat(33), 'a\n', 5, undefined])
    assert.equal(isCode(code), false, String(code));
});
