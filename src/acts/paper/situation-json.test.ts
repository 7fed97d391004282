import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { clockAt, event, on, plan, situationFrom } from '../../../test/making/days.ts';
import { writer } from '../../../test/making/entries.ts';
import { anyHistory, arrivalsOf, HISTORY_HUBS } from '../../../test/making/histories.ts';
import { soakCount } from '../../../test/soak-count.ts';
import { instantToWall } from '../../base/wall.ts';
import { matches } from './facts.ts';
import { situationJson, timeText } from './situation-json.ts';

// A number from here on can only be a moment in milliseconds, which holds a year.
const MOMENT_FROM = 100_000_000_000;

describe('the situation as JSON', () => {
  test('is the same after it was written and read, whatever the day', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const json = situationJson(situationFrom(arrivalsOf(history)[0], { hubs: HISTORY_HUBS }));
        assert.deepEqual(JSON.parse(JSON.stringify(json)), json);
      }),
      { numRuns: soakCount(100, 5_000) },
    );
  });

  test('has no moment in milliseconds and, where none is stated, no year', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const undated = arrivalsOf(history)[0].filter(
          ({ entry }) => entry.body?.type !== 'plan' || !entry.body.date.startsWith('20'),
        );
        const text = JSON.stringify(situationJson(situationFrom(undated, { hubs: HISTORY_HUBS })));
        const numbers = text.matchAll(/(?<=[:[,])\d+(?=[,\]}])/g);
        for (const [number] of numbers) assert.ok(Number(number) < MOMENT_FROM, number);
        assert.doesNotMatch(text, /"(19|20)\d\d-/);
      }),
      { numRuns: soakCount(100, 5_000) },
    );
  });

  test('holds no key of an author, whatever the day', () => {
    fc.assert(
      fc.property(anyHistory, (history) => {
        const given = arrivalsOf(history)[0];
        const text = JSON.stringify(situationJson(situationFrom(given, { hubs: HISTORY_HUBS })));
        for (const { entry } of given) assert.ok(!text.includes(entry.core.author), text);
      }),
      { numRuns: soakCount(100, 5_000) },
    );
  });

  test('tells the people of an alarm apart by names of its own, in order of appearance', () => {
    const [raiser, sees, doubts, hub] = ['apa', 'neighbour', 'guard', 'hub'].map(writer);
    assert.ok(raiser && sees && doubts && hub);
    const raised = raiser.says({
      kind: 'alarm.raise',
      body: { mode: 'real', act: 'force.arrive' },
      at: on('10:31'),
    });
    const about = [raised];
    const entries = [
      raised,
      sees.says({ kind: 'alarm.confirm', body: {}, at: on('10:32'), about }),
      doubts.says({ kind: 'alarm.refute', body: {}, at: on('10:33'), about }),
      hub.says({ kind: 'alarm.step', body: { step: 'tier', tier: 1 }, at: on('10:34'), about }),
      hub.says({ kind: 'alarm.step', body: { step: 'tier', tier: 2 }, at: on('10:35'), about }),
    ];
    const json = situationJson(situationFrom(entries, { hubs: [hub.key] }));
    assert.ok(
      matches(json, {
        alarms: [
          {
            raisedBy: 'a1',
            confirmedBy: ['a2'],
            refutedBy: ['a3'],
            steps: [
              { author: 'a4', tier: 1 },
              { author: 'a4', tier: 2 },
            ],
          },
        ],
      }),
      JSON.stringify(json),
    );
  });

  const who = writer('reporter');
  const arrival = who.says({ ...event('force.arrive', { actors: ['police'] }), at: on('10:30') });
  const refusal = who.says({
    ...event('refuse.order', { lane: 'workers', group: 'drivers', modality: 'refused', answer: 'refused' }),
    at: `[..${on('12:00')}]`,
  });

  test('has the year where it is stated', () => {
    const json = situationJson(situationFrom([arrival, who.says(plan({ date: '2000-05-17' }))]));
    assert.ok(
      matches(json, {
        isYearStated: true,
        asOf: '2000-05-17T18:00',
        clock: { startedAt: { lo: '2000-05-17T10:30' } },
      }),
    );
  });

  test('says of a missed check-in when the person came after all', () => {
    const said = [
      who.says({ kind: 'checkin.due', body: { who: 'organiser', graceMin: 10 }, at: on('10:15') }),
      who.says({ kind: 'checkin.done', body: { who: 'organiser' }, at: on('10:40') }),
    ];
    const late = { who: 'organiser', due: { text: '10:15' }, cameAt: { text: '10:40' } };
    assert.ok(matches(situationJson(situationFrom(said)), { missed: late }));
    assert.ok(!matches(situationJson(situationFrom(said.slice(0, 1))), { missed: late }));
  });

  test('has lanes, groups and spellings by name, and each time in words', () => {
    const spelling = who.says(
      event('spelling', { lane: 'others', spellings: { of: 'city', as: [{ words: 'Almaty' }] } }),
    );
    const json = situationJson(situationFrom([arrival, refusal, spelling]));
    assert.ok(
      matches(json, {
        lanes: {
          authorities: [{ act: 'force.arrive', when: { text: '10:30', start: { lo: 'XXXX-05-17T10:30' } } }],
        },
      }),
    );
    assert.ok(
      matches(json, {
        refusals: { drivers: { answer: 'refused', steps: [{ when: { text: 'by 12:00' } }] } },
      }),
    );
    assert.ok(matches(json, { spellings: { city: ['Almaty'] } }));
    assert.ok(matches(json, { clock: { startedBy: 'arrival', entries: [arrival.id] } }));
  });

  test('has both ends of a range, and only the end that is known', () => {
    const between = who.says({ ...event('arrest'), at: `[${on('12:00')}..${on('13:00')}]` });
    const json = situationJson(situationFrom([between, refusal]));
    const ends = { lo: 'XXXX-05-17T12:00', hi: 'XXXX-05-17T13:00' };
    assert.ok(
      matches(json, { lanes: { authorities: [{ act: 'arrest', when: { start: ends, end: ends } }] } }),
    );
    assert.ok(
      matches(json, { refusals: { drivers: { steps: [{ when: { start: { hi: 'XXXX-05-17T12:00' } } }] } } }),
    );
    assert.equal(
      matches(json, { refusals: { drivers: { steps: [{ when: { start: { lo: 'XXXX-05-17T12:00' } } }] } } }),
      false,
    );
  });

  test('says that the number of homes is unknown where nobody says', () => {
    assert.ok(
      matches(situationJson(situationFrom([])), {
        homes: { total: 'unknown', named: 0 },
        ring: { state: 'none' },
        harm: [],
      }),
    );
    const total = who.says(
      event('claim.history', { topic: 'total', number: { of: 'homes', lo: 300, words: 'over 300' } }),
    );
    assert.ok(
      matches(situationJson(situationFrom([total])), { homes: { total: { lo: 300, words: 'over 300' } } }),
    );
  });
});

test('a moment is its minute on the wall, with the year where it is stated', () => {
  const at = instantToWall(clockAt('09:05'), 0);
  assert.equal(timeText(at, false), 'XXXX-05-17T09:05');
  assert.equal(timeText(at, true), '2000-05-17T09:05');
});
