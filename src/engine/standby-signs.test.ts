import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CAME, MISSED, OVER, settled, SIGNS, standbyHub, stepsIn } from '../../test/making/standby-hub.ts';
import type { StandbyHub } from '../../test/making/standby-hub.ts';
import { witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import type { EntryId } from '../record/names.ts';

const SIEGE = {
  act: 'detain.siege',
  modality: 'ongoing',
  lane: 'authorities',
  actors: ['police'],
  source: { id: 'n1', stance: 'resident', link: 'saw' },
};
const DAY_PLAN = {
  settlement: 'East field',
  date: '2031-05-17',
  offset: '+05:00',
  cells: [{ code: 'c1', homes: ['c1-1'] }],
  approaches: ['north-road'],
};

/** With an incident that a keyholder opened by its plan. */
async function opened(): Promise<StandbyHub> {
  const hub = await standbyHub();
  await hub.says(hub.planner, 'place.plan', DAY_PLAN);
  await hub.run();
  assert.equal(hub.engine.people().incidents.get(hub.incident)?.state, 'open');
  return hub;
}

describe('signs before a raid', () => {
  test('that somebody saw ask people to be ready, once for all of them', async () => {
    const hub = await opened();
    await hub.says(hub.neighbour.key, 'event', SIEGE);
    await hub.run();
    await settled(hub);
    const told = hub.news();
    assert.deepEqual(told, [
      `push w1@p: ${SIGNS}`,
      `sms +7o1: ${SIGNS}`,
      `sms +7o2: ${SIGNS}`,
      `sms +7w1: ${SIGNS}`,
    ]);
    for (let i = 0; i < 5; i++) {
      await hub.says(hub.neighbour.key, 'event', { ...SIEGE, topic: `again-${i}` });
      await settled(hub);
    }
    assert.deepEqual([hub.news(), stepsIn(hub).length], [[], 1]);
  });

  test('that somebody only heard of ask nobody', async () => {
    const hub = await opened();
    await hub.says(hub.neighbour.key, 'event', { ...SIEGE, source: { ...SIEGE.source, link: 'heard' } });
    await hub.run();
    assert.deepEqual(hub.news(), []);
  });

  test('that nobody vouches for ask nobody', async () => {
    const hub = await opened();
    await hub.says(witness(cryptoNode(), hub.incident), 'event', SIEGE);
    await hub.run();
    assert.deepEqual(hub.news(), []);
  });

  test('are over once whoever said so takes it back, or the incident is closed, or after a day', async () => {
    const ways: readonly ((hub: StandbyHub, sign: EntryId) => Promise<unknown>)[] = [
      (hub, sign) =>
        hub.says(hub.neighbour.key, 'event', { ...SIEGE, modality: 'denied', relation: 'corrects' }, [sign]),
      async (hub) => {
        for (const by of hub.keyholders.slice(0, 2))
          await hub.says(by, 'incident.close', { incident: hub.incident });
      },
      async (hub) => hub.clock.moveMinutes(24 * 60 + 1),
    ];
    for (const way of ways) {
      const hub = await opened();
      const sign = await hub.says(hub.neighbour.key, 'event', SIEGE);
      await settled(hub);
      hub.news();
      await way(hub, sign);
      await settled(hub);
      assert.ok(hub.news().includes(`sms +7o1: ${OVER}`));
      assert.equal(stepsIn(hub).filter((body) => body.includes('siege')).length, 1);
    }
  });

  test('made up without end by somebody who was let in are told twice an incident, and the next check-in all the same', async () => {
    const hub = await opened();
    let told = 0;
    for (let i = 0; i < 12; i++) {
      const acts = ['detain.siege', 'notice.serve', 'cordon.set'];
      const sign = await hub.says(hub.neighbour.key, 'event', { ...SIEGE, act: acts[i % 3] ?? '' });
      await settled(hub);
      told += hub.news().filter((line) => line.startsWith('sms +7o2: BE READY')).length;
      const back = { ...SIEGE, modality: 'denied', relation: 'corrects' };
      await hub.says(hub.neighbour.key, 'event', back, [sign]);
      await settled(hub);
      hub.clock.moveMinutes(6);
      hub.news();
    }
    assert.equal(told, 2);
    assert.ok(hub.engine.alarms.standbys.report().untold === 0, 'what was taken back is no reason');
    hub.clock.moveMinutes(40);
    await hub.run();
    assert.ok(hub.news().includes(`sms +7o2: ${MISSED}`));
  });

  test('said while people practise are no signs', async () => {
    const hub = await standbyHub();
    await hub.says(hub.neighbour.key, 'alarm.raise', { mode: 'drill', act: 'force.arrive' });
    await hub.run();
    hub.news();
    await hub.says(hub.neighbour.key, 'event', SIEGE);
    await settled(hub);
    assert.deepEqual(
      hub.news().filter((line) => line.includes('BE READY')),
      [],
    );
  });
});

describe('a check-in that an incident asks for', () => {
  test('and nobody comes for is told by its role alone, and over once they come', async () => {
    const hub = await opened();
    const at = '2031-05-17T06:10';
    await hub.saysAt(hub.planner, 'checkin.due', { who: 'organiser-1', graceMin: 5 }, at);
    await settled(hub);
    assert.deepEqual(hub.news(), []);
    hub.clock.moveMinutes(16);
    await hub.run();
    await settled(hub);
    assert.ok(hub.news().includes(`sms +7o1: ${MISSED}`));
    await hub.saysAt(hub.o1.key, 'checkin.done', { who: 'organiser-1' }, '2031-05-17T06:20');
    await settled(hub);
    assert.ok(hub.news().includes(`sms +7o1: ${CAME}`));
  });
});
