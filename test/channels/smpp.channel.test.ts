import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { channelSmsSmpp } from '../../src/adapters/channel-sms-smpp/channel-sms-smpp.ts';
import type { SmppConfig } from '../../src/adapters/channel-sms-smpp/channel-sms-smpp.ts';
import type { Channel, Outcome } from '../../src/ports/channel.ts';
import { cannotRun, DEBIAN, freePort, startServer, until } from './carriers.ts';
import type { Server } from './carriers.ts';

const LOGIN = { user: 'hub', password: 'secret' };
const MANY = 100;
const PERL_LIBRARY = join(DEBIAN, 'usr/share/perl5');
const canLoad = spawnSync('perl', [`-I${PERL_LIBRARY}`, '-MNet::SMPP', '-e', '1']).status === 0;
const skip = cannotRun('usr/share/perl5/Net/SMPP.pm') || (!canLoad && 'there is no perl here that loads it');

describe('SMS through a carrier on another author’s SMPP library', { skip }, () => {
  let carrier: Server;
  let config: SmppConfig;
  let channel: Channel;
  const answers: string[] = [];
  const expected: string[] = [];

  before(async () => {
    const port = await freePort();
    const script = join(import.meta.dirname, 'smpp-carrier.pl');
    carrier = startServer('/usr/bin/env', [
      'perl',
      `-I${PERL_LIBRARY}`,
      script,
      `${port}`,
      LOGIN.user,
      LOGIN.password,
    ]);
    await until('the carrier listens', () => carrier.wrote().startsWith('listens'));
    config = {
      host: '127.0.0.1',
      port,
      security: 'plain',
      login: LOGIN,
      from: '+77010000000',
      asksReceipts: false,
    };
    channel = channelSmsSmpp(config, ({ from, text }) =>
      Promise.resolve(answers.push(`${from} ${text}`) > 0),
    );
    await until('we are on the line', () => lines('bind').length === 1);
  });
  after(async () => {
    await channel.close();
    await carrier.end();
  });

  const lines = (word: string): readonly string[] =>
    carrier
      .wrote()
      .split('\n')
      .filter((line) => line.startsWith(`${word} `) || line === word);
  const texts = (): readonly string[] =>
    lines('text').map((line) => {
      const [, coding, hex = ''] = line.split(' ');
      const octets = Buffer.from(hex, 'hex');
      return coding === '8' ? octets.swap16().toString('utf16le') : octets.toString('latin1');
    });
  const send = (text: string, n = 1): Promise<Outcome> => {
    const address = `+7701${String(n).padStart(7, '0')}`;
    expected.push(text);
    const message = { title: '', text };
    return channel.send({ key: text, address, topic: 'a', message, ttlSeconds: 600 }, 10_000);
  };

  test('binds as SMPP 3.4, and a text in every alphabet comes out word for word', async () => {
    assert.deepEqual(lines('bind'), ['bind 34 let in']);
    for (const text of [
      'DRILL: bulldozers? 1 yes 2 no',
      'Трактор у ворот. Придёте?',
      'Трактор қақпада тұр: әң ғү',
    ]) {
      assert.deepEqual(await send(text), { kind: 'accepted' });
      await until(`"${text}" is there`, () => texts().at(-1) === text);
    }
    assert.match(lines('sms')[0] ?? '', /^sms 77010000000 1 1 77010000001 000000001000000R$/);
  });

  test('of a hundred at once each arrives once, and its answer comes in from the number it went to', async () => {
    const before = answers.length;
    const outcomes = await Promise.all(Array.from({ length: MANY }, (_, i) => send(`many ${i}`, i + 2)));
    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['accepted']));
    await until('all answers', () => answers.length >= before + MANY);
    assert.equal(new Set(answers).size, expected.length);
  });

  test('nothing else came, every answer was thanked for, and the line ends with a goodbye', async () => {
    await until('all thanks', () => lines('thanks').length >= expected.length);
    assert.deepEqual(texts().toSorted(), expected.toSorted());
    assert.deepEqual(
      lines('thanks'),
      expected.map(() => 'thanks 0'),
    );
    assert.deepEqual(lines('unexpected'), []);
    await channel.close();
    await until('the goodbye', () => lines('unbind').length === 1);
  });

  test('a wrong password is not let in, and the message waits', async () => {
    const stranger = channelSmsSmpp({ ...config, login: { ...LOGIN, password: 'wrong' } });
    const message = { title: '', text: 'a' };
    const parcel = { key: 'a', address: '+77010000001', topic: 'a', message, ttlSeconds: 600 };
    assert.equal((await stranger.send(parcel, 5_000)).kind, 'deferred');
    await stranger.close();
    await until('the refusal', () => lines('bind').at(-1) === 'bind 34 refused');
    assert.equal(lines('sms').length, expected.length);
  });
});
