import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import { damage, rewrite, hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import type { HubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { keyOf, vaultOf } from '../../../test/making/vault.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import type { Said } from '../../../test/sim/witness.ts';
import { forger, someIds } from '../../../test/sim/forged-log.ts';
import { instant } from '../../base/instant.ts';
import type { SignedState } from '../../engine/evidence.ts';
import { printEvidence } from '../../engine/kept-evidence.ts';
import { parseEntryId } from '../../record/names.ts';

const cli = openCli();
after(cli.end);

/** A running hub with some entries. */
async function filled(count = 12): Promise<{ readonly disk: HubOnDisk; readonly said: readonly Said[] }> {
  const disk = await hubOnDisk();
  const said = await disk.hub.newWitness().sayMany(count);
  await disk.hub.post(said.map((s) => s.wire));
  return { disk, said };
}

describe('fsck', () => {
  test('finds a folder sound, with a hub running on it and after', async () => {
    const { disk } = await filled();
    const running = await cli.run('fsck', '--data', disk.folder, ...keyOf(disk.folder));
    assert.deepEqual(running, { code: 0, out: 'OK: 12 entries, all sound\n', err: '' });
    await disk.close();
    const json = await cli.run('fsck', '--data', disk.folder, ...keyOf(disk.folder), '--json');
    assert.deepEqual(
      [json.code, JSON.parse(json.out)],
      [0, { ok: true, entries: 12, wrong: [], store: [], log: [] }],
    );
  });

  test('names each entry whose bytes were changed, and why', async () => {
    const { disk, said } = await filled();
    await disk.close();
    await rewrite(disk.folder, 2, (text) => text.replace('T10:30', 'T10:31'));
    await rewrite(disk.folder, 4, (text) => text.replace('They came', 'They left'));
    await rewrite(disk.folder, 6, (text) => text.slice(0, -5));
    damage(
      disk.folder,
      `UPDATE leaf SET content = x'ff' WHERE idx = 7;
       UPDATE leaf SET (key, content) = (SELECT key, content FROM leaf WHERE idx = 9) WHERE idx = 8;`,
    );
    const run = await cli.run('fsck', '--data', disk.folder, ...keyOf(disk.folder));
    assert.equal(run.code, 1);
    const wrong = (index: number, why: string): string =>
      `WRONG: entry ${index}, id ${said[index]?.id}: ${why}`;
    assert.deepEqual(run.out.split('\n').slice(0, 5), [
      wrong(2, 'other-id'),
      wrong(4, 'part-dropped'),
      wrong(6, 'unreadable'),
      'WRONG: entry 7 cannot be opened',
      'WRONG: entry 8 cannot be opened',
    ]);
    assert.match(run.out, /^5 faults in 12 entries\. Nothing was changed\. Copy the folder away/m);
    const json = await cli.run('fsck', '--data', disk.folder, ...keyOf(disk.folder), '--json');
    assert.equal(json.code, 1);
    const report = JSON.parse(json.out) as {
      readonly ok: boolean;
      readonly wrong: readonly { readonly index: number }[];
    };
    assert.deepEqual([report.ok, report.wrong.map((w) => w.index)], [false, [2, 4, 6]]);
  });

  test('names an entry whose signature is another’s even where its id was made to fit', async () => {
    const { disk, said } = await filled(2);
    await disk.close();
    const [a, b] = said;
    assert.ok(a && b);
    const mixed = JSON.stringify({ ...a.wire, g: b.wire.g });
    const { crypto } = disk.hub;
    const id = Buffer.from(
      crypto.sha256(Buffer.concat([signedBytes(a.wire.e), Buffer.from(b.wire.g, 'base64url')])),
    ).toString('hex');
    await rewrite(disk.folder, 0, () => mixed, parseEntryId(id));
    const run = await cli.run('fsck', '--data', disk.folder, ...keyOf(disk.folder));
    assert.equal(run.code, 1);
    assert.match(run.out, new RegExp(`^WRONG: entry 0, id ${id}: signature-wrong\n`));
  });

  test('says when an entry is gone from the middle', async () => {
    const { disk } = await filled();
    await disk.close();
    damage(disk.folder, 'DELETE FROM leaf WHERE idx = 5');
    const run = await cli.run('fsck', '--data', disk.folder, ...keyOf(disk.folder));
    assert.equal(run.code, 1);
    assert.match(run.out, /^WRONG: the entry indexes have a gap\n/);
  });

  test('names each file of the log that is damaged or missing, and changes none', async () => {
    const { disk } = await filled(300);
    await disk.close();
    const at = (path: string): string => join(disk.folder, 'log', path);
    const check = (): ReturnType<typeof cli.run> =>
      cli.run('fsck', '--data', disk.folder, ...keyOf(disk.folder));
    const whole = new Map(
      readdirSync(at('.'), { recursive: true, withFileTypes: true })
        .filter((each) => each.isFile())
        .map((each) => join(each.parentPath, each.name))
        .map((file) => [file, readFileSync(file)]),
    );
    assert.equal((await check()).out, 'OK: 300 entries, all sound\n');
    const flipped = (path: string): Buffer => {
      const bytes = Buffer.from(whole.get(at(path)) ?? []);
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      return bytes;
    };
    const note = String(whole.get(at('checkpoint')));
    const cases: readonly (readonly [string, Buffer | string | undefined, string])[] = [
      ['tile/0/000', flipped('tile/0/000'), 'differs from what the entries make'],
      [
        'tile/0/001.p/44',
        (whole.get(at('tile/0/001.p/44')) ?? Buffer.alloc(0)).subarray(0, 99),
        'has 99 bytes instead of 1408: it is torn',
      ],
      ['tile/1/000.p/1', undefined, 'is not there'],
      ['tile/entries/000', flipped('tile/entries/000'), 'differs from what the entries make'],
      ['tile/entries/001.p/44', '', 'has 0 bytes instead of 1496: it is torn'],
      ['tile/0/001.p/200', flipped('tile/0/000').subarray(0, 6_400), 'is of more entries than are kept'],
      ['tile/0/1', 'what', 'is no file of a log'],
      ['checkpoint', undefined, 'is not there: the log proves nothing to anybody'],
      ['checkpoint', note.slice(0, 100), 'is torn or changed (note-shape)'],
      ['checkpoint', note.replace('\n300\n', '\n299\n'), 'has a signature of shanyrak.hub/'],
      ['checkpoint', note.replace(/— .*\n/g, '— somebody AAAAAAAA\n'), 'is not signed by this hub'],
      [
        'checkpoint',
        note.replace(/^.*\n/, 'another.example/log\n'),
        'is of another log, another.example/log',
      ],
    ];
    for (const [path, bytes, says] of cases) {
      const old = whole.get(at(path));
      if (bytes === undefined) rmSync(at(path));
      else writeFileSync(at(path), bytes);
      const run = await check();
      assert.equal(run.code, 1, path);
      assert.ok(run.out.startsWith(`WRONG: log/${path} ${says}`), run.out);
      assert.match(run.out, /\n {4}→ No entry is lost by it: the hub makes its files anew/);
      if (bytes !== undefined)
        assert.deepEqual(readFileSync(at(path)), Buffer.from(bytes), 'nothing is repaired');
      if (old === undefined) rmSync(at(path));
      else writeFileSync(at(path), old);
    }
    assert.equal((await check()).code, 0);
  });

  test('says when the hub has signed for entries that are not there any more, or are others', async () => {
    const { disk } = await filled(12);
    await disk.close();
    const run = async (): Promise<string> => {
      const { code, out } = await cli.run('fsck', '--data', disk.folder, ...keyOf(disk.folder));
      assert.equal(code, 1);
      return out;
    };
    damage(disk.folder, 'DELETE FROM leaf WHERE idx = 11');
    const lost = await run();
    assert.match(lost, /WRONG: log\/checkpoint is of 12 entries, and 11 are kept: some were lost/);
    assert.match(lost, /WRONG: log\/tile\/0\/000\.p\/12 is of more entries than are kept/);
    assert.match(lost, /→ Entries that the hub has signed for are not here any more, or are others/);
    const other = '0'.repeat(64);
    const { disk: second } = await filled(12);
    await second.close();
    damage(second.folder, `UPDATE leaf SET id = x'${other}' WHERE idx = 3`);
    const changed = await cli.run('fsck', '--data', second.folder, ...keyOf(second.folder), '--json');
    const report = JSON.parse(changed.out) as {
      readonly log: readonly { readonly where: string; readonly why: string }[];
    };
    assert.equal(changed.code, 1);
    assert.deepEqual(report.log[0]?.why, 'signs another root than its 12 entries have: they were changed');
    assert.deepEqual(report.log.map(({ where }) => where).sort(), [
      'log/checkpoint',
      'log/tile/0/000.p/12',
      'log/tile/entries/000.p/12',
    ]);
  });

  test('says when a note that is kept against another hub is not signed by that hub any more', async () => {
    const disk = await hubOnDisk();
    const { crypto, store } = disk.hub;
    const other = forger(crypto);
    const [one, two] = [other.tree(someIds(3, crypto)), other.tree(someIds(3, crypto, 'other'))];
    const state = async (tree: typeof one): Promise<SignedState> => ({
      size: 3,
      root: tree.root(),
      note: await other.sign(tree),
    });
    const [first, second] = [await state(one), await state(two)];
    const pair = {
      n: 1,
      kind: 'forked',
      origin: other.origin,
      from: 'asked',
      at: instant(0),
      first,
      proof: [],
    } as const;
    const spoilt = { ...second, note: second.note.replace('\n3\n', '\n4\n') };
    const rows = [second, spoilt].map((shown, i) => ({
      drawer: 'evidence' as const,
      n: i + 1,
      content: printEvidence({ ...pair, second: shown }),
    }));
    await store.append([], rows);
    await disk.close();
    const run = await cli.run('fsck', '--data', disk.folder, ...keyOf(disk.folder));
    assert.equal(run.code, 1);
    assert.equal(
      run.out.split('\n')[0],
      `WRONG: evidence 2 against ${other.origin} has a second note that is not signed by that log`,
    );
    assert.match(run.out, /^1 faults in/m);
  });

  test('of a folder without a hub’s data exits 1 and makes nothing there', async () => {
    const empty = newFolder();
    const run = await cli.run('fsck', '--data', empty, ...keyOf(empty));
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /holds no hub that can be opened/);
    assert.deepEqual(readdirSync(empty), []);
    await vaultOf(empty);
    writeFileSync(
      join(empty, 'hub.sqlite'),
      'not a database at all, but long enough to be looked at'.repeat(100),
    );
    const other = await cli.run('fsck', '--data', empty, ...keyOf(empty));
    assert.deepEqual([other.code, other.out], [1, '']);
    assert.match(other.err, /the store is damaged/);
  });
});

/** What an author signs: the DSSE encoding of the core (docs/record-format.md). */
function signedBytes(core: string): Buffer {
  const type = 'application/vnd.shanyrak.entry.v1+json';
  const bytes = Buffer.from(core);
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} ${type} ${bytes.length} `), bytes]);
}
