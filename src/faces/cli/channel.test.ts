import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { alarmFolder, PLANTED_PASSWORD } from '../../../test/sim/alarm-folder.ts';
import type { AlarmFolder } from '../../../test/sim/alarm-folder.ts';
import { cannotMakeCertificates, newAuthority } from '../../../test/sim/certificates.ts';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { startHttpCarrier } from '../../../test/sim/http-carrier.ts';
import type { HttpCarrier } from '../../../test/sim/http-carrier.ts';
import { startSmtpCarrier } from '../../../test/sim/smtp-carrier.ts';
import { filesIn, newFolder } from '../../../test/sim/temp-folder.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { vaultOf } from '../../../test/making/vault.ts';
import type { Store } from '../../ports/store.ts';
import { smsGateway } from '../kit/sms-gateway.ts';
import { parseChannels } from './channel-settings.ts';
import type { ChannelSettings } from './channel-settings.ts';

const crypto = cryptoNode();
const cli = openCli();
after(cli.end);
const NUMBER = '+77010000001';
let at: AlarmFolder;
let carrier: HttpCarrier;
const runs: CliRun[] = [];

async function channel(...argv: readonly string[]): Promise<CliRun> {
  const run = await at.run('channel', ...argv);
  runs.push(run);
  return run;
}

async function inStore<T>(look: (store: Store) => T): Promise<T> {
  const store = storeSqlite({ folder: at.folder, vault: await vaultOf(at.folder), mode: 'read' });
  try {
    return look(store);
  } finally {
    store.close();
  }
}

async function kept(): Promise<ChannelSettings> {
  const read = await inStore((store) => parseChannels(store.setting('channels')));
  assert.ok(read.ok);
  return read.value;
}

const email = (...more: readonly string[]): Promise<CliRun> =>
  channel('add', 'email', '--host', 'mail.example', '--from', 'alarm@place.example', ...more);

before(async () => {
  at = await alarmFolder(cli);
  carrier = await startHttpCarrier();
});
after(() => carrier.end());

describe('shanyrak channel', () => {
  test('says that nothing leaves a hub on which nothing is set up', async () => {
    const { code, out } = await channel('list');
    assert.equal(code, 0);
    assert.match(
      out,
      /^no channel: no message of an alarm leaves this hub\..*\naddress: none.*\nplace plan: none/,
    );
    const json = JSON.parse((await channel('list', '--json')).out);
    assert.deepEqual(json, { channels: [], address: null, place: null });
  });

  test('keeps mail with what is left out by default, and the ports of its encryption', async () => {
    const login = ['--user', 'alarm', '--password-file', at.passwordFile];
    const run = await email(...login);
    assert.deepEqual([run.code, run.err], [0, '']);
    assert.match(run.out, /takes this up within 15 seconds/);
    assert.deepEqual((await kept()).email, {
      config: {
        host: 'mail.example',
        port: 465,
        security: 'tls',
        from: 'alarm@place.example',
        login: { user: 'alarm', password: PLANTED_PASSWORD },
      },
      pace: { perSecond: 5, burst: 20 },
    });
    await email(...login, '--security', 'starttls', '--per-minute', '60', '--burst', '5');
    const { config, pace } = (await kept()).email ?? {};
    assert.deepEqual([config?.port, pace], [587, { perSecond: 1, burst: 5 }]);
  });

  test('keeps the key of Web Push when its contact is changed: subscriptions are bound to it', async () => {
    await channel('add', 'push', '--contact', 'mailto:alarm@place.example');
    const first = (await kept()).push;
    await channel('add', 'push', '--contact', 'https://place.example');
    const second = (await kept()).push;
    assert.equal(second?.config.vapid.subject, 'https://place.example');
    assert.deepEqual(second.config.vapid.privateKey, first?.config.vapid.privateKey);
    assert.deepEqual(second.pace, { perSecond: 200, burst: 500 });
  });

  test('has one gateway for SMS, changed by adding it again', async () => {
    assert.equal((await at.addGateway(1)).code, 0);
    assert.equal((await at.addGateway(carrier.port)).code, 0);
    const gate = ['--url', 'http://192.168.8.20:8080', '--user', 'sms', '--password-file', at.passwordFile];
    const other = await channel('add', 'sms-gate', ...gate);
    assert.deepEqual([other.code, other.out], [2, '']);
    assert.match(other.err, /one road for SMS: remove the other first/);
    assert.deepEqual((await kept()).sms?.pace, { perSecond: 20 / 60, burst: 3 });
  });

  test('sends one message that says it is a drill, and tells what became of it', async () => {
    const sent = await channel('test', 'sms-json', '--to', NUMBER, '--lang', 'kk');
    assert.deepEqual([sent.code, sent.err], [0, '']);
    assert.match(sent.out, /^The carrier took the message\./);
    const [request, ...more] = carrier.requests();
    assert.equal(more.length, 0);
    const { to, text } = JSON.parse(request?.body ?? '');
    assert.deepEqual([to, text], [NUMBER, 'ЖАТТЫҒУ. Ауыл: байланыс тексеріледі. Ештеңе болған жоқ.']);
    for (const [status, says] of [
      [401, /did not take it: .*login/],
      [400, /refuses this message/],
      [504, /nobody said what became of it/],
    ] as const) {
      carrier.play(() => ({ status }));
      const { code, err } = await channel('test', 'sms-json', '--to', NUMBER);
      assert.equal(code, 1);
      assert.match(err, says);
    }
    assert.match((await channel('test', 'sms-json', '--to', 'nobody')).err, /no address for that road/);
    await channel('add', 'ntfy');
    assert.match(
      (await channel('test', 'ntfy', '--to', 'https://127.0.0.1/t')).err,
      /this machine or its neighbours/,
    );
  });

  test('sends mail through a server of this machine', async () => {
    const server = await startSmtpCarrier();
    const here = ['--host', '127.0.0.1', '--port', String(server.port), '--security', 'plain'];
    const before = await kept();
    assert.equal((await channel('add', 'email', ...here, '--from', 'alarm@place.example')).code, 0);
    assert.equal((await channel('test', 'email', '--to', 'berik@mail.example')).code, 0);
    const [letter] = server.letters();
    assert.deepEqual([letter?.to, letter?.subject], ['berik@mail.example', 'DRILL. A test of this road']);
    assert.equal(letter?.text, 'DRILL. Settlement: a test of this road. Nothing has happened.');
    await server.end();
    const login = ['--user', 'alarm', '--password-file', at.passwordFile];
    await email(...login, '--security', 'starttls', '--per-minute', '60', '--burst', '5');
    assert.deepEqual((await kept()).email, before.email);
  });

  test('lists where messages go, and no secret', async () => {
    await channel('address', 'https://hub.example/');
    const { out } = await channel('list');
    assert.equal(
      out,
      `email: mail.example:587 (starttls), from alarm@place.example; login ****; 60 a minute, 5 at once
sms-json: http://127.0.0.1:${carrier.port}; login ****; 20 a minute, 3 at once
push: the push services of people’s browsers, contact https://place.example; key ****; 12000 a minute, 500 at once
ntfy: the servers of the topics people chose; 300 a minute, 20 at once
address: https://hub.example
place plan: none on the hub. See: shanyrak place use
`,
    );
    const json = JSON.parse((await channel('list', '--json')).out);
    assert.deepEqual(
      json.channels.map(({ kind }: { readonly kind: string }) => kind),
      ['email', 'sms-json', 'push', 'ntfy'],
    );
  });

  test('takes certificates only from a file that holds some', { skip: cannotMakeCertificates }, async () => {
    const bad = join(newFolder(), 'ca.pem');
    writeFileSync(bad, 'nothing');
    assert.match((await channel('add', 'ntfy', '--ca', bad)).err, /holds no certificate/);
    const { caFile } = newAuthority(newFolder());
    assert.equal((await channel('add', 'ntfy', '--ca', caFile)).code, 0);
    assert.equal((await kept()).ntfy?.config.ca, readFileSync(caFile, 'utf8'));
    assert.match((await channel('list')).out, /^ntfy: .*; certificates of its own;/m);
  });

  test('warns of an address without encryption, and takes one back', async () => {
    const plain = await channel('address', 'http://192.168.8.2:8420');
    assert.equal(plain.code, 0);
    assert.match(plain.err, /Plain http/);
    assert.equal((await channel('address', 'http://hub.example')).code, 2);
    assert.equal((await channel('address', 'none')).code, 0);
    assert.match((await channel('list')).out, /^address: none/m);
  });

  test('makes the path for SMS that come in, which only its owner sees, and once', async () => {
    const keyFile = join(newFolder(), 'key');
    writeFileSync(keyFile, 'planted-signing-key\n');
    const made = await channel('inbound', '--signing-key-file', keyFile);
    assert.equal(made.code, 0);
    const secret = /posted to \/gateway\/([\w-]{43})$/m.exec(made.out)?.[1] ?? '';
    const gateway = await inStore((store) => smsGateway(store, crypto, () => 0));
    assert.equal(gateway?.isOpenTo(secret), true);
    const unsigned = { body: new Uint8Array(), signature: undefined, timestamp: undefined };
    assert.equal(gateway.isGenuine(unsigned), false);
    assert.ok(!(await channel('list')).out.includes(secret));
    await channel('inbound');
    const next = await inStore((store) => smsGateway(store, crypto, () => 0));
    assert.equal(next?.isOpenTo(secret), false);
  });

  test('removes one, or all', async () => {
    assert.equal((await channel('remove', 'sms-gate')).code, 2);
    for (const kind of ['sms-json', 'push']) assert.equal((await channel('remove', kind)).code, 0);
    assert.deepEqual(Object.keys(await kept()), ['email', 'ntfy']);
    assert.equal((await channel('test', 'sms-json', '--to', NUMBER)).code, 2);
    assert.equal((await channel('remove', 'all')).code, 0);
    assert.deepEqual(await kept(), {});
  });

  test('says what an option lacks, and changes nothing', async () => {
    for (const [argv, says] of [
      [[], /needs one of add, list/],
      [['add', 'fax'], /needs one of email, sms-gate/],
      [['add', 'email'], /--host is missing/],
      [['add', 'email', '--url', 'https://x.example'], /email takes no --url/],
      [['add', 'ntfy', '--fixed', 'a=b'], /ntfy takes no --fixed/],
      [['add', 'push'], /--contact is missing/],
      [['test', 'email'], /needs --to/],
      [['address'], /an address is such as/],
      [['list', '--to', NUMBER], /list takes no --to/],
      [['add', 'ntfy', '--json'], /add takes no --json/],
      [['remove', 'ntfy', '--user', 'a'], /remove takes no --user/],
    ] as const) {
      const { code, err } = await channel(...argv);
      assert.equal(code, 2, argv.join(' '));
      assert.match(err, says);
    }
    for (const [more, says] of [
      [['--user', 'a'], /needs --password-file/],
      [['--password-file', at.passwordFile], /needs --user/],
      [['--security', 'plain'], /--security is "plain" for a mail server on this machine only/],
      [['--port', '0'], /--port is a whole number/],
    ] as const) {
      const { code, err } = await email(...more);
      assert.equal(code, 2);
      assert.match(err, says);
    }
    assert.deepEqual(await kept(), {});
  });

  test('shows the password to nobody: it is in no output and in no file of the folder', () => {
    for (const { out, err } of runs) assert.ok(!(out + err).includes(PLANTED_PASSWORD));
    for (const { name, bytes } of filesIn(at.folder)) assert.ok(!bytes.includes(PLANTED_PASSWORD), name);
  });
});
