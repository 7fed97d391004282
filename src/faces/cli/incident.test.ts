import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newCommittee, ok } from '../../../test/making/committee.ts';
import type { Committee } from '../../../test/making/committee.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { hubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import type { HubOnDisk } from '../../../test/sim/hub-on-disk.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { eventBody } from '../../../test/sim/witness.ts';

const cli = openCli();
let place: Committee;
let unfounded: HubOnDisk;
before(async () => {
  place = await newCommittee(cli);
  unfounded = await hubOnDisk();
});
after(async () => {
  cli.end();
  await place.disk.close();
  await unfounded.close();
});

const AT = ['--at', '2031-05-17T10:30'];
const RAISE = ['--kind', 'alarm.raise', ...AT, '--body', '{"mode":"drill","act":"force.arrive"}'];
const event = (text: string): readonly string[] => [
  '--kind',
  'event',
  ...AT,
  '--body',
  JSON.stringify(eventBody(text)),
];
const post = (device: string, incident: string, what: readonly string[]): ReturnType<typeof cli.run> =>
  cli.run('post', '--to', place.disk.write, '--device', device, '--incident', incident, ...what);
const list = async (): Promise<string> => ok(await cli.run('incident', 'list', ...place.as(1))).out;
const shown = async (...more: readonly string[]): Promise<string> =>
  ok(await cli.run('show', '--from', place.disk.people, '--situation', ...more)).out;

/** A device that opened an incident and told something in it. */
async function opened(text: string): Promise<string> {
  const device = await place.member('resident', '--cell', 'c1');
  ok(await post(device, 'new', RAISE));
  await place.disk.hub.engine.decide();
  const number = place.disk.hub.engine.people().incidents.size;
  ok(await post(device, String(number), event(text)));
  return device;
}

describe('many incidents on one hub', () => {
  test('are listed, looked at by number, and put away once closed', async () => {
    await opened('the first');
    await opened('the second');
    assert.match(await list(), /^ {3}1 {2}\S{16} {2}open\n {3}2 {2}\S{16} {2}open\n$/);
    const [first, second] = place.disk.hub.engine.incidents();
    assert.ok(first && second);
    const firstShown = await shown('--incident', '1');
    assert.equal(firstShown, await shown('--incident', first));
    assert.notEqual(firstShown, await shown('--incident', '2'));
    assert.equal(await shown(), await shown('--incident', '2'), 'the newest, when none is named');
    const folder = ['--data', place.disk.folder, '--key-file', `${place.disk.folder}.key`, '--situation'];
    assert.equal(ok(await cli.run('show', ...folder, '--incident', '1')).out, firstShown);
    const open = await cli.run('incident', 'archive', '2', ...place.as(1));
    assert.equal(open.code, 1);
    assert.match(open.out, /The incident is not closed yet\. Two keyholders close it first/);
    for (const n of [1, 2]) ok(await cli.run('incident', 'close', '2', ...place.as(n)));
    ok(await cli.run('incident', 'archive', '2', ...place.as(3)));
    assert.match(await list(), / {3}2 {2}\S{16} {2}archived\n$/);
    assert.equal(await shown(), firstShown, 'what is put away is shown only when it is named');
    const board = await (await fetch(`${place.disk.people}?lang=en`)).text();
    assert.match(board, new RegExp(`incident=${first}"`), 'the board is of the one not put away');
    assert.match(board, /aria-current="page">Incident 1\s*<span class="quiet">open/);
    assert.match(board, new RegExp(`put away: 1.*incident=${second}`, 's'));
    const none = await cli.run('show', '--from', place.disk.people, '--incident', '9');
    assert.equal(none.code, 2);
    assert.match(
      none.err,
      /"9" is neither the number nor the id of an incident here; see: shanyrak incident list/,
    );
  });

  test('that are one event are merged by two whom different people vouch for', async () => {
    const device = await opened('seen from the north');
    await opened('seen from the south');
    const warden = await place.member('warden', '--cell', 'c1');
    const merge = (who: readonly string[], ...named: readonly string[]): ReturnType<typeof cli.run> =>
      cli.run('incident', 'merge', ...named, ...who);
    const first = ok(await merge(place.with(warden), '3', '4'));
    assert.match(first.out, /^Kept\. One more must say so: warden or keyholder\./);
    assert.match(await list(), / {3}3 {2}\S{16} {2}open/);
    assert.equal(ok(await merge(place.as(3), '3', '4')).out, 'Done.\n');
    assert.match(await list(), / {3}3 {2}\S{16} {2}merged into \S{16}\n/);
    const both = await shown('--incident', '4');
    const { engine } = place.disk.hub;
    const into = engine.incidents().at(-1);
    assert.equal(into && engine.situation(into).entries >= 4, true);
    assert.equal(await shown('--incident', '3'), both);
    const slot = await post(device, '3', event('after the merge'));
    assert.match(slot.out + slot.err, /^\w{64} {2}incident \S{16}\n$/);
    for (const number of ['3', '4']) {
      const out = join(newFolder(), 'record.shanyrak');
      const run = ok(
        await cli.run('export', '--from', place.disk.people, '--incident', number, '--out', out),
      );
      assert.match(run.err, /merged with this one are in no file yet: name it by --incident/);
      assert.match(ok(await cli.run('verify', out)).out, /^OK: [1-9]/);
    }
    const again = await merge(place.as(1), '3', '4');
    assert.equal(again.code, 1);
    assert.match(again.out, /This incident is closed or was merged into another/);
    for (const [named, says] of [
      [['4'], /merge names 2 incidents/],
      [['4', '77'], /"77" is neither the number nor the id/],
      [['4', '4'], /names one incident twice/],
    ] as const) {
      const wrong = await merge(place.as(1), ...named);
      assert.equal(wrong.code, 2);
      assert.match(wrong.err, says);
    }
  });

  test('on a hub nobody founded are not for a committee that is none', async () => {
    const device = join(place.papers, 'keyholder-1');
    for (const argv of [['list'], ['close', '1'], ['merge', '1', '2'], ['archive', '1']]) {
      const run = await cli.run('incident', ...argv, '--device', device, '--to', unfounded.people);
      assert.equal(run.code, 1, argv[0]);
      assert.match(run.err, /nobody has founded a place on that hub yet; see: shanyrak init --help/);
    }
    assert.equal(unfounded.hub.engine.size(), 0);
  });
});
