import type { Instant } from '../base/instant.ts';
import type { EntryId, IncidentId } from '../record/names.ts';

/** One accepted entry on its way into the store. `content` is opaque here: the store never looks inside. */
export type NewRow = {
  readonly id: EntryId;
  readonly incident: IncidentId;
  readonly loggedAt: Instant;
  readonly content: Uint8Array;
};

/** `index` counts accepted entries from 0, without gaps, over all incidents of the hub. */
export type Row = NewRow & {
  readonly index: number;
  /** What came to the entry after it was kept, in that order. */
  readonly later: readonly Uint8Array[];
  /** The `erase` entry that took something away; `content` is what was left, empty when nothing was. */
  readonly erasedBy?: EntryId;
};

/** Where an entry stands. `isNew` is false when the same id was kept before: then it is the old place. */
export type Kept = { readonly id: EntryId; readonly index: number; readonly isNew: boolean };

/** Which rows to read: those after `after` (an index; -1 for all), of one incident or of all. */
export type Cursor = { readonly after: number; readonly incident?: IncidentId; readonly limit: number };

/** What an erasure leaves of a row: `content` replaces all that was kept of it, later additions too. */
export type Erasure = { readonly index: number; readonly by: EntryId; readonly content: Uint8Array };

/** A row of which something was erased. It is known without opening the row. */
export type ErasedPlace = { readonly index: number; readonly id: EntryId; readonly by: EntryId };

/** What a hub keeps beside its entries. Rows of a drawer come and go, unlike entries, and are found by number. */
export const DRAWERS = ['contacts', 'ledger', 'stamps', 'witnessed', 'evidence'] as const;
export type Drawer = (typeof DRAWERS)[number];

/** A row of a drawer as it shall be; without content it goes, and its bytes with it. */
export type DrawerChange = { readonly drawer: Drawer; readonly n: number; readonly content?: Uint8Array };

/**
 * The append-only memory of a hub. When `append` or `add` resolves, the rows are on the disk for good; when it throws,
 * nothing of them was acknowledged. Throws `StoreFailure` for what the world does (disk full, read-only, locked).
 */
export type Store = {
  /** `changes` to drawers are made with the rows or not at all. */
  readonly append: (rows: readonly NewRow[], changes?: readonly DrawerChange[]) => Promise<readonly Kept[]>;
  /** Keeps something more about a row, such as a part that came late. Nothing that was kept changes. */
  readonly add: (index: number, content: Uint8Array) => Promise<void>;
  readonly read: (cursor: Cursor) => readonly Row[];
  readonly find: (id: EntryId) => Row | undefined;
  /** Where an id stands, also when its row cannot be opened. */
  readonly indexOf: (id: EntryId) => number | undefined;
  /** At most `limit` ids in their order, from an index on, also those of rows that were erased or cannot be opened. */
  readonly leaves: (from: number, limit: number) => readonly EntryId[];
  /** How many entries are kept: the next index. */
  readonly size: () => number;
  readonly incidents: () => readonly IncidentId[];
  /**
   * Takes content away for ever; place and id of each row stay. When it returns nothing reads the old content any more,
   * but a journal may hold its bytes until `scrub` has said true. Not while an `append` or `add` is under way.
   */
  readonly erase: (erasures: readonly Erasure[]) => void;
  /** The rows of which something was erased, by rising index. */
  readonly erased: () => readonly ErasedPlace[];
  /** Overwrites what erasures left in a journal. False while somebody else reads there: then call it again later. */
  readonly scrub: () => boolean;
  /** Small settings of the hub itself. `undefined` when never saved. */
  readonly setting: (name: string) => Uint8Array | undefined;
  readonly saveSetting: (name: string, value: Uint8Array) => void;
  /** All rows of a drawer, by rising number. */
  readonly inDrawer: (drawer: Drawer) => readonly { readonly n: number; readonly content: Uint8Array }[];
  /** What is wrong with the stored bytes, in plain words; empty when sound. */
  readonly faults: () => readonly string[];
  readonly close: () => void;
};

export type StoreFailureKind =
  | 'full'
  | 'read-only'
  | 'in-use'
  | 'newer-format'
  | 'older-format'
  | 'broken'
  | 'other-key'
  | 'unavailable';

/** A failure of the world under the store. `retryable`: the same call may succeed later. */
export class StoreFailure extends Error {
  readonly port = 'store';
  readonly kind: StoreFailureKind;
  readonly retryable: boolean;

  constructor(kind: StoreFailureKind, retryable: boolean, cause?: unknown) {
    super(`store: ${kind}`, { cause });
    this.kind = kind;
    this.retryable = retryable;
  }
}
