import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { committeeForTests, ok } from '../../../test/making/committee.ts';
import { placePlan } from '../../../test/making/place-plans.ts';
import { clockSystem } from '../../adapters/clock-system/clock-system.ts';
import { MINUTE_MS } from '../../base/instant.ts';

/** A plan by which o1 checks in at this hour of UTC, so many minutes from now. */
function planIn(minutes: number): ReturnType<typeof placePlan> {
  const at = new Date(Date.now() + minutes * MINUTE_MS).toISOString().slice(11, 16);
  const organisers = [
    { handle: 'o1', checkIns: [at], graceMin: 20, deputies: ['o2'] },
    { handle: 'o2', checkIns: [at], graceMin: 20 },
  ];
  return placePlan({ offset: '+00:00', organisers });
}

const plan = planIn(5);
const silentSince = clockSystem().now();
let silent: readonly string[] = [];
const { cli, place } = await committeeForTests([], {
  alarms: {
    place: () => plan,
    peers: () => silent.map((name) => ({ name, state: 'silent', silentSince, isTold: true })),
  },
});
const device = await place.member('organiser');
const other = await place.member('organiser');

describe('an organiser checks in by a command', () => {
  test('and is heard under the handle of the plan', async () => {
    assert.match(ok(await cli.run('check-in', 'o1', ...place.with(device))).out, /^Kept\.|^Done\./m);
    const [o1] = place.disk.hub.engine.alarms.standbys.report().organisers;
    assert.equal(o1?.handle, 'o1');
    assert.ok(o1.key && o1.heard);
  });

  test('and hears that a handle is somebody else’s', async () => {
    const run = await cli.run('check-in', 'o1', ...place.with(other));
    assert.equal(run.code, 1);
    assert.match(run.out + run.err, /belongs to another key/);
    ok(await cli.run('check-in', 'o2', ...place.with(other)));
  });

  test('and is told how, without a handle or with one that can be none', async () => {
    for (const named of [[], ['a b'], ['']]) {
      const run = await cli.run('check-in', ...named, ...place.with(device));
      assert.equal(run.code, 2);
      assert.match(run.err, /check-in HANDLE/);
    }
  });
});

describe('who is to be ready', () => {
  test('is listed for keyholders, and ended by two of them', async () => {
    silent = ['west'];
    await place.disk.hub.engine.decide();
    const listed = ok(await cli.run('alarm', 'list', '--to', place.disk.people)).out;
    const [id = ''] = /^[0-9a-f]{12}(?= {2}readiness {2}peer west$)/m.exec(listed) ?? [];
    assert.notEqual(id, '');
    assert.doesNotMatch(ok(await cli.run('alarm', 'list', '--to', place.disk.read)).out, /readiness/);
    assert.match(
      ok(await cli.run('alarm', 'order', 'ended', id, ...place.as(1))).out,
      /One more must say so/,
    );
    await place.disk.hub.engine.decide();
    assert.equal(place.disk.hub.engine.alarms.standbys.standing().length, 1);
    ok(await cli.run('alarm', 'order', 'ended', id, ...place.as(2)));
    await place.disk.hub.engine.decide();
    assert.deepEqual(place.disk.hub.engine.alarms.standbys.standing(), []);
    assert.match(
      ok(await cli.run('alarm', 'list', '--to', place.disk.people)).err,
      /nobody is asked to be ready/,
    );
  });
});
