import type { Json } from '../base/canonical-json.ts';
import { assert } from '../base/assert.ts';
import type { Edtf } from '../base/edtf.ts';
import type { Instant } from '../base/instant.ts';
import { instantToWall, wallToCivil } from '../base/wall.ts';
import { stepAlarm } from '../acts/alarm/step.ts';
import type { AlarmDecision } from '../acts/alarm/step.ts';
import { authorKeyOf } from '../record/names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../record/names.ts';
import type { Primitives, Signer } from '../record/primitives.ts';
import { newKeyCache } from '../record/verify.ts';
import type { WireEntry } from '../record/wire.ts';
import { writeEntry } from '../record/write.ts';
import type { Place } from '../record/write.ts';
import type { Alarm } from '../situation/alarms.ts';
import { summaries } from '../situation/buckets.ts';
import { contextOf, gather, newGathered, planOf } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import { situationOf } from '../situation/situation.ts';
import type { Situation } from '../situation/situation.ts';
import type { Backups } from '../ports/backups.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Cursor, Row, Store } from '../ports/store.ts';
import { allErased, erasedOf, erasureLinesOf, planErasures } from './erase.ts';
import type { Erased, EraseFault, EraseTarget } from './erase.ts';
import { reachBackups } from './reach-backups.ts';
import type { Unreached } from './reach-backups.ts';
import { newTurns } from './turns.ts';
import type { Turns } from './turns.ts';
import { keepBatch } from './keep.ts';
import type { Receipt } from './keep.ts';
import { restoreEntry, wireOf } from './restore.ts';

export type EngineNeeds = {
  readonly store: Store;
  readonly clock: Clock;
  readonly crypto: Primitives;
  /** Without it the hub has no backups. */
  readonly backups?: Backups;
};

export type Page = {
  readonly entries: readonly (WireEntry & { readonly index: number; readonly loggedAt: Instant })[];
  /** What was erased among the rows of this page: whoever has a copy is told to erase it too. */
  readonly erased: readonly Erased[];
  readonly next: number;
};

/** What came of an order to erase. What is still to be done is tried again by `tend`. */
export type EraseAnswer = {
  readonly erased: readonly Erased[];
  readonly faults: readonly EraseFault[];
  /** False while another program reads the folder: its journal still holds the old bytes. */
  readonly isScrubbed: boolean;
  readonly unreached: readonly Unreached[];
};

/** What is still to be done about earlier erasures. */
export type Untended = Pick<EraseAnswer, 'isScrubbed' | 'unreached'>;

/** One hub's memory and rules, without any idea of HTTP or pixels. */
export type Engine = {
  readonly keep: (items: readonly Json[]) => Promise<readonly Receipt[]>;
  readonly read: (cursor: Cursor) => Page;
  readonly situation: (incident: IncidentId) => Situation;
  /** The index behind the situation, to read from. */
  readonly gathered: (incident: IncidentId) => Gathered | undefined;
  readonly incidents: () => readonly IncidentId[];
  readonly size: () => number;
  /** How often something changed since the start: a page made at another count is out of date. */
  readonly changes: () => number;
  /**
   * Erases for good, by an erase entry, here and in the backups the hub knows of. Whether those who ask may is not asked
   * here. Throws `StoreFailure` when the disk fails; then nothing was erased.
   */
  readonly erase: (targets: readonly EraseTarget[], by: EntryId) => Promise<EraseAnswer>;
  /** All that was ever erased here, for those who sync. */
  readonly erased: () => readonly Erased[];
  /** Does what earlier erasures could not do yet. Call it at the start and every now and then. */
  readonly tend: () => Promise<Untended>;
  /** Calls back after each kept batch and each erasure; returns how to stop. */
  readonly onChange: (listener: () => void) => () => void;
  /** Takes the decisions that are due. Call it after changes and every second or so. */
  readonly decide: () => Promise<void>;
  readonly hubKey: AuthorKey;
  /** Indexes of rows that could not be read back at start; shown, never hidden. */
  readonly unreadable: readonly number[];
};

const KEYS_REMEMBERED = 50_000;
const RESTORE_PAGE = 5_000;
const HUB_SEED = 'hub-seed';
const CLOCK_KIND = 'clock-kind';

/** The store belongs to a played day and the clock is real, or the other way round: they must never mix. */
export class ClockMismatch extends Error {
  readonly stored: string;
  constructor(stored: string) {
    super(`the store was made with a ${stored} clock`);
    this.stored = stored;
  }
}

export async function startEngine(needs: EngineNeeds): Promise<Engine> {
  const { store, clock, crypto } = needs;
  holdClockKind(store, clock);
  const hub = hubSigner(store, crypto);
  const hubKey = authorKeyOf(hub.key);
  const incidents = new Map<IncidentId, Gathered>();
  const listeners = new Set<() => void>();
  const unreadable: number[] = [];
  const unheardOf = (): Gathered => newGathered({ hubKeys: new Set([hubKey]) });
  const folded = (incident: IncidentId): Gathered => {
    const known = incidents.get(incident) ?? unheardOf();
    incidents.set(incident, known);
    return known;
  };
  for (let after = -1; ;) {
    const rows = store.read({ after, limit: RESTORE_PAGE });
    if (rows.length === 0) break;
    for (const row of rows) {
      // The store passes over rows that it cannot open.
      for (let lost = after + 1; lost < row.index; lost++) unreadable.push(lost);
      after = row.index;
      const entry = restoreEntry(row, crypto.sha256);
      if (entry) gather(folded(row.incident), { entry, index: row.index, loggedAt: row.loggedAt });
      else if (row.erasedBy === undefined) unreadable.push(row.index);
    }
  }
  const turns = newTurns();
  let changes = 0;
  const changed = (): void => {
    changes++;
    for (const listener of listeners) listener();
  };
  const keepNeeds = { store, crypto, keys: newKeyCache(KEYS_REMEMBERED), now: clock.now };
  const keepNow = async (items: readonly Json[]): Promise<readonly Receipt[]> => {
    const { receipts, kept } = await keepBatch(items, keepNeeds);
    for (const { entry, index, loggedAt } of kept)
      gather(folded(entry.core.incident), { entry, index, loggedAt });
    if (kept.length > 0) changed();
    return receipts;
  };
  const keep: Engine['keep'] = (items) => turns.together(() => keepNow(items));
  const forget = (rows: readonly Row[]): void => {
    for (const incident of new Set(rows.map((row) => row.incident)))
      incidents.set(incident, gatherAnew(incident, unheardOf(), needs));
    changed();
  };
  // Asking about an incident does not make one: a reader must not be able to put an empty one first.
  const situation = (incident: IncidentId): Situation =>
    situationOf(incidents.get(incident) ?? unheardOf(), clock.now());
  return {
    keep,
    read: (cursor) => pageOf(store, cursor),
    situation,
    gathered: (incident) => incidents.get(incident),
    incidents: () => [...incidents.keys()],
    size: () => store.size(),
    changes: () => changes,
    ...eraser({ needs, turns, forget }),
    erased: () => allErased(store),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    decide: decider({ incidents, keep, hub, hubKey, needs }),
    hubKey,
    unreadable,
  };
}

/** An incident from what the store still holds of it: what was erased is nowhere in the new one. */
function gatherAnew(incident: IncidentId, fresh: Gathered, { store, crypto }: EngineNeeds): Gathered {
  for (let after = -1; ;) {
    const rows = store.read({ after, incident, limit: RESTORE_PAGE });
    if (rows.length === 0) return fresh;
    for (const row of rows) {
      after = row.index;
      const entry = restoreEntry(row, crypto.sha256);
      if (entry) gather(fresh, { entry, index: row.index, loggedAt: row.loggedAt });
    }
  }
}

type Erasing = {
  readonly needs: EngineNeeds;
  readonly turns: Turns;
  /** Takes rows that were erased out of memory. */
  readonly forget: (rows: readonly Row[]) => void;
};

/** What was erased is erased, whatever keeps its old bytes from being overwritten just now. */
function scrubbed(store: Store): boolean {
  try {
    return store.scrub();
  } catch (cause) {
    if (!(cause instanceof StoreFailure)) throw cause;
    return false;
  }
}

/** Alone, so that no part that is on its way in is lost or comes back by it. */
function eraser({ needs: { store, backups }, turns, forget }: Erasing): Pick<Engine, 'erase' | 'tend'> {
  // At the start nobody knows what the last run left undone.
  let isTended = false;
  const tendNow = (): Untended => {
    const isScrubbed = scrubbed(store);
    if (isTended || backups === undefined) return { isScrubbed, unreached: [] };
    const lines = erasureLinesOf(store);
    const unreached = lines.length === 0 ? [] : reachBackups(backups, lines);
    isTended = unreached.length === 0;
    return { isScrubbed, unreached };
  };
  return {
    tend: () => turns.alone(async () => tendNow()),
    erase: (targets, by) =>
      turns.alone(async () => {
        const { erasures, faults } = planErasures(store, targets, by);
        const ids = new Set(targets.map(({ id }) => id));
        if (erasures.length > 0) {
          store.erase(erasures);
          forget([...ids].flatMap((id) => store.find(id) ?? []));
          isTended = false;
        }
        const erased = allErased(store).filter(({ id }) => ids.has(id));
        return { erased, faults, ...tendNow() };
      }),
  };
}

function holdClockKind(store: Store, clock: Clock): void {
  const kept = store.setting(CLOCK_KIND);
  const stored = kept === undefined ? undefined : String.fromCharCode(...kept);
  if (stored !== undefined && stored !== clock.kind) throw new ClockMismatch(stored);
  if (stored === undefined)
    store.saveSetting(
      CLOCK_KIND,
      Uint8Array.from(clock.kind, (c) => c.charCodeAt(0)),
    );
}

function hubSigner(store: Store, crypto: Primitives): Signer {
  const seed = store.setting(HUB_SEED);
  if (seed !== undefined) return crypto.signerFromSeed(seed);
  const made = crypto.newSigner();
  store.saveSetting(HUB_SEED, made.seed);
  return made;
}

function pageOf(store: Store, cursor: Cursor): Page {
  const rows = store.read(cursor);
  const entries = rows.flatMap((row) => {
    const wire = wireOf(row);
    return wire ? [{ ...wire, index: row.index, loggedAt: row.loggedAt }] : [];
  });
  const erased = rows.flatMap((row) => erasedOf(row) ?? []);
  return { entries, erased, next: rows.at(-1)?.index ?? cursor.after };
}

type Deciding = {
  readonly incidents: ReadonlyMap<IncidentId, Gathered>;
  readonly keep: Engine['keep'];
  readonly hub: Signer;
  readonly hubKey: AuthorKey;
  readonly needs: EngineNeeds;
};

/** One round at a time: a decision taken twice would be two entries. */
function decider(d: Deciding): () => Promise<void> {
  let running: Promise<void> | undefined;
  const round = async (): Promise<void> => {
    for (const [incident, gathered] of d.incidents) {
      // The alarms alone: this runs several times a second, over every incident the hub has ever had.
      for (const alarm of summaries(gathered.subjects.alarms, contextOf(gathered))) {
        const decision = stepAlarm(stepsAsLogged(alarm, gathered), instantToWall(d.needs.clock.now(), 0));
        if (decision) await say(d, incident, decision);
      }
    }
  };
  return () => {
    running ??= round().finally(() => {
      running = undefined;
    });
    return running;
  };
}

/**
 * The alarm with its steps at the hour the hub logged them. The minute they state is for people, on the wall of the
 * place: a plan that comes later, or states no year, moves that wall, and the alarm would lapse at once.
 */
function stepsAsLogged(alarm: Alarm, g: Gathered): Alarm {
  const steps = alarm.steps.map((step) => {
    const loggedAt = g.byId.get(step.entry)?.loggedAt;
    if (loggedAt === undefined) return step;
    const at = instantToWall(loggedAt, 0);
    return { ...step, when: { ...step.when, start: { lo: at, hi: at } } };
  });
  return { ...alarm, steps };
}

async function say(d: Deciding, incident: IncidentId, { alarm, body }: AlarmDecision): Promise<void> {
  const gathered = d.incidents.get(incident);
  assert(gathered !== undefined, 'a decision about an incident that is not here');
  const plain = { step: body.step, ...(body.tier !== undefined && { tier: body.tier }) };
  const at = { edtf: minuteOf(d.needs.clock.now(), gathered) };
  const draft = { kind: 'alarm.step', at, about: [alarm], parts: { body: plain } };
  const { wire } = await writeEntry(draft, hubPlace(gathered, incident, d.hubKey), d.hub, d.needs.crypto);
  await d.keep([{ e: wire.e, g: wire.g, parts: wire.parts }]);
}

function hubPlace(g: Gathered, incident: IncidentId, hubKey: AuthorKey): Place {
  const own = [...(g.subjects.authors.byKey.get(hubKey)?.entries ?? [])].map((l) => l.entry);
  const last = own.reduce((a, b) => (a === undefined || b.core.sequence > a.core.sequence ? b : a), own[0]);
  return { incident, sequence: last === undefined ? 0 : last.core.sequence + 1, previous: last?.id ?? '' };
}

/** The hub's minute on the wall of the place, in the form of its plan's date: no year where none is stated. */
function minuteOf(now: Instant, g: Gathered): Edtf {
  const plan = planOf(g);
  const c = wallToCivil(instantToWall(now, plan?.offsetMinutes ?? 0));
  const two = (n: number): string => String(n).padStart(2, '0');
  const year = plan?.date.startsWith('XXXX') ? 'XXXX' : String(c.year).padStart(4, '0');
  return {
    kind: 'moment',
    at: { year, month: two(c.month), day: two(c.day), time: { hour: c.hour, minute: c.minute } },
  };
}
