import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { forger } from '../../../test/sim/forged-log.ts';
import type { Forger } from '../../../test/sim/forged-log.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { newIncident } from '../../../test/sim/witness.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { bytesToBase64 } from '../../base/base64.ts';
import { utf8Encode } from '../../base/bytes.ts';
import { consistencyProof, rangeProof } from '../../record/log/merkle.ts';
import { entryIdFor } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import { parseCore } from '../../record/signed.ts';
import { signedBytes } from '../../record/signing.ts';

const cli = openCli();
after(cli.end);
const crypto = cryptoNode();

type Mood =
  | 'honest'
  | 'no-log'
  | 'says-why'
  | 'fork'
  | 'other-history'
  | 'wrong-range'
  | 'wrong-growth'
  | 'older'
  | 'unsigned'
  | 'other-index';

/** A hub on this machine that keeps what is posted and may lie about its log. */
type Liar = {
  readonly link: string;
  mood: Mood;
  /** Whether it shows its checkpoint to who asks for it before signing. */
  isShowing: boolean;
  readonly hub: Forger;
  readonly ids: EntryId[];
  readonly cores: { readonly b: unknown }[];
  readonly known: (number | undefined)[];
};

async function liar(): Promise<Liar> {
  const hub = forger(crypto);
  const it: Liar = { link: '', mood: 'honest', isShowing: false, hub, ids: [], cores: [], known: [] };
  const server = createServer((request, answer) => {
    const url = request.url ?? '';
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      void answerTo(it, url, text).then((said) => {
        if (said === undefined) answer.writeHead(404).end();
        else answer.end(said);
      });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  after(() => server.closeAllConnections());
  const bound = server.address();
  assert.ok(bound !== null && typeof bound !== 'string');
  return Object.assign(it, { link: `http://127.0.0.1:${bound.port}/b/x` });
}

async function answerTo(it: Liar, url: string, body: string): Promise<string | undefined> {
  const tree = it.hub.tree(it.ids);
  if (url.endsWith('/log/checkpoint')) return it.isShowing ? it.hub.sign(tree) : undefined;
  const growth = /consistency\?from=(\d+)&to=(\d+)/.exec(url);
  if (growth !== null) {
    const proof = consistencyProof(
      { from: Number(growth[1]), to: Number(growth[2]) },
      tree.read,
      crypto.sha256,
    );
    return proof.map((hash) => `${bytesToBase64(hash)}\n`).join('');
  }
  if (!url.endsWith('/entries')) return undefined;
  return posted(it, JSON.parse(body) as Posted);
}

type Posted = {
  readonly entries: readonly { readonly e: string; readonly g: string }[];
  readonly known?: number;
};

async function posted(it: Liar, { entries, known }: Posted): Promise<string> {
  it.known.push(known);
  const indexes = entries.map(({ e, g }) => {
    const id = entryIdFor(signedBytes(utf8Encode(e), Buffer.from(g, 'base64url')), crypto.sha256Text);
    assert.ok(parseCore(utf8Encode(e)).ok);
    if (!it.ids.includes(id)) {
      it.ids.push(id);
      it.cores.push(JSON.parse(e) as { readonly b: unknown });
    }
    return it.ids.indexOf(id);
  });
  const receipts = indexes.map((index) => ({
    status: 'accepted',
    id: it.ids[index],
    index: it.mood === 'other-index' ? index + 1 : index,
    isNew: true,
    added: [],
    flags: [],
  }));
  if (it.mood === 'no-log') return JSON.stringify({ receipts });
  if (it.mood === 'says-why') return JSON.stringify({ receipts, logSays: 'The log cannot be written.' });
  return JSON.stringify({ receipts, log: await logOf(it, indexes, known) });
}

async function logOf(it: Liar, indexes: readonly number[], known: number | undefined): Promise<object> {
  const changed = (size: number): readonly EntryId[] =>
    it.ids
      .slice(0, size)
      .map((id, i) => (i === 0 ? entryIdFor(utf8Encode(`not ${id}`), crypto.sha256Text) : id));
  const isOther = it.mood === 'fork' || it.mood === 'other-history';
  // A fork is of the size that was seen before; then what is new stands in no tree of that size.
  const size = it.mood === 'fork' ? (known ?? 1) : it.mood === 'older' ? 1 : it.ids.length;
  const tree = it.hub.tree(isOther ? changed(size) : it.ids.slice(0, size));
  const start = Math.min(...indexes);
  const end = Math.max(...indexes) + 1;
  const range = end <= size ? rangeProof({ start, end, size }, tree.read, crypto.sha256) : [];
  const growth =
    known === undefined || known > size
      ? undefined
      : consistencyProof({ from: known, to: size }, tree.read, crypto.sha256);
  const spoilt = (hashes: readonly Uint8Array[]): readonly Uint8Array[] =>
    hashes.map((hash) => Uint8Array.from(hash, (byte, i) => (i === 0 ? byte ^ 1 : byte)));
  const proof = it.mood === 'wrong-range' ? spoilt(range) : range;
  const consistency = growth && (it.mood === 'wrong-growth' ? spoilt(growth) : growth);
  const note = await it.hub.sign(tree);
  return {
    checkpoint: it.mood === 'unsigned' ? note.replace(/\n\d+\n/, `\n${size + 1}\n`) : note,
    ranges: [{ start, end, proof: proof.map(bytesToBase64) }],
    ...(consistency && { consistency: consistency.map(bytesToBase64) }),
  };
}

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

/** Of the checkpoint that the entry at this index names. */
function sizeNamed({ cores }: Liar, index: number): unknown {
  const { b } = cores[index] ?? {};
  return typeof b === 'object' && b !== null && 'size' in b ? b.size : undefined;
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
        /^(The hub gave no proof|The proof of the hub does not fit|The hub showed an older|What the hub showed)/m,
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
