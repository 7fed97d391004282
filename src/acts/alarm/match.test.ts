import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { newRoster } from './roster.ts';
import type { Circle, Where } from './roster.ts';

const degrees = (n: number): number => Math.round(n * 1e6);
const ALMATY = { lat: degrees(43.238), lon: degrees(76.889) };

function matched(circles: readonly Circle[], point = ALMATY): readonly number[] {
  const roster = newRoster();
  for (const [person, circle] of circles.entries())
    roster.put(person, { role: 'supporter', channels: ['push'], circle });
  return [...roster.near({ point, zone: 'north' }).people];
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
    assert.deepEqual([...roster.near({ point: ALMATY, zone: 'north' }).people], []);
  });

  test('is who chose the zone it is in, at no distance; where nobody says a zone, who chose any', () => {
    const roster = newRoster();
    const put = (person: number, zones: readonly string[], circle?: Circle): void =>
      roster.put(person, { role: 'supporter', channels: ['push'], zones, ...(circle && { circle }) });
    put(0, ['north']);
    put(1, ['south']);
    put(2, ['north', 'south'], at(43.248, 76.889, 1_200));
    put(3, [], at(43.248, 76.889, 1_200));
    const near = (where: Where): readonly string[] => {
      const { people, metres } = roster.near(where);
      return Array.from(people, (person, i) => `${person} ${Math.round(metres[i] ?? 0)}`);
    };
    assert.deepEqual(near({ zone: 'north' }), ['0 0', '2 0']);
    assert.deepEqual(near({ zone: 'south', point: ALMATY }), ['1 0', '2 0', '3 1112']);
    assert.deepEqual(near({}), ['0 0', '1 0', '2 0']);
    assert.deepEqual(near({ zone: 'elsewhere' }), []);
    put(0, []);
    assert.equal(roster.metresTo(0, { zone: 'north' }), undefined, 'until they take it back');
    roster.remove(2);
    assert.deepEqual(near({}), ['1 0']);
  });

  test('is everybody with a zone of a place that has more of them than are told apart', () => {
    const roster = newRoster();
    for (let person = 0; person < 70; person++)
      roster.put(person, { role: 'supporter', channels: ['push'], zones: [`z${person}`] });
    assert.deepEqual([...roster.near({ zone: 'z3' }).people], [3, 64, 65, 66, 67, 68, 69]);
    assert.deepEqual([...roster.near({ zone: 'z63' }).people], [63, 64, 65, 66, 67, 68, 69]);
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
