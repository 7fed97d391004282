import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isJsonArray, isJsonObject, parseJson } from '../../src/base/canonical-json.ts';
import { dayOf } from '../making/day-record.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = join(ROOT, 'src/main/shanyrak.ts');
const RUN_WITHIN_MS = 120_000;
const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'shanyrak-day-'));
  folders.push(made);
  return made;
}

after(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

type Done = { readonly code: number; readonly out: string; readonly err: string };

function shanyrak(...args: readonly string[]): Promise<Done> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [PROGRAM, ...args],
      { cwd: ROOT, timeout: RUN_WITHIN_MS },
      (error, out, err) => {
        resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err });
      },
    );
  });
}

type Pair = readonly [number, number];
type ReachJson = {
  readonly invented: string;
  readonly curve: readonly { readonly at: string; readonly told: Pair; readonly acknowledged: Pair }[];
  readonly cells: readonly {
    readonly cell?: string;
    readonly byWardens: number;
    readonly byHub: number;
    readonly told: Pair;
  }[];
  readonly channels: readonly {
    readonly channel: string;
    readonly handed: number;
    readonly seen: number;
    readonly answered: number;
  }[];
  readonly organiserAlone: {
    readonly assumption: string;
    readonly curve: readonly { readonly at: string; readonly told: number }[];
  };
};

function reachIn(out: string): ReachJson {
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as { readonly reach: ReachJson };
  return report.reach;
}

describe('the 5 April is played on a real hub and leaves board, bulletin and a record that verifies', () => {
  const out = join(folder(), 'played');
  let played: Done = { code: -1, out: '', err: '' };
  before(async () => {
    played = await shanyrak('day', '--exit', '--speed', '900', '--organiser-only', '--out', out);
    assert.equal(played.code, 0, played.out + played.err);
  });

  test('it says on screen what is simulated', () => {
    assert.match(played.out, /SIMULATED: phones, carriers, neighbours, and the clock/);
    assert.match(played.out, /network inside: cut \(simulated\)/);
    assert.match(readFileSync(join(out, 'bulletin.md'), 'utf8'), /simulated/);
  });

  test('it tells the story in its order', () => {
    const beats = [
      /ALARM raised/,
      /alarm confirmed/,
      /cells and neighbours/,
      /people come: residents/,
      /refusal \(refused\): drivers/,
      /refusal \(refused\): prisoners/,
      /ring closed/,
      /fire crews/,
      /home reached/,
    ];
    let from = 0;
    for (const beat of beats) {
      const at = played.out.slice(from).search(beat);
      assert.ok(at >= 0, `${beat.source} does not follow`);
      from += at;
    }
  });

  test('report.json serves all 29 facts, each with entries and a test that exists', () => {
    const report = parseJson(readFileSync(join(out, 'report.json'), 'utf8'));
    const facts = isJsonObject(report) && isJsonArray(report['facts']) ? report['facts'] : [];
    assert.equal(facts.length, 29);
    for (const fact of facts) {
      assert.ok(isJsonObject(fact) && isJsonArray(fact['entries']) && isJsonArray(fact['tests']));
      assert.equal(fact['served'], true, JSON.stringify(fact['why']));
      assert.ok(fact['entries'].length > 0 && fact['tests'].length > 0);
    }
  });

  test('report.json tells what waits hidden and what is kept without weight', () => {
    const report = parseJson(readFileSync(join(out, 'report.json'), 'utf8'));
    const counts = isJsonObject(report) && isJsonObject(report['counts']) ? report['counts'] : {};
    // The stranger's rumour, and what came from the seized phone afterwards.
    assert.deepEqual([counts['waiting'], counts['weightless']], [1, 1]);
  });

  test('the hub called people itself, and the report counts nobody twice', () => {
    const reach = reachIn(out);
    const { channels, cells, curve } = reach;
    assert.match(reach.invented, /^Simulated/);
    const push = channels.find(({ channel }) => channel === 'push');
    assert.ok(push && push.handed > 150 && push.seen > 50 && push.answered > 0, JSON.stringify(channels));
    for (const { cell, told, byWardens, byHub } of cells) {
      const people = dayOf('5-april').cells.find(({ code }) => code === cell)?.people ?? 999;
      const [lo, hi] = told;
      assert.equal(lo, Math.max(byWardens, byHub));
      assert.ok(lo <= hi && hi <= people, `${cell}: ${lo}-${hi} of ${people}`);
    }
    for (const [i, at] of curve.entries()) {
      const before = curve[i - 1] ?? at;
      assert.ok(at.told[0] >= before.told[0] && at.acknowledged[0] <= at.told[1]);
    }
    assert.match(readFileSync(join(out, 'reach.md'), 'utf8'), /Nobody is said to have come/);
  });

  test('beside it stands one organiser alone, called an assumption wherever it is shown', () => {
    const { organiserAlone, curve } = reachIn(out);
    for (const text of [played.out, readFileSync(join(out, 'reach.md'), 'utf8'), organiserAlone.assumption])
      assert.match(text, /ASSUMPTION, not a finding/);
    const last = curve.at(-1);
    const then = organiserAlone.curve.find(({ at }) => at === last?.at);
    assert.ok(last && then && then.told > 0 && then.told < last.told[0]);
  });

  test('the situation holds what the day ends with', () => {
    const s = parseJson(readFileSync(join(out, 'situation.json'), 'utf8'));
    assert.ok(
      isJsonObject(s) &&
        isJsonObject(s['homes']) &&
        isJsonObject(s['reach']) &&
        isJsonObject(s['reach']['checkedIn']) &&
        isJsonObject(s['ring']),
    );
    assert.equal(s['homes']['total'], 'unknown');
    assert.equal(s['ring']['state'], 'complete');
    const { lo, hi } = s['reach']['checkedIn'];
    assert.ok(
      typeof lo === 'number' && typeof hi === 'number' && lo >= 200 && lo < hi && hi <= 999,
      'hundreds, as a range',
    );
    assert.ok(!JSON.stringify(s).includes('"2000-'), 'the year the clock ran in is nowhere');
  });

  test('the bulletin names no handle, in any language', () => {
    const handles = dayOf('5-april').roles.map((r) => r.handle);
    for (const name of readdirSync(out).filter((n) => n.startsWith('bulletin'))) {
      const text = readFileSync(join(out, name), 'utf8');
      assert.deepEqual(
        handles.filter((h) => text.includes(h)),
        [],
        name,
      );
      assert.ok(!/opinion|regime|мнение|пікір/i.test(text), `${name} holds an opinion`);
    }
  });

  test('record.shanyrak verifies, and after one changed byte names the entry, exit 1', async () => {
    const file = join(out, 'record.shanyrak');
    const sound = await shanyrak('verify', file);
    assert.match(sound.out, /^OK: \d+ entries/);
    assert.equal(sound.code, 0);
    const bytes = readFileSync(file);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const wrong = await shanyrak('verify', file);
    assert.match(wrong.out, /^WRONG: entry \d+/);
    assert.equal(wrong.code, 1);
  });

  test('the store it leaves is sound', async () => {
    assert.match(
      (await shanyrak('fsck', '--data', join(out, 'hub'), '--key-file', join(out, 'hub.key'))).out,
      /^OK/,
    );
  });
});

test('interrupting a day leaves no process and no broken file', async () => {
  const out = join(folder(), 'interrupted');
  const child = spawn(process.execPath, [PROGRAM, 'day', '--speed', '300', '--out', out], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('arrival')) resolve();
    });
  });
  child.kill('SIGINT');
  assert.deepEqual(await gone, [1, null]);
  const { stdout } = await run('ps', ['-eo', 'args']);
  assert.ok(!stdout.includes(out), 'a process of the day is still there');
  const checked = await shanyrak('fsck', '--data', join(out, 'hub'), '--key-file', join(out, 'hub.key'));
  assert.match(checked.out, /^OK: [1-9]\d* entries/);
});

test('a broken day file is refused with file, line and field, and nothing is played', async () => {
  const file = join(folder(), 'broken.yaml');
  const lines = readFileSync(join(ROOT, 'days/5-april.yaml'), 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes('author: apa-1'));
  writeFileSync(file, lines.with(at, '    author: nobody-1').join('\n'));
  const played = await shanyrak('day', file, '--exit', '--out', join(folder(), 'x'));
  assert.equal(played.code, 1);
  assert.ok(played.err.includes(`${file}:${at + 1}:5: entries`), played.err);
  assert.match(played.err, /author: there is no role "nobody-1"/);
});

test('a folder with other files is left alone', async () => {
  const out = folder();
  writeFileSync(join(out, 'letter.txt'), 'mine');
  const played = await shanyrak('day', '--exit', '--out', out);
  assert.equal(played.code, 2);
  assert.deepEqual(readdirSync(out), ['letter.txt']);
});
