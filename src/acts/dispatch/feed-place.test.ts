import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placePlan } from '../../../test/making/place-plans.ts';
import { feedCircle, feedPoints } from './feed-place.ts';

function zone(lat: number, lon: number): { readonly at: { readonly latE6: number; readonly lonE6: number } } {
  return { at: { latE6: lat, lonE6: lon } };
}

function circleOf(...zones: readonly ReturnType<typeof zone>[]): string | undefined {
  const circle = feedCircle({ zones: zones.map((each, i) => ({ code: `z${i}`, next: [], ...each })) });
  return circle && Object.values(circle).join(' ');
}

test('a feed may name the points of a plan and the one outside, and nothing else of them', () => {
  const points = [{ code: 'B2', name: 'the bakery yard', approach: 'north-road' }, { code: 'hill' }];
  assert.deepEqual(feedPoints(placePlan({ points })), [
    { code: 'B2', name: 'the bakery yard' },
    { code: 'hill' },
    { code: 'school-yard', name: 'the school yard' },
  ]);
  assert.deepEqual(feedPoints(placePlan({ points: [], outside: undefined })), []);
  assert.deepEqual(feedPoints(undefined), []);
});

test('the circle tells no house: hundredths of a degree, whole kilometres', () => {
  assert.equal(circleOf(zone(43_238_949, -76_889_709)), '4324 -7689 2');
  assert.equal(circleOf(zone(43_300_000, 76_800_000), zone(43_296_000, 76_800_000)), '4330 7680 2');
});

test('it holds every zone, and there is none where they are no one settlement', () => {
  assert.equal(circleOf(zone(43_300_000, 76_800_000), zone(43_360_000, 76_800_000)), '4333 7680 5');
  assert.equal(circleOf(zone(43_300_000, 76_800_000), zone(44_500_000, 76_800_000)), undefined);
  assert.equal(circleOf(), undefined);
});
