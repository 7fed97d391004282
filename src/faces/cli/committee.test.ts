import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { committeeForTests, ok, publicKeyIn } from '../../../test/making/committee.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { freePort } from '../../../test/sim/hub-child.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { bytesToBase64Url } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import { printInvitation } from '../../record/invitation.ts';
import { newIncidentId } from '../../record/names.ts';

const { cli, place } = await committeeForTests(['--wardens', '1', '--cells', 'c9']);

const newDevice = (): string => join(newFolder(), 'device');
const join_ = (line: string, device: string, ...more: readonly string[]): Promise<CliRun> =>
  cli.run('join', line, '--device', device, '--to', place.disk.write, ...more);
const keyOfDevice = (device: string): string => publicKeyIn(join(device, 'place.key'));
const AT = ['--at', '2031-05-17T10:30'];

describe('from an invitation to a voice:', () => {
  test('invited, joined, let in, an alarm raised and confirmed, and the incident closed by two', async () => {
    const [a, b] = [
      await place.member('resident', '--cell', 'c1'),
      await place.member('resident', '--cell', 'c1'),
    ];
    assert.deepEqual(readdirSync(a).toSorted(), [
      'device.json',
      'place.key',
      ...[1, 2, 3, 4, 5].map((n) => `slot-${n}.key`),
    ]);
    for (const name of readdirSync(a))
      if (process.platform !== 'win32') assert.equal(statSync(join(a, name)).mode & 0o777, 0o600);
    const raise = ['--kind', 'alarm.raise', ...AT, '--body', '{"mode":"real","act":"force.arrive"}'];
    const to = ['--to', place.disk.write];
    const raised = ok(
      await cli.run('post', ...to, '--key', join(a, 'slot-1.key'), '--incident', 'new', ...raise),
    );
    const [, id = '', incident = ''] = /^(\w+) {2}incident (\S+)/.exec(raised.out) ?? [];
    await place.disk.hub.engine.decide();
    assert.equal(ok(await cli.run('incident', 'list', ...place.as(1))).out, `   1  ${incident}  open\n`);
    const confirm = ['--kind', 'alarm.confirm', ...AT, '--body', '{}', '--re', id];
    ok(await cli.run('post', ...to, '--key', join(b, 'slot-1.key'), '--incident', incident, ...confirm));
    await place.disk.hub.engine.decide();
    const [at] = place.disk.hub.engine.incidents();
    assert.equal(at, incident);
    assert.equal(at && place.disk.hub.engine.situation(at).alarms[0]?.tier, 2);
    const first = ok(await cli.run('incident', 'close', '1', ...place.as(1)));
    assert.match(first.out, /^Kept\. One more must say so: keyholder\./);
    assert.match(await place.people(), /close \S+: said by keyholder 1; needs one more keyholder/);
    assert.equal(ok(await cli.run('incident', 'close', incident, ...place.as(2))).out, 'Done.\n');
    assert.match(ok(await cli.run('incident', 'list', ...place.as(3))).out, /closed/);
    const again = await cli.run('incident', 'close', '1', ...place.as(3));
    assert.equal(again.code, 1);
    assert.match(again.out, /This incident is closed/);
    assert.equal(ok(await cli.run('incident', 'archive', '1', ...place.as(4))).out, 'Done.\n');
    assert.match(await place.people(), /resident of c1: 2 for the place, 10 keys for incidents/);
  });

  test('grants of several requests are mixed, and the record ties no two keys', async () => {
    const devices = [newDevice(), newDevice()];
    const numbers: string[] = [];
    for (const device of devices) {
      const asked = ok(await join_(await place.invite(1, 'observer'), device));
      numbers.push('--number', /^Request (\d+)/.exec(asked.out)?.[1] ?? '');
    }
    const from = place.disk.hub.engine.size();
    ok(await cli.run('approve', ...place.as(1), ...numbers));
    const page = place.disk.hub.engine.read({ after: from - 1, limit: 100 });
    const text = page.entries.map(({ e, parts }) => e + JSON.stringify(parts)).join();
    assert.equal(page.entries.length, 12);
    assert.deepEqual(new Set(page.entries.map(({ kind }) => kind)), new Set(['key.grant']));
    for (const device of devices) assert.match(text, new RegExp(keyOfDevice(device)));
    assert.doesNotMatch(text, /number|request|invitation/);
  });

  test('a warden of the papers lets in the own cell, by signed requests, and no other', async () => {
    const made = readFileSync(join(place.papers, 'warden-1.html'), 'utf8');
    const line = /shanyrak:invite[^<]+/.exec(made)?.[0].replaceAll('&amp;', '&') ?? '';
    const warden = newDevice();
    const first = ok(await join_(line, warden));
    ok(await cli.run('approve', ...place.as(2), '--number', /^Request (\d+)/.exec(first.out)?.[1] ?? ''));
    const as = ['--device', warden, '--to', place.disk.write];
    const paper = join(newFolder(), 'p.html');
    const own = ['--role', 'resident', '--hours', '1', '--paper', paper, '--json'];
    const invited = ok(await cli.run('invite', ...as, ...own, '--cell', 'c9', '--hub', place.disk.write));
    const invitation = (JSON.parse(invited.out.trim().split('\n').at(-1) ?? '') as { readonly words: string })
      .words;
    const asked = ok(await join_(invitation, newDevice(), '--slots', '2'));
    const number = /^Request (\d+), with 3 keys/.exec(asked.out)?.[1] ?? '';
    assert.match(
      ok(await cli.run('approve', ...as, '--list')).out,
      new RegExp(`${number} {2}resident of c9, 3 keys`),
    );
    assert.equal(ok(await cli.run('approve', ...as, '--number', number)).out, 'Done.\n'.repeat(3));
    const other = await join_(await place.invite(1, 'resident', '--cell', 'c6'), newDevice(), '--slots', '1');
    const refused = await cli.run('approve', ...as, '--number', /^Request (\d+)/.exec(other.out)?.[1] ?? '');
    assert.equal(refused.code, 1);
    assert.match(refused.out, /A warden lets in people of the own cell only/);
    const people = await cli.run('people', '--from', place.disk.write, '--device', warden);
    assert.deepEqual([people.code, people.out], [1, '']);
    assert.match(people.err, /tells this to keyholders only/);
  });

  test('without a network the request travels as a file', async () => {
    const [device, file] = [newDevice(), join(newFolder(), 'request.json')];
    const line = await place.invite(1, 'medic');
    const carried = ok(await cli.run('join', line, '--device', device, '--request', file));
    assert.match(carried.err, /whoever has the file can use it/);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(ok(await cli.run('approve', ...place.as(1), '--request', file)).out, 'Done.\n'.repeat(6));
    const twice = await cli.run('approve', ...place.as(1), '--request', file);
    assert.equal(twice.code, 1);
    assert.match(twice.err, /Nothing was kept|there is no open request/);
  });
});

const newId = (): ReturnType<typeof newIncidentId> => newIncidentId(place.disk.hub.crypto.randomBytes);

describe('an invitation', () => {
  test('used by a second device is refused in words, and asked again by the first is the same request', async () => {
    const line = await place.invite(1, 'resident', '--cell', 'c2');
    const device = newDevice();
    const first = ok(await join_(line, device));
    assert.equal(ok(await join_(line, device)).out, first.out);
    const second = await join_(line, newDevice());
    assert.equal(second.code, 1);
    assert.match(second.err, /Somebody has used this invitation already/);
    assert.match(second.err, /The keys stay in/);
  });

  test('that has run out, is of another place, or of nobody, is refused in words', async () => {
    const { crypto, engine } = place.disk.hub;
    const at = engine.people().founding?.place ?? newId();
    const code = Uint8Array.from(crypto.randomBytes(16));
    const until = Date.now() - 60_000;
    const body = JSON.stringify({ invitation: bytesToBase64Url(crypto.sha256(code)), role: 'medic', until });
    const key = join(place.papers, 'keyholder-1', 'place.key');
    ok(
      await cli.run(
        'post',
        '--to',
        place.disk.write,
        '--key',
        key,
        '--kind',
        'key.invite',
        ...AT,
        '--body',
        body,
      ),
    );
    const late = { place: at, code, role: 'medic', until: instant(until), next: 1 } as const;
    const nobody = { ...late, code: Uint8Array.from(crypto.randomBytes(16)) };
    for (const [invitation, says] of [
      [late, /has run out/],
      [{ ...late, place: newId() }, /is for another settlement/],
      [nobody, /does not know that invitation/],
    ] as const) {
      const run = await join_(printInvitation(invitation), newDevice());
      assert.equal(run.code, 1);
      assert.match(run.err, says);
    }
    const wrong = await join_('abandon ability able', newDevice());
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /that is no invitation/);
  });

  test('goes on no paper that is there, and carries no link that shows who asks', async () => {
    const paper = join(newFolder(), 'paper.html');
    writeFileSync(paper, 'the only copy');
    const own = ['--role', 'medic', '--hours', '1', '--paper', paper];
    const over = await cli.run('invite', ...place.as(1), ...own);
    assert.deepEqual([over.code, readFileSync(paper, 'utf8')], [2, 'the only copy']);
    const strong = await cli.run(
      'invite',
      ...place.as(1),
      ...own.slice(0, -1),
      `${paper}2`,
      '--hub',
      place.disk.people,
    );
    assert.equal(strong.code, 2);
    assert.match(strong.err, /shows who asks to join/);
  });
});

describe('what has no effect is kept, and said why:', () => {
  test('a key is withdrawn by two, and what it signs afterwards does nothing', async () => {
    const warden = await place.member('warden', '--cell', 'c3');
    const asked = ok(await join_(await place.invite(1, 'resident', '--cell', 'c3'), newDevice()));
    const key = keyOfDevice(warden);
    assert.match(
      ok(await cli.run('revoke', key, ...place.as(1))).out,
      /^Kept\. One more must say so: keyholder/,
    );
    assert.match(
      await place.people(),
      new RegExp(`revoke ${key}: said by keyholder 1; needs one more keyholder`),
    );
    assert.equal(ok(await cli.run('revoke', key, ...place.as(3))).out, 'Done.\n');
    const run = await cli.run(
      'approve',
      ...place.with(warden),
      '--number',
      /^Request (\d+)/.exec(asked.out)?.[1] ?? '',
    );
    assert.equal(run.code, 1);
    assert.match(
      run.out,
      /^(The entry is kept and has no effect\. This key had been withdrawn by then\..*\n){6}$/,
    );
    assert.match(await place.people(), new RegExp(`${key} from entry \\d+ on`));
  });

  test('a slot given a second time', async () => {
    const device = await place.member('lawyer');
    const key = join(place.papers, 'keyholder-1', 'place.key');
    for (const [slot, says] of [
      [0, /had been given this place before/],
      [3, /serves elsewhere already; one key serves one place/],
    ] as const) {
      const body = JSON.stringify({ key: keyOfDevice(device), slot, role: 'lawyer' });
      ok(
        await cli.run(
          'post',
          '--to',
          place.disk.write,
          '--key',
          key,
          '--kind',
          'key.grant',
          ...AT,
          '--body',
          body,
        ),
      );
      assert.match(await place.people(), says);
    }
  });

  test('who left, and a second mute by one whom the same person vouched for', async () => {
    const [gone, loud] = [
      await place.member('warden', '--cell', 'c4'),
      await place.member('resident', '--cell', 'c4'),
    ];
    assert.equal(ok(await cli.run('leave', ...place.with(gone))).out, 'Done.\n');
    const again = await cli.run('leave', ...place.with(gone));
    assert.match(again.out, /This key had left by then/);
    const key = keyOfDevice(loud);
    assert.match(ok(await cli.run('mute', key, ...place.as(1))).out, /One more must say so/);
    const same = await cli.run('mute', key, ...place.as(1));
    assert.match(same.out, /You have said this before; it counts once/);
    assert.equal(ok(await cli.run('mute', key, ...place.as(2))).out, 'Done.\n');
    ok(await cli.run('unmute', key, ...place.as(1)));
    assert.equal(ok(await cli.run('unmute', key, ...place.as(2))).out, 'Done.\n');
    const holder = await cli.run('mute', keyOfDevice(join(place.papers, 'keyholder-5')), ...place.as(1));
    assert.match(holder.out, /Keyholders and the hub cannot be hidden/);
  });
});

describe('a device', () => {
  test('whose older copy is used again is told so, and goes on after what the hub has of it', async () => {
    const device = await place.member('warden', '--cell', 'c7');
    const old = join(newFolder(), 'old');
    cpSync(device, old, { recursive: true });
    const paper = (): string => join(newFolder(), 'p.html');
    const own = ['--role', 'resident', '--cell', 'c7', '--hours', '1', '--paper'];
    ok(await cli.run('invite', ...place.with(device), ...own, paper()));
    const size = place.disk.hub.engine.size();
    const run = await cli.run('invite', ...place.with(old), ...own, paper());
    assert.equal(ok(run).out.startsWith('Done.\n'), true);
    assert.match(
      run.err,
      /This is an older copy of the key.*Nothing is lost.*somebody else has this key: ask two\s+keyholders to revoke it/s,
    );
    assert.equal(place.disk.hub.engine.size(), size + 1);
    assert.equal((await place.people()).match(/resident of c7 until/g)?.length, 2);
  });

  test('keeps what it signed while the hub is away, and sends it with the next command', async () => {
    const device = await place.member('warden', '--cell', 'c8');
    const loud = keyOfDevice(await place.member('resident', '--cell', 'c8'));
    const away = await cli.run(
      'mute',
      loud,
      '--device',
      device,
      '--to',
      `http://127.0.0.1:${await freePort()}/b/x`,
    );
    assert.equal(away.code, 1);
    assert.match(away.err, /the hub does not answer/);
    const kept = join(device, 'place.key');
    const link = `${place.disk.write}x`;
    assert.equal((await cli.run('mute', loud, '--device', device, '--to', link)).code, 1);
    assert.equal((JSON.parse(readFileSync(kept, 'utf8')) as { readonly unsent: unknown[] }).unsent.length, 0);
    // A link that only reads shows the place and takes nothing.
    const signed = await cli.run('mute', loud, '--device', device, '--to', place.disk.read);
    assert.equal(signed.code, 1);
    assert.match(signed.err, /it may only read.*\(1 waiting\)/s);
    const sent = await cli.run('unmute', loud, ...place.with(device));
    assert.match(sent.err, /1 of an earlier command went out too/);
    assert.match(await place.people(), new RegExp(`mute ${loud}: said by`));
  });

  test('that is sealed opens with its passphrase only, and holds no seed in the open', async () => {
    const [device, file] = [newDevice(), join(newFolder(), 'words')];
    writeFileSync(file, 'river lamp stone bread\n');
    const line = await place.invite(1, 'steward', '--cell', 'c1');
    const asked = ok(await join_(line, device, '--passphrase-file', file, '--slots', '1'));
    assert.equal(asked.err, '');
    const slot = readdirSync(device).find((name) => name.startsWith('slot-')) ?? '';
    for (const name of ['place.key', slot])
      assert.match(readFileSync(join(device, name), 'utf8'), /^\{"box":"[\w-]+"\}\n$/);
    ok(await cli.run('approve', ...place.as(1), '--number', /^Request (\d+)/.exec(asked.out)?.[1] ?? ''));
    const wrong = join(newFolder(), 'wrong');
    writeFileSync(wrong, 'river lamp stone breads\n');
    const leave = ['leave', ...place.with(device)];
    assert.match((await cli.run(...leave, '--passphrase-file', wrong)).err, /does not open .*place\.key/);
    assert.equal((await cli.run(...leave)).code, 2);
    const copy = join(newFolder(), 'exchanged');
    cpSync(device, copy, { recursive: true });
    cpSync(join(device, slot), join(copy, 'place.key'));
    const exchanged = await cli.run('leave', ...place.with(copy), '--passphrase-file', file);
    assert.deepEqual([exchanged.code, exchanged.out], [1, '']);
    const raise = ['--kind', 'alarm.raise', ...AT, '--body', '{"mode":"drill","act":"force.arrive"}'];
    const key = ['--to', place.disk.write, '--key', join(device, slot), '--incident', 'new'];
    ok(await cli.run('post', ...key, ...raise, '--passphrase-file', file));
    assert.match(readFileSync(join(device, slot), 'utf8'), /^\{"box":/);
    assert.equal(ok(await cli.run(...leave, '--passphrase-file', file)).out, 'Done.\n');
  });
});
