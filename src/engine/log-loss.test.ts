import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  answered,
  assertWhole,
  checkpointIn,
  logHub,
  moodyFiles,
  storeUpTo,
} from '../../test/making/log-hub.ts';
import type { LogHub } from '../../test/making/log-hub.ts';
import { utf8Decode } from '../base/bytes.ts';
import { idsStillLost } from './kept-checkpoint.ts';

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
