import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { handClock } from '../../test/sim/hand-clock.ts';
import type { HandClock } from '../../test/sim/hand-clock.ts';
import { newIncident, witness } from '../../test/sim/witness.ts';
import type { Said, Witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import type { PlainObject } from '../record/subset.ts';
import type { Alarm } from '../situation/alarms.ts';
import { startEngine } from './engine.ts';
import type { Engine } from './engine.ts';

const crypto = cryptoNode();

type Scene = {
  readonly store: Store;
  readonly clock: HandClock;
  readonly engine: Engine;
  readonly raiser: Witness;
  readonly raise: Said;
  readonly neighbour: () => Witness;
  readonly alarm: () => Alarm;
  readonly vote: (by: Witness, kind: 'alarm.confirm' | 'alarm.refute') => Promise<void>;
};

/** A hub on which somebody has just raised an alarm; nothing is decided yet. */
async function raised(store: Store = storeMemory(), mode = 'real'): Promise<Scene> {
  const clock = handClock('2031-05-17T05:30Z');
  const engine = await startEngine({ store, clock, crypto });
  const incident = newIncident(crypto);
  const raiser = witness(crypto, incident);
  const raise = await raiser.say('alarm.raise', { mode, act: 'force.arrive' });
  await engine.keep([raise.wire]);
  return {
    store,
    clock,
    engine,
    raiser,
    raise,
    neighbour: () => witness(crypto, incident),
    alarm: () => alarmIn(engine, raise, raiser),
    vote: async (by, kind) => {
      await engine.keep([(await by.say(kind, {}, { about: [raise.id] })).wire]);
    },
  };
}

function alarmIn(engine: Engine, raise: Said, { incident }: Witness): Alarm {
  const alarm = engine.situation(incident).alarms.find((a) => a.id === raise.id);
  assert.ok(alarm);
  return alarm;
}

/** Sorted: the hub says its minute only, and two decisions of one minute have no order. */
function stepsOf({ alarm }: Scene): readonly string[] {
  return alarm()
    .steps.map((s) => `${s.step}${s.tier ?? ''}`)
    .sort();
}

describe('an alarm', () => {
  test('goes to wardens at once, as an entry the hub signed', async () => {
    const scene = await raised();
    assert.equal(scene.alarm().tier, 0);
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['tier1']);
    assert.equal(scene.alarm().steps[0]?.author, scene.engine.hubKey);
    assert.equal(scene.engine.size(), 2);
  });

  test('goes to neighbours when somebody else has seen it too', async () => {
    const scene = await raised();
    await scene.engine.decide();
    await scene.vote(scene.neighbour(), 'alarm.confirm');
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['tier1', 'tier2']);
    assert.equal(scene.alarm().state, 'active');
  });

  test('goes no further when only the raiser says it again', async () => {
    const scene = await raised();
    for (let n = 0; n < 5; n++) {
      await scene.vote(scene.raiser, 'alarm.confirm');
      await scene.engine.decide();
    }
    assert.deepEqual(stepsOf(scene), ['tier1']);
  });

  test('waits while more deny it than have seen it', async () => {
    const scene = await raised();
    await scene.vote(scene.neighbour(), 'alarm.confirm');
    await scene.vote(scene.neighbour(), 'alarm.refute');
    await scene.vote(scene.neighbour(), 'alarm.refute');
    await scene.engine.decide();
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['tier1']);
    await scene.vote(scene.neighbour(), 'alarm.confirm');
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['tier1', 'tier2']);
  });

  test('that nobody else saw lapses after fifteen minutes, not before, and stays lapsed', async () => {
    const scene = await raised();
    await scene.engine.decide();
    scene.clock.moveMinutes(15);
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['tier1']);
    scene.clock.moveMinutes(1);
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['lapsed', 'tier1']);
    assert.equal(scene.alarm().state, 'lapsed');
    await scene.vote(scene.neighbour(), 'alarm.confirm');
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['lapsed', 'tier1']);
  });

  test('that was confirmed in time does not lapse', async () => {
    const scene = await raised();
    await scene.engine.decide();
    scene.clock.moveMinutes(14);
    await scene.vote(scene.neighbour(), 'alarm.confirm');
    await scene.engine.decide();
    scene.clock.moveMinutes(600);
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['tier1', 'tier2']);
  });

  const plans = { 'an offset': planOf('2031-05-17', '+05:00'), 'no year': planOf('XXXX-05-17') };
  for (const [name, plan] of Object.entries(plans)) {
    test(`does not lapse early because a plan with ${name} comes before or after it`, async () => {
      for (const isFirst of [true, false]) {
        const scene = await raised();
        const sayPlan = async (): Promise<unknown> =>
          scene.engine.keep([(await scene.neighbour().say('place.plan', plan)).wire]);
        if (isFirst) await sayPlan();
        await scene.engine.decide();
        if (!isFirst) await sayPlan();
        scene.clock.moveMinutes(14);
        await scene.engine.decide();
        assert.deepEqual(stepsOf(scene), ['tier1']);
        scene.clock.moveMinutes(2);
        await scene.engine.decide();
        assert.deepEqual(stepsOf(scene), ['lapsed', 'tier1']);
      }
    });
  }

  test('that is a drill goes the same way and stays a drill', async () => {
    const scene = await raised(storeMemory(), 'drill');
    await scene.vote(scene.neighbour(), 'alarm.confirm');
    await scene.engine.decide();
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['tier1', 'tier2']);
    assert.equal(scene.alarm().mode, 'drill');
  });

  test('of which only the votes have come is not decided about', async () => {
    const { engine, raise, neighbour } = await raised();
    const other = await startEngine({ store: storeMemory(), clock: handClock('2031-05-17T05:30Z'), crypto });
    await other.keep([(await neighbour().say('alarm.confirm', {}, { about: [raise.id] })).wire]);
    await other.decide();
    assert.equal(other.size(), 1);
    assert.equal(engine.size(), 1);
  });
});

describe('a decision signed by anybody but the hub', () => {
  for (const body of [
    { step: 'tier', tier: 2 },
    { step: 'tier', tier: 4 },
    { step: 'lapsed' },
    { step: 'false' },
    { step: 'ended' },
  ]) {
    test(`moves nothing: ${body.step} ${body.tier ?? ''}`, async () => {
      const scene = await raised();
      await scene.engine.decide();
      for (const by of [scene.raiser, scene.neighbour()]) {
        const [receipt] = await scene.engine.keep([
          (await by.say('alarm.step', body, { about: [scene.raise.id] })).wire,
        ]);
        assert.equal(receipt?.status, 'accepted');
      }
      assert.deepEqual(stepsOf(scene), ['tier1']);
      assert.equal(scene.alarm().state, 'raised');
      await scene.vote(scene.neighbour(), 'alarm.confirm');
      await scene.engine.decide();
      assert.deepEqual(stepsOf(scene), ['tier1', 'tier2']);
    });
  }
});

describe('a decision is never taken twice', () => {
  test('by two calls at once', async () => {
    const scene = await raised();
    await Promise.all(Array.from({ length: 10 }, () => scene.engine.decide()));
    assert.deepEqual(stepsOf(scene), ['tier1']);
    await scene.vote(scene.neighbour(), 'alarm.confirm');
    await Promise.all(Array.from({ length: 10 }, () => scene.engine.decide()));
    assert.deepEqual(stepsOf(scene), ['tier1', 'tier2']);
    assert.equal(scene.engine.size(), 4);
  });

  test('by a hub that is started again, whatever was decided before', async () => {
    const scene = await raised();
    await scene.engine.decide();
    const again = await startEngine({ ...scene, crypto });
    await again.decide();
    await again.decide();
    assert.equal(again.size(), 2);
    const after = alarmIn(again, scene.raise, scene.raiser);
    assert.deepEqual(after, scene.alarm());
  });

  test('when the disk failed in between; it is taken when the disk works again', async () => {
    const memory = storeMemory();
    let isFull = false;
    const store: Store = {
      ...memory,
      append: async (rows) => {
        if (isFull) throw new StoreFailure('full', true);
        return memory.append(rows);
      },
    };
    const scene = await raised(store);
    isFull = true;
    await assert.rejects(scene.engine.decide(), (e) => e instanceof StoreFailure && e.kind === 'full');
    assert.deepEqual(stepsOf(scene), []);
    isFull = false;
    await scene.engine.decide();
    await scene.engine.decide();
    assert.deepEqual(stepsOf(scene), ['tier1']);
  });
});

describe('the hub’s own chain', () => {
  test('has neither gap nor fork, over many alarms and a restart', async () => {
    const scene = await raised();
    const { store, clock, raiser } = scene;
    let { engine } = scene;
    for (let n = 0; n < 8; n++) {
      await engine.keep([(await raiser.say('alarm.raise', { mode: 'real', act: 'force.arrive' })).wire]);
      await engine.decide();
      if (n === 4) engine = await startEngine({ store, clock, crypto });
    }
    const chain = engine.situation(raiser.incident).chains.find((c) => c.author === engine.hubKey);
    assert.deepEqual(chain, {
      author: engine.hubKey,
      entries: 9,
      missing: 0,
      forked: [],
      healed: [],
      ahead: [],
      offLog: [],
    });
  });

  test('is one for each incident', async () => {
    const { engine, raiser } = await raised();
    const other = witness(crypto, newIncident(crypto));
    await engine.keep([(await other.say('alarm.raise', { mode: 'real', act: 'force.arrive' })).wire]);
    await engine.decide();
    for (const incident of [raiser.incident, other.incident]) {
      const chain = engine.situation(incident).chains.find((c) => c.author === engine.hubKey);
      assert.partialDeepStrictEqual(chain, { entries: 1, missing: 0, forked: [] });
    }
  });

  test('says its minute on the wall clock of the place, with the year', async () => {
    const scene = await raised();
    await scene.engine.keep([(await scene.raiser.say('place.plan', planOf('2031-05-17', '+05:00'))).wire]);
    await scene.engine.decide();
    const last = scene.engine.read({ after: -1, limit: 10 }).entries.at(-1);
    assert.match(last?.e ?? '', /"edtf":"2031-05-17T10:30"/);
  });
});

function planOf(date: string, offset?: string): PlainObject {
  return { settlement: 'Example field', date, ...(offset && { offset }), cells: [], approaches: [] };
}
