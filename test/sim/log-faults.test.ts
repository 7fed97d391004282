import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, test } from 'node:test';
import { seededChance } from '../../src/adapters/sim-day/chance.ts';
import { clockSystem } from '../../src/adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { tileFolder } from '../../src/adapters/tile-folder/tile-folder.ts';
import { startEngine } from '../../src/engine/engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { answerOfLog } from '../../src/engine/log-answer.ts';
import type { LogAnswer } from '../../src/engine/log-answer.ts';
import { startHub } from '../../src/main/start-hub.ts';
import { StoreFailure } from '../../src/ports/store.ts';
import type { Store } from '../../src/ports/store.ts';
import { checkpointIn, isProven } from '../making/log-hub.ts';
import { testVault, vaultOf } from '../making/vault.ts';
import { soakCount } from '../soak-count.ts';
import { runStoreChild } from '../vectors/child.ts';
import { newFolder } from './temp-folder.ts';
import { newIncident, witness } from './witness.ts';

const crypto = cryptoNode();
const CUTS = soakCount(8, 300);
const BATCHES = 12;

type Here = { readonly engine: Engine; readonly store: Store; readonly end: () => Promise<void> };

async function openIn(folder: string): Promise<Here> {
  const store = storeSqlite({ folder, vault: testVault(), groupWaitMs: 0 });
  const log = { files: tileFolder(join(folder, 'log')) };
  const engine = await startEngine({ store, clock: clockSystem(), crypto, log });
  const end = async (): Promise<void> => {
    await engine.log?.settled();
    store.close();
  };
  return { engine, store, end };
}

async function say({ engine }: Pick<Here, 'engine'>, count: number): Promise<LogAnswer> {
  const said = await witness(crypto, newIncident(crypto)).sayMany(count);
  const receipts = await engine.keep(said.map(({ wire }) => wire));
  assert.ok(engine.log);
  const answer = await answerOfLog(engine.log, receipts, undefined);
  assert.ok(!('kind' in answer));
  return answer;
}

describe('a write-ahead log of the database that was cut short', () => {
  test('costs what was in it, which the hub names; its log contradicts nothing it had signed', async (t) => {
    const folder = newFolder();
    const hub = await openIn(folder);
    for (let n = 0; n < BATCHES; n++) await say(hub, 5);
    await hub.engine.log?.settled();
    const [whole, chance] = [newFolder(), seededChance(5)];
    // As it lies there when the power goes: SQLite has brought nothing into the database file yet.
    cpSync(folder, whole, { recursive: true });
    const ids = hub.store.leaves(0, 5 * BATCHES);
    const old = await checkpointIn(hub.engine.log?.head()?.note ?? '');
    await hub.end();
    const bytes = statSync(join(whole, 'hub.sqlite-wal')).size;
    let losses = 0;
    for (let cut = 0; cut < CUTS; cut++) {
      const left = newFolder();
      cpSync(whole, left, { recursive: true });
      // Not so early that there is no hub any more.
      truncateSync(join(left, 'hub.sqlite-wal'), Math.floor(bytes * (0.4 + 0.6 * chance())));
      const after = await openIn(left);
      assert.ok(after.engine.log);
      const { origin, started } = after.engine.log;
      const kept = after.store.size();
      assert.deepEqual(after.store.leaves(0, kept), ids.slice(0, kept));
      if (kept < ids.length) {
        losses++;
        assert.notEqual(origin, old.origin);
        assert.deepEqual(started.lost, { size: ids.length, upTo: kept, ids: ids.slice(kept) });
      } else assert.equal(origin, old.origin);
      assert.ok(await isProven(await say(after, 3), (index) => after.store.leaves(index, 1)[0]));
      await after.end();
    }
    assert.ok(losses > CUTS / 4, 'some of the cuts took entries away');
    t.diagnostic(`${CUTS} cuts, of which ${losses} took entries away`);
  });
});

describe('two hubs on one folder', () => {
  test('the second is refused before it looks at the log, and the first goes on', async () => {
    const folder = join(newFolder(), 'hub');
    const vault = await vaultOf(folder);
    const needs = { folder, clock: clockSystem(), crypto, progress: undefined, failed: () => {} };
    const first = await startHub(needs, vault);
    await say(first, 3);
    await assert.rejects(
      startHub(needs, vault),
      (error) => error instanceof StoreFailure && error.kind === 'in-use',
    );
    assert.equal((await checkpointIn((await say(first, 2)).checkpoint)).size, 5);
    await first.close();
  });
});

describe('a disk that is full where the log lies', () => {
  const mount = 'mount -t tmpfs -o size=128k shanyrak "$1/log" && shift && exec "$@"';
  const isolated = (folder: string): readonly [string, ...string[]] => {
    const isolate = ['unshare', '--map-root-user', '--mount'].join(' ');
    return ['sh', '-c', `exec ${isolate} sh -c '${mount}' sh "$@"`, 'sh', folder];
  };
  const folder = newFolder();
  mkdirSync(join(folder, 'log'));
  const [shell, ...rest] = isolated(folder);
  const canMount = process.platform === 'linux' && spawnSync(shell, [...rest, 'true']).status === 0;
  const skip =
    !canMount && 'a small file system of its own cannot be mounted here (needs Linux with user namespaces)';
  const url = (path: string): string =>
    JSON.stringify(pathToFileURL(join(import.meta.dirname, '../..', path)).href);

  test('keeps accepting; nothing is signed meanwhile; the proof comes when there is room', { skip }, () => {
    const script = `
      import { rmSync, writeFileSync, readFileSync } from 'node:fs';
      import { setTimeout as sleep } from 'node:timers/promises';
      import { clockSystem } from ${url('src/adapters/clock-system/clock-system.ts')};
      import { cryptoNode } from ${url('src/adapters/crypto-node/crypto-node.ts')};
      import { tileFolder } from ${url('src/adapters/tile-folder/tile-folder.ts')};
      import { startEngine } from ${url('src/engine/engine.ts')};
      import { answerOfLog } from ${url('src/engine/log-answer.ts')};
      import { newIncident, witness } from ${url('test/sim/witness.ts')};
      const crypto = cryptoNode();
      const store = storeSqlite({ vault, folder });
      const log = { files: tileFolder(folder + '/log') };
      const engine = await startEngine({ store, clock: clockSystem(), crypto, log });
      const author = witness(crypto, newIncident(crypto));
      const post = async (n) => {
        const receipts = await engine.keep((await author.sayMany(n)).map((s) => s.wire));
        const answer = await answerOfLog(engine.log, receipts, undefined);
        return { accepted: receipts.filter((r) => r.status === 'accepted').length, answer };
      };
      await post(3);
      const signed = readFileSync(folder + '/log/checkpoint', 'utf8');
      try { writeFileSync(folder + '/log/ballast', Buffer.alloc(200_000)); } catch {}
      const full = await post(200);
      say({ accepted: full.accepted, kind: full.answer.kind, size: store.size() });
      say(readFileSync(folder + '/log/checkpoint', 'utf8') === signed);
      rmSync(folder + '/log/ballast');
      await sleep(1_100);
      const again = await post(2);
      say({ accepted: again.accepted, ranges: again.answer.ranges?.map(({ start, end }) => [start, end]) });
      say([engine.log.head().size, engine.log.trouble() ?? null]);
      await engine.log.settled();
      store.close();`;
    assert.deepEqual(runStoreChild(script, folder, { before: isolated(folder) }), [
      { accepted: 200, kind: 'full', size: 203 },
      true,
      { accepted: 2, ranges: [[203, 205]] },
      [205, null],
    ]);
  });
});
