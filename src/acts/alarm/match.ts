/** A point on the ground: degrees in millionths, counted from the equator and Greenwich. */
export type Point = { readonly lat: number; readonly lon: number };

/**
 * Who is near to what, side by side, so that a million people are looked through at once. No circle: radius 0. Zones: a bit
 * each.
 */
export type Nearness = {
  readonly lat: Int32Array;
  readonly lon: Int32Array;
  readonly radiusMetres: Int32Array;
  readonly zonesLow: Uint32Array;
  readonly zonesHigh: Uint32Array;
};

/** Where something is: at a point, if that is known, and in one of these zones. */
export type Spot = {
  readonly point: Point | undefined;
  readonly zones: { readonly low: number; readonly high: number };
};

/** People who are near, in the order of their numbers, each with how far away the middle of their circle is; 0 in their zone. */
export type Matched = { readonly people: Uint32Array; readonly metres: Float32Array };

// Mean radius of the earth (IUGG), and one millionth of a degree of a great circle on it.
const EARTH_METRES = 6_371_008.8;
const METRES_PER_MILLIONTH: number = (EARTH_METRES * Math.PI) / 180 / 1e6;
const RADIANS_PER_MILLIONTH: number = Math.PI / 180 / 1e6;
const HALF_TURN = 180_000_000;
const FULL_TURN = 360_000_000;
/** Above this a circle is drawn on a ball, not on a plane. */
const FLAT_METRES = 50_000;

/** Looks through the first `end` people. */
export function matchNear(columns: Nearness, end: number, spot: Spot): Matched {
  const people = new Uint32Array(end);
  const metres = new Float32Array(end);
  const shrink = shrinkAt(spot.point);
  let found = 0;
  for (let person = 0; person < end; person++) {
    const distance = distanceTo(columns, person, spot, shrink);
    if (distance < 0) continue;
    people[found] = person;
    metres[found] = distance;
    found++;
  }
  return { people: people.slice(0, found), metres: metres.slice(0, found) };
}

/** The same of one person; nothing for who is not near. */
export function metresTo(columns: Nearness, person: number, spot: Spot): number | undefined {
  const distance = distanceTo(columns, person, spot, shrinkAt(spot.point));
  return distance < 0 ? undefined : distance;
}

const NOT_NEAR = -1;

/**
 * Up to 50 km the ground counts as flat (within three thousandths of the distance up to 70 degrees north or south); beyond,
 * the great circle is taken. `shrink`: of a degree of longitude there.
 */
function distanceTo(columns: Nearness, person: number, { point, zones }: Spot, shrink: number): number {
  const { zonesLow, zonesHigh, lat, lon, radiusMetres } = columns;
  if ((((zonesLow[person] ?? 0) & zones.low) | ((zonesHigh[person] ?? 0) & zones.high)) !== 0) return 0;
  const radius = radiusMetres[person] ?? 0;
  if (radius === 0 || point === undefined) return NOT_NEAR;
  const north = ((lat[person] ?? 0) - point.lat) * METRES_PER_MILLIONTH;
  // Most are too far north or south already.
  if (north > radius || north < -radius) return NOT_NEAR;
  const distance =
    radius > FLAT_METRES
      ? greatCircle(lat[person] ?? 0, lon[person] ?? 0, point)
      : Math.hypot(north, east((lon[person] ?? 0) - point.lon) * shrink * METRES_PER_MILLIONTH);
  return distance > radius ? NOT_NEAR : distance;
}

function shrinkAt(point: Point | undefined): number {
  return Math.cos((point?.lat ?? 0) * RADIANS_PER_MILLIONTH);
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
