import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { seededChance } from '../../src/adapters/sim-day/chance.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { storeSqlite } from '../../src/adapters/store-sqlite/store-sqlite.ts';
import { tileFolder } from '../../src/adapters/tile-folder/tile-folder.ts';
import { utf8Decode } from '../../src/base/bytes.ts';
import { fillTree, newLogSource } from '../../src/engine/log-files.ts';
import { leafHash, rootAt } from '../../src/record/log/merkle.ts';
import { hashReaderOverTiles, parseEntryBundle, pathOfTile, tilesOf } from '../../src/record/log/tiles.ts';
import type { Checkpoint } from '../../src/record/log/checkpoint.ts';
import { checkpointIn, isProven } from '../making/log-hub.ts';
import { testVault } from '../making/vault.ts';
import { soakCount } from '../soak-count.ts';
import { liveUntilKilled } from './log-life.ts';
import type { FromLogChild } from './log-life.ts';
import { newFolder } from './temp-folder.ts';

const KILLS = soakCount(40, 1_000);
const SEED = 23;
const ANSWERS_MAX = 8;
const MORE_MS_MAX = 25;
/** One life in so many ends before it can be known to have started. */
const UNBORN = 8;
const BIRTH_MS_MAX = 400;

const { sha256 } = cryptoNode();

/** All that was ever handed out. */
type Promised = { readonly places: Map<string, number>; readonly checkpoints: Checkpoint[] };

/** Takes down what a life handed out, and checks it as its receiver would. */
async function take(told: readonly FromLogChild[], promised: Promised): Promise<void> {
  for (const message of told) {
    if (message.kind === 'started') {
      assert.deepEqual(
        [message.repaired, message.isLost],
        [[], false],
        'a kill tears no file and loses no entry',
      );
      continue;
    }
    const ids = new Map(message.kept.map(([id, index]) => [index, id]));
    assert.ok(await isProven(message.answer, (index) => ids.get(index)));
    for (const [id, index] of message.kept) promised.places.set(id, index);
    promised.checkpoints.push(await checkpointIn(message.answer.checkpoint));
  }
}

/** Reads the folder as it lies there after a kill: the database, and the files as a stranger who mirrors them. */
async function check(folder: string, { places, checkpoints }: Promised): Promise<number> {
  const store = storeSqlite({ folder, vault: testVault() });
  const files = tileFolder(join(folder, 'log'));
  try {
    const source = newLogSource(store, sha256);
    fillTree(source);
    const { tree } = source;
    const kept = store.leaves(0, store.size());
    for (const [id, index] of places) assert.equal(kept[index], id, 'every receipt holds');
    for (const { size, root } of checkpoints)
      assert.ok(size <= tree.size() && Buffer.compare(tree.root(size), root) === 0, 'and every checkpoint');
    const bytes = files.read('checkpoint');
    if (bytes === undefined) {
      assert.equal(checkpoints.length, 0);
      return store.size();
    }
    const { size, root } = await checkpointIn(utf8Decode(bytes) ?? '');
    assert.ok(
      checkpoints.every((each) => each.size <= size),
      'none was handed out that is not on the disk',
    );
    const readTile = (tile: Parameters<typeof pathOfTile>[0]): Uint8Array =>
      files.read(pathOfTile(tile)) ?? new Uint8Array();
    assert.equal(
      Buffer.compare(rootAt(size, hashReaderOverTiles({ size, readTile }, sha256), sha256), root),
      0,
      'the tiles on the disk are those that were signed',
    );
    const bundles = tilesOf(size).filter(({ kind }) => kind === 'entries');
    const ids = bundles.flatMap((tile) => parseEntryBundle(readTile(tile)) ?? []);
    assert.equal(ids.length, size);
    for (const [i, leaf] of ids.entries())
      assert.equal(Buffer.compare(leafHash(leaf, sha256), tree.leaf(i)), 0);
    return store.size();
  } finally {
    store.close();
  }
}

describe('a hub that is killed while it keeps its log', () => {
  test(
    `${KILLS} times holds every receipt and every checkpoint it ever handed out, and its tiles are whole`,
    { timeout: 3 * 3_600_000 },
    async (t) => {
      const folder = newFolder();
      const chance = seededChance(SEED);
      const promised: Promised = { places: new Map(), checkpoints: [] };
      const origins = new Set<string>();
      let entries = 0;
      for (let kills = 0; kills < KILLS; kills++) {
        const kill =
          kills % UNBORN === UNBORN - 1
            ? { bornMs: chance() * BIRTH_MS_MAX }
            : { answers: Math.floor(chance() * ANSWERS_MAX), moreMs: chance() * MORE_MS_MAX };
        const told = await liveUntilKilled(folder, kill);
        for (const message of told) if (message.kind === 'started') origins.add(message.origin);
        await take(told, promised);
        entries = await check(folder, promised);
      }
      assert.equal(origins.size, 1);
      assert.ok(promised.checkpoints.length > KILLS * 2, `${promised.checkpoints.length} checkpoints`);
      t.diagnostic(
        `${KILLS} kills: ${promised.places.size} receipts and ${promised.checkpoints.length} checkpoints held, ${entries} entries`,
      );
    },
  );
});
