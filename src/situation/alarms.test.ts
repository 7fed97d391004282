import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { on, shown, situationFrom } from '../../test/making/days.ts';
import { strangeId, writer } from '../../test/making/entries.ts';
import type { Writer } from '../../test/making/entries.ts';
import { nextOf } from '../../test/making/place.ts';
import type { Entry } from '../record/entry.ts';
import type { Alarm } from './alarms.ts';
import type { Situation } from './situation.ts';

const hub = writer('hub');
const [apa, neighbour, other, stranger] = [
  writer('apa'),
  writer('neighbour'),
  writer('other'),
  writer('stranger'),
];

const raise = (mode = 'real', by = apa): Entry =>
  by.says({ kind: 'alarm.raise', body: { mode, act: 'force.arrive' }, at: on('10:31') });
const vote = (who: Writer, cast: 'confirm' | 'refute', about: Entry): Entry =>
  who.says({ kind: `alarm.${cast}`, body: {}, about: [about] });
const reply = (who: Writer, answer: string, about: Entry): Entry =>
  who.says({ kind: 'alarm.reply', body: { reply: answer }, about: [about] });
const step = (about: Entry, name: string, tier?: number, by = hub): Entry =>
  by.says({
    kind: 'alarm.step',
    body: { step: name, ...(tier !== undefined && { tier }) },
    at: on('10:32'),
    about: [about],
  });

function look(entries: readonly Entry[]): Situation {
  return situationFrom(entries, { hubs: [hub.key] });
}

function alarmOf(...entries: readonly Entry[]): Alarm {
  const [alarm] = look(entries).alarms;
  assert.ok(alarm);
  return alarm;
}

describe('an alarm', () => {
  const alarm = raise();

  test('is raised, by one author at one moment, with nobody behind it yet', () => {
    const { state, tier, mode, act, raisedBy, raisedAt, endedAs } = alarmOf(alarm);
    assert.deepEqual(
      [state, tier, mode, act, raisedBy, endedAs],
      ['raised', 0, 'real', 'force.arrive', apa.key, undefined],
    );
    assert.equal(raisedAt && shown(raisedAt.start), '10:31');
  });

  test('is confirmed by another who saw it too', () => {
    const { state, confirmedBy } = alarmOf(alarm, vote(neighbour, 'confirm', alarm));
    assert.deepEqual([state, confirmedBy], ['confirmed', [neighbour.key]]);
  });

  test("is not confirmed by the raiser's own vote, however often", () => {
    const { state, confirmedBy } = alarmOf(alarm, vote(apa, 'confirm', alarm), vote(apa, 'confirm', alarm));
    assert.deepEqual([state, confirmedBy], ['raised', []]);
  });

  test('counts each author once', () => {
    const votes = [
      vote(neighbour, 'confirm', alarm),
      vote(neighbour, 'confirm', alarm),
      vote(other, 'confirm', alarm),
    ];
    assert.deepEqual(alarmOf(alarm, ...votes).confirmedBy, [neighbour.key, other.key].sort());
  });

  test('counts who said both as one who says it is not so', () => {
    const { confirmedBy, refutedBy, state } = alarmOf(
      alarm,
      vote(neighbour, 'confirm', alarm),
      vote(neighbour, 'refute', alarm),
    );
    assert.deepEqual([confirmedBy, refutedBy, state], [[], [neighbour.key], 'raised']);
  });

  test('is active once the hub has opened the second tier', () => {
    assert.deepEqual(
      [alarmOf(alarm, step(alarm, 'tier', 1)).state, alarmOf(alarm, step(alarm, 'tier', 1)).tier],
      ['raised', 1],
    );
    assert.deepEqual(
      [alarmOf(alarm, step(alarm, 'tier', 2)).state, alarmOf(alarm, step(alarm, 'tier', 2)).tier],
      ['active', 2],
    );
  });

  test('lapses, or is stood down as over, false or told twice, for good', () => {
    for (const [name, state] of [
      ['lapsed', 'lapsed'],
      ['ended', 'stood-down'],
      ['false', 'stood-down'],
      ['duplicate', 'stood-down'],
    ] as const) {
      const found = alarmOf(
        alarm,
        step(alarm, 'tier', 2),
        step(alarm, name),
        vote(neighbour, 'confirm', alarm),
      );
      assert.deepEqual([found.state, found.endedAs, found.tier], [state, name, 2]);
    }
  });

  test('has its steps in order of time, and ends with the first that ends it', () => {
    const at = (time: string, body: { readonly step: string; readonly tier?: number }): Entry =>
      hub.says({ kind: 'alarm.step', body, at: on(time), about: [alarm] });
    const steps = [
      at('10:50', { step: 'false' }),
      at('10:32', { step: 'tier', tier: 1 }),
      at('10:47', { step: 'ended' }),
      at('10:40', { step: 'tier', tier: 2 }),
    ];
    const found = alarmOf(alarm, ...steps);
    assert.deepEqual(
      found.steps.map((s) => `${shown(s.when.start)} ${s.step} ${s.tier ?? ''}`.trim()),
      ['10:32 tier 1', '10:40 tier 2', '10:47 ended', '10:50 false'],
    );
    assert.equal(found.endedAs, 'ended');
  });

  test('takes steps from a hub only, whoever else writes some', () => {
    const found = alarmOf(alarm, step(alarm, 'tier', 4, stranger), step(alarm, 'ended', undefined, apa));
    assert.deepEqual([found.state, found.tier, found.steps], ['raised', 0, []]);
    assert.equal(found.entries.length, 3);
  });

  test('of which only answers have come has no mode yet, and no raiser', () => {
    const { id, mode, raisedBy, confirmedBy, state } = alarmOf(vote(neighbour, 'confirm', alarm));
    assert.deepEqual(
      [id, mode, raisedBy, confirmedBy, state],
      [alarm.id, undefined, undefined, [neighbour.key], 'confirmed'],
    );
  });
});

describe('answers to an alarm', () => {
  const alarm = raise();

  test('are the last one of each author, by the order of their own entries', () => {
    const [first, second] = [reply(neighbour, 'coming', alarm), reply(neighbour, 'cannot', alarm)];
    const { acknowledged, coming, cannot } = alarmOf(
      alarm,
      second,
      first,
      reply(other, 'acknowledged', alarm),
    );
    assert.deepEqual([acknowledged, coming, cannot], [2, 0, 1]);
  });

  test('that somebody saw too does not take back that they are coming, signed or not', () => {
    const relays = ['coming', 'confirm', 'cannot', 'refute'].map((answer) =>
      hub.says({ kind: 'alarm.relay', body: { answer, who: nextOf('apa') }, about: [alarm] }),
    );
    const voices = { confirm: [], refute: [] };
    const told = (n: number): Partial<Alarm> => alarmOf(alarm, ...relays.slice(0, n));
    assert.partialDeepStrictEqual(told(2), { coming: 1, cannot: 0, acknowledged: 1 });
    assert.partialDeepStrictEqual(told(4), { coming: 0, cannot: 1, acknowledged: 1, relayedVoices: voices });
    const only = hub.says({
      kind: 'alarm.relay',
      body: { answer: 'confirm', who: nextOf('b'), voucher: other.key },
      about: [alarm],
    });
    assert.partialDeepStrictEqual(alarmOf(alarm, ...relays, only), {
      acknowledged: 2,
      relayedVoices: { confirm: [other.key], refute: [] },
    });
  });

  test('silence nobody: they add up', () => {
    const replies = ['a', 'b', 'c', 'd'].map((label) => reply(writer(label), 'coming', alarm));
    assert.equal(alarmOf(alarm, ...replies).coming, 4);
  });

  test('belong to the alarm they name', () => {
    const second = raise('real', other);
    const { alarms } = look([alarm, second, reply(neighbour, 'coming', second)]);
    assert.deepEqual(
      new Map(alarms.map((a) => [a.id, a.coming])),
      new Map([
        [alarm.id, 0],
        [second.id, 1],
      ]),
    );
  });
});

describe('a drill', () => {
  const [drill, real] = [raise('drill'), raise('real', other)];
  const tally = (about: Entry | undefined, cell: string, told: number): Entry =>
    neighbour.says({
      kind: 'alarm.told',
      body: { cell, told, acknowledged: 4, coming: 3, cannot: 2, unreached: 1 },
      at: on('10:40'),
      about: about ? [about] : [],
    });

  test('is drilled from birth, and is told apart', () => {
    const modes = new Map(look([drill, real]).alarms.map((a) => [a.id, a.mode]));
    assert.deepEqual([modes.get(drill.id), modes.get(real.id)], ['drill', 'real']);
  });

  test('adds nothing to how far the real call has reached', () => {
    const { reach } = look([
      drill,
      real,
      reply(neighbour, 'coming', drill),
      reply(neighbour, 'coming', real),
      reply(stranger, 'coming', drill),
    ]);
    assert.deepEqual(reach.acknowledged, { lo: 1, hi: 1, words: '1' });
  });

  test('nor do the tallies of its wardens and stewards', () => {
    const checkedIn = (about: Entry): Entry =>
      stranger.says({
        kind: 'checked.in',
        body: { point: 'gate', number: { lo: 8, hi: 8, words: '8' } },
        at: on('10:50'),
        about: [about],
      });
    const drilled = [tally(drill, 'c1', 50), checkedIn(drill)];
    for (const entries of [
      [drill, ...drilled],
      [...drilled, drill],
    ]) {
      const { told, checkedIn: there, curve } = look([...entries, tally(real, 'c2', 7)]).reach;
      assert.deepEqual([told.hi, there.hi], [7, 0]);
      assert.ok(curve.every((c) => (c.told.hi ?? 0) <= 7));
    }
  });

  test('whose raise has not come yet cannot be told from a real one; a tally about nothing counts', () => {
    assert.equal(look([tally(drill, 'c1', 50)]).reach.told.hi, 50);
    assert.equal(look([tally(undefined, 'c1', 6)]).reach.told.hi, 6);
    const lost = neighbour.says({
      kind: 'alarm.told',
      body: { cell: 'c1', told: 5, acknowledged: 0, coming: 0, cannot: 0, unreached: 0 },
      at: on('10:40'),
      about: [strangeId('raise')],
    });
    assert.equal(look([lost]).reach.told.hi, 5);
  });
});
