import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { committeeForTests, ok } from '../../../test/making/committee.ts';
import { handRoad } from '../../../test/sim/hand-road.ts';

const [sms, email] = [handRoad('sms'), handRoad('email')];
const { cli, place } = await committeeForTests([], { alarms: { roads: () => [sms, email] } });

describe('a warden at a terminal', () => {
  test('adds a number and a mailbox, confirms both, sees them covered, and takes them back', async () => {
    const device = await place.member('warden', '--cell', 'c1');
    const reach = (...more: readonly string[]): ReturnType<typeof cli.run> =>
      cli.run('reach', ...place.with(device), ...more);
    assert.equal(ok(await reach()).out, 'No alarm reaches you through this hub.\n');
    const added = ok(await reach('--sms', '+7 700 000 00 45', '--email', 'anna@example.org'));
    assert.match(added.out, /A code went to \+7 \*\*\* \*\* 45\. Give it back: --verify sms DIGITS/);
    ok(await reach('--verify', 'sms', sms.digits()));
    const both = ok(await reach('--verify', 'email', email.digits()));
    assert.equal(both.out, 'sms: +7 *** ** 45\nemail: a***@e***.org\n');
    ok(await reach('--remove', 'email'));
    assert.equal(ok(await reach()).out, 'sms: +7 *** ** 45\n');
    assert.equal(ok(await reach('--forget')).out, 'No alarm reaches you through this hub.\n');
  });

  test('is told why nothing was changed', async () => {
    const device = await place.member('warden', '--cell', 'c2');
    const reach = (...more: readonly string[]): ReturnType<typeof cli.run> =>
      cli.run('reach', ...place.with(device), ...more);
    const road = await reach('--push', 'https://ntfy.example/topic');
    assert.equal(road.code, 1);
    assert.match(road.err, /^push: This hub sends nothing by that road/);
    const number = await reach('--sms', '102');
    assert.equal(number.code, 1);
    assert.match(number.err, /One of these is no address/);
    const code = await reach('--verify', 'sms', '123456');
    assert.equal(code.code, 1);
    assert.match(code.err, /No code waits for that/);
    for (const wrong of [
      ['--verify', 'sms'],
      ['123456'],
      ['--verify', 'pigeon', '123456'],
      ['--forget', '--sms', '+77000000045'],
      ['--language', 'de'],
    ])
      assert.equal((await reach(...wrong)).code, 2, wrong.join(' '));
  });
});
