import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { again, alarmHub } from '../../test/making/alarm-hub.ts';
import type { AlarmHub, Member } from '../../test/making/alarm-hub.ts';
import { carrierInMemory } from '../../test/sim/carrier-in-memory.ts';
import type { MemoryCarrier } from '../../test/sim/carrier-in-memory.ts';
import type { ChannelName } from '../acts/alarm/channels.ts';
import type { EntryId } from '../record/names.ts';
import type { Road } from './deliver.ts';

const FAST = { perSecond: 1_000, burst: 1_000 };

type Scene = AlarmHub & {
  /** The roads that the hub has, as they may be changed while it runs. */
  readonly there: MemoryCarrier[];
  readonly push: MemoryCarrier;
  readonly sms: MemoryCarrier;
  readonly both: Member;
  readonly alone: Member;
  readonly raise: () => Promise<EntryId>;
  readonly given: () => readonly string[];
};

/** Two wardens: one with push and SMS, one with push alone. */
async function scene(): Promise<Scene> {
  const [push, sms] = [carrierInMemory('push'), carrierInMemory('sms')];
  const there = [push, sms];
  const roads = (): readonly Road[] => there.map(({ channel }) => ({ channel, pace: FAST }));
  const hub = await alarmHub({ needs: { roads } });
  const both = await hub.member(1, 'warden', 'c1', { push: 'both@p', sms: '+701' });
  const alone = await hub.member(2, 'warden', 'c1', { push: 'alone@p' });
  const raise = async (): Promise<EntryId> => {
    const id = await hub.says(both.key, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
    await hub.run();
    return id;
  };
  const given = (): readonly string[] =>
    [push, sms].flatMap((carrier) => carrier.given.map(({ address }) => address)).toSorted();
  return { ...hub, there, push, sms, both, alone, raise, given };
}

function asked(hub: AlarmHub, alarm: EntryId, channel: ChannelName, { person }: Member): string | undefined {
  const { ledger } = hub.engine.alarms.keeper;
  const n = ledger.find({ alarm, phase: 'ask', channel, person });
  return n === undefined ? undefined : ledger.row(n).state;
}

const cutOff = (hub: AlarmHub): readonly string[] => {
  const g = hub.engine.gathered(hub.incident);
  assert.ok(g);
  const { roads } = hub.engine.alarms.report(hub.alarm(), g);
  return roads.map(({ channel, cutOff: people }) => `${channel} ${people}`);
};

describe('a channel that is removed while an alarm runs', () => {
  test('lets those who wait for it be told by their next road at once, and shows who has none', async () => {
    const s = await scene();
    s.push.say(() => ({ kind: 'deferred', scope: 'address', afterMs: 60_000 }));
    const id = await s.raise();
    assert.deepEqual(s.given(), ['alone@p', 'both@p']);
    s.there.splice(0, 1);
    await s.run();
    assert.deepEqual(s.given(), ['+701', 'alone@p', 'both@p']);
    assert.deepEqual(
      [asked(s, id, 'push', s.both), asked(s, id, 'sms', s.both), asked(s, id, 'push', s.alone)],
      ['stranded', 'accepted', 'stranded'],
    );
    assert.deepEqual(cutOff(s), ['push 1', 'sms 0']);
    assert.deepEqual(s.engine.alarms.audit(), []);
  });

  test('tells who had no other once it is back, and nobody twice, over a restart too', async () => {
    const s = await scene();
    s.push.say(() => ({ kind: 'deferred', scope: 'address', afterMs: 60_000 }));
    const id = await s.raise();
    s.there.splice(0, 1);
    await s.run();
    s.clock.moveMinutes(10);

    // The process ends; the next one has all roads again.
    const second = await again(s);
    await second.run();
    assert.deepEqual(
      second.told().map((line) => line.split(':')[0]),
      ['push alone@p'],
    );
    assert.deepEqual(
      [asked(second, id, 'push', s.both), asked(second, id, 'push', s.alone)],
      ['stranded', 'accepted'],
    );
    assert.deepEqual(cutOff(second), ['push 0', 'sms 0']);
  });

  test('is waited for by what is on its way already', async () => {
    const s = await scene();
    const landings: (() => void)[] = [];
    s.push.say(
      () =>
        new Promise((resolve) => {
          landings.push(() => resolve({ kind: 'accepted' }));
        }),
    );
    const id = await s.says(s.both.key, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
    for (let i = 0; i < 3; i++) await s.engine.decide();
    s.there.splice(0, 1);
    await s.engine.decide();
    assert.equal(asked(s, id, 'push', s.both), 'claimed');
    assert.equal(asked(s, id, 'sms', s.both), undefined, 'it may arrive');
    for (const land of landings) land();
    await s.engine.alarms.delivery.settled();
    await s.run();
    assert.deepEqual([asked(s, id, 'push', s.both), asked(s, id, 'sms', s.both)], ['accepted', undefined]);
  });

  test('is told of the end by another road to those who were told by it', async () => {
    const s = await scene();
    const id = await s.raise();
    s.there.splice(0, 1);
    await s.order('false', id);
    await s.run();
    assert.deepEqual(
      s.sms.given.map(({ address }) => address),
      ['+701'],
    );
    assert.match(s.sms.given[0]?.message.text ?? '', /FALSE/);
  });
});

test('a carrier that takes the place of another is given at once what that one had put off', async () => {
  const s = await scene();
  const later = { kind: 'deferred', scope: 'address', afterMs: 600_000 } as const;
  s.push.say(() => later);
  s.sms.say(() => later);
  await s.raise();
  s.clock.moveMinutes(1);
  await s.run();
  assert.equal(s.push.given.length, 2);
  const other = carrierInMemory('push');
  s.there.splice(0, 1, other);
  await s.run();
  assert.deepEqual(other.given.map(({ address }) => address).toSorted(), ['alone@p', 'both@p']);
  await s.run();
  assert.equal(other.given.length, 2, 'once');
});
