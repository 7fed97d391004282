import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import fc from 'fast-check';
import { openCli } from '../../../test/sim/cli.ts';
import type { CliRun } from '../../../test/sim/cli.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { soakCount } from '../../../test/soak-count.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { YAML_BYTES_MAX } from '../../adapters/yaml-file/read-yaml.ts';

const cli = openCli();
after(cli.end);
const folder = newFolder();
const SOUND = readFileSync(join(import.meta.dirname, '../../../docs/place.yaml'), 'utf8');

function checked(content: string | Uint8Array, ...more: readonly string[]): Promise<CliRun> {
  const file = join(folder, 'place.yaml');
  writeFileSync(file, content);
  return cli.run('place', 'check', file, ...more);
}

function changed(from: string, to: string): string {
  assert.ok(SOUND.includes(from), from);
  return SOUND.replace(from, () => to);
}

describe('shanyrak place check', () => {
  test('finds nothing in the plan that the documents show, and exits 0', async () => {
    const run = await checked(SOUND);
    assert.deepEqual([run.code, run.err], [0, '']);
    assert.match(run.out, /^Nothing unsafe stands in the plan\./);
    assert.deepEqual(JSON.parse((await checked(SOUND, '--json')).out), { ok: true, findings: [] });
  });

  test('names what is missing, what is unsafe first, and exits 1', async () => {
    const text = changed('wardens: [warden-1, warden-2]', 'wardens: [warden-1]')
      .replace(/^viewing:.*$/m, '')
      .replace(/^outside:.*$/m, '')
      .replace('handle: keyholder-2', 'handle: keyholder-1');
    const run = await checked(text);
    assert.equal(run.code, 1);
    const heads = run.out.split('\n').filter((line) => /^\S/.test(line));
    assert.deepEqual(
      heads.map((line) => /^\w+: [^.:]*/.exec(line)?.[0]),
      [
        'UNSAFE: Cell c1 has one warden',
        'UNSAFE: There are 4 keyholders',
        'UNSAFE: keyholder-1 is a keyholder twice',
        'UNSAFE: There is no outside point',
        'note: There is no safe viewing point',
      ],
    );
    for (const lang of LANGUAGES) {
      const json = JSON.parse((await checked(text, '--json', '--lang', lang)).out);
      assert.equal(json.findings.length, heads.length, lang);
      assert.partialDeepStrictEqual(json.findings[0], {
        kind: 'cell-one-warden',
        cell: 'c1',
        isUnsafe: true,
      });
    }
  });

  test('exits 0 for notes alone', async () => {
    const run = await checked(SOUND.replace(/^viewing:.*$/m, ''));
    assert.equal(run.code, 0);
    assert.match(run.out, /^note: There is no safe viewing point/);
  });

  test('refuses unknown zones and fields, loops and duplicates together, by line and column', async () => {
    const text = changed('zone: north', 'zone: nroth')
      .replace("'21:30'], deputies: [warden-3]", "'21:30'], deputies: [organiser-1]")
      .replace('code: c2', 'code: c1')
      .replace('press:', 'pres:');
    const run = await checked(text);
    assert.deepEqual([run.code, run.out], [2, '']);
    const lines = text.split('\n');
    const at = (words: string, field: string): string => {
      const line = lines.findIndex((each) => each.includes(words));
      return `${line + 1}:${(lines[line] ?? '').indexOf(field) + 1}`;
    };
    assert.deepEqual(
      run.err
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/^.*place\.yaml:/, '')),
      [
        `${at('nroth', 'zone')}: cells[0].zone: there is no zone "nroth"`,
        `${at('homes: N13', 'code')}: cells[1].code: "c1" is there twice`,
        `${at('[organiser-1]', 'deputies')}: organisers[1].deputies: go in a circle: organiser-1, organiser-2, organiser-1`,
        `${at('pres:', 'pres')}: pres: is not a field this version reads`,
        'The plan was not checked. docs/place-plan.md says what each field means.',
      ],
    );
    const json = JSON.parse((await checked(text, '--json')).out);
    assert.deepEqual([json.ok, json.faults.length, json.more], [false, 4, 0]);
  });

  test('shows a screen of faults and counts the others', async () => {
    const cells = Array.from(
      { length: 30 },
      (_, i) => `  - { code: x${i}, zone: moon, homes: X${i}, people: 1 }`,
    );
    const run = await checked(changed('cells:\n', `cells:\n${cells.join('\n')}\n`));
    assert.equal(run.code, 2);
    assert.equal(run.err.match(/there is no zone "moon"/g)?.length, 20);
    assert.match(run.err, /… and 10 more\./);
  });

  test('refuses what no plan can be, with words and in time', async () => {
    const many = Array.from(
      { length: 10_000 },
      (_, i) => `  - { code: c${i}, zone: z, homes: H${i}, people: 1 }`,
    );
    const cases: readonly (readonly [string | Uint8Array, RegExp])[] = [
      ['', /place\.yaml:1:1: is empty/],
      ['just words', /is not taken: not a group of fields/],
      [Uint8Array.of(0xff, 0xfe), /is not UTF-8 text/],
      ['zones: &z []\ncells: *z', /place\.yaml:1:1: zones: has an anchor/],
      ['x'.repeat(YAML_BYTES_MAX + 1), /is larger than such a file may be/],
      [`a: [${'1,'.repeat(YAML_BYTES_MAX / 2 - 4)}]`, /a: is not a field this version reads/],
      [`cells:\n${many.join('\n')}`, /cells: holds 10000; at most 500/],
    ];
    for (const [content, why] of cases) {
      const run = await checked(content);
      assert.deepEqual([run.code, run.out], [2, ''], String(why));
      assert.match(run.err, why);
    }
  });
});

describe('shanyrak place new', () => {
  for (const lang of LANGUAGES) {
    test(`writes a plan (${lang}) that its owner alone can read and that can be checked`, async () => {
      const file = join(newFolder(), 'place.yaml');
      const made = await cli.run('place', 'new', file, '--lang', lang);
      assert.deepEqual([made.code, made.err], [0, '']);
      if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
      const text = readFileSync(file, 'utf8');
      const found = await cli.run('place', 'check', file, '--json');
      assert.equal(found.code, 1);
      assert.equal(JSON.parse(found.out).findings.length, 10);
      assert.equal((await cli.run('place', 'new', file)).code, 2);
      assert.equal(readFileSync(file, 'utf8'), text);
    });
  }

  test('says so where a file cannot be written', async () => {
    const run = await cli.run('place', 'new', join(folder, 'none', 'place.yaml'));
    assert.equal(run.code, 1);
    assert.match(run.err, /cannot be written\. Check the folder/);
  });
});

const LINES = SOUND.split('\n');
const SCRAPS = '¦ ¦\t¦: ¦- ¦#¦&a ¦*a¦!x ¦---¶¦[¦]¦{¦}¦,¦~¦.nan¦1e400¦-1¦"24:00"¦N1..N9999¦__proto__¦ә¦\0'
  .split('¦')
  .map((scrap) => scrap.replaceAll('¶', '\n'));
const at = fc.nat(LINES.length - 1);
const anyText = fc.oneof(
  fc
    .array(fc.tuple(at, fc.nat(70), fc.nat(20), fc.constantFrom(...SCRAPS)), { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes
        .reduce(
          (lines, [n, from, length, scrap]) =>
            lines.map((line, i) =>
              i === n ? line.slice(0, from) + scrap + line.slice(from + length) : line,
            ),
          LINES,
        )
        .join('\n'),
    )
    .map((text) => Buffer.from(text)),
  fc
    .array(fc.constantFrom(...SCRAPS, 'zones', 'cells'), { maxLength: 30 })
    .map((scraps) => Buffer.from(scraps.join(''))),
  fc.uint8Array({ maxLength: 200 }),
);

test('whatever bytes a file holds, it is checked, or refused by line, column and reason', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (bytes) => {
      const run = await checked(bytes, '--json');
      assert.equal(run.err, '');
      const { findings, faults } = JSON.parse(run.out);
      if (run.code < 2) return void assert.ok(Array.isArray(findings));
      assert.ok(faults.length >= 1 && faults.length <= 20);
      for (const { line, column, why } of faults) {
        assert.ok(line >= 1 && column >= 1 && why.length > 5 && why.length <= 401, why);
        assert.doesNotMatch(why, /\p{Cc}/u);
      }
    }),
    { numRuns: soakCount(150, 10_000) },
  );
});
