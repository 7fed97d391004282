import assert from 'node:assert/strict';
import { test } from 'node:test';
import { committeeForTests, ok } from '../../../test/making/committee.ts';
import { handRoad } from '../../../test/sim/hand-road.ts';

const { cli, place } = await committeeForTests([], { alarms: { roads: () => [handRoad('email')] } });

test('a keyholder makes a link that opens the page to subscribe on; nobody else does', async () => {
  for (const more of [[], ['--role', 'press']]) {
    const link = ok(await cli.run('subscribe-link', ...place.as(1), ...more)).out.trim();
    const page = await fetch(`${link}?lang=en`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /Be told of an alarm/);
  }
  const device = await place.member('warden', '--cell', 'c1');
  const warden = await cli.run('subscribe-link', ...place.with(device));
  assert.equal(warden.code, 1);
  assert.match(warden.err, /only a keyholder/);
  assert.equal((await cli.run('subscribe-link', ...place.as(1), '--role', 'warden')).code, 2);
});
