import type { Json } from '../base/canonical-json.ts';
import { instant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Entry } from '../record/entry.ts';
import { authorKeyOf } from '../record/names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../record/names.ts';
import type { Primitives, Signer } from '../record/primitives.ts';
import type { OwnLog } from '../record/log/seen-checkpoint.ts';
import { newKeyCache } from '../record/verify.ts';
import { newGathered } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import { incidentShown } from '../situation/weight.ts';
import { situationOf } from '../situation/situation.ts';
import type { Situation } from '../situation/situation.ts';
import type { Backups } from '../ports/backups.ts';
import type { Clock } from '../ports/clock.ts';
import type { Cursor, DrawerChange, Store } from '../ports/store.ts';
import type { People } from '../situation/people.ts';
import { openAlarmDesk } from './alarm-desk.ts';
import type { AlarmDesk, AlarmNeeds } from './alarm-desk.ts';
import { newBook } from './book.ts';
import { bracketsNow } from './brackets.ts';
import type { EntryBracket } from './brackets.ts';
import type { Book } from './book.ts';
import { decider, foundPlace } from './decide.ts';
import type { NewPlace } from './decide.ts';
import { allErased } from './erase.ts';
import type { Erased, EraseTarget } from './erase.ts';
import { eraser } from './eraser.ts';
import type { EraseAnswer, Untended } from './eraser.ts';
import { heldClock } from './held-clock.ts';
import type { HubVoice } from './hub-voice.ts';
import { keepBatch } from './keep.ts';
import type { Receipt } from './keep.ts';
import { isAnyRunning } from './look-at-alarm.ts';
import { madeOfAct } from './made-of-act.ts';
import { pageOf, readBack } from './reading.ts';
import type { Page, Restored } from './reading.ts';
import { newestOf, ownLog, rootsOf } from './own-log.ts';
import { newTurns } from './turns.ts';
import { witnessedNote } from './witnessed-record.ts';
import { logSigners, openLog } from './log-keeper.ts';
import type { LogKeeper, LogNeeds } from './log-keeper.ts';
import { logBase, logNames } from './log-names.ts';
import type { LogNames } from './log-names.ts';
import { strangersGate } from './strangers.ts';

export type EngineNeeds = {
  readonly store: Store;
  readonly clock: Clock;
  readonly crypto: Primitives;
  /** Told after each page of a long reading back, and waited for; not when all fits one page. */
  readonly progress?: (restored: Restored) => void | Promise<void>;
  /** Without it the hub has no backups. */
  readonly backups?: Backups;
  /** How alarms reach people; without it nobody is told, and nothing of them is written. */
  readonly alarms?: AlarmNeeds;
  /** Where the transparency log is kept; without it none is, as for whoever only looks into a hub's folder. */
  readonly log?: LogNeeds;
};

/** One hub's memory and rules, without any idea of HTTP or pixels. */
export type Engine = {
  readonly keep: (items: readonly Json[]) => Promise<readonly Receipt[]>;
  /** At most `PAGE_BYTES_MAX` of what the cursor asks for, and at least one row while there is one. */
  readonly read: (cursor: Cursor) => Page;
  readonly situation: (incident: IncidentId) => Situation;
  /** The index behind the situation, to read from. */
  readonly gathered: (incident: IncidentId) => Gathered | undefined;
  readonly incidents: () => readonly IncidentId[];
  /** The incident to show when nobody names one. */
  readonly shown: () => IncidentId | undefined;
  /** Who may speak as what, by the place log; not founded yet: everybody. */
  readonly people: () => People;
  /** An author's last entries: more than one when the author's chain has forked. */
  readonly headsOf: (incident: IncidentId, author: AuthorKey) => readonly Entry[];
  /** The moments between which an entry was signed, and who vouches for each. */
  readonly brackets: () => (id: EntryId) => EntryBracket | undefined;
  /** Entries hidden until somebody vouches for their keys. */
  readonly waiting: () => number;
  readonly size: () => number;
  /** The place of an entry in the log. */
  readonly indexOf: (id: EntryId) => number | undefined;
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
  /** What pages show beside the entries is another now: counts as a change. */
  readonly changed: () => void;
  /** Takes the decisions that are due. Call it after changes and every second or so. */
  readonly decide: () => Promise<void>;
  /** Who is told of alarms, and what they answer. */
  readonly alarms: AlarmDesk;
  /** Founds the place on a log of its own; `false` when it was founded before. */
  readonly found: (place: NewPlace) => Promise<boolean>;
  /** The hour this hub goes by. */
  readonly clock: Clock;
  readonly hubKey: AuthorKey;
  /** The name of this hub's log, which a revocation gives beside an index. */
  readonly origin: string;
  /** The transparency log of what is kept here. */
  readonly log: LogKeeper | undefined;
  /** Indexes of rows that could not be read back at start; shown, never hidden. */
  readonly unreadable: readonly number[];
};

const KEYS_REMEMBERED = 50_000;
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
  const { store, crypto } = needs;
  holdClockKind(store, needs.clock);
  const changes = newChanges();
  const { changed, onChange } = changes;
  const { hub, hubKey, log, origin, earlierLogs, own } = await openOwn(needs, changed);
  const book = newBook({ hubKey, origin, earlierLogs, log: own, sha256: crypto.sha256 });
  const unreadable = await readBack(needs, book);
  const clock = heldClock(needs.clock, lastLoggedAt(book), () => isAnyRunning(book));
  const keepNeeds = {
    store,
    crypto,
    keys: newKeyCache(KEYS_REMEMBERED),
    now: clock.now,
    mayTry: strangersGate(book, clock),
  };
  const turns = newTurns();
  const keepNow = async (
    items: readonly Json[],
    changes?: readonly DrawerChange[],
  ): Promise<readonly Receipt[]> => {
    const { receipts, kept } = await keepBatch(items, keepNeeds, changes);
    for (const { entry, index, loggedAt } of kept) book.take({ entry, index, loggedAt });
    book.settle();
    if (kept.length > 0) {
      void log?.round();
      changed();
    }
    return receipts.map((receipt) => weighed(receipt, book));
  };
  const keep: HubVoice['keep'] & Engine['keep'] = (items, changes?: readonly DrawerChange[]) =>
    turns.together(() => keepNow(items, changes));
  const erasing = eraser({ needs, turns, book, changed, removed: () => alarms.contacts.removed() });
  const voice: HubVoice = { book, keep, hub, hubKey, clock, crypto, newest: () => log && newestOf(log) };
  const alarms = await openAlarmDesk(store, voice, needs.alarms);
  onChange(alarms.settle);
  const decide = decider(voice, erasing.erase, alarms);
  return {
    keep,
    read: (cursor) => pageOf(needs, cursor, book),
    // Asking about an incident does not make one: a reader must not be able to put an empty one first.
    situation: (incident) =>
      situationOf(book.gathered(incident) ?? newGathered({ hubKeys: new Set([hubKey]) }), clock.now()),
    gathered: book.gathered,
    incidents: book.incidents,
    shown: () => incidentShown(book.people(), book.incidents()),
    people: book.people,
    headsOf: book.headsOf,
    brackets: () => bracketsNow({ book, store, own, notes: () => notesOf({ store, origin, log }) }),
    waiting: book.waiting,
    size: () => store.size(),
    indexOf: (id) => store.indexOf(id),
    ...changes,
    ...erasing,
    erased: () => allErased(store),
    found: (place) => foundPlace(voice, place),
    decide: async () => {
      // Not waited for: a slow disk under the log holds up no alarm.
      void log?.round();
      await decide();
      await alarms.delivery.round();
    },
    alarms,
    clock,
    hubKey,
    origin,
    log,
    unreadable,
  };
}

type Changes = Pick<Engine, 'onChange' | 'changed' | 'changes'>;

function newChanges(): Changes {
  const listeners = new Set<() => void>();
  let count = 0;
  return {
    changed: () => {
      count++;
      for (const listener of listeners) listener();
    },
    changes: () => count,
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function lastLoggedAt(book: Book): Instant {
  const hours = book.incidents().map((incident) => book.gathered(incident)?.lastLoggedAt ?? instant(0));
  return hours.reduce((last, hour) => (hour > last ? hour : last), instant(0));
}

function weighed(receipt: Receipt, book: Book): Receipt {
  if (receipt.status === 'refused') return receipt;
  const held = book.held(receipt.id);
  const made = held && madeOfAct(held.logged.entry, book);
  const ofLog = held?.logged.entry.flags.filter(({ kind }) => kind === 'checkpoint') ?? [];
  const flags = [...receipt.flags, ...ofLog];
  return { ...receipt, flags, weight: held?.weight?.kind ?? 'counts', ...(made && { made }) };
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

type OpenedOwn = LogNames & Pick<HubVoice, 'hub' | 'hubKey'> & Pick<Engine, 'log'> & { readonly own: OwnLog };

/** The newest checkpoint as it is served, and the last that enough witnesses signed. */
function notesOf({
  store,
  origin,
  log,
}: Pick<EngineNeeds, 'store'> & Pick<Engine, 'origin' | 'log'>): readonly string[] {
  return [log?.head()?.note, witnessedNote(store, origin)].filter((note) => note !== undefined);
}

/** The hub's own key, and its log as far as it is kept. */
async function openOwn(needs: EngineNeeds, changed: () => void): Promise<OpenedOwn> {
  const hub = hubSigner(needs.store, needs.crypto);
  const hubKey = authorKeyOf(hub.key);
  const base = logBase(hubKey, needs.clock.kind);
  const log = needs.log && (await openLog({ ...needs, ...needs.log, hub, hubKey, base, changed }));
  const { origin, earlierLogs } = log ?? logNames(needs.store, base);
  const own = ownLog({ origin, earlierLogs }, log?.rootAt ?? rootsOf(needs.store, needs.crypto));
  return { hub, hubKey, log, origin, earlierLogs, own };
}

/** What the log of a hub's store is called and verified by; `undefined` of a store on which no hub was started yet. */
export function keptLog(
  store: Pick<Store, 'setting'>,
  crypto: Primitives,
): (LogNames & Pick<LogKeeper, 'keys'>) | undefined {
  const hub = keptHubSigner(store, crypto);
  if (hub === undefined) return undefined;
  const kind = String.fromCharCode(...(store.setting(CLOCK_KIND) ?? [])) === 'replay' ? 'replay' : 'real';
  const names = logNames(store, logBase(authorKeyOf(hub.key), kind));
  return { ...names, keys: logSigners({ store, crypto, hub }, names.origin).map(({ key }) => key) };
}

/** The key by which a store's hub signs; `undefined` where none was started yet. */
export function keptHubSigner(store: Pick<Store, 'setting'>, crypto: Primitives): Signer | undefined {
  const seed = store.setting(HUB_SEED);
  return seed && crypto.signerFromSeed(seed);
}

function hubSigner(store: Store, crypto: Primitives): Signer {
  const kept = keptHubSigner(store, crypto);
  if (kept !== undefined) return kept;
  const made = crypto.newSigner();
  store.saveSetting(HUB_SEED, made.seed);
  return made;
}
