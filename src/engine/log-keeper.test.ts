import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  answered,
  assertWhole,
  checkpointIn,
  isProven,
  logHub,
  moodyFiles,
  onlyGrew,
} from '../../test/making/log-hub.ts';
import type { LogHub } from '../../test/making/log-hub.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { bytesToBase64 } from '../base/base64.ts';
import { utf8Encode } from '../base/bytes.ts';
import type { Checkpoint } from '../record/log/checkpoint.ts';
import { StoreFailure } from '../ports/store.ts';
import { TileFailure } from '../ports/tile-files.ts';
import { answerOfLog } from './log-answer.ts';

const idIn =
  ({ store }: LogHub) =>
  (index: number): string | undefined =>
    store.leaves(index, 1)[0];

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
    // Not with each: a second later the newest has it too, and nothing was said meanwhile.
    await hub.say(1);
    assert.equal(hub.log.head()?.lines, 1);
    await hub.log.round();
    assert.equal(hub.log.head()?.lines, 1);
    hub.clock.moveMinutes(1);
    await hub.log.round();
    assert.deepEqual([hub.log.head()?.lines, hub.log.head()?.size], [hub.log.keys.length, 1]);
    await assertWhole(hub);
  });
});

describe('a log that is opened again', () => {
  test('goes on where it was and writes nothing anew', async () => {
    const hub = await logHub();
    await hub.say(300);
    hub.clock.moveMinutes(1);
    await hub.log.round();
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
    [
      'a bit of a tile is flipped',
      'tile/0/000',
      (files) =>
        void files.set(
          'tile/0/000',
          (files.get('tile/0/000') ?? new Uint8Array()).map((byte, i) => (i === 77 ? byte ^ 1 : byte)),
        ),
    ],
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

test('a store that cannot be read is no trouble of the log alone: the hub does not start', async () => {
  const store = storeMemory();
  const leaves = (): never => {
    throw new StoreFailure('broken', false);
  };
  await assert.rejects(logHub({ store: { ...store, leaves } }), StoreFailure);
});
