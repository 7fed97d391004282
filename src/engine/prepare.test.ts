import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alarmHub } from '../../test/making/alarm-hub.ts';
import { carrierInMemory } from '../../test/sim/carrier-in-memory.ts';
import { newPrepare } from './prepare.ts';

test('roads work ahead for whoever can be told by them, until it is done, and again when something has changed', async () => {
  const { engine } = await alarmHub();
  const { contacts, keeper } = engine.alarms;
  const push = { channel: 'push', isVerified: true } as const;
  const first = await contacts.put({
    role: 'warden',
    language: 'kk',
    addresses: [
      { ...push, address: 'a' },
      { channel: 'sms', address: '+77010000001', isVerified: true },
    ],
  });
  await contacts.put({
    role: 'resident',
    language: 'ru',
    addresses: [{ ...push, address: 'not shown to be theirs', isVerified: false }],
  });
  const asked: string[][] = [];
  let [callsLeft, underWay] = [2, 0];
  const prepare = (addresses: Iterable<string>): boolean => {
    asked.push([...addresses]);
    return --callsLeft <= 0;
  };
  const pace = { perSecond: 1, burst: 1 };
  const roads = [
    { channel: { ...carrierInMemory('push').channel, prepare }, pace },
    { channel: carrierInMemory('sms').channel, pace },
  ];
  const work = newPrepare({
    contacts,
    keeper,
    delivery: { unsettled: () => underWay },
    roads: () => roads,
  });
  for (let i = 0; i < 4; i++) work();
  assert.deepEqual(asked.splice(0), [['a'], ['a']]);
  await contacts.put({ role: 'resident', language: 'en', addresses: [{ ...push, address: 'b' }] });
  await contacts.remove(first.person);
  underWay = 1;
  work();
  assert.deepEqual(asked, []);
  underWay = 0;
  for (let i = 0; i < 2; i++) work();
  assert.deepEqual(asked, [['b']]);
});
