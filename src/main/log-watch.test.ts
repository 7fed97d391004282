import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { logHub, moodyFiles, storeUpTo } from '../../test/making/log-hub.ts';
import type { LogHub } from '../../test/making/log-hub.ts';
import { watchLog } from './log-watch.ts';

function watched({ engine }: LogHub): string[] {
  const said: string[] = [];
  watchLog(engine, (line) => void said.push(line));
  return said;
}

describe('the operator of a hub', () => {
  test('hears nothing of a log that is well', async () => {
    const hub = await logHub();
    const said = watched(hub);
    await hub.say(3);
    assert.deepEqual(said, []);
  });

  test('hears once that it cannot be written and why, and when it can again', async () => {
    const hub = await logHub();
    const said = watched(hub);
    hub.files.failWith = 'full';
    await hub.say(1);
    await hub.say(1);
    hub.clock.moveMinutes(1);
    await hub.say(1);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? '', /its disk is full\. Make room\. Entries are kept/);
    hub.files.failWith = undefined;
    hub.clock.moveMinutes(1);
    await hub.say(1);
    assert.match(said[1] ?? '', /written again/);
    assert.equal(said.length, 2);
  });

  test('hears at the start which files were made anew', async () => {
    const hub = await logHub();
    await hub.say(300);
    await hub.log.settled();
    for (const path of hub.files.list('tile')) hub.files.files.delete(path);
    const said = watched(await logHub({ store: hub.store, files: hub.files }));
    assert.match(said[0] ?? '', /5 of its files were missing or damaged/);
    assert.ok(said.includes('hub: log: made anew: tile/0/000'));
  });

  test('hears of entries that were lost, what the log is called now, and which they are', async () => {
    const before = await logHub();
    await before.say(20);
    const after = await logHub({
      store: await storeUpTo(before.store, 8),
      files: moodyFiles(before.files.files),
    });
    const said = watched(after).join('\n');
    assert.match(said, /ENTRIES WERE LOST\. 20 had been signed for, and 8 of them/);
    assert.ok(said.includes(after.log.origin));
    assert.ok(said.includes(`lost: ${before.store.leaves(8, 1)[0]}`));
    assert.match(said, /and 7 more/);
  });

  test('hears that a start is needed where what was signed could not be put aside', async () => {
    const before = await logHub();
    await before.say(10);
    const files = moodyFiles(before.files.files);
    files.failWith = 'full';
    const after = await logHub({ store: await storeUpTo(before.store, 6), files });
    const said = watched(after).join('\n');
    assert.match(said, /nothing is signed yet/);
    assert.match(said, /Make room, then start the hub again/);
  });
});
