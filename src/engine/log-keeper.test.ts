import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  checkpointIn,
  isProven,
  logHub,
  moodyFiles,
  onlyGrew,
  storeUpTo,
} from '../../test/making/log-hub.ts';
import type { LogHub } from '../../test/making/log-hub.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { bytesToBase64 } from '../base/base64.ts';
import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import type { Checkpoint } from '../record/log/checkpoint.ts';
import { rootAt } from '../record/log/merkle.ts';
import { hashReaderOverTiles, parseEntryBundle, pathOfTile, tilesOf } from '../record/log/tiles.ts';
import { StoreFailure } from '../ports/store.ts';
import { TileFailure } from '../ports/tile-files.ts';
import { idsStillLost } from './kept-checkpoint.ts';
import type { LogAnswer } from './log-answer.ts';

const { sha256 } = cryptoNode();

function answered(answer: Awaited<ReturnType<LogHub['say']>>): LogAnswer {
  assert.ok(!('kind' in answer), `the log has trouble: ${JSON.stringify(answer)}`);
  return answer;
}

const idIn =
  ({ store }: LogHub) =>
  (index: number): string | undefined =>
    store.leaves(index, 1)[0];

/** The files as a stranger reads them: the root of the tiles, and the ids of the entry bundles. */
function readTiles(
  files: ReadonlyMap<string, Uint8Array>,
  size: number,
): { root: Uint8Array; ids: string[] } {
  const at = (path: string): Uint8Array => {
    const bytes = files.get(path);
    assert.ok(bytes, `${path} is there`);
    return bytes;
  };
  const readTile = (tile: Parameters<typeof pathOfTile>[0]): Uint8Array => at(pathOfTile(tile));
  const ids = tilesOf(size)
    .filter(({ kind }) => kind === 'entries')
    .flatMap((tile) => parseEntryBundle(readTile(tile)) ?? [])
    .map((leaf) => Buffer.from(leaf).toString('hex'));
  return { root: rootAt(size, hashReaderOverTiles({ size, readTile }, sha256), sha256), ids };
}

async function assertWhole({ files, store, log }: LogHub): Promise<void> {
  const { size, root, origin } = await checkpointIn(
    utf8Decode(files.read('checkpoint') ?? new Uint8Array()) ?? '',
  );
  assert.deepEqual([size, origin], [store.size(), log.origin]);
  const read = readTiles(files.files, size);
  assert.equal(Buffer.compare(read.root, root), 0);
  assert.deepEqual(read.ids, store.leaves(0, size));
}

describe('a hub with a log', () => {
  test('signs an empty one at its first start', async () => {
    const hub = await logHub();
    assert.equal(hub.log.head()?.size, 0);
    await assertWhole(hub);
    assert.deepEqual([hub.log.started.repaired(), hub.log.started.lost], [[], undefined]);
  });

  test('answers with a checkpoint and the proof that all accepted entries are in it', async () => {
    const hub = await logHub();
    const first = answered(await hub.say(3));
    assert.deepEqual(
      first.ranges.map(({ start, end }) => [start, end]),
      [[0, 3]],
    );
    assert.ok(await isProven(first, idIn(hub)));
    assert.equal(await isProven(first, (index) => idIn(hub)(index === 1 ? 2 : index)), false);
    const second = answered(await hub.say(300, 3));
    assert.ok(await isProven(second, idIn(hub)));
    const [from, to] = [await checkpointIn(first.checkpoint), await checkpointIn(second.checkpoint)];
    assert.ok(onlyGrew(from, to, second.consistency ?? []));
    await assertWhole(hub);
  });

  test('tells of entries that were here before too, in as many ranges as it takes', async () => {
    const hub = await logHub();
    await hub.say(10);
    const rows = hub.store.read({ after: -1, limit: 10 });
    const wires = [7, 2, 8, 2].map((i) => JSON.parse(Buffer.from(rows[i]?.content ?? []).toString()));
    const { answerOfLog } = await import('./log-answer.ts');
    const answer = answered(await answerOfLog(hub.log, await hub.engine.keep(wires), undefined));
    assert.deepEqual(
      answer.ranges.map(({ start, end }) => [start, end]),
      [
        [2, 3],
        [7, 9],
      ],
    );
    assert.ok(await isProven(answer, idIn(hub)));
  });

  test('gives no consistency proof from nothing, nor from a size it never had', async () => {
    const hub = await logHub();
    for (const known of [undefined, 0, -1, 99])
      assert.equal(answered(await hub.say(1, known)).consistency, undefined);
    assert.equal(answered(await hub.say(1, 4)).consistency?.length, 1);
    assert.deepEqual(answered(await hub.say(1, 6)).consistency, []);
  });

  test('makes one checkpoint for all who come while one is being made', async () => {
    const hub = await logHub();
    const before = hub.files.writes.length;
    const answers = await Promise.all(Array.from({ length: 20 }, () => hub.say(1)));
    assert.equal(new Set(answers.map((a) => answered(a).checkpoint)).size <= 3, true);
    assert.ok(hub.files.writes.length - before <= 6);
  });

  test('writes the tiles before the checkpoint, each time', async () => {
    const hub = await logHub();
    await hub.say(2);
    await hub.say(255);
    for (const [i, paths] of hub.files.writes.entries())
      if (paths.includes('checkpoint')) {
        assert.deepEqual(paths, ['checkpoint']);
        assert.ok(i === 0 || hub.files.writes[i - 1]?.every((path) => path.startsWith('tile/')));
      }
  });

  test('takes partial tiles away once the full one stands, and keeps those of earlier checkpoints till then', async () => {
    const hub = await logHub();
    for (const count of [10, 20, 225]) await hub.say(count);
    const partial = (): readonly string[] => hub.files.list('tile/0').filter((path) => path.includes('.p/'));
    assert.deepEqual(partial(), ['tile/0/000.p/10', 'tile/0/000.p/30', 'tile/0/000.p/255']);
    await hub.say(3);
    await hub.log.settled();
    assert.deepEqual(partial(), ['tile/0/001.p/2']);
    assert.deepEqual(hub.files.list('tile/entries').toSorted(), ['tile/entries/000', 'tile/entries/001.p/2']);
    await assertWhole(hub);
  });

  test('serves any tile up to its checkpoint, and nothing else', async () => {
    const hub = await logHub();
    await hub.say(300);
    assert.deepEqual(hub.log.tile('tile/0/000'), hub.files.read('tile/0/000'));
    assert.deepEqual(hub.log.tile('tile/entries/001.p/44'), hub.files.read('tile/entries/001.p/44'));
    assert.equal(hub.log.tile('tile/0/001.p/7')?.length, 7 * 32);
    assert.equal(hub.log.tile('tile/1/000.p/1')?.length, 32);
    for (const path of [
      'tile/0/001',
      'tile/0/001.p/45',
      'tile/1/000.p/2',
      'tile/2/000.p/1',
      'checkpoint',
      'tile/0/../0/000',
    ])
      assert.equal(hub.log.tile(path), undefined, path);
  });

  test('signs with a second key that no quantum computer breaks, where there is one', async () => {
    const hub = await logHub();
    const { shortNote = '', note = '' } = hub.log.head() ?? {};
    assert.equal(note.split('\n').filter((line) => line.startsWith('— ')).length, hub.log.keys.length);
    assert.equal(shortNote.split('\n').filter((line) => line.startsWith('— ')).length, 1);
    assert.equal((await checkpointIn(shortNote)).size, 0);
  });
});

describe('a log that is opened again', () => {
  test('goes on where it was and writes nothing anew', async () => {
    const hub = await logHub();
    await hub.say(300);
    await hub.log.settled();
    const files = moodyFiles(hub.files.files);
    const again = await logHub({ store: hub.store, files });
    assert.deepEqual(files.writes, []);
    assert.equal(again.log.head()?.note, hub.log.head()?.note);
    assert.deepEqual(again.log.started.repaired(), []);
    assert.ok(await isProven(await again.say(2, 300), idIn(again)));
    await assertWhole(again);
  });

  const damages: readonly (readonly [string, string, (files: Map<string, Uint8Array>) => void])[] = [
    [
      'a tile is torn',
      'tile/0/000',
      (files) => void files.set('tile/0/000', (files.get('tile/0/000') ?? new Uint8Array()).slice(0, 4_000)),
    ],
    ['a bit of a tile is flipped', 'tile/0/000', (files) => void files.get('tile/0/000')?.set([1], 77)],
    ['a tile is missing', 'tile/0/000', (files) => void files.delete('tile/0/000')],
    [
      'an entry bundle is empty',
      'tile/entries/001.p/44',
      (files) => void files.set('tile/entries/001.p/44', new Uint8Array()),
    ],
    [
      'a tile is there that never was of this log',
      'tile/0/005',
      (files) => void files.set('tile/0/005', new Uint8Array(8_192)),
    ],
    ['the checkpoint is missing', 'checkpoint', (files) => void files.delete('checkpoint')],
    [
      'the checkpoint is torn',
      'checkpoint',
      (files) => void files.set('checkpoint', (files.get('checkpoint') ?? new Uint8Array()).slice(0, 100)),
    ],
    [
      'the checkpoint is another hub’s',
      'checkpoint',
      (files) => void files.set('checkpoint', utf8Encode('shanyrak.hub/other\n0\nAAAA\n\n— x AAAAAA==\n')),
    ],
  ];
  for (const [what, path, damage] of damages)
    test(`says so and makes it anew when ${what}`, async () => {
      const hub = await logHub();
      await hub.say(300);
      await hub.log.settled();
      const tiles = (of: LogHub): string[] =>
        of.files
          .list('tile')
          .map((path) => `${path} ${Buffer.from(of.files.read(path) ?? []).toString('hex')}`);
      const good = tiles(hub).toSorted();
      damage(hub.files.files);
      const again = await logHub({ store: hub.store, files: moodyFiles(hub.files.files) });
      assert.deepEqual(again.log.started.repaired(), [path]);
      assert.deepEqual(tiles(again).toSorted(), good, 'the same bytes as before');
      assert.equal(again.log.origin, hub.log.origin);
      await assertWhole(again);
    });

  test('is made from the entries where a hub kept none before', async () => {
    const hub = await logHub();
    await hub.say(300);
    const again = await logHub({ store: hub.store });
    assert.deepEqual([again.log.started.repaired(), again.log.origin], [[], hub.log.origin]);
    await assertWhole(again);
  });

  test('whatever is said in whatever batches, over restarts: each checkpoint only grows from those before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.boolean()), { minLength: 1, maxLength: 9 }),
        async (lives) => {
          let hub = await logHub();
          const seen = [];
          for (const [count, isRestarted] of lives) {
            const answer = answered(await hub.say(count));
            assert.ok(await isProven(answer, idIn(hub)));
            seen.push(await checkpointIn(answer.checkpoint));
            if (isRestarted) {
              await hub.log.settled();
              hub = await logHub({ store: hub.store, files: hub.files });
            }
          }
          const last = seen.at(-1);
          assert.ok(last);
          for (const old of seen) {
            const proof = hub.log.consistencyProof({ from: old.size, to: last.size }).map(bytesToBase64);
            assert.ok(onlyGrew(old, last, proof));
          }
          await assertWhole(hub);
        },
      ),
      { numRuns: 12 },
    );
  });
});

test('a clock that is years off changes nothing: a checkpoint states no time', async () => {
  const hub = await logHub();
  const seen: Checkpoint[] = [];
  for (const minutes of [0, 5_000_000, -20_000_000, 300_000_000]) {
    hub.clock.setMinutes(minutes);
    const answer = answered(await hub.say(2, seen.at(-1)?.size));
    const checkpoint = await checkpointIn(answer.checkpoint);
    const before = seen.at(-1);
    if (before) assert.ok(onlyGrew(before, checkpoint, answer.consistency ?? []));
    assert.deepEqual(checkpoint.extensions, []);
    seen.push(checkpoint);
  }
  await assertWhole(hub);
});

describe('a log that cannot be written', () => {
  test('keeps no entry from being accepted; the proof comes when there is room again', async () => {
    const hub = await logHub();
    await hub.say(2);
    hub.files.failWith = 'full';
    const answer = await hub.say(3);
    assert.partialDeepStrictEqual(answer, { kind: 'full' });
    assert.deepEqual([hub.store.size(), hub.log.head()?.size, hub.log.trouble()?.kind], [5, 2, 'full']);
    assert.ok(hub.failures.every((cause) => cause instanceof TileFailure));
    hub.files.failWith = undefined;
    await hub.log.round();
    assert.equal(hub.log.head()?.size, 2, 'it is not tried again at once');
    hub.clock.moveMinutes(1);
    await hub.log.round();
    assert.deepEqual([hub.log.head()?.size, hub.log.trouble()], [5, undefined]);
    await assertWhole(hub);
  });

  test('is tried again ever more rarely, and not by each who comes', async () => {
    const hub = await logHub();
    hub.files.failWith = 'read-only';
    for (let n = 0; n < 5; n++) await hub.say(1);
    assert.equal(hub.failures.length, 1);
    for (let minute = 0; minute < 4; minute++) {
      hub.clock.moveMinutes(1);
      await hub.log.round();
    }
    assert.equal(hub.failures.length, 5);
    hub.files.failWith = undefined;
    hub.clock.moveMinutes(1);
    assert.ok(await isProven(await hub.say(1), idIn(hub)));
  });

  test('is signed for no tree whose tiles are not there', async () => {
    const hub = await logHub();
    await hub.say(2);
    const signed = hub.files.files.get('checkpoint');
    for (const at of ['tile/0/000.p/3', 'tile/entries/000.p/4']) {
      hub.files.failWith = 'full';
      hub.files.failAt = at;
      await hub.say(1);
      assert.deepEqual(hub.files.files.get('checkpoint'), signed);
    }
    // The checkpoint itself finds no room: nobody is told of one that is not on the disk.
    hub.clock.moveMinutes(1);
    hub.files.failAt = 'checkpoint';
    assert.partialDeepStrictEqual(await hub.say(1), { kind: 'full' });
    assert.equal(hub.log.head()?.size, 2);
    hub.files.failWith = undefined;
    hub.clock.moveMinutes(1);
    assert.ok(await isProven(await hub.say(1), idIn(hub)));
    await assertWhole(hub);
  });

  test('from the start lets the hub start all the same', async () => {
    const files = moodyFiles();
    files.failWith = 'unavailable';
    const hub = await logHub({ files });
    assert.deepEqual([hub.log.head(), hub.log.trouble()?.kind], [undefined, 'unavailable']);
    assert.partialDeepStrictEqual(await hub.say(1), { kind: 'unavailable' });
    files.failWith = undefined;
    hub.clock.moveMinutes(1);
    assert.ok(await isProven(await hub.say(1), idIn(hub)));
  });

  test('nor read: nobody knows what was signed, so nothing is signed until it is read at a start', async () => {
    const hub = await logHub();
    await hub.say(3);
    const blind = moodyFiles(hub.files.files);
    const read = (): never => {
      throw new TileFailure('broken');
    };
    const again = await logHub({ store: hub.store, files: Object.assign(blind, { read }) });
    assert.partialDeepStrictEqual(await again.say(1), { kind: 'broken' });
    again.clock.moveMinutes(1);
    assert.partialDeepStrictEqual(await again.say(1), { kind: 'broken' });
    assert.deepEqual(blind.writes, []);
    const mended = await logHub({ store: hub.store, files: moodyFiles(hub.files.files) });
    assert.equal(mended.log.head()?.size, 5);
    await assertWhole(mended);
  });
});

describe('a store that has lost entries', () => {
  /** Ten entries were logged; the store is put back to six, and so many others are said. */
  async function setBack(to = 6): Promise<{ readonly before: LogHub; readonly after: LogHub }> {
    const before = await logHub();
    await before.say(4);
    await before.say(6);
    await before.log.settled();
    const after = await logHub({
      store: await storeUpTo(before.store, to),
      files: moodyFiles(before.files.files),
    });
    return { before, after };
  }

  test('gets a log of another name, which says how far the old one goes', async () => {
    const { before, after } = await setBack();
    assert.match(after.log.origin, new RegExp(`^${before.log.origin}/[1-9][0-9]*$`));
    assert.equal(after.engine.origin, after.log.origin);
    assert.deepEqual([...after.log.earlierLogs], [[before.log.origin, 6]]);
    assert.deepEqual(after.log.started.lost, { size: 10, upTo: 6, ids: before.store.leaves(6, 4) });
    await assertWhole(after);
  });

  test('never signs what contradicts a checkpoint of the same name, however it goes on', async () => {
    const { before, after } = await setBack();
    const old = await checkpointIn(before.log.head()?.note ?? '');
    const answers = [answered(await after.say(3)), answered(await after.say(300))];
    for (const { checkpoint } of answers)
      assert.notEqual((await checkpointIn(checkpoint)).origin, old.origin);
    const again = await logHub({ store: after.store, files: moodyFiles(after.files.files) });
    assert.equal(again.log.origin, after.log.origin, 'and stays with the new name');
    assert.equal(again.log.started.lost, undefined);
    await assertWhole(again);
  });

  test('keeps the last checkpoint of the log that ended, and says who is still missed', async () => {
    const { before, after } = await setBack();
    const ended = after.files.list('ended');
    assert.equal(ended.length, 2);
    const note = after.files.read(ended.find((path) => path.endsWith('/checkpoint')) ?? '');
    assert.equal(utf8Decode(note ?? new Uint8Array()), before.log.head()?.note);
    const isHere = (id: Parameters<typeof after.store.indexOf>[0]): boolean =>
      after.store.indexOf(id) !== undefined;
    assert.deepEqual(idsStillLost(after.files, isHere), before.store.leaves(6, 4));
    // A phone that has one of them sends it again.
    const row = before.store.read({ after: 6, limit: 1 })[0];
    await after.engine.keep([JSON.parse(Buffer.from(row?.content ?? []).toString())]);
    assert.equal(idsStillLost(after.files, isHere).length, 3);
  });

  test('and then got others in their place, without a look at its log, is noticed by what was signed', async () => {
    const before = await logHub();
    await before.say(10);
    const store = await storeUpTo(before.store, 6);
    const blind = await logHub({ store });
    await blind.say(20);
    const after = await logHub({ store, files: moodyFiles(before.files.files) });
    assert.notEqual(after.log.origin, before.log.origin);
    assert.deepEqual(after.log.started.lost, { size: 10, upTo: 6, ids: before.store.leaves(6, 4) });
    await assertWhole(after);
  });

  test('is noticed by the tiles where the checkpoint is gone too', async () => {
    const before = await logHub();
    await before.say(10);
    before.files.files.delete('checkpoint');
    const after = await logHub({ store: await storeUpTo(before.store, 6), files: before.files });
    assert.notEqual(after.log.origin, before.log.origin);
    assert.equal(after.log.started.lost?.upTo, 6);
  });

  test('when killed before the new name was signed under goes on with that name', async () => {
    const before = await logHub();
    await before.say(10);
    const store = await storeUpTo(before.store, 6);
    const files = moodyFiles(before.files.files);
    files.failWith = 'full';
    files.failAt = 'tile/0/000.p/6';
    const killed = await logHub({ store, files });
    assert.equal(killed.log.head(), undefined);
    const after = await logHub({ store, files: moodyFiles(files.files) });
    assert.equal(after.log.origin, killed.log.origin);
    await assertWhole(after);
  });

  test('whose last word cannot be put aside signs nothing', async () => {
    const before = await logHub();
    await before.say(10);
    const files = moodyFiles(before.files.files);
    files.failWith = 'full';
    const after = await logHub({ store: await storeUpTo(before.store, 6), files });
    assert.partialDeepStrictEqual(await after.say(1), { kind: 'full' });
    assert.equal(after.store.setting('log-names'), undefined);
    assert.equal(utf8Decode(files.files.get('checkpoint') ?? new Uint8Array()), before.log.head()?.note);
  });

  test('twice from the same copy never takes a name twice', async () => {
    const before = await logHub();
    await before.say(10);
    const names = new Set<string>();
    for (let n = 0; n < 5; n++) {
      const files = moodyFiles(new Map(before.files.files));
      names.add((await logHub({ store: await storeUpTo(before.store, 6), files })).log.origin);
    }
    assert.equal(names.size, 5);
  });
});

test('a store that cannot be read is no trouble of the log alone: the hub does not start', async () => {
  const store = storeMemory();
  const leaves = (): never => {
    throw new StoreFailure('broken', false);
  };
  await assert.rejects(logHub({ store: { ...store, leaves } }), StoreFailure);
});
