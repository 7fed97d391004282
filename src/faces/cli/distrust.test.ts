import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { liar, sizeNamed } from '../../../test/sim/lying-hub.ts';
import type { Liar } from '../../../test/sim/lying-hub.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { newIncident } from '../../../test/sim/witness.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';

const cli = openCli();
after(cli.end);
const crypto = cryptoNode();

type Writer = {
  readonly file: string;
  readonly say: () => Promise<CliRun>;
  readonly kept: () => {
    readonly unsent: readonly unknown[];
    readonly log?: { readonly against?: { readonly known: string; readonly shown: string } };
  };
};

function writer({ link }: Liar): Writer {
  const file = join(newFolder(), 'me.key');
  const incident = newIncident(crypto);
  const body = JSON.stringify({ reply: 'coming', minutes: 5 });
  return {
    file,
    say: () =>
      cli.run(
        'post',
        '--to',
        link,
        '--key',
        file,
        `--incident=${incident}`,
        '--kind',
        'alarm.reply',
        '--at',
        '2031-05-17T10:30',
        '--body',
        body,
      ),
    kept: () => JSON.parse(readFileSync(file, 'utf8')) as ReturnType<Writer['kept']>,
  };
}

describe('whoever writes with a key', () => {
  test('lets go of an entry once it is proven to stand in the log, and names that log in the next', async () => {
    const hub = await liar();
    const me = writer(hub);
    for (let n = 0; n < 3; n++) assert.deepEqual((await me.say()).code, 0);
    assert.deepEqual(me.kept().unsent, []);
    assert.deepEqual(hub.known, [undefined, 1, 2]);
    assert.equal(hub.cores[0]?.b, '');
    const root = Buffer.from(hub.hub.tree(hub.ids.slice(0, 2)).root().subarray(0, 16)).toString('base64url');
    assert.deepEqual(hub.cores[2]?.b, { origin: hub.hub.origin, size: 2, root });
  });

  test('names the newest checkpoint it is shown before it signs, also the first time', async () => {
    const hub = await liar();
    await writer(hub).say();
    hub.isShowing = true;
    const other = writer(hub);
    await other.say();
    assert.equal(sizeNamed(hub, 1), 1);
    await writer(hub).say();
    await other.say();
    assert.equal(sizeNamed(hub, 3), 3);
  });

  test('keeps what is not proven, says so, and hands it in again', async () => {
    for (const mood of ['says-why', 'wrong-range', 'older', 'unsigned', 'other-index', 'no-log'] as const) {
      const hub = await liar();
      const me = writer(hub);
      assert.equal((await me.say()).code, 0);
      hub.mood = mood;
      const run = await me.say();
      assert.equal(run.code, 1, mood);
      assert.match(run.err, /has not proven that it stands in its log/);
      assert.match(
        run.err,
        /^(The hub gave no proof|The log cannot be written|The proof of the hub does not fit|The hub showed an older|What the hub showed)/m,
      );
      assert.equal(me.kept().unsent.length, 1, mood);
      hub.mood = 'honest';
      const again = await me.say();
      assert.equal(again.code, 0, mood);
      assert.deepEqual([me.kept().unsent, hub.ids.length], [[], 3]);
    }
  });

  test('goes by the word of a hub that never showed a log, and says that it is no proof', async () => {
    const hub = await liar();
    hub.mood = 'no-log';
    const me = writer(hub);
    const run = await me.say();
    assert.deepEqual([run.code, me.kept().unsent.length], [0, 0]);
    assert.match(run.err, /^Not proven: this hub is of an older version/m);
  });

  test('keeps two states that contradict each other, counts nothing as taken any more, and writes them out', async () => {
    for (const mood of ['fork', 'other-history'] as const) {
      const hub = await liar();
      const me = writer(hub);
      await me.say();
      await me.say();
      hub.mood = mood;
      const run = await me.say();
      assert.equal(run.code, 1);
      assert.match(run.err, /^Do not trust this hub any more: it has signed two states of its log/m);
      assert.match(run.err, /shanyrak evidence --key .* --out DIR/);
      assert.equal(me.kept().unsent.length, 1);
      hub.mood = 'honest';
      assert.equal((await me.say()).code, 1, 'for good');
      assert.deepEqual([me.kept().unsent.length, hub.ids.length], [2, 4]);
      const out = join(newFolder(), 'evidence');
      const written = await cli.run('evidence', '--key', me.file, '--out', out);
      assert.equal(written.code, 0);
      const { known, shown } = me.kept().log?.against ?? {};
      assert.equal(readFileSync(join(out, 'contradiction-1.known'), 'utf8'), known);
      assert.equal(readFileSync(join(out, 'contradiction-1.shown'), 'utf8'), shown);
      assert.match(
        written.out,
        mood === 'fork' ? /proof by itself/ : /ask it, before witnesses, for that proof/,
      );
    }
  });

  test('trusts again once the hub shows that both states continue each other: a stranger had spoilt the proof', async () => {
    const hub = await liar();
    const me = writer(hub);
    await me.say();
    hub.mood = 'wrong-growth';
    assert.equal((await me.say()).code, 1);
    assert.ok(me.kept().log?.against);
    hub.mood = 'honest';
    assert.equal((await me.say()).code, 0);
    assert.deepEqual([me.kept().log?.against, me.kept().unsent], [undefined, []]);
  });

  test('has no evidence to write where nothing was contradicted', async () => {
    const hub = await liar();
    const me = writer(hub);
    await me.say();
    const out = join(newFolder(), 'evidence');
    const run = await cli.run('evidence', '--key', me.file, '--out', out);
    assert.deepEqual([run.code, existsSync(out)], [1, false]);
    assert.equal((await cli.run('evidence', '--out', out)).code, 2);
  });
});
