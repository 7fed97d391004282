import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ok, textIn } from '../../test/making/committee.ts';
import { holdPapersFit, peopleOnDisk } from '../../test/making/founded-papers.ts';
import type { PeopleOnDisk } from '../../test/making/founded-papers.ts';
import { keyOf, vaultOf } from '../../test/making/vault.ts';
import { openCli } from '../../test/sim/cli.ts';
import { runProgram } from '../../test/sim/hub-child.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';

const cli = openCli();
after(cli.end);

type Where = { readonly data: string; readonly out: string; readonly argv: readonly string[] };

function newWhere(...more: readonly string[]): Where {
  const root = newFolder();
  const [data, out] = [join(root, 'hub'), join(root, 'papers')];
  const named = ['--settlement', 'East field', '--languages', 'ru', '--keyholders', '2'];
  return { data, out, argv: ['--data', data, '--papers', out, ...named, ...keyOf(data), ...more] };
}

const peopleIn = async (data: string): Promise<PeopleOnDisk> => peopleOnDisk(data, await vaultOf(data));

/** All that was made fits the place, and nothing else is left. */
async function holdWhole({ data, out }: Where): Promise<void> {
  holdPapersFit(await peopleIn(data), out);
  assert.deepEqual(readdirSync(out).toSorted(), [
    'keyholder-1',
    'keyholder-1.html',
    'keyholder-2',
    'keyholder-2.html',
    'warden-1.html',
  ]);
}

const WARDEN = ['--wardens', '1', '--cells', 'c1'];

describe('a founding', () => {
  test('makes devices and papers that fit the place, and says to hand them over', async () => {
    const where = newWhere(...WARDEN);
    const run = ok(await cli.run('init', ...where.argv));
    assert.match(run.err, /give each folder and each paper to its keyholder.*remove .* from this machine/s);
    assert.match(run.err, /The folders are not sealed/);
    await holdWhole(where);
  });

  test('killed after any of its steps is finished by the same command, and founds once', async () => {
    let killed = 0;
    for (let step = 1; ; step++) {
      const where = newWhere(...WARDEN);
      const child = join(import.meta.dirname, '../../test/sim/init-child.ts');
      const { signal } = spawnSync(process.execPath, ['--no-warnings', child, String(step), ...where.argv]);
      if (signal !== 'SIGKILL') break;
      killed++;
      const founded =
        existsSync(join(where.data, 'hub.sqlite')) && (await peopleIn(where.data).catch(() => undefined));
      const place = founded ? founded.founding?.place : undefined;
      ok(await cli.run('init', ...where.argv));
      await holdWhole(where);
      if (place !== undefined)
        assert.equal((await peopleIn(where.data)).founding?.place, place, `step ${step}`);
    }
    // Vault, begun, cleared, three for each keyholder, a warden, papers, store, founded, invited.
    assert.equal(killed, 14);
  });

  test('on a disk that takes no more says so, and is finished once there is room', async () => {
    const where = newWhere(...WARDEN);
    // 8 blocks of 512 or 1024 bytes: keys fit, papers do not.
    const before = ['sh', '-c', 'ulimit -f 8; exec "$@"', 'sh'];
    const full = await runProgram(['init', ...where.argv], { before });
    assert.equal(full.code, 1, full.err);
    assert.match(full.err, /cannot be written\. Check the folder, its owner and the room on the disk/);
    assert.deepEqual(
      readdirSync(where.out).filter((name) => name.endsWith('.html')),
      [],
    );
    const again = ok(await cli.run('init', ...where.argv));
    assert.match(again.err, /Its keys were never used: it starts clean/);
    await holdWhole(where);
  });
});

describe('what is there already stays:', () => {
  test('a hub is never founded twice, and papers are never written over', async () => {
    const where = newWhere();
    const place = textIn(ok(await cli.run('init', ...where.argv, '--json')).out, 'place');
    const paper = readFileSync(join(where.out, 'keyholder-1.html'), 'utf8');
    const other = newWhere();
    for (const argv of [
      where.argv,
      [...where.argv.slice(2), '--data', other.data],
      [...where.argv, '--papers', other.out],
    ]) {
      const run = await cli.run('init', ...argv);
      assert.equal(run.code, 2);
      assert.match(run.err, /holds a hub already|holds something already/);
      assert.match(run.err, /Nothing was changed/);
    }
    assert.equal((await peopleIn(where.data)).founding?.place, place);
    assert.equal(readFileSync(join(where.out, 'keyholder-1.html'), 'utf8'), paper);
    assert.deepEqual([existsSync(other.data), existsSync(other.out)], [false, false]);
  });

  test('another founding in the folder of one that was begun is refused', async () => {
    const where = newWhere();
    const child = join(import.meta.dirname, '../../test/sim/init-child.ts');
    // After the papers and before the founding.
    spawnSync(process.execPath, ['--no-warnings', child, '10', ...where.argv]);
    const paper = readFileSync(join(where.out, 'keyholder-1.html'), 'utf8');
    const other = await cli.run('init', ...where.argv, '--settlement', 'West field');
    assert.equal(other.code, 2);
    assert.match(other.err, /another founding was begun in/);
    assert.equal(readFileSync(join(where.out, 'keyholder-1.html'), 'utf8'), paper);
    ok(await cli.run('init', ...where.argv));
    assert.equal(readFileSync(join(where.out, 'keyholder-1.html'), 'utf8'), paper);
  });

  test('a note of the beginning that is damaged stops it', async () => {
    const where = newWhere();
    ok(await cli.run('init', ...where.argv));
    writeFileSync(join(where.out, 'unfinished.json'), '{');
    const run = await cli.run('init', ...where.argv);
    assert.equal(run.code, 1);
    assert.match(run.err, /is damaged\. Nothing was changed/);
  });
});
