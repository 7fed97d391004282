import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isWell, madeLines } from './made-words.ts';
import type { Made } from './made-words.ts';
import { erasingText, peopleRefusalText } from './people-words.ts';
import { LANGUAGES } from './words.ts';

const kept = (over: Partial<Extract<Made, { readonly kind: 'kept' }>> = {}): Made => ({
  kind: 'kept',
  refused: [],
  faults: [],
  isFork: false,
  ...over,
});

describe('what the hub made of an act', () => {
  test('is one sentence when it is so, whose voice is missing when it waits, and the reason when it is nothing', () => {
    assert.deepEqual(madeLines(kept(), 'en'), ['Done.']);
    assert.deepEqual(madeLines(kept({ needs: ['keyholder'] }), 'en'), [
      'Kept. One more must say so: keyholder.',
    ]);
    const refused = [{ reason: 'other-cell', target: 'KEY' }] as const;
    assert.deepEqual(madeLines(kept({ refused }), 'en'), [`KEY: ${peopleRefusalText('other-cell', 'en')}`]);
    assert.deepEqual(madeLines({ kind: 'not-kept', says: 'Too large.' }, 'en'), ['Refused: Too large.']);
    assert.match(madeLines(kept({ isFork: true }), 'en').join(' '), /older copy/);
    const faults = [{ why: 'not-here', target: 'ID' }] as const;
    assert.deepEqual(madeLines(kept({ faults }), 'en'), ['Done.', `ID: ${erasingText('not-here', 'en')}`]);
    // A later hub may know reasons that this program does not.
    assert.deepEqual(madeLines(kept({ refused: [{}] }), 'en'), ['The entry is kept and has no effect.']);
  });

  test('is well only when nothing of it was refused and no copy contradicts it', () => {
    assert.deepEqual(
      [
        kept(),
        kept({ needs: ['keyholder'] }),
        kept({ faults: [{ why: 'not-here', target: 'ID' }] }),
        kept({ faults: [{ why: 'hubs-own', target: 'ID' }] }),
        kept({ refused: [{}] }),
        kept({ isFork: true }),
        { kind: 'not-kept', says: '' } as const,
      ].map(isWell),
      [true, true, true, false, false, false, false],
    );
  });

  test('is told in each language, no line twice alike', () => {
    const all = LANGUAGES.map((language) =>
      madeLines(kept({ refused: [{}], isFork: true }), language).join(),
    );
    assert.equal(new Set(all).size, LANGUAGES.length);
  });
});
