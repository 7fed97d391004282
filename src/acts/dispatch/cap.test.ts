import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { strangeId } from '../../../test/making/entries.ts';
import {
  anAlarm,
  aTemplate,
  FEED_BEGUN,
  FEED_NAME,
  FEED_SENDER,
  textsIn,
} from '../../../test/making/feed-samples.ts';
import { faultInXml } from '../../../test/making/well-formed.ts';
import { instant } from '../../base/instant.ts';
import { ACTS } from '../../record/kinds/vocabulary.ts';
import { ALARM_ENDS, ALARM_WORDS } from '../words/alarm-words.ts';
import type { AlarmEnd } from '../words/alarm-words.ts';
import { LANGUAGES } from '../words/words.ts';
import { capAlert, capTime } from './cap.ts';
import { lastState } from './feed-alarm.ts';
import type { FeedAlarm } from './feed-alarm.ts';
import { feedVoice } from './feed-voice.ts';
import type { FeedFacts } from './feed-voice.ts';

// The schema of OASIS, which is not kept here.
const SCHEMA = join(import.meta.dirname, '../../../../shared/data/cap/cap12.xsd');
const hasXmllint = spawnSync('xmllint', ['--version'], { stdio: 'ignore' }).status === 0;
const skip =
  (!existsSync(SCHEMA) && 'the schema of CAP 1.2 is not on this machine') ||
  (!hasXmllint && 'no xmllint on PATH: install Debian’s package "libxml2-utils" (npm test tries it as root)');

/** The newest message about the alarm. */
function capOf(alarm: FeedAlarm, more: Partial<FeedFacts> = {}): string {
  const place = { sender: FEED_SENDER, template: aTemplate(more) };
  const cap = capAlert(alarm, lastState(alarm), place);
  assert.equal(faultInXml(cap), undefined);
  return cap;
}

function one(xml: string, name: string): string | undefined {
  const texts = new Set(textsIn(xml, name));
  assert.ok(texts.size <= 1, `${name} is the same in every language`);
  return [...texts][0];
}

describe('an alarm as a CAP message', () => {
  test('is an Alert, then Updates that name all before them, then a Cancel', () => {
    const of = (states: string, over?: AlarmEnd): readonly (string | undefined)[] => {
      const xml = capOf(anAlarm(states, {}, over));
      return [one(xml, 'msgType'), one(xml, 'identifier'), one(xml, 'references')];
    };
    const [alert, update, cancel] = [0, 60, 120].map((s) => `${FEED_NAME}.${FEED_BEGUN / 1_000 + s}`);
    const first = `${FEED_SENDER},${alert},2026-04-05T10:31:00+05:00`;
    const second = `${FEED_SENDER},${update},2026-04-05T10:32:00+05:00`;
    assert.deepEqual(of('meet'), ['Alert', alert, undefined]);
    assert.deepEqual(of('meet outside'), ['Update', update, first]);
    assert.deepEqual(of('meet outside', 'ended'), ['Cancel', cancel, `${first} ${second}`]);
  });

  test('is still the same message once others have followed it', () => {
    const place = { sender: FEED_SENDER, template: aTemplate() };
    const [first] = anAlarm('meet').states;
    assert.equal(
      capAlert(anAlarm('meet outside', {}, 'false'), first, place),
      capAlert(anAlarm('meet'), first, place),
    );
  });

  test('says in kk, ru and en what happens, where and how sure it is', () => {
    const xml = capOf(anAlarm('meet'));
    assert.deepEqual(textsIn(xml, 'language'), ['kk', 'ru', 'en']);
    assert.deepEqual(textsIn(xml, 'headline'), [
      'Шаңырақ: үй бұзып жатыр',
      'Шаңырақ: сносят дома',
      'Шаңырақ: homes being torn down',
    ]);
    for (const name of ['event', 'description', 'instruction'])
      assert.equal(new Set(textsIn(xml, name)).size, 3);
    assert.deepEqual(new Set(textsIn(xml, 'areaDesc')), new Set(['Шаңырақ']));
  });

  test('is as sure as was confirmed, and meant for everybody', () => {
    const of = (states: string): readonly (string | undefined)[] => {
      const xml = capOf(anAlarm(states));
      return [one(xml, 'certainty'), one(xml, 'status'), one(xml, 'scope')];
    };
    assert.deepEqual(
      [of('meet'), of('meet!')],
      [
        ['Likely', 'Actual', 'Public'],
        ['Observed', 'Actual', 'Public'],
      ],
    );
  });

  test('says first in every headline how it ended', () => {
    for (const over of ALARM_ENDS)
      for (const [i, headline] of textsIn(capOf(anAlarm('meet', {}, over)), 'headline').entries())
        assert.equal(headline, `${ALARM_WORDS[LANGUAGES[i] ?? 'en'].overAs[over]}: Шаңырақ`);
  });

  test('gives the all-clear only where there is no danger, and tells nobody where to go then', () => {
    const of = (over: AlarmEnd): readonly (string | undefined)[] => {
      const xml = capOf(anAlarm('meet', {}, over));
      assert.equal(one(xml, 'instruction'), undefined);
      return [one(xml, 'responseType'), one(xml, 'urgency'), one(xml, 'severity'), one(xml, 'certainty')];
    };
    assert.deepEqual(of('ended'), ['AllClear', 'Past', 'Minor', 'Observed']);
    assert.deepEqual(of('false'), ['AllClear', 'Past', 'Minor', 'Unlikely']);
    assert.deepEqual(of('duplicate').slice(0, 3), ['None', 'Unknown', 'Unknown']);
    assert.deepEqual(of('lapsed').slice(0, 3), ['None', 'Unknown', 'Unknown']);
  });

  test('names a safe place while the way there is open, and no other', () => {
    const en = (states: string, more: Partial<FeedFacts> = {}): string =>
      textsIn(capOf(anAlarm(states), more), 'instruction')[2] ?? '';
    assert.match(en('meet'), /goes only to the safe place: B2, the bakery yard\. Do not go near/);
    assert.match(en('outside'), /way in is closed.*goes only to: B2, the bakery yard/);
    assert.match(en('nowhere'), /way in is closed\. Do not come/);
    assert.match(en('follow'), /^Follow what is told/);
    // What nobody approved is not named, and nobody is sent the old way instead.
    assert.equal(en('meet', { points: [] }), en('follow'));
    assert.equal(en('outside', { points: [] }), en('nowhere'));
  });

  test('is not worth more than a day', () => {
    const xml = capOf(anAlarm('meet'));
    assert.deepEqual(
      [one(xml, 'effective'), one(xml, 'expires')],
      ['2026-04-05T10:31:00+05:00', '2026-04-06T10:31:00+05:00'],
    );
  });

  test('draws the circle that was approved', () => {
    const circle = { latE2: 4_324, lonE2: -7_689, radiusKm: 2 };
    assert.equal(one(capOf(anAlarm('meet'), { circle }), 'circle'), '43.24,-76.89 2');
    assert.equal(one(capOf(anAlarm('meet')), 'circle'), undefined);
  });

  test('holds nothing that leads to the entry that raised it', () => {
    assert.doesNotMatch(capOf(anAlarm('meet outside', {}, 'ended')), new RegExp(strangeId('alarm')));
  });
});

test('a time has the offset of its place, and UTC the one that CAP asks for', () => {
  const at = instant(FEED_BEGUN);
  const times = [300, -210, 0, 345].map((offsetMinutes) => capTime(at, { offsetMinutes }));
  assert.deepEqual(times, [
    '2026-04-05T10:31:00+05:00',
    '2026-04-05T02:01:00-03:30',
    '2026-04-05T05:31:00-00:00',
    '2026-04-05T11:16:00+05:45',
  ]);
});

test('a settlement and a point called anything leave every message well formed', () => {
  const any = fc.string({ unit: 'binary', maxLength: 200 });
  const marked = fc
    .array(
      fc.constantFrom('<', '>', '&', '"', "'", ']]>', '<!--', '<!ENTITY x SYSTEM "file:///">', '&x;', '\0'),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(any, marked), fc.oneof(any, marked), (settlement, name) => {
      const xml = capOf(anAlarm('meet'), { settlement, points: [{ code: 'B2', name }] });
      assert.doesNotMatch(xml, /<(?:areaDesc|headline|instruction)\/>|<!|<\?(?!xml )/);
    }),
  );
  assert.deepEqual(textsIn(capOf(anAlarm('meet'), { settlement: '\0👾' }), 'areaDesc'), [
    'Ауыл',
    'Посёлок',
    'Settlement',
  ]);
  assert.equal(
    textsIn(capOf(anAlarm('meet'), { settlement: '<b>&amp;' }), 'areaDesc')[0],
    '&lt;b&gt;&amp;amp;',
  );
});

describe('the schema of OASIS', { skip }, () => {
  const lint = (xml: string): { readonly status: number | null; readonly stderr: string } =>
    spawnSync('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, '-'], {
      input: xml,
      encoding: 'utf8',
      timeout: 20_000,
    });

  test('takes every kind of message', () => {
    const circle = { latE2: -9_000, lonE2: 18_000, radiusKm: 1 };
    const messages = [
      ...ACTS.map((act) => capOf(anAlarm('meet', { act }))),
      ...ALARM_ENDS.map((over) => capOf(anAlarm('meet outside nowhere', {}, over))),
      capOf(anAlarm('follow!'), { circle, offsetMinutes: 0, settlement: `<&>"'` }),
      capOf(anAlarm('outside'), { circle, offsetMinutes: -600 }),
    ];
    for (const xml of new Set(messages)) {
      const { status, stderr } = lint(xml);
      assert.equal(status, 0, stderr);
    }
  });

  test('and another reader reads what was written, whatever the place is called', () => {
    const settlement = `<!DOCTYPE a> &amp; "Жер" 'б' ]]> %x;`;
    const input = capOf(anAlarm('meet'), { settlement });
    const path = 'string(//*[local-name()="areaDesc"])';
    const read = spawnSync('xmllint', ['--nonet', '--xpath', path, '-'], { input, encoding: 'utf8' });
    assert.equal(read.stdout.trim(), settlement);
  });

  test('refuses what is none', () => {
    assert.notEqual(lint(capOf(anAlarm('meet')).replace('Immediate', 'Soon')).status, 0);
    assert.notEqual(lint(readFileSync(join(SCHEMA, '../invalid.cap'), 'utf8')).status, 0);
  });
});

test('what a message says is what was approved, word for word', () => {
  const names = ['event', 'headline', 'description', 'instruction', 'areaDesc'];
  for (const act of [...ACTS, undefined])
    for (const over of [undefined, ...ALARM_ENDS])
      for (const states of ['meet', 'outside!', 'nowhere', 'follow']) {
        const { act: _, ...alarm } = anAlarm(states, {}, over);
        const xml = capOf({ ...alarm, ...(act !== undefined && { act }) });
        const parts = LANGUAGES.map((language) => {
          const voice = feedVoice(aTemplate(), language);
          const ends = ALARM_ENDS.flatMap((end) => Object.values(voice.over(end)));
          return new Set([
            voice.area,
            ...[...ACTS, undefined].flatMap((each) => [voice.tells(each), voice.headline(each)]),
            ...ends,
            ...(['Likely', 'Observed'] as const).map(voice.certainty),
            ...(['nowhere', 'follow'] as const).map((kind) => voice.instruction({ kind })),
            ...(['meet', 'outside'] as const).map((kind) => voice.instruction({ kind, point: 'B2' })),
          ]);
        });
        for (const name of names)
          for (const [i, text] of textsIn(xml, name).entries()) assert.ok(parts[i]?.has(text), text);
      }
});
