import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { newIncident } from '../../../test/sim/witness.ts';
import { happenedAt } from '../../../test/vectors/writing.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { sealAge } from '../../adapters/seal-age/seal-age.ts';
import { sealTo } from '../../engine/sealed-parts.ts';
import { parseRecipient } from '../../record/age-key.ts';
import type { Recipient } from '../../record/age-key.ts';
import { sealPart } from '../../record/seal.ts';
import { writeEntry } from '../../record/write.ts';
import { packTransfer } from './transfer-file.ts';

const crypto = cryptoNode();
const sealer = sealAge();
const cli = openCli();
after(cli.end);
const folder = newFolder();
const AT = ['--at', '2031-05-17T10:30'];
const TEXT = '{"words":"Гүлнәр, сол қолы сынған"}';

function file(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** A person with the two files of the age program. */
async function person(name: string): Promise<{ readonly identity: string; readonly recipient: Recipient }> {
  const identity = await sealer.newIdentity();
  const recipient = await sealer.recipientOf(identity);
  return { identity: file(`${name}.key`, `# ${recipient}\n${identity}\n`), recipient };
}

function group(...argv: readonly string[]): Promise<CliRun> {
  return cli.run('group', ...argv);
}

function assertDone(run: CliRun): void {
  assert.equal(run.code, 0, run.err);
  assert.doesNotMatch(run.out + run.err, /SECRET/);
}

const people = await Promise.all(['nurse', 'doctor', 'lawyer', 'k1', 'k2', 'k3', 'k4', 'k5'].map(person));
const [nurse, doctor, lawyer, ...keyholders] = people;
assert.ok(nurse && doctor && lawyer);
const medics = file('medics', `# medics\n${nurse.recipient}\n\n${doctor.recipient}\n`);
const holders = file('keyholders', keyholders.map((k) => k.recipient).join('\n'));
const [keyFile, placeLog, shares] = [
  join(folder, 'warden.key'),
  join(folder, 'place'),
  join(folder, 'shares'),
];
const made = await group(
  'new',
  'medic',
  '--number',
  '1',
  '--to',
  medics,
  '--keyholders',
  holders,
  '--shares',
  shares,
  '--key',
  keyFile,
  '--incident',
  'new',
  ...AT,
  '--out',
  placeLog,
  '--json',
);

/** A transfer file with one account of who is hurt, sealed to this recipient. */
async function hurtFile(
  recipient: Recipient,
  change = (x: string): string => x,
): Promise<{ readonly path: string; readonly id: string }> {
  const hurt = await sealPart({ words: 'Гүлнәр, сол қолы сынған' }, sealTo(sealer, [recipient]), crypto);
  assert.ok(hurt.ok);
  const place = { incident: newIncident(crypto), sequence: 0, previous: '' } as const;
  const draft = { kind: 'alarm.confirm', at: happenedAt('2031-05-17T10:30'), parts: { body: {} } };
  const sealed = { hurt: hurt.value };
  const { id, wire } = await writeEntry({ ...draft, sealed }, place, crypto.newSigner(), crypto);
  const parts = { ...wire.parts, hurt: { x: change(hurt.value.part.x) } };
  const packed = packTransfer({ incident: place.incident, audience: 'readers' }, [{ ...wire, parts }]);
  return { path: file(`${id}.shanyrak`, packed), id };
}

const recipient = parseRecipient(JSON.parse(made.out).recipient);
assert.ok(recipient);
const account = await hurtFile(recipient);

describe('shanyrak group', () => {
  test('new writes a public key, its secret for the members, and five shares nobody else may read', async () => {
    assertDone(made);
    assert.deepEqual(JSON.parse(made.out), { ...JSON.parse(made.out), role: 'medic', number: 1, members: 2 });
    assert.match(
      (await cli.run('verify', placeLog)).out,
      /^OK: 1 entries, all genuine; sealed parts.*: 1\n$/,
    );
    for (let n = 1; n <= 5; n++) assert.equal(statSync(join(shares, `share-${n}`)).mode & 0o777, 0o600);
  });

  test('open shows a member what is sealed to the group, and says that it is genuine', async () => {
    for (const { identity } of [nurse, doctor]) {
      const run = await group('open', placeLog, account.path, '--identity', identity);
      assertDone(run);
      assert.ok(run.out.includes(`${account.id} hurt: genuine\n${TEXT}`));
      assert.match(run.out, /identity: genuine\n\(a group’s secret, not shown\)/);
    }
    const json = await group('open', placeLog, account.path, '--identity', nurse.identity, '--json');
    const lines = json.out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    assert.deepEqual(lines[1], { id: account.id, part: 'hurt', ok: true, text: TEXT });
  });

  test('open gives a stranger nothing and says so', async () => {
    const run = await group('open', placeLog, account.path, '--identity', lawyer.identity);
    assert.equal(run.code, 1);
    assert.match(run.out, /hurt: sealed to others/);
    assert.doesNotMatch(run.out, /Гүлнәр/);
    assert.match(run.err, /No sealed part/);
  });

  test('open tells a damaged part, and one that was exchanged, from one for others', async () => {
    const damaged = await hurtFile(nurse.recipient, (x) => `${x.slice(0, -8)}AAAAAAAA`);
    const other = await sealer.seal(Buffer.alloc(16), [nurse.recipient]);
    assert.ok(other.ok);
    const exchanged = await hurtFile(nurse.recipient, () => Buffer.from(other.value).toString('base64url'));
    for (const [path, words] of [
      [damaged.path, /hurt: its sealed file is damaged/],
      [exchanged.path, /hurt: opens, and is not what its author signed \(commitment-differs\)/],
    ] as const) {
      const run = await group('open', path, '--identity', nurse.identity);
      assert.equal(run.code, 1);
      assert.match(run.out, words);
    }
  });

  test('reseal passes one part on to new readers, in an entry that stands by itself', async () => {
    const [to, out] = [file('lawyers', lawyer.recipient), join(folder, 'resealed')];
    const files = ['reseal', placeLog, account.path, '--identity', nurse.identity];
    const what = ['--entry', account.id, '--part', 'hurt', '--to', to, '--key', keyFile, ...AT, '--out', out];
    assertDone(await group(...files, ...what));
    const opened = await group('open', out, '--identity', lawyer.identity);
    assertDone(opened);
    assert.ok(opened.out.includes(`hurt: genuine\n${TEXT}`));
    // Both wait in the key file until a hub has answered for them.
    assert.equal(JSON.parse(readFileSync(keyFile, 'utf8')).unsent.length, 2);
    const stranger = await group(...files.with(-1, lawyer.identity), ...what);
    assert.deepEqual([stranger.code, stranger.out], [1, '']);
    assert.match(stranger.err, /hurt: sealed to others/);
  });

  test('recover brings the key back from two keyholders, and from one it does not', async () => {
    const brought = (n: number, key = n): readonly string[] => [
      '--share',
      join(shares, `share-${n}`),
      '--identity',
      keyholders[key - 1]?.identity ?? '',
    ];
    const out = join(folder, 'back');
    const run = await group('recover', ...brought(4), ...brought(2), '--out', out);
    assertDone(run);
    assert.ok(run.out.startsWith(recipient));
    assert.equal(statSync(out).mode & 0o777, 0o600);
    const opened = await group('open', account.path, '--identity', out);
    assert.ok(opened.out.includes(TEXT));
    for (const [second, why] of [
      [brought(4), /both shares are of the same keyholder/],
      [brought(2, 3), /the identity given for keyholder 2 is not the one/],
    ] as const) {
      const failed = await group('recover', ...brought(4), ...second, '--out', join(folder, 'not-back'));
      assert.deepEqual([failed.code, failed.out], [1, '']);
      assert.match(failed.err, why);
    }
    assert.ok(!existsSync(join(folder, 'not-back')));
  });

  test('used wrongly says what is missing, makes nothing, and repeats no secret', async () => {
    const slip = file('slip.key', readFileSync(nurse.identity, 'utf8').replace(/.\n$/, 'b\n'));
    const all = ['new', 'medic', '--number', '2', '--to', medics, '--key', keyFile, ...AT];
    const out = ['--out', join(folder, 'never')];
    for (const [argv, why] of [
      [[], /needs one of new, open, reseal, recover/],
      [['new', 'warden'], /ROLE is one of lawyer, medic, committee/],
      [all, /needs --out/],
      [[...all, ...out, '--keyholders', medics, '--shares', shares], /holds 2 different recipients, not 5/],
      [[...all, ...out, '--shares', shares], /belong together/],
      [[...all, ...out, '--to', nurse.identity], /holds a line that is not an age recipient/],
      [['open', account.path], /needs --identity/],
      [['open', account.path, '--identity', slip], /is not a file of age identities/],
      [['open', '--identity', nurse.identity], /needs a FILE/],
      [['recover', '--share', 'x', '--out', 'y'], /--share and --identity twice/],
    ] as const) {
      const run = await group(...argv);
      assert.deepEqual([run.code, run.out], [2, ''], argv.join(' '));
      assert.match(run.err, why);
      assert.doesNotMatch(run.err, /SECRET-KEY-1[^…]|SECRET-K…/);
    }
    assert.ok(!existsSync(join(folder, 'never')));
  });
});
