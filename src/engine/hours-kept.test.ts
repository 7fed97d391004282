import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarmHub } from '../../test/making/alarm-hub.ts';
import type { AlarmHub } from '../../test/making/alarm-hub.ts';
import { placePlan } from '../../test/making/place-plans.ts';
import type { HourSpan } from '../acts/alarm/hours.ts';

const place = placePlan();
const HOUR_MIN = 60;

/** A press contact that subscribed itself. */
async function press({ engine }: AlarmHub, address: string, hours?: readonly HourSpan[]): Promise<number> {
  const { person } = await engine.alarms.contacts.put({
    role: 'press',
    language: 'en',
    ...(hours && { hours }),
    addresses: [{ channel: 'sms', address, isVerified: true }],
  });
  return person;
}

test('who subscribed is called in their hours alone, also after a restart, and told at any hour that it is over', async () => {
  // It is 10:30 in the settlement.
  const first = await alarmHub({ needs: { place: () => place } });
  const raiser = await first.member(1, 'resident', 'c1');
  const [warden, neighbour] = [
    await first.member(2, 'warden', 'c1'),
    await first.member(3, 'resident', 'c1'),
  ];
  await press(first, '+71', [{ from: 600, to: 660 }]);
  await press(first, '+72', [{ from: 1_200, to: 480 }]);
  await press(first, '+73');
  const given = ({ carriers }: AlarmHub): readonly string[] =>
    carriers.sms.given.map(({ address }) => address).toSorted();
  const id = await first.says(raiser.key, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
  for (const { key } of [warden, neighbour]) await first.says(key, 'alarm.confirm', {}, [id]);
  await first.run();
  assert.equal(first.alarm().tier, 3);
  assert.deepEqual(given(first), ['+71', '+73']);
  first.clock.moveMinutes(2 * HOUR_MIN);
  await first.run();
  assert.deepEqual(given(first), ['+71', '+73']);

  const { store, clock, incident } = first;
  const second = await alarmHub({ store, clock, incident, needs: { place: () => place } });
  await second.run();
  clock.moveMinutes(7.5 * HOUR_MIN - 1);
  await second.run();
  assert.deepEqual(given(second), [], 'it is 19:59');
  clock.moveMinutes(1);
  await second.run();
  assert.deepEqual(given(second), ['+72']);

  for (const by of first.keyholders.slice(1, 3))
    await second.says(by, 'alarm.order', { order: 'ended', alarm: id, incident });
  await second.run();
  assert.deepEqual(given(second), ['+71', '+72', '+72', '+73'], 'it is over for all, whatever the hour');
  assert.deepEqual(second.engine.alarms.audit(), []);
});
