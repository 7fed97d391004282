import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { runToExit } from '../../../test/sim/exits.ts';
import { startFakeSmsd } from '../../../test/sim/fake-smsd.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { channelContract } from '../../ports/channel.contract.ts';
import type { Carrier } from '../../ports/channel.contract.ts';
import type { InboundSms, Outcome, Parcel } from '../../ports/channel.ts';
import { channelSmsGammu } from './channel-sms-gammu.ts';

const NUMBER = '+77010000001';
const SOON_MS = 3_000;

channelContract('SMS through gammu-smsd', makeCarrier, {
  without: ['too-many', 'reset', 'gone', 'refuses'],
  notAnAddress: '87010000001',
  saysHowLong: false,
});

function makeCarrier(): Promise<Carrier> {
  const folder = newModemFolder();
  const smsd = startFakeSmsd(folder);
  const channel = channelSmsGammu({ folder });
  return Promise.resolve({
    channel,
    address: NUMBER,
    be: (mood) => smsd.be(mood === 'well' || mood === 'ill' ? mood : 'slow'),
    taken: () => Promise.resolve(smsd.sent().map(({ text }) => text)),
    vanish: () => Promise.resolve(smsd.end()),
    end: () => channel.close(),
  });
}

function newModemFolder(): string {
  const folder = newFolder();
  for (const name of ['inbox', 'outbox', 'sent', 'error']) mkdirSync(join(folder, name));
  return folder;
}

function parcel(text: string, address = NUMBER): Parcel {
  return { key: text, address, topic: 'a', message: { title: '', text }, ttlSeconds: 600 };
}

function filesIn(folder: string): readonly string[] {
  return ['inbox', 'outbox', 'sent', 'error'].flatMap((name) => readdirSync(join(folder, name)));
}

describe('what the modem is given', () => {
  test('goes to the number, and no file that names it stays behind', async () => {
    const folder = newModemFolder();
    const smsd = startFakeSmsd(folder);
    const channel = channelSmsGammu({ folder });
    assert.deepEqual(await channel.send(parcel('Трактор', '+7 701 000-00-02'), SOON_MS), {
      kind: 'accepted',
    });
    smsd.be('ill');
    assert.deepEqual(await channel.send(parcel('x'), SOON_MS), { kind: 'deferred', scope: 'address' });
    assert.deepEqual(smsd.sent(), [{ to: '+77010000002', text: 'Трактор' }]);
    assert.deepEqual(filesIn(folder), []);
    await channel.close();
    smsd.end();
  });

  test('is one part of any alphabet', async () => {
    const channel = channelSmsGammu({ folder: newModemFolder() });
    for (const text of ['', 'ә'.repeat(71), 'a'.repeat(161)])
      assert.deepEqual(await channel.send(parcel(text), SOON_MS), { kind: 'refused', why: 'message' });
    await channel.close();
  });

  test('is taken back when it is late; only the first may have been sent', async () => {
    const folder = newModemFolder();
    const channel = channelSmsGammu({ folder });
    const outcomes = await Promise.all(
      [900, 500, 500].map((withinMs, i) => channel.send(parcel(`${i}`), withinMs)),
    );
    const deferred: Outcome = { kind: 'deferred', scope: 'provider' };
    assert.deepEqual(outcomes, [{ kind: 'unknown' }, deferred, deferred]);
    assert.deepEqual(filesIn(folder), []);
    await channel.close();
  });

  test('is not sent hours later by what a killed process left', async () => {
    const folder = newModemFolder();
    const left = ['outbox', 'sent', 'error'].map((name) =>
      join(folder, name, 'OUTC20261128_083000_00000001_+77010000001_x.txt'),
    );
    for (const path of left) writeFileSync(path, 'old');
    await channelSmsGammu({ folder }).close();
    assert.deepEqual(filesIn(folder), []);
  });

  test('stays with the modem when the same folder is set up anew in the same process', async () => {
    const folder = newModemFolder();
    const before = channelSmsGammu({ folder });
    const sending = before.send(parcel('Трактор'), SOON_MS);
    const after = channelSmsGammu({ folder });
    const [left = ''] = readdirSync(join(folder, 'outbox'));
    renameSync(join(folder, 'outbox', left), join(folder, 'sent', left));
    assert.deepEqual(await sending, { kind: 'accepted' });
    await Promise.all([before.close(), after.close()]);
  });

  test('without its folder waits, and is told so', async () => {
    const folder = newModemFolder();
    const channel = channelSmsGammu({ folder });
    rmSync(folder, { recursive: true });
    assert.deepEqual(await channel.send(parcel('x'), SOON_MS), { kind: 'deferred', scope: 'provider' });
    await channel.close();
  });
});

describe('SMS that come in', () => {
  const moment = 'IN20261128_083000';
  const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

  /** Lays these files into the inbox; gives what was told of them until none lies there. */
  async function lay(files: Readonly<Record<string, Buffer>>): Promise<readonly InboundSms[]> {
    const folder = newModemFolder();
    const told: InboundSms[] = [];
    const channel = channelSmsGammu({ folder }, (sms) => Promise.resolve(told.push(sms) > 0));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, 'inbox', name), content);
    for (let i = 0; i < 60 && readdirSync(join(folder, 'inbox')).length > 0; i++) await wait(50);
    assert.deepEqual(readdirSync(join(folder, 'inbox')), []);
    await channel.close();
    return told;
  }

  test('are told with number and text, once however often they lie there, and are gone then', async () => {
    const told = await lay({
      [`${moment}_00_+77010000001_00.txt`]: utf16('1 20'),
      [`${moment}_01_+77010000001_00.txt`]: utf16('1 20'),
      [`${moment}_00_+77010000002_00.txt`]: utf16('Келемін, әке\0\0\0\0'),
      'IN20261128_083001_00_+77010000001_00.txt': utf16('1 20'),
      [`${moment}_00_1530_00.txt`]: utf16('short'),
    });
    assert.deepEqual(told.map(({ from, text }) => `${from} ${text}`).toSorted(), [
      '+77010000001 1 20',
      '+77010000001 1 20',
      '+77010000002 Келемін, әке',
      '1530 short',
    ]);
    assert.equal(new Set(told.map(({ id }) => id)).size, told.length);
  });

  test('are not told when they are long, in parts, or no SMS', async () => {
    const told = await lay({
      [`${moment}_00_+77010000001_00.txt`]: utf16('a'.repeat(161)),
      [`${moment}_00_+77010000002_00.txt`]: utf16('one of'),
      [`${moment}_00_+77010000002_01.txt`]: utf16('two'),
      [`${moment}_00_+77010000003_00.txt`]: Buffer.alloc(1_048_576),
      [`${moment}_00_+77010000004_00.txt`]: Buffer.from('1 20'),
      [`${moment}_00_+77010000005_00.txt`]: Buffer.from([0xfe, 0xff, 0xd8, 0x00]),
      [`${moment}_00_+77010000006_00.bin`]: utf16('1 20'),
      [`${moment}_00_+77010000007_00.txt`]: Buffer.alloc(0),
      INx: utf16('1 20'),
    });
    assert.deepEqual(told, []);
  });

  test('stay in the folder until they are kept, and come again when they could not be', async () => {
    const folder = newModemFolder();
    const file = join(folder, 'inbox', `${moment}_00_+77010000001_00.txt`);
    const answers = [false, true];
    let finish = (): void => undefined;
    const asked: string[] = [];
    const channel = channelSmsGammu({ folder }, async ({ text }) => {
      asked.push(text);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return answers[asked.length - 1] ?? assert.fail('one that is kept is not brought again');
    });
    writeFileSync(file, utf16('1 20'));
    for (const times of [1, 2]) {
      while (asked.length < times) await wait(20);
      await wait(100);
      assert.ok(existsSync(file), 'not kept yet');
      finish();
    }
    while (existsSync(file)) await wait(20);
    await channel.close();
    assert.deepEqual(asked, ['1 20', '1 20']);
  });

  test('are read from no link out of the folder', async () => {
    const folder = newModemFolder();
    const secret = join(newFolder(), 'secret');
    writeFileSync(secret, utf16('secret'));
    symlinkSync(secret, join(folder, 'inbox', `${moment}_00_+77010000001_00.txt`));
    const told: InboundSms[] = [];
    const channel = channelSmsGammu({ folder }, (sms) => Promise.resolve(told.push(sms) > 0));
    await wait(1_200);
    await channel.close();
    assert.deepEqual(told, []);
  });
});

test('a folder that others can look into, or that lacks a part, is refused at once', () => {
  const folder = newModemFolder();
  chmodSync(folder, 0o755);
  assert.throws(() => channelSmsGammu({ folder }), /nobody else/);
  chmodSync(folder, 0o750);
  rmSync(join(folder, 'error'), { recursive: true });
  assert.throws(() => channelSmsGammu({ folder }), /inbox, outbox, sent and error/);
});

test('nothing of a parcel is in an outcome or on the screen, and a closed channel lets the process end', async () => {
  const folder = newModemFolder();
  const run = await runToExit(`
    import { channelSmsGammu } from ${JSON.stringify(resolve('src/adapters/channel-sms-gammu/channel-sms-gammu.ts'))};
    const channel = channelSmsGammu(${JSON.stringify({ folder })}, () => undefined);
    const sending = channel.send(${JSON.stringify(parcel('planted text'))}, 9000);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await channel.close();
    console.log('done', JSON.stringify(await sending), channel.providerOf('planted'));
  `);
  assert.equal(run.code, 0, run.wrote);
  assert.equal(run.wrote.trim(), 'done {"kind":"unknown"} gammu-smsd');
  assert.ok(run.lingeredMs < 2_000);
});
