import assert from 'node:assert/strict';
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { keyFileOf, keyOf, vaultOf } from '../../../test/making/vault.ts';
import { carrierInMemory } from '../../../test/sim/carrier-in-memory.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import type { HubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';

const cli = openCli();
after(cli.end);

const [STAYS, LEAVES] = ['+77000000001', '+77000000002'];
const FAST = { perSecond: 100, burst: 100 };

/** A hub with two people who can be told of an alarm at once. */
async function filled(): Promise<HubOnDisk> {
  const disk = await hubOnDisk(join(newFolder(), 'hub'));
  for (const address of [STAYS, LEAVES])
    await disk.hub.engine.alarms.contacts.put({
      role: 'warden',
      language: 'ru',
      addresses: [{ channel: 'sms', address, isVerified: true }],
    });
  return disk;
}

async function backUp({ folder }: HubOnDisk): Promise<string> {
  const run = await cli.run('backup', '--data', folder, ...keyOf(folder), '--json');
  const answer = parseJson(run.out);
  assert.ok(isJsonObject(answer) && typeof answer['backup'] === 'string', run.err);
  return answer['backup'];
}

/** Into a new folder that opens with the key of the first; what the command said as JSON. */
async function restored(
  from: string,
  { folder }: HubOnDisk,
  ...more: readonly string[]
): Promise<{ readonly to: string; readonly said: unknown }> {
  const to = join(newFolder(), 'restored');
  const key = ['--key-file', keyFileOf(folder)];
  const run = await cli.run('restore', '--from', from, '--data', to, ...key, '--json', ...more);
  assert.equal(run.code, 0, run.err);
  return { to, said: parseJson(run.out) };
}

/** Whom an alarm on a restored hub reaches. */
async function toldBy(folder: string, keyOfFolder: string): Promise<readonly string[]> {
  const sms = carrierInMemory('sms');
  const vault = await vaultOf(keyOfFolder);
  const disk = await hubOnDisk(
    folder,
    { alarms: { roads: () => [{ channel: sms.channel, pace: FAST }] } },
    vault,
  );
  const { hub } = disk;
  const { wire } = await hub.newWitness().say('alarm.raise', { mode: 'real', act: 'force.arrive' });
  await hub.engine.keep([wire]);
  for (let i = 0; i < 3; i++) {
    await hub.engine.decide();
    await hub.engine.alarms.delivery.settled();
  }
  await disk.close();
  return sms.given.map(({ address }) => address).toSorted();
}

async function numbersIn(folder: string, keyOfFolder: string): Promise<readonly number[]> {
  const store = storeSqlite({ folder, vault: await vaultOf(keyOfFolder), mode: 'read' });
  const numbers = store.inDrawer('contacts').map(({ n }) => n);
  store.close();
  return numbers;
}

describe('somebody who has left the list since a backup was made', () => {
  test('is taken out of the backup while it can be reached, and the backup is whole afterwards', async () => {
    const disk = await filled();
    const place = await backUp(disk);
    assert.deepEqual(await numbersIn(place, disk.folder), [0, 1, 2]);
    await disk.hub.engine.alarms.contacts.remove(2);
    assert.deepEqual((await disk.hub.engine.tend()).unreached, []);
    assert.deepEqual(await numbersIn(place, disk.folder), [0, 1]);
    const { to, said } = await restored(place, disk);
    assert.partialDeepStrictEqual(said, { ok: true, left: 0 });
    await disk.close();
    assert.deepEqual(await toldBy(to, disk.folder), [STAYS]);
  });

  test('is not told again when a backup that was out of reach is restored, by the list beside it', async () => {
    const disk = await filled();
    const place = await backUp(disk);
    const [aside, lists] = [`${place}-carried-away`, dirname(place)];
    renameSync(place, aside);
    await disk.hub.engine.alarms.contacts.remove(2);
    assert.deepEqual((await disk.hub.engine.tend()).unreached, [{ place, why: 'unavailable' }]);
    renameSync(aside, place);
    const { to, said } = await restored(place, disk);
    assert.partialDeepStrictEqual(said, { ok: true, left: 1 });
    assert.deepEqual(await toldBy(to, disk.folder), [STAYS]);

    // The list names nobody; without it, and with nothing else at hand, nobody knows that they have left.
    const [list = ''] = readdirSync(lists).filter((name) => name.endsWith('.txt'));
    assert.equal(readFileSync(join(lists, list), 'utf8').split('\n')[1], 'contact 2');
    rmSync(join(lists, list));
    const without = await restored(place, disk);
    assert.deepEqual(await toldBy(without.to, disk.folder), [STAYS, LEAVES]);
    const byList = await restored(place, disk, '--erasures', join(disk.folder, 'erasures.txt'));
    assert.deepEqual(await toldBy(byList.to, disk.folder), [STAYS]);
    await disk.close();
    const byOld = await restored(place, disk, '--old', disk.folder);
    assert.deepEqual(await toldBy(byOld.to, disk.folder), [STAYS]);
  });

  test('is not told by what somebody else’s number would be: a restored hub gives numbers nobody has had', async () => {
    const disk = await filled();
    const place = await backUp(disk);
    const { contacts } = disk.hub.engine.alarms;
    await contacts.put({ role: 'press', language: 'ru', addresses: [] });
    await contacts.remove(3);
    await disk.hub.engine.tend();
    await disk.close();
    const { to } = await restored(place, disk);
    const again = await hubOnDisk(to, {}, await vaultOf(disk.folder));
    const { person } = await again.hub.engine.alarms.contacts.put({
      role: 'press',
      language: 'ru',
      addresses: [],
    });
    assert.ok(person > 3, String(person));
    assert.deepEqual(again.hub.engine.alarms.contacts.removed(), [3]);
    await again.close();
  });
});
