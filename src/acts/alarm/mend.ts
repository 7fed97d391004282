import { MINUTE_MS, SECOND_MS } from '../../base/instant.ts';
import type { ChannelName } from './channels.ts';
import type { CellReached, ReachReport } from './reach-report.ts';
import type { RoadReach } from './road-reach.ts';

/** What a report shows to be mended before the next alarm, the gravest first. */
export type ToMend =
  /** Nobody confirmed it, so the cells were not called. */
  | { readonly kind: 'not-called' }
  /** Cells of the plan of which the hub could write to no warden. */
  | { readonly kind: 'no-warden'; readonly cells: readonly string[] }
  /** Cells of which no warden answered, or one alone of several. */
  | { readonly kind: 'silent'; readonly cells: readonly string[] }
  | { readonly kind: 'one-answered'; readonly cells: readonly string[] }
  /** A road by which nothing got through. */
  | { readonly kind: 'road-down'; readonly channel: ChannelName }
  /** People who were told, and a message that it is over did not go out to. */
  | { readonly kind: 'over-missed'; readonly people: number }
  | { readonly kind: 'over-late'; readonly seconds: number }
  /** Messages whose turn did not come. */
  | { readonly kind: 'too-slow'; readonly channel: ChannelName; readonly messages: number }
  /** Addresses that are no more, or that a carrier refuses. */
  | { readonly kind: 'dead-address'; readonly channel: ChannelName; readonly messages: number }
  /** Fewer than half of the notifications were seen. */
  | { readonly kind: 'unseen'; readonly seen: number; readonly handed: number }
  /** People on the list whom the hub can write to by no road it has. */
  | { readonly kind: 'no-road'; readonly people: number };

/** Everybody who was told hears within this that it is over (alarm.md, "Engine"). */
const OVER_WITHIN_MS: number = 3 * MINUTE_MS;
/** Fewer notifications say nothing. */
const SAYS_SOMETHING = 5;

export function toMend(report: ReachReport): readonly ToMend[] {
  const { tier, endedAs, roads, withoutRoad } = report;
  return [
    ...(tier < 2 && endedAs !== undefined ? [{ kind: 'not-called' } as const] : []),
    ...cellsToMend(report),
    ...roads.flatMap((road) => roadToMend(road, report)),
    ...overToMend(report),
    ...(withoutRoad > 0 ? [{ kind: 'no-road', people: withoutRoad } as const] : []),
  ];
}

function cellsToMend({ cells, tier }: ReachReport): readonly ToMend[] {
  // Nobody has been asked yet.
  if (tier < 1) return [];
  const named = (
    kind: 'no-warden' | 'silent' | 'one-answered',
    isMeant: (cell: CellReached) => boolean,
  ): readonly ToMend[] => {
    const meant = cells.filter(isMeant).map(({ cell }) => cell);
    return meant.length === 0 ? [] : [{ kind, cells: meant }];
  };
  return [
    ...named('no-warden', ({ wardens }) => wardens.people === 0 && wardens.planned !== undefined),
    ...named('silent', ({ wardens }) => wardens.people > 0 && wardens.answered === 0),
    ...named(
      'one-answered',
      ({ wardens }) => wardens.answered === 1 && (wardens.planned ?? wardens.people) > 1,
    ),
  ];
}

function roadToMend(road: RoadReach, { endedAs }: ReachReport): readonly ToMend[] {
  const { channel, handed, seen = 0, reasons } = road;
  const messagesOf = (...kinds: readonly string[]): number =>
    reasons.reduce((sum, { why, messages }) => sum + (kinds.includes(why) ? messages : 0), 0);
  const [unsaid, held] = [messagesOf('unsaid'), messagesOf('not-taken', 'late')];
  if (handed - unsaid === 0 && unsaid + held > 0) return [{ kind: 'road-down', channel }];
  const found: ToMend[] = [];
  const slow = messagesOf('too-slow', 'not-taken', 'late');
  if (slow > 0 && endedAs !== undefined) found.push({ kind: 'too-slow', channel, messages: slow });
  const dead = messagesOf('gone', 'address', 'inside');
  if (dead > 0) found.push({ kind: 'dead-address', channel, messages: dead });
  if (channel === 'push' && handed >= SAYS_SOMETHING && seen * 2 < handed)
    found.push({ kind: 'unseen', seen, handed });
  return found;
}

function overToMend({ phases, asOf }: ReachReport): readonly ToMend[] {
  const over = phases.find(({ phase }) => phase === 'over');
  if (over === undefined || asOf - over.from < OVER_WITHIN_MS) return [];
  const missed = over.people - over.told;
  if (missed > 0) return [{ kind: 'over-missed', people: missed }];
  const { last = 0 } = over.toldIn;
  return last * SECOND_MS > OVER_WITHIN_MS ? [{ kind: 'over-late', seconds: last }] : [];
}
