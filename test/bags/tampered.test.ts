import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { BagFile } from '../../src/record/bag-layout.ts';
import { CHECKER, canStamp, checkHere, makeBag, writeBag } from '../making/bags.ts';
import type { BagWish, MadeBag } from '../making/bags.ts';
import { newFolder } from '../sim/temp-folder.ts';
import { soakCount } from '../soak-count.ts';
import { newDice } from './dice.ts';
import { tamper } from './tamper.ts';

const SEED = 20_310_517;
const TAMPERED = soakCount(300, 10_000);
// As many at once as fit a disk and a command line.
const AT_ONCE = 300;
const isHere = spawnSync('python3', ['--version'], { stdio: 'ignore' }).status === 0;
const skip = !(isHere && canStamp) && 'python3 and openssl are not both on PATH';

const BOTH = ['newest', 'earlier'] as const;
const WISHES: readonly BagWish[] = [
  { entries: 10 },
  { entries: 7, isWitnessed: true, hasSealed: true, stamps: BOTH },
  { entries: 5, hasMlDsa: true, stamps: ['earlier'] },
  { entries: 4, hasLog: false, hasSealed: true },
  { entries: 6, isSigned: false, unproven: 2, others: 70 },
  { entries: 3, audience: 'public', stamps: ['newest'] },
  { entries: 1, others: 0, stamps: BOTH },
  { entries: 8, hasSealed: true, isWitnessed: true, others: 300 },
];

let made: readonly MadeBag[];
before(async () => {
  const bags: MadeBag[] = [];
  for (const wish of skip ? [] : WISHES) bags.push(await makeBag(wish));
  made = bags;
});

type Said = {
  readonly ok: boolean;
  readonly findings: readonly { readonly at: string; readonly code: string }[];
  readonly notes: Readonly<Record<string, number>>;
};

/** What `verify.py` says of each of these bags. */
function pythonSays(bags: readonly (readonly BagFile[])[]): readonly Said[] {
  const folder = newFolder();
  const names = bags.map((_, n) => join(folder, String(n)));
  for (const [n, files] of bags.entries()) writeBag(files, names[n] ?? folder);
  const run = spawnSync('python3', ['-I', CHECKER, '--json', ...names], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  rmSync(folder, { recursive: true });
  assert.equal(run.stderr, '');
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Said);
}

type Findings = Said['findings'];

function withoutStamps(findings: Findings = []): Findings {
  return findings.filter(({ code }) => code !== 'stamp-wrong');
}

function culpritsOf(findings: Findings = []): readonly string[] {
  return [...new Set(findings.map(({ at }) => at))];
}

describe('verify.py and the program', { skip }, () => {
  test('find every good bag good, whatever is in it, and note the same beside it', async () => {
    const shapes: BagWish[] = [];
    for (let n = 0; n <= 10; n++)
      shapes.push({
        entries: n,
        others: n * 3,
        hasSealed: n % 2 === 0,
        isWitnessed: n % 3 === 0,
        isSigned: n % 4 !== 3,
        ...(n % 5 === 4 && { stamps: BOTH }),
      });
    const more = await Promise.all(shapes.map(makeBag));
    const bags = [...made, ...more];
    const said = pythonSays(bags.map(({ files }) => files));
    for (const [n, { files }] of bags.entries()) {
      const here = await checkHere(files);
      assert.deepEqual([here.findings, said[n]?.findings], [[], []]);
      assert.deepEqual(said[n]?.notes, here.notes);
    }
  });

  test(
    `name the same culprit in each of ${TAMPERED} bags that were tampered with`,
    { timeout: 3_600_000 },
    async () => {
      const dice = newDice(SEED);
      for (let from = 0; from < TAMPERED; from += AT_ONCE) {
        const cases = [];
        for (let n = from; n < Math.min(TAMPERED, from + AT_ONCE); n++) {
          const bag = made[n % made.length];
          assert.ok(bag);
          cases.push({ n, ...(await tamper(bag, dice)) });
        }
        const said = pythonSays(cases.map(({ files }) => files));
        for (const [i, { n, how, files, culprits }] of cases.entries()) {
          const { findings } = await checkHere(files);
          const where = `${n}: ${how}`;
          assert.ok(findings.length > 0, `${where}: not caught`);
          // openssl reads the reply of an authority there, our own reader here: in what is not signed one is stricter.
          assert.deepEqual(withoutStamps(said[i]?.findings), withoutStamps(findings), where);
          assert.deepEqual(culpritsOf(said[i]?.findings), culpritsOf(findings), where);
          const isNamed = culprits.length === 0 || findings.some(({ at }) => culprits.includes(at));
          assert.ok(isNamed, `${where}: ${JSON.stringify(findings)}`);
        }
      }
    },
  );
});
