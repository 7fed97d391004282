import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { channelEmail } from '../../src/adapters/channel-email/channel-email.ts';
import type { Channel, Outcome, Parcel } from '../../src/ports/channel.ts';
import { cannotMakeCertificates, newAuthority } from '../sim/certificates.ts';
import { parseLetter } from '../sim/smtp-carrier.ts';
import type { TakenLetter } from '../sim/smtp-carrier.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { cannotRun, until } from './carriers.ts';
import { LETTER_BYTES_MAX, startPostfix } from './postfix.ts';
import type { Postfix } from './postfix.ts';

const WITHIN_MS = 10_000;
const MANY = 100;
const cannot =
  cannotRun('usr/lib/postfix/sbin/master') ||
  cannotMakeCertificates ||
  (process.getuid?.() !== 0 && 'Postfix starts as root only');

describe('mail through Postfix', { skip: cannot }, () => {
  let postfix: Postfix;
  let channel: Channel;
  // Every text that has to come, as often as it has to.
  const expected: string[] = [];
  before(async () => {
    const authority = newAuthority(newFolder());
    postfix = await startPostfix(authority.certify('localhost', 5));
    channel = channelEmail({
      host: 'localhost',
      port: postfix.port,
      security: 'starttls',
      from: 'alarm@place.example',
      ca: readFileSync(authority.caFile, 'utf8'),
    });
  });
  after(async () => {
    await channel.close();
    await postfix.end();
  });

  const send = (text: string, address = 'person@mail.example'): Promise<Outcome> =>
    channel.send(parcel(text, address), WITHIN_MS);
  const arrive = async (text: string, address?: string): Promise<TakenLetter> => {
    expected.push(text);
    assert.deepEqual(await send(text, address), { kind: 'accepted' });
    const found = (): TakenLetter | undefined =>
      letters(postfix).find((letter) => letter.text.startsWith(text));
    await until(`a mail that says "${text}"`, () => found() !== undefined);
    return found() ?? assert.fail();
  };

  test('a mail in every alphabet arrives word for word, from us and for one', async () => {
    for (const text of ['Bulldozers at the gate', 'Трактор у ворот', 'Трактор қақпада тұр: әң ғү']) {
      const letter = await arrive(text, 'other@mail.example');
      assert.equal(letter.text, `${text}\n\nhttps://hub.example/p/one`);
      assert.equal(letter.subject, 'Тревога');
      assert.deepEqual(
        [letter.headers.get('from'), letter.headers.get('to')],
        ['alarm@place.example', 'other@mail.example'],
      );
    }
  });

  test('a mailbox that is not there is gone, a busy one comes later, a mail too long is refused', async () => {
    assert.deepEqual(await send('x', 'nobody@mail.example'), { kind: 'gone' });
    assert.deepEqual(await send('x', 'busy@mail.example'), { kind: 'deferred', scope: 'address' });
    assert.deepEqual(await send('x', 'person@elsewhere.example'), { kind: 'refused', why: 'address' });
    assert.deepEqual(await send('x'.repeat(2 * LETTER_BYTES_MAX)), { kind: 'refused', why: 'message' });
    await arrive('after those that were not taken');
  });

  test('a hundred at once arrive, each once', async () => {
    const texts = Array.from({ length: MANY }, (_, i) => `many ${i}.`);
    expected.push(...texts);
    const outcomes = await Promise.all(texts.map((text) => send(text)));
    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(['accepted']));
    await until(
      'all of them',
      () => letters(postfix).filter(({ text }) => text.startsWith('many ')).length >= MANY,
    );
  });

  test('what comes while it is away is told to come later, and arrives afterwards', async () => {
    await postfix.end();
    assert.deepEqual(await send('while it was away'), { kind: 'deferred', scope: 'provider' });
    await postfix.restart();
    await arrive('after it was away');
  });

  test('nothing arrived but what was sent, and Postfix has nothing left to do', async () => {
    await until('an empty queue', () => unfinished(postfix).length === 0);
    const arrived = letters(postfix).map(({ text }) => text.split('\n')[0] ?? '');
    assert.deepEqual(arrived.toSorted(), expected.toSorted());
    const ofTooLong = /file size limit exceeded|mail_stream_cleanup: close error/;
    const complaints = postfix
      .log()
      .filter((line) => /warning|error|fatal|panic|status=(?!sent)/.test(line) && !ofTooLong.test(line));
    assert.deepEqual(complaints, []);
  });
});

function letters(postfix: Postfix): readonly TakenLetter[] {
  return postfix.letters().map((raw) => parseLetter(raw.replaceAll('\n', '\r\n'), '', ''));
}

/** Mails it took and has not done with, as its log tells. */
function unfinished(postfix: Postfix): readonly string[] {
  const idsOf = (pattern: RegExp): Set<string> =>
    new Set(postfix.log().flatMap((line) => pattern.exec(line)?.[1] ?? []));
  const removed = idsOf(/qmgr\[\d+\]: (\w+): removed/);
  return [...idsOf(/qmgr\[\d+\]: (\w+): from=/)].filter((id) => !removed.has(id));
}

function parcel(text: string, address: string): Parcel {
  return {
    key: `key of ${text}`,
    address,
    topic: 'alarm-1',
    message: { title: 'Тревога', text, link: 'https://hub.example/p/one' },
    ttlSeconds: 600,
  };
}
