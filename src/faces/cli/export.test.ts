import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openCli } from '../../../test/sim/cli.ts';
import { hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import type { HubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { keyOf } from '../../../test/making/vault.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { newIncident, witness } from '../../../test/sim/witness.ts';

const cli = openCli();
const folder = newFolder();
let disk: HubOnDisk;
let older: string;
before(async () => {
  disk = await hubOnDisk();
  const before = witness(disk.hub.crypto, newIncident(disk.hub.crypto));
  older = before.incident;
  await disk.hub.post((await before.sayMany(3)).map((s) => s.wire));
  await disk.hub.post((await disk.hub.newWitness().sayMany(5)).map((s) => s.wire));
});
after(async () => {
  cli.end();
  await disk.close();
});

let files = 0;
const newFile = (): string => join(folder, `${files++}.shanyrak`);

describe('exporting', () => {
  test('writes a file that zcat reads and verify finds sound, alike from hub, folder and file', async () => {
    const written: string[] = [];
    for (const source of [['--from', disk.read], ['--data', disk.folder, ...keyOf(disk.folder)], ['']]) {
      const out = newFile();
      const from = source[0] === '' ? [written[0] ?? ''] : source;
      const run = await cli.run('export', ...from, '--out', out);
      assert.deepEqual([run.code, run.out], [0, '']);
      assert.match(run.err, /^5 entries written\. The file is for readers of the incident/);
      if (process.platform !== 'win32') assert.equal(statSync(out).mode & 0o777, 0o600);
      assert.equal(existsSync(`${out}.part`), false);
      written.push(out);
    }
    const texts = written.map((out) => gunzipSync(readFileSync(out)).toString());
    assert.equal(new Set(texts).size, 1);
    const [header, ...lines] = (texts[0] ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(header, {
      format: 'shanyrak-transfer v1',
      incident: disk.hub.incident,
      audience: 'readers',
      entries: 5,
      hub: disk.hub.engine.hubKey,
    });
    assert.deepEqual(
      lines,
      disk.hub.engine.read({ after: 2, limit: 9 }).entries.map(({ e, g, parts }) => ({ e, g, parts })),
    );
    const verified = await cli.run('verify', written[0] ?? '');
    assert.deepEqual([verified.code, verified.out], [0, 'OK: 5 entries, all genuine\n']);
  });

  test('of another incident holds that one and nothing else', async () => {
    const out = newFile();
    assert.equal((await cli.run('export', '--from', disk.read, '--out', out, '--incident', older)).code, 0);
    const run = await cli.run('show', out);
    assert.match(run.err, new RegExp(`incident ${older}, 3 entries`));
  });

  test('for a lawyer is refused with exit 2 and nothing is written, until it can be done safely', async () => {
    const out = newFile();
    const run = await cli.run('export', '--from', disk.read, '--out', out, '--for', 'lawyer');
    assert.deepEqual([run.code, run.out], [2, '']);
    assert.match(run.err, /cannot be made yet\. Nothing was written/);
    assert.equal(existsSync(out), false);
  });

  test('for the public is refused from a link or a file: neither tells what has weight, or what is closed', async () => {
    const file = newFile();
    await cli.run('export', '--from', disk.read, '--out', file);
    for (const source of [['--from', disk.read], [file], []]) {
      const out = newFile();
      const run = await cli.run('export', ...source, '--out', out, '--for', 'public');
      assert.deepEqual([run.code, run.out], [2, '']);
      assert.match(run.err, /from a hub of its own only/);
      assert.equal(existsSync(out), false);
    }
  });

  test('for readers is what happens without saying', async () => {
    const [said, unsaid] = [newFile(), newFile()];
    await cli.run('export', '--from', disk.read, '--out', said, '--for', 'readers');
    await cli.run('export', '--from', disk.read, '--out', unsaid);
    assert.deepEqual(readFileSync(said), readFileSync(unsaid));
  });

  test('to where nothing can be written exits 1 and says so', async () => {
    const taken = join(folder, 'taken');
    mkdirSync(taken);
    for (const out of [join(folder, 'none', 'x'), taken]) {
      const run = await cli.run('export', '--from', disk.read, '--out', out);
      assert.deepEqual([run.code, run.out], [1, '']);
      assert.match(run.err, /^shanyrak export: .* cannot be written\. .*\n$/);
    }
  });
});
