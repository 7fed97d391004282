import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { event, homes, on, plan, shown, situationFrom, source } from '../../test/making/days.ts';
import type { Looking } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Said } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import type { DayClock } from './day-clock.ts';
import type { Minutes } from './times.ts';

const who = writer('resident');
const hub = writer('hub');
const at = (time: string, said: Said): Entry =>
  who.says({ ...said, at: time.startsWith('[') || time.includes('/') ? time : on(time) });
const raise = (time: string, mode = 'real'): Entry =>
  at(time, { kind: 'alarm.raise', body: { mode, act: 'force.arrive' } });
const step = (alarm: Entry, name: string): Entry =>
  hub.says({ kind: 'alarm.step', body: { step: name }, at: on('09:50'), about: [alarm] });
const came = (time: string): Entry => at(time, event('force.arrive', { actors: ['police'] }));

function clockOf(entries: readonly Entry[], looking: Looking = {}): DayClock {
  return situationFrom(entries, { hubs: [hub.key], ...looking }).clock;
}

/** `60`, `30-90`, `30+` where nobody can say how long. */
function minutes({ loMin, hiMin }: Minutes): string {
  return hiMin === undefined ? `${loMin}+` : loMin === hiMin ? String(loMin) : `${loMin}-${hiMin}`;
}

/** What started and ended the clock, since when, and the minutes gained. */
function told(clock: DayClock): string {
  return `${clock.startedBy ?? 'nothing'} ${clock.startedAt ? shown(clock.startedAt) : '-'}, ${clock.endedBy ?? 'now'}: ${minutes(clock.gained)}`;
}

describe('the clock starts', () => {
  test('not at all while nothing is told', () => {
    assert.equal(told(clockOf([at('10:00', event('assemble'))])), 'nothing -, now: 0');
    assert.deepEqual(clockOf([]).entries, []);
  });

  test('with the first arrival or advance of the force', () => {
    assert.equal(
      told(clockOf([came('10:30'), at('10:10', event('force.advance'))])),
      'arrival 10:10, now: 470',
    );
  });

  test('with the first alarm while nobody has told of an arrival', () => {
    assert.equal(told(clockOf([raise('10:00'), raise('09:40')])), 'alarm 09:40, now: 500');
  });

  test('with the arrival once one is told, although the alarm came before', () => {
    assert.equal(told(clockOf([raise('09:40'), came('10:30')])), 'arrival 10:30, now: 450');
  });

  for (const modality of [
    'planned',
    'threatened',
    'denied',
    'alleged',
    'opinion',
    'background',
    'attempted',
  ]) {
    test(`not with an arrival that is only ${modality}`, () => {
      assert.equal(told(clockOf([at('10:30', event('force.arrive', { modality }))])), 'nothing -, now: 0');
    });
  }

  test('not with a drill, a false alarm or one that nobody confirmed', () => {
    assert.equal(told(clockOf([raise('09:40', 'drill')])), 'nothing -, now: 0');
    for (const name of ['false', 'lapsed']) {
      const alarm = raise('09:40');
      assert.equal(told(clockOf([alarm, step(alarm, name)])), 'nothing -, now: 0');
      assert.equal(told(clockOf([alarm, step(alarm, name), raise('10:10')])), 'alarm 10:10, now: 470');
    }
  });

  test('with an alarm that was stood down because it was over', () => {
    const alarm = raise('09:40');
    assert.equal(told(clockOf([alarm, step(alarm, 'ended')])), 'alarm 09:40, now: 500');
  });
});

describe('the clock ends', () => {
  const demolished = at('12:30', homes(['n1'], 'demolished'));

  test('with the moment of looking, while every home stands', () => {
    assert.equal(
      told(clockOf([came('10:30'), at('12:30', homes(['n1'], 'reached'))])),
      'arrival 10:30, now: 450',
    );
    assert.equal(told(clockOf([came('10:30')], { asOf: '10:00' })), 'arrival 10:30, now: 0');
  });

  test('with the first home demolished, by its code or told in numbers', () => {
    assert.equal(told(clockOf([came('10:30'), demolished])), 'arrival 10:30, home-lost: 120');
    const told3 = at('12:00', event('evict.demolish', { number: { of: 'homes', lo: 3, hi: 3, words: '3' } }));
    assert.equal(told(clockOf([came('10:30'), demolished, told3])), 'arrival 10:30, home-lost: 90');
  });

  test('not with a demolition that was attempted, ordered or foretold', () => {
    for (const modality of [
      'attempted',
      'attempted-failed',
      'prevented',
      'ordered',
      'planned',
      'threatened',
      'opinion',
      'denied',
    ]) {
      const entries = [came('10:30'), at('12:00', event('evict.demolish', { modality }))];
      assert.equal(told(clockOf(entries)), 'arrival 10:30, now: 450', modality);
    }
  });

  test('with the withdrawal of the force, not of anybody else', () => {
    assert.equal(
      told(clockOf([came('10:30'), at('14:00', event('withdraw'))])),
      'arrival 10:30, withdrawal: 210',
    );
    assert.equal(
      told(clockOf([came('10:30'), at('14:00', event('withdraw', { lane: 'workers' }))])),
      'arrival 10:30, now: 450',
    );
  });

  test('with whichever was first, and names its entries', () => {
    const [arrival, withdrawal] = [came('10:30'), at('14:00', event('withdraw'))];
    const clock = clockOf([arrival, withdrawal, demolished]);
    assert.equal(told(clock), 'arrival 10:30, home-lost: 120');
    assert.deepEqual(clock.entries, [arrival.id, demolished.id]);
  });

  test('with now, when what ends it lies after the moment of looking', () => {
    assert.equal(told(clockOf([came('10:30'), demolished], { asOf: '11:00' })), 'arrival 10:30, now: 30');
  });

  test('with nothing that was over before they came: an older loss, an earlier withdrawal', () => {
    const older = at('10T12:00', homes(['n2'], 'demolished'));
    const left = at('06:00', event('withdraw'));
    assert.equal(told(clockOf([came('10:30'), older, left])), 'arrival 10:30, now: 450');
    assert.equal(told(clockOf([came('10:30'), older, left, demolished])), 'arrival 10:30, home-lost: 120');
  });

  test('with a loss that may lie after the arrival, when that is a range', () => {
    const entries = [
      at('[XXXX-05-17T10:00..XXXX-05-17T10:30]', event('force.arrive')),
      at('10:15', homes(['n1'], 'demolished')),
    ];
    assert.equal(told(clockOf(entries)), 'arrival 10:00 .. 10:30, home-lost: 0-15');
  });

  test('not with a demolition that another source says is none', () => {
    const stands = at('13:00', homes(['n1'], 'standing', source('neighbour')));
    assert.equal(told(clockOf([came('10:30'), demolished, stands])), 'arrival 10:30, now: 450');
  });
});

describe('minutes gained are never more exact than what is told', () => {
  const gained = (arrived: string, lost: string): string =>
    minutes(clockOf([at(arrived, event('force.arrive')), at(lost, homes(['n1'], 'demolished'))]).gained);
  const [eleven, twelve, one] = ['XXXX-05-17T11:00', 'XXXX-05-17T12:00', 'XXXX-05-17T13:00'];

  test('an arrival between two moments', () => {
    assert.equal(gained('[XXXX-05-17T10:00..XXXX-05-17T10:30]', '12:00'), '90-120');
    assert.equal(gained(`XXXX-05-17T10:30/..`, '12:00'), '90');
  });

  test('an arrival by a moment: nobody can say how long at most', () => {
    assert.equal(gained(`[..${eleven}]`, '12:00'), '60+');
  });

  test('an arrival after a moment: perhaps just now', () => {
    assert.equal(gained(`[${eleven}..]`, '12:00'), '0-60');
  });

  test('a loss by a moment: perhaps at once', () => {
    assert.equal(gained('11:00', `[..${one}]`), '0-120');
    assert.equal(gained('11:00', `[${twelve}..${one}]`), '60-120');
    assert.equal(gained('11:00', `[${one}..]`), '120+');
  });

  test('a day and no hour', () => {
    assert.equal(minutes(clockOf([at('XXXX-05-17/XXXX-05-17', event('force.arrive'))]).gained), '0-1080');
  });
});

describe('the year and the night', () => {
  test('with no year stated the minutes are the same', () => {
    assert.equal(told(clockOf([came('10:30'), who.says(plan())])), 'arrival 10:30, now: 450');
  });

  test('hours without a year are laid into the year of the plan', () => {
    const entries = [
      who.says(plan({ date: '2031-05-17' })),
      came('10:30'),
      at('12:00', homes(['n1'], 'demolished')),
    ];
    const clock = clockOf(entries);
    assert.equal(clock.startedAt?.lo, Date.UTC(2031, 4, 17, 10, 30));
    assert.equal(minutes(clock.gained), '0');
  });

  test('a night that crosses midnight is one stretch', () => {
    const night = [came('23:30'), at('18T01:15', homes(['n1'], 'demolished'))];
    assert.equal(told(clockOf(night, { asOf: '18T06:00' })), 'arrival 23:30, home-lost: 105');
    assert.equal(told(clockOf(night, { asOf: '18T00:30' })), 'arrival 23:30, now: 60');
  });
});

describe('home-minutes', () => {
  const held = (entries: readonly Entry[], asOf = '12:30'): string =>
    minutes(clockOf([came('10:30'), ...entries], { asOf }).homeMinutes);

  test('run at least until the home was last told of as not lost, at most until now', () => {
    assert.equal(held([at('11:00', homes(['n1', 'n2'], 'standing'))]), '60-240');
    assert.equal(
      held([at('11:00', homes(['n1'], 'standing')), at('12:00', homes(['n1'], 'reached'))]),
      '90-120',
    );
  });

  test('run at most until the home was lost', () => {
    const lost = at('[XXXX-05-17T11:30..XXXX-05-17T12:00]', homes(['n1'], 'demolished'));
    assert.equal(held([at('11:00', homes(['n1'], 'standing')), lost]), '30-90');
    assert.equal(held([at('[XXXX-05-17T11:30..]', homes(['n1'], 'demolished'))]), '0-120');
  });

  test('of a home nobody speaks of are none at least, and all at most', () => {
    assert.equal(held([who.says(plan())]), '0-480');
  });

  test('of a home lost before they came are none', () => {
    assert.equal(held([at('09:00', homes(['n1'], 'demolished'))]), '0');
  });

  test('are counted up to the moment of looking, whatever is told of later', () => {
    assert.equal(
      held([at('11:00', homes(['n1'], 'standing')), at('12:00', homes(['n1'], 'demolished'))], '11:30'),
      '30-60',
    );
    assert.equal(held([at('12:00', homes(['n1'], 'standing'))], '11:30'), '60');
  });

  test('run from the latest arrival at least, and from the earliest at most', () => {
    const clock = clockOf(
      [
        at('[XXXX-05-17T10:00..XXXX-05-17T10:30]', event('force.arrive')),
        at('11:00', homes(['n1'], 'standing')),
      ],
      { asOf: '12:00' },
    );
    assert.equal(minutes(clock.homeMinutes), '30-120');
  });

  test('have no upper end while nobody says since when', () => {
    const clock = clockOf([
      at('[..XXXX-05-17T10:30]', event('force.arrive')),
      at('11:00', homes(['n1'], 'standing')),
    ]);
    assert.equal(minutes(clock.homeMinutes), '30+');
  });
});
