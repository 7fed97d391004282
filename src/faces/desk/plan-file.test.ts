import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { anyPlace } from '../../../test/making/any-place.ts';
import { SOUND_PLACE } from '../../../test/making/place-plans.ts';
import { soakCount } from '../../../test/soak-count.ts';
import { parsePlacePlan } from '../../acts/alarm/place-plan.ts';
import type { PlacePlan } from '../../acts/alarm/place-plan.ts';
import { checkPlace } from '../../acts/care/place-check.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import { readYaml, YAML_BYTES_MAX } from '../../adapters/yaml-file/read-yaml.ts';
import { assert as hold } from '../../base/assert.ts';
import { utf8Encode } from '../../base/bytes.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import {
  draftOfPlan,
  NEW_DRAFT,
  parseDraft,
  planOfDraft,
  typedIn,
  withKeyholder,
  withRows,
} from './place-draft.ts';
import type { PlaceDraft } from './place-draft.ts';
import { openPlan, printPlan } from './plan-file.ts';
import type { UnopenedPlan } from './plan-file.ts';

/** As the command reads a file. */
function readAsCommand(text: string): PlacePlan {
  const read = readYaml(text, 'place.yaml', (root) => parseJson(JSON.stringify(root.value)) ?? null);
  hold(read.ok, read.ok ? '' : JSON.stringify(read.error));
  const plan = parsePlacePlan(read.value);
  hold(plan.ok, plan.ok ? '' : JSON.stringify(plan.error));
  return plan.value;
}

function opened(text: string): { readonly draft: PlaceDraft; readonly left: readonly string[] } {
  const found = openPlan(utf8Encode(text));
  hold(found.ok, found.ok ? '' : JSON.stringify(found.error));
  return found.value;
}

function refused(content: string | Uint8Array): UnopenedPlan | undefined {
  const found = openPlan(typeof content === 'string' ? utf8Encode(content) : content);
  return found.ok ? undefined : found.error;
}

describe('a plan', () => {
  test('is the same after it went through the form and into a file', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyPlace, fc.constant(SOUND_PLACE)),
        fc.constantFrom(...LANGUAGES),
        (plan, lang) => {
          const { draft, left } = draftOfPlan(plan);
          assert.deepEqual(left, []);
          const text = printPlan(draft, lang);
          const read = parsePlacePlan(plan);
          assert.deepEqual(readAsCommand(text), read.ok && read.value);
          // A second time nothing is left to change: the file is the form and the form is the file.
          assert.deepEqual(opened(text).draft, draftOfPlan(planOfDraft(draft).plan).draft);
          assert.deepEqual(parseDraft(parseJson(JSON.stringify(draft)) ?? null), draft);
        },
      ),
      { numRuns: soakCount(300, 30_000) },
    );
  });

  test('that the documents show is opened whole, and saved with the remarks of a new one', () => {
    const shown = readFileSync(join(import.meta.dirname, '../../../docs/place.yaml'), 'utf8');
    const { draft, left } = opened(shown);
    assert.deepEqual(left, []);
    const text = printPlan(draft, 'en');
    assert.deepEqual(readAsCommand(text), readAsCommand(shown));
    assert.match(text, /^# The plan of a place/);
    assert.deepEqual(checkPlace(readAsCommand(text)), []);
  });

  test('nobody has filled in yet is a file in which the samples stand behind #', () => {
    const text = printPlan(typedIn(NEW_DRAFT, { part: 'settlement', field: 'settlement' }, 'Aq Saj'), 'en');
    assert.deepEqual(readAsCommand(text).keyholders, []);
    assert.match(text, /^zones: \[\]$/m);
    assert.match(text, /^# {3}- \{ n: 1, handle: keyholder-1 \}$/m);
  });
});

describe('what people type', () => {
  const cell = (homes: string): Json => {
    const draft = withRows(NEW_DRAFT, 'cells', [{ code: 'c1', homes, people: ' 12 ' }]);
    return planOfDraft(draft).plan['cells'] ?? null;
  };

  test('may have the dots and commas of a telephone', () => {
    for (const text of ['N1..N24', 'N1…N24', 'N1 .. N24', 'N1...N24', 'N1 – N24', ' N1..N24 '])
      assert.deepEqual(cell(text), [{ code: 'c1', homes: 'N1..N24', people: 12 }], text);
    assert.deepEqual(cell('N1; N2,N7…N9'), [{ code: 'c1', homes: ['N1', 'N2', 'N7..N9'], people: 12 }]);
  });

  test('on a map is taken as maps show it', () => {
    const at = (map: string): Json =>
      planOfDraft(withRows(NEW_DRAFT, 'viewing', [{ code: 'hill', map }])).plan['viewing'] ?? null;
    assert.deepEqual(at('43.304, 76.801'), { code: 'hill', lat: 43_304_000, lon: 76_801_000 });
    assert.deepEqual(at('43.23891234 -76.5'), { code: 'hill', lat: 43_238_912, lon: -76_500_000 });
    assert.deepEqual(at('by the canal'), { code: 'hill', lat: 'by the canal', lon: 'by the canal' });
  });

  test('finds room for five keyholders, and the next one has a number nobody has', () => {
    const { draft } = draftOfPlan({ keyholders: [1, 2, 4].map((n) => ({ n, handle: `k${n}` })) });
    assert.deepEqual(
      draft.keyholders.map(({ n }) => n),
      ['1', '2', '4', '3', '5'],
    );
    assert.deepEqual(withKeyholder([{ n: '2' }]), [{ n: '2' }, { n: '1' }]);
  });

  test('in no row of a list leaves no trace in the file', () => {
    const draft = withRows(NEW_DRAFT, 'zones', [{ code: '' }, { code: 'north' }, {}]);
    const { plan, spotOf } = planOfDraft(draft);
    assert.deepEqual(plan['zones'], [{ code: 'north' }]);
    assert.deepEqual(spotOf('zones[0].lon'), { part: 'zones', row: 1, field: 'map' });
    assert.deepEqual(planOfDraft(withRows(NEW_DRAFT, 'cells', [{ zone: 'north' }])).plan['cells'], []);
    assert.deepEqual(spotOf('zones'), { part: 'zones' });
    assert.deepEqual(spotOf('offset'), { part: 'settlement', row: 0, field: 'offset' });
    assert.deepEqual(spotOf('press.handle'), { part: 'press', row: 0, field: 'handle' });
  });
});

describe('a file that is no plan', () => {
  test('is not opened, and it is said why and where', () => {
    const many = Array.from(
      { length: 501 },
      (_, i) => `  - { code: c${i}, zone: z, homes: H${i}, people: 1 }`,
    );
    const cases: readonly (readonly [string | Uint8Array, UnopenedPlan['why'], RegExp])[] = [
      ['x'.repeat(YAML_BYTES_MAX + 1), 'too-large', /^$/],
      [Uint8Array.of(0xff, 0xfe), 'not-utf8', /^$/],
      ['', 'not-yaml', /^1:1 is empty/],
      ['zones: &z []\ncells: *z', 'not-yaml', /^1:1 zones has an anchor/],
      ['zones: !!set {}', 'not-yaml', /has a tag/],
      [`a: ${'['.repeat(40)}${']'.repeat(40)}`, 'not-yaml', /nested more than/],
      [`a: ${'['.repeat(9_000)}`, 'not-yaml', /./],
      ['just words', 'not-a-plan', /^$/],
      ['happenings:\n  - { at: 1 }\nstart: 7', 'not-a-plan', /^$/],
      [`cells:\n${many.join('\n')}`, 'too-many', /^cells$/],
    ];
    for (const [content, why, detail] of cases) {
      const found = refused(content);
      assert.equal(found?.why, why, String(detail));
      assert.match(found?.detail ?? '', detail);
    }
  });

  test('but nearly one is opened, and what has no place in it is named', () => {
    const { draft, left } = opened(
      'settlement: Aq Saj\npres: { handle: p }\ncells:\n  - { code: 7, wardns: [w1], homes: { N1: 1 } }\nalarm: 7\nzones: none\nlanguages: { kk: 1 }',
    );
    assert.deepEqual(left, ['pres', 'languages', 'zones', 'cells[0].wardns', 'cells[0].homes', 'alarm']);
    assert.deepEqual(draft.cells, [{ code: '7' }]);
    assert.equal(draft.settlement[0]?.settlement, 'Aq Saj');
  });
});
