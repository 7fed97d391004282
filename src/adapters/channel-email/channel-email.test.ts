import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { cannotMakeCertificates, newAuthority, readCertificate } from '../../../test/sim/certificates.ts';
import { runToExit } from '../../../test/sim/exits.ts';
import { startSmtpCarrier } from '../../../test/sim/smtp-carrier.ts';
import type { SmtpCarrier, SmtpScript } from '../../../test/sim/smtp-carrier.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { channelContract } from '../../ports/channel.contract.ts';
import type { Carrier, Mood } from '../../ports/channel.contract.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import { channelEmail } from './channel-email.ts';
import type { EmailConfig } from './channel-email.ts';

const MOODS: Record<Mood, SmtpScript> = {
  well: {},
  'too-many': { mail: '421 4.7.0 too many at once' },
  ill: { body: '451 4.3.0 out of room' },
  slow: { body: 'hang' },
  reset: { body: 'cut' },
  gone: { rcpt: '550 5.1.1 no such user' },
  refuses: { rcpt: '550 5.7.1 not from you' },
};

const PARCEL: Parcel = {
  key: 'planted-key',
  address: 'planted.person@mail.example',
  topic: 'planted-topic',
  message: { title: 'Тревога', text: 'Трактор у ворот', link: 'https://hub.example/p/planted-link' },
  ttlSeconds: 600,
};
const LOGIN = { user: 'hub', password: 'planted-password' };
const DEFERRED: Outcome = { kind: 'deferred', scope: 'provider' };
const SHORT_MS = 300;
// Enough to come as far as the mail itself, on a busy machine too.
const TO_BODY_MS = 1_000;

function channelTo(carrier: SmtpCarrier, more: Partial<EmailConfig> = {}): Channel {
  return channelEmail({
    host: '127.0.0.1',
    port: carrier.port,
    security: 'plain',
    from: 'alarm@place.example',
    ...more,
  });
}

// As most servers are, and as the simplest.
const MODERN = ['PIPELINING', 'SIZE 10240000', 'AUTH PLAIN LOGIN', '8BITMIME', 'SMTPUTF8', 'DSN'];
const SERVERS = [
  ['that waits for each answer', ['AUTH PLAIN LOGIN']],
  ['that is told ahead', MODERN],
] as const;

async function makeCarrier(extensions: readonly string[]): Promise<Carrier> {
  const carrier = await startSmtpCarrier({ extensions });
  const channel = channelTo(carrier);
  return {
    channel,
    address: 'aigul@mail.example',
    be: (mood) => carrier.play(MOODS[mood]),
    taken: () => Promise.resolve(carrier.letters().map(({ text }) => text)),
    vanish: carrier.end,
    end: () => channel.close(),
  };
}

for (const [how, extensions] of SERVERS)
  channelContract(`channel-email: a server ${how}`, () => makeCarrier(extensions), {
    without: [],
    notAnAddress: 'aigul@mail.example, berik@mail.example',
    saysHowLong: false,
  });

for (const [how, extensions] of SERVERS)
  describe(`a mail server ${how} and is not well`, () => {
    let carrier: SmtpCarrier;
    let channel: Channel;
    before(async () => {
      carrier = await startSmtpCarrier({ extensions });
      channel = channelTo(carrier, { login: LOGIN });
    });
    after(async () => {
      await channel.close();
      await carrier.end();
    });
    // A new conversation for each row: what is kept from the row before would skip the first steps.
    const sendTo = async (script: SmtpScript, withinMs = 2_000): Promise<Outcome> => {
      const fresh = channelTo(carrier, { login: LOGIN });
      carrier.play(script);
      try {
        return await fresh.send(PARCEL, withinMs);
      } finally {
        await fresh.close();
      }
    };

    const ROWS: readonly (readonly [title: string, script: SmtpScript, outcome: Outcome])[] = [
      ['closed for today', { greeting: '554 5.3.2 closed' }, DEFERRED],
      ['too busy to greet', { greeting: '421 4.3.2 later' }, DEFERRED],
      ['no SMTP at all', { greeting: 'SSH-2.0-OpenSSH_9.2' }, DEFERRED],
      ['a password that is wrong', { auth: '535 5.7.8 no' }, DEFERRED],
      ['a sender it does not let in', { mail: '550 5.7.1 not you' }, DEFERRED],
      ['a login it misses', { rcpt: '530 5.7.0 log in first' }, DEFERRED],
      ['a greylist', { rcpt: '451 4.7.1 in five minutes' }, { kind: 'deferred', scope: 'address' }],
      ['a full mailbox', { rcpt: '452 4.2.2 full' }, { kind: 'deferred', scope: 'address' }],
      ['a full mailbox, for good', { rcpt: '552 5.2.2 full' }, { kind: 'refused', why: 'address' }],
      ['a mailbox that is closed', { rcpt: '550 5.2.1 closed' }, { kind: 'refused', why: 'address' }],
      ['an unknown host', { rcpt: '550 5.1.2 unknown' }, { kind: 'refused', why: 'address' }],
      ['550 without more', { rcpt: '550 no' }, { kind: 'refused', why: 'address' }],
      ['550 that only talks of 5.1.1', { rcpt: '550 see 5.1.1' }, { kind: 'refused', why: 'address' }],
      ['a mailbox that is not there', { rcpt: '550 5.1.1 unknown' }, { kind: 'gone' }],
      ['a mailbox that moved', { rcpt: '551 5.1.6 moved' }, { kind: 'gone' }],
      ['a domain that takes no mail', { rcpt: '556 5.1.10 null MX' }, { kind: 'gone' }],
      ['spam', { body: '554 5.7.1 spam' }, { kind: 'refused', why: 'message' }],
      ['spam before it is read', { data: '554 5.7.1 spam' }, { kind: 'refused', why: 'message' }],
      ['a mailbox missed late', { body: '550 5.1.1 unknown' }, { kind: 'gone' }],
      ['a full disk', { body: '452 4.3.1 full' }, DEFERRED],
      ['a farewell in place of an answer', { body: '421 4.3.2 bye' }, DEFERRED],
    ];
    for (const [title, script, outcome] of ROWS) {
      test(`${title}: ${Object.values(outcome).join(' ')}`, async () => {
        assert.deepEqual(await sendTo(script), outcome);
      });
    }

    for (const step of ['greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data'] as const) {
      test(`a line cut or silent at "${step}" leaves the mail here`, async () => {
        assert.deepEqual(await sendTo({ [step]: 'cut' }), DEFERRED);
        const began = performance.now();
        assert.deepEqual(await sendTo({ [step]: 'hang' }, SHORT_MS), DEFERRED);
        assert.ok(performance.now() - began < 4 * SHORT_MS);
      });
    }

    test('a line cut after the mail leaves open where it is', async () => {
      assert.deepEqual(await sendTo({ body: 'cut' }), { kind: 'unknown' });
      assert.deepEqual(await sendTo({ body: 'hang' }, TO_BODY_MS), { kind: 'unknown' });
    });

    test('an answer without end is not listened to', async () => {
      const lines = '250-and more\r\n'.repeat(20_000);
      for (const flood of [lines, '2'.repeat(1_000_000)])
        for (const step of ['greeting', 'ehlo', 'rcpt'] as const)
          assert.deepEqual(await sendTo({ [step]: flood }, SHORT_MS), DEFERRED, step);
    });

    test('whatever it says, an answer comes in time and nothing is taken for gone that was not called so', async () => {
      const reply = fc.oneof(
        fc.string({ maxLength: 40 }),
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc
          .tuple(fc.constantFrom('2', '3', '4', '5'), fc.string({ maxLength: 20 }))
          .map(([a, b]) => `${a}50 ${b}`),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data', 'body'),
          reply,
          async (step, said) => {
            const outcome = await sendTo({ [step]: said }, 100);
            assert.ok(outcome.kind !== 'gone' || /5\.1\.(?:1|6|10)/.test(said));
          },
        ),
        { numRuns: 60 },
      );
    });

    test('mails go one after the other over one connection, and many at once over a few', async () => {
      carrier.play({});
      const before = carrier.heard().filter((line) => line.startsWith('EHLO')).length;
      for (let i = 0; i < 10; i++) assert.equal((await channel.send(PARCEL, 2_000)).kind, 'accepted');
      assert.equal(carrier.heard().filter((line) => line.startsWith('EHLO')).length, before + 1);
      let most = 0;
      const watch = setInterval(() => {
        most = Math.max(most, carrier.connections());
      }, 1);
      await Promise.all(Array.from({ length: 100 }, () => channel.send(PARCEL, 5_000)));
      clearInterval(watch);
      assert.ok(most <= 5, String(most));
    });

    test('who is refused does not cost others the connection', async () => {
      carrier.play({});
      await channel.send(PARCEL, 2_000);
      const before = carrier.heard().length;
      carrier.play({ rcpt: '550 5.1.1 no such user' });
      assert.equal((await channel.send(PARCEL, 2_000)).kind, 'gone');
      carrier.play({});
      assert.equal((await channel.send(PARCEL, 2_000)).kind, 'accepted');
      assert.ok(
        !carrier
          .heard()
          .slice(before)
          .some((line) => line.startsWith('EHLO')),
      );
    });

    test('those who wait for a silent server are told in time that their mail is still here', async () => {
      carrier.play({ body: 'hang' });
      const fresh = channelTo(carrier);
      const holding = Array.from({ length: 5 }, () => fresh.send(PARCEL, 2 * TO_BODY_MS));
      const waiting = Array.from({ length: 15 }, () => fresh.send(PARCEL, SHORT_MS));
      assert.ok((await Promise.all(waiting)).every(({ kind }) => kind === 'deferred'));
      assert.ok((await Promise.all(holding)).every(({ kind }) => kind === 'unknown'));
      carrier.play({});
      assert.equal((await fresh.send(PARCEL, 2_000)).kind, 'accepted');
      await fresh.close();
      assert.deepEqual(await fresh.send(PARCEL, SHORT_MS), DEFERRED);
    });

    test('who goes on waiting when others give up gets the first place that is free', async () => {
      carrier.play({ body: 'hang' });
      const fresh = channelTo(carrier);
      const send = (withinMs: number): Promise<Outcome> => fresh.send(PARCEL, withinMs);
      const first = send(TO_BODY_MS);
      const holding = Array.from({ length: 4 }, () => send(60_000));
      const staying = send(60_000);
      await Promise.all(Array.from({ length: 10 }, () => send(SHORT_MS)));
      carrier.play({});
      await first;
      const late = wait(5_000, undefined, { ref: false });
      assert.deepEqual(await Promise.race([staying, late]), { kind: 'accepted' });
      await fresh.close();
      assert.ok((await Promise.all(holding)).every(({ kind }) => kind === 'unknown'));
    });
  });

describe('what a mail says', () => {
  let carrier: SmtpCarrier;
  let channel: Channel;
  before(async () => {
    carrier = await startSmtpCarrier({ extensions: MODERN });
    channel = channelTo(carrier, { login: LOGIN });
  });
  after(async () => {
    await channel.close();
    await carrier.end();
  });

  test('title, text and link in plain text, and nothing of this machine', async () => {
    await channel.send(PARCEL, 2_000);
    const letter = carrier.letters().at(-1);
    assert.equal(letter?.from, 'alarm@place.example');
    assert.equal(letter.to, PARCEL.address);
    assert.equal(letter.subject, 'Тревога');
    assert.equal(letter.text, 'Трактор у ворот\n\nhttps://hub.example/p/planted-link');
    assert.equal(letter.headers.get('auto-submitted'), 'auto-generated');
    assert.ok(
      !letter.headers.has('list-unsubscribe'),
      'the personal link answers an alarm, and takes nobody off a list',
    );
    assert.match(letter.headers.get('content-type') ?? '', /^text\/plain; charset=utf-8/);
    assert.ok(!letter.headers.has('x-mailer'));
    assert.ok(carrier.heard().includes('EHLO place.example'));
  });

  test('the login is given', () => {
    const said = Buffer.from(`\0${LOGIN.user}\0${LOGIN.password}`).toString('base64');
    assert.ok(carrier.heard().includes(`AUTH PLAIN ${said}`));
  });

  test('a repeat is the same mail, another message is not', async () => {
    for (const key of ['one', 'one', 'two']) await channel.send({ ...PARCEL, key }, 2_000);
    const [first, again, other] = carrier
      .letters()
      .slice(-3)
      .map(({ headers }) => headers.get('message-id'));
    assert.match(first ?? '', /^<[0-9a-f]{32}@place\.example>$/);
    assert.equal(again, first);
    assert.notEqual(other, first);
  });

  test('any text arrives as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 70 }), async (written) => {
        const text = `${written}\n.\n..\nFrom here`;
        await channel.send({ ...PARCEL, message: { title: 'a', text } }, 2_000);
        assert.equal(carrier.letters().at(-1)?.text, text.trim());
      }),
      { numRuns: 40 },
    );
  });
});

describe('encryption', { skip: cannotMakeCertificates }, () => {
  const authority = newAuthority(newFolder());
  const identity = readCertificate(authority.certify('localhost', 5));
  for (const security of ['tls', 'starttls'] as const) {
    test(`${security}: a server the authority vouches for is believed, no other`, async () => {
      const carrier = await startSmtpCarrier({ security, identity });
      const at = { security, host: 'localhost', login: LOGIN };
      const known = channelTo(carrier, { ...at, ca: readFileSync(authority.caFile, 'utf8') });
      assert.deepEqual(await known.send(PARCEL, 5_000), { kind: 'accepted' });
      const said = carrier.heard().length;
      const unknown = channelTo(carrier, at);
      assert.deepEqual(await unknown.send(PARCEL, 5_000), DEFERRED);
      assert.ok(
        carrier
          .heard()
          .slice(said)
          .every((line) => /^(?:EHLO|STARTTLS)/.test(line)),
      );
      await Promise.all([known.close(), unknown.close()]);
      await carrier.end();
    });
  }

  test('a server that cannot encrypt, or hides it, gets neither login nor mail', async () => {
    const carrier = await startSmtpCarrier();
    const channel = channelTo(carrier, { security: 'starttls', login: LOGIN });
    for (const script of [{}, { starttls: '454 4.7.0 not now' }]) {
      carrier.play(script);
      assert.deepEqual(await channel.send(PARCEL, 2_000), DEFERRED);
    }
    assert.ok(carrier.heard().every((line) => /^(?:EHLO|STARTTLS)/.test(line)));
    await channel.close();
    await carrier.end();
  });

  test('only a server on this machine is spoken to without it', () => {
    const plain = { port: 25, security: 'plain', from: 'alarm@place.example' } as const;
    for (const host of ['mail.example', '192.168.1.4', 'localhost.example', '127.0.0.1.example'])
      assert.throws(() => channelEmail({ ...plain, host }), /only mail to this machine/);
  });
});

test('nothing of a parcel or a login is in an outcome or on the screen, and a closed channel lets the process end', async () => {
  const carrier = await startSmtpCarrier();
  carrier.play({ rcpt: '550 5.7.1 <planted.person@mail.example>: no' });
  const config = {
    host: '127.0.0.1',
    port: carrier.port,
    security: 'plain',
    from: 'a@place.example',
    login: LOGIN,
  };
  const run = await runToExit(`
    import { channelEmail } from ${JSON.stringify(resolve('src/adapters/channel-email/channel-email.ts'))};
    const channel = channelEmail(${JSON.stringify(config)});
    const outcome = await channel.send(${JSON.stringify(PARCEL)}, 2000);
    await channel.close();
    console.log('done', JSON.stringify(outcome), channel.providerOf('planted'));
  `);
  await carrier.end();
  assert.equal(run.code, 0, run.wrote);
  assert.equal(run.wrote.trim(), `done {"kind":"refused","why":"address"} 127.0.0.1:${carrier.port}`);
  assert.ok(run.lingeredMs < 2_000);
});
