import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { committeeForTests, ok } from '../../../test/making/committee.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { freePort } from '../../../test/sim/hub-child.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { eventBody } from '../../../test/sim/witness.ts';

const { cli, place } = await committeeForTests();

const AT = ['--at', '2031-05-17T10:30'];
const RAISE = ['--kind', 'alarm.raise', ...AT, '--body', '{"mode":"drill","act":"force.arrive"}'];
const says = (text: string): readonly string[] => [
  '--kind',
  'event',
  ...AT,
  '--body',
  JSON.stringify(eventBody(text)),
];

type Phone = {
  readonly device: string;
  readonly old: string;
  readonly slot: string;
  readonly number: string;
};

/** A device that raised an alarm, a copy of it from then, and what it said afterwards. */
async function restoredPhone(): Promise<Phone> {
  const [device, old] = [await place.member('resident', '--cell', 'c1'), join(newFolder(), 'old')];
  ok(await cli.run('post', '--to', place.disk.write, '--device', device, '--incident', 'new', ...RAISE));
  await place.disk.hub.engine.decide();
  const number = String(place.disk.hub.engine.people().incidents.size);
  cpSync(device, old, { recursive: true });
  const phone = { device, old, slot: `slot-${number}.key`, number };
  ok(await post(phone.device, phone, 'said after the copy'));
  return phone;
}

function post(folder: string, { number }: Phone, text: string): Promise<CliRun> {
  return cli.run('post', '--to', place.disk.write, '--device', folder, '--incident', number, ...says(text));
}

type Chains = {
  readonly missing: number;
  readonly forked: readonly string[];
  readonly healed: readonly string[];
};

async function told({ number }: Phone): Promise<{ readonly entries: number; readonly chains: Chains }> {
  const shown = ok(
    await cli.run('show', '--from', place.disk.people, '--incident', number, '--situation', '--json'),
  );
  return JSON.parse(shown.out) as { readonly entries: number; readonly chains: Chains };
}

describe('a device folder restored from an old copy', () => {
  test('is told so, loses nothing, and goes on after what the hub has of it', async () => {
    const phone = await restoredPhone();
    const run = ok(await post(phone.old, phone, 'said by the old copy'));
    assert.match(
      run.err,
      /This is an older copy of the key: the hub has later entries by it\. Nothing is lost/,
    );
    assert.match(run.err, /ask two\s+keyholders to revoke it, and join again with new keys/);
    const { missing, forked, healed } = (await told(phone)).chains;
    assert.deepEqual([missing, forked, healed], [0, [], []]);
    const back = ok(await post(phone.device, phone, 'said by the newer one again'));
    assert.match(back.err, /older copy/);
    assert.equal(ok(await post(phone.device, phone, 'and once more')).err, '');
    assert.equal((await told(phone)).entries >= 5, true);
  });

  test('that spoke while no hub was near has forked; its next entry names both, and the fork is healed', async () => {
    const phone = await restoredPhone();
    const away = `http://127.0.0.1:${await freePort()}/b/x`;
    const file = ['--key', join(phone.old, phone.slot)];
    assert.equal((await cli.run('post', '--to', away, ...file, ...says('said in the dark'))).code, 1);
    const run = ok(await post(phone.old, phone, 'said in the light'));
    assert.match(
      run.err,
      /has said something else under a number it used already.*Nothing is lost.*joins them again/s,
    );
    const { chains, entries } = await told(phone);
    assert.deepEqual([chains.forked, chains.healed.length, chains.missing], [[], 2, 0]);
    const { engine } = place.disk.hub;
    assert.equal(engine.waiting(), 0, 'a copy of a key that is vouched for is that key');
    for (const text of ['said after the copy', 'said in the dark', 'said in the light'])
      assert.match(JSON.stringify(engine.read({ after: -1, limit: 1_000 })), new RegExp(text));
    assert.ok(entries >= 4);
    const board = await (
      await fetch(`${place.disk.people}?lang=en&incident=${engine.incidents().at(-1)}`)
    ).text();
    assert.match(board, /2 entries shared a number; the author has joined them again/);
  });

  test('sent what it signed in the dark: shown as forked, until somebody goes on with either', async () => {
    const phone = await restoredPhone();
    const away = `http://127.0.0.1:${await freePort()}/b/x`;
    const file = ['--key', join(phone.old, phone.slot)];
    await cli.run('post', '--to', away, ...file, ...says('said in the dark'));
    for (const n of [1, 2]) ok(await cli.run('incident', 'close', phone.number, ...place.as(n)));
    ok(await cli.run('slots', ...place.with(phone.old)));
    const { chains } = await told(phone);
    assert.deepEqual([chains.forked.length, chains.healed], [2, []]);
  });

  test('lets nobody in: a revoked key stays revoked in every copy', async () => {
    const warden = await place.member('warden', '--cell', 'c2');
    const old = join(newFolder(), 'old');
    cpSync(warden, old, { recursive: true });
    assert.equal(ok(await cli.run('leave', ...place.with(warden))).out, 'Done.\n');
    const mute = await cli.run('mute', 'A'.repeat(43), ...place.with(old));
    assert.equal(mute.code, 1);
    assert.match(mute.out, /This key had left by then/);
    assert.match(mute.err, /older copy of the key/);
  });
});
