import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { soakCount } from '../../test/soak-count.ts';
import { GRADES, gradeOf, newSources } from './sources.ts';
import type { Grade, Told } from './sources.ts';

/** `a saw`, `b quotes a`, `c heard`, `d document`; `e quotes` says not whom. */
function told(text: string): Told {
  const [id = '', link, quoted] = text.split(' ');
  assert.ok(link === 'saw' || link === 'heard' || link === 'quotes' || link === 'document');
  return { id, stance: 'resident', link, root: quoted ?? id };
}

const TABLE: readonly (readonly [grade: Grade, why: string, sources: readonly string[]])[] = [
  ['rumour', 'nobody says so', []],
  ['rumour', 'one has heard it', ['a heard']],
  ['rumour', 'hearsay, however often', ['a heard', 'b heard', 'c heard', 'd heard']],
  ['rumour', 'a paper quotes one who has heard it', ['a heard', 'paper quotes a']],
  ['rumour', 'papers quote one who has heard it', ['a heard', 'paper quotes a', 'radio quotes a']],
  ['single', 'one saw it', ['a saw']],
  ['single', 'one saw it and says so twice', ['a saw', 'a saw']],
  ['single', 'a copy of what one saw, and nothing else', ['paper quotes a']],
  ['single', 'a copy that does not say of what', ['paper quotes']],
  ['several-dependent', 'one saw it, a copy quotes that: it adds nothing', ['a saw', 'paper quotes a']],
  ['several-dependent', 'two copies of one source', ['paper quotes a', 'radio quotes a']],
  ['several-dependent', 'one saw it, another has heard of it', ['a saw', 'b heard']],
  ['several-dependent', 'one saw it, a copy does not say of what', ['a saw', 'paper quotes']],
  ['several-dependent', 'two copies that do not say of what', ['paper quotes', 'radio quotes']],
  ['several-independent', 'two saw it', ['a saw', 'b saw']],
  ['several-independent', 'one saw it, a copy quotes another', ['a saw', 'paper quotes b']],
  ['several-independent', 'two saw it, one of them first heard of it', ['a saw', 'a heard', 'b saw']],
  ['documented', 'there is a paper', ['a document']],
  ['documented', 'there is a paper, whoever else has heard of it', ['b heard', 'a document', 'c quotes b']],
];

describe('a claim stands as', () => {
  for (const [grade, why, sources] of TABLE) {
    test(`${grade}: ${why}`, () => {
      assert.equal(gradeOf(sources.map(told)), grade);
      assert.equal(gradeOf(sources.map(told).reverse()), grade);
    });
  }

  test('no less than before when one more says so', () => {
    const text = fc.tuple(
      fc.constantFrom('a', 'b', 'c'),
      fc.constantFrom('saw', 'heard', 'quotes', 'quotes a', 'quotes b', 'document'),
    );
    const anyTold = text.map(([id, link]) => told(`${id} ${link}`));
    fc.assert(
      fc.property(fc.array(anyTold), anyTold, (before, one) => {
        // Hearsay may only show that a copy copies hearsay.
        fc.pre(one.link !== 'heard');
        assert.ok(GRADES.indexOf(gradeOf([...before, one])) >= GRADES.indexOf(gradeOf(before)));
      }),
      { numRuns: soakCount(500, 20_000) },
    );
  });
});

describe('a source comes down to', () => {
  /** `b>a` for b quotes a. */
  const rootOf = (quotes: string, id: string): string => {
    const sources = newSources();
    for (const [from = '', to = ''] of quotes.split(' ').map((q) => q.split('>')))
      sources.learn({ id: from, stance: 'press', link: 'quotes', quotes: to });
    return sources.rootOf(id);
  };

  test('itself, when it quotes nobody, or itself', () => {
    assert.equal(newSources().rootOf('a'), 'a');
    assert.equal(rootOf('a>a', 'a'), 'a');
  });

  test('what it quotes, through any number of copies', () => {
    assert.equal(rootOf('b>a', 'b'), 'a');
    assert.equal(rootOf('d>c c>b b>a', 'd'), 'a');
    const chain = Array.from({ length: 20_000 }, (_, i) => `s${i + 1}>s${i}`).join(' ');
    assert.equal(rootOf(chain, 's20000'), 's0');
  });

  test('the first in the alphabet of several', () => {
    assert.equal(rootOf('c>b c>a', 'c'), 'a');
  });

  test('the first of a circle, whoever of it or outside it quotes the circle', () => {
    for (const id of ['m', 'n', 'o', 'a', 'z']) assert.equal(rootOf('m>n n>o o>m a>o z>a', id), 'm', id);
  });

  test('what a circle quotes, when one of the circle quotes something else', () => {
    for (const id of ['a', 'b', 'w']) assert.equal(rootOf('a>b b>a b>w', id), 'w', id);
  });

  test('the same, whatever was learnt first, also when asked in between', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.array(fc.tuple(name, name)), (quotes) => {
        const [one, other] = [newSources(), newSources()];
        for (const [id, to] of quotes) one.learn({ id, stance: 'press', link: 'quotes', quotes: to });
        for (const [id, to] of quotes.toReversed()) {
          other.learn({ id, stance: 'press', link: 'quotes', quotes: to });
          other.rootOf(id);
        }
        for (const id of ['a', 'b', 'c', 'd', 'e']) assert.equal(one.rootOf(id), other.rootOf(id));
      }),
      { numRuns: soakCount(300, 20_000) },
    );
  });

  test('the same as the one source it quotes', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    fc.assert(
      fc.property(fc.dictionary(name, name), (quotes) => {
        const sources = newSources();
        for (const [id, to] of Object.entries(quotes))
          sources.learn({ id, stance: 'press', link: 'quotes', quotes: to });
        for (const [id, to] of Object.entries(quotes)) assert.equal(sources.rootOf(id), sources.rootOf(to));
      }),
      { numRuns: soakCount(300, 20_000) },
    );
  });
});
