import type { Instant } from '../base/instant.ts';
import { DAY_MS } from '../base/instant.ts';
import { instantToWall } from '../base/wall.ts';
import { callSoFar } from '../acts/alarm/call-so-far.ts';
import { forecastTurnout } from '../acts/alarm/forecast.ts';
import type { Forecast } from '../acts/alarm/forecast.ts';
import { RAISES_WITHIN_MS } from '../acts/alarm/step.ts';
import type { Looking } from '../acts/alarm/step.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import type { Alarm } from '../situation/alarms.ts';
import { summaries } from '../situation/buckets.ts';
import { contextOf } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import type { People } from '../situation/people.ts';
import { voicesOf } from '../situation/voices.ts';
import type { Doubts } from '../situation/voices.ts';
import { alarmsIn } from './alarms-in.ts';
import type { Book } from './book.ts';
import type { HubVoice } from './hub-voice.ts';

/** How far ahead the turnout is reckoned: "within an hour". */
const FORECAST_MIN = 60;
/** A false alarm weighs on who vouched for so long (record.md, "People"). */
const DOUBT_MS: number = 30 * DAY_MS;

/** All that a decision about an alarm looks at, as things are now. */
export function lookAt(
  alarm: Alarm,
  g: Gathered,
  { book, clock }: Pick<HubVoice, 'book' | 'clock'>,
): Looking {
  const now = clock.now();
  return {
    people: book.people(),
    doubts: doubtsOf(book, now),
    ordered: orderedOf(alarm.id, book.people()),
    asOf: instantToWall(now, 0),
    // Only once a decision hangs on it: it sums up every tally there is, and this runs with each post.
    get expected() {
      return forecastNow(alarm, g, now).expected;
    },
    raisedBefore: raisesBefore(alarm, g),
  };
}

/** Whether there is an alarm that nobody has said is over. */
export function isAnyRunning(book: Book): boolean {
  return book.incidents().some((incident) => {
    const g = book.gathered(incident);
    return g !== undefined && alarmsIn(g).some(({ endedAs }) => endedAs === undefined);
  });
}

/** How many are reckoned with on the spot within the hour. */
export function forecastNow(alarm: Alarm, g: Gathered, now: Instant): Forecast {
  const context = contextOf(g);
  const counted = {
    cells: summaries(g.subjects.tallies, context),
    points: summaries(g.subjects.points, context),
  };
  return forecastTurnout(callSoFar(alarm, counted, context.wallOf(now)), FORECAST_MIN);
}

/** How many keyholders order what: two where it is agreed, else those who have said so. */
function orderedOf(alarm: EntryId, { orders, pending }: People): Looking['ordered'] {
  const waiting = pending.flatMap(({ matter, said }) =>
    matter.kind === 'order' && matter.alarm === alarm ? [[matter.order, said.length] as const] : [],
  );
  const agreed = [...(orders.get(alarm) ?? [])].map((order) => [order, 2] as const);
  return Object.fromEntries([...waiting, ...agreed]);
}

/** Raises by the same key in the hour before this one, by when they were logged. */
function raisesBefore({ id, raisedBy }: Alarm, g: Gathered): number {
  const own = alarmsIn(g).filter((other) => other.raisedBy === raisedBy);
  const before = own.map((other) => (loggedAt(g, id) ?? 0) - (loggedAt(g, other.id) ?? 0));
  return before.filter((ms) => ms > 0 && ms <= RAISES_WITHIN_MS).length;
}

/** False alarms of the last thirty days, by who vouches for those who raised them. */
function doubtsOf(book: Book, now: Instant): Doubts {
  const doubts = new Map<AuthorKey, number>();
  for (const incident of book.incidents()) {
    const g = book.gathered(incident);
    if (g === undefined) continue;
    for (const { endedAs, raisedBy, steps } of alarmsIn(g)) {
      const saidAt = loggedAt(g, steps.at(-1)?.entry);
      const isLate = saidAt === undefined || now - saidAt > DOUBT_MS;
      if (endedAs !== 'false' || raisedBy === undefined || isLate) continue;
      for (const voice of voicesOf(book.people(), [raisedBy]))
        doubts.set(voice, (doubts.get(voice) ?? 0) + 1);
    }
  }
  return doubts;
}

function loggedAt(g: Gathered, entry: EntryId | undefined): Instant | undefined {
  return entry === undefined ? undefined : g.byId.get(entry)?.loggedAt;
}

/**
 * The alarm with its steps at the hour the hub logged them. The minute they state is for people, on the wall of the
 * place: a plan that comes later, or states no year, moves that wall, and the alarm would lapse at once.
 */
export function stepsAsLogged(alarm: Alarm, g: Gathered): Alarm {
  const steps = alarm.steps.map((step) => {
    const loggedAt = g.byId.get(step.entry)?.loggedAt;
    if (loggedAt === undefined) return step;
    const at = instantToWall(loggedAt, 0);
    return { ...step, when: { ...step.when, start: { lo: at, hi: at } } };
  });
  return { ...alarm, steps };
}
