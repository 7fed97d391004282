import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, mock, test } from 'node:test';
import { runStoreChild, startStoreChild } from '../../../test/vectors/child.ts';
import { testVault } from '../../../test/making/vault.ts';
import { incidentOf, plainRow, rowOf } from '../../../test/vectors/rows.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store, StoreFailureKind } from '../../ports/store.ts';
import { SCHEMA_VERSION } from './schema.ts';
import { storeSqlite } from './store-sqlite.ts';

const vault = testVault();
const folders: string[] = [];
after(() => {
  for (const folder of folders) {
    if (process.platform !== 'win32') spawnSync('chmod', ['-R', 'u+rwx', folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shanyrak-store-'));
  folders.push(folder);
  return folder;
}

function isFailure(kind: StoreFailureKind, retryable: boolean): (error: unknown) => boolean {
  return (error) => error instanceof StoreFailure && error.kind === kind && error.retryable === retryable;
}

const ALL = { after: -1, limit: 1_000_000 };

/** A hub's folder with rows 0 to 29 in it, closed. */
async function filledFolder(): Promise<string> {
  const folder = newFolder();
  const store = storeSqlite({ vault, folder });
  await store.append(Array.from({ length: 30 }, (_, n) => rowOf(n, n % 3)));
  store.close();
  return folder;
}

function assertRows(store: Store, count: number): void {
  assert.deepEqual(
    store.read(ALL).map(plainRow),
    Array.from({ length: count }, (_, n) => plainRow({ ...rowOf(n, n % 3), index: n })),
  );
}

describe('one hub a folder', () => {
  const tryToOpen = `
    try { storeSqlite({ vault, folder }).close(); say('opened'); } catch (error) { say(failure(error)); }`;

  test('a second writer is refused in the same process, and works when the first has gone', () => {
    const folder = newFolder();
    const first = storeSqlite({ vault, folder });
    for (let i = 0; i < 3; i++)
      assert.throws(() => storeSqlite({ vault, folder }), isFailure('in-use', false));
    first.close();
    storeSqlite({ vault, folder }).close();
  });

  test('a second writer is refused in another process, and works when the first has gone', () => {
    const folder = newFolder();
    const first = storeSqlite({ vault, folder });
    assert.partialDeepStrictEqual(runStoreChild(tryToOpen, folder), [{ kind: 'in-use', retryable: false }]);
    first.close();
    assert.deepEqual(runStoreChild(tryToOpen, folder), ['opened']);
  });

  test('a refused writer leaves the first one working', async () => {
    const folder = newFolder();
    const first = storeSqlite({ vault, folder });
    assert.throws(() => storeSqlite({ vault, folder }));
    assert.equal((await first.append([rowOf(0)]))[0]?.isNew, true);
    assert.throws(() => storeSqlite({ vault, folder }), isFailure('in-use', false));
    first.close();
  });

  test('a reader looks in while the hub runs, and sees what comes', async () => {
    const folder = await filledFolder();
    const hub = storeSqlite({ vault, folder });
    const reader = storeSqlite({ vault, folder, mode: 'read' });
    assertRows(reader, 30);
    await hub.append([rowOf(30), { ...rowOf(31), incident: incidentOf(7) }]);
    assert.equal(reader.read({ after: 29, limit: 9 }).length, 2);
    assert.equal(reader.find(rowOf(31).id)?.index, 31);
    assert.equal(reader.size(), 32);
    assert.deepEqual(reader.incidents(), hub.incidents());
    assert.deepEqual(
      reader.read({ ...ALL, incident: incidentOf(7) }).map(({ index }) => index),
      [31],
    );
    reader.close();
    hub.close();
  });

  test('a reader in another process looks in while the hub runs', async () => {
    const folder = await filledFolder();
    const hub = storeSqlite({ vault, folder });
    const look = `const store = storeSqlite({ vault, folder, mode: 'read' }); say(store.size()); say(store.faults()); store.close();`;
    assert.deepEqual(runStoreChild(look, folder), [30, []]);
    hub.close();
  });

  test('a reader cannot write, takes no lock and makes no folder', async () => {
    const folder = await filledFolder();
    const reader = storeSqlite({ vault, folder, mode: 'read' });
    await assert.rejects(reader.append([rowOf(40)]), isFailure('read-only', false));
    assert.throws(() => reader.saveSetting('a', new Uint8Array()), isFailure('read-only', false));
    storeSqlite({ vault, folder }).close();
    reader.close();
    const none = join(newFolder(), 'none');
    assert.throws(() => storeSqlite({ vault, folder: none, mode: 'read' }), isFailure('unavailable', false));
    assert.deepEqual(readdirSync(join(none, '..')), []);
  });
});

describe('a killed hub', () => {
  // Says each batch's indexes only after the store has acknowledged it; never ends by itself.
  const appendForEver = `
    const store = storeSqlite({ vault, folder });
    for (let n = store.size(); ; n += 3) {
      const batches = [[rowOf(n)], [rowOf(n + 1), rowOf(n + 2)]];
      const kept = await Promise.all(batches.map((rows) => store.append(rows)));
      for (const { index, isNew } of kept.flat()) if (isNew) say(index);
    }`;

  test('loses no acknowledged row, however often it is killed', { timeout: 60_000 }, async () => {
    const folder = newFolder();
    let acknowledged = -1;
    for (let round = 0; round < 3; round++) {
      const child = startStoreChild(appendForEver, folder);
      assert.ok(child.stdout);
      let seen = 0;
      for await (const line of createInterface(child.stdout)) {
        acknowledged = Math.max(acknowledged, Number(line));
        if (++seen === 60 + 7 * round) child.kill('SIGKILL');
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      assert.equal(child.signalCode, 'SIGKILL');
      const store = storeSqlite({ vault, folder });
      assert.ok(store.size() > acknowledged, `${store.size()} rows, ${acknowledged} acknowledged`);
      assert.deepEqual(store.faults(), []);
      assert.deepEqual(
        store.read(ALL).map(plainRow),
        Array.from({ length: store.size() }, (_, n) => plainRow({ ...rowOf(n), index: n })),
      );
      store.close();
    }
    assert.ok(acknowledged >= 180);
  });
});

describe('a full disk', () => {
  /** A store whose database may not grow: SQLite itself then says that the disk is full. */
  function openSmall(folder: string): { readonly store: Store; readonly setPages: (most: number) => void } {
    const spy = mock.method(DatabaseSync.prototype, 'exec');
    const store = storeSqlite({ vault, folder });
    const db = spy.mock.calls
      .map((call) => call.this as DatabaseSync)
      .find((each) => each.location()?.endsWith('hub.sqlite'));
    spy.mock.restore();
    assert.ok(db);
    return { store, setPages: (most) => void db.prepare(`PRAGMA max_page_count = ${most}`).get() };
  }

  test('is said, can be tried again, keeps every earlier row and half of no batch', async () => {
    const folder = await filledFolder();
    const { store, setPages } = openSmall(folder);
    setPages(1);
    const big = { ...rowOf(30), incident: incidentOf(8), content: new Uint8Array(100_000).fill(1) };
    const together = await Promise.allSettled([store.append([rowOf(31), big]), store.append([rowOf(32)])]);
    for (const each of together)
      assert.ok(each.status === 'rejected' && isFailure('full', true)(each.reason));
    assert.throws(() => store.saveSetting('a', new Uint8Array(100_000)), isFailure('full', true));
    assertRows(store, 30);
    assert.equal(store.size(), 30);
    assert.equal(store.incidents().length, 3);
    assert.equal(store.find(rowOf(31).id), undefined);

    setPages(100_000);
    const kept = await store.append([big, rowOf(31)]);
    assert.deepEqual(
      kept.map(({ index, isNew }) => [index, isNew]),
      [
        [30, true],
        [31, true],
      ],
    );
    assert.deepEqual(store.incidents().at(-1), incidentOf(8));
    store.close();
    const again = storeSqlite({ vault, folder });
    assert.equal(again.size(), 32);
    assert.deepEqual(again.faults(), []);
    again.close();
  });

  const mount = 'mount -t tmpfs -o size=4m shanyrak "$1" && shift && exec "$@"';
  const isolated = (folder: string): readonly [string, ...string[]] => {
    const isolate = ['unshare', '--map-root-user', '--mount'].join(' ');
    return ['sh', '-c', `exec ${isolate} sh -c '${mount}' sh "$@"`, 'sh', folder];
  };
  const [shell, ...rest] = isolated(newFolder());
  const canMount = process.platform === 'linux' && spawnSync(shell, [...rest, 'true']).status === 0;
  const skip =
    !canMount && 'a small file system of its own cannot be mounted here (needs Linux with user namespaces)';

  test('that is a real one is said too, and the hub goes on when there is room again', { skip }, () => {
    const script = `
      import { rmSync, writeFileSync } from 'node:fs';
      writeFileSync(folder + '/ballast', Buffer.alloc(1_000_000));
      const store = storeSqlite({ vault, folder });
      let n = 0;
      const fill = async () => { for (; n < 10_000; n++) await store.append([{ ...rowOf(n), content: new Uint8Array(50_000) }]); };
      await fill().catch((error) => say(failure(error)));
      say(store.size() === n && n > 10 && store.read({ after: -1, limit: n }).length === n);
      rmSync(folder + '/ballast');
      say((await store.append([rowOf(n)]))[0]);
      say(store.faults());`;
    const folder = newFolder();
    const [failed, isWhole, kept, faults] = runStoreChild(script, folder, { before: isolated(folder) });
    assert.partialDeepStrictEqual(failed, { kind: 'full', retryable: true });
    assert.equal(isWhole, true);
    assert.partialDeepStrictEqual(kept, { isNew: true });
    assert.deepEqual(faults, []);
  });
});

describe('a folder that may not be written', () => {
  // Modes do not bind root, so a root runs the child as nobody.
  const NOBODY = 65_534;
  const as = process.getuid?.() === 0 ? { uid: NOBODY } : {};
  const skip = whyNoChild();

  function whyNoChild(): string | false {
    if (process.platform === 'win32') return 'Windows has no such modes';
    try {
      return runStoreChild('say(1)', tmpdir(), as).length !== 1 && 'the child said nothing';
    } catch (error) {
      return `no child can be run here as one whom modes bind: ${String(error).slice(0, 200)}`;
    }
  }

  /** Closed for everybody, and belonging to the child. */
  function lockUp(folder: string): void {
    for (const name of readdirSync(folder)) {
      if (as.uid !== undefined) chownSync(join(folder, name), as.uid, as.uid);
      chmodSync(join(folder, name), 0o444);
    }
    if (as.uid !== undefined) chownSync(folder, as.uid, as.uid);
    chmodSync(folder, 0o555);
  }

  const open = `try { storeSqlite({ vault, folder }); say('opened'); } catch (error) { say(failure(error)); }`;

  test('is said to be read-only, when a hub was there before', { skip }, async () => {
    const folder = await filledFolder();
    lockUp(folder);
    assert.partialDeepStrictEqual(runStoreChild(open, folder, as), [{ kind: 'read-only', retryable: false }]);
  });

  test('is said to be read-only, when it is empty or not there yet', { skip }, () => {
    const folder = newFolder();
    lockUp(folder);
    assert.partialDeepStrictEqual(runStoreChild(open, folder, as), [{ kind: 'read-only', retryable: false }]);
    assert.partialDeepStrictEqual(runStoreChild(open, join(folder, 'new'), as), [
      { kind: 'read-only', retryable: false },
    ]);
  });

  test('keeps its rows', { skip }, async () => {
    const folder = await filledFolder();
    lockUp(folder);
    runStoreChild(open, folder, as);
    if (as.uid === undefined)
      for (const name of ['', ...readdirSync(folder)]) chmodSync(join(folder, name), 0o755);
    const store = storeSqlite({ vault, folder });
    assertRows(store, 30);
    store.close();
  });
});

describe('a file of another release', () => {
  function withVersion(folder: string, version: number): void {
    const db = new DatabaseSync(join(folder, 'hub.sqlite'));
    db.exec(`PRAGMA user_version = ${version}`);
    db.close();
  }

  test('that is newer is refused, and the folder left as it was', async () => {
    const folder = await filledFolder();
    withVersion(folder, SCHEMA_VERSION + 1);
    for (const mode of ['write', 'read'] as const)
      assert.throws(() => storeSqlite({ vault, folder, mode }), isFailure('newer-format', false));
    withVersion(folder, SCHEMA_VERSION);
    const store = storeSqlite({ vault, folder });
    assertRows(store, 30);
    store.close();
  });

  test('that is the first one is opened, with all that is in it, and taken on', async () => {
    const folder = newFolder();
    mkdirSync(folder, { recursive: true });
    copyFileSync(
      join(import.meta.dirname, '../../../test/vectors/store-sqlite-1/hub.sqlite'),
      join(folder, 'hub.sqlite'),
    );
    const store = storeSqlite({ vault, folder });
    assertRows(store, 30);
    assert.deepEqual(store.incidents(), [0, 1, 2].map(incidentOf));
    assert.equal(Buffer.from(store.setting('name') ?? []).toString(), 'the first release');
    assert.deepEqual(store.faults(), []);
    assert.deepEqual(
      (await store.append([rowOf(3, 0), rowOf(30)])).map(({ index, isNew }) => [index, isNew]),
      [
        [3, false],
        [30, true],
      ],
    );
    store.close();
    const db = new DatabaseSync(join(folder, 'hub.sqlite'));
    assert.equal(db.prepare('PRAGMA user_version').get()?.['user_version'], SCHEMA_VERSION);
    db.close();
  });
});
