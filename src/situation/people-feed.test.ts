import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentOf, placeLog } from '../../test/making/place.ts';
import type { PlaceLog } from '../../test/making/place.ts';
import { BODY_SAMPLES } from '../../test/vectors/bodies.ts';
import type { PlainObject } from '../record/subset.ts';

const SAMPLE: PlainObject = BODY_SAMPLES['feed.approve'] ?? {};

function feedOf(place: PlaceLog): string | undefined {
  return place.people().feed?.template.settlement;
}

/** By these in turn. */
function approved(place: PlaceLog, by: readonly string[], more: PlainObject = {}): void {
  for (const each of by) place.says(each, 'feed.approve', { ...SAMPLE, ...more });
}

describe('what the feed may say', () => {
  test('is so once two keyholders approve the same, and waits before', () => {
    const place = placeLog();
    const first = place.says('k1', 'feed.approve', SAMPLE);
    assert.equal(feedOf(place), undefined);
    assert.partialDeepStrictEqual(place.people().pending, [
      { matter: { kind: 'feed', template: { settlement: 'Example field' } }, needs: ['keyholder'] },
    ]);
    const second = place.says('k2', 'feed.approve', SAMPLE);
    assert.equal(feedOf(place), 'Example field');
    assert.deepEqual(place.people().feed?.entries, [first.id, second.id]);
    assert.deepEqual(place.people().pending, []);
    assert.equal(place.whyNot(place.says('k3', 'feed.approve', SAMPLE)), 'already-so');
  });

  test('is approved by nobody twice, and by keyholders only', () => {
    const place = placeLog();
    place.grants('k1', 'w1', 'warden');
    approved(place, ['k1']);
    assert.equal(place.whyNot(place.says('k1', 'feed.approve', SAMPLE)), 'already-said');
    assert.equal(place.whyNot(place.says('w1', 'feed.approve', SAMPLE)), 'not-a-keyholder');
    assert.equal(place.whyNot(place.says('w1', 'feed.stop')), 'not-a-keyholder');
    assert.equal(
      place.whyNot(place.says('k2', 'feed.approve', SAMPLE, { incident: incidentOf('1') })),
      'wrong-log',
    );
    assert.equal(feedOf(place), undefined);
  });

  test('is what both approved to the last field: nothing of it may differ', () => {
    const others: readonly PlainObject[] = [
      { settlement: 'Example fields' },
      { offsetMinutes: 0 },
      { points: [] },
      { points: [{ code: 'B2' }, { code: 'school' }] },
      { circle: { latE2: 0, lonE2: 0, radiusKm: 1 } },
      { words: 'A'.repeat(43) },
    ];
    for (const other of others) {
      const place = placeLog();
      approved(place, ['k1']);
      approved(place, ['k2'], other);
      assert.equal(feedOf(place), undefined, JSON.stringify(other));
      assert.equal(place.people().pending.length, 2);
    }
  });

  test('is replaced by what two approve later', () => {
    const place = placeLog();
    approved(place, ['k1', 'k2']);
    approved(place, ['k3'], { settlement: 'East' });
    assert.equal(feedOf(place), 'Example field');
    approved(place, ['k4'], { settlement: 'East' });
    assert.equal(feedOf(place), 'East');
  });

  test('is stopped by one alone, and what waited must be said anew', () => {
    const place = placeLog();
    approved(place, ['k1', 'k2']);
    approved(place, ['k3'], { settlement: 'East' });
    assert.equal(place.whyNot(place.says('k4', 'feed.stop')), undefined);
    assert.equal(feedOf(place), undefined);
    assert.deepEqual(place.people().pending, []);
    approved(place, ['k4'], { settlement: 'East' });
    assert.equal(feedOf(place), undefined, 'the word from before the stop counts no more');
    approved(place, ['k5'], { settlement: 'East' });
    assert.equal(feedOf(place), 'East');
  });

  test('one may also take back what only waits, and to stop nothing is no act', () => {
    const place = placeLog();
    approved(place, ['k1']);
    assert.equal(place.whyNot(place.says('k2', 'feed.stop')), undefined);
    assert.equal(place.whyNot(place.says('k2', 'feed.stop')), 'already-so');
    approved(place, ['k3']);
    assert.equal(feedOf(place), undefined);
  });

  test('a keyholder who was withdrawn starts and stops nothing', () => {
    const place = placeLog();
    approved(place, ['k1']);
    place.revokes('k2', ['k1']);
    place.revokes('k3', ['k1']);
    approved(place, ['k2']);
    assert.equal(feedOf(place), undefined);
    approved(place, ['k3']);
    assert.equal(feedOf(place), 'Example field');
    assert.equal(place.whyNot(place.says('k1', 'feed.stop')), 'revoked');
    assert.equal(feedOf(place), 'Example field');
  });
});
