import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { folderMemory } from '../../src/adapters/folder-memory/folder-memory.ts';
import { readKeyFile, readVaultFile } from '../../src/adapters/vault-file/vault-file.ts';
import { openDevice } from '../../src/faces/kit/kept-device.ts';
import type { DataKeys } from '../../src/record/at-rest.ts';
import { unlock } from '../../src/record/vault-header.ts';
import { newPerson, noBrowser } from '../making/browser.ts';
import type { Person } from '../making/browser.ts';
import { cellPlace, openCell, writeDown } from '../making/cell-place.ts';
import type { CellPlace } from '../making/cell-place.ts';
import { bringIn, PASSPHRASE, told } from '../making/screens.ts';
import { keyFileOf } from '../making/vault.ts';
import { openCli } from '../sim/cli.ts';
import { extract } from './extractor.ts';
import { isIn, plantedText } from './planted.ts';
import type { Planted } from './planted.ts';
import { bytesOf, copyOf, filesIn, whileRunning } from './profile.ts';
import { THREATS_PAGE } from './threats-page.ts';

const WITHIN_MS = 30_000;
const crypto = cryptoNode();
const cli = openCli();
let cells: CellPlace;
let people: readonly Person[] = [];

/** Who lives in each cell, as its warden writes them down. */
const LISTS = {
  c1: [
    'N1 +77015550001 Айгүл Серікқызы',
    'N2 +77015550002 Ержан Тұрсынов',
    'N3 8 701 555 00 03 Serik Ospanov',
  ],
  c2: ['S1 +77025550004 Гүлнар Әбенова', 'S1 +77025550005 Марат Жұмабаев'],
} as const;
type Cell = keyof typeof LISTS;
const CELLS = ['c1', 'c2'] as const;

/** Each number and each name. A number is looked for by its last digits too: they are its owner's in any writing. */
function planted(cell: Cell): readonly Planted[] {
  return LISTS[cell].flatMap((line) => {
    const [, number = '', name = ''] = /^\S+ ([+\d ]+\d) (.+)$/.exec(line) ?? [];
    return [plantedText(cell, number.replaceAll(' ', '').slice(-8)), plantedText(cell, name)];
  });
}

function found(bytes: Buffer, cell: Cell): number {
  return planted(cell).filter((each) => isIn(bytes, each)).length;
}

/** As somebody has them who was told the hub's passphrase. */
async function dataKeysOf(folder: string): Promise<DataKeys> {
  const header = readVaultFile(folder) ?? assert.fail('there is no vault');
  const opened = await unlock(header, { kind: 'key-file', key: readKeyFile(keyFileOf(folder)) }, crypto);
  return opened.ok ? opened.value.dataKeys : assert.fail(opened.error.kind);
}

/** Writes down the cell, opens a text to it in the composer, ticks who was told, sends the counts. */
async function work(person: Person, cell: Cell): Promise<void> {
  const { page } = person;
  await openCell(person, cells.place.disk.write);
  await writeDown(page, LISTS[cell]);
  await told(page, `Written down: ${LISTS[cell].length}.`);
  await page.fill('#list [name=number]', '+77015559999');
  await page.locator('.task').waitFor({ timeout: WITHIN_MS });
  await page.click('.task .batch button');
  await page.click('[data-do=send]');
  await page.locator('.sent[data-state=sent]').waitFor({ timeout: WITHIN_MS });
  await page.click('.alarm details[id^=rows] summary');
  await page.click('.rows a[href^="sms:"]');
}

describe('a hub and the telephone of one warden, seized after an alarm', { skip: noBrowser }, () => {
  let [running, closed, hub]: Buffer[] = [];
  let files: ReadonlyMap<string, string> = new Map();
  before(async () => {
    cells = await cellPlace(cli);
    const { disk, member } = cells.place;
    people = [await newPerson(), await newPerson()];
    for (const [i, person] of people.entries())
      await bringIn(person.page, disk.write, await member('warden', '--cell', CELLS[i] ?? ''));
    await cells.raise();
    for (const [i, person] of people.entries()) await work(person, CELLS[i] ?? 'c1');
    const [first] = people;
    assert.ok(first);
    files = await filesIn(first);
    running = whileRunning(first);
    await first.close();
    closed = bytesOf(first.folder);
    const haul = await extract({
      folder: copyOf(disk.folder),
      phones: [],
      dataKeys: await dataKeysOf(disk.folder),
    });
    hub = haul.hub;
  });
  after(async () => {
    for (const person of people) await person.close().catch(() => {});
    cli.end();
    await cells.place.disk.close();
  });

  /** All that the device of the first warden keeps, for somebody who knows its passphrase. */
  const unlocked = async (): Promise<Buffer> => {
    const opened = await openDevice(folderMemory(new Map(files)), PASSPHRASE, crypto);
    assert.ok(opened.ok);
    return Buffer.from((await opened.device.cell()) ?? '');
  };

  test('the hub yields no name and no number, with its key too; the counts it has', () => {
    assert.ok(hub);
    assert.deepEqual([found(hub, 'c1'), found(hub, 'c2')], [0, 0]);
    assert.ok(isIn(hub, plantedText('counts', '"told":3')));
    assert.equal(cells.said('alarm.told').length, 2);
  });

  test('the telephone yields none either while its device is closed, and nothing that was only typed', () => {
    assert.ok(running && closed);
    for (const profile of [running, closed]) {
      assert.ok(profile.includes('{"box":"'), 'the sealed files are there');
      assert.deepEqual([found(profile, 'c1'), found(profile, 'c2')], [0, 0]);
      assert.ok(!isIn(profile, plantedText('typed', '015559999')));
    }
  });

  test('unlocked it yields the people of that cell, all of them, and nobody else', async () => {
    const notes = await unlocked();
    assert.deepEqual([found(notes, 'c1'), found(notes, 'c2')], [planted('c1').length, 0]);
  });

  test('yields what docs/threats.md says it yields', async () => {
    const line = (what: string, bytes: Buffer | undefined): string =>
      `| ${[what, ...CELLS.map((cell) => found(bytes ?? Buffer.alloc(0), cell))].join(' | ')} |`;
    const table = [
      `| names and numbers found | of the own cell, of ${planted('c1').length} | of another cell, of ${planted('c2').length} |`,
      '| --- | --- | --- |',
      line("on the hub's disk, with its key", hub),
      line("in the warden's browser, device closed", closed),
      line('the same, the plug pulled while it was open', running),
      line('the same, for somebody who knows the passphrase', await unlocked()),
    ].join('\n');
    const page = readFileSync(THREATS_PAGE, 'utf8');
    const [, written] = /<!-- cell: begin -->\n\n([\s\S]*?)\n\n<!-- cell: end -->/.exec(page) ?? [];
    assert.equal(written, table);
  });
});
