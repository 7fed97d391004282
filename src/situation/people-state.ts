import type { Instant } from '../base/instant.ts';
import type { Recipient } from '../record/age-key.ts';
import type { AlarmOrder } from '../record/kinds/alarm.ts';
import type { PeopleBody } from '../record/kinds/body.ts';
import type { FeedTemplate } from '../record/kinds/feed.ts';
import type { Erased, EraseGround, EraseOffice, Role, Spoken } from '../record/kinds/vocabulary.ts';
import type { AuthorKey, EntryId, IncidentId } from '../record/names.ts';
import type { GroupRole } from '../record/parts.ts';
import type { Primitives } from '../record/primitives.ts';
import type { RefusedAct } from './people-refusals.ts';

/** The founding: where the place log lies and whose it is. */
export type Founding = {
  readonly entry: EntryId;
  readonly place: IncidentId;
  readonly settlement: string;
  readonly languages: readonly Spoken[];
};

/**
 * A key that is or was a keyholder's. `entry` made it so: the founding or a rotation. It speaks from log index `from`
 * on, and from `until` on no more.
 */
export type Seat = {
  readonly n: number;
  readonly key: AuthorKey;
  readonly next: string;
  readonly entry: EntryId;
  readonly from: number;
  readonly until?: number;
};

/** A key somebody vouched for. One key serves one slot. */
export type Grant = {
  readonly entry: EntryId;
  readonly key: AuthorKey;
  readonly slot: number;
  readonly role: Role;
  readonly cell?: string;
  readonly voucher: AuthorKey;
  readonly from: number;
  /** From this log index on it is without weight. */
  readonly end?: { readonly index: number; readonly why: 'left' | 'revoked' };
};

/** Two keyholders have dropped a key, or a keyholder's next one: without weight from log index `from` on. */
export type Revocation = { readonly from: number; readonly entries: readonly [EntryId, EntryId] };

/** From log index `from` on hidden, until `until`. */
export type Muting = { readonly from: number; readonly until?: number };

/** A role held ready. Who used it is stored nowhere. */
export type Invitation = {
  readonly entry: EntryId;
  readonly invitation: string;
  readonly role: Role;
  readonly cell?: string;
  readonly until: Instant;
  readonly by: AuthorKey;
};

export type IncidentState = 'open' | 'merged' | 'closed' | 'archived';

/** An incident as the place log tells its life. */
export type IncidentLife = {
  readonly id: IncidentId;
  readonly number: number;
  readonly state: IncidentState;
  /** What it was merged into, and the log index from which on its own number is no longer that of new entries. */
  readonly into?: IncidentId;
  readonly mergedAt?: number;
};

/** What two have to say before it is so. */
export type Matter =
  | { readonly kind: 'revoke'; readonly key: AuthorKey }
  | { readonly kind: 'mute' | 'unmute'; readonly key: AuthorKey }
  | { readonly kind: 'merge'; readonly from: IncidentId; readonly into: IncidentId }
  | { readonly kind: 'close'; readonly incident: IncidentId }
  | {
      readonly kind: 'order';
      readonly alarm: EntryId;
      readonly incident: IncidentId;
      readonly order: AlarmOrder;
    }
  | { readonly kind: 'erase'; readonly id: EntryId; readonly what: Erased; readonly part?: string }
  | ({ readonly kind: 'group-key' } & Omit<GroupKey, 'entries'>)
  | { readonly kind: 'feed'; readonly template: FeedTemplate };

/** Who has said it. `from`: of a revocation, the log index it names. */
export type Statement = {
  readonly entry: EntryId;
  readonly key: AuthorKey;
  readonly voucher: AuthorKey;
  readonly incident: IncidentId;
  readonly from: number;
};

/** What was destroyed by whose decision: ground and office are those of the first who said it. */
export type Erasure = {
  readonly id: EntryId;
  readonly what: Erased;
  readonly part?: string;
  readonly ground: EraseGround;
  readonly office: EraseOffice;
  readonly entries: readonly [EntryId, EntryId];
};

/** The key that a group's sealed parts go to, by the two who said so. */
export type GroupKey = {
  readonly role: GroupRole;
  readonly recipient: Recipient;
  /** Counts the keys of this role from 1. */
  readonly number: number;
  readonly entries: readonly [EntryId, EntryId];
};

/** What a feed of alarms may say, by the two who said so last. */
export type ApprovedFeed = {
  readonly template: FeedTemplate;
  readonly entries: readonly [EntryId, EntryId];
};

/** Says with what right an act was done: the entry that gave its author the role then. */
export type Shown = { readonly by: AuthorKey; readonly index: number; readonly grant: EntryId };

/** All that standing depends on. */
export type Standings = {
  readonly hubKeys: ReadonlySet<AuthorKey>;
  readonly founding?: Founding;
  readonly seats: ReadonlyMap<AuthorKey, Seat>;
  readonly grants: ReadonlyMap<AuthorKey, Grant>;
  readonly revoked: ReadonlyMap<string, Revocation>;
  readonly muted: ReadonlyMap<AuthorKey, readonly Muting[]>;
  readonly incidents: ReadonlyMap<IncidentId, IncidentLife>;
};

/**
 * What the fold is told from outside. `origin`: the name of the log whose indexes the entries carry. `earlierLogs`: names
 * the same hub's log had before, each with the number of entries that have the same index in it.
 */
export type PeopleNeeds = {
  readonly hubKeys: ReadonlySet<AuthorKey>;
  readonly sha256: Primitives['sha256'];
  readonly origin: string;
  readonly earlierLogs?: ReadonlyMap<string, number>;
};

/** One entry that acts on people, keys or incidents, with its place in the log. */
export type Act<B extends PeopleBody = PeopleBody> = {
  readonly id: EntryId;
  readonly author: AuthorKey;
  readonly incident: IncidentId;
  readonly kind: string;
  readonly index: number;
  readonly body: B;
};

/** What has come together while the acts are taken in order of the log. */
export type Folding = {
  readonly needs: PeopleNeeds;
  /** Every entry given: none of them can be erased, since standing hangs on them. */
  readonly needed: ReadonlySet<EntryId>;
  readonly hubKeys: ReadonlySet<AuthorKey>;
  founding?: Founding;
  readonly seats: Map<AuthorKey, Seat>;
  readonly grants: Map<AuthorKey, Grant>;
  readonly grantedBy: Map<AuthorKey, AuthorKey[]>;
  readonly revoked: Map<string, Revocation>;
  readonly muted: Map<AuthorKey, readonly Muting[]>;
  readonly incidents: Map<IncidentId, IncidentLife>;
  readonly invitations: Map<string, { readonly invitation: Invitation; readonly shown: Shown }>;
  readonly moderated: Map<EntryId, Shown & { readonly incident: IncidentId }>;
  readonly erasures: Map<string, Erasure>;
  readonly groupKeys: Map<GroupRole, GroupKey>;
  readonly orders: Map<EntryId, Set<AlarmOrder>>;
  feed?: ApprovedFeed | undefined;
  readonly matters: Map<string, { readonly matter: Matter; readonly said: readonly Statement[] }>;
  readonly eraseSaid: Map<EntryId, { readonly ground: EraseGround; readonly office: EraseOffice }>;
  readonly refused: RefusedAct[];
};

export function newFolding(needs: PeopleNeeds, needed: ReadonlySet<EntryId>): Folding {
  return {
    needs,
    needed,
    hubKeys: needs.hubKeys,
    seats: new Map(),
    grants: new Map(),
    grantedBy: new Map(),
    revoked: new Map(),
    muted: new Map(),
    incidents: new Map(),
    invitations: new Map(),
    moderated: new Map(),
    erasures: new Map(),
    groupKeys: new Map(),
    orders: new Map(),
    matters: new Map(),
    eraseSaid: new Map(),
    refused: [],
  };
}
