import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { committeeForTests, ok, raiseWith } from '../../../test/making/committee.ts';
import { handRoad } from '../../../test/sim/hand-road.ts';

const road = handRoad('sms');
const { cli, place } = await committeeForTests([], { alarms: { roads: () => [road] } });
const { engine } = place.disk.hub;
const [raiser, warden] = [
  await place.member('resident', '--cell', 'c1'),
  await place.member('warden', '--cell', 'c1'),
];
const outsider = await place.member('press');
for (const [role, address] of [
  ['warden', '+77010000001'],
  ['resident', '+77010000002'],
  ['press', '+77010000003'],
] as const)
  await engine.alarms.contacts.put({
    role,
    language: 'en',
    ...(role !== 'press' && { cell: 'c1' }),
    addresses: [{ channel: 'sms', address, isVerified: true }],
  });

const run = async (): Promise<void> => {
  for (let i = 0; i < 4; i++) {
    await engine.decide();
    await engine.alarms.delivery.settled();
  }
};
const drill = (...argv: readonly string[]) => cli.run('drill', ...argv);
const with_ = (device: string) => ['--device', device, '--to', place.disk.write] as const;

let id = '';

describe('a drill by command', () => {
  test('is raised with the key of a device, and asks wardens first of all whether it is so', async () => {
    const said = ok(await drill('start', ...with_(raiser), '--cell', 'c1'));
    id = said.out.trim();
    assert.match(id, /^[0-9a-f]{64}$/);
    assert.match(said.err, /drill confirm/);
    await run();
    const listed = ok(await cli.run('alarm', 'list', '--to', place.disk.people));
    assert.match(listed.out, new RegExp(`^${id.slice(0, 12)} {2}incident 1 {2}drill {2}tier 1$`, 'm'));
    assert.deepEqual(
      road.sent.map(({ message }) => message.text.split(' ')[0]),
      ['DRILL.'],
    );
  });

  test('is confirmed by a second device, and then calls the cells and nobody from outside', async () => {
    ok(await drill('confirm', id.slice(0, 10), ...with_(warden)));
    await run();
    const listed = ok(await cli.run('alarm', 'list', '--to', place.disk.people));
    assert.match(listed.out, /drill {2}tier 2$/m);
    assert.ok(road.sent.length >= 3);
    assert.ok(road.sent.every(({ address }) => address !== '+77010000003'));
  });

  test('is told of while it runs and after it ended, as text in three languages and as JSON', async () => {
    const running = ok(await drill('report', '--to', place.disk.people));
    assert.match(running.out, /^DRILL\. How far it reached\n/);
    assert.match(running.out, /not over yet/);
    ok(await cli.run('alarm', 'order', 'ended', id.slice(0, 12), ...place.as(1)));
    await run();
    const ended = ok(await drill('report', id.slice(0, 8), '--to', place.disk.read, '--lang', 'ru'));
    assert.match(ended.out, /^УЧЕНИЯ\. До кого дошло\n/);
    assert.match(ended.out, /Отбой/);
    const json: unknown = JSON.parse(ok(await drill('report', '--to', place.disk.people, '--json')).out);
    assert.partialDeepStrictEqual(json, { mode: 'drill', endedAs: 'ended', all: { people: 2, told: 2 } });
  });

  test('is confirmed no more once it is over', async () => {
    const late = await drill('confirm', id.slice(0, 10), ...with_(warden));
    assert.equal(late.code, 2);
    assert.match(late.err, /names 0 alarms that run/);
  });

  test('is not what a real alarm is: that one is not confirmed by it, and is reported all the same', async () => {
    await raiseWith(cli, place, join(raiser, 'slot-2.key'));
    await run();
    const [real] = engine.situation(engine.shown() ?? place.disk.hub.incident).alarms;
    assert.ok(real?.mode === 'real');
    const refused = await drill('confirm', real.id.slice(0, 12), ...with_(warden));
    assert.equal(refused.code, 2);
    assert.match(refused.err, /is no drill\. Nothing was signed/);
    assert.match(
      ok(await drill('report', real.id.slice(0, 12), '--to', place.disk.people)).out,
      /^ALARM\. How far/,
    );
    // Without a name it is the newest drill, whatever came after it.
    assert.match(ok(await drill('report', '--to', place.disk.people)).out, /^DRILL\./);
  });

  test('is refused to a role that raises no alarms', async () => {
    const said = await drill('start', ...with_(outsider));
    await run();
    const listed = ok(await cli.run('alarm', 'list', '--to', place.disk.people));
    assert.doesNotMatch(listed.out, /drill/, said.out + said.err);
  });

  test('is refused with what is no act, no cell, no alarm or an option of another subcommand', async () => {
    const wrong: readonly (readonly string[])[] = [
      [],
      ['hold'],
      ['start', ...with_(raiser), '--act', 'party'],
      ['start', ...with_(raiser), '--cell', 'c 1'],
      ['start', ...with_(raiser), '--seed', '1'],
      ['start', 'now', ...with_(raiser)],
      ['start', '--to', place.disk.write],
      ['confirm', ...with_(warden)],
      ['confirm', 'ffffff', ...with_(warden)],
      ['report', 'abc', '--to', place.disk.people],
      ['report', '--to', place.disk.people, '--lang', 'de'],
      ['report'],
      ['rehearse'],
    ];
    for (const argv of wrong) {
      const said = await drill(...argv);
      assert.equal(said.code, 2, `${argv.join(' ')}: ${said.out}${said.err}`);
      assert.equal(said.out, '');
    }
  });

  test('reports nothing through a link that does not show the board', async () => {
    const token = place.disk.hub.links.make({ role: 'press', mayPost: false });
    const said = await drill('report', '--to', place.disk.read.replace(/\/b\/.*$/, `/b/${token}`));
    assert.equal(said.code, 1);
    assert.equal(said.out, '');
  });
});
