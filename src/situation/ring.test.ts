import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { event, on, plan, shown, situationFrom } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import type { PlainObject } from '../record/subset.ts';
import type { Ring } from './ring.ts';

const who = writer('steward');
const PLAN = who.says(plan());

const says = (time: string, act: string, over: PlainObject = {}): Entry =>
  who.says({ ...event(act, { actors: ['police'], ...over }), at: time.startsWith('[') ? time : on(time) });
const road = (time: string, act: string, approach: string): Entry => says(time, act, { place: { approach } });
const allRoads = (time: string, act: string): readonly Entry[] =>
  ['north-road', 'south-road', 'canal-path'].map((a) => road(time, act, a));

function ringOf(entries: readonly Entry[]): Ring {
  return situationFrom([PLAN, ...entries]).ring;
}

/** `partial since 10:36: canal-path unknown, …`. */
function told({ state, since, approaches }: Ring): string {
  const roads = approaches.map((a) => `${a.code.split('-')[0]} ${a.state}`).join(', ');
  return `${state}${since ? ` since ${shown(since.start)}` : ''}: ${roads}`;
}

describe('the ring', () => {
  test('is none, and no approach is taken for open, while nobody speaks of it', () => {
    assert.equal(told(ringOf([])), 'none: canal unknown, north unknown, south unknown');
    assert.deepEqual(ringOf([]).entries, []);
  });

  test('is partial once a cordon is set or one approach is closed', () => {
    assert.equal(
      told(ringOf([says('10:36', 'cordon.set')])),
      'partial since 10:36: canal unknown, north unknown, south unknown',
    );
    assert.equal(
      told(ringOf([road('11:40', 'access.deny', 'north-road')])),
      'partial since 11:40: canal unknown, north closed, south unknown',
    );
  });

  test('is complete when somebody says so, whatever is known of single approaches', () => {
    const ring = ringOf([says('[..XXXX-05-17T13:00]', 'cordon.complete')]);
    assert.equal(told(ring), 'complete since ? .. 13:00: canal closed, north closed, south closed');
  });

  test('is complete when every approach was closed, one after the other', () => {
    const entries = [
      ...allRoads('12:00', 'access.deny').slice(1),
      road('12:40', 'access.deny', 'north-road'),
    ];
    assert.equal(told(ringOf(entries)), 'complete since 12:40: canal closed, north closed, south closed');
  });

  test('is complete without a plan only when somebody says so', () => {
    assert.equal(situationFrom([says('13:00', 'cordon.complete')]).ring.state, 'complete');
    assert.equal(situationFrom([says('13:00', 'cordon.set')]).ring.state, 'partial');
  });

  test('stays complete when it is said once more that roads are closed', () => {
    const said = [
      says('13:00', 'cordon.complete'),
      says('13:30', 'access.deny'),
      says('13:40', 'cordon.set'),
      says('13:50', 'cordon.complete'),
    ];
    for (const entries of [said, said.toReversed()]) {
      assert.equal(told(ringOf(entries)), 'complete since 13:00: canal closed, north closed, south closed');
    }
  });

  test('names the outside point of the plan, and the entries it rests on', () => {
    const entry = says('13:00', 'cordon.complete');
    assert.deepEqual(ringOf([entry]).outside, { code: 'school', name: 'the school yard' });
    assert.deepEqual(ringOf([entry]).entries, [entry.id]);
  });

  for (const modality of ['attempted', 'ordered', 'planned', 'denied', 'alleged', 'opinion', 'background']) {
    test(`is none by a cordon that is only ${modality}`, () => {
      assert.equal(ringOf([says('13:00', 'cordon.complete', { modality })]).state, 'none');
    });
  }
});

describe('the ring opens', () => {
  const closed = says('13:00', 'cordon.complete');

  test('at one approach: then it is partial', () => {
    assert.equal(
      told(ringOf([closed, road('14:00', 'cordon.lift', 'north-road')])),
      'partial since 13:00: canal closed, north open, south closed',
    );
    assert.equal(
      told(ringOf([closed, road('12:00', 'cordon.lift', 'north-road')])),
      'complete since 13:00: canal closed, north closed, south closed',
    );
  });

  test('not at an approach that was open at the moment the ring was closed', () => {
    assert.equal(ringOf([closed, road('13:00', 'cordon.lift', 'north-road')]).state, 'complete');
  });

  test('at one approach, by any act that says that it is open', () => {
    const passed = says('14:00', 'arrive', {
      lane: 'supporters',
      place: { approach: 'canal-path' },
      approachState: 'open',
    });
    assert.equal(
      told(ringOf([closed, passed])),
      'partial since 13:00: canal open, north closed, south closed',
    );
  });

  test('as a whole: approaches are as open as they are known to be', () => {
    assert.equal(
      told(ringOf([closed, says('15:00', 'cordon.lift')])),
      'none: canal unknown, north unknown, south unknown',
    );
  });

  test('as a whole, and with it every approach that was closed before', () => {
    const entries = [...allRoads('12:00', 'access.deny'), says('15:00', 'cordon.lift')];
    assert.equal(told(ringOf(entries)), 'none: canal open, north open, south open');
  });

  test('and closes again', () => {
    const lifted = says('14:00', 'cordon.lift');
    assert.equal(
      told(ringOf([closed, lifted, says('15:00', 'cordon.complete')])),
      'complete since 15:00: canal closed, north closed, south closed',
    );
    assert.equal(
      told(ringOf([closed, lifted, road('15:00', 'access.deny', 'north-road')])),
      'partial since 15:00: canal unknown, north closed, south unknown',
    );
  });
});

describe('an approach', () => {
  const north = (entries: readonly Entry[]): string => {
    const found = ringOf(entries).approaches.find((a) => a.code === 'north-road');
    return `${found?.state} ${found?.act ?? '-'} ${found?.when ? shown(found.when.start) : '-'}`;
  };

  test('has the state last said of it', () => {
    const entries = [road('11:00', 'access.deny', 'north-road'), road('12:00', 'cordon.lift', 'north-road')];
    assert.equal(north(entries), 'open cordon.lift 12:00');
    assert.equal(north([...entries, road('12:30', 'access.deny', 'north-road')]), 'closed access.deny 12:30');
  });

  test('that nobody can speak for any more is unknown again', () => {
    const unknown = says('12:00', 'network.cut', {
      place: { approach: 'north-road' },
      approachState: 'unknown',
    });
    assert.equal(north([road('11:00', 'access.deny', 'north-road'), unknown]), 'unknown network.cut 12:00');
  });

  test('outside the plan is shown too', () => {
    assert.equal(ringOf([road('11:00', 'access.deny', 'field-track')]).approaches.length, 4);
  });
});
