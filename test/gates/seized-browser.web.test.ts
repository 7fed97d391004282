import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { folderMemory } from '../../src/adapters/folder-memory/folder-memory.ts';
import { base64UrlToBytes } from '../../src/base/bytes.ts';
import { parseKey } from '../../src/faces/kit/author-key.ts';
import { deviceKey, openFile, parseDeviceHeader, slotOfFile } from '../../src/faces/kit/device-files.ts';
import { openDevice } from '../../src/faces/kit/kept-device.ts';
import { paperSeed } from '../../src/faces/kit/paper-key.ts';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { newCommittee, wordsOn } from '../making/committee.ts';
import type { Committee } from '../making/committee.ts';
import { bringIn, invite, joinBy, newPaper, PASSPHRASE, typePaper } from '../making/screens.ts';
import { openCli } from '../sim/cli.ts';
import { bytesOf, filesIn, whileRunning } from './profile.ts';
import { isIn, plantedBytes, plantedText } from './planted.ts';
import type { Planted } from './planted.ts';
import { THREATS_PAGE } from './threats-page.ts';

const crypto = cryptoNode();
const cli = openCli();
let place: Committee;
let [keyholder, invited]: Person[] = [];

/** The secrets in the files of a device, for somebody who knows its passphrase. */
async function seedsIn(
  files: ReadonlyMap<string, string>,
  passphrase: string,
): Promise<readonly Uint8Array[]> {
  const header = parseDeviceHeader(files.get('device.json') ?? '');
  assert.ok(header?.salt);
  const key = await deviceKey(passphrase, { salt: header.salt }, crypto);
  return [...files].flatMap(([name, text]) => {
    const opened = openFile(name, text, { key, crypto });
    const read = 'text' in opened && slotOfFile(name) !== undefined ? parseKey(opened.text) : undefined;
    return read ? [read.seed] : [];
  });
}

const secret = (kind: string, bytes: Uint8Array): readonly Planted[] => [
  plantedBytes(kind, bytes),
  plantedText(kind, Buffer.from(bytes).toString('base64url')),
];

describe('a browser profile that was taken', { skip: noBrowser }, () => {
  after(async () => {
    await keyholder?.close().catch(() => {});
    await invited?.close().catch(() => {});
    cli.end();
    await place.disk.close();
  });
  let seeds: readonly Uint8Array[] = [];
  let [taken, running]: Buffer[] = [];
  let link = '';
  before(async () => {
    place = await newCommittee(cli);
    keyholder = await newPerson();
    await bringIn(keyholder.page, place.disk.people, join(place.papers, 'keyholder-1'));
    link = await invite(keyholder.page, 'warden', 'c1');
    invited = await newPerson();
    await joinBy(invited.page, link);
    seeds = await seedsIn(await filesIn(invited), PASSPHRASE);
    running = whileRunning(invited);
    await invited.close();
    taken = bytesOf(invited.folder);
  });

  const code = (): Uint8Array => base64UrlToBytes(/code=([\w-]+)/.exec(link)?.[1] ?? '') ?? new Uint8Array();
  const token = (): string => /\/b\/([\w-]+)/.exec(link)?.[1] ?? '';

  test('holds the sealed files, and none of the secrets in them, closed or running', () => {
    assert.equal(seeds.length, 6);
    assert.ok(taken && running);
    for (const profile of [taken, running]) {
      assert.ok(profile.includes('{"box":"'), 'the files are there');
      for (const seed of seeds)
        for (const planted of secret('seed', seed)) assert.ok(!isIn(profile, planted), planted.what);
      assert.ok(!isIn(profile, plantedText('passphrase', PASSPHRASE)));
    }
  });

  test('of a keyholder who brought in an open folder holds no seed of that folder either', async () => {
    assert.ok(keyholder);
    const files = await filesIn(keyholder);
    const text = readFileSync(join(place.papers, 'keyholder-1', 'place.key'), 'utf8');
    const seed = parseKey(text)?.seed;
    assert.ok(seed);
    assert.deepEqual(await seedsIn(files, PASSPHRASE), [seed]);
    await keyholder.close();
    const profile = bytesOf(keyholder.folder);
    for (const planted of secret('seed', seed)) assert.ok(!isIn(profile, planted), planted.what);
    assert.ok(!isIn(profile, plantedText('passphrase', PASSPHRASE)));
    // The code it made for somebody else was only ever shown.
    for (const planted of secret('code', code())) assert.ok(!isIn(profile, planted), planted.what);
    keyholder = await newPerson({ folder: keyholder.folder });
  });

  test('of a keyholder who goes on from paper holds nothing of the old paper or of the new one', async () => {
    const person = await newPerson();
    const old = wordsOn(join(place.papers, 'keyholder-3.html'));
    await typePaper(person.page, place.disk.people, { n: 3, words: old });
    const papers = [old, await newPaper(person.page)];
    const open = whileRunning(person);
    await person.close();
    for (const profile of [open, bytesOf(person.folder)]) {
      assert.ok(profile.includes('{"box":"'), 'the device is there');
      for (const words of papers) {
        const seed = paperSeed(words);
        assert.ok(seed);
        const [, second, third, fourth] = words.split(' ');
        const some = plantedText('words', `${second} ${third} ${fourth}`);
        for (const planted of [...secret('seed', seed), some])
          assert.ok(!isIn(profile, planted), planted.what);
      }
    }
  });

  test('opens to nobody who guesses, and to whoever knows the passphrase', async () => {
    assert.ok(keyholder);
    await keyholder.page.goto(`${place.disk.people}/committee`);
    const files = new Map(await filesIn(keyholder));
    const wrong = await openDevice(folderMemory(files), `${PASSPHRASE}s`, crypto);
    assert.deepEqual(wrong, { ok: false, why: 'wrong-passphrase' });
    assert.ok((await openDevice(folderMemory(files), PASSPHRASE, crypto)).ok);
  });

  test('the control: a seed that is put there in the open is found by the same search', async () => {
    assert.ok(keyholder);
    const seed = crypto.randomBytes(32);
    const text = Buffer.from(seed).toString('base64url');
    await keyholder.page.evaluate(`new Promise((resolve) => {
      const opening = indexedDB.open('shanyrak-device');
      opening.onsuccess = () => {
        const writing = opening.result.transaction('files', 'readwrite');
        writing.objectStore('files').put('{"seed":"${text}"}', 'planted');
        writing.oncomplete = resolve;
      };
    })`);
    await keyholder.close();
    const profile = bytesOf(keyholder.folder);
    assert.ok(secret('seed', seed).some((planted) => isIn(profile, planted)));
  });

  test('yields what docs/threats.md says it yields', () => {
    assert.ok(taken);
    const profile = taken;
    const shows = (...planted: readonly Planted[]): string =>
      planted.some((p) => isIn(profile, p)) ? 'yes' : 'no';
    const rows = [
      ['secret keys', seeds.some((seed) => shows(...secret('', seed)) === 'yes') ? 'yes' : 'no'],
      ['the passphrase', shows(plantedText('', PASSPHRASE))],
      ['that this browser keeps a device, and for how many incidents', shows(plantedText('', 'slot-5.key'))],
      ['the link of the hub, in the history', shows(plantedText('', token()))],
      ['the code of the used invitation, in the history', shows(...secret('', code()))],
    ];
    const table = rows.map(([what, found]) => `| ${what} | ${found} |`).join('\n');
    const page = readFileSync(THREATS_PAGE, 'utf8');
    const [, written] = /<!-- browser: begin -->\n\n([\s\S]*?)\n\n<!-- browser: end -->/.exec(page) ?? [];
    assert.equal(written, `| in the profile of who was invited | found |\n| --- | --- |\n${table}`);
  });
});
