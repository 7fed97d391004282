import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startSmppCarrier } from '../../../test/sim/smpp-carrier.ts';
import type { SmppCarrier } from '../../../test/sim/smpp-carrier.ts';
import type { Channel } from '../../ports/channel.ts';
import { channelSmsSmpp } from './channel-sms-smpp.ts';
import type { InboundSms } from '../../ports/channel.ts';

const LOGIN = { user: 'hub', password: 'secret' };
const AGAIN = 0x64;
const NEVER_AGAIN = 0x65;
const UDH = 0x40;

describe('SMS that come in', () => {
  let carrier: SmppCarrier;
  let channel: Channel;
  let got: InboundSms[] = [];
  let isKept = (): Promise<boolean> => Promise.resolve(true);
  const take = (sms: InboundSms): Promise<boolean> => {
    got.push(sms);
    return isKept();
  };
  before(async () => {
    carrier = await startSmppCarrier({ login: LOGIN, sendsReceipts: true });
    const usual = {
      host: '127.0.0.1',
      port: carrier.port,
      security: 'plain',
      login: LOGIN,
      from: '1530',
    } as const;
    channel = channelSmsSmpp({ ...usual, asksReceipts: true }, take);
    await bound(carrier, 1);
  });
  beforeEach(() => {
    got = [];
  });
  after(async () => {
    await channel.close();
    await carrier.end();
  });

  test('are told with number and text, in every alphabet, without a message of ours before', async () => {
    for (const [fields, from, text] of [
      [{ source_addr_ton: 1, source_addr: '77010000001', short_message: '1 20' }, '+77010000001', '1 20'],
      [
        { source_addr: '+77010000001', data_coding: 8, short_message: 'Келемін, әке' },
        '+77010000001',
        'Келемін, әке',
      ],
      [{ source_addr_ton: 5, source_addr: 'Bank 24', short_message: 'hello' }, 'Bank 24', 'hello'],
      [{ source_addr: '1530', data_coding: 8, message_payload: 'в двух' }, '1530', 'в двух'],
    ] as const) {
      got = [];
      assert.equal(await carrier.deliver(fields), 0);
      assert.deepEqual(
        got.map((sms) => [sms.from, sms.text]),
        [[from, text]],
      );
    }
  });

  test('have one id when told again, and another for other words or another sender', async () => {
    for (const [source_addr, short_message] of [
      ['+77010000001', '1 20'],
      ['+77010000001', '1 20'],
      ['+77010000001', '1 30'],
      ['+77010000002', '1 20'],
    ] as const)
      await carrier.deliver({ source_addr, short_message });
    const ids = got.map(({ id }) => id);
    assert.equal(ids[0], ids[1]);
    assert.equal(new Set(ids).size, 3);
  });

  test('are refused when they are long, in parts, unreadable or from nobody', async () => {
    const from = { source_addr: '+77010000001' };
    for (const fields of [
      { ...from, short_message: 'a'.repeat(161) },
      { ...from, data_coding: 8, message_payload: 'ә'.repeat(161) },
      { ...from, short_message: '' },
      { ...from, data_coding: 4, short_message: Buffer.from([1, 2, 3]) },
      { ...from, data_coding: 8, short_message: Buffer.from([0xd8, 0x00]) },
      { ...from, esm_class: UDH, short_message: Buffer.from([5, 0, 3, 1, 2, 1, 0x41]) },
      { source_addr: '', short_message: '1 20' },
      { source_addr: 'a'.repeat(33), short_message: '1 20' },
      { source_addr: 'a\nb', short_message: '1 20' },
    ])
      assert.equal(await carrier.deliver(fields), NEVER_AGAIN, JSON.stringify(fields));
    assert.deepEqual(got, []);
  });

  test('are not what became of a message of ours, even when that reads like an answer', async () => {
    const message = { title: '', text: 'come' };
    const parcel = { key: 'k', address: '+77010000001', topic: 'a', message, ttlSeconds: 60 };
    assert.deepEqual(await channel.send(parcel, 3_000), { kind: 'accepted' });
    const from = { source_addr: '+77010000001', short_message: '1 20' };
    for (const fields of [
      { ...from, esm_class: 0x04 },
      { ...from, esm_class: 0x08 },
      { ...from, esm_class: 0x20 },
      { ...from, receipted_message_id: '1' },
    ])
      assert.equal(await carrier.deliver(fields), 0);
    assert.deepEqual(got, []);
  });

  test('are thanked for once they are kept and not before; what could not be kept is to come again', async () => {
    const kept = Promise.withResolvers<boolean>();
    isKept = () => kept.promise;
    const sms = { source_addr: '+77010000003', short_message: '1' };
    let isThanked = false;
    const thanked = carrier.deliver(sms).finally(() => {
      isThanked = true;
    });
    // Meanwhile the line is alive.
    assert.equal(await carrier.ask('enquire_link'), 0);
    assert.deepEqual([got.length, isThanked], [1, false]);
    kept.resolve(false);
    assert.equal(await thanked, AGAIN);
    isKept = () => Promise.resolve(true);
    assert.equal(await carrier.deliver(sms), 0);
    assert.equal(got[0]?.id, got[1]?.id);
  });

  test('over sixty-four that are not kept yet are to come again', async () => {
    const kept = Promise.withResolvers<boolean>();
    isKept = () => kept.promise;
    const many = Array.from({ length: 80 }, (_, i) =>
      carrier.deliver({ source_addr: `+7701000${1000 + i}`, short_message: '1' }),
    );
    while (got.length < 64) await wait(10);
    await carrier.ask('enquire_link');
    kept.resolve(true);
    const statuses = await Promise.all(many);
    isKept = () => Promise.resolve(true);
    assert.deepEqual(
      [0, AGAIN].map((status) => statuses.filter((each) => each === status).length),
      [64, 16],
    );
    assert.equal(got.length, 64);
  });

  test('come again after the line broke, with nothing to send', async () => {
    const binds = carrier.heard().filter((command) => command === 'bind_transceiver').length;
    await carrier.ask('unbind');
    await bound(carrier, binds + 1);
    assert.equal(await carrier.deliver({ source_addr: '+77010000009', short_message: '2' }), 0);
    assert.equal(got.length, 1);
  });
});

async function bound(carrier: SmppCarrier, times: number): Promise<void> {
  const last = performance.now() + 10_000;
  while (carrier.heard().filter((command) => command === 'bind_transceiver').length < times) {
    assert.ok(performance.now() < last, 'the line was opened');
    await wait(20);
  }
}
