import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { committeeForTests, ok, publicKeyIn, textIn, wordsOn } from '../../../test/making/committee.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { freePort } from '../../../test/sim/hub-child.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';

const { cli, place } = await committeeForTests();

const deviceOf = (n: number): string => join(place.papers, `keyholder-${n}`);
const keyOf = (n: number): string => publicKeyIn(join(deviceOf(n), 'place.key'));
const paperOf = (n: number): string => join(place.papers, `keyholder-${n}.html`);
const seat = async (n: number): Promise<string> =>
  new RegExp(`^ {2}${n} .*$`, 'm').exec(await place.people())?.[0] ?? '';
const nextOf = async (n: number): Promise<string> => /\(next (\S+)\)/.exec(await seat(n))?.[1] ?? '';

type Rotating = { readonly device: string; readonly paper: string };

/** The words from a file, so that no other program sees them. */
function rotate(
  n: number,
  words: string,
  { device, paper }: Rotating,
  link = place.disk.write,
): Promise<CliRun> {
  const file = join(newFolder(), 'words');
  writeFileSync(file, `${words}\n`);
  const options = [
    '--n',
    String(n),
    '--words-file',
    file,
    '--device',
    device,
    '--new-paper',
    paper,
    '--to',
    link,
  ];
  return cli.run('rotate', ...options);
}

let fifth = '';
const newFiles = (): Rotating => ({ device: join(newFolder(), 'd'), paper: join(newFolder(), 'p.html') });

describe('two keyholders who withdraw each other', () => {
  test('both stay until a third supports one; then the other has no voice, and is told', async () => {
    const [one, two] = [keyOf(1), keyOf(2)];
    for (const run of [
      await cli.run('revoke', two, ...place.as(1)),
      await cli.run('revoke', one, ...place.as(2)),
    ])
      assert.match(ok(run).out, /^Kept\. One more must say so: keyholder\./);
    const both = await place.people();
    assert.match(both, new RegExp(`revoke ${two}: said by keyholder 1`));
    assert.match(both, new RegExp(`revoke ${one}: said by keyholder 2`));
    assert.equal(ok(await cli.run('revoke', two, ...place.as(3))).out, 'Done.\n');
    const late = await cli.run('revoke', one, ...place.as(2));
    assert.equal(late.code, 1);
    assert.match(late.out, /This key had been withdrawn by then/);
    assert.match(await seat(2), /withdrawn: the paper can take over/);
    assert.doesNotMatch(await place.people(), new RegExp(`revoke ${one}: said`));
  });

  test('the one withdrawn comes back from paper, on a new device and with a new paper', async () => {
    const files = newFiles();
    const run = ok(await rotate(2, wordsOn(paperOf(2)), files));
    assert.match(run.err, /The folder is not sealed.*The new paper: /s);
    const key = publicKeyIn(join(files.device, 'place.key'));
    assert.match(await seat(2), new RegExp(`^ {2}2 {2}${key} {2}\\(next `));
    assert.equal(wordsOn(files.paper).split(' ').length, 24);
    assert.notEqual(wordsOn(files.paper), wordsOn(paperOf(2)));
    const again = newFiles();
    ok(await rotate(2, wordsOn(files.paper), again));
    const old = await cli.run('revoke', keyOf(5), ...place.with(files.device));
    assert.match(old.out, /This key had been withdrawn by then/);
    const spent = await rotate(2, wordsOn(paperOf(2)), newFiles());
    assert.equal(spent.code, 1);
    assert.match(spent.out, /not the next key that this keyholder had promised/);
    assert.match(spent.err, /Keep the old paper/);
  });
});

describe('the paper of a keyholder', () => {
  test('is worth nothing for another number, and wrong words change nothing', async () => {
    const files = newFiles();
    const wrong = await rotate(4, wordsOn(paperOf(4)).split(' ').slice(1).join(' '), files);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /not the 24 words of a paper.*Nothing was changed/);
    assert.deepEqual([existsSync(files.device), existsSync(files.paper)], [false, false]);
    const other = await rotate(4, wordsOn(paperOf(5)), files);
    assert.match(other.out, /not the next key/);
    assert.match(other.err, /with the same --device/);
    const right = { device: files.device, paper: `${files.paper}2` };
    assert.equal(ok(await rotate(5, wordsOn(paperOf(5)), right)).out, 'Done.\n');
    fifth = right.paper;
  });

  test('that is lost is withdrawn by two, and then nobody can use it', async () => {
    const next = await nextOf(4);
    for (const by of [1, 3]) ok(await cli.run('revoke', keyOf(4), next, ...place.as(by)));
    assert.match(await seat(4), /the seat is closed/);
    const found = await rotate(4, wordsOn(paperOf(4)), newFiles());
    assert.equal(found.code, 1);
    assert.match(found.out, /Two keyholders have withdrawn the next key too/);
  });

  test('used while the hub is away goes on with the same key and the same new paper', async () => {
    const [files, words] = [newFiles(), wordsOn(fifth)];
    const away = await rotate(5, words, files, place.disk.read);
    assert.equal(away.code, 1);
    assert.match(away.err, /it may only read.*\(1 waiting\).*Keep the old paper/s);
    const paper = readFileSync(files.paper, 'utf8');
    ok(await rotate(5, words, files));
    assert.equal(readFileSync(files.paper, 'utf8'), paper);
    assert.match(await seat(5), new RegExp(publicKeyIn(join(files.device, 'place.key'))));
    ok(await rotate(5, wordsOn(files.paper), newFiles()));
    const none = await rotate(3, wordsOn(paperOf(3)), newFiles(), `http://127.0.0.1:${await freePort()}/b/x`);
    assert.match(none.err, /the hub does not answer/);
  });

  test('goes on no paper that is there, and on no device that has another key', async () => {
    const files = newFiles();
    writeFileSync(files.paper, 'the only copy');
    const over = await rotate(3, wordsOn(paperOf(3)), files);
    assert.deepEqual([over.code, readFileSync(files.paper, 'utf8')], [2, 'the only copy']);
    const taken = await rotate(3, wordsOn(paperOf(3)), { ...newFiles(), device: deviceOf(3) });
    assert.equal(taken.code, 2);
    assert.match(taken.err, /has another standing key/);
  });
});

test('people as JSON names every grant; on the hub’s own machine it reads the folder', async () => {
  const run = ok(await cli.run('people', '--from', place.disk.people, '--json'));
  assert.equal(textIn(run.out, 'settlement'), 'East field');
  const key = ['--key-file', `${place.disk.folder}.key`];
  assert.equal(ok(await cli.run('people', '--data', place.disk.folder, ...key)).out, await place.people());
});
