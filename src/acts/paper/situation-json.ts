import type { Bounds, Extent } from '../../base/edtf.ts';
import type { Json } from '../../base/canonical-json.ts';
import { wallToCivil } from '../../base/wall.ts';
import type { Wall } from '../../base/wall.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Situation } from '../../situation/situation.ts';
import { whenText } from '../words/when.ts';

/**
 * The situation as JSON for people and programs: times are local text without a year where none is stated, lanes,
 * refusal groups and spellings are found by name. It holds no key of an author.
 */
export function situationJson(s: Situation): Json {
  const printer = timePrinter(s.isYearStated);
  const { time, bounds, when, timed } = printer;
  const pseudonym = pseudonyms();
  return {
    ...(s.settlement !== undefined && { settlement: s.settlement }),
    ...(s.date !== undefined && { date: s.date }),
    isYearStated: s.isYearStated,
    isOffsetStated: s.isOffsetStated,
    asOf: time(s.asOf),
    entries: s.entries,
    unlogged: s.unlogged,
    unread: s.unread,
    clock: { ...plain(s.clock), ...(s.clock.startedAt && { startedAt: bounds(s.clock.startedAt) }) },
    reach: {
      ...plain({ ...s.reach, points: [], cells: [] }),
      curve: s.reach.curve.map((c) => ({ ...plain(c), at: time(c.at) })),
      points: s.reach.points.map(({ point, total, entries }) => ({ point, total: plain(total), entries })),
      cells: s.reach.cells.map(({ cell, tally, entries }) => ({ cell, tally, entries })),
    },
    homes: {
      counts: s.homes.counts,
      named: s.homes.named,
      total: s.homes.total ? plain(s.homes.total) : 'unknown',
      toldLost: s.homes.toldLost.map(plain),
      list: s.homes.list.map(({ code, state, claims: said }) => ({ code, state, claims: timed(said) })),
    },
    ring: {
      ...plain({ ...s.ring, approaches: [] }),
      ...(s.ring.since && { since: when(s.ring.since) }),
      approaches: s.ring.approaches.map((a) => ({ ...plain(a), ...(a.when && { when: when(a.when) }) })),
    },
    refusals: Object.fromEntries(
      s.refusals.map((r) => [
        r.group,
        { ...plain(r), orders: timed(r.orders), threats: timed(r.threats), steps: timed(r.steps) },
      ]),
    ),
    harm: s.harm.map(plain),
    lanes: Object.fromEntries(
      s.lanes.map(({ lane, claims: list }) => [
        lane,
        list.map((c) => ({ ...plain(c), when: when(c.when), numbers: timed(c.numbers) })),
      ]),
    ),
    contradictions: s.contradictions.map(({ about, subject, versions }) => ({
      about,
      subject,
      versions: versions.map(plain),
    })),
    alarms: s.alarms.map((alarm) => alarmJson(alarm, printer, pseudonym)),
    missed: s.missed.map((m) => ({
      ...plain(m),
      due: when(m.due),
      ...(m.cameAt && { cameAt: when(m.cameAt) }),
    })),
    readiness: plain(s.readiness),
    sealed: s.sealed.map(({ part, entries }) => ({ part, count: entries.length, entries })),
    spellings: Object.fromEntries(s.spellings.map(({ of, as }) => [of, as])),
    chains: chainsJson(s.chains),
  };
}

function alarmJson(
  a: Situation['alarms'][number],
  { time, when, timed }: TimePrinter,
  pseudonym: (author: AuthorKey) => string,
): Json {
  return {
    ...plain(a),
    ...(a.raisedAt && { raisedAt: when(a.raisedAt) }),
    ...(a.raisedBy !== undefined && { raisedBy: pseudonym(a.raisedBy) }),
    confirmedBy: a.confirmedBy.map(pseudonym),
    refutedBy: a.refutedBy.map(pseudonym),
    relayedVoices: {
      confirm: a.relayedVoices.confirm.map(pseudonym),
      refute: a.relayedVoices.refute.map(pseudonym),
    },
    onTheWay: a.onTheWay.map(({ since, minutes }) => ({
      since: time(since),
      ...(minutes !== undefined && { minutes }),
    })),
    steps: timed(a.steps.map((step) => ({ ...step, author: pseudonym(step.author) }))),
  };
}

function chainsJson(chains: Situation['chains']): Json {
  return {
    authors: chains.length,
    missing: chains.reduce((n, c) => n + c.missing, 0),
    forked: chains.flatMap((c) => c.forked),
    healed: chains.flatMap((c) => c.healed),
    ahead: chains.flatMap((c) => c.ahead),
    offLog: chains.flatMap((c) => c.offLog),
  };
}

/**
 * `a1`, `a2`, … for authors in the order in which they appear: who acted twice can be told, and no key of a person
 * stands in a file that is handed around. They mean nothing outside this one document.
 */
function pseudonyms(): (author: AuthorKey) => string {
  const given = new Map<AuthorKey, string>();
  return (author) => {
    const name = given.get(author) ?? `a${given.size + 1}`;
    given.set(author, name);
    return name;
  };
}

type TimePrinter = {
  readonly time: (at: Wall) => string;
  readonly bounds: (b: Bounds) => Json;
  readonly when: (e: Extent) => Json;
  readonly timed: (list: readonly { readonly when: Extent }[]) => readonly Json[];
};

function timePrinter(isYearStated: boolean): TimePrinter {
  const time = (at: Wall): string => timeText(at, isYearStated);
  const bounds = (b: Bounds): Json => ({
    ...(b.lo !== undefined && { lo: time(b.lo) }),
    ...(b.hi !== undefined && { hi: time(b.hi) }),
  });
  const when = (e: Extent): Json => ({
    text: whenText(e, 'en'),
    shape: e.shape,
    start: bounds(e.start),
    end: bounds(e.end),
    isOpen: e.isOpen,
  });
  return {
    time,
    bounds,
    when,
    timed: (list) => list.map((item) => ({ ...plain(item), when: when(item.when) })),
  };
}

/** Plain data of our own types as JSON. */
function plain(value: object): Readonly<Record<string, Json>> {
  const json: unknown = JSON.parse(JSON.stringify(value));
  return isRecord(json) ? json : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `XXXX-04-05T12:00`, or with the year where it is stated. */
export function timeText(at: Wall, isYearStated: boolean): string {
  const c = wallToCivil(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${isYearStated ? String(c.year).padStart(4, '0') : 'XXXX'}-${two(c.month)}-${two(c.day)}T${two(c.hour)}:${two(c.minute)}`;
}
