import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { alarmFolder } from '../../../test/sim/alarm-folder.ts';
import type { AlarmFolder } from '../../../test/sim/alarm-folder.ts';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { startFakeSmsd } from '../../../test/sim/fake-smsd.ts';
import { startSmppCarrier } from '../../../test/sim/smpp-carrier.ts';
import type { SmppCarrier } from '../../../test/sim/smpp-carrier.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';

const NUMBER = '+77010000001';
// SMPP 3.4, 5.2.2: eight characters and no more.
const PASSWORD = 'planted7';
const cli = openCli();
after(cli.end);
let at: AlarmFolder;
let passwordFile = '';
const channel = (...argv: readonly string[]): Promise<CliRun> => at.run('channel', ...argv);

before(async () => {
  at = await alarmFolder(cli);
  passwordFile = join(newFolder(), 'password');
  writeFileSync(passwordFile, `${PASSWORD}\n`);
});

describe('SMS through a carrier’s line', () => {
  let carrier: SmppCarrier;
  before(async () => {
    carrier = await startSmppCarrier({ login: { user: 'hub', password: PASSWORD } });
  });
  after(() => carrier.end());
  const add = (...more: readonly string[]): Promise<CliRun> => {
    const line = ['--host', '127.0.0.1', '--port', `${carrier.port}`, '--security', 'plain'];
    const login = ['--user', 'hub', '--password-file', passwordFile];
    return channel('add', 'sms-smpp', ...line, ...login, '--from', '+77010000000', ...more);
  };

  test('is set up, shown without its login, and tried', async () => {
    assert.equal((await add()).code, 0);
    const listed = await channel('list');
    assert.match(
      listed.out,
      /sms-smpp: 127\.0\.0\.1:\d+ \(plain\), from \+77010000000; login \*{4}; 600 a minute, 20 at once/,
    );
    assert.doesNotMatch(listed.out, /planted/);
    const tried = await channel('test', 'sms-smpp', '--to', NUMBER, '--lang', 'kk');
    assert.equal(tried.code, 0, tried.err);
    assert.deepEqual(
      carrier.taken().map(({ to }) => to),
      [NUMBER.slice(1)],
    );
  });

  test('is refused with what is wrong in it, and keeps nothing then', async () => {
    for (const [option, value, why] of [
      ['--from', 'a name that is too long', /--from .*at most 11/],
      ['--host', 'two words', /--host/],
      ['--security', 'starttls', /--security/],
      ['--url', 'https://sms.example', /sms-smpp takes no --url/],
    ] as const) {
      const run = await add(option, value);
      assert.equal(run.code, 2, option);
      assert.match(run.err, why);
    }
  });

  test('is the only road for SMS until it is removed', async () => {
    assert.match((await channel('add', 'sms-gammu', '--folder', newFolder())).err, /one road for SMS/);
    assert.equal((await channel('remove', 'sms-smpp')).code, 0);
  });
});

describe('SMS through a modem', () => {
  const folder = newFolder();
  test('is set up before its folder is there, and says then that it waits', async () => {
    assert.equal((await channel('add', 'sms-gammu', '--folder', join(folder, 'sms'))).code, 0);
    assert.match((await channel('list')).out, /sms-gammu: a modem of this machine; 20 a minute, 3 at once/);
    assert.equal((await channel('test', 'sms-gammu', '--to', NUMBER)).code, 1);
  });

  test('is tried once it is there, and brings in what it receives', async () => {
    for (const name of ['', 'inbox', 'outbox', 'sent', 'error'])
      mkdirSync(join(folder, 'sms', name), { mode: 0o700 });
    const smsd = startFakeSmsd(join(folder, 'sms'));
    assert.equal((await channel('test', 'sms-gammu', '--to', NUMBER)).code, 0);
    assert.deepEqual(
      smsd.sent().map(({ to }) => to),
      [NUMBER],
    );
    smsd.end();
  });
});
