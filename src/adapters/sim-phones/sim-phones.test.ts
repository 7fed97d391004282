import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { handClock } from '../../../test/sim/hand-clock.ts';
import { channelContract } from '../../ports/channel.contract.ts';
import type { Parcel } from '../../ports/channel.ts';
import type { SimRoad } from './carrier.ts';
import type { Habits } from './person.ts';
import { simPhones } from './sim-phones.ts';
import type { Deed, NewPhone, SimPhones } from './sim-phones.ts';

const ALWAYS: Habits = {
  seenPerMille: 1_000,
  seenAfterSeconds: { lo: 20, hi: 20 },
  heardPerMille: 1_000,
  comingPerMille: 1_000,
  cannotPerMille: 0,
  answerAfterSeconds: { lo: 30, hi: 30 },
  minutes: { lo: 15, hi: 15 },
};
const NEVER: Habits = { ...ALWAYS, seenPerMille: 0 };
const WITHIN_MS = 1_000;

for (const road of ['push', 'sms', 'call'] as const) {
  channelContract(
    `a simulated carrier of ${road}`,
    () => {
      const { phones } = scene({ sms: 0, push: 0, call: 0 });
      const phone = phones.add(phoneOf('c1'));
      const { channel, be } = phones.carriers[road];
      return Promise.resolve({
        channel,
        address: addressOf(road, 'c1'),
        be,
        taken: () => {
          phones.pass();
          return Promise.resolve(phones.received(phone).map(({ message }) => message.text));
        },
        vanish: () => Promise.resolve(be('away')),
        end: channel.close,
      });
    },
    { without: [], notAnAddress: 'nobody', saysHowLong: true },
  );
}

function scene(latencySeconds?: Readonly<Record<SimRoad, number>>) {
  const clock = handClock('2031-05-17T05:30Z');
  let turn = 0;
  const phones = simPhones({
    clock,
    chance: () => (turn++ % 10) / 10,
    ...(latencySeconds && { latencySeconds }),
  });
  return { clock, phones };
}

function addressOf(road: SimRoad, area: string): string {
  return `${road} of ${area}`;
}

function phoneOf(area: string, more: Partial<NewPhone> = {}): NewPhone {
  const addresses = {
    push: addressOf('push', area),
    sms: addressOf('sms', area),
    call: addressOf('call', area),
  };
  return { area, addresses, habits: ALWAYS, ...more };
}

function parcelTo(road: SimRoad, area: string, more: Partial<Parcel> = {}): Parcel {
  const message = { title: 'Alarm', text: 'Bulldozers at the gate' };
  const key = `alarm call ${area} ${road}`;
  return { key, address: addressOf(road, area), topic: 'alarm', message, ttlSeconds: 600, ...more };
}

const send = (phones: SimPhones, road: SimRoad, parcel: Parcel) =>
  phones.carriers[road].channel.send(parcel, WITHIN_MS);

const kinds = (deeds: readonly Deed[]): readonly string[] =>
  deeds.map(({ kind, phone }) => `${phone} ${kind}`);

describe('simulated telephones', () => {
  test('show a message after its latency; then its owner looks, and answers', async () => {
    const { clock, phones } = scene();
    phones.add(phoneOf('c1'));
    assert.deepEqual(await send(phones, 'sms', parcelTo('sms', 'c1')), { kind: 'accepted' });
    clock.moveMinutes(0.05);
    assert.deepEqual(phones.pass(), []);
    clock.moveMinutes(0.05);
    assert.deepEqual(kinds(phones.pass()), ['0 shown']);
    clock.moveMinutes(0.5);
    assert.deepEqual(kinds(phones.pass()), ['0 seen']);
    clock.moveMinutes(0.5);
    const [answered] = phones.pass();
    assert.deepEqual(answered?.choice, { answer: 'coming', minutes: 15 });
  });

  test('get what waited for their network once it is back, unless it is worth nothing any more', async () => {
    const { clock, phones } = scene();
    const [here, there, late] = [phoneOf('c1'), phoneOf('c2'), phoneOf('c3')].map(phones.add);
    assert.ok(here !== undefined && there !== undefined && late !== undefined);
    phones.cut('push', 'c1');
    phones.cut('push', 'c3');
    for (const area of ['c1', 'c2', 'c3'])
      await send(phones, 'push', parcelTo('push', area, { ttlSeconds: area === 'c3' ? 60 : 600 }));
    clock.moveMinutes(2);
    assert.deepEqual(kinds(phones.pass()), [`${there} shown`]);
    phones.restore('push', 'c1');
    phones.restore('push', 'c3');
    clock.moveMinutes(1);
    assert.ok(kinds(phones.pass()).includes(`${here} shown`));
    assert.equal(phones.received(late).length, 0);
  });

  test('that are off, or where no network is, cannot be called', async () => {
    const { clock, phones } = scene();
    phones.add(phoneOf('c1', { isOff: true }));
    phones.add(phoneOf('c2'));
    const busy = { kind: 'deferred', scope: 'address' };
    assert.deepEqual(await send(phones, 'call', parcelTo('call', 'c1')), busy);
    phones.cut('call');
    assert.deepEqual(await send(phones, 'call', parcelTo('call', 'c2')), busy);
    phones.restore('call');
    assert.deepEqual(await send(phones, 'call', parcelTo('call', 'c2')), { kind: 'accepted' });
    clock.moveMinutes(1);
    assert.deepEqual(kinds(phones.pass()), ['1 shown', '1 seen']);
  });

  test('show a message once that a carrier is given again under the same key', async () => {
    const { clock, phones } = scene();
    const phone = phones.add(phoneOf('c1'));
    for (const _ of [1, 2]) await send(phones, 'sms', parcelTo('sms', 'c1'));
    await send(phones, 'sms', parcelTo('sms', 'c1', { key: 'alarm over' }));
    clock.moveMinutes(1);
    phones.pass();
    assert.deepEqual(
      phones.received(phone).map(({ key }) => key),
      ['alarm call c1 sms', 'alarm over'],
    );
    assert.equal(phones.carriers.sms.repeats(), 1);
  });

  test('ring for people who look at no message', async () => {
    const { clock, phones } = scene();
    phones.add(phoneOf('c1', { habits: NEVER }));
    await send(phones, 'call', parcelTo('call', 'c1'));
    clock.moveMinutes(1);
    assert.deepEqual(kinds(phones.pass()), ['0 shown', '0 seen']);
  });

  test('show what nobody looks at', async () => {
    const { clock, phones } = scene();
    phones.add(phoneOf('c1', { habits: NEVER }));
    await send(phones, 'push', parcelTo('push', 'c1'));
    clock.moveMinutes(5);
    assert.deepEqual(kinds(phones.pass()), ['0 shown']);
  });

  test('behave alike for the same chance', () => {
    const drawn = [1, 2].map(() => {
      const { phones, clock } = scene();
      for (const area of ['c1', 'c2', 'c3'])
        phones.add(phoneOf(area, { habits: { ...ALWAYS, comingPerMille: 500, minutes: { lo: 5, hi: 60 } } }));
      for (const area of ['c1', 'c2', 'c3']) void send(phones, 'push', parcelTo('push', area));
      for (let minute = 0; minute < 3; minute++) clock.moveMinutes(1);
      return kinds(phones.pass());
    });
    assert.ok((drawn[0]?.length ?? 0) >= 3);
    assert.deepEqual(drawn[0], drawn[1]);
  });
});
