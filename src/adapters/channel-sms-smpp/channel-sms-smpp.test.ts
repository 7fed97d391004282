import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { runToExit } from '../../../test/sim/exits.ts';
import { startSmppCarrier } from '../../../test/sim/smpp-carrier.ts';
import type { SmppCarrier, SmppReply } from '../../../test/sim/smpp-carrier.ts';
import { channelContract } from '../../ports/channel.contract.ts';
import type { Carrier, Mood } from '../../ports/channel.contract.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import { channelSmsSmpp } from './channel-sms-smpp.ts';
import type { SmppConfig } from './channel-sms-smpp.ts';

const LOGIN = { user: 'planted-user', password: 'planted!' };
const NUMBER = '+77010000001';
const PARCEL: Parcel = {
  key: 'planted-key',
  address: NUMBER,
  topic: 'planted-topic',
  message: { title: 'Тревога', text: 'planted text', link: 'https://hub.example/p/planted-link' },
  ttlSeconds: 900,
};
const DEFERRED: Outcome = { kind: 'deferred', scope: 'provider' };
const MOODS: Record<Exclude<Mood, 'gone'>, SmppReply> = {
  well: 0,
  'too-many': 0x58,
  ill: 0x08,
  slow: 'hang',
  reset: 'cut-within',
  refuses: 0x0b,
};

function configOf(port: number, more: Partial<SmppConfig> = {}): SmppConfig {
  return { host: '127.0.0.1', port, security: 'plain', login: LOGIN, from: '+77010000000', ...more };
}

channelContract('SMS through an SMPP carrier', makeCarrier, {
  without: ['gone'],
  notAnAddress: '87010000001',
  saysHowLong: false,
});

async function makeCarrier(): Promise<Carrier> {
  const carrier = await startSmppCarrier({ login: LOGIN });
  const channel = channelSmsSmpp(configOf(carrier.port));
  return {
    channel,
    address: NUMBER,
    be: (mood) => carrier.reply(mood === 'gone' ? assert.fail() : MOODS[mood]),
    taken: () => Promise.resolve(carrier.taken().map(({ text }) => text)),
    vanish: () => carrier.end(),
    end: () => channel.close(),
  };
}

describe('what a carrier is given', () => {
  let carrier: SmppCarrier;
  before(async () => {
    carrier = await startSmppCarrier({ login: LOGIN, sendsReceipts: true, thinkMs: 5 });
  });
  after(() => carrier.end());
  const sendWith = async (text: string, more: Partial<SmppConfig> = {}): Promise<Outcome> => {
    const channel = channelSmsSmpp(configOf(carrier.port, more));
    const outcome = await channel.send({ ...PARCEL, message: { ...PARCEL.message, text } }, 5_000);
    await channel.close();
    return outcome;
  };

  test('is the text alone, in one part, with how long it is worth something', async () => {
    assert.deepEqual(await sendWith('Трактор қақпада'), { kind: 'accepted' });
    const sms = carrier.taken().at(-1) ?? assert.fail();
    assert.deepEqual([sms.to, sms.from, sms.text], ['77010000001', '77010000000', 'Трактор қақпада']);
    const { data_coding, dest_addr_ton, dest_addr_npi, registered_delivery, esm_class } = sms.fields;
    assert.deepEqual(
      [data_coding, dest_addr_ton, dest_addr_npi, registered_delivery, esm_class],
      [8, 1, 1, 0, 0],
    );
    const leftMs = Number(sms.fields['validity_period']) - Date.now();
    assert.ok(Math.abs(leftMs - 900_000) < 10_000, String(leftMs));
  });

  test('says by its kind whether it comes from a number, a short code or a name', async () => {
    for (const [from, address, ton, npi] of [
      ['+7 701 000-00-00', '77010000000', 1, 1],
      ['1530', '1530', 3, 0],
      ['Shanyrak', 'Shanyrak', 5, 0],
    ] as const) {
      assert.deepEqual(await sendWith('x', { from }), { kind: 'accepted' });
      const { source_addr, source_addr_ton, source_addr_npi } =
        carrier.taken().at(-1)?.fields ?? assert.fail();
      assert.deepEqual([source_addr, source_addr_ton, source_addr_npi], [address, ton, npi]);
    }
  });

  test('goes out in the alphabet of the carrier only where every carrier reads it the same', async () => {
    for (const [text, coding] of [
      ['a'.repeat(160), 0],
      ['DRILL: come to the gate? 1 yes, 2 no', 0],
      ['write to me@mail.example', 8],
      ['5 $', 8],
      ['ә'.repeat(70), 8],
    ] as const) {
      assert.deepEqual(await sendWith(text), { kind: 'accepted' });
      const sms = carrier.taken().at(-1) ?? assert.fail();
      assert.deepEqual([sms.text, sms.fields['data_coding']], [text, coding]);
    }
    for (const text of ['', 'ә'.repeat(71), 'a'.repeat(161), '@'.repeat(71)])
      assert.deepEqual(await sendWith(text), { kind: 'refused', why: 'message' }, text);
  });

  test('is never more at once than its window', async () => {
    const channel = channelSmsSmpp(configOf(carrier.port, { window: 3, asksReceipts: true }));
    const before = carrier.taken().length;
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        channel.send({ ...PARCEL, message: { title: '', text: `window ${i}` } }, 10_000),
      ),
    );
    assert.ok(outcomes.every(({ kind }) => kind === 'accepted'));
    assert.equal(carrier.taken().length - before, 60);
    assert.equal(carrier.widest(), 3);
    await channel.close();
    assert.equal(carrier.heard().filter((command) => command === 'deliver_sm_resp').length, 60);
  });

  test('is said goodbye to', () => {
    assert.equal(carrier.heard().at(-1), 'unbind');
  });
});

test('every status says of whom it speaks', async () => {
  const carrier = await startSmppCarrier({ login: LOGIN });
  const channel = channelSmsSmpp(configOf(carrier.port));
  for (const [status, outcome] of [
    [0x14, DEFERRED],
    [0x58, DEFERRED],
    [0x0a, DEFERRED],
    [0x04, DEFERRED],
    [0x0b, { kind: 'refused', why: 'address' }],
    [0x50, { kind: 'refused', why: 'address' }],
    [0x51, { kind: 'refused', why: 'address' }],
    [0x45, { kind: 'deferred', scope: 'address' }],
    [0x01, { kind: 'refused', why: 'message' }],
    [0x0104, { kind: 'refused', why: 'message' }],
    [0x0400, DEFERRED],
  ] as const) {
    carrier.reply(status);
    assert.deepEqual(await channel.send(PARCEL, 5_000), outcome, `0x${status.toString(16)}`);
  }
  await channel.close();
  await carrier.end();
});

test('settings that cannot be right are refused at once, and nothing secret is named', () => {
  for (const more of [
    { host: '' },
    { port: 0 },
    { login: { user: 'planted\n', password: 'x' } },
    { login: { user: '', password: 'planted' } },
    { from: '' },
    { from: 'planted, twelve' },
    { from: 'Шаңырақ' },
    { window: 0 },
    { window: 1.5 },
  ])
    assert.throws(
      () => channelSmsSmpp(configOf(2775, more)),
      (error) =>
        error instanceof Error && error.message.startsWith('bug: ') && !/planted/.test(inspect(error)),
    );
});

test('nothing of a parcel or a login is in an outcome or on the screen, and a closed channel lets the process end', async () => {
  const carrier = await startSmppCarrier({ login: LOGIN });
  carrier.reply(0x0b);
  const run = await runToExit(`
    import { channelSmsSmpp } from ${JSON.stringify(resolve('src/adapters/channel-sms-smpp/channel-sms-smpp.ts'))};
    const channel = channelSmsSmpp(${JSON.stringify(configOf(carrier.port))}, () => undefined);
    const outcome = await channel.send(${JSON.stringify(PARCEL)}, 2000);
    await channel.close();
    console.log('done', JSON.stringify(outcome), channel.providerOf('planted'));
  `);
  await carrier.end();
  assert.equal(run.code, 0, run.wrote);
  assert.equal(run.wrote.trim(), `done {"kind":"refused","why":"address"} 127.0.0.1:${carrier.port}`);
  assert.ok(run.lingeredMs < 2_000);
});

test('a closed channel opens no line again', async () => {
  const carrier = await startSmppCarrier({ login: LOGIN });
  const channel: Channel = channelSmsSmpp(configOf(carrier.port), () => Promise.resolve(true));
  await channel.close();
  assert.deepEqual(await channel.send(PARCEL, 1_000), DEFERRED);
  assert.deepEqual(carrier.heard(), []);
  await carrier.end();
});
