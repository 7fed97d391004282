import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { parseJson } from '../base/canonical-json.ts';
import { newRoster } from '../acts/alarm/roster.ts';
import type { HourSpan } from '../acts/alarm/hours.ts';
import type { Circle, Roster } from '../acts/alarm/roster.ts';
import type { ChannelName } from '../acts/alarm/channels.ts';
import type { Role, Spoken } from '../record/kinds/vocabulary.ts';
import type { AuthorKey } from '../record/names.ts';
import type { People } from '../situation/people.ts';
import type { DrawerChange, Store } from '../ports/store.ts';
import { REGISTER, registerIn, registerRow } from './contact-register.ts';
import type { ContactRegister } from './contact-register.ts';
import { readContact } from './kept-contact.ts';
import { oneByOne } from './one-by-one.ts';

/** An address by one road. Only one that its owner has shown to be theirs is ever written to. */
export type Address = {
  readonly channel: ChannelName;
  readonly address: string;
  readonly isVerified: boolean;
};

/**
 * Somebody who can be told. The hub knows no name: `person` is a number, `of` the standing key with which a warden or
 * another who was let in set this up. A neighbour's browser and a supporter have none.
 */
export type Contact = {
  readonly person: number;
  readonly role: Role;
  readonly cell?: string;
  readonly language: Spoken;
  readonly of?: AuthorKey;
  readonly circle?: Circle;
  /** Parts of the settlement in which they count as near. */
  readonly zones?: readonly string[];
  /** Of those who subscribed themselves: when they may be called. */
  readonly hours?: readonly HourSpan[];
  readonly addresses: readonly Address[];
};

/** All who can be told, sealed on the disk and open in memory only. */
export type Contacts = {
  readonly roster: Roster;
  readonly get: (person: number) => Contact | undefined;
  readonly of: (key: AuthorKey) => Contact | undefined;
  readonly all: () => Iterable<Contact>;
  /** Keeps a contact, a new one under a number that nobody had before. On the disk when it resolves. */
  readonly put: (contact: Omit<Contact, 'person'>, person?: number) => Promise<Contact>;
  /** Forgets somebody, on the disk too; only their number stays, by which they go from backups. */
  readonly remove: (person: number) => Promise<void>;
  /** The numbers of all who were ever forgotten. */
  readonly removed: () => readonly number[];
  /**
   * Goes by how people's keys stand now: who was withdrawn or has left is told nothing more from this moment on, and is off
   * the disk when it resolves. Throws `StoreFailure`: then call it again. Costs nothing while the people are the same.
   */
  readonly settle: (people: People) => Promise<void>;
};

export function openContacts(store: Store, people: People): Contacts {
  const listing = newListing(people);
  const { known, byKey, ended, roster } = listing;
  const rows = store.inDrawer('contacts');
  let register = registerIn(rows);
  for (const { n, content } of rows) {
    const contact = n === REGISTER ? undefined : readContact(n, parseJson(utf8Decode(content) ?? ''));
    if (contact !== undefined) listing.list(contact);
  }
  // The register is one row: two changes at once must not undo each other's.
  const inTurn = oneByOne();
  const keep = async (changed: ContactRegister, changes: readonly DrawerChange[]): Promise<void> => {
    await store.append([], [registerRow(changed), ...changes]);
    register = changed;
  };
  /** Off the disk; what is in memory is for whoever asked. */
  const forget = async (people: readonly number[]): Promise<void> => {
    const removed = [...new Set([...register.removed, ...people])];
    await keep(
      { ...register, removed },
      people.map((n) => ({ drawer: 'contacts', n })),
    );
  };
  return {
    roster,
    get: (person) => known.get(person),
    of: (key) => byKey.get(key),
    all: () => known.values(),
    put: (given, number) =>
      inTurn(async () => {
        // A number that is off the list never comes to stand for anybody again, whatever page was still open.
        const isGiven = number !== undefined && !register.removed.includes(number);
        const person = isGiven ? number : register.next;
        const contact = { ...given, person };
        const content = utf8Encode(JSON.stringify(contact));
        const next = Math.max(register.next, person + 1);
        await keep({ ...register, next }, [{ drawer: 'contacts', n: person, content }]);
        listing.list(contact);
        return contact;
      }),
    remove: (person) =>
      inTurn(async () => {
        await forget([person]);
        const gone = known.get(person);
        if (gone !== undefined) listing.leaveOut(gone);
      }),
    removed: () => register.removed,
    settle: async (now) => {
      listing.goBy(now);
      if (ended.size === 0) return;
      await inTurn(async () => {
        const gone = [...ended];
        if (gone.length === 0) return;
        await forget(gone);
        for (const person of gone) ended.delete(person);
      });
    },
  };
}

/** Contacts in memory, by how the keys behind them stand. */
type Listing = {
  readonly roster: Roster;
  readonly known: ReadonlyMap<number, Contact>;
  readonly byKey: ReadonlyMap<AuthorKey, Contact>;
  /** Those still to be taken off the disk. */
  readonly ended: Set<number>;
  readonly list: (contact: Contact) => void;
  readonly leaveOut: (contact: Contact) => void;
  readonly goBy: (now: People) => void;
};

function newListing(people: People): Listing {
  const known = new Map<number, Contact>();
  const byKey = new Map<AuthorKey, Contact>();
  // Nobody vouches for their keys as far as the hub can read: not told, and not forgotten either.
  const unheard = new Map<number, Contact>();
  const ended = new Set<number>();
  const roster = newRoster();
  let standing = people;
  const leaveOut = ({ person, of }: Contact): void => {
    known.delete(person);
    unheard.delete(person);
    if (of !== undefined) byKey.delete(of);
    roster.remove(person);
  };
  const list = (contact: Contact): void => {
    const { person, role, cell, of, circle, zones, hours, addresses } = contact;
    const stands = standsBy(standing, of);
    if (stands !== 'well') {
      leaveOut(contact);
      if (stands === 'ended') ended.add(person);
      else unheard.set(person, contact);
      return;
    }
    unheard.delete(person);
    known.set(person, contact);
    if (of !== undefined) byKey.set(of, contact);
    const channels = addresses.filter(({ isVerified }) => isVerified).map(({ channel }) => channel);
    roster.put(person, {
      role,
      channels,
      ...(cell !== undefined && { cell }),
      ...(circle !== undefined && { circle }),
      ...(zones !== undefined && { zones }),
      // Whom somebody vouches for the place counts on, at any hour.
      ...(hours !== undefined && of === undefined && { hours }),
    });
  };
  const goBy = (now: People): void => {
    if (now === standing) return;
    standing = now;
    for (const contact of [...known.values(), ...unheard.values()])
      if (contact.of !== undefined) list(contact);
  };
  return { roster, known, byKey, ended, list, leaveOut, goBy };
}

/** Whether somebody's key still stands, so that what they say by a link or a text message counts. */
export function isStanding(people: People, key: AuthorKey | undefined): boolean {
  return standsBy(people, key) === 'well';
}

/**
 * `ended`: withdrawn, left, or a keyholder's key that another has followed. Who has no key was never let in by one; before a
 * place is founded nobody's key is asked about.
 */
function standsBy(
  { founding, grants, seats, revoked }: People,
  key: AuthorKey | undefined,
): 'well' | 'ended' | 'unheard' {
  if (key === undefined || founding === undefined) return 'well';
  const [seat, grant] = [seats.get(key), grants.get(key)];
  if (revoked.has(key) || seat?.until !== undefined) return 'ended';
  if (seat !== undefined) return 'well';
  if (grant === undefined) return 'unheard';
  return grant.end === undefined ? 'well' : 'ended';
}
