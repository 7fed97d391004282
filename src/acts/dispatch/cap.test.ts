import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { strangeId } from '../../../test/making/entries.ts';
import { faultInXml } from '../../../test/making/well-formed.ts';
import { instant, MINUTE_MS } from '../../base/instant.ts';
import { ACTS } from '../../record/kinds/vocabulary.ts';
import { ALARM_ENDS, ALARM_WORDS } from '../words/alarm-words.ts';
import type { AlarmEnd } from '../words/alarm-words.ts';
import { LANGUAGES } from '../words/words.ts';
import { capAlert, capTime } from './cap.ts';
import type { CapAlarm, CapPlace, CapState } from './cap.ts';

// The schema of OASIS, which is not kept here.
const SCHEMA = join(import.meta.dirname, '../../../../shared/data/cap/cap12.xsd');
const hasXmllint = spawnSync('xmllint', ['--version'], { stdio: 'ignore' }).status === 0;
const skip =
  (!existsSync(SCHEMA) && 'the schema of CAP 1.2 is not on this machine') ||
  (!hasXmllint && 'no xmllint on PATH: install Debian’s package "libxml2-utils" (npm test tries it as root)');

const BEGUN = 1_775_367_060_000; // 2026-04-05T05:31:00Z
const PLACE: CapPlace = {
  sender: 'hub.example',
  settlement: 'Шаңырақ',
  offsetMinutes: 300,
  scope: 'restricted',
  isPlayed: false,
};

/** `2/1`: at tier 2 with one voice; minutes apart. */
function alarmOf(states: string, more: Partial<CapAlarm> = {}, over?: AlarmEnd): CapAlarm {
  const [first, ...rest] = [...states.split(' '), ...(over ? ['4/5'] : [])].map((text, at, all): CapState => {
    const [tier = 0, voices = 0] = text.split('/').map(Number);
    const isOver = over !== undefined && at === all.length - 1;
    return { at: instant(BEGUN + at * MINUTE_MS), tier, voices, ...(isOver && { over }) };
  });
  assert.ok(first);
  return { id: strangeId('alarm'), mode: 'real', act: 'evict.demolish', states: [first, ...rest], ...more };
}

function capOf(alarm: CapAlarm, more: Partial<CapPlace> = {}): string {
  const cap = capAlert(alarm, { ...PLACE, ...more });
  assert.ok(cap.ok);
  assert.equal(faultInXml(cap.value), undefined);
  return cap.value;
}

/** The texts of all elements of this name. */
function all(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
}

function one(xml: string, name: string): string | undefined {
  const texts = new Set(all(xml, name));
  assert.ok(texts.size <= 1, `${name} is the same in every language`);
  return [...texts][0];
}

describe('an alarm as a CAP message', () => {
  test('is an Alert, then Updates that name all before them, then a Cancel', () => {
    const of = (states: string, over?: AlarmEnd): readonly (string | undefined)[] => {
      const xml = capOf(alarmOf(states, {}, over));
      const id = strangeId('alarm');
      return [
        one(xml, 'msgType'),
        one(xml, 'identifier')?.replace(id, 'ID'),
        one(xml, 'references')?.replaceAll(id, 'ID'),
      ];
    };
    const first = 'hub.example,ID.restricted.1,2026-04-05T10:31:00+05:00';
    const second = 'hub.example,ID.restricted.2,2026-04-05T10:32:00+05:00';
    assert.deepEqual(of('1/1'), ['Alert', 'ID.restricted.1', undefined]);
    assert.deepEqual(of('1/1 2/2'), ['Update', 'ID.restricted.2', first]);
    assert.deepEqual(of('1/1 2/2', 'ended'), ['Cancel', 'ID.restricted.3', `${first} ${second}`]);
  });

  test('says in kk, ru and en what happens, where and how sure it is', () => {
    const xml = capOf(alarmOf('2/2'));
    assert.deepEqual(all(xml, 'language'), ['kk', 'ru', 'en']);
    assert.deepEqual(all(xml, 'headline'), [
      'Шаңырақ: үй бұзып жатыр',
      'Шаңырақ: сносят дома',
      'Шаңырақ: homes being torn down',
    ]);
    for (const name of ['event', 'description', 'instruction']) assert.equal(new Set(all(xml, name)).size, 3);
    assert.deepEqual(new Set(all(xml, 'areaDesc')), new Set(['Шаңырақ']));
  });

  test('is as sure as voices stand behind it', () => {
    const certainty = (voices: number): string | undefined => one(capOf(alarmOf(`1/${voices}`)), 'certainty');
    assert.deepEqual([0, 1, 2, 3, 9].map(certainty), [
      'Possible',
      'Possible',
      'Likely',
      'Observed',
      'Observed',
    ]);
  });

  test('is Actual, Exercise for a drill, and Test on a played day, whatever was played', () => {
    const status = (mode: 'real' | 'drill', isPlayed: boolean): string | undefined =>
      one(capOf(alarmOf('1/1', { mode }), { isPlayed }), 'status');
    assert.deepEqual(
      [status('real', false), status('drill', false), status('real', true), status('drill', true)],
      ['Actual', 'Exercise', 'Test', 'Test'],
    );
  });

  test('says first in every headline that it is a drill or played, and how it ended', () => {
    const headlines = (
      over: AlarmEnd | undefined,
      mode: 'real' | 'drill',
      isPlayed = false,
    ): readonly string[] => all(capOf(alarmOf('1/1', { mode }, over), { isPlayed }), 'headline');
    const begins = (headline: readonly string[], words: readonly string[]): void => {
      assert.deepEqual(
        headline.map((text, at) => text.slice(0, words[at]?.length)),
        words,
      );
    };
    begins(
      headlines(undefined, 'drill'),
      LANGUAGES.map((language) => `${ALARM_WORDS[language].drill}. `),
    );
    begins(
      headlines('false', 'drill'),
      LANGUAGES.map((language) => `${ALARM_WORDS[language].drillOver}: `),
    );
    for (const over of ALARM_ENDS)
      begins(
        headlines(over, 'real'),
        LANGUAGES.map((language) => `${ALARM_WORDS[language].overAs[over]}: `),
      );
    begins(headlines(undefined, 'real', true), ['СЫНАҚ. ', 'ПРОВЕРКА. ', 'TEST. ']);
  });

  test('gives the all-clear only where there is no danger', () => {
    const of = (over: AlarmEnd): readonly (string | undefined)[] => {
      const xml = capOf(alarmOf('2/2', {}, over));
      return [one(xml, 'responseType'), one(xml, 'urgency'), one(xml, 'severity'), one(xml, 'certainty')];
    };
    assert.deepEqual(of('ended'), ['AllClear', 'Past', 'Minor', 'Observed']);
    assert.deepEqual(of('false'), ['AllClear', 'Past', 'Minor', 'Unlikely']);
    assert.deepEqual(of('duplicate').slice(0, 3), ['None', 'Unknown', 'Unknown']);
    assert.deepEqual(of('lapsed').slice(0, 3), ['None', 'Unknown', 'Unknown']);
  });

  test('sends nobody who reads it anywhere', () => {
    for (const act of ACTS) assert.equal(one(capOf(alarmOf('4/9', { act })), 'responseType'), 'Monitor');
    assert.match(all(capOf(alarmOf('4/9')), 'instruction')[2] ?? '', /Do not go near/);
  });

  test('is not worth more than a day', () => {
    const xml = capOf(alarmOf('1/1'));
    assert.deepEqual(
      [one(xml, 'effective'), one(xml, 'expires')],
      ['2026-04-05T10:31:00+05:00', '2026-04-06T10:31:00+05:00'],
    );
  });

  test('draws a circle that tells no house', () => {
    const circle = { latitude: 43.238_949, longitude: -76.889_709, radiusMetres: 420 };
    assert.equal(one(capOf(alarmOf('1/1'), { circle }), 'circle'), '43.24,-76.89 1');
    assert.equal(
      one(capOf(alarmOf('1/1'), { circle: { ...circle, radiusMetres: 1_001 } }), 'circle'),
      '43.24,-76.89 2',
    );
  });
});

describe('for the public', () => {
  const open = { scope: 'public' } as const;

  test('there is nothing of an alarm before its third tier, nor of a drill', () => {
    for (const alarm of [alarmOf('1/1'), alarmOf('1/1 2/2'), alarmOf('4/9', { mode: 'drill' })])
      assert.deepEqual(capAlert(alarm, { ...PLACE, ...open }), {
        ok: false,
        error: { kind: 'cap-refused', why: 'not-public' },
      });
  });

  test('its first message is an Alert, which refers to none that the public never saw', () => {
    const xml = capOf(alarmOf('1/1 2/2 3/3'), open);
    assert.deepEqual(
      [one(xml, 'msgType'), one(xml, 'references'), one(xml, 'scope'), one(xml, 'restriction')],
      ['Alert', undefined, 'Public', undefined],
    );
    assert.match(
      one(capOf(alarmOf('1/1 3/3', {}, 'false'), open), 'references') ?? '',
      /^\S+\.public\.1,\S+$/,
    );
  });

  test('a message has another identifier than the one for residents', () => {
    const alarm = alarmOf('3/3');
    assert.notEqual(one(capOf(alarm), 'identifier'), one(capOf(alarm, open), 'identifier'));
  });
});

test('a sender that would break references is refused', () => {
  for (const sender of ['', 'a b', 'a,b', 'a<b', 'a&b', 'a\n'])
    assert.deepEqual(capAlert(alarmOf('1/1'), { ...PLACE, sender }), {
      ok: false,
      error: { kind: 'cap-refused', why: 'sender' },
    });
});

test('a time has the offset of its place, and UTC the one that CAP asks for', () => {
  const at = instant(BEGUN);
  const times = [300, -210, 0, 345].map((offsetMinutes) => capTime(at, { offsetMinutes }));
  assert.deepEqual(times, [
    '2026-04-05T10:31:00+05:00',
    '2026-04-05T02:01:00-03:30',
    '2026-04-05T05:31:00-00:00',
    '2026-04-05T11:16:00+05:45',
  ]);
});

test('a settlement called anything leaves every message well formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (settlement) => {
      assert.doesNotMatch(capOf(alarmOf('1/1'), { settlement }), /<(?:areaDesc|headline)\/>/);
    }),
  );
  assert.deepEqual(all(capOf(alarmOf('1/1'), { settlement: '\0👾' }), 'areaDesc'), [
    'Ауыл',
    'Посёлок',
    'Settlement',
  ]);
  assert.equal(all(capOf(alarmOf('1/1'), { settlement: '<b>&amp;' }), 'areaDesc')[0], '&lt;b&gt;&amp;amp;');
});

describe('the schema of OASIS', { skip }, () => {
  const lint = (xml: string): { readonly status: number | null; readonly stderr: string } =>
    spawnSync('xmllint', ['--noout', '--nonet', '--schema', SCHEMA, '-'], {
      input: xml,
      encoding: 'utf8',
      timeout: 20_000,
    });

  test('takes every kind of message', () => {
    const circle = { latitude: -90, longitude: 180, radiusMetres: 0 };
    const messages = [
      ...[...ACTS, undefined].map((act) => capOf({ ...alarmOf('1/1'), ...(act !== undefined && { act }) })),
      ...ALARM_ENDS.flatMap((over) =>
        (['real', 'drill'] as const).map((mode) => capOf(alarmOf('1/1 2/2 3/3', { mode }, over))),
      ),
      capOf(alarmOf('1/1 3/3'), { scope: 'public', circle, offsetMinutes: 0, settlement: `<&>"'` }),
      capOf(alarmOf('1/1'), { isPlayed: true, circle, offsetMinutes: -600 }),
    ];
    for (const xml of new Set(messages)) {
      const { status, stderr } = lint(xml);
      assert.equal(status, 0, stderr);
    }
  });

  test('and another reader reads what was written, whatever the place is called', () => {
    const settlement = `<!DOCTYPE a> &amp; "Жер" 'б' ]]> %x;`;
    const input = capOf(alarmOf('1/1'), { settlement });
    const path = 'string(//*[local-name()="areaDesc"])';
    const read = spawnSync('xmllint', ['--nonet', '--xpath', path, '-'], { input, encoding: 'utf8' });
    assert.equal(read.stdout.trim(), settlement);
  });

  test('refuses what is none', () => {
    assert.notEqual(lint(capOf(alarmOf('1/1')).replace('Immediate', 'Soon')).status, 0);
    assert.notEqual(lint(readFileSync(join(SCHEMA, '../invalid.cap'), 'utf8')).status, 0);
  });
});
