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
  return nearAmong(columns, 0, end, spot);
}

/** The same of one person; nothing for who is not near. */
export function metresTo(columns: Nearness, person: number, spot: Spot): number | undefined {
  return nearAmong(columns, person, person + 1, spot).metres[0];
}

/**
 * Those from `first` on and before `end`. Up to 50 km the ground counts as flat (within three thousandths of the distance up
 * to 70 degrees north or south); beyond, the great circle is taken.
 */
function nearAmong(columns: Nearness, first: number, end: number, { point, zones }: Spot): Matched {
  const { zonesLow, zonesHigh, lat, lon, radiusMetres } = columns;
  const { low, high } = zones;
  const people = new Uint32Array(end - first);
  const metres = new Float32Array(end - first);
  const shrink = Math.cos((point?.lat ?? 0) * RADIANS_PER_MILLIONTH);
  let found = 0;
  for (let person = first; person < end; person++) {
    let distance = 0;
    if ((((zonesLow[person] ?? 0) & low) | ((zonesHigh[person] ?? 0) & high)) === 0) {
      const radius = radiusMetres[person] ?? 0;
      if (radius === 0 || point === undefined) continue;
      const north = ((lat[person] ?? 0) - point.lat) * METRES_PER_MILLIONTH;
      // Most are too far north or south already.
      if (north > radius || north < -radius) continue;
      distance =
        radius > FLAT_METRES
          ? greatCircle(lat[person] ?? 0, lon[person] ?? 0, point)
          : Math.hypot(north, east((lon[person] ?? 0) - point.lon) * shrink * METRES_PER_MILLIONTH);
      if (distance > radius) continue;
    }
    people[found] = person;
    metres[found] = distance;
    found++;
  }
  return { people: people.slice(0, found), metres: metres.slice(0, found) };
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
