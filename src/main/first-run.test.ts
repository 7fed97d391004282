import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ok } from '../../test/making/committee.ts';
import { holdPapersFit, peopleOnDisk } from '../../test/making/founded-papers.ts';
import { keyOf } from '../../test/making/vault.ts';
import { unzipInto } from '../../test/making/zip.ts';
import { openCli } from '../../test/sim/cli.ts';
import {
  firstRunPages,
  FORM,
  foundOn,
  itemsOn,
  markAll,
  PASSPHRASE,
  startFirstRun,
  untilFounded,
} from '../../test/sim/first-run-pages.ts';
import type { FirstRunChild } from '../../test/sim/first-run-pages.ts';
import type { ProgramChild } from '../../test/sim/hub-child.ts';
import { startProgram } from '../../test/sim/hub-child.ts';
import { filesIn, newFolder } from '../../test/sim/temp-folder.ts';
import { eventBody, newIncident, witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { readVaultFile } from '../adapters/vault-file/vault-file.ts';
import { newVault } from '../record/at-rest.ts';
import type { Vault } from '../record/at-rest.ts';
import { unlock } from '../record/vault-header.ts';

const crypto = cryptoNode();
const cli = openCli();
after(cli.end);

type Where = { readonly data: string; readonly papers: string; readonly args: readonly string[] };

function newWhere(...more: readonly string[]): Where {
  const root = newFolder();
  const [data, papers] = [join(root, 'hub'), join(root, 'papers')];
  return { data, papers, args: ['--data', data, '--papers', papers, ...more] };
}

/** The folder that the papers of the one hub lie in. */
function outIn({ papers }: Where): string {
  return join(papers, readdirSync(papers)[0] ?? '');
}

async function vaultIn(data: string): Promise<Vault> {
  const header = readVaultFile(data);
  assert.ok(header);
  const opened = await unlock(header, { kind: 'passphrase', text: PASSPHRASE }, crypto);
  assert.ok(opened.ok);
  return newVault(opened.value.dataKeys, crypto);
}

function linkOf(run: FirstRunChild, name: string): string {
  return new RegExp(`^${name}:\\s+(\\S+?)/?$`, 'm').exec(run.out())?.[1] ?? '';
}

async function untilSaid(program: ProgramChild, form: RegExp): Promise<void> {
  for (let n = 0; n < 500 && !form.test(program.out()); n++) await sleep(20);
  assert.match(program.out(), form);
}

function withPassphrase(where: Where): readonly string[] {
  const file = join(newFolder(), 'words');
  writeFileSync(file, `${PASSPHRASE}\n`);
  return [...where.args, '--passphrase-file', file];
}

describe('a first run on a folder without a hub', () => {
  test('founds a place on pages, hands over what counts, and forgets it', async () => {
    const where = newWhere();
    const run = await startFirstRun(where.args);
    const { pages } = run;
    const printed = pages.base();
    assert.match((await pages.get()).text, /<input[^>]*id="settlement"/s);
    assert.deepEqual([existsSync(where.data), existsSync(where.papers)], [false, false]);

    const seen = await foundOn(pages);
    assert.match(seen.text, /East field is founded/);
    assert.deepEqual(itemsOn(seen), ['device-1', 'paper-1', 'device-2', 'paper-2', 'warden-1']);
    assert.equal((await fetch(printed)).status, 404, 'the link that was printed is gone');
    const out = outIn(where);
    holdPapersFit(await peopleOnDisk(where.data, await vaultIn(where.data)), out);

    // What the person gets are those very papers, and a device that the commands open.
    const paper = await pages.get('/file/paper-2');
    assert.equal(paper.text, readFileSync(join(out, 'keyholder-2.html'), 'utf8'));
    const device = newFolder();
    unzipInto(device, await pages.bytes('/file/device-2'));
    assert.deepEqual(readdirSync(join(device, 'keyholder-2')).toSorted(), ['device.json', 'place.key']);
    const invite = ['invite', '--device', join(device, 'keyholder-2'), '--to', linkOf(run, 'For keyholders')];
    const offered = ['--role', 'lawyer', '--hours', '2', '--paper', join(device, 'lawyer.html')];
    ok(await cli.run(...invite, ...offered));
    assert.match(ok(await cli.run('people', '--from', linkOf(run, 'For keyholders'))).out, /lawyer/);

    assert.match(
      (await pages.post('forget')).text,
      /Left to hand over: 5/,
      'nothing goes before it is marked',
    );
    const marked = await markAll(pages);
    assert.match(marked.text, /All handed over: forget them here/);
    const over = await pages.post('forget');
    assert.match(over.text, /holds no keyholder’s key and no paper any more/);
    assert.deepEqual([existsSync(out), existsSync(join(where.data, 'handing-over.json'))], [false, false]);
    assert.equal((await fetch(pages.base())).status, 404);
    await run.end('SIGTERM');

    const again = startProgram(['serve', '--port', '0', ...withPassphrase(where)]);
    await untilSaid(again, /Stop it/);
    assert.match(again.out(), /runs at .* with 3 entries/);
    assert.doesNotMatch(again.out(), /\/found\//);
    await again.end('SIGTERM');
  });

  test('keeps no secret in the hub’s folder and prints none', async () => {
    const where = newWhere();
    const run = await startFirstRun(where.args);
    await foundOn(run.pages);
    const out = outIn(where);
    const secrets = [1, 2].flatMap((n) => {
      const paper = readFileSync(join(out, `keyholder-${n}.html`), 'utf8');
      const seed = /"seed":"([^"]+)"/.exec(
        readFileSync(join(out, `keyholder-${n}`, 'place.key'), 'utf8'),
      )?.[1];
      return [seed ?? '', [...paper.matchAll(/<li>([a-z]+)<\/li>/g)].map((m) => m[1]).join(' ')];
    });
    const kept = filesIn(where.data).map(({ bytes }) => bytes.toString('latin1'));
    assert.ok(
      kept.some((text) => text.includes(out)),
      'the slip says where they are',
    );
    for (const secret of [...secrets, PASSPHRASE])
      for (const text of [...kept, run.out(), run.err()]) assert.equal(text.includes(secret), false);
    assert.equal(run.out().includes(run.pages.base()), false, 'nor the link to what is handed over');
    await run.end('SIGTERM');
  });

  test('tells every fault beside its field, keeps what was typed but no passphrase, and makes nothing', async () => {
    const where = newWhere();
    const run = await startFirstRun(where.args);
    const wrong = { ...FORM, settlement: ' ', cells: 'c1 "><b>', passphrase: 'short words', again: 'x' };
    const seen = await run.pages.post('check', wrong);
    assert.equal(seen.status, 422);
    for (const [field, says] of [
      ['settlement', 'Give a name of 1 to 200 characters'],
      ['cells', 'A code has letters, digits and hyphens'],
      ['passphrase', 'At least 16 characters'],
    ] as const)
      assert.match(seen.text, new RegExp(`id="${field}-fault">${says}`));
    assert.match(seen.text, /value="c1 &quot;&gt;&lt;b&gt;"/);
    assert.equal(seen.text.includes('short words'), false);
    assert.match((await run.pages.post('check', { ...FORM, again: 'x' })).text, /The two were not the same/);
    assert.match((await run.pages.post('found')).text, /The two were not the same/, 'nothing to found');

    await run.pages.post('check', FORM);
    const back = await run.pages.post('change');
    assert.match(back.text, /value="East field"/);
    assert.equal(back.text.includes(PASSPHRASE), false);
    assert.deepEqual([existsSync(where.data), existsSync(where.papers)], [false, false]);
    await run.end('SIGTERM');
  });

  test('writes a key file to the stick, never into the hub’s folder or over another file', async () => {
    const where = newWhere();
    const stick = newFolder();
    writeFileSync(join(stick, 'letter.txt'), 'dear all');
    mkdirSync(where.data);
    const run = await startFirstRun(where.args);
    const chosen = (file: string): typeof FORM => ({ ...FORM, way: 'key-file', 'key-file': file });
    for (const [file, says] of [
      ['hub.key', /whole path of a file/],
      [join(stick, 'not-in', 'hub.key'), /Is the stick in\?/],
      [join(where.data, 'hub.key'), /hub’s own folder/],
      [join(stick, 'letter.txt'), /not a hub’s key/],
    ] as const)
      assert.match((await run.pages.post('check', chosen(file))).text, says);
    const file = join(stick, 'hub.key');
    assert.match((await foundOn(run.pages, chosen(file))).text, /Make a copy now/);
    await run.end('SIGTERM');
    assert.equal(readFileSync(join(stick, 'letter.txt'), 'utf8'), 'dear all');
    const again = await startFirstRun([...where.args, '--key-file', file]);
    assert.match((await again.pages.get()).text, /East field is founded/);
    await again.end('SIGTERM');
  });

  test('pressed twice founds once', async () => {
    const where = newWhere();
    const run = await startFirstRun(where.args);
    const printed = run.pages.base();
    await run.pages.post('check', FORM);
    const press = (): Promise<Response> => fetch(`${printed}/found?lang=en`, { method: 'POST' });
    const pages = await Promise.all([press(), press()]);
    assert.deepEqual(
      pages.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(new Set(pages.map(({ url }) => new URL(url).pathname)).size, 1);
    const last = firstRunPages(pages[0]?.url.replace(/\?.*/, '') ?? '');
    assert.match((await untilFounded(last)).text, /is founded/);
    const { size, refused } = await peopleOnDisk(where.data, await vaultIn(where.data));
    assert.deepEqual([size, refused], [2, []]);
    await run.end('SIGTERM');
  });
});

describe('a first run beside a hub that has its key', () => {
  test('asks for no key, founds on the running hub, and its links go on', async () => {
    const where = newWhere();
    const run = await startFirstRun([...where.args, ...keyOf(where.data)]);
    assert.doesNotMatch((await run.pages.get()).text, /passphrase/i);
    await untilSaid(run, /Stop it/);
    const read = linkOf(run, 'Board, to read');
    const place = async (): Promise<unknown> => (await fetch(`${read}/place`)).json();
    assert.partialDeepStrictEqual(await place(), { isFounded: false });
    assert.match((await foundOn(run.pages)).text, /East field is founded/);
    assert.partialDeepStrictEqual(await place(), { isFounded: true, settlement: 'East field' });
    await run.end('SIGTERM');
  });

  test('makes nothing once somebody has written to the hub', async () => {
    const where = newWhere();
    const run = await startFirstRun([...where.args, ...keyOf(where.data)]);
    await run.pages.post('check', FORM);
    await untilSaid(run, /Stop it/);
    const { wire } = await witness(crypto, newIncident(crypto)).say(
      'event',
      eventBody('They are at the gate'),
    );
    const said = { method: 'POST', body: JSON.stringify({ entries: [wire] }) };
    assert.equal((await fetch(`${linkOf(run, 'To write')}/entries`, said)).status, 200);
    await run.pages.post('found');
    const seen = await untilFounded(run.pages);
    assert.match(seen.text, /Somebody has written to this hub meanwhile.*Nothing was made/s);
    assert.deepEqual(
      [existsSync(where.papers), readdirSync(where.data).includes('handing-over.json')],
      [false, false],
    );
    await run.end('SIGTERM');
    const again = startProgram(['serve', '--port', '0', ...where.args, ...keyOf(where.data)]);
    await untilSaid(again, /Stop it/);
    assert.doesNotMatch(again.out(), /\/found\//, 'nor is it offered again');
    await again.end('SIGTERM');
  });

  test('prints no link where other machines can ask, nor into a journal', async () => {
    const where = newWhere(...keyOf(newWhere().data));
    const wide = startProgram(['serve', '--port', '0', '--host', '127.0.0.3', ...where.args]);
    await untilSaid(wide, /Stop it/);
    assert.match(wide.out(), /Nobody has founded.*start it without --host/);
    await wide.end('SIGTERM');
    const into = 'exec 3>&1; JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/3) exec "$@"';
    const logged = startProgram(['serve', '--port', '0', ...where.args], {
      before: ['sh', '-c', into, 'sh'],
    });
    await untilSaid(logged, /Stop it/);
    assert.match(logged.out(), /Nobody has founded.*start it by hand/);
    assert.doesNotMatch(wide.out() + logged.out(), /\/found\//);
    await logged.end('SIGTERM');
    const fresh = newWhere(...keyOf(newWhere().data));
    const service = startProgram(['serve', '--port', '0', ...fresh.args], {
      before: ['sh', '-c', into, 'sh'],
    });
    await untilSaid(service, /Stop it/);
    assert.match(service.out(), /No link is printed into a journal.*--new-links/);
    assert.doesNotMatch(service.out(), /\/b\//);
    await service.end('SIGTERM');
  });
});
