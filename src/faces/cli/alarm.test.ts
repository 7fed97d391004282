import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { committeeForTests, ok, raiseWith } from '../../../test/making/committee.ts';

const { cli, place } = await committeeForTests();
const device = await place.member('resident', '--cell', 'c1');

async function alarms(): Promise<readonly { readonly id: string; readonly tier: number }[]> {
  const listed = ok(await cli.run('alarm', 'list', '--to', place.disk.people, '--json'));
  return (JSON.parse(listed.out) as { readonly alarms: Awaited<ReturnType<typeof alarms>> }).alarms;
}

const order = (n: number, what: string, alarm: string) =>
  cli.run('alarm', 'order', what, alarm, ...place.as(n));

describe('an alarm that runs', () => {
  test('is listed with its tier, for people and for programs', async () => {
    assert.match(ok(await cli.run('alarm', 'list', '--to', place.disk.people)).err, /No alarm runs/);
    await raiseWith(cli, place, join(device, 'slot-1.key'));
    await place.disk.hub.engine.decide();
    assert.deepEqual(
      (await alarms()).map(({ tier }) => tier),
      [1],
    );
    assert.match(
      ok(await cli.run('alarm', 'list', '--to', place.disk.people)).out,
      /^[0-9a-f]{12} {2}incident 1 {2}real {2}tier 1$/m,
    );
  });

  test('is ended by two keyholders who say the same, and not by one', async () => {
    const [alarm] = await alarms();
    assert.ok(alarm);
    assert.match(ok(await order(1, 'false', alarm.id.slice(0, 12))).out, /One more must say so/);
    await place.disk.hub.engine.decide();
    assert.equal((await alarms()).length, 1);
    assert.equal((await order(1, 'false', alarm.id)).code, 1, 'said twice by one');
    ok(await order(2, 'ended', alarm.id));
    await place.disk.hub.engine.decide();
    assert.equal((await alarms()).length, 1, 'two who say different things');
    ok(await order(3, 'false', alarm.id));
    await place.disk.hub.engine.decide();
    assert.deepEqual(await alarms(), []);
  });

  test('is not found by what names none, or more than one', async () => {
    for (const named of ['ffff', 'abc', '']) {
      const run = await order(1, 'false', named);
      assert.equal(run.code, 2);
      assert.doesNotMatch(run.out + run.err, /Done/);
    }
    assert.equal((await order(1, 'stop', 'ffffffff')).code, 2);
  });
});
