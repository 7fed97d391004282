import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { runProgram, startProgram } from '../../test/sim/hub-child.ts';
import { cannotFindProcesses, processOf } from '../../test/sim/process-of.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { TINY_DAY } from '../../test/sim/tiny-day.ts';

const FAST = ['--speed', '600'];
const FILES = [
  'bulletin.md',
  'bulletin.html',
  'bulletin.ru.md',
  'bulletin.kk.md',
  'record.shanyrak',
  'situation.json',
  'report.json',
];

function dayFile(change: (text: string) => string = (text) => text): string {
  const file = join(newFolder(), 'tiny.yaml');
  writeFileSync(file, change(TINY_DAY));
  return file;
}

type Report = {
  readonly counts: {
    readonly entriesSaid: number;
    readonly entriesOnHub: number;
    readonly refused: number;
    readonly stuckOnPhones: number;
  };
  readonly facts: readonly { readonly served: boolean }[];
};

describe('playing a day', () => {
  test('writes everything it promises, exits 0, and leaves no hub behind', { timeout: 60_000 }, async () => {
    const out = join(newFolder(), 'out');
    const file = dayFile();
    const run = await runProgram(['day', file, ...FAST, '--exit', '--out', out]);
    assert.deepEqual([run.code, run.err], [0, '']);
    assert.match(run.out, /^A tiny day\. 10:00 to 10:12 in about 1 s\./);
    assert.match(run.out, /SIMULATED/);
    assert.match(run.out, /entries were said; 0 refused, 0 still on phones/);
    for (const name of FILES) assert.ok(readFileSync(join(out, name)).length > 50, name);
    const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report;
    assert.partialDeepStrictEqual(report.counts, { refused: 0, stuckOnPhones: 0 });
    assert.ok(report.counts.entriesOnHub >= report.counts.entriesSaid);
    assert.deepEqual(
      report.facts.map((f) => f.served),
      [true, false],
    );
    const checked = await runProgram(['verify', join(out, 'record.shanyrak')]);
    assert.equal(checked.out, `OK: ${report.counts.entriesOnHub} entries, all genuine\n`);
    if (!cannotFindProcesses) assert.equal(processOf(join(out, 'hub')), undefined);
    // The same folder again: it is its own.
    assert.equal((await runProgram(['day', file, ...FAST, '--exit', '--out', out])).code, 0);
  });

  test('into a folder with other files exits 2 and touches none of them', async () => {
    const out = newFolder();
    mkdirSync(join(out, 'sub'));
    writeFileSync(join(out, 'mine.txt'), 'mine');
    const run = await runProgram(['day', dayFile(), ...FAST, '--exit', '--out', out]);
    assert.deepEqual([run.code, run.out], [2, '']);
    assert.match(run.err, /holds other files\. Nothing was changed/);
    assert.deepEqual(readdirSync(out).sort(), ['mine.txt', 'sub']);
  });

  test('from a file with a fault exits 1, names file, line and field, and makes nothing', async () => {
    const file = dayFile((text) => text.replace('author: apa-1', 'author: apa-2'));
    const out = join(newFolder(), 'out');
    const run = await runProgram(['day', file, '--exit', '--out', out]);
    assert.deepEqual([run.code, run.out], [1, '']);
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((each) => each.includes('apa-2')) + 1;
    assert.ok(
      run.err.startsWith(`${file}:${line}:5: entries[1].author: there is no role "apa-2"\n`),
      run.err,
    );
    assert.equal(existsSync(out), false);
  });

  test('from what is no day file exits with words and no stack, and makes nothing', async () => {
    const folder = newFolder();
    const at = (name: string, content: string | Uint8Array): string => {
      const file = join(folder, name);
      writeFileSync(file, content);
      return file;
    };
    const latin = Buffer.from('title: x\norigin: caf\u00e9\n', 'latin1');
    const cases: readonly (readonly [string, number, RegExp])[] = [
      [folder, 2, /^shanyrak day: .* is a folder: give a day file/],
      [join(folder, 'none.yaml'), 2, /^shanyrak day: there is no day file/],
      [at('empty.yaml', ''), 1, /empty\.yaml:1:1: is empty/],
      [at('latin.yaml', latin), 1, /latin\.yaml:2:1: is not UTF-8 text/],
      [
        at('sound.yaml', Uint8Array.from([0x52, 0x49, 0x46, 0x46, 0xff, 0x00])),
        1,
        /sound\.yaml:1:1: is not UTF-8/,
      ],
      [at('zeros.yaml', new Uint8Array(5_000)), 1, /zeros\.yaml:1:1: /],
      [at('big.yaml', 'a'.repeat(20_000_000)), 1, /big\.yaml:1:1: is larger than such a file may be/],
      ...(process.platform === 'linux'
        ? ([
            ['/proc/self/mem', 1, /^shanyrak day: \/proc\/self\/mem cannot be read/],
            ['/dev/zero', 1, /\/dev\/zero:1:1: is larger than such a file may be/],
          ] as const)
        : []),
    ];
    const out = join(folder, 'out');
    for (const [file, code, words] of cases) {
      const run = await runProgram(['day', file, '--exit', '--out', out]);
      assert.deepEqual([run.code, run.out], [code, ''], file);
      assert.match(run.err, words);
      assert.doesNotMatch(run.err, /\n {4}at /);
      assert.equal(existsSync(out), false);
    }
  });

  test('into what cannot be a folder exits 1 with words and changes nothing', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, 'mine');
    for (const out of [file, join(file, 'below')]) {
      const run = await runProgram(['day', dayFile(), ...FAST, '--exit', '--out', out]);
      assert.deepEqual([run.code, run.out], [1, '']);
      assert.match(run.err, /^shanyrak day: .* cannot be made a folder and written to\. Nothing was played/);
    }
    assert.equal(readFileSync(file, 'utf8'), 'mine');
  });

  test('that is interrupted says so, exits 1 and leaves no hub behind', { timeout: 60_000 }, async () => {
    const out = join(newFolder(), 'out');
    const day = startProgram(['day', dayFile(), '--speed', '10', '--out', out]);
    for (let n = 0; n < 500 && !/Board, live/.test(day.out()); n++) await sleep(20);
    const link = /http:\/\/127\.0\.0\.1:\d+\/b\/[\w-]+\//.exec(day.out())?.[0] ?? '';
    assert.equal((await fetch(link)).status, 200);
    assert.deepEqual(await day.end('SIGTERM'), { code: 1, signal: null });
    assert.match(day.err(), /^Interrupted\. /);
    await assert.rejects(fetch(link));
    if (!cannotFindProcesses) assert.equal(processOf(join(out, 'hub')), undefined);
  });
});
