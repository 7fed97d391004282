import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { committeeForTests, ok, publicKeyIn } from '../../../test/making/committee.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { freePort } from '../../../test/sim/hub-child.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';

const { cli, place } = await committeeForTests();

const AT = ['--at', '2031-05-17T10:30'];
const RAISE = ['--kind', 'alarm.raise', ...AT, '--body', '{"mode":"drill","act":"force.arrive"}'];
const slots = (device: string, ...more: readonly string[]): Promise<CliRun> =>
  cli.run('slots', ...place.with(device), ...more);
const requestIn = (run: CliRun): string => /^Request (\d+)/.exec(run.out)?.[1] ?? '';
const approve = (n: number, number: string): Promise<CliRun> =>
  cli.run('approve', ...place.as(n), '--number', number);

/** A device of the cell with the keys of this many incidents to come. */
async function deviceWith(count: number, cell: string): Promise<string> {
  const device = join(newFolder(), 'device');
  const line = await place.invite(1, 'resident', '--cell', cell);
  const asked = ok(
    await cli.run('join', line, '--device', device, '--to', place.disk.write, '--slots', String(count)),
  );
  ok(await approve(2, requestIn(asked)));
  return device;
}

const raise = (device: string): Promise<CliRun> =>
  cli.run('post', '--to', place.disk.write, '--device', device, '--incident', 'new', ...RAISE);

describe('a device whose keys are used up', () => {
  test('is told so, asks in its own name, is let in again, and speaks in the next incident', async () => {
    const device = await deviceWith(1, 'c1');
    ok(await raise(device));
    await place.disk.hub.engine.decide();
    assert.match(
      await place.people(),
      /resident of c1: 1 for the place, 1 keys for incidents, 0 for incident 2 \(1 need more/,
    );
    const none = await raise(device);
    assert.equal(none.code, 2);
    assert.match(
      none.err,
      /no key for incident 2\. Nothing was signed\. Ask for more keys with: shanyrak slots --device/,
    );
    const shown = ok(await slots(device));
    assert.match(
      shown.out,
      /^Keys for incidents: 1\.\nThe next incident is number 2; 0 keys.*\nThat is few\. Ask for more/,
    );
    const asked = ok(await slots(device, '--more', '--count', '3'));
    assert.match(asked.out, /^Request \d+, with 3 keys\. Tell your warden this number/);
    assert.match(ok(await slots(device, '--more')).out, /is still open/);
    assert.match(
      ok(await cli.run('approve', ...place.as(1), '--list')).out,
      /resident of c1, 3 keys more for a device that is in/,
    );
    assert.equal(ok(await approve(3, requestIn(asked))).out, 'Done.\n'.repeat(3));
    assert.match(
      ok(await slots(device)).out,
      /^Keys for incidents: 1, 2, 3, 4\.\nThe next incident is number 2; 3 keys/,
    );
    ok(await raise(device));
    await place.disk.hub.engine.decide();
    assert.equal(place.disk.hub.engine.incidents().length, 2);
    assert.equal(place.disk.hub.engine.waiting(), 0);
  });

  test('gets no second key for an incident, whatever it deletes or signs', async () => {
    const device = await deviceWith(2, 'c2');
    for (const slot of [3, 4]) rmSync(join(device, `slot-${slot}.key`), { force: true });
    const more = ok(await slots(device, '--more', '--count', '1', '--json'));
    const { number } = JSON.parse(more.out) as { readonly number: number };
    ok(await approve(1, String(number)));
    const granted = [...place.disk.hub.engine.people().grants.values()].filter(({ cell }) => cell === 'c2');
    assert.deepEqual(
      granted.map(({ slot }) => slot).toSorted((a, b) => a - b),
      [0, 3, 4, 5],
    );
  });

  test('asks again with the same keys after it was turned down', async () => {
    const device = await deviceWith(1, 'c3');
    const asked = ok(await slots(device, '--more', '--count', '2'));
    const key = publicKeyIn(join(device, 'slot-4.key'));
    assert.equal(place.disk.hub.requests.turnDown(Number(requestIn(asked))), true);
    assert.match(ok(await slots(device)).out, /^Keys for incidents: 3\./);
    const again = ok(await slots(device, '--more', '--count', '2'));
    assert.notEqual(requestIn(again), requestIn(asked));
    assert.equal(publicKeyIn(join(device, 'slot-4.key')), key);
  });

  test('that was withdrawn, or never let in, gets none; a keyholder needs none', async () => {
    const device = await deviceWith(1, 'c4');
    const asked = ok(await slots(device, '--more'));
    const key = publicKeyIn(join(device, 'place.key'));
    for (const n of [1, 2]) ok(await cli.run('revoke', key, ...place.as(n)));
    const late = await approve(3, requestIn(asked));
    assert.equal(late.code, 1);
    assert.match(late.err, /there is no open request/);
    const refused = await slots(device, '--more');
    assert.equal(refused.code, 1);
    assert.match(refused.err, /does not know this device: nobody let it in yet, or its keys were withdrawn/);
    for (const more of [[], ['--more']]) {
      const keyholder = await cli.run('slots', ...place.as(1), ...more);
      assert.equal(keyholder.code, 1);
      assert.match(keyholder.err, /A keyholder’s key speaks in every incident/);
    }
  });

  test('goes on without a hub in an incident it has spoken in, and keeps what it says', async () => {
    const device = await deviceWith(1, 'c6');
    ok(await raise(device));
    await place.disk.hub.engine.decide();
    const number = String(place.disk.hub.engine.people().incidents.size);
    const away = ['--to', `http://127.0.0.1:${await freePort()}/b/x`, '--device', device];
    const reply = ['--kind', 'alarm.reply', ...AT, '--body', '{"reply":"coming","minutes":5}'];
    const kept = await cli.run('post', ...away, '--incident', number, ...reply);
    assert.equal(kept.code, 1);
    assert.match(
      kept.err,
      /The entry is kept in .*slot-\d+\.key \(1 waiting\) and goes out with the next post/,
    );
    const fresh = await cli.run('post', ...away, '--incident', 'new', ...RAISE);
    assert.equal(fresh.code, 1);
    assert.match(fresh.err, /the hub does not answer.*To sign without it give --key \S+slot-N\.key/);
    const size = place.disk.hub.engine.size();
    const to = ['--to', place.disk.write, '--device', device, '--incident', number];
    ok(await cli.run('post', ...to, ...reply));
    assert.equal(place.disk.hub.engine.size(), size + 2);
  });

  test('posts through its folder only with keys that were made beforehand', async () => {
    const device = await deviceWith(1, 'c5');
    const key = join(device, 'slot-9.key');
    const to = ['--to', place.disk.write];
    const run = await cli.run('post', ...to, '--key', key, '--incident', 'new', ...RAISE);
    assert.equal(run.code, 2);
    assert.match(run.err, /this device has no key for incident 9/);
    const nowhere = await cli.run('post', ...to, '--device', device, '--incident', '77', ...RAISE);
    assert.match(nowhere.err, /"77" is neither the number nor the id of an incident here/);
    const both = await cli.run('post', ...to, '--device', device, '--key', key, ...RAISE);
    assert.match(both.err, /needs one of --key and --device/);
  });
});
