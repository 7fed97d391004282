import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { channelSmsGammu } from '../../src/adapters/channel-sms-gammu/channel-sms-gammu.ts';
import type { Channel, Outcome } from '../../src/ports/channel.ts';
import { cannotRun, until } from './carriers.ts';
import { startGammu } from './gammu.ts';
import type { Gammu } from './gammu.ts';

const WITHIN_MS = 30_000;

describe('SMS through gammu-smsd and its dummy telephone', { skip: cannotRun('usr/bin/gammu-smsd') }, () => {
  const expected: string[] = [];
  const answers: string[] = [];
  let gammu: Gammu;
  let channel: Channel;
  before(async () => {
    gammu = await startGammu();
    channel = channelSmsGammu({ folder: gammu.spool }, ({ from, text }) =>
      Promise.resolve(answers.push(`${from} ${text}`) > 0),
    );
  });
  after(async () => {
    await channel.close();
    await gammu.end();
  });
  const send = (text: string, address = '+77010000001', withinMs = WITHIN_MS): Promise<Outcome> =>
    channel.send({ key: text, address, topic: 'a', message: { title: '', text }, ttlSeconds: 600 }, withinMs);

  test('texts in every alphabet are sent word for word, in one part each and in their order', async () => {
    const texts = [
      'DRILL: bulldozers at the gate? 1 yes 2 no',
      'Трактор у ворот. Придёте? 1 да 2 нет',
      'Трактор қақпада тұр: әң ғү',
      `${'a'.repeat(150)} {x} €`,
      'ә'.repeat(70),
    ];
    const outcomes = await Promise.all(texts.map((text, i) => send(text, `+7701000000${i}`)));
    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['accepted']));
    expected.push(...texts.map((text, i) => `+7701000000${i} ${text}`));
    assert.deepEqual(gammu.sent(), expected);
  });

  test('SMS that come in are told once, word for word, while others go out', async () => {
    gammu.receive('+77010000001', '1 20');
    gammu.receive('+77010000002', 'Келемін, әке');
    gammu.receive('+77010000001', '1 20');
    const sending = send('meanwhile');
    await until('all of them are told', () => answers.length >= 3);
    assert.deepEqual(await sending, { kind: 'accepted' });
    expected.push('+77010000001 meanwhile');
    assert.deepEqual(answers.toSorted(), [
      '+77010000001 1 20',
      '+77010000001 1 20',
      '+77010000002 Келемін, әке',
    ]);
  });

  test('what it had not come to when it went away is taken back, and is not sent when it comes again', async () => {
    await gammu.end();
    const outcomes = await Promise.all([
      send('away', '+77010000003', 1_000),
      send('too', '+77010000004', 700),
    ]);
    assert.deepEqual(outcomes, [{ kind: 'unknown' }, { kind: 'deferred', scope: 'provider' }]);
    await gammu.restart();
    assert.deepEqual(await send('after'), { kind: 'accepted' });
    expected.push('+77010000001 after');
  });

  test('nothing was sent but what was given to it, nothing told twice, and no file is left', async () => {
    assert.deepEqual(gammu.sent(), expected);
    assert.equal(answers.length, 3);
    const left = ['inbox', 'outbox', 'sent', 'error'].flatMap((name) => readdirSync(join(gammu.spool, name)));
    assert.deepEqual(left, []);
  });
});
