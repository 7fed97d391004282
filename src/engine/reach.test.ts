import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foundedHub } from '../../test/making/founded-hub.ts';
import type { FoundedHub } from '../../test/making/founded-hub.ts';
import { handClock } from '../../test/sim/hand-clock.ts';
import type { HandClock } from '../../test/sim/hand-clock.ts';
import { handRoad } from '../../test/sim/hand-road.ts';
import type { HandRoad } from '../../test/sim/hand-road.ts';
import { witness } from '../../test/sim/witness.ts';
import type { Witness } from '../../test/sim/witness.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import type { AuthorKey } from '../record/names.ts';
import type { PlainObject } from '../record/subset.ts';
import { startEngine } from './engine.ts';
import type { Reach } from './reach.ts';

const NUMBER = '+77000000045';
const SMS = { channel: 'sms', address: NUMBER };

type Scene = {
  readonly hub: FoundedHub;
  readonly clock: HandClock;
  readonly store: Store;
  readonly sms: HandRoad;
  readonly email: HandRoad;
  readonly reach: Reach<AuthorKey>;
  readonly warden: Witness;
  readonly letIn: (as?: PlainObject) => Promise<Witness>;
};

async function scene(store: Store = storeMemory()): Promise<Scene> {
  const clock = handClock('2031-05-17T05:30Z');
  const [sms, email] = [handRoad('sms'), handRoad('email')];
  const hub = await foundedHub({ clock, store, alarms: { roads: () => [sms, email] } });
  const letIn = async (as: PlainObject = {}): Promise<Witness> => {
    const who = witness(hub.crypto, hub.place);
    await hub.says(hub.keyholders[0], 'key.grant', {
      key: who.key,
      slot: 0,
      role: 'warden',
      cell: 'c1',
      ...as,
    });
    return who;
  };
  const { reach } = hub.engine.alarms;
  return { hub, clock, store, sms, email, reach, letIn, warden: await letIn() };
}

async function reachedBySms({ reach, sms, warden }: Scene, who = warden, address = NUMBER): Promise<void> {
  const set = await reach.set(who.key, { language: 'ru', addresses: [{ channel: 'sms', address }] });
  assert.ok(set.ok);
  const proven = await reach.prove(who.key, { channel: 'sms', digits: sms.digits() });
  assert.ok(proven.ok);
}

function contacts({ store }: Scene): readonly string[] {
  return store
    .inDrawer('contacts')
    .filter(({ n }) => n > 0)
    .map(({ content }) => Buffer.from(content).toString());
}

describe('whoever was let in', () => {
  test('is told of alarms once the code that went to their address has come back, as their grant has it', async () => {
    const s = await scene();
    const { reach, sms, warden, hub } = s;
    const set = await reach.set(warden.key, { language: 'kk', addresses: [SMS] });
    assert.deepEqual(set, {
      ok: true,
      value: {
        language: 'kk',
        addresses: [],
        waiting: [{ channel: 'sms', shown: '+7 *** ** 45' }],
        channels: ['sms', 'email'],
        notSent: [],
      },
    });
    const { roster } = hub.engine.alarms.contacts;
    assert.equal(roster.has(1, 'sms'), false);
    assert.ok(!contacts(s).join().includes(NUMBER), 'an address nobody has shown to be theirs is not kept');
    assert.equal(sms.sent[0]?.address, NUMBER);
    assert.match(sms.sent[0]?.message.text ?? '', /^East field: код \d{6}\. Енгізіңіз/);
    const proven = await reach.prove(warden.key, { channel: 'sms', digits: sms.digits() });
    assert.partialDeepStrictEqual(proven, {
      value: { addresses: [{ channel: 'sms', shown: '+7 *** ** 45' }], waiting: [] },
    });
    assert.equal(roster.has(1, 'sms'), true);
    assert.deepEqual([roster.role(1), roster.cell(1)], ['warden', 'c1']);
    const again = await startEngine({ store: s.store, clock: s.clock, crypto: hub.crypto });
    assert.equal(again.alarms.contacts.of(warden.key)?.addresses[0]?.address, NUMBER);
  });

  test('says nothing about who they are: what they claim beside is passed over', async () => {
    const s = await scene();
    const value = {
      language: 'ru',
      addresses: [],
      role: 'keyholder',
      cell: 'c9',
      of: s.hub.keyholders[0].key,
    };
    assert.ok((await s.reach.set(s.warden.key, value)).ok);
    const contact = s.hub.engine.alarms.contacts.of(s.warden.key);
    assert.deepEqual([contact?.role, contact?.cell], ['warden', 'c1']);
    assert.equal(s.hub.engine.alarms.contacts.of(s.hub.keyholders[0].key), undefined);
  });

  test('changes one road and keeps the others without naming them anew; two at once are one contact', async () => {
    const s = await scene();
    const { reach, warden, email } = s;
    await Promise.all([1, 2].map(() => reach.set(warden.key, { language: 'ru', addresses: [] })));
    assert.equal(contacts(s).length, 1);
    await reachedBySms(s);
    const both = [{ channel: 'sms' }, { channel: 'email', address: 'anna@example.org' }];
    await reach.set(warden.key, { language: 'ru', addresses: both });
    assert.deepEqual(
      reach.of(warden.key).addresses.map(({ channel }) => channel),
      ['sms'],
    );
    await reach.prove(warden.key, { channel: 'email', digits: email.digits() });
    const { roster } = s.hub.engine.alarms.contacts;
    assert.deepEqual([roster.has(1, 'sms'), roster.has(1, 'email')], [true, true]);
    await reach.set(warden.key, { language: 'ru', addresses: [{ channel: 'email' }] });
    assert.deepEqual([roster.has(1, 'sms'), roster.has(1, 'email')], [false, true]);
    assert.ok(!contacts(s).join().includes(NUMBER));
  });

  test('is reached by the old address until the new one is confirmed', async () => {
    const s = await scene();
    await reachedBySms(s);
    const moved = { channel: 'sms', address: '+77000000099' };
    await s.reach.set(s.warden.key, { language: 'ru', addresses: [moved] });
    const address = (): string | undefined =>
      s.hub.engine.alarms.contacts.of(s.warden.key)?.addresses[0]?.address;
    assert.equal(address(), NUMBER);
    await s.reach.prove(s.warden.key, { channel: 'sms', digits: s.sms.digits() });
    assert.equal(address(), moved.address);
  });

  test('leaves by one press, and nothing of it stays', async () => {
    const s = await scene();
    await reachedBySms(s);
    await s.reach.set(s.warden.key, {
      language: 'ru',
      addresses: [{ channel: 'sms' }, { channel: 'email', address: 'anna@example.org' }],
    });
    await s.reach.leave(s.warden.key);
    assert.deepEqual(s.reach.of(s.warden.key), { addresses: [], waiting: [], channels: ['sms', 'email'] });
    assert.deepEqual(contacts(s), []);
    const late = await s.reach.prove(s.warden.key, { channel: 'email', digits: s.email.digits() });
    assert.deepEqual(late, { ok: false, error: 'no-code' });
    await s.reach.leave(s.warden.key);
  });

  test('is refused what is no contact and no address, and nothing changes', async () => {
    const s = await scene();
    await reachedBySms(s);
    const before = contacts(s);
    const cases: readonly (readonly [unknown, string])[] = [
      [undefined, 'not-a-contact'],
      [{ language: 'ru' }, 'not-a-contact'],
      [{ language: 'de', addresses: [] }, 'not-a-contact'],
      [{ language: 'ru', addresses: [SMS, SMS] }, 'not-a-contact'],
      // Whom the place has let in it counts on at any hour.
      [{ language: 'ru', addresses: [], hours: [{ from: 0, to: 30 }] }, 'not-a-contact'],
      [{ language: 'ru', addresses: [], zones: ['north'] }, 'not-a-contact'],
      [{ language: 'ru', addresses: [{ channel: 'task', address: 'x' }] }, 'not-a-contact'],
      [{ language: 'ru', addresses: [{ channel: 'sms', address: 7 }] }, 'not-a-contact'],
      [{ language: 'ru', addresses: [], circle: { lat: 0, lon: 0, radiusMetres: 0 } }, 'not-a-contact'],
      [{ language: 'ru', addresses: [], circle: { lat: 91e6, lon: 0, radiusMetres: 5 } }, 'not-a-contact'],
      [{ language: 'ru', addresses: [{ channel: 'sms', address: '102' }] }, 'not-an-address'],
    ];
    for (const [value, error] of cases)
      assert.deepEqual(
        await s.reach.set(s.warden.key, value === undefined ? value : JSON.parse(JSON.stringify(value))),
        { ok: false, error },
      );
    assert.deepEqual(contacts(s), before);
  });
});

describe('a code', () => {
  test('is void after three wrong tries, and after fifteen minutes', async () => {
    const s = await scene();
    const { reach, warden, sms, clock } = s;
    const send = async (): Promise<string> => {
      await reach.set(warden.key, { language: 'ru', addresses: [SMS] });
      return sms.digits();
    };
    const prove = async (digits: string): Promise<string> => {
      const proven = await reach.prove(warden.key, { channel: 'sms', digits });
      return proven.ok ? 'ok' : proven.error;
    };
    const digits = await send();
    const wrong = digits === '000000' ? '000001' : '000000';
    assert.deepEqual(
      [await prove(wrong), await prove(`${digits}0`), await prove(''), await prove(digits)],
      ['wrong-code', 'wrong-code', 'last-wrong-code', 'no-code'],
    );
    const later = await send();
    clock.moveMinutes(15);
    assert.equal(await prove(later), 'no-code');
    const good = await send();
    clock.moveMinutes(14);
    assert.equal(await prove(`${good.slice(0, 3)} ${good.slice(3)}`), 'ok');
    assert.equal(await prove(good), 'no-code');
  });

  test('is waited for while another road is added, and dropped with its own', async () => {
    const s = await scene();
    const set = async (addresses: readonly PlainObject[]): Promise<number> => {
      await s.reach.set(s.warden.key, { language: 'ru', addresses });
      return s.reach.of(s.warden.key).waiting.length;
    };
    assert.equal(await set([SMS]), 1);
    assert.equal(await set([{ channel: 'sms' }, { channel: 'email', address: 'anna@example.org' }]), 2);
    assert.equal(await set([{ channel: 'sms' }]), 1);
    assert.equal(await set([]), 0);
  });

  test('is good for its own key, road and newest address only', async () => {
    const s = await scene();
    const other = await s.letIn({ cell: 'c2' });
    const both = [SMS, { channel: 'email', address: 'anna@example.org' }];
    await s.reach.set(s.warden.key, { language: 'ru', addresses: both });
    const digits = s.sms.digits();
    assert.deepEqual(await s.reach.prove(other.key, { channel: 'sms', digits }), {
      ok: false,
      error: 'no-code',
    });
    if (digits !== s.email.digits())
      assert.deepEqual(await s.reach.prove(s.warden.key, { channel: 'email', digits }), {
        ok: false,
        error: 'wrong-code',
      });
    await s.reach.set(s.warden.key, { language: 'ru', addresses: [{ ...SMS, address: '+77000000099' }] });
    assert.ok((await s.reach.prove(s.warden.key, { channel: 'sms', digits: s.sms.digits() })).ok);
    assert.equal(s.hub.engine.alarms.contacts.of(s.warden.key)?.addresses[0]?.address, '+77000000099');
  });

  test('goes out five times an hour for one and to one address, and fifty for all together', async () => {
    const s = await scene();
    const ask = async (who: Witness, n: number): Promise<string> => {
      const address = `+7700000${String(n).padStart(4, '0')}`;
      const set = await s.reach.set(who.key, { language: 'ru', addresses: [{ channel: 'sms', address }] });
      return set.ok ? (set.value.notSent[0]?.why ?? 'sent') : set.error;
    };
    for (let n = 0; n < 5; n++) assert.equal(await ask(s.warden, n), 'sent');
    assert.equal(await ask(s.warden, 5), 'too-many-codes');
    for (let k = 0; k < 5; k++) {
      const who = await s.letIn({ cell: `d${k}` });
      assert.equal(await ask(who, 99), 'sent');
      for (let n = 0; n < 4; n++) assert.equal(await ask(who, 100 + 5 * k + n), 'sent');
    }
    assert.equal(await ask(await s.letIn({ cell: 'e' }), 99), 'too-many-codes');
    for (let k = 0; k < 4; k++) {
      const who = await s.letIn({ cell: `f${k}` });
      for (let n = 0; n < 5; n++) assert.equal(await ask(who, 200 + 5 * k + n), 'sent');
    }
    assert.equal(await ask(await s.letIn({ cell: 'g' }), 300), 'too-many-codes');
    assert.equal(s.sms.sent.length, 50);
    s.clock.moveMinutes(60);
    assert.equal(await ask(s.warden, 0), 'sent');
  });

  test('that no carrier took is named with why, and none waits for it', async () => {
    const s = await scene();
    const ask = async (addresses: readonly PlainObject[]): Promise<readonly unknown[]> => {
      const set = await s.reach.set(s.warden.key, { language: 'ru', addresses });
      return set.ok ? [set.value.notSent, set.value.waiting] : [set.error];
    };
    assert.deepEqual(await ask([{ channel: 'call', address: NUMBER }]), [
      [{ channel: 'call', why: 'no-road' }],
      [],
    ]);
    s.sms.answer({ kind: 'refused', why: 'address' });
    assert.deepEqual(await ask([{ ...SMS }]), [[{ channel: 'sms', why: 'address-refused' }], []]);
    s.sms.answer({ kind: 'deferred', scope: 'provider', afterMs: 90_000 });
    assert.deepEqual(await ask([{ ...SMS }]), [[{ channel: 'sms', why: 'carrier-busy' }], []]);
    s.sms.answer({ kind: 'accepted' });
    s.clock.moveMinutes(1);
    assert.deepEqual(await ask([{ ...SMS }]), [[{ channel: 'sms', why: 'carrier-busy' }], []]);
    assert.equal(s.sms.sent.length, 2);
    s.clock.moveMinutes(1);
    s.sms.answer({ kind: 'unknown' });
    assert.deepEqual(await ask([{ ...SMS }]), [[], [{ channel: 'sms', shown: '+7 *** ** 45' }]]);
  });
});

describe('a key that stands no more', () => {
  const ways: Readonly<Record<string, (s: Scene) => Promise<unknown>>> = {
    'was withdrawn by two keyholders': async ({ hub, warden }) => {
      const { origin } = hub.engine;
      const body = { keys: [warden.key], origin, index: hub.engine.size() };
      for (const keyholder of hub.keyholders.slice(1, 3)) await hub.says(keyholder, 'key.revoke', body);
    },
    'has left': async ({ hub, warden }) => hub.says(warden, 'key.leave', {}),
  };
  for (const [how, end] of Object.entries(ways))
    test(`and ${how} is told nothing more, and its contact is gone for good`, async () => {
      const s = await scene();
      await reachedBySms(s);
      const { contacts: known } = s.hub.engine.alarms;
      assert.equal(known.roster.has(1, 'sms'), true);
      await end(s);
      assert.equal(known.roster.role(1), undefined);
      assert.deepEqual([known.of(s.warden.key), known.get(1)], [undefined, undefined]);
      await new Promise(setImmediate);
      assert.deepEqual(contacts(s), []);
      await s.reach.set(s.warden.key, { language: 'ru', addresses: [] });
      assert.deepEqual(contacts(s), []);
    });

  test('gets nothing that was planned for it and had not gone out yet', async () => {
    const s = await scene();
    await reachedBySms(s);
    const other = await s.letIn({ cell: 'c2' });
    await reachedBySms(s, other, '+77000000099');
    s.sms.answer({ kind: 'deferred', scope: 'address' });
    const slot = witness(s.hub.crypto, s.hub.incident);
    await s.hub.says(s.hub.keyholders[0], 'key.grant', {
      key: slot.key,
      slot: 1,
      role: 'resident',
      cell: 'c3',
    });
    await s.hub.post([(await slot.say('alarm.raise', { mode: 'drill', act: 'force.arrive' })).wire]);
    const decide = async (): Promise<readonly string[]> => {
      const before = s.sms.sent.length;
      await s.hub.engine.decide();
      await s.hub.engine.decide();
      await s.hub.engine.alarms.delivery.settled();
      return s.sms.sent.slice(before).map(({ address }) => address);
    };
    assert.deepEqual((await decide()).toSorted(), [NUMBER, '+77000000099']);
    await s.hub.says(s.warden, 'key.leave', {});
    s.sms.answer({ kind: 'accepted' });
    s.clock.moveMinutes(2);
    assert.deepEqual(await decide(), ['+77000000099']);
  });

  test('is forgotten with the next change when the disk failed, and at the next start', async () => {
    const memory = storeMemory();
    let isFull = false;
    const store: Store = {
      ...memory,
      append: async (rows, changes = []) => {
        if (isFull && rows.length === 0) throw new StoreFailure('full', true);
        return memory.append(rows, changes);
      },
    };
    const s = await scene(store);
    const other = await s.letIn({ cell: 'c2' });
    await reachedBySms(s);
    await reachedBySms(s, other, '+77000000099');
    isFull = true;
    await s.hub.says(s.warden, 'key.leave', {});
    await new Promise(setImmediate);
    assert.equal(contacts(s).length, 2);
    isFull = false;
    await s.letIn({ cell: 'c3' });
    await new Promise(setImmediate);
    assert.equal(contacts(s).length, 1);
    isFull = true;
    await s.hub.says(other, 'key.leave', {});
    isFull = false;
    await startEngine({ store, clock: s.clock, crypto: s.hub.crypto, alarms: {} });
    await new Promise(setImmediate);
    assert.deepEqual(contacts(s), []);
  });
});
