import { never } from '../base/assert.ts';
import type { Entry } from '../record/entry.ts';
import type { AlarmOrder } from '../record/kinds/alarm.ts';
import type { PeopleBody } from '../record/kinds/body.ts';
import { PEOPLE_KINDS } from '../record/kinds/body.ts';
import type { EraseGround, EraseOffice, Role } from '../record/kinds/vocabulary.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import { mayWrite } from '../record/readers.ts';
import type { Logged } from './buckets.ts';
import * as decisions from './people-decisions.ts';
import { foundPlace, grantKey, inviteKey, leaveKey, rotateKey } from './people-keys.ts';
import { isStanding, SECONDS } from './people-pairs.ts';
import type { PeopleRefusal, RefusedAct } from './people-refusals.ts';
import { standingOf } from './people-standing.ts';
import type { Granted } from './people-standing.ts';
import { newFolding } from './people-state.ts';
import type {
  Act,
  ApprovedFeed,
  Erasure,
  Folding,
  GroupKey,
  Invitation,
  Matter,
  PeopleNeeds,
  Standings,
  Statement,
} from './people-state.ts';

/**
 * A keyholder's place. `revoked`: the key was dropped and the next one, on paper, can still take over. `closed`: that
 * one was dropped too.
 */
export type Keyholder = {
  readonly n: number;
  readonly key: AuthorKey;
  readonly next: string;
  readonly state: 'standing' | 'revoked' | 'closed';
};

/** One voice. `n`: of which keyholder. `from`: of a revocation the index it names, else where it was logged. */
export type Said = {
  readonly entry: EntryId;
  readonly by: AuthorKey;
  readonly n?: number;
  readonly from: number;
};

/** What has been said and waits for a second: who said it, and whose word is still needed. */
export type Pending = {
  readonly matter: Matter;
  readonly said: readonly Said[];
  /** One more of these roles, independent of those who said it. */
  readonly needs: readonly Role[];
  /** Of an erasure: what the first who said it gave as ground and office. */
  readonly erase?: { readonly ground: EraseGround; readonly office: EraseOffice };
};

/** Who may speak as what, by the place log. */
export type People = Standings & {
  /** By number. */
  readonly keyholders: readonly Keyholder[];
  /** Whether they have run out is for whoever has a clock: `until`. */
  readonly invitations: readonly Invitation[];
  readonly pending: readonly Pending[];
  /** Entries of keys without a grant that are shown all the same. */
  readonly moderated: ReadonlySet<EntryId>;
  readonly erasures: readonly Erasure[];
  /** The key of each group that two agreed on last. */
  readonly groupKeys: readonly GroupKey[];
  /** What two keyholders ordered of an alarm, by the entry that raised it. */
  readonly orders: ReadonlyMap<EntryId, ReadonlySet<AlarmOrder>>;
  /** What a feed of alarms may say; nothing until two approve it, and once one has stopped it. */
  readonly feed?: ApprovedFeed;
  readonly refused: readonly RefusedAct[];
  /** Acts no hub has logged yet: without an index they have no place in the order, and no effect. */
  readonly waiting: readonly EntryId[];
};

/**
 * Folds the acts about people, keys and incidents, of the place log and of incident logs; other entries are passed
 * over. Pure: any order and any duplicates give the same. Each act is judged in order of the log, by what was known
 * at its index.
 */
export function peopleOf(entries: readonly Logged[], needs: PeopleNeeds): People {
  const copies = newestKnowledge(entries);
  const folding = newFolding(needs, new Set(copies.keys()));
  const waiting: EntryId[] = [];
  const logged: (Logged & { readonly index: number })[] = [];
  for (const { index, ...rest } of copies.values()) {
    if (index === undefined) waiting.push(rest.entry.id);
    else logged.push({ ...rest, index });
  }
  logged.sort((a, b) => a.index - b.index || (a.entry.id < b.entry.id ? -1 : 1));
  for (const { entry, index } of logged) take(folding, entry, index);
  return peopleFrom(folding, waiting.sort());
}

/** One of each entry: the lowest index any copy has, and a body if any copy has one. */
function newestKnowledge(entries: readonly Logged[]): ReadonlyMap<EntryId, Logged> {
  const known = new Map<EntryId, Logged>();
  for (const now of entries) {
    if (!PEOPLE_KINDS.includes(now.entry.core.kind)) continue;
    const old = known.get(now.entry.id);
    if (old === undefined) {
      known.set(now.entry.id, now);
      continue;
    }
    const index = Math.min(old.index ?? Infinity, now.index ?? Infinity);
    known.set(now.entry.id, {
      entry: old.entry.body === undefined ? now.entry : old.entry,
      ...(index !== Infinity && { index }),
    });
  }
  return known;
}

function take(f: Folding, entry: Entry, index: number): void {
  const { author, incident, kind } = entry.core;
  const body = entry.body;
  const reason =
    body === undefined || !isPeopleBody(body)
      ? 'body-missing'
      : takeAct(f, { id: entry.id, author, incident, kind, index, body });
  if (reason !== undefined) f.refused.push({ entry: entry.id, reason });
}

// Acts that may also stand in an incident's log, by the keys of its slot.
const OF_ANY_LOG: ReadonlySet<PeopleBody['type']> = new Set([
  'mute',
  'unmute',
  'moderate',
  'erase',
  'key-leave',
]);

function isPeopleBody(body: NonNullable<Entry['body']>): body is PeopleBody {
  return TYPES.has(body.type);
}

const TYPES: ReadonlySet<string> = new Set<PeopleBody['type']>([
  ...(['place-found', 'key-invite', 'key-grant', 'key-revoke', 'key-leave', 'key-rotate'] as const),
  ...(['incident-open', 'incident-merge', 'incident-close', 'incident-archive'] as const),
  ...([
    'alarm-order',
    'feed-approve',
    'feed-stop',
    'mute',
    'unmute',
    'moderate',
    'erase',
    'group-key',
  ] as const),
]);

function takeAct(f: Folding, act: Act): PeopleRefusal | undefined {
  const { body } = act;
  if (body.type === 'place-found') return foundPlace(f, { ...act, body });
  if (f.founding === undefined) return 'not-founded';
  if (act.incident !== f.founding.place && !OF_ANY_LOG.has(body.type)) return 'wrong-log';
  // Who leaves or comes from paper has no standing to ask about.
  if (body.type === 'key-leave') return leaveKey(f, { ...act, body });
  if (body.type === 'key-rotate') return rotateKey(f, { ...act, body });
  const standing = standingOf(f, act.author, act);
  if (standing.kind !== 'granted') return standing.kind === 'none' ? 'no-grant' : standing.kind;
  if (!mayWrite(standing.role, act.kind)) return notEntitled(act.kind);
  return doAct(f, act, standing);
}

function notEntitled(kind: string): PeopleRefusal {
  if (mayWrite('warden', kind) || mayWrite('steward', kind)) return 'role-may-not';
  return mayWrite('keyholder', kind) ? 'not-a-keyholder' : 'not-the-hub';
}

function doAct(f: Folding, act: Act, granted: Granted): PeopleRefusal | undefined {
  const { body } = act;
  switch (body.type) {
    case 'key-invite':
      return inviteKey(f, { ...act, body }, granted);
    case 'key-grant':
      return grantKey(f, { ...act, body }, granted);
    case 'key-revoke':
      return void decisions.revokeKeys(f, { ...act, body }, granted);
    case 'incident-open':
      return decisions.openIncident(f, { ...act, body });
    case 'incident-merge':
      return decisions.mergeIncidents(f, { ...act, body }, granted);
    case 'incident-close':
      return decisions.closeIncident(f, { ...act, body }, granted);
    case 'alarm-order':
      return decisions.orderAlarm(f, { ...act, body }, granted);
    case 'feed-approve':
      return decisions.approveFeed(f, { ...act, body }, granted);
    case 'feed-stop':
      return decisions.stopFeed(f, { ...act, body });
    case 'incident-archive':
      return decisions.archiveIncident(f, { ...act, body });
    case 'mute':
      return void decisions.muteKeys(f, { ...act, body }, granted);
    case 'unmute':
      return void decisions.unmuteKeys(f, { ...act, body }, granted);
    case 'moderate':
      return void decisions.moderateEntries(f, { ...act, body }, granted);
    case 'erase':
      return void decisions.eraseEntries(f, { ...act, body }, granted);
    case 'group-key':
      return decisions.agreeGroupKey(f, { ...act, body }, granted);
    case 'place-found':
    case 'key-leave':
    case 'key-rotate':
      return undefined;
    default:
      return never(body, 'doAct');
  }
}

/** Later than every entry: how things stand at the end. */
const AT_END: number = Number.MAX_SAFE_INTEGER;

function peopleFrom(f: Folding, waiting: readonly EntryId[]): People {
  const { hubKeys, founding, seats, grants, revoked, muted, incidents } = f;
  return {
    hubKeys,
    ...(founding && { founding }),
    seats,
    grants,
    revoked,
    muted,
    incidents,
    keyholders: keyholdersOf(f),
    invitations: [...f.invitations.values()].flatMap(({ invitation, shown }) =>
      isOf(f, { ...shown, index: AT_END }) ? [invitation] : [],
    ),
    pending: pendingOf(f),
    moderated: new Set(
      [...f.moderated].flatMap(([id, shown]) => (isOf(f, shown, shown.incident) ? [id] : [])),
    ),
    erasures: [...f.erasures.values()],
    groupKeys: [...f.groupKeys.values()],
    orders: f.orders,
    ...(f.feed && { feed: f.feed }),
    refused: f.refused,
    waiting,
  };
}

/** Whether the one signature behind it still counts, and by the same grant. */
function isOf(
  f: Folding,
  { by, grant, index }: { readonly by: AuthorKey; readonly grant: EntryId; readonly index: number },
  incident = f.founding?.place,
): boolean {
  if (incident === undefined) return false;
  const standing = standingOf(f, by, { incident, index });
  return standing.kind === 'granted' && standing.grant === grant;
}

function keyholdersOf(f: Folding): readonly Keyholder[] {
  const held = [...f.seats.values()].filter((seat) => seat.until === undefined);
  return held
    .sort((a, b) => a.n - b.n)
    .map(({ n, key, next }): Keyholder => {
      const isRevoked = f.revoked.has(key);
      return {
        n,
        key,
        next,
        state: !isRevoked ? 'standing' : f.revoked.has(next) ? 'closed' : 'revoked',
      };
    });
}

function pendingOf(f: Folding): readonly Pending[] {
  return [...f.matters.values()].flatMap(({ matter, said }) => {
    const standing = said.filter((each) => isStanding(f, each, AT_END));
    if (standing.length === 0 || isMoot(f, matter)) return [];
    const erase = standing.flatMap(({ entry }) => f.eraseSaid.get(entry) ?? [])[0];
    const voices = standing.map((each) => saidBy(f, each));
    return [{ matter, said: voices, needs: SECONDS[matter.kind], ...(erase && { erase }) }];
  });
}

function saidBy(f: Folding, { entry, key, from }: Statement): Said {
  const n = f.seats.get(key)?.n;
  return { entry, by: key, ...(n !== undefined && { n }), from };
}

/** What has been overtaken: an incident no longer open, with its alarms, a group's key that another came before. */
function isMoot({ incidents, groupKeys, founding }: Folding, matter: Matter): boolean {
  const isOpen = (id: Extract<Matter, { readonly kind: 'close' }>['incident']): boolean =>
    incidents.get(id)?.state === 'open' || id === founding?.place;
  if (matter.kind === 'group-key') return matter.number <= (groupKeys.get(matter.role)?.number ?? 0);
  if (matter.kind === 'merge') return !isOpen(matter.from) || !isOpen(matter.into);
  return (matter.kind === 'close' || matter.kind === 'order') && !isOpen(matter.incident);
}
