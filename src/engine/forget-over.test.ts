import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { again, alarmHub } from '../../test/making/alarm-hub.ts';
import type { AlarmHub, Member } from '../../test/making/alarm-hub.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import type { EntryId } from '../record/names.ts';
import type { Outcome } from '../ports/channel.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import { openLedger } from './ledger-keeper.ts';

const DAY_MIN = 24 * 60;

type Cast = AlarmHub & {
  readonly apa: Member;
  readonly raise: () => Promise<EntryId>;
  readonly end: (id: EntryId) => Promise<void>;
};

/** A warden by push, and a neighbour who raises. */
async function cast(of: Parameters<typeof alarmHub>[0] = {}): Promise<Cast> {
  const hub = await alarmHub(of);
  await hub.member(1, 'warden', 'c1', { push: 'w1@p' });
  return casting(hub, {
    apa: await hub.member(2, 'resident', 'c1', { sms: '+702' }),
    keyholders: hub.keyholders,
  });
}

/** The same people on the same store, after the process ended. */
async function castAgain(hub: Cast): Promise<Cast> {
  return casting(await again(hub), hub);
}

function casting(hub: AlarmHub, { apa, keyholders }: Pick<Cast, 'apa' | 'keyholders'>): Cast {
  return {
    ...hub,
    apa,
    keyholders,
    raise: async () => {
      const id = await hub.says(apa.key, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
      await hub.run();
      return id;
    },
    end: async (alarm) => {
      const order = { order: 'ended', alarm, incident: hub.incident };
      for (const by of keyholders.slice(1, 3)) await hub.says(by, 'alarm.order', order);
      await hub.run();
    },
  };
}

/** What lies in the drawer, as text. */
function kept({ store }: Pick<AlarmHub, 'store'>): string {
  return store
    .inDrawer('ledger')
    .map(({ content }) => Buffer.from(content).toString())
    .join('\n');
}

describe('a hub that runs on', () => {
  test('forgets who was told a day after an alarm was over, in memory and on the disk, and not before', async () => {
    const hub = await cast();
    const id = await hub.raise();
    await hub.end(id);
    hub.clock.moveMinutes(DAY_MIN - 1);
    await hub.run();
    assert.equal(hub.engine.alarms.keeper.ledger.size, 2);
    assert.ok(kept(hub).includes(id));
    hub.clock.moveMinutes(2);
    await hub.run();
    assert.equal(hub.engine.alarms.keeper.ledger.size, 0);
    assert.ok(!kept(hub).includes(id));
    const given = hub.told().length;
    hub.clock.moveMinutes(60);
    await hub.run();
    assert.deepEqual([hub.told().length, hub.engine.alarms.audit()], [given, []], 'and tells nobody again');
  });

  test('keeps an alarm that runs, its answers and its links, when one before it goes', async () => {
    const hub = await cast();
    const old = await hub.raise();
    await hub.end(old);
    hub.clock.moveMinutes(DAY_MIN - 10);
    const id = await hub.raise();
    const { keeper, codes, answered } = hub.engine.alarms;
    const n = keeper.ledger.find({ alarm: id, phase: 'ask', channel: 'push', person: 1 });
    assert.ok(n !== undefined);
    const [code, token] = [codes.codeOf(keeper.ledger.row(n)), codes.tokenOf(keeper.ledger.row(n))];
    const oldToken = codes.tokenOf(keeper.ledger.row(0));
    hub.clock.moveMinutes(12);
    await hub.run();
    assert.deepEqual(keeper.ledger.alarms, [id]);
    assert.deepEqual([codes.withCode(code), codes.withToken(token)], [[n], [n]]);
    assert.deepEqual(codes.withToken(oldToken), [], 'a late link leads nowhere');
    assert.equal(await answered([0], { answer: 'coming' }), 'gone');
    assert.equal(await answered(codes.withCode(code), { answer: 'coming', minutes: 5 }), 'kept');
    await hub.engine.alarms.seen([0]);

    const second = await castAgain(hub);
    await second.run();
    const { alarms } = second.engine;
    assert.deepEqual(alarms.keeper.ledger.alarms, [id]);
    assert.equal(alarms.keeper.ledger.row(n).state, 'answered');
    assert.deepEqual([alarms.codes.withCode(code), alarms.codes.withToken(token)], [[n], [n]]);
    assert.deepEqual(second.told(), [], 'nobody is told twice');
    await second.end(id);
    assert.equal(second.told().length, 1, 'and who was told hears that it is over');
    assert.deepEqual(alarms.audit(), []);
  });

  test('keeps an alarm with a message on its way until what became of it is kept', async () => {
    const hub = await cast();
    const id = await hub.raise();
    let land: (outcome: Outcome) => void = () => {};
    hub.carriers.push.say(
      () =>
        new Promise((resolve) => {
          land = resolve;
        }),
    );
    await hub.order('ended', id);
    for (let i = 0; i < 3; i++) await hub.engine.decide();
    hub.clock.moveMinutes(DAY_MIN + 5);
    await hub.engine.decide();
    assert.equal(hub.engine.alarms.keeper.ledger.size, 2);
    land({ kind: 'accepted' });
    await hub.engine.alarms.delivery.settled();
    hub.clock.moveMinutes(2);
    await hub.run();
    assert.equal(hub.engine.alarms.keeper.ledger.size, 0);
    assert.deepEqual(hub.engine.alarms.audit(), []);
  });

  test('forgets nothing where the disk is full, and all of it once there is room', async () => {
    const memory = storeMemory();
    let isFull = false;
    const store: Store = {
      ...memory,
      append: async (...args) => {
        if (isFull) throw new StoreFailure('full', true);
        return memory.append(...args);
      },
    };
    const hub = await cast({ store });
    const id = await hub.raise();
    await hub.end(id);
    hub.clock.moveMinutes(DAY_MIN + 1);
    const before = kept(hub);
    isFull = true;
    await assert.rejects(hub.engine.decide(), StoreFailure);
    assert.deepEqual([hub.engine.alarms.keeper.ledger.size, kept(hub)], [2, before]);
    isFull = false;
    hub.clock.moveMinutes(2);
    await hub.run();
    assert.equal(hub.engine.alarms.keeper.ledger.size, 0);
  });

  test('keeps its drawer and its memory small over a hundred alarms, with a restart among them', async () => {
    let hub = await cast();
    let [mostRows, mostBytes] = [0, 0];
    for (let n = 0; n < 100; n++) {
      const id = await hub.raise();
      await hub.end(id);
      hub.clock.moveMinutes(DAY_MIN / 4);
      await hub.run();
      const { keeper } = hub.engine.alarms;
      mostRows = Math.max(mostRows, keeper.ledger.size, hub.store.inDrawer('ledger').length);
      mostBytes = Math.max(mostBytes, kept(hub).length);
      assert.deepEqual(hub.engine.alarms.audit(), []);
      if (n === 50) hub = await castAgain(hub);
    }
    assert.ok(mostRows <= 40, `${mostRows} rows`);
    assert.ok(mostBytes <= 40_000, `${mostBytes} bytes`);
    const back = openLedger(hub.store).ledger;
    assert.ok(back.size > 0 && back.size <= 12);
    assert.equal(back.end, hub.engine.alarms.keeper.ledger.end, 'numbers go on where they were');
  });
});
