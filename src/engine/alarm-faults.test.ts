import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { again, alarmHub } from '../../test/making/alarm-hub.ts';
import type { AlarmHub, Member } from '../../test/making/alarm-hub.ts';
import { setClock } from '../../test/sim/hand-clock.ts';
import type { SetClock } from '../../test/sim/hand-clock.ts';

const DAY_MINUTES = 1_440;

type Scene = { readonly hub: AlarmHub; readonly clock: SetClock; readonly warden: Member };

/** An alarm that was raised a minute ago; a warden was asked, and nobody has confirmed it. */
async function raised(): Promise<Scene> {
  const clock = setClock('2031-05-17T05:30Z');
  const hub = await alarmHub({ clock });
  const warden = await hub.member(1, 'warden', 'c1', { push: 'w1@p', sms: '+701', call: '+701' });
  const apa = await hub.member(2, 'resident', 'c1', { push: 'n1@p', sms: '+702' });
  await hub.says(apa.key, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
  await hub.run();
  clock.moveMinutes(1);
  return { hub, clock, warden };
}

const roadsTold = (hub: AlarmHub): readonly string[] => hub.told().map((line) => line.split(':')[0] ?? '');

describe('a clock that jumps by a day while an alarm runs', () => {
  for (const days of [1, -1])
    test(`by ${days} ends nothing, tells nobody twice and lets no message wait`, async () => {
      const { hub, clock, warden } = await raised();
      clock.setMinutes(days * DAY_MINUTES);
      await hub.run();
      assert.equal(hub.alarm().endedAs, undefined);
      assert.deepEqual(hub.engine.alarms.audit(), ['clock']);
      assert.deepEqual(roadsTold(hub), ['push w1@p', 'sms +701'], 'nobody saw it in a minute');
      await hub.says(warden.key, 'alarm.confirm', {}, [hub.alarm().id]);
      await hub.run();
      clock.setMinutes(-days * DAY_MINUTES);
      clock.moveMinutes(2);
      await hub.run();
      assert.deepEqual(hub.engine.alarms.audit(), []);
      const told = roadsTold(hub);
      for (const road of ['push n1@p', 'sms +702'])
        assert.equal(told.filter((each) => each === road).length, 1, road);
      await hub.order('ended', hub.alarm().id);
      await hub.run();
      assert.equal(hub.told().filter((line) => line.includes('ENDED')).length, new Set(told).size);
    });

  test('lets nobody’s alarm lapse before a quarter of an hour has passed, and lapse then', async () => {
    const { hub, clock } = await raised();
    clock.setMinutes(DAY_MINUTES);
    clock.moveMinutes(13);
    await hub.run();
    assert.equal(hub.alarm().endedAs, undefined);
    clock.moveMinutes(2);
    await hub.run();
    assert.equal(hub.alarm().endedAs, 'lapsed');
  });

  test('does not let a hub that starts again with its clock set back wait for a day', async () => {
    const { hub, clock } = await raised();
    clock.setMinutes(-DAY_MINUTES);
    const restarted = await again(hub);
    await restarted.run();
    clock.moveMinutes(1);
    await restarted.run();
    assert.deepEqual(roadsTold(restarted), ['sms +701']);
  });
});

describe('a carrier that says it took a message and did not', () => {
  test('holds up nobody: who has not seen it is told by the next road, and the board counts nobody as reached', async () => {
    const { hub, clock, warden } = await raised();
    await hub.says(warden.key, 'alarm.confirm', {}, [hub.alarm().id]);
    await hub.run();
    clock.moveMinutes(2);
    await hub.run();
    const told = roadsTold(hub);
    for (const road of ['sms +701', 'sms +702']) assert.ok(told.includes(road), road);
    const { ledger } = hub.engine.alarms.keeper;
    const [seen, answered] = (['seen', 'answered'] as const).map((state) =>
      ledger.count(hub.alarm().id, { state }),
    );
    assert.deepEqual([seen, answered], [0, 0]);
  });

  test('is told again that it is over by a road that does', async () => {
    const { hub, clock } = await raised();
    await hub.run();
    await hub.order('false', hub.alarm().id);
    await hub.run();
    clock.moveMinutes(2);
    await hub.run();
    const over = hub.told().filter((line) => line.includes('FALSE'));
    assert.deepEqual(over.map((line) => line.split(':')[0] ?? '').toSorted(), ['push w1@p', 'sms +701']);
  });
});
