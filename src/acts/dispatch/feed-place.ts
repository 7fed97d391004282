import { FEED_RADIUS_KM_MAX } from '../../record/kinds/feed.ts';
import type { FeedCircle, FeedPoint } from '../../record/kinds/feed.ts';
import type { PlacePlan } from '../alarm/place-plan.ts';

/** The places of a plan to which messages may send people, the one outside last. */
export function feedPoints(plan: PlacePlan | undefined): readonly FeedPoint[] {
  const { points = [], outside } = plan ?? {};
  const all = points.map(pointOf);
  return outside === undefined || all.some(({ code }) => code === outside.code)
    ? all
    : [...all, pointOf(outside)];
}

function pointOf({ code, name }: FeedPoint): FeedPoint {
  return { code, ...(name !== undefined && { name }) };
}

// A hundredth of a degree is about a kilometre: enough to find the settlement on a map, and no house in it.
const MILLIONTHS_PER_HUNDREDTH = 10_000;
const KM_PER_HUNDREDTH = 1.112;

/** Around all zones that the plan has on a map; nothing where it has none, or they lie too far apart for one settlement. */
export function feedCircle({ zones }: Pick<PlacePlan, 'zones'>): FeedCircle | undefined {
  const lats = zones.flatMap(({ at }) => (at ? [at.latE6 / MILLIONTHS_PER_HUNDREDTH] : []));
  const lons = zones.flatMap(({ at }) => (at ? [at.lonE6 / MILLIONTHS_PER_HUNDREDTH] : []));
  if (lats.length === 0) return undefined;
  const [latE2, lonE2] = [middleOf(lats), middleOf(lons)];
  // North of the equator a degree of longitude is shorter: reckoned as long, the circle is too wide, never too narrow.
  const away = lats.map((lat, i) => Math.hypot(lat - latE2, (lons[i] ?? lonE2) - lonE2));
  const radiusKm = Math.ceil(Math.max(...away) * KM_PER_HUNDREDTH) + 1;
  return radiusKm > FEED_RADIUS_KM_MAX ? undefined : { latE2, lonE2, radiusKm };
}

function middleOf(hundredths: readonly number[]): number {
  return Math.round((Math.min(...hundredths) + Math.max(...hundredths)) / 2);
}
