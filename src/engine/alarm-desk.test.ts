import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { again, alarmHub } from '../../test/making/alarm-hub.ts';
import type { AlarmHub, Member } from '../../test/making/alarm-hub.ts';
import { carrierInMemory } from '../../test/sim/carrier-in-memory.ts';
import { parseAnswerCode } from '../acts/alarm/answer-code.ts';
import type { AlarmNeeds } from './alarm-desk.ts';
import { startEngine } from './engine.ts';
import { StoreFailure } from '../ports/store.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import type { EntryId } from '../record/names.ts';

const RAISE = { mode: 'real', act: 'force.arrive' };

type Cast = AlarmHub & {
  readonly warden: Member;
  readonly apa: Member;
  readonly neighbour: Member;
  readonly raise: (body?: typeof RAISE) => Promise<EntryId>;
};

/** A warden and two neighbours of cell c1, each vouched for by another; and what they are reached by. */
async function cast(of: Parameters<typeof alarmHub>[0] = {}): Promise<Cast> {
  const hub = await alarmHub(of);
  const warden = await hub.member(1, 'warden', 'c1', { push: 'w1@p', sms: '+701', call: '+701' });
  const apa = await hub.member(2, 'resident', 'c1', { sms: '+702' });
  const neighbour = await hub.member(3, 'resident', 'c1', { push: 'n1@p' });
  const raise = async (body = RAISE): Promise<EntryId> => {
    const id = await hub.says(apa.key, 'alarm.raise', body);
    await hub.run();
    return id;
  };
  return { ...hub, warden, apa, neighbour, raise };
}

const counts = (hub: AlarmHub, id: EntryId): string =>
  (['planned', 'claimed', 'accepted', 'seen', 'answered', 'cancelled'] as const)
    .map((state) => `${state} ${hub.engine.alarms.keeper.ledger.count(id, { state })}`)
    .filter((line) => !line.endsWith(' 0'))
    .join(', ');

describe('an alarm that reaches people', () => {
  test('asks the warden by what they have first, and calls nobody yet', async () => {
    const hub = await cast();
    await hub.raise();
    assert.equal(hub.told().length, 1);
    assert.match(hub.told()[0] ?? '', /^push w1@p: Shanyrak: .*\? Reply [A-Z0-9]{6} 1 = yes/);
  });

  test('calls the neighbours once the warden has seen it too', async () => {
    const hub = await cast();
    const id = await hub.raise();
    await hub.says(hub.warden.key, 'alarm.confirm', {}, [id]);
    await hub.run();
    assert.equal(hub.alarm().tier, 2);
    assert.deepEqual(
      hub
        .told()
        .slice(1)
        .map((line) => line.split(':')[0] ?? '')
        .toSorted(),
      ['push n1@p', 'push w1@p', 'sms +702'],
    );
    assert.match(hub.told().find((line) => line.startsWith('push w1@p') && line.includes('c1')) ?? '', /c1/);
  });

  test('goes on by text message and call where nobody saw it', async () => {
    const hub = await cast();
    await hub.raise();
    hub.clock.moveMinutes(1.1);
    await hub.run();
    assert.deepEqual(
      hub.told().map((line) => line.split(':')[0] ?? ''),
      ['push w1@p', 'sms +701'],
    );
    hub.clock.moveMinutes(2);
    await hub.run();
    assert.deepEqual(
      hub.told().map((line) => line.split(':')[0] ?? ''),
      ['push w1@p', 'sms +701', 'call +701'],
    );
  });

  test('reaches by their next road whoever has a first one that the hub has not, and by the first once it is there', async () => {
    const [push, sms] = [carrierInMemory('push'), carrierInMemory('sms')];
    let there = [sms];
    const roads: AlarmNeeds['roads'] = () =>
      there.map(({ channel }) => ({ channel, pace: { perSecond: 100, burst: 100 } }));
    const hub = await cast({ needs: { roads } });
    const id = await hub.raise();
    assert.deepEqual([push.given.length, sms.given.map(({ address }) => address)], [0, ['+701']]);
    there = [push, sms];
    await hub.says(hub.warden.key, 'alarm.confirm', {}, [id]);
    await hub.run();
    assert.deepEqual(push.given.map(({ address }) => address).toSorted(), ['n1@p', 'w1@p']);
  });

  test('is left as it is by a program that only looks into the folder', async () => {
    const { store, clock, raise } = await cast();
    await raise();
    const kept = store.inDrawer('ledger');
    const { alarms } = await startEngine({ store, clock, crypto: cryptoNode() });
    assert.ok(alarms.keeper.ledger.size > 0);
    assert.deepEqual(store.inDrawer('ledger'), kept);
  });

  test('says a decision and its messages together: neither is there where the disk was full', async () => {
    const memory = storeMemory();
    let isFull = false;
    const store = {
      ...memory,
      append: async (...args: Parameters<typeof memory.append>) => {
        if (isFull && (args[1] ?? []).length > 0) throw new StoreFailure('full', true);
        return memory.append(...args);
      },
    };
    const hub = await cast({ store });
    const id = await hub.says(hub.apa.key, 'alarm.raise', RAISE);
    isFull = true;
    await assert.rejects(hub.run(), StoreFailure);
    assert.deepEqual([hub.alarm().steps.length, counts(hub, id), hub.told()], [0, '', []]);
    isFull = false;
    await hub.run();
    assert.deepEqual([hub.alarm().tier, counts(hub, id)], [1, 'accepted 1']);
  });

  test('is told to be over to all who were told, and to nobody else', async () => {
    const hub = await cast();
    const id = await hub.raise();
    await hub.order('false', id);
    await hub.run();
    assert.equal(hub.alarm().endedAs, 'false');
    const over = hub.told().slice(1);
    assert.equal(over.length, 1);
    assert.match(over[0] ?? '', /^push w1@p: /);
    hub.clock.moveMinutes(30);
    await hub.run();
    assert.equal(hub.told().length, 2, 'no ladder for what is over');
    assert.deepEqual(hub.engine.alarms.audit(), []);
  });

  test('is over, and those told hear it, once two have closed its incident', async () => {
    const hub = await cast();
    await hub.raise();
    for (const n of [0, 3])
      await hub.says(hub.keyholders[n] ?? hub.apa.key, 'incident.close', { incident: hub.incident });
    await hub.run();
    assert.equal(hub.alarm().endedAs, 'ended');
    assert.equal(hub.told().length, 2);
  });

  test('is found by the auditor when nobody looks at it any more', async () => {
    const hub = await cast();
    await hub.raise();
    assert.deepEqual(hub.engine.alarms.audit(), []);
    hub.clock.moveMinutes(1);
    assert.deepEqual(hub.engine.alarms.audit(), ['forgotten']);
    await hub.run();
    assert.deepEqual(hub.engine.alarms.audit(), []);
  });

  test('says first that it is a drill', async () => {
    const hub = await cast();
    await hub.raise({ mode: 'drill', act: 'force.arrive' });
    assert.match(hub.told()[0] ?? '', /^push w1@p: DRILL/);
  });

  test('goes on after the process died, and tells nobody twice who had answered for', async () => {
    const first = await cast();
    const id = await first.raise();
    await first.says(first.warden.key, 'alarm.confirm', {}, [id]);
    first.carriers.push.say(() => new Promise(() => {}));
    await first.engine.decide();
    const second = await again(first);
    await second.run();
    assert.equal(second.engine.alarms.keeper.ledger.epoch, 1);
    const keys = second.carriers.push.given.map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(second.engine.alarms.keeper.ledger.count(id, { state: 'claimed' }), 0);
    assert.ok(!second.told().some((line) => line.includes('?')), 'the question had been taken over');
  });

  test('reaches nobody whose key was withdrawn', async () => {
    const hub = await cast();
    const contact = hub.engine.alarms.contacts.get(hub.warden.person);
    assert.ok(contact?.of);
    const index = hub.engine.size();
    for (const n of [1, 2]) {
      const body = { keys: [contact.of], origin: hub.engine.origin, index };
      await hub.says(hub.keyholders[n] ?? hub.apa.key, 'key.revoke', body);
    }
    await hub.engine.alarms.contacts.settle(hub.engine.people());
    await hub.raise();
    assert.deepEqual(hub.told(), []);
  });
});

describe('an answer without a signature', () => {
  const codeIn = (text: string) => parseAnswerCode(/\b([A-Z][A-Z0-9]{5})\b/.exec(text)?.[1] ?? '');

  test('is one voice for the neighbours, said on by the hub', async () => {
    const hub = await cast();
    await hub.raise();
    const code = codeIn(hub.told()[0] ?? '');
    assert.ok(code);
    const { codes, answered } = hub.engine.alarms;
    const size = hub.engine.size();
    await answered(codes.withCode(code), { answer: 'confirm' });
    assert.equal(hub.engine.size(), size + 1);
    await answered(codes.withCode(code), { answer: 'confirm' });
    assert.equal(hub.engine.size(), size + 1, 'said twice it is one answer');
    await hub.run();
    assert.equal(hub.alarm().tier, 2);
  });

  test('stops the ladder, together with what the record says', async () => {
    const hub = await cast();
    const id = await hub.raise();
    const { codes, answered, keeper } = hub.engine.alarms;
    const token = codes.tokenOf(keeper.ledger.row(0));
    await answered(codes.withToken(token), { answer: 'coming', minutes: 20 });
    assert.equal(counts(hub, id), 'answered 1');
    assert.deepEqual(
      hub.alarm().onTheWay.map(({ minutes }) => minutes),
      [20],
    );
    hub.clock.moveMinutes(10);
    await hub.run();
    assert.equal(hub.told().length, 1);
  });

  test('changes with what somebody says last', async () => {
    const hub = await cast();
    await hub.raise();
    const { answered } = hub.engine.alarms;
    await answered([0], { answer: 'coming', minutes: 20 });
    await answered([0], { answer: 'cannot' });
    assert.deepEqual([hub.alarm().coming, hub.alarm().cannot, hub.alarm().acknowledged], [0, 1, 1]);
  });

  test('keeps its code and its link over a restart', async () => {
    const first = await cast();
    await first.raise();
    const code = codeIn(first.told()[0] ?? '');
    const token = first.engine.alarms.codes.tokenOf(first.engine.alarms.keeper.ledger.row(0));
    const second = await again(first);
    assert.ok(code);
    assert.deepEqual(second.engine.alarms.codes.withCode(code), [0]);
    assert.deepEqual(second.engine.alarms.codes.withToken(token), [0]);
    assert.deepEqual(second.engine.alarms.codes.withToken(`${token.slice(1)}A`), []);
  });
});
