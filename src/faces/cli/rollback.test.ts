import assert from 'node:assert/strict';
import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import { runProgram, startHub } from '../../../test/sim/hub-child.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { eventBody, newIncident, witness } from '../../../test/sim/witness.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';

const crypto = cryptoNode();
const cli = openCli();
after(cli.end);

/** A folder of the first version on which this version has run once. */
async function upgradedFolder(): Promise<string> {
  const folder = newFolder();
  copyFileSync(
    join(import.meta.dirname, '../../../test/vectors/store-sqlite-1/hub.sqlite'),
    join(folder, 'hub.sqlite'),
  );
  await (await startHub({ folder })).end('SIGTERM');
  return folder;
}

describe('a hub that was upgraded', () => {
  test('can be rolled back while nothing was kept since, and upgraded again', async () => {
    const folder = await upgradedFolder();
    const json = await cli.run('rollback', '--data', folder, '--json');
    assert.deepEqual([json.code, JSON.parse(json.out)], [0, { kind: 'done', entries: 30, isSealed: false }]);
    const again = await cli.run('rollback', '--data', folder);
    assert.deepEqual([again.code, again.out], [1, '']);
    assert.match(again.err, /no copy of before an upgrade.*Nothing was changed/);
    const hub = await startHub({ folder });
    await hub.end('SIGTERM');
    const done = await cli.run('rollback', '--data', folder);
    assert.equal(done.code, 0);
    assert.match(done.out, /^Put back: .* with 30 entries\./);
  });

  test('is not rolled back while it runs, nor over what it has acknowledged', async () => {
    const folder = await upgradedFolder();
    const hub = await startHub({ folder, args: ['--new-links'] });
    const running = await cli.run('rollback', '--data', folder);
    assert.equal(running.code, 1);
    assert.match(running.err, /another hub is already running/);
    const { wire } = await witness(crypto, newIncident(crypto)).say('event', eventBody('after'));
    const answer = await fetch(`${hub.write}/entries`, {
      method: 'POST',
      body: JSON.stringify({ entries: [wire] }),
    });
    assert.equal(answer.status, 200);
    await hub.end('SIGTERM');
    const lost = await cli.run('rollback', '--data', folder);
    assert.deepEqual([lost.code, lost.out], [1, '']);
    assert.match(lost.err, /would lose 1 entries, 0 later parts and 0 rows/);
    const still = await startHub({ folder });
    assert.equal(still.entries, 31);
    await still.end('SIGTERM');
  });

  test('says at its start that the open copy lies there, until it is wiped', async () => {
    const folder = await upgradedFolder();
    const start = async (): Promise<string> => {
      const ended = await runProgram(
        ['serve', '--data', folder, '--key-file', `${folder}.key`, '--port', '0'],
        { env: { SHANYRAK_PARENT_PIPE: '1' } },
      );
      return ended.err;
    };
    assert.match(await start(), /copy of before the upgrade .* shanyrak upgrade-done --data/);
    const done = await cli.run('upgrade-done', '--data', folder);
    assert.equal(done.code, 0);
    assert.match(done.out, /^Overwritten and deleted: hub-before-3\.sqlite\./);
    assert.equal(existsSync(join(folder, 'hub-before-3.sqlite')), false);
    assert.doesNotMatch(await start(), /before the upgrade/);
    const none = await cli.run('upgrade-done', '--data', folder, '--json');
    assert.deepEqual([none.code, JSON.parse(none.out)], [0, { ok: true, gone: [] }]);
  });
});
