import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { committeeForTests, ok, textIn } from '../../../test/making/committee.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { freePort } from '../../../test/sim/hub-child.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { destroyClosedKeys } from './closed-keys.ts';
import { readArgs, WorldError } from './command.ts';
import { DEVICE_OPTIONS, openDevice } from './device.ts';

const { cli, place } = await committeeForTests();

const AT = ['--at', '2031-05-17T10:30'];
const RAISE = ['--kind', 'alarm.raise', ...AT, '--body', '{"mode":"drill","act":"force.arrive"}'];
const COMING = ['--kind', 'alarm.reply', ...AT, '--body', '{"reply":"coming","minutes":5}'];

const post = (device: string, to: string, ...what: readonly string[]): Promise<CliRun> =>
  cli.run('post', '--to', to, '--device', device, ...what);

/** A device that raised an alarm, and the number of its incident. */
async function raised(): Promise<{ readonly device: string; readonly number: string; readonly key: string }> {
  const device = await place.member('resident', '--cell', 'c1');
  ok(await post(device, place.disk.write, '--incident', 'new', ...RAISE));
  await place.disk.hub.engine.decide();
  const number = String(place.disk.hub.engine.people().incidents.size);
  return { device, number, key: join(device, `slot-${number}.key`) };
}

async function closed(number: string): Promise<void> {
  for (const n of [1, 2]) ok(await cli.run('incident', 'close', number, ...place.as(n)));
}

/** What lies on the disk where the file is now, even after its name is gone. */
function blocksOf(file: string): () => string {
  const handle = openSync(file, 'r');
  const bytes = Buffer.alloc(fstatSync(handle).size);
  return () => {
    bytes.fill(0);
    readSync(handle, bytes, 0, bytes.length, 0);
    closeSync(handle);
    return bytes.toString('latin1');
  };
}

const seedIn = (file: string): string => textIn(readFileSync(file, 'utf8'), 'seed');

describe('when two keyholders have closed an incident', () => {
  test('a device that learns it overwrites its key for it, and no other', async () => {
    const { device, number, key } = await raised();
    const others = readdirSync(device).filter((name) => join(device, name) !== key);
    const [seed, stored] = [seedIn(key), blocksOf(key)];
    assert.match(seed, /^[\w-]{43}$/);
    await closed(number);
    assert.ok(existsSync(key), 'nobody told the device yet');
    const late = await post(device, place.disk.write, '--incident', number, ...COMING);
    assert.equal(late.code, 2);
    assert.match(
      late.err,
      new RegExp(`Incident ${number} is closed: this device's key for it was overwritten and removed`),
    );
    assert.match(late.err, /flash disk .* may keep old blocks/);
    assert.match(late.err, /nothing more is said in it\. Nothing was signed/);
    assert.equal(existsSync(key), false);
    assert.ok(!stored().includes(seed), 'the bytes themselves are overwritten');
    assert.deepEqual(readdirSync(device).toSorted(), others.toSorted());
  });

  test('a key whose entries no hub has answered for is kept, said so, and goes once they are sent', async () => {
    const { device, number, key } = await raised();
    const away = `http://127.0.0.1:${await freePort()}/b/x`;
    const file = ['--key', key, ...COMING];
    assert.equal((await cli.run('post', '--to', away, ...file)).code, 1);
    await closed(number);
    const size = place.disk.hub.engine.size();
    const unheard = await cli.run('slots', '--device', device, '--to', place.disk.read);
    assert.match(
      unheard.err,
      /is closed, and 1 entries for it that no hub has taken wait on this device: its key is kept/,
    );
    assert.ok(existsSync(key));
    const heard = ok(await cli.run('slots', ...place.with(device)));
    assert.match(heard.err, /1 entries that waited for incident \d+ went out\..*overwritten and removed/s);
    assert.equal(place.disk.hub.engine.size(), size + 1);
    assert.equal(existsSync(key), false);
  });

  test('a key is kept with an entry that the hub refuses', async () => {
    const { device, number, key } = await raised();
    const away = `http://127.0.0.1:${await freePort()}/b/x`;
    assert.equal((await cli.run('post', '--to', away, '--key', key, ...COMING)).code, 1);
    const spoilt = readFileSync(key, 'utf8').replace('"g":"', '"g":"AAAA');
    writeFileSync(key, spoilt);
    await closed(number);
    for (let n = 0; n < 2; n++) {
      const run = ok(await cli.run('slots', ...place.with(device)));
      assert.match(run.err, /1 entries for it that no hub has taken wait on this device: its key is kept/);
      assert.equal(readFileSync(key, 'utf8'), spoilt);
    }
  });

  test('that a key could not be destroyed is never passed over', async () => {
    const { device, number, key } = await raised();
    await closed(number);
    const { crypto } = place.disk.hub;
    const opened = await openDevice(readArgs(['--device', device], DEVICE_OPTIONS, 0), crypto);
    const stuck = {
      ...opened,
      destroy: () => {
        throw new WorldError('the disk is read-only');
      },
    };
    await assert.rejects(destroyClosedKeys(stuck, { link: place.disk.people, crypto }), /read-only/);
    assert.ok(existsSync(key));
    await destroyClosedKeys(opened, { link: place.disk.people, crypto });
    assert.equal(existsSync(key), false);
  });

  test('one keyholder alone, or the word of a hub without their signatures, destroys nothing', async () => {
    const { device, number, key } = await raised();
    ok(await cli.run('incident', 'close', number, ...place.as(3)));
    ok(await cli.run('slots', ...place.with(device)));
    assert.ok(existsSync(key));
    const real = new URL(place.disk.people);
    const liar = createServer((request, response) => {
      void (async () => {
        const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
          name.startsWith('sign') || name.startsWith('content-d') ? [[name, String(value)]] : [],
        );
        const answer = await fetch(real.origin + (request.url ?? ''), { headers });
        response.end((await answer.text()).replaceAll('"state":"open"', '"state":"closed"'));
      })();
    }).listen(0, '127.0.0.1');
    await once(liar, 'listening');
    const link = `http://127.0.0.1:${(liar.address() as AddressInfo).port}${real.pathname}`;
    const told = await cli.run('incident', 'list', '--device', device, '--to', link);
    liar.close();
    assert.match(told.out, new RegExp(` ${number}  \\S+  closed`));
    assert.ok(existsSync(key));
  });
});

test('an older state of a key file is overwritten when the file is written anew', async () => {
  const { device, number, key } = await raised();
  const [seed, stored] = [seedIn(key), blocksOf(key)];
  ok(await post(device, place.disk.write, '--incident', number, ...COMING));
  assert.equal(seedIn(key), seed);
  assert.ok(!stored().includes(seed));
});

describe('wipe', () => {
  test('destroys every key on the stored bytes, without a hub, and says what is out of its reach', async () => {
    const { device, key } = await raised();
    const away = `http://127.0.0.1:${await freePort()}/b/x`;
    await cli.run('post', '--to', away, '--key', key, ...COMING);
    const files = readdirSync(device).filter((name) => name.endsWith('.key'));
    const before = files.map((name) => ({
      seed: seedIn(join(device, name)),
      stored: blocksOf(join(device, name)),
    }));
    const wiped = ok(await cli.run('wipe', '--device', device));
    assert.equal(wiped.out, `${files.length} keys were overwritten and removed.\n`);
    assert.match(wiped.err, /1 entries that no hub had answered for are gone/);
    assert.match(wiped.err, /flash disk .* may keep old blocks, and copies of the folder are out of reach/);
    assert.equal(existsSync(device), false);
    for (const { seed, stored } of before) assert.ok(!stored().includes(seed));
    assert.match(ok(await cli.run('wipe', '--help')).out, /may itself be a crime where you are/);
  });

  test('of a sealed folder needs no passphrase, and leaves files that are no keys', async () => {
    const [device, file] = [join(newFolder(), 'device'), join(newFolder(), 'words')];
    writeFileSync(file, 'river lamp stone bread\n');
    const line = await place.invite(1, 'medic');
    ok(await cli.run('join', line, '--device', device, '--to', place.disk.write, '--passphrase-file', file));
    writeFileSync(join(device, 'letter.txt'), 'mine');
    const wiped = ok(await cli.run('wipe', '--device', device));
    assert.deepEqual(readdirSync(device), ['letter.txt']);
    assert.match(wiped.err, /Left alone, since they are no keys: letter\.txt/);
    const again = await cli.run('wipe', '--device', device);
    assert.equal(again.code, 2);
    assert.match(again.err, /not the folder of a device/);
  });
});
