import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { createServer } from 'node:tls';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { cannotMakeCertificates, newAuthority, readCertificate } from '../../../test/sim/certificates.ts';
import { startSmppCarrier } from '../../../test/sim/smpp-carrier.ts';
import type { SmppCarrier, SmppTraits } from '../../../test/sim/smpp-carrier.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import { channelSmsSmpp } from './channel-sms-smpp.ts';
import type { SmppConfig } from './channel-sms-smpp.ts';

const LOGIN = { user: 'hub', password: 'secret' };
const DEFERRED: Outcome = { kind: 'deferred', scope: 'provider' };
const ACCEPTED: Outcome = { kind: 'accepted' };
const UNKNOWN: Outcome = { kind: 'unknown' };
const SHORT_MS = 300;
const MEBIBYTE = 1_048_576;

type Stage = {
  readonly carrier: SmppCarrier;
  readonly channel: Channel;
  readonly send: (text: string, withinMs?: number) => Promise<Outcome>;
};

/** A carrier and a channel to it, both gone afterwards. */
async function onStage(
  play: (stage: Stage) => Promise<void>,
  {
    config = {},
    traits = {},
  }: { readonly config?: Partial<SmppConfig>; readonly traits?: Partial<SmppTraits> } = {},
): Promise<void> {
  const carrier = await startSmppCarrier({ login: LOGIN, ...traits });
  const usual = {
    host: '127.0.0.1',
    port: carrier.port,
    security: 'plain',
    login: LOGIN,
    from: 'Shanyrak',
  } as const;
  const channel = channelSmsSmpp({ ...usual, ...config });
  try {
    await play({ carrier, channel, send: (text, withinMs = 3_000) => channel.send(parcel(text), withinMs) });
  } finally {
    await channel.close();
    await carrier.end();
  }
}

function parcel(text: string): Parcel {
  return { key: text, address: '+77010000001', topic: 'a', message: { title: '', text }, ttlSeconds: 600 };
}

function lineOf(length: number, body: Uint8Array = new Uint8Array()): Uint8Array {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return Buffer.concat([head, body]);
}

describe('a line that breaks', () => {
  test('is opened again for the next message, and no message goes twice', () =>
    onStage(async ({ carrier, send }) => {
      for (const reply of ['cut', 'cut-within'] as const) {
        carrier.reply(reply);
        assert.deepEqual(await send(`into ${reply}`), UNKNOWN);
        carrier.reply(0);
        assert.deepEqual(await send(`after ${reply}`), ACCEPTED);
      }
      assert.deepEqual(
        carrier.taken().map(({ text }) => text),
        ['after cut', 'after cut-within'],
      );
      assert.equal(carrier.heard().filter((command) => command === 'submit_sm').length, 4);
    }));

  test('loses what was under way to the unknown, all of it and at once', () =>
    onStage(async ({ carrier, send }) => {
      assert.deepEqual(await send('first'), ACCEPTED);
      carrier.reply('hang');
      const sending = Promise.all(Array.from({ length: 5 }, (_, i) => send(`under way ${i}`, 20_000)));
      await wait(SHORT_MS);
      carrier.reply('cut');
      assert.deepEqual(await send('cut', 20_000), UNKNOWN);
      assert.deepEqual(new Set((await sending).map(({ kind }) => kind)), new Set(['unknown']));
    }));

  test('that the carrier says goodbye on is left, and another opened', () =>
    onStage(async ({ carrier, send }) => {
      assert.deepEqual(await send('before'), ACCEPTED);
      assert.equal(await carrier.ask('unbind'), 0);
      assert.deepEqual(await send('after'), ACCEPTED);
      assert.equal(carrier.heard().filter((command) => command === 'bind_transceiver').length, 2);
    }));
});

describe('what no carrier should say', () => {
  // A length that no PDU has, and one that holds less than a head; bytes of no protocol; a head of another kind.
  for (const [title, bytes] of [
    ['a length of four gigabytes', lineOf(0xffff_ffff)],
    ['a length of seventeen kilobytes', lineOf(17_000)],
    ['a length below the shortest', lineOf(5, Buffer.alloc(40))],
    ['bytes of another protocol', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'.repeat(50))],
    [
      'a text that ends nowhere',
      lineOf(40, Buffer.from([0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 9, ...Buffer.alloc(24, 0x41)])),
    ],
  ] as const)
    test(`${title} ends the line, not the hub`, () =>
      onStage(async ({ carrier, send }) => {
        assert.deepEqual(await send('before'), ACCEPTED);
        carrier.write(bytes);
        await wait(SHORT_MS);
        const during = await send('during', 1_000);
        assert.match(during.kind, /^(?:accepted|unknown)$/);
        assert.deepEqual(await send('after', 1_000), ACCEPTED);
      }));

  test('zeros without end are not taken in', () =>
    onStage(async ({ carrier, send }) => {
      assert.deepEqual(await send('before'), ACCEPTED);
      carrier.write(Buffer.alloc(64 * MEBIBYTE));
      assert.deepEqual(await send('among them', SHORT_MS), UNKNOWN);
      assert.ok(carrier.unreadBytes() > 48 * MEBIBYTE);
    }));

  test('commands that are not for us are answered as such, and the line stays', () =>
    onStage(async ({ carrier, send }) => {
      assert.deepEqual(await send('before'), ACCEPTED);
      assert.equal(await carrier.ask('enquire_link'), 0);
      for (const command of ['submit_sm', 'data_sm', 'bind_receiver', 'query_sm'])
        assert.equal(await carrier.ask(command), 0x03, command);
      assert.deepEqual(await send('after'), ACCEPTED);
      assert.equal(carrier.heard().filter((command) => command === 'bind_transceiver').length, 1);
    }));
});

describe('a carrier that does not let us in', () => {
  test('is not asked again for a while, then for twice as long', () =>
    onStage(
      async ({ carrier, send }) => {
        for (const waitMs of [1_000, 2_000]) {
          for (const text of ['refused', 'at once again']) {
            const outcome = await send(text);
            assert.ok(outcome.kind === 'deferred' && outcome.scope === 'provider');
            const afterMs = outcome.afterMs ?? 0;
            assert.ok(afterMs > waitMs / 2 && afterMs <= waitMs, `${afterMs}`);
          }
          if (waitMs === 1_000) await wait(waitMs + SHORT_MS);
        }
        assert.deepEqual(
          carrier.heard().filter((command) => command !== 'unbind'),
          ['bind_transceiver', 'bind_transceiver'],
        );
      },
      { config: { login: { user: 'hub', password: 'wrong' } } },
    ));

  test('by saying nothing costs no more than the message may wait', () =>
    onStage(
      async ({ send }) => {
        const began = performance.now();
        assert.deepEqual(await send('silence', SHORT_MS), DEFERRED);
        assert.ok(performance.now() - began < 3 * SHORT_MS);
      },
      { traits: { onBind: () => 'hang' } },
    ));
});

test('a slow carrier gets no more than its window, and who found no place has not left', () =>
  onStage(
    async ({ carrier, send }) => {
      assert.deepEqual(await send('first'), ACCEPTED);
      carrier.reply('hang');
      const outcomes = await Promise.all([1, 2, 3, 4, 5].map((i) => send(`${i}`, SHORT_MS)));
      assert.deepEqual(outcomes, [UNKNOWN, UNKNOWN, DEFERRED, DEFERRED, DEFERRED]);
      carrier.reply(0);
      assert.deepEqual(await send('on another line'), ACCEPTED);
      assert.equal(carrier.heard().filter((command) => command === 'submit_sm').length, 4);
    },
    { config: { window: 2 } },
  ));

test(
  'believes the authorities it was given and no other, and says nothing before',
  { skip: cannotMakeCertificates },
  async () => {
    const carrier = await startSmppCarrier({ login: LOGIN });
    const authority = newAuthority(newFolder());
    // A stand-in for a carrier's own encryption: it opens the line and passes it on.
    const front = createServer(readCertificate(authority.certify('localhost', 5)), (socket) => {
      const back = createConnection(carrier.port, '127.0.0.1');
      for (const end of [socket, back]) end.on('error', () => undefined);
      socket.pipe(back).pipe(socket);
    });
    await once(front.listen(0, '127.0.0.1'), 'listening');
    front.on('tlsClientError', () => undefined);
    const address = front.address();
    const port = address !== null && typeof address !== 'string' ? address.port : assert.fail();
    const usual = { host: 'localhost', port, security: 'tls', login: LOGIN, from: 'Shanyrak' } as const;
    const strange = channelSmsSmpp(usual);
    assert.equal((await strange.send(parcel('x'), 5_000)).kind, 'deferred');
    assert.deepEqual(carrier.heard(), []);
    const known = channelSmsSmpp({ ...usual, ca: readFileSync(authority.caFile, 'utf8') });
    assert.deepEqual(await known.send(parcel('x'), 5_000), ACCEPTED);
    await Promise.all([known.close(), strange.close()]);
    front.close();
    await carrier.end();
  },
);
