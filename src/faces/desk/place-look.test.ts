import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { anyPlace } from '../../../test/making/any-place.ts';
import { placeWith } from '../../../test/making/place-plans.ts';
import { soakCount } from '../../../test/soak-count.ts';
import { parsePlacePlan } from '../../acts/alarm/place-plan.ts';
import { PLACE_PARTS } from '../../acts/paper/place-parts.ts';
import { checkPlace } from '../../acts/care/place-check.ts';
import { placeRefusalText } from '../../acts/words/place-refusals.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Json } from '../../base/canonical-json.ts';
import { printHtml } from './html.ts';
import { draftOfPlan, NEW_DRAFT, planOfDraft, renamed, typedIn, withRows } from './place-draft.ts';
import type { PlaceDraft } from './place-draft.ts';
import { renderFound } from './place-found.ts';
import { renderPlanForm, spotId, spotOfId } from './place-form.ts';
import { lookAt, lookLine, spotName } from './place-look.ts';

const draftWith = (change: { readonly [field: string]: Json | undefined }): PlaceDraft =>
  draftOfPlan(placeWith(change)).draft;

/** What is refused, by field, in English. */
function refusals(draft: PlaceDraft): Readonly<Record<string, string>> {
  const look = lookAt(draft, 'en');
  return look.isPlan ? {} : Object.fromEntries(look.refused.map(({ spot, says }) => [spotId(spot), says]));
}

describe('what is said of a plan that is filled in', () => {
  test('is how much is in it and how much is unsafe', () => {
    const look = lookAt(draftWith({ points: [], outside: undefined, press: undefined }), 'en');
    assert.equal(lookLine(look, 'en'), '3 cells, 100 people, 6 wardens; 2 things are unsafe');
    assert.equal(lookLine(look, 'ru'), '3 ячейки, 100 человек, 6 старших; 2 места в плане опасны');
    assert.equal(lookLine(look, 'kk'), '3 ұя, 100 адам, 6 жетекші; қауіпті жері – 2');
    assert.ok(look.isPlan);
    assert.deepEqual(
      [...look.unsafe, ...look.notes].map(({ spot }) => spotId(spot)),
      ['points', 'outside-0', 'press-0'],
    );
    assert.equal(
      lookLine(lookAt(draftWith({}), 'en'), 'en'),
      '3 cells, 100 people, 6 wardens; nothing is unsafe',
    );
  });

  test('is what the parser refuses, at the field as it stands in the form', () => {
    assert.deepEqual(refusals(NEW_DRAFT), { 'settlement-0-settlement': 'This is still to be filled in.' });
    const draft = draftWith({
      offset: '+5',
      languages: ['kk', 'de'],
      cells: [
        { code: 'c 1', zone: 'east', homes: 'N24..N1', people: 1, wardens: ['w1', 'w1'] },
        { code: 'c2', zone: 'north', homes: 'S1', people: 'many' },
      ],
      organisers: [
        { handle: 'o1', deputies: ['o2'] },
        { handle: 'o2', checkIns: ['8:00'], graceMin: 0, deputies: ['o1'] },
      ],
      outside: { code: 'yard', lat: 1 },
      press: { handle: 'press-1', address: 'x'.repeat(201) },
      keyholders: [{ n: 6, handle: 'k6' }],
    });
    assert.deepEqual(refusals(withRows(draft, 'cells', [{ zone: '' }, ...draft.cells])), {
      'settlement-0-offset': 'Hours east of UTC, such as +05:00.',
      'settlement-0-languages': 'One to three different languages out of kk, ru, en.',
      'cells-1-code': 'Letters, digits and hyphens only, at most 32 of them, without spaces.',
      'cells-1-zone': 'There is no “east” in this plan.',
      'cells-1-homes': 'Codes such as N1..N24, or N1, N2, N7..N9: none twice, at most 200.',
      'cells-1-wardens': '“w1” is there twice.',
      'cells-2-people': 'A whole number from 0 to 10000.',
      'organisers-1-checkIns': 'Times of day such as 07:00, 21:00: none twice, at most 24.',
      'organisers-1-graceMin': 'A whole number from 1 to 240.',
      'organisers-1-deputies':
        'They stand in for each other in a circle (o1, o2, o1): taken together, nobody is left.',
      'outside-0-map': 'Latitude and longitude in degrees, such as 43.304, 76.801.',
      'press-0-address': 'Longer than 200 characters.',
      'keyholders-0-n': 'A whole number from 1 to 5.',
    });
  });

  test('is what the command says of the same plan: no more, no less', () => {
    fc.assert(
      fc.property(anyPlace, fc.constantFrom(...LANGUAGES), (plan, language) => {
        const read = parsePlacePlan(plan);
        const look = lookAt(draftOfPlan(plan).draft, language);
        assert.ok(read.ok && look.isPlan);
        assert.equal(look.unsafe.length + look.notes.length, checkPlace(read.value).length);
      }),
      { numRuns: soakCount(100, 10_000) },
    );
  });

  test('leads to a place that is in the form, whatever is typed in it', () => {
    const anyText = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('', 'north', '1', 'N1..N9', '07:00', 'w1'),
    );
    const anySpot = fc.constantFrom(...PLACE_PARTS).chain((part) =>
      fc.record({
        part: fc.constant(part.name),
        row: fc.nat(2),
        field: fc.constantFrom(...part.fields.map(({ name }) => name)),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anySpot, anyText), { maxLength: 6 }),
        fc.constantFrom(...LANGUAGES),
        (typed, language) => {
          const draft = typed.reduce((before, [spot, text]) => typedIn(before, spot, text), draftWith({}));
          const form = printHtml(renderPlanForm({ draft, language }));
          const look = lookAt(draft, language);
          for (const { spot, says } of look.isPlan ? [...look.unsafe, ...look.notes] : look.refused) {
            assert.match(form, new RegExp(`\\sid="${spotId(spot)}"`));
            assert.ok(spotName(spot, draft, language) !== '' && says.length > 5);
            assert.deepEqual(spotOfId(spotId(spot)), spot);
          }
          assert.ok(printHtml(renderFound(look, { draft, language })).includes('<h2>'));
        },
      ),
      { numRuns: soakCount(200, 20_000) },
    );
  });

  test('says once what is wrong with two coordinates', () => {
    const draft = typedIn(draftWith({}), { part: 'viewing', row: 0, field: 'map' }, 'by the canal');
    assert.deepEqual(Object.keys(refusals(draft)), ['viewing-0-map']);
    assert.equal(lookLine(lookAt(draft, 'en'), 'en'), '1 field is still to be mended');
  });

  test('names nobody by the path of a file', () => {
    const look = lookAt(draftWith({ press: { handle: 'Aigul-Serikova', address: 'a@example.org' } }), 'en');
    assert.ok(look.isPlan);
    assert.match(look.unsafe[0]?.says ?? '', /^Press contact · Handle looks like/);
  });

  test('has words in every language for whatever a file can be refused for', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(placeWith({}))),
        fc.jsonValue({ maxDepth: 3 }),
        (field, value) => {
          const read = parsePlacePlan(placeWith({ [field]: value as Json }));
          for (const fault of read.ok ? [] : read.error) {
            const said = LANGUAGES.map((language) => placeRefusalText(fault, language));
            assert.equal(new Set(said).size, LANGUAGES.length, JSON.stringify(fault));
            for (const text of said) assert.match(text, /^\S.*\.$/su);
          }
        },
      ),
      { numRuns: soakCount(300, 30_000) },
    );
  });
});

describe('a zone that is given another code', () => {
  const draft = draftWith({});
  const zoneOf = (changed: PlaceDraft): readonly unknown[] => [
    changed.zones.map(({ code, next }) => [code, next]),
    changed.cells.map(({ zone }) => zone),
    changed.approaches.map(({ zones }) => zones),
  ];

  test('is called so wherever it is named', () => {
    assert.deepEqual(zoneOf(renamed(draft, { part: 'zones', row: 0 }, 'hill')), [
      [
        ['hill', 'south'],
        ['south', 'hill'],
      ],
      ['hill', 'hill', 'south'],
      ['hill, south'],
    ]);
    assert.equal(renamed(draft, { part: 'approaches', row: 0 }, 'canal').points[0]?.approach, 'canal');
  });

  test('takes nothing with it while another one bears the old code', () => {
    const twice = withRows(draft, 'zones', [...draft.zones, { code: 'north' }]);
    const changed = renamed(twice, { part: 'zones', row: 2 }, 'hill');
    assert.deepEqual(changed.cells, draft.cells);
    assert.equal(changed.zones[2]?.code, 'hill');
    assert.deepEqual(
      planOfDraft(renamed(twice, { part: 'zones', row: 2 }, '')).plan,
      planOfDraft(draft).plan,
    );
  });
});
