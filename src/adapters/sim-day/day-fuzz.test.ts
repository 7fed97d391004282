import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { TINY_DAY } from '../../../test/sim/tiny-day.ts';
import { soakCount } from '../../../test/soak-count.ts';
import { accept, toVerify } from '../../record/verify.ts';
import { cryptoNode } from '../crypto-node/crypto-node.ts';
import { DAY_FILE_BYTES_MAX, parseDay } from '../../../test/sim/parse-day.ts';
import { writeDay } from './write-day.ts';

const crypto = cryptoNode();

// What strangers and their editors put into YAML, and what a parser may trip over.
const SCRAPS: readonly string[] = [
  ...'¦ ¦¶¦\r¶¦\t¦: ¦- ¦? ¦#¦|¦>¦&a ¦*a¦!!str ¦!x ¦%YAML 1.1¶¦---¶¦...¶¦[¦]¦{¦}¦,¦"¦<<: ¦~¦null'.split('¦'),
  ...'true¦.nan¦-.inf¦0x1F¦1e400¦-0¦3.5¦12345678901234567890¦"10:75"¦10:30¦"47:59"¦"24:00"¦..¦/¦day'.split(
    '¦',
  ),
  ...'E1..E4¦E4..E1¦E01..E12¦__proto__¦constructor¦toString¦2031-05-17¦XXXX-02-30¦place.plan'.split('¦'),
  ...'alarm.step¦{ words: many }¦\0¦\ud800¦\u202e¦ә¦👩‍🌾'.split('¦'),
  "'",
  'x'.repeat(9_000),
  '['.repeat(40),
].map((scrap) => scrap.replaceAll('¶', '\n'));

const LINES = TINY_DAY.split('\n');
const lineAt = fc.nat(LINES.length - 1);

type Change = (lines: readonly string[]) => readonly string[];
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(lineAt, fc.nat(60), fc.nat(30), fc.constantFrom(...SCRAPS)).map(
    ([n, from, length, scrap]): Change =>
      (lines) =>
        lines.map((line, i) => (i === n ? line.slice(0, from) + scrap + line.slice(from + length) : line)),
  ),
  // A value for another one: what is left is YAML, and means something else.
  fc.tuple(lineAt, fc.constantFrom(...SCRAPS)).map(
    ([n, scrap]): Change =>
      (lines) =>
        lines.map((line, i) => (i === n ? line.replace(/: [^{[]*$/, () => `: ${scrap}`) : line)),
  ),
  fc.tuple(lineAt, lineAt).map(
    ([n, to]): Change =>
      (lines) =>
        lines.toSpliced(to, 0, lines[n] ?? ''),
  ),
  lineAt.map(
    (n): Change =>
      (lines) =>
        lines.toSpliced(n, 1),
  ),
);

/** Refused by a line of the file and a reason, or a day whose every entry the record takes and understands. */
async function holds(text: string): Promise<void> {
  const day = parseDay(text, 'days/any.yaml');
  if (!day.ok) {
    const { file, line, field, why } = day.error;
    assert.equal(file, 'days/any.yaml');
    assert.ok(Number.isInteger(line) && line >= 1 && line <= text.split(/\r\n|\r|\n/).length, `line ${line}`);
    assert.ok(why.length > 5 && why.length <= 401 && field.length <= 121, why);
    assert.doesNotMatch(why + field, /\p{Cc}/u);
    return;
  }
  for (const wire of (await writeDay(day.value, crypto)).wires) {
    const plan = toVerify(wire, crypto);
    const entry = plan.ok ? accept(plan.value, true, crypto) : plan;
    assert.ok(entry.ok && entry.value.body !== undefined, JSON.stringify(wire).slice(0, 500));
  }
}

describe('whatever a day file holds, it is refused by line and reason or can be written down whole:', () => {
  test('a day with some lines changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        await holds(changes.reduce((lines, make) => make(lines), LINES as readonly string[]).join('\n'));
      }),
      { numRuns: soakCount(150, 20_000) },
    );
  });

  test('scraps of YAML in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...SCRAPS, 'title', 'roles', 'entries')), async (scraps) => {
        await holds(scraps.join(''));
      }),
      { numRuns: soakCount(150, 20_000) },
    );
  });

  test('any text', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), holds), {
      numRuns: soakCount(150, 20_000),
    });
  });
});

const LONG = `    repeat: { every: 1 }
    quote: ${'q'.repeat(7_999)}
    unit: ${'u'.repeat(7_999)}`;
const LONG_AGAIN = `  - at: "10:11"
    author: desk-1
    act: claim.outcome
    lane: press
    text: ${'t'.repeat(7_999)}
${LONG}`;

describe('a day file that is made to explode is refused:', () => {
  const text = (from: string, to: string): string => {
    assert.ok(TINY_DAY.includes(from), from);
    return TINY_DAY.replace(from, () => to);
  };
  const fill = (unit: string, share = 1): string =>
    unit.repeat(Math.floor((DAY_FILE_BYTES_MAX * share) / unit.length));
  const bomb = Array.from({ length: 12 }, (_, i) => `b${i}: &b${i} [${`*b${i - 1}, `.repeat(9)}x]`).join(
    '\n',
  );
  const cases: Readonly<Record<string, readonly [string, RegExp]>> = {
    'aliases of aliases': [bomb.replaceAll('*b-1', 'x'), /anchor \(&b0\)/],
    'aliases of aliases in a value': [
      text(
        '{ at: /clock/startedBy, has: arrival }',
        `{ at: /x, has: {${bomb.replaceAll('*b-1', 'x').replaceAll('\n', ', ')} } }`,
      ),
      /anchor \(&b0\)/,
    ],
    'thousands of fields': [
      Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join('\n'),
      /not a field here/,
    ],
    'anchors without end': [fill('&a ', 0.05), /at most one anchor/],
    'brackets without end': [fill('[', 0.05), /nested too deep/],
    'a list of ranges': [
      text(
        'homes: E1..E4',
        `homes: [${Array.from({ length: 9_000 }, (_, i) => `${i}E1..${i}E2000`).join()}]`,
      ),
      /names more than 2000/,
    ],
    'one code without end': [text('homes: E1..E4', `homes: ${'1'.repeat(500_000)}`), /not a (text|code)/],
    'an entry of much text, repeated': [
      text('until: "10:12"', 'until: "47:59"').replace('lang: en', `lang: en\n${LONG}\n${LONG_AGAIN}`),
      /makes more text, with the entries above it, than a played day may hold/,
    ],
    'one byte too many': [`title: ${'x'.repeat(DAY_FILE_BYTES_MAX)}`, /larger than such a file may be/],
    'more bytes than one entry holds': [
      text(
        'text: The machines left.',
        ['text', 'quote', 'unit'].map((f) => `${f}: ${'ఠ'.repeat(7_999)}`).join('\n    '),
      ),
      /makes \d+ bytes; one entry holds at most 65536/,
    ],
  };
  for (const [title, [file, why]] of Object.entries(cases)) {
    test(title, () => {
      const day = parseDay(file, 'days/any.yaml');
      assert.ok(!day.ok);
      assert.match(day.error.why, why);
    });
  }
});
