import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { cannotMakeCertificates, newAuthority, readCertificate } from '../../../test/sim/certificates.ts';
import { runToExit } from '../../../test/sim/exits.ts';
import { startHttpCarrier } from '../../../test/sim/http-carrier.ts';
import type { HeardRequest, HttpAct, HttpAnswer, HttpCarrier } from '../../../test/sim/http-carrier.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { channelContract } from '../../ports/channel.contract.ts';
import type { Carrier, Mood } from '../../ports/channel.contract.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import { channelNtfy } from './channel-ntfy.ts';

const skip = cannotMakeCertificates;
const authority = skip === false ? newAuthority(newFolder()) : undefined;
const ca = authority === undefined ? '' : readFileSync(authority.caFile, 'utf8');
const identity = authority && readCertificate(authority.certify('localhost', 5));
const WITHIN_MS = 1_000;
const DEFERRED: Outcome = { kind: 'deferred', scope: 'provider' };
const UNKNOWN: Outcome = { kind: 'unknown' };

function parcelTo(address: string): Parcel {
  return {
    key: 'planted-key',
    address,
    topic: 'planted-alarm',
    message: { title: 'Тревога', text: 'Трактор у ворот', link: 'https://hub.example/p/planted-link' },
    ttlSeconds: 600,
  };
}

/** As ntfy answers: the message again, with what it made of it. */
function taken({ body }: HeardRequest): HttpAct {
  return { status: 200, body: JSON.stringify({ id: 'x', time: 1, event: 'message', ...JSON.parse(body) }) };
}

function failing(status: number, code: number): HttpAnswer {
  return { status, body: JSON.stringify({ code, http: status, error: 'no', link: 'https://ntfy.sh/docs' }) };
}

function actIn(mood: Mood): (request: HeardRequest) => HttpAct {
  switch (mood) {
    case 'well':
      return taken;
    case 'too-many':
      return () => ({ ...failing(429, 42_901), headers: { 'retry-after': '7' } });
    case 'ill':
      return () => ({ status: 502, body: '<html>Bad gateway</html>' });
    case 'slow':
      return () => 'hang';
    case 'reset':
      return () => 'cut';
    case 'refuses':
    case 'gone':
      return () => failing(403, 40_301);
  }
}

describe('an ntfy server', { skip }, () => {
  const makeCarrier = async (): Promise<Carrier> => {
    const carrier = await startHttpCarrier(identity);
    const channel = channelNtfy({ allowInside: true, ca });
    return {
      channel,
      address: `https://localhost:${carrier.port}/planted-topic`,
      be: (mood) => carrier.play(actIn(mood)),
      taken: () =>
        Promise.resolve(
          carrier
            .requests()
            .filter(({ isTaken }) => isTaken)
            .map(({ body }) => String(JSON.parse(body).message)),
        ),
      vanish: carrier.end,
      end: () => channel.close(),
    };
  };
  channelContract('channel-ntfy', makeCarrier, {
    without: ['gone'],
    notAnAddress: 'https://ntfy.example/',
    saysHowLong: true,
  });
});

describe('what an ntfy server is told, and says', { skip }, () => {
  let carrier: HttpCarrier;
  let channel: Channel;
  let parcel: Parcel;
  before(async () => {
    carrier = await startHttpCarrier(identity);
    channel = channelNtfy({ allowInside: true, ca });
    parcel = parcelTo(`https://localhost:${carrier.port}/planted-topic`);
  });
  after(async () => {
    await channel.close();
    await carrier.end();
  });

  test('title, text and link; a repeat replaces itself, and the next message of the alarm is heard', async () => {
    carrier.play(taken);
    for (const key of ['one', 'one', 'two'])
      assert.deepEqual(await channel.send({ ...parcel, key }, WITHIN_MS), { kind: 'accepted' });
    const [first, again, next] = carrier.requests().map(({ body }) => JSON.parse(body));
    const { sequence_id: id, ...rest } = first;
    assert.deepEqual(rest, {
      topic: 'planted-topic',
      title: 'Тревога',
      message: 'Трактор у ворот',
      priority: 5,
      click: 'https://hub.example/p/planted-link',
    });
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.equal(again.sequence_id, id);
    assert.notEqual(next.sequence_id, id);
    const [heard] = carrier.requests();
    assert.equal(`${heard?.method} ${heard?.path}`, 'POST /');
    assert.deepEqual(Object.keys(heard?.headers ?? {}).toSorted(), [
      'connection',
      'content-length',
      'content-type',
      'host',
    ]);
  });

  const refused = (why: 'address' | 'message'): Outcome => ({ kind: 'refused', why });
  const ROWS: readonly (readonly [title: string, act: HttpAct, outcome: Outcome])[] = [
    ['a name no topic can have', failing(400, 40_009), refused('address')],
    ['a name of a page', failing(400, 40_010), refused('address')],
    ['a topic to log in for', failing(401, 40_101), refused('address')],
    ['a message it cannot read', failing(400, 40_017), refused('message')],
    ['a message too large', failing(413, 41_303), refused('message')],
    ['too many', failing(429, 42_901), DEFERRED],
    ['the quota of the day', failing(429, 42_908), DEFERRED],
    ['a telephone long not seen', failing(507, 50_701), { kind: 'deferred', scope: 'address' }],
    ['a full disk', { status: 507 }, DEFERRED],
    ['broken', failing(500, 50_001), DEFERRED],
    ['nothing there', failing(404, 40_401), DEFERRED],
    ['gone, says the web server', { status: 410 }, DEFERRED],
    ['no, says a proxy', { status: 403, body: '<html>Forbidden</html>' }, DEFERRED],
    ['no, in the words of another', { status: 400, body: '{"code":40301}' }, DEFERRED],
    ['moved', { status: 301, headers: { location: '/elsewhere' } }, DEFERRED],
    ['ill, for a while', { status: 503, headers: { 'retry-after': '60' } }, { ...DEFERRED, afterMs: 60_000 }],
    ['a proxy that waited in vain', { status: 504 }, UNKNOWN],
    ['a web page', { status: 200, body: '<title>Welcome</title>' }, UNKNOWN],
    ['another topic', { status: 200, body: '{"event":"message","topic":"other"}' }, UNKNOWN],
    ['no HTTP', { raw: '220 mail.example ESMTP\r\n' }, UNKNOWN],
    ['headers without end', { first: 'HTTP/1.1 200 OK\r\n', flood: 'A: b\r\n' }, UNKNOWN],
    ['a refusal without end', { first: 'HTTP/1.1 500 No\r\n\r\n', flood: 'no '.repeat(1_000) }, DEFERRED],
    ['a refusal that is never finished', { first: 'HTTP/1.1 500 No\r\ncontent-length: 9\r\n\r\n' }, DEFERRED],
  ];
  for (const [title, act, outcome] of ROWS) {
    test(`${title}: ${Object.values(outcome).join(' ')}`, async () => {
      carrier.play(() => act);
      const heard = carrier.requests().length;
      assert.deepEqual(await channel.send(parcel, WITHIN_MS), outcome);
      assert.equal(carrier.requests().length, heard + 1);
    });
  }

  test('whatever it says, an answer comes in time and no topic is taken for gone', async () => {
    const raw = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .tuple(fc.integer({ min: 100, max: 999 }), fc.string({ maxLength: 40 }), fc.json())
        .map(([status, head, body]) => `HTTP/1.1 ${status} x\r\n${head}\r\n\r\n${body}`),
    );
    await fc.assert(
      fc.asyncProperty(raw, async (text) => {
        carrier.play(() => ({ raw: text }));
        assert.match((await channel.send(parcel, WITHIN_MS)).kind, /^(?:deferred|unknown)$/);
      }),
      { numRuns: 40 },
    );
  });

  test('nothing stays open after the answers, and who closes the channel ends what is under way', async () => {
    carrier.play(taken);
    await Promise.all(Array.from({ length: 20 }, () => channel.send(parcel, 5_000)));
    for (let i = 0; i < 50 && carrier.connections() > 0; i++) await wait(20);
    assert.equal(carrier.connections(), 0);
    carrier.play(() => 'hang');
    const other = channelNtfy({ allowInside: true, ca });
    const heard = carrier.requests().length;
    const sending = other.send(parcel, 60_000);
    while (carrier.requests().length === heard) await wait(5);
    await other.close();
    assert.deepEqual(await sending, UNKNOWN);
    assert.deepEqual(await other.send(parcel, WITHIN_MS), DEFERRED);
  });

  test('a server nobody vouches for gets nothing', async () => {
    carrier.play(taken);
    const heard = carrier.requests().length;
    const believing = channelNtfy({ allowInside: true });
    assert.deepEqual(await believing.send(parcel, WITHIN_MS), DEFERRED);
    assert.equal(carrier.requests().length, heard);
    await believing.close();
  });

  test('nothing of a parcel is in an outcome or on the screen, and a closed channel lets the process end', async () => {
    carrier.play(() => failing(403, 40_301));
    const run = await runToExit(`
      import { channelNtfy } from ${JSON.stringify(resolve('src/adapters/channel-ntfy/channel-ntfy.ts'))};
      const channel = channelNtfy({ allowInside: true, ca: ${JSON.stringify(ca)} });
      const outcome = await channel.send(${JSON.stringify(parcel)}, 2000);
      await channel.close();
      console.log('done', JSON.stringify(outcome), channel.providerOf(${JSON.stringify(parcel.address)}));
    `);
    assert.equal(run.code, 0, run.wrote);
    const origin = `https://localhost:${carrier.port}`;
    assert.equal(run.wrote.trim(), `done {"kind":"refused","why":"address"} ${origin}`);
    assert.ok(run.lingeredMs < 2_000);
  });
});

describe('where a topic of a subscriber may not lead', { skip }, () => {
  const INSIDE: Outcome = { kind: 'refused', why: 'inside' };
  let carrier: HttpCarrier;
  before(async () => {
    carrier = await startHttpCarrier(identity);
    carrier.play(taken);
  });
  after(() => carrier.end());
  const sendTo = async (host: string, answers?: () => Promise<readonly string[]>): Promise<Outcome> => {
    const found =
      answers &&
      (async () => (await answers()).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
    const channel = channelNtfy({ ca, ...(found !== undefined && { resolve: found }) });
    try {
      return await channel.send(parcelTo(`https://${host}:${carrier.port}/planted-topic`), WITHIN_MS);
    } finally {
      await channel.close();
    }
  };

  test('to this machine or its neighbours, however that is written', async () => {
    for (const host of [
      'localhost',
      '127.0.0.1',
      '127.1',
      '0x7f.1',
      '2130706433',
      '0.0.0.0',
      '10.0.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '[fe80::1]',
      '[fd00::1]',
    ])
      assert.deepEqual(await sendTo(host), INSIDE, host);
    assert.equal(carrier.connections() + carrier.requests().length, 0);
  });

  test('by a name that leads there', async () => {
    for (const answers of [['127.0.0.1'], ['10.1.2.3', '::1'], ['fe80::1%lo'], ['::ffff:127.0.0.1']])
      assert.deepEqual(await sendTo('ntfy.example', () => Promise.resolve(answers)), INSIDE, answers.join());
    assert.equal(carrier.connections() + carrier.requests().length, 0);
  });

  test('a name is looked up once a try, and the connection goes to what came of that', async () => {
    let asked = 0;
    const channel = channelNtfy({
      ca,
      allowInside: true,
      resolve: () => {
        asked++;
        return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
      },
    });
    const parcel = parcelTo(`https://localhost:${carrier.port}/planted-topic`);
    assert.deepEqual(await channel.send(parcel, WITHIN_MS), { kind: 'accepted' });
    assert.equal(asked, 1);
    await channel.close();
  });

  test('a name that leads nowhere, or is answered never, waits', async () => {
    assert.deepEqual(await sendTo('ntfy.example', () => Promise.resolve([])), DEFERRED);
    assert.deepEqual(await sendTo('ntfy.example', () => Promise.reject(new Error('planted'))), DEFERRED);
    const { promise: never } = Promise.withResolvers<readonly string[]>();
    const began = performance.now();
    assert.deepEqual(await sendTo('ntfy.example', () => never), DEFERRED);
    assert.ok(performance.now() - began < 3 * WITHIN_MS);
  });
});
