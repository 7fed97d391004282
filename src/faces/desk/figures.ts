import type { EntryId } from '../../record/names.ts';
import { HOME_STATES } from '../../record/kinds/vocabulary.ts';
import type { Act } from '../../record/kinds/vocabulary.ts';
import type { Home } from '../../situation/homes.ts';
import type { Situation } from '../../situation/situation.ts';
import { isOpinion } from './claim-words.ts';
import { sealedFigure } from './sealed-list.ts';
import { laneItems } from './lane-items.ts';

const ID_CHARS = 8;

export function claimFigure(id: EntryId): string {
  return `claim-${id.slice(0, ID_CHARS)}`;
}

export function alarmFigure(id: EntryId): string {
  return `alarm-${id.slice(0, ID_CHARS)}`;
}

export function harmFigure(act: Act): string {
  return `harm-${act.replaceAll('.', '-')}`;
}

type Figures = readonly (readonly [string, readonly EntryId[]])[];

/**
 * Every figure of the board by name, with the entries it rests on. A figure nobody has said anything about is
 * here with no entries. What this does not hold is on the board as plain text: counts of entries that are not here.
 */
export function figuresOf(situation: Situation): ReadonlyMap<string, readonly EntryId[]> {
  const found = [
    ...reachFigures(situation),
    ...homeFigures(situation),
    ...ringFigures(situation),
    ...dayFigures(situation),
    ...claimFigures(situation),
  ];
  const all = found.flatMap(([, ids]) => ids);
  const figures = new Map<string, EntryId[]>([['entries', [...new Set(all)]]]);
  // Two ids may begin alike: their figure then holds the entries of both.
  for (const [name, ids] of found) figures.set(name, [...new Set([...(figures.get(name) ?? []), ...ids])]);
  return figures;
}

function reachFigures({ reach, alarms }: Situation): Figures {
  const cells = reach.cells.flatMap((c) => c.entries);
  const answers = alarms.filter((a) => a.mode !== 'drill').flatMap((a) => a.entries);
  return [
    ['told', cells],
    ['acknowledged', [...cells, ...answers]],
    ['coming', cells],
    ['cannot', cells],
    ['unreached', cells],
    ['checked-in', reach.points.flatMap((p) => p.entries)],
  ];
}

function homeFigures({ homes, lanes }: Situation): Figures {
  const spoken = (home: Home): readonly EntryId[] => (home.by === undefined ? [] : [home.by.entry]);
  const states = HOME_STATES.map(
    (state) => [`homes-${state}`, homes.list.filter((h) => h.state === state).flatMap(spoken)] as const,
  );
  const demolished = homes.list.filter((h) => h.state === 'demolished').flatMap(spoken);
  const total = lanes
    .flatMap((l) => l.claims)
    .filter((c) => c.topic === 'total' && c.numbers.some((n) => n.number.of === 'homes'));
  return [
    ...states,
    ['homes-lost', [...demolished, ...homes.toldLost.map((t) => t.entry)]],
    ['homes-told-lost', homes.toldLost.map((t) => t.entry)],
    ['homes-total', total.flatMap((c) => c.entries)],
    ...homes.list.map((h) => [`home-${h.code}`, h.claims.map((c) => c.entry)] as const),
  ];
}

function ringFigures({ ring }: Situation): Figures {
  return [['ring', ring.entries], ...ring.approaches.map((a) => [`approach-${a.code}`, a.entries] as const)];
}

function dayFigures({ clock, refusals, alarms, missed, readiness, chains }: Situation): Figures {
  return [
    ['clock', clock.entries],
    [
      'refusals',
      refusals.filter((r) => r.answer !== undefined && r.answer !== 'complied').flatMap((r) => r.entries),
    ],
    ...refusals.map((r) => [`refusal-${r.group}`, r.entries] as const),
    ...alarms.map((a) => [alarmFigure(a.id), a.entries] as const),
    // One link a role, however often it was missed.
    ...[...Map.groupBy(missed, (m) => m.who)].map(
      ([who, all]) => [`missed-${who}`, all.flatMap((m) => m.entries)] as const,
    ),
    ['readiness', readiness.entries],
    ['forks', chains.flatMap((c) => c.forked)],
    ['forks-healed', chains.flatMap((c) => c.healed)],
    ['ahead', chains.flatMap((c) => c.ahead)],
    ['off-log', chains.flatMap((c) => c.offLog)],
  ];
}

function claimFigures({ lanes, harm, sealed, contradictions }: Situation): Figures {
  const claims = lanes.flatMap((l) => l.claims);
  const items = lanes.flatMap((l) =>
    laneItems(l.claims).map((item) => [item.figure, item.claims.flatMap((c) => c.entries)] as const),
  );
  return [
    ...claims.map((c) => [claimFigure(c.id), c.entries] as const),
    ...items.filter(([name]) => !name.startsWith('claim-')),
    ...lanes.map(
      (l) => [`lane-${l.lane}`, l.claims.filter((c) => !isOpinion(c)).flatMap((c) => c.entries)] as const,
    ),
    ['opinions', claims.filter(isOpinion).flatMap((c) => c.entries)],
    ['outcome', claims.filter((c) => c.act === 'claim.outcome').flatMap((c) => c.entries)],
    ...harm.map((h) => [harmFigure(h.act), h.entries] as const),
    ...sealed.map((s) => [sealedFigure(s.part), s.entries] as const),
    ...contradictions.map((c, i) => [`contradiction-${i + 1}`, c.versions.map((v) => v.entry)] as const),
  ];
}
