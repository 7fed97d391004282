import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { channelSmsSmpp } from '../../src/adapters/channel-sms-smpp/channel-sms-smpp.ts';
import type { Channel, Outcome } from '../../src/ports/channel.ts';
import { startSmppCarrier } from '../sim/smpp-carrier.ts';
import type { SmppCarrier, TakenSms } from '../sim/smpp-carrier.ts';
import { cannotRun, until } from './carriers.ts';
import { startKannel } from './kannel.ts';
import type { Kannel } from './kannel.ts';

const LOGIN = { user: 'hub', password: 'secret' };
const OURS = '+77010000000';
const MANY = 300;

/**
 * Kannel stands where telephones are: what we send comes out of a carrier there, and what Kannel says to it comes in to us.
 * Between the two is our stand-in of a carrier, which Kannel is so the judge of as well.
 */
describe('SMS to Kannel and back', { skip: cannotRun('usr/sbin/bearerbox', 'usr/sbin/smsbox') }, () => {
  const expected: string[] = [];
  const arrived: string[] = [];
  const answers: string[] = [];
  let receipts = 0;
  let ours: SmppCarrier;
  let theirs: SmppCarrier;
  let channel: Channel;
  let kannel: Kannel;
  const service = createServer((request, response) => serve(request, response));

  /** What Kannel asks: with an SMS, to have an answer for it; with word of what became of the answer. */
  function serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    if (url.pathname === '/receipt') receipts += 1;
    if (url.pathname === '/receipt') return void response.end();
    const raw = /[?&]text=([^&]*)/.exec(url.search)?.[1] ?? '';
    const octets = Buffer.from(decodeURIComponentBytes(raw), 'latin1');
    const text =
      url.searchParams.get('coding') === '2' ? octets.swap16().toString('utf16le') : octets.toString('utf8');
    arrived.push(text);
    const { port } = request.socket.address() as { port: number };
    response.writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'x-kannel-dlr-mask': '1',
      'x-kannel-dlr-url': `http://127.0.0.1:${port}/receipt`,
    });
    response.end(`1 ${arrived.length}`);
  }

  before(async () => {
    await once(service.listen(0, '127.0.0.1'), 'listening');
    const { port } = service.address() as { port: number };
    theirs = await startSmppCarrier({ login: LOGIN, sendsReceipts: true, onSms: (sms) => pass(sms, ours) });
    ours = await startSmppCarrier({ login: LOGIN, sendsReceipts: true, onSms: (sms) => pass(sms, theirs) });
    kannel = await startKannel({
      carrierPort: theirs.port,
      login: LOGIN,
      serviceUrl: `http://127.0.0.1:${port}/sms`,
    });
    channel = channelSmsSmpp(
      { host: '127.0.0.1', port: ours.port, security: 'plain', login: LOGIN, from: OURS, asksReceipts: true },
      ({ from, text }) => Promise.resolve(answers.push(`${from} ${text}`) > 0),
    );
    await until('Kannel is on the line', () => theirs.heard().includes('bind_transceiver'));
    await until('we are on the line', () => ours.heard().includes('bind_transceiver'));
  });
  after(async () => {
    await channel.close();
    await kannel.end();
    await Promise.all([ours.end(), theirs.end()]);
    service.close();
  });

  const send = (text: string, n = 1): Promise<Outcome> => {
    const address = `+7701${String(n).padStart(7, '0')}`;
    expected.push(text);
    return channel.send(
      { key: text, address, topic: 'a', message: { title: '', text }, ttlSeconds: 600 },
      10_000,
    );
  };

  test('a text in every alphabet comes out word for word, and its answer comes back from the number it went to', async () => {
    for (const text of [
      'DRILL: bulldozers at the gate? 1 yes 2 no',
      'Трактор у ворот. Придёте? 1 да 2 нет',
      'Трактор қақпада тұр: әң ғү',
      'me@mail.example, 5 $ {x}',
    ]) {
      assert.deepEqual(await send(text), { kind: 'accepted' });
      await until(`"${text}" is there`, () => arrived.at(-1) === text);
      await until('its answer', () => answers.at(-1) === `+77010000001 1 ${arrived.length}`);
    }
  });

  test('of three hundred at once each arrives once, is answered once, and its receipt is no answer', async () => {
    const before = answers.length;
    const outcomes = await Promise.all(Array.from({ length: MANY }, (_, i) => send(`many ${i}`, i + 2)));
    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['accepted']));
    await until('all answers', () => answers.length >= before + MANY, 60_000);
    assert.equal(new Set(answers).size, before + MANY);
  });

  test('nothing else came, Kannel has word of every answer of its own, and complains of nothing', async () => {
    await until('all receipts', () => receipts >= expected.length);
    assert.deepEqual(arrived.toSorted(), expected.toSorted());
    assert.equal(answers.length, expected.length);
    assert.equal(receipts, expected.length);
    assert.deepEqual(kannel.complaints(), []);
  });
});

/** From one customer of a carrier to another. */
function pass(sms: TakenSms, to: SmppCarrier): void {
  const { source_addr, source_addr_ton, source_addr_npi, destination_addr, data_coding } = sms.fields;
  const address = {
    source_addr,
    source_addr_ton,
    source_addr_npi,
    destination_addr,
    dest_addr_ton: 1,
    dest_addr_npi: 1,
  };
  void to.deliver({ ...address, data_coding, short_message: sms.text });
}

/** A query as Kannel writes it: any octet as %XX, and a space as +. */
function decodeURIComponentBytes(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
