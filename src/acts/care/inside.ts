import type { GeoPoint, PlacePlan, PlanPoint } from '../alarm/place-plan.ts';

// A zone's point stands for its middle; a zone of twenty-odd homes reaches about so far.
const ZONE_METRES = 100;
// One degree of a meridian, WGS 84 mean.
const METRES_A_DEGREE = 111_195;
const MILLIONTHS = 1_000_000;

/**
 * Whether a point lies inside the settlement, as far as the plan can say: it bears the code of a zone, a cell or a home, is
 * close to a zone's point, or has zones all around it.
 */
export function isInside({ code, at }: PlanPoint, { zones, cells }: PlacePlan): boolean {
  const codes = [...zones.map((zone) => zone.code), ...cells.flatMap((cell) => [cell.code, ...cell.homes])];
  if (codes.includes(code)) return true;
  if (at === undefined) return false;
  const around = zones.flatMap((zone) => zone.at ?? []).map((zone) => metresFrom(at, zone));
  return around.some(({ east, north }) => Math.hypot(east, north) < ZONE_METRES) || isEnclosed(around);
}

type Way = { readonly east: number; readonly north: number };

function metresFrom(from: GeoPoint, to: GeoPoint): Way {
  const latitude = (from.latE6 / MILLIONTHS) * (Math.PI / 180);
  return {
    east: ((to.lonE6 - from.lonE6) / MILLIONTHS) * METRES_A_DEGREE * Math.cos(latitude),
    north: ((to.latE6 - from.latE6) / MILLIONTHS) * METRES_A_DEGREE,
  };
}

/** Seen from inside, no half of the horizon is empty. */
function isEnclosed(around: readonly Way[]): boolean {
  const directions = around.map(({ east, north }) => Math.atan2(north, east)).toSorted((a, b) => a - b);
  const [first] = directions;
  if (first === undefined) return false;
  return directions.every((direction, i) => (directions[i + 1] ?? first + 2 * Math.PI) - direction < Math.PI);
}
