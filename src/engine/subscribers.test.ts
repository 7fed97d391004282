import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foundedHub } from '../../test/making/founded-hub.ts';
import type { FoundedHub } from '../../test/making/founded-hub.ts';
import { placePlan } from '../../test/making/place-plans.ts';
import { handClock } from '../../test/sim/hand-clock.ts';
import type { HandClock } from '../../test/sim/hand-clock.ts';
import { handRoad } from '../../test/sim/hand-road.ts';
import type { HandRoad } from '../../test/sim/hand-road.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import type { Store } from '../ports/store.ts';
import { startEngine } from './engine.ts';
import type { Subscribers, Subscribing } from './subscribers.ts';

const NUMBER = '+77000000045';
const WISH: Subscribing = { role: 'supporter', language: 'ru', channel: 'sms', address: NUMBER };

type Scene = {
  readonly hub: FoundedHub;
  readonly clock: HandClock;
  readonly store: Store;
  readonly sms: HandRoad;
  readonly push: HandRoad;
  readonly subscribers: Subscribers;
};

async function scene(): Promise<Scene> {
  const clock = handClock('2031-05-17T05:30Z');
  const store = storeMemory();
  const [sms, push] = [handRoad('sms'), handRoad('push', { perSecond: 1_000, burst: 2_000 })];
  const place = placePlan();
  const hub = await foundedHub({ clock, store, alarms: { roads: () => [sms, push], place: () => place } });
  return { hub, clock, store, sms, push, subscribers: hub.engine.alarms.subscribers };
}

function rows({ store }: Scene): number {
  return store.inDrawer('contacts').filter(({ n }) => n > 0).length;
}

/** Somebody who has put themselves on the list; the number under which the hub has them. */
async function subscribed(s: Scene, more: Partial<Subscribing> = {}): Promise<number> {
  const wish = { ...WISH, ...more };
  const ticket = await s.subscribers.ask(wish);
  assert.ok(ticket.ok);
  const digits = wish.channel === 'push' ? s.push.digits() : s.sms.digits();
  const token = await s.subscribers.confirm(ticket.value, digits);
  assert.ok(token.ok);
  return s.subscribers.personOf(token.value) ?? -1;
}

describe('somebody without a key', () => {
  test('is on the list once their code has come back, as the link says, with how near they are', async () => {
    const s = await scene();
    assert.deepEqual(s.subscribers.offer(), {
      settlement: 'East field',
      channels: ['push', 'sms'],
      isNearKnown: true,
      zones: ['north', 'south'],
      offsetMinutes: 300,
    });
    const ticket = await s.subscribers.ask({ ...WISH, radiusMetres: 3_000 });
    assert.ok(ticket.ok);
    assert.equal(rows(s), 0, 'nothing is kept of who has not shown that an address is theirs');
    assert.deepEqual(s.subscribers.asked(ticket.value), { channel: 'sms', shown: '+7 *** ** 45' });
    assert.deepEqual(await s.subscribers.confirm(ticket.value, 'x'), { ok: false, error: 'wrong-code' });
    const token = await s.subscribers.confirm(ticket.value, s.sms.digits());
    assert.ok(token.ok);
    const person = s.subscribers.personOf(token.value) ?? -1;
    assert.deepEqual(s.hub.engine.alarms.contacts.get(person), {
      person,
      role: 'supporter',
      language: 'ru',
      circle: { lat: 43_300_000, lon: 76_800_000, radiusMetres: 3_000 },
      addresses: [{ channel: 'sms', address: NUMBER, isVerified: true }],
    });
    assert.equal(s.hub.engine.alarms.contacts.roster.has(person, 'sms'), true);
    assert.deepEqual(await s.subscribers.confirm(ticket.value, s.sms.digits()), {
      ok: false,
      error: 'no-code',
    });
  });

  test('has a page of their own, also after a restart, that nobody else finds', async () => {
    const s = await scene();
    const ticket = await s.subscribers.ask(WISH);
    const token = await s.subscribers.confirm(ticket.ok ? ticket.value : '', s.sms.digits());
    assert.ok(token.ok);
    assert.match(token.value, /^[\w-]{22}$/);
    const again = await startEngine({ store: s.store, clock: s.clock, crypto: s.hub.crypto });
    const { subscribers } = again.alarms;
    assert.equal(subscribers.personOf(token.value), s.subscribers.personOf(token.value));
    for (const wrong of ['', token.value.slice(1), `${token.value}A`, token.value.toLowerCase(), '1'])
      assert.equal(subscribers.personOf(wrong), undefined, wrong);
    assert.ok(
      ![...s.store.inDrawer('contacts')].some(({ content }) => Buffer.from(content).includes(token.value)),
    );
  });

  test('who comes again with the same address is one person, as they say now', async () => {
    const s = await scene();
    const first = await subscribed(s, { radiusMetres: 1_000 });
    const second = await subscribed(s, { language: 'kk' });
    assert.equal(second, first);
    assert.equal(rows(s), 1);
    const contact = s.hub.engine.alarms.contacts.get(first);
    assert.deepEqual([contact?.language, contact?.circle], ['kk', undefined]);
  });

  test('gives hours and parts of the settlement, sealed with the rest, which hold after a restart and are theirs to change', async () => {
    const s = await scene();
    const hours = [
      { from: 1_320, to: 420 },
      { from: 720, to: 750 },
    ];
    const person = await subscribed(s, { zones: ['south'], hours });
    const { contacts } = s.hub.engine.alarms;
    assert.partialDeepStrictEqual(contacts.get(person), { zones: ['south'], hours });
    const { reach } = s.subscribers;
    assert.partialDeepStrictEqual(reach.of(person), { zones: ['south'], hours });
    const again = (await startEngine({ store: s.store, clock: s.clock, crypto: s.hub.crypto })).alarms;
    assert.deepEqual(again.contacts.get(person), contacts.get(person));
    const { roster } = again.contacts;
    assert.deepEqual(
      [24, 25, 43, 44, 0, 14].map((halfHour) => roster.mayCall(person, halfHour)),
      [true, false, false, true, true, false],
    );
    assert.deepEqual([...roster.near({ zone: 'south' }).people], [person]);
    await reach.set(person, {
      language: 'ru',
      hours: [{ from: 0, to: 30 }],
      addresses: [{ channel: 'sms' }],
    });
    assert.deepEqual(reach.of(person).zones, undefined, 'what is left out is taken back');
    assert.equal(contacts.roster.mayCall(person, 24), false);
    await reach.set(person, { language: 'ru', addresses: [{ channel: 'sms' }] });
    assert.equal(contacts.roster.mayCall(person, 24), true);
    for (const odd of [
      { hours: [] },
      { hours: [{ from: 0, to: 0 }] },
      { hours: 'day' },
      { zones: [] },
      { zones: [1] },
    ])
      assert.deepEqual(await reach.set(person, { language: 'ru', addresses: [], ...odd }), {
        ok: false,
        error: 'not-a-contact',
      });
  });

  test('who was kept before there were hours is called at any hour; what cannot be read is left out', async () => {
    const s = await scene();
    const kept = {
      role: 'press',
      language: 'ru',
      addresses: [{ channel: 'sms', address: NUMBER, isVerified: true }],
    };
    const rowOf = (n: number, more: object): { drawer: 'contacts'; n: number; content: Uint8Array } => ({
      drawer: 'contacts',
      n,
      content: Buffer.from(JSON.stringify({ ...kept, ...more })),
    });
    await s.store.append(
      [],
      [
        rowOf(1, {}),
        rowOf(2, { hours: 'day', zones: {} }),
        rowOf(3, { hours: [{ from: 60, to: 90 }], zones: ['north'] }),
      ],
    );
    const { contacts } = (await startEngine({ store: s.store, clock: s.clock, crypto: s.hub.crypto })).alarms;
    assert.deepEqual(
      [1, 2, 3].map((person) => [contacts.roster.mayCall(person, 40), contacts.get(person)?.zones]),
      [
        [true, undefined],
        [true, undefined],
        [false, ['north']],
      ],
    );
  });

  test('adds a road, and leaves by one press with nothing kept', async () => {
    const s = await scene();
    const person = await subscribed(s);
    const topic = { channel: 'push', address: 'https://ntfy.example/topic' };
    const { reach } = s.subscribers;
    await reach.set(person, { language: 'ru', addresses: [{ channel: 'sms' }, topic] });
    await reach.prove(person, { channel: 'push', digits: s.push.digits() });
    assert.deepEqual(
      reach.of(person).addresses.map(({ channel }) => channel),
      ['sms', 'push'],
    );
    assert.equal(s.hub.engine.alarms.contacts.get(person)?.role, 'supporter');
    await reach.leave(person);
    assert.equal(rows(s), 0);
    assert.equal(s.hub.engine.alarms.contacts.roster.role(person), undefined);
    await reach.set(person, { language: 'ru', addresses: [topic] });
    assert.equal(rows(s), 0, 'a page that stayed open brings nobody back');
    assert.notEqual(await subscribed(s), person, 'a number is given once');
  });

  test('is refused an address that is none, and a road that is not there', async () => {
    const s = await scene();
    assert.deepEqual(await s.subscribers.ask({ ...WISH, address: '102' }), {
      ok: false,
      error: 'not-an-address',
    });
    const mail = { ...WISH, channel: 'email', address: 'anna@example.org' } as const;
    assert.deepEqual(await s.subscribers.ask(mail), { ok: false, error: 'no-road' });
  });
});

describe('a flood of subscribers', () => {
  test('makes no more than five codes go to one telephone and thirty text messages an hour, and none of others’', async () => {
    const s = await scene();
    const ask = async (address: string): Promise<string> => {
      const asked = await s.subscribers.ask({ ...WISH, address });
      return asked.ok ? 'sent' : asked.error;
    };
    for (let n = 0; n < 5; n++) assert.equal(await ask(NUMBER), 'sent');
    assert.equal(await ask(NUMBER), 'too-many-codes');
    for (let n = 0; n < 40; n++) await ask(`+7700000${String(n).padStart(4, '1')}`);
    assert.equal(s.sms.sent.length, 30);
    const [keyholder] = s.hub.keyholders;
    const set = await s.hub.engine.alarms.reach.set(keyholder.key, {
      language: 'ru',
      addresses: [{ channel: 'sms', address: '+77000009999' }],
    });
    assert.deepEqual(set.ok && set.value.notSent, [], 'those of the place are not kept waiting by it');
  });

  test('fills the list to ten thousand and is then refused, at little cost', async () => {
    const s = await scene();
    const { contacts } = s.hub.engine.alarms;
    const addresses = [{ channel: 'sms', address: NUMBER, isVerified: true }] as const;
    for (let n = 0; n < 10_000; n++) await contacts.put({ role: 'supporter', language: 'ru', addresses });
    const again = await startEngine({
      store: s.store,
      clock: s.clock,
      crypto: s.hub.crypto,
      alarms: { roads: () => [s.sms] },
    });
    const before = performance.now();
    for (let n = 0; n < 1_000; n++)
      assert.deepEqual(await again.alarms.subscribers.ask(WISH), { ok: false, error: 'list-full' });
    assert.ok(performance.now() - before < 1_000);
    assert.equal(s.sms.sent.length, 0);
  });
});
