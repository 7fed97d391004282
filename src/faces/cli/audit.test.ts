import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { forger, someIds, staticServer, unsigned } from '../../../test/sim/forged-log.ts';
import type { Forger, StaticServer } from '../../../test/sim/forged-log.ts';
import { freePort } from '../../../test/sim/hub-child.ts';
import { hubHere, listenHere } from '../../../test/sim/hub-here.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { utf8Encode } from '../../base/bytes.ts';
import { printVerifierKey } from '../../record/log/note.ts';
import { ed25519Cosigner } from '../../record/log/sign-note.ts';

const cli = openCli();
after(cli.end);
const crypto = cryptoNode();
const IDS = someIds(700, crypto);

type Audited = {
  readonly hub: Forger;
  readonly server: StaticServer;
  readonly state: string;
  readonly audit: (...more: readonly string[]) => Promise<CliRun>;
};

/** A log of so many entries on a static server, and somebody who follows it. */
async function followed(count: number): Promise<Audited> {
  const hub = forger(crypto);
  const server = await staticServer(await hub.files(IDS.slice(0, count)));
  after(server.close);
  const state = join(newFolder(), 'state');
  const audit = (...more: readonly string[]): Promise<CliRun> =>
    cli.run('audit', server.address, '--state', state, ...more);
  return { hub, server, state, audit };
}

describe('audit', () => {
  test('works a whole log out the first time, and after that only what is new', async () => {
    const { hub, server, audit } = await followed(300);
    const first = await audit();
    assert.deepEqual([first.code, first.err], [0, '']);
    assert.match(first.out, /^Trusted at first sight, .*: shanyrak\.hub\/.+\n/);
    assert.ok(first.out.includes(hub.vkey));
    assert.match(first.out, /OK: .* 300 entries, worked out from the first; no witness known here/);
    const before = server.asked.splice(0);
    assert.ok(before.includes('tile/0/000') && before.includes('tile/entries/001.p/44'));
    server.files = await hub.files(IDS);
    const again = await audit('--json');
    assert.equal(again.code, 0);
    assert.deepEqual(JSON.parse(again.out).size, 700);
    assert.ok(!server.asked.includes('tile/entries/000'), 'what was seen before is not fetched again');
    assert.ok(server.asked.includes('tile/0/002.p/188'));
    server.asked.splice(0);
    assert.match((await audit()).out, /700 entries, 0 new/);
  });

  test('takes a full tile where the partial one is gone', async () => {
    const { hub, server, audit } = await followed(300);
    const [old, now] = [server.files, await hub.files(IDS.slice(0, 512))];
    // C2SP tlog-tiles, "Partial Tiles": they may go once the full one is there.
    const stays = [...old].filter(([path]) => path === 'checkpoint' || path.startsWith('tile/1/'));
    server.files = new Map([...now, ...stays]);
    assert.equal((await audit()).code, 0);
  });

  test('keeps both checkpoints when the log contradicts itself, of one size and of two, and never writes over them', async () => {
    for (const [count, now] of [
      [300, 300],
      [300, 420],
    ] as const) {
      const { hub, server, state, audit } = await followed(count);
      assert.equal((await audit()).code, 0);
      const kept = readFileSync(state, 'utf8');
      const first = server.files.get('checkpoint');
      const forged = [...IDS.slice(0, 120), ...someIds(1, crypto, 'forged'), ...IDS.slice(121, now)];
      server.files = await hub.files(forged);
      for (let time = 0; time < 2; time++) {
        const run = await audit();
        assert.equal(run.code, 1);
        assert.match(run.out, /CONTRADICTION: the log has signed two states, of 300 and of \d+ entries/);
        assert.match(run.out, /Show both checkpoints to other hubs, to the press and to a lawyer/);
      }
      assert.equal(readFileSync(state, 'utf8'), kept, 'what was believed stays');
      const files = readdirSync(join(state, '..')).sort();
      assert.deepEqual(files, ['state', 'state.contradiction-1.known', 'state.contradiction-1.shown']);
      assert.equal(
        readFileSync(`${state}.contradiction-1.known`, 'utf8'),
        Buffer.from(first ?? []).toString(),
      );
      server.files = await hub.files([...someIds(1, crypto, 'other'), ...IDS.slice(1, now)]);
      assert.equal((await audit('--json')).code, 1);
      assert.ok(existsSync(`${state}.contradiction-2.shown`));
    }
  });

  test('keeps both when the log shows fewer entries than before', async () => {
    const { hub, server, state, audit } = await followed(300);
    await audit();
    server.files = await hub.files(IDS.slice(0, 200));
    const run = await audit();
    assert.equal(run.code, 1);
    assert.match(run.out, /shows 200 entries; it showed 300 before/);
    assert.ok(existsSync(`${state}.contradiction-1.shown`));
  });

  test('names the file that is damaged or missing, and keeps what it believed', async () => {
    const { server, state, audit } = await followed(700);
    await audit();
    const kept = readFileSync(state, 'utf8');
    const whole = server.files;
    const flipped = (path: string): Uint8Array => {
      const bytes = Uint8Array.from(whole.get(path) ?? []);
      bytes[40] = (bytes[40] ?? 0) ^ 1;
      return bytes;
    };
    const cases: readonly (readonly [string, Uint8Array | undefined, RegExp])[] = [
      ['tile/0/001', undefined, /tile\/0\/001 is not there/],
      ['tile/0/001', flipped('tile/0/001'), /tile\/0\/001 and .*tile\/entries\/001 do not fit each other/],
      ['tile/entries/002.p/188', flipped('tile/entries/002.p/188'), /tile\/entries\/002\.p\/188 do not fit/],
      [
        'tile/entries/000',
        whole.get('tile/entries/000')?.subarray(0, 99),
        /tile\/entries\/000 has not the length/,
      ],
      ['tile/0/000', whole.get('tile/0/000')?.subarray(0, 99), /tile\/0\/000 has not the length/],
      [
        'tile/1/000.p/2',
        flipped('tile/1/000.p/2'),
        /tile\/1\/000\.p\/2 and .*tile\/0\/001 do not fit each other/,
      ],
    ];
    for (const [path, bytes, says] of cases) {
      server.files = new Map([...whole, ...(bytes ? [[path, bytes] as const] : [])]);
      if (bytes === undefined) (server.files as Map<string, Uint8Array>).delete(path);
      const fresh = await cli.run('audit', server.address);
      assert.equal(fresh.code, 1, path);
      assert.match(fresh.out, says);
    }
    assert.equal(readFileSync(state, 'utf8'), kept);
  });

  test('tells a log whose old tiles were spoilt from one that contradicts itself', async () => {
    const { hub, server, audit } = await followed(300);
    await audit();
    const now = await hub.files(IDS);
    const spoilt = Uint8Array.from(now.get('tile/1/000.p/2') ?? []);
    spoilt[3] = (spoilt[3] ?? 0) ^ 1;
    server.files = new Map([...now, ['tile/1/000.p/2', spoilt]]);
    const run = await audit();
    assert.equal(run.code, 1);
    assert.match(run.out, /DAMAGED: .*tile\/1\/000\.p\/2/);
    assert.doesNotMatch(run.out, /CONTRADICTION/);
  });

  test('believes no checkpoint that the log’s key did not sign, and no other log in its place', async () => {
    const { hub, server, state, audit } = await followed(300);
    const other = forger(crypto);
    const tree = hub.tree(IDS);
    const good = await hub.sign(tree);
    const [line = ''] = (await other.sign(tree)).split('\n').slice(-2);
    const forged = `${unsigned(hub.origin, tree)}\n${line}\n`;
    const wrong = good.replace(/\n700\n/, '\n699\n');
    for (const note of [forged, wrong, 'no note at all', `${unsigned(hub.origin, tree)}\n`]) {
      server.files = new Map([['checkpoint', utf8Encode(note)]]);
      const run = await audit();
      assert.equal(run.code, 1);
      assert.ok(!existsSync(state), 'nothing is believed');
    }
    server.files = await hub.files(IDS.slice(0, 300));
    await audit();
    server.files = await other.files(IDS.slice(0, 300));
    const run = await audit();
    assert.match(run.out, /Another log is here/);
    assert.equal(run.code, 1);
    const key = await cli.run('audit', server.address, '--key', hub.vkey);
    assert.match(key.out, /Another log is here/);
  });

  test('says when a hub goes on under another name of its log', async () => {
    const hub = crypto.newSigner();
    const [first, second] = [forger(crypto, '', hub), forger(crypto, '/77', hub)];
    const server = await staticServer(await first.files(IDS.slice(0, 300)));
    after(server.close);
    const state = join(newFolder(), 'state');
    await cli.run('audit', server.address, '--state', state);
    server.files = await second.files(IDS.slice(0, 280));
    const run = await cli.run('audit', server.address, '--state', state);
    assert.equal(run.code, 1);
    assert.match(run.out, /goes on under another name of its log, .*\/77,.* entries may be lost/);
  });

  test('asks for the witnesses of a policy', async () => {
    const { hub, server, audit } = await followed(10);
    const seconds = 1_900_000_000;
    const witness = ed25519Cosigner(
      { name: 'w.example', signer: crypto.newSigner(), seconds },
      crypto.sha256,
    );
    const policy = join(newFolder(), 'policy');
    writeFileSync(policy, `log ${hub.vkey}\nwitness w1 ${printVerifierKey(witness.key)}\nquorum w1\n`);
    const lone = await audit('--policy', policy);
    assert.equal(lone.code, 1);
    assert.match(lone.out, /WRONG: too few of the witnesses/);
    server.files = await hub.files(IDS.slice(0, 11), [witness]);
    const run = await audit('--policy', policy);
    assert.deepEqual([run.code, run.out.includes('cosigned by w.example')], [0, true]);
  });

  test('says apart that nothing could be reached, and ends where a body does not', async () => {
    const none = await cli.run('audit', `http://127.0.0.1:${await freePort()}`);
    assert.deepEqual([none.code, none.out], [3, '']);
    assert.match(none.err, /checkpoint does not answer/);
    const { server, audit } = await followed(300);
    server.misbehave = (path, answer) => {
      if (path !== 'tile/0/000') return false;
      answer.writeHead(200);
      const more = (): void => {
        while (!answer.destroyed && answer.write(Buffer.alloc(65_536)));
      };
      answer.on('drain', more);
      more();
      return true;
    };
    const endless = await audit();
    assert.equal(endless.code, 1);
    assert.match(endless.out, /tile\/0\/000 has not the length/);
    server.misbehave = (path, answer) => {
      if (!path.startsWith('tile/')) return false;
      answer.destroy();
      return true;
    };
    assert.equal((await audit()).code, 3);
    const huge = (await forger(crypto).files(IDS.slice(0, 3))).get('checkpoint') ?? new Uint8Array();
    server.misbehave = (path, answer) => {
      if (path !== 'checkpoint') return false;
      answer.end(Buffer.concat([huge, Buffer.alloc(300_000, 'a')]));
      return true;
    };
    assert.equal((await audit()).code, 1);
  });

  test('waits when a server asks for it', async () => {
    const { server, audit } = await followed(300);
    let busy = 2;
    server.misbehave = (_, answer) => {
      if (busy-- <= 0) return false;
      answer.writeHead(429, { 'retry-after': '0' }).end();
      return true;
    };
    assert.equal((await audit()).code, 0);
    server.misbehave = (_, answer) => {
      answer.writeHead(500).end();
      return true;
    };
    assert.equal((await audit()).code, 3);
  });

  test('follows a running hub', async () => {
    const hub = await hubHere();
    const { address, close } = await listenHere(hub);
    after(close);
    const state = join(newFolder(), 'state');
    const said = await hub.newWitness().sayMany(5);
    await hub.post(said.map((s) => s.wire));
    const run = await cli.run('audit', `${address}${hub.read}/log`, '--state', state);
    assert.match(run.out, /OK: shanyrak\.hub\/.* 5 entries/);
    await hub.post((await hub.newWitness().sayMany(300)).map((s) => s.wire));
    const again = await cli.run('audit', `${address}${hub.read}/log/`, '--state', state);
    assert.match(again.out, /305 entries, 300 new/);
  });

  test('is told how it was called wrongly', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, 'not a state');
    const runs = [
      await cli.run('audit'),
      await cli.run('audit', 'ftp://example.org'),
      await cli.run('audit', 'http://127.0.0.1:1', '--state', file),
      await cli.run('audit', 'http://127.0.0.1:1', '--key', 'nonsense'),
      await cli.run('audit', 'http://127.0.0.1:1', '--policy', file),
    ];
    assert.deepEqual(
      runs.map(({ code }) => code),
      [2, 2, 2, 2, 2],
    );
  });
});
