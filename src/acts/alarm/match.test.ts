import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { matchCircles } from './match.ts';
import { newRoster } from './roster.ts';
import type { Circle } from './roster.ts';

const degrees = (n: number): number => Math.round(n * 1e6);
const ALMATY = { lat: degrees(43.238), lon: degrees(76.889) };

function matched(circles: readonly Circle[], point = ALMATY): readonly number[] {
  const roster = newRoster();
  for (const [person, circle] of circles.entries())
    roster.put(person, { role: 'supporter', channels: ['push'], circle });
  return [...matchCircles(roster.circles, roster.end, point).people];
}

const at = (lat: number, lon: number, radiusMetres: number): Circle => ({
  lat: degrees(lat),
  lon: degrees(lon),
  radiusMetres,
});

describe('who wants to hear of a place', () => {
  test('is whoever’s circle holds it, and nobody else', () => {
    // One hundredth of a degree of latitude is 1,112 m; of longitude at 43.2 degrees, 810 m.
    assert.deepEqual(matched([at(43.248, 76.889, 1_200), at(43.248, 76.889, 1_000)]), [0]);
    assert.deepEqual(matched([at(43.238, 76.899, 850), at(43.238, 76.899, 780)]), [0]);
  });

  test('is nobody without a circle, nor who was taken out', () => {
    const roster = newRoster();
    roster.put(0, { role: 'supporter', channels: ['push'] });
    roster.put(1, { role: 'supporter', channels: ['push'], circle: at(43.238, 76.889, 5_000) });
    roster.remove(1);
    assert.deepEqual([...matchCircles(roster.circles, roster.end, ALMATY).people], []);
  });

  test('is found across the date line', () => {
    assert.deepEqual(matched([at(0, 179.999, 500)], { lat: 0, lon: degrees(-179.999) }), [0]);
  });

  test('lies as far away as on a ball, for circles of any size', () => {
    const metres = (a: Circle, point: { readonly lat: number; readonly lon: number }): number => {
      const r = (n: number): number => (n / 1e6) * (Math.PI / 180);
      const cos =
        Math.sin(r(a.lat)) * Math.sin(r(point.lat)) +
        Math.cos(r(a.lat)) * Math.cos(r(point.lat)) * Math.cos(r(a.lon - point.lon));
      return 6_371_008.8 * Math.acos(Math.min(1, Math.max(-1, cos)));
    };
    const near = fc.record({
      lat: fc.integer({ min: degrees(-70), max: degrees(70) }),
      lon: fc.integer({ min: degrees(-180), max: degrees(180) }),
      north: fc.integer({ min: -200_000, max: 200_000 }),
      east: fc.integer({ min: -200_000, max: 200_000 }),
      radiusMetres: fc.integer({ min: 100, max: 200_000 }),
    });
    fc.assert(
      fc.property(near, ({ lat, lon, north, east, radiusMetres }) => {
        const point = { lat: lat + north, lon: lon + east };
        const circle = { lat, lon, radiusMetres };
        const away = metres(circle, point);
        const isIn = matched([circle], point).length === 1;
        // Within a hundredth of the rim either answer is right: nobody draws circles finer.
        if (away < radiusMetres * 0.99) assert.ok(isIn, `${away} of ${radiusMetres}`);
        if (away > radiusMetres * 1.01 + 1) assert.ok(!isIn, `${away} of ${radiusMetres}`);
      }),
      { numRuns: 2_000 },
    );
  });
});
