import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { cannotMakeCertificates, newAuthority, readCertificate } from '../../../test/sim/certificates.ts';
import { runToExit } from '../../../test/sim/exits.ts';
import { startHttpCarrier } from '../../../test/sim/http-carrier.ts';
import type { HeardRequest, HttpAct, HttpCarrier } from '../../../test/sim/http-carrier.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { channelContract } from '../../ports/channel.contract.ts';
import type { Carrier, Mood } from '../../ports/channel.contract.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import { channelSmsHttp } from './channel-sms-http.ts';
import type { SmsConfig } from './channel-sms-http.ts';

const PARCEL: Parcel = {
  key: 'planted-key',
  address: '+77010000001',
  topic: 'planted-topic',
  message: { title: 'Тревога', text: 'Трактор у ворот', link: 'https://hub.example/p/planted-link' },
  ttlSeconds: 600,
};
const LOGIN = { user: 'hub', password: 'planted-password' };
const DEFERRED: Outcome = { kind: 'deferred', scope: 'provider' };
const WITHIN_MS = 1_000;

type Make = (port: number, more?: { readonly ca: string }) => SmsConfig;
const smsGate: Make = (port, more) => ({
  kind: 'sms-gate',
  url: `http${more === undefined ? '' : 's'}://localhost:${port}/`,
  login: LOGIN,
  ...more,
});
const json: Make = (port, more) => ({
  kind: 'json',
  url: `http${more === undefined ? '' : 's'}://localhost:${port}/v1/messages/send`,
  headers: { 'x-api-key': 'planted-api-key' },
  fields: { to: 'to', text: 'content', id: 'request_id' },
  fixed: { from: '+77010000000' },
  ...more,
});

/** As the app answers: 202, and the id of the message again. */
function taken({ body }: HeardRequest): HttpAct {
  return { status: 202, body: JSON.stringify({ id: fieldOf(body, 'id'), state: 'Pending' }) };
}

function fieldOf(body: string, name: string): unknown {
  return Reflect.get(JSON.parse(body) as object, name);
}

function actIn(mood: Mood): (request: HeardRequest) => HttpAct {
  switch (mood) {
    case 'well':
      return taken;
    case 'too-many':
      return () => ({ status: 429, headers: { 'retry-after': '7' } });
    case 'ill':
      return () => ({ status: 503, body: '{"message":"queue limits exceeded"}' });
    case 'slow':
      return () => 'hang';
    case 'reset':
      return () => 'cut';
    case 'refuses':
    case 'gone':
      return () => ({ status: 400, body: '{"message":"invalid phone number"}' });
  }
}

function contractOf(name: string, make: Make, textOf: (body: string) => unknown): void {
  const makeCarrier = async (): Promise<Carrier> => {
    const carrier = await startHttpCarrier();
    const channel = channelSmsHttp(make(carrier.port));
    return {
      channel,
      address: '+7 (701) 000-00-01',
      be: (mood) => carrier.play(actIn(mood)),
      taken: () =>
        Promise.resolve(
          carrier
            .requests()
            .filter(({ isTaken }) => isTaken)
            .map(({ body }) => String(textOf(body))),
        ),
      vanish: carrier.end,
      end: () => channel.close(),
    };
  };
  channelContract(name, makeCarrier, { without: ['gone'], notAnAddress: '102', saysHowLong: true });
}

contractOf('channel-sms-http: SMS Gateway for Android', smsGate, (body) =>
  Reflect.get(fieldOf(body, 'textMessage') as object, 'text'),
);
contractOf('channel-sms-http: a gateway with its own names', json, (body) => fieldOf(body, 'content'));

describe('what a gateway is told', () => {
  let carrier: HttpCarrier;
  before(async () => {
    carrier = await startHttpCarrier();
    carrier.play(taken);
  });
  after(() => carrier.end());
  const sent = async (config: SmsConfig, parcel: Parcel = PARCEL): Promise<HeardRequest> => {
    const channel = channelSmsHttp(config);
    await channel.send(parcel, 2_000);
    await channel.close();
    const heard = carrier.requests().at(-1);
    assert.ok(heard);
    return heard;
  };

  test('SMS Gateway for Android gets what its API takes', async () => {
    const { method, path, headers, body } = await sent({
      ...smsGate(carrier.port),
      kind: 'sms-gate',
      login: LOGIN,
      simNumber: 2,
    });
    assert.equal(`${method} ${path}`, 'POST /messages');
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers.authorization, `Basic ${Buffer.from('hub:planted-password').toString('base64')}`);
    const { id, ...rest } = JSON.parse(body);
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.deepEqual(rest, {
      textMessage: { text: 'Трактор у ворот' },
      phoneNumbers: ['+77010000001'],
      ttl: 600,
      withDeliveryReport: false,
      simNumber: 2,
    });
  });

  test('another gateway gets it by the names it was described with', async () => {
    const { path, headers, body } = await sent(json(carrier.port));
    assert.equal(path, '/v1/messages/send');
    assert.equal(headers['x-api-key'], 'planted-api-key');
    const { request_id: id, ...rest } = JSON.parse(body);
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.deepEqual(rest, { from: '+77010000000', to: '+77010000001', content: 'Трактор у ворот' });
    const older = await sent({
      kind: 'json',
      url: `http://localhost:${carrier.port}/message`,
      login: LOGIN,
      fields: { to: 'phoneNumbers', text: 'message', ttlSeconds: 'ttl' },
      isToList: true,
    });
    assert.match(older.headers.authorization ?? '', /^Basic /);
    assert.deepEqual(JSON.parse(older.body), {
      message: 'Трактор у ворот',
      phoneNumbers: ['+77010000001'],
      ttl: 600,
    });
  });

  test('a repeat has the same id, another message another', async () => {
    const ids: unknown[] = [];
    for (const key of ['one', 'one', 'two'])
      ids.push(fieldOf((await sent(smsGate(carrier.port), { ...PARCEL, key })).body, 'id'));
    assert.equal(ids[0], ids[1]);
    assert.notEqual(ids[0], ids[2]);
  });

  test('a text of more than one part goes nowhere', async () => {
    const channel = channelSmsHttp(smsGate(carrier.port));
    const heard = carrier.requests().length;
    const send = (text: string): Promise<Outcome> =>
      channel.send({ ...PARCEL, message: { title: 'a', text } }, 2_000);
    assert.deepEqual(await send('ң'.repeat(71)), { kind: 'refused', why: 'message' });
    assert.equal(carrier.requests().length, heard);
    assert.deepEqual(await send('ң'.repeat(70)), { kind: 'accepted' });
    await channel.close();
  });
});

describe('a gateway that is not well', () => {
  let carrier: HttpCarrier;
  let gate: Channel;
  let other: Channel;
  before(async () => {
    carrier = await startHttpCarrier();
    gate = channelSmsHttp(smsGate(carrier.port));
    other = channelSmsHttp(json(carrier.port));
  });
  after(async () => {
    await Promise.all([gate.close(), other.close()]);
    await carrier.end();
  });

  const later = { ...DEFERRED, afterMs: 60_000 };
  const unknown: Outcome = { kind: 'unknown' };
  const refused = (why: 'address' | 'message'): Outcome => ({ kind: 'refused', why });
  const accepted: Outcome = { kind: 'accepted' };
  const ROWS: readonly (readonly [title: string, act: HttpAct, gate: Outcome, other: Outcome])[] = [
    ['an id it had before', { status: 409 }, accepted, accepted],
    [
      'a number it cannot use',
      { status: 400, body: '{"message":"not mobile phone number"}' },
      refused('address'),
      refused('message'),
    ],
    [
      'no telephone behind it',
      { status: 400, body: '{"message":"No devices registered"}' },
      DEFERRED,
      refused('message'),
    ],
    ['another word for no', { status: 422 }, DEFERRED, refused('message')],
    ['a wrong password', { status: 401 }, DEFERRED, DEFERRED],
    ['a closed door', { status: 403 }, DEFERRED, DEFERRED],
    ['a wrong address', { status: 404 }, DEFERRED, DEFERRED],
    ['gone, says the web server', { status: 410 }, DEFERRED, DEFERRED],
    ['a moved gateway', { status: 308, headers: { location: '/elsewhere' } }, DEFERRED, DEFERRED],
    ['too many', { status: 429, headers: { 'retry-after': '60' } }, later, later],
    ['ill, for a while', { status: 503, headers: { 'retry-after': '60' } }, later, later],
    [
      'ill, for how long it cannot say',
      { status: 503, headers: { 'retry-after': 'soon' } },
      DEFERRED,
      DEFERRED,
    ],
    ['broken', { status: 500 }, DEFERRED, DEFERRED],
    ['a proxy that waited in vain', { status: 504 }, unknown, unknown],
    ['the page of another device', { status: 200, body: '<title>Printer</title>' }, unknown, accepted],
    ['an id of something else', { status: 202, body: '{"id":"other"}' }, unknown, accepted],
    ['no HTTP', { raw: 'SSH-2.0-OpenSSH_9.2\r\n' }, unknown, unknown],
    ['half an answer', { raw: 'HTTP/1.1 202 Acc' }, unknown, unknown],
    [
      'another protocol',
      { raw: 'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n' },
      unknown,
      unknown,
    ],
    ['headers without end', { first: 'HTTP/1.1 200 OK\r\n', flood: 'A: b\r\n' }, unknown, unknown],
    ['waits without end', { first: '', flood: 'HTTP/1.1 100 Continue\r\n\r\n' }, unknown, unknown],
    [
      'a refusal without end',
      { first: 'HTTP/1.1 500 No\r\n\r\n', flood: 'no '.repeat(1_000) },
      DEFERRED,
      DEFERRED,
    ],
    [
      'a refusal that is never finished',
      { first: 'HTTP/1.1 500 No\r\ncontent-length: 9\r\n\r\n' },
      DEFERRED,
      DEFERRED,
    ],
  ];
  for (const [title, act, ofGate, ofOther] of ROWS) {
    test(`${title}: ${ofGate.kind}, ${ofOther.kind}`, async () => {
      carrier.play(() => act);
      const heard = carrier.requests().length;
      const send = (channel: Channel): Promise<Outcome> => channel.send(PARCEL, WITHIN_MS);
      assert.deepEqual(await Promise.all([gate, other].map(send)), [ofGate, ofOther]);
      assert.equal(carrier.requests().length, heard + 2);
    });
  }

  test('whatever it says, an answer comes in time and no number is given up for it', async () => {
    const raw = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .tuple(fc.integer({ min: 100, max: 999 }), fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }))
        .map(([status, head, body]) => `HTTP/1.1 ${status} x\r\n${head}\r\n\r\n${body}`),
    );
    await fc.assert(
      fc.asyncProperty(raw, async (text) => {
        carrier.play(() => ({ raw: text }));
        const outcome = await gate.send(PARCEL, WITHIN_MS);
        assert.match(outcome.kind, /^(?:deferred|unknown|accepted)$/);
        assert.ok(outcome.kind !== 'accepted' || text.startsWith('HTTP/1.1 409'));
      }),
      { numRuns: 60 },
    );
  });

  test('nothing stays open after the answers', async () => {
    carrier.play(taken);
    await Promise.all(Array.from({ length: 20 }, () => gate.send(PARCEL, 2_000)));
    for (let i = 0; i < 50 && carrier.connections() > 0; i++) await wait(20);
    assert.equal(carrier.connections(), 0);
  });

  test('who closes the channel ends what is under way', async () => {
    carrier.play(() => 'hang');
    const channel = channelSmsHttp(smsGate(carrier.port));
    const heard = carrier.requests().length;
    const sending = channel.send(PARCEL, 60_000);
    while (carrier.requests().length === heard) await wait(5);
    await channel.close();
    assert.deepEqual(await sending, unknown);
    assert.deepEqual(await channel.send(PARCEL, 2_000), DEFERRED);
  });
});

describe('encryption', { skip: cannotMakeCertificates }, () => {
  test('a gateway the authority vouches for is believed, no other', async () => {
    const authority = newAuthority(newFolder());
    const carrier = await startHttpCarrier(readCertificate(authority.certify('localhost', 5)));
    carrier.play(taken);
    const known = channelSmsHttp(smsGate(carrier.port, { ca: readFileSync(authority.caFile, 'utf8') }));
    assert.deepEqual(await known.send(PARCEL, 5_000), { kind: 'accepted' });
    const { ca: _, ...believing } = smsGate(carrier.port, { ca: readFileSync(authority.caFile, 'utf8') });
    const strange = channelSmsHttp(believing);
    assert.deepEqual(await strange.send(PARCEL, 5_000), DEFERRED);
    assert.equal(carrier.requests().length, 1);
    await Promise.all([known.close(), strange.close()]);
    await carrier.end();
  });
});

test('settings that cannot be right are refused at once, and nothing secret is named', () => {
  const gate = { kind: 'sms-gate', url: 'http://192.168.1.4:8080', login: LOGIN } as const;
  const other = { kind: 'json', url: 'http://192.168.1.4/', fields: { to: 'to', text: 'text' } } as const;
  for (const config of [
    { ...gate, url: 'ftp://192.168.1.4' },
    { ...gate, url: '192.168.1.4/?planted-password' },
    { ...other, url: 'http://planted password' },
    { ...gate, url: 'http://planted-user:planted-password@192.168.1.4' },
    { ...other, headers: { 'x-api-key': 'planted-key\r\nx: y' } },
    { ...other, headers: { 'planted key': 'a' } },
  ])
    assert.throws(
      () => channelSmsHttp(config),
      (error) =>
        error instanceof Error && error.message.startsWith('bug: a ') && !/planted/.test(inspect(error)),
    );
});

test('nothing of a parcel or a login is in an outcome or on the screen, and a closed channel lets the process end', async () => {
  const carrier = await startHttpCarrier();
  carrier.play(({ body, headers }) => ({
    status: 400,
    body: JSON.stringify({ message: `invalid phone number in ${body} of ${headers.authorization}` }),
  }));
  const run = await runToExit(`
    import { channelSmsHttp } from ${JSON.stringify(resolve('src/adapters/channel-sms-http/channel-sms-http.ts'))};
    const channel = channelSmsHttp(${JSON.stringify(smsGate(carrier.port))});
    const outcome = await channel.send(${JSON.stringify(PARCEL)}, 2000);
    await channel.close();
    console.log('done', JSON.stringify(outcome), channel.providerOf('planted'));
  `);
  await carrier.end();
  assert.equal(run.code, 0, run.wrote);
  assert.equal(run.wrote.trim(), `done {"kind":"refused","why":"address"} http://localhost:${carrier.port}`);
  assert.ok(run.lingeredMs < 2_000);
});
