import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { strangeId } from '../../../test/making/entries.ts';
import { keyFileOf, keyOf, vaultOf } from '../../../test/making/vault.ts';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { damage, hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import type { HubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import type { Said } from '../../../test/sim/witness.ts';
import { takeLock } from '../../adapters/store-sqlite/lock.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { parseManifest } from '../../record/backup-manifest.ts';

const cli = openCli();
after(cli.end);

const ENTRIES = 12;
const BY = strangeId('order');

/** A running hub with some entries. */
async function filled(): Promise<{ readonly disk: HubOnDisk; readonly said: readonly Said[] }> {
  const disk = await hubOnDisk(join(newFolder(), 'hub'));
  const said = await disk.hub.newWitness().sayMany(ENTRIES);
  await disk.hub.post(said.map((s) => s.wire));
  return { disk, said };
}

async function backUp({ folder }: HubOnDisk, ...more: readonly string[]): Promise<CliRun> {
  return cli.run('backup', '--data', folder, ...keyOf(folder), '--json', ...more);
}

function placeOf(run: CliRun): string {
  assert.equal(run.code, 0, run.err);
  const answer = parseJson(run.out);
  assert.ok(isJsonObject(answer) && typeof answer['backup'] === 'string');
  return answer['backup'];
}

async function restore(
  from: string,
  to: string,
  { folder }: HubOnDisk,
  ...more: readonly string[]
): Promise<CliRun> {
  return cli.run('restore', '--from', from, '--data', to, '--key-file', keyFileOf(folder), ...more);
}

async function idsIn(folder: string, keyOfFolder: string): Promise<readonly string[]> {
  const store = storeSqlite({ folder, vault: await vaultOf(keyOfFolder), mode: 'read' });
  const ids = store.read({ after: -1, limit: 1_000 }).map((row) => row.id);
  store.close();
  return ids;
}

describe('backup', () => {
  test('of a running hub is two files and their list, and the hub goes on', async () => {
    const { disk, said } = await filled();
    const place = placeOf(await backUp(disk));
    assert.equal(join(place, '..'), `${disk.folder}-backups`);
    assert.deepEqual(readdirSync(place).sort(), ['backup.json', 'hub.sqlite', 'vault.json']);
    assert.deepEqual(readdirSync(join(place, '..')), [place.split('/').at(-1)]);
    const manifest = parseManifest(readFileSync(join(place, 'backup.json'), 'utf8'));
    assert.deepEqual([manifest?.entries, manifest?.files.length], [ENTRIES, 2]);
    for (const name of readdirSync(place))
      assert.equal(readFileSync(join(place, name)).includes('They came'), false, 'sealed as the hub is');
    const [more] = await disk.hub.newWitness().sayMany(1);
    assert.equal((await disk.hub.post([more?.wire])).status, 200);
    assert.deepEqual(
      await idsIn(place, disk.folder),
      said.map((s) => s.id),
    );
    await disk.close();
  });

  test('says what it made and what it takes to open it', async () => {
    const { disk } = await filled();
    const run = await cli.run('backup', '--data', disk.folder, ...keyOf(disk.folder));
    assert.deepEqual([run.code, run.err], [0, '']);
    assert.match(
      run.out,
      /^OK: 12 entries in .*, restored on trial and all sound\nIt opens with the key of the hub only/,
    );
    await disk.close();
  });

  test('with the wrong key, or beside another one, makes nothing', async () => {
    const { disk } = await filled();
    const other = await hubOnDisk();
    const wrong = await cli.run('backup', '--data', disk.folder, ...keyOf(other.folder));
    assert.deepEqual([wrong.code, wrong.out], [1, '']);
    assert.match(wrong.err, /does not open the hub/);
    const lock = takeLock(disk.folder, 'care');
    const second = await backUp(disk);
    assert.deepEqual([second.code, second.out], [1, '']);
    assert.match(second.err, /is under way on this folder. Nothing was changed/);
    lock.close();
    const inside = await backUp(disk, '--to', join(disk.folder, 'b'));
    assert.equal(inside.code, 2);
    assert.match(inside.err, /outside the data folder/);
    assert.equal(existsSync(`${disk.folder}-backups`), false);
    await disk.close();
    await other.close();
  });

  test('that cannot be written leaves nothing behind and is not noted', async () => {
    const { disk } = await filled();
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const run = await backUp(disk, '--to', join(file, 'below'));
    assert.deepEqual([run.code, run.out], [1, '']);
    assert.match(run.err, /cannot be made/);
    assert.equal(disk.hub.store.setting('known-backups'), undefined);
    await disk.close();
  });

  test('of a damaged hub is made with the same damage, and says so', async () => {
    const { disk } = await filled();
    await disk.close();
    damage(disk.folder, `UPDATE leaf SET content = x'ff' WHERE idx = 7;`);
    const run = await backUp(disk);
    assert.equal(run.code, 1);
    assert.partialDeepStrictEqual(parseJson(run.out), { ok: false, entries: ENTRIES, faults: 1 });
    assert.equal(readdirSync(`${disk.folder}-backups`).length, 1);
  });

  test('that is gone for good is forgotten when somebody says so', async () => {
    const { disk, said } = await filled();
    const place = placeOf(await backUp(disk));
    renameSync(place, `${place}-carried-away`);
    const [first] = said;
    assert.ok(first);
    const answer = await disk.hub.engine.erase([{ id: first.id, what: 'entry' }], BY);
    assert.deepEqual(answer.unreached, [{ place, why: 'unavailable' }]);
    const next = await backUp(disk, '--to', join(newFolder(), 'b'));
    assert.partialDeepStrictEqual(parseJson(next.out), {
      ok: true,
      unreached: [{ place, why: 'unavailable' }],
    });
    const gone = await backUp(disk, '--forget', place);
    assert.equal(gone.code, 0);
    assert.match(gone.out, /destroy it if you find it/);
    assert.deepEqual((await disk.hub.engine.tend()).unreached, []);
    assert.equal((await backUp(disk, '--forget', place)).code, 2);
    await disk.close();
  });
});

describe('restore', () => {
  test('gives every entry back at its index, into a new folder that serves', async () => {
    const { disk, said } = await filled();
    const place = placeOf(await backUp(disk));
    await disk.close();
    const to = join(newFolder(), 'new', 'hub');
    mkdirSync(join(to, '..'));
    const run = await restore(place, to, disk);
    assert.deepEqual([run.code, run.err], [0, '']);
    assert.match(
      run.out,
      /^OK: 12 entries of the hub .* as it was at 20.*Start it with: shanyrak serve --data/s,
    );
    assert.deepEqual(
      await idsIn(to, disk.folder),
      said.map((s) => s.id),
    );
    cpSync(keyFileOf(disk.folder), keyFileOf(to));
    const again = await hubOnDisk(to);
    const receipts = await again.hub.engine.keep(said.map((s) => s.wire));
    assert.deepEqual(
      receipts.map((r) => r.status === 'accepted' && [r.index, r.isNew]),
      said.map((_, index) => [index, false]),
    );
    await again.close();
  });

  test('never touches a folder with something in it', async () => {
    const { disk } = await filled();
    const place = placeOf(await backUp(disk));
    const before = readdirSync(disk.folder).sort();
    const onto = await restore(place, disk.folder, disk);
    assert.deepEqual([onto.code, onto.out], [2, '']);
    assert.match(onto.err, /holds a hub already, and it stays as it is/);
    assert.deepEqual(readdirSync(disk.folder).sort(), before);
    const full = newFolder();
    writeFileSync(join(full, 'photo.jpg'), '');
    assert.match((await restore(place, full, disk)).err, /is not empty/);
    assert.deepEqual(readdirSync(full), ['photo.jpg']);
    await disk.close();
  });

  test('names the file that is missing, cut or damaged, and makes nothing', async () => {
    const { disk } = await filled();
    const place = placeOf(await backUp(disk));
    await disk.close();
    const spoil: readonly (readonly [string, RegExp, (file: string) => void])[] = [
      ['hub.sqlite', /in the backup: hub\.sqlite\./, (file) => truncateSync(file, 5_000)],
      ['hub.sqlite', /in the backup: hub\.sqlite\./, (file) => renameSync(file, `${file}.away`)],
      ['hub.sqlite', /in the backup: hub\.sqlite\./, (file) => flipByte(file, 9_000)],
      ['vault.json', /in the backup: vault\.json\./, (file) => flipByte(file, 60)],
      ['backup.json', /backup\.json of the backup is damaged/, (file) => truncateSync(file, 50)],
      ['backup.json', /holds no backup: it has no backup\.json/, (file) => renameSync(file, `${file}.away`)],
    ];
    for (const [name, words, how] of spoil) {
      const copy = join(newFolder(), 'copy');
      cpSync(place, copy, { recursive: true });
      how(join(copy, name));
      const to = join(newFolder(), 'hub');
      const run = await restore(copy, to, disk);
      assert.deepEqual([run.code, run.out], [1, ''], name);
      assert.match(run.err, words);
      assert.match(run.err, /Nothing was restored, and the backup was not changed/);
      assert.deepEqual(readdirSync(join(to, '..')), []);
    }
  });

  test('refuses another hub’s backup, another key and a list that is cut, and makes nothing', async () => {
    const { disk } = await filled();
    const other = await hubOnDisk();
    const place = placeOf(await backUp(disk));
    const to = join(newFolder(), 'hub');
    const named = await restore(place, to, disk, '--hub', 'AAECAwQFBgcICQoL');
    assert.match(named.err, /is of the hub .*, not of AAECAwQFBgcICQoL/);
    const wrong = await restore(place, to, other);
    assert.match(wrong.err, /does not open the hub/);
    const list = join(newFolder(), 'list');
    writeFileSync(list, '# shanyrak erasures v1: entry, erase entry, what\n0123');
    const cut = await restore(place, to, disk, '--erasures', list);
    assert.match(cut.err, /line 2 of the list of erasures .* is damaged\. Nothing was restored/);
    const old = await restore(place, to, disk, '--old', other.folder);
    assert.match(old.err, /is the folder of another hub/);
    for (const run of [named, wrong, cut, old]) assert.deepEqual([run.code, run.out], [1, '']);
    assert.equal(existsSync(to), false);
    await disk.close();
    await other.close();
  });

  test('of a backup in which an erasure was cut off checks its rows instead of its files', async () => {
    const { disk } = await filled();
    const place = placeOf(await backUp(disk));
    await disk.close();
    const file = join(place, 'backup.json');
    const text = readFileSync(file, 'utf8').replace(/[0-9a-f]{64}/, '0'.repeat(64));
    writeFileSync(file, text);
    assert.equal((await restore(place, join(newFolder(), 'a'), disk)).code, 1);
    writeFileSync(file, text.replace(/\n}\n$/, ',\n "isChanging": true\n}\n'));
    const run = await restore(place, join(newFolder(), 'b'), disk);
    assert.equal(run.code, 0, run.err);
  });

  test('goes on where an earlier one was killed, and removes nothing that is not its own', async () => {
    const { disk } = await filled();
    const place = placeOf(await backUp(disk));
    await disk.close();
    const to = join(newFolder(), 'hub');
    cpSync(place, `${to}.part`, { recursive: true });
    assert.equal((await restore(place, to, disk)).code, 0);
    assert.equal(existsSync(`${to}.part`), false);
    const second = join(newFolder(), 'hub');
    mkdirSync(`${second}.part`);
    writeFileSync(join(`${second}.part`, 'photo.jpg'), '');
    assert.equal((await restore(place, second, disk)).code, 1);
    assert.deepEqual(readdirSync(`${second}.part`), ['photo.jpg']);
  });
});

function flipByte(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}
