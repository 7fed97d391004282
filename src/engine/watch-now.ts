import { SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { wallToInstant } from '../base/wall.ts';
import { organiserNow } from '../acts/alarm/check-ins.ts';
import type { OrganiserNow } from '../acts/alarm/check-ins.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import type { IncidentNow, PeerNow, WatchNow } from '../acts/alarm/standby.ts';
import type { IncidentId } from '../record/names.ts';
import { summaries } from '../situation/buckets.ts';
import { claimsFor } from '../situation/claim-index.ts';
import { contextOf, planOf } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import { signsOf } from '../situation/readiness.ts';
import { situationOf } from '../situation/situation.ts';
import type { Situation } from '../situation/situation.ts';
import { alarmsIn } from './alarms-in.ts';
import type { Book } from './book.ts';

export type WatchNeeds = {
  readonly book: Book;
  readonly place: () => PlacePlan | undefined;
  readonly peers: () => readonly PeerNow[];
};

/** A check-in goes by minutes; a record in which nothing came is looked at this often. */
const LOOK_EVERY_MS: number = 15 * SECOND_MS;
/** A record in which entries come is looked at no more often than that, and a large one less often: to look costs a few us an entry. */
const LOOK_AGAIN_MS: number = SECOND_MS;
const LOOK_AGAIN_MS_EACH = 0.2;

type Look = { readonly g: Gathered; readonly size: number; readonly at: Instant; readonly now: IncidentNow };

/** All that decisions about standbys look at, as things are now. */
export function newWatch({
  book,
  place,
  peers,
}: WatchNeeds): (asOf: Instant, steadySince: Instant) => WatchNow {
  const looks = new Map<IncidentId, Look>();
  const incidentAt = (incident: IncidentId, g: Gathered, asOf: Instant): IncidentNow => {
    const last = looks.get(incident);
    const size = g.byId.size;
    const since = last?.g === g ? Math.abs(asOf - last.at) : Infinity;
    const wait = size === last?.size ? LOOK_EVERY_MS : LOOK_AGAIN_MS + LOOK_AGAIN_MS_EACH * size;
    if (last !== undefined && since < Math.min(LOOK_EVERY_MS, wait)) return last.now;
    const now = incidentNow(incident, g, asOf);
    looks.set(incident, { g, size, at: asOf, now });
    return now;
  };
  return (asOf, steadySince) => {
    const open = book.incidents().flatMap((incident) => {
      const g = book.gathered(incident);
      const isOpen = book.people().incidents.get(incident)?.state === 'open';
      return isOpen && g !== undefined ? [{ incident, g }] : [];
    });
    return {
      asOf,
      organisers: organisersNow(book, place(), { asOf, steadySince }),
      incidents: open.map(({ incident, g }) => incidentAt(incident, g, asOf)),
      peers: peers(),
      ordered: new Set(
        [...book.people().orders].flatMap(([id, orders]) => (orders.has('ended') ? [id] : [])),
      ),
      isAlarmRunning: open.some(({ g }) => isRealRunning(g)),
    };
  };
}

/** Those of the plan; who has no hours to check in is missed at none, and may stand in for others. */
function organisersNow(
  book: Book,
  plan: PlacePlan | undefined,
  when: { readonly asOf: Instant; readonly steadySince: Instant },
): readonly OrganiserNow[] {
  const { founding } = book.people();
  const g = founding && book.gathered(founding.place);
  if (plan === undefined || g === undefined) return [];
  const heard = summaries(g.subjects.heard, contextOf(g));
  const looked = { people: book.people(), offsetMinutes: plan.offsetMinutes, ...when };
  return plan.organisers.map((organiser) =>
    organiserNow(
      organiser,
      heard.find(({ who }) => who === organiser.handle),
      looked,
    ),
  );
}

function isRealRunning(g: Gathered): boolean {
  return alarmsIn(g).some(({ mode, tier, endedAs }) => mode === 'real' && tier >= 1 && endedAs === undefined);
}

function incidentNow(incident: IncidentId, g: Gathered, asOf: Instant): IncidentNow {
  const situation = situationOf(g, asOf);
  // What is said while people only practise is no sign of anything.
  const { alarms } = situation;
  const isDrill = alarms.length > 0 && alarms.every(({ mode }) => mode === 'drill');
  if (isDrill) return { incident, missed: [], signs: [] };
  const overtaken = lastEnd(alarms, g);
  return {
    incident,
    missed: missedIn(situation, g).filter(({ due }) => due > overtaken),
    signs: signsIn(situation, g).filter(({ since }) => since > overtaken),
  };
}

/** When the last real alarm was over: all that was said before it people know. */
function lastEnd(alarms: Situation['alarms'], g: Gathered): number {
  const ends = alarms
    .filter(({ mode }) => mode === 'real')
    .flatMap(({ steps }) => steps.filter(({ step }) => step !== 'tier'))
    .map(({ entry }) => g.byId.get(entry)?.loggedAt ?? Number.NEGATIVE_INFINITY);
  return Math.max(Number.NEGATIVE_INFINITY, ...ends);
}

function missedIn({ missed }: Situation, g: Gathered): IncidentNow['missed'] {
  const offset = planOf(g)?.offsetMinutes ?? 0;
  return [...Map.groupBy(missed, ({ who }) => who)].flatMap(([who, all]) => {
    const last = all.reduce((latest, each) =>
      (each.due.end.hi ?? 0) >= (latest.due.end.hi ?? 0) ? each : latest,
    );
    const due = last.due.end.hi;
    if (due === undefined) return [];
    return [
      { who, due: wallToInstant(due, offset), isHere: last.cameAt !== undefined, entries: last.entries },
    ];
  });
}

/** What was only heard by somebody asks nobody to be ready. */
function signsIn({ clock }: Situation, g: Gathered): IncidentNow['signs'] {
  const signs = signsOf(claimsFor(g.claims, 'signs'), clock).filter(({ grade }) => grade !== 'rumour');
  const sieges = (isSiege: boolean): readonly IncidentNow['signs'][number][] => {
    const entries = signs.filter(({ act }) => (act === 'detain.siege') === isSiege).flatMap((c) => c.entries);
    const logged = entries.flatMap((id) => g.byId.get(id)?.loggedAt ?? []);
    if (logged.length === 0) return [];
    const since = logged.reduce((a, b) => (a > b ? a : b));
    return [{ cause: isSiege ? 'siege' : 'sign', since, entries }];
  };
  return [...sieges(true), ...sieges(false)];
}
