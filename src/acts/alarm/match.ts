import type { Circle, Circles } from './roster.ts';

/** A point on the ground: degrees in millionths, counted from the equator and Greenwich. */
export type Point = { readonly lat: number; readonly lon: number };

/** People whose circle holds a point, in the order of their numbers, each with how far away its middle is. */
export type Matched = { readonly people: Uint32Array; readonly metres: Float32Array };

// Mean radius of the earth (IUGG), and one millionth of a degree of a great circle on it.
const EARTH_METRES = 6_371_008.8;
const METRES_PER_MILLIONTH: number = (EARTH_METRES * Math.PI) / 180 / 1e6;
const RADIANS_PER_MILLIONTH: number = Math.PI / 180 / 1e6;
const HALF_TURN = 180_000_000;
const FULL_TURN = 360_000_000;
/** Above this a circle is drawn on a ball, not on a plane. */
const FLAT_METRES = 50_000;

/**
 * Looks through all circles among the first `end` people. Up to 50 km the ground counts as flat (within three thousandths
 * of the distance up to 70 degrees north or south); beyond, the great circle is taken.
 */
export function matchCircles(circles: Circles, end: number, point: Point): Matched {
  const { lat, lon, radiusMetres } = circles;
  const people = new Uint32Array(end);
  const metres = new Float32Array(end);
  const shrink = Math.cos(point.lat * RADIANS_PER_MILLIONTH);
  let found = 0;
  for (let person = 0; person < end; person++) {
    const radius = radiusMetres[person] ?? 0;
    if (radius === 0) continue;
    const north = ((lat[person] ?? 0) - point.lat) * METRES_PER_MILLIONTH;
    // Most are too far north or south already.
    if (north > radius || north < -radius) continue;
    const distance =
      radius > FLAT_METRES
        ? greatCircle(lat[person] ?? 0, lon[person] ?? 0, point)
        : Math.hypot(north, east((lon[person] ?? 0) - point.lon) * shrink * METRES_PER_MILLIONTH);
    if (distance > radius) continue;
    people[found] = person;
    metres[found] = distance;
    found++;
  }
  return { people: people.slice(0, found), metres: metres.slice(0, found) };
}

/** Whether one circle holds a point. */
export function isInCircle({ lat, lon, radiusMetres }: Circle, point: Point): boolean {
  return greatCircle(lat, lon, point) <= radiusMetres;
}

/** The short way round. */
function east(millionths: number): number {
  if (millionths > HALF_TURN) return millionths - FULL_TURN;
  return millionths < -HALF_TURN ? millionths + FULL_TURN : millionths;
}

/** By the haversine formula. */
function greatCircle(lat: number, lon: number, point: Point): number {
  const [a, b] = [lat * RADIANS_PER_MILLIONTH, point.lat * RADIANS_PER_MILLIONTH];
  const half = Math.sin((a - b) / 2) ** 2;
  const around = Math.sin(((lon - point.lon) * RADIANS_PER_MILLIONTH) / 2) ** 2;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(half + Math.cos(a) * Math.cos(b) * around)));
}
