import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { parseJson } from '../base/canonical-json.ts';
import { newRoster } from '../acts/alarm/roster.ts';
import type { Circle, Roster } from '../acts/alarm/roster.ts';
import type { ChannelName } from '../acts/alarm/channels.ts';
import type { Role, Spoken } from '../record/kinds/vocabulary.ts';
import type { AuthorKey } from '../record/names.ts';
import type { People } from '../situation/people.ts';
import type { Store } from '../ports/store.ts';
import { readContact } from './kept-contact.ts';

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
  /** Forgets somebody, on the disk too. */
  readonly remove: (person: number) => Promise<void>;
  /** Leaves out who was withdrawn or has left, and takes in who is back; call it when people's standing changed. */
  readonly settle: (people: People) => void;
};

/** Under this number lies the next number to give. */
const NEXT = 0;

export function openContacts(store: Store, people: People): Contacts {
  const known = new Map<number, Contact>();
  const byKey = new Map<AuthorKey, Contact>();
  const roster = newRoster();
  let next = 1;
  let standing = people;
  const list = (contact: Contact): void => {
    const { person, role, cell, of, circle, addresses } = contact;
    known.set(person, contact);
    if (of !== undefined) byKey.set(of, contact);
    const channels = addresses.filter(({ isVerified }) => isVerified).map(({ channel }) => channel);
    if (!isStanding(standing, of)) return roster.remove(person);
    roster.put(person, {
      role,
      channels,
      ...(cell !== undefined && { cell }),
      ...(circle !== undefined && { circle }),
    });
  };
  for (const { n, content } of store.inDrawer('contacts')) {
    if (n === NEXT) next = Number(utf8Decode(content));
    else {
      const contact = readContact(n, parseJson(utf8Decode(content) ?? ''));
      if (contact !== undefined) list(contact);
    }
  }
  return {
    roster,
    get: (person) => known.get(person),
    of: (key) => byKey.get(key),
    all: () => known.values(),
    put: async (given, person = next++) => {
      const contact = { ...given, person };
      const content = utf8Encode(JSON.stringify(contact));
      await store.append(
        [],
        [
          { drawer: 'contacts', n: NEXT, content: utf8Encode(String(next)) },
          { drawer: 'contacts', n: person, content },
        ],
      );
      list(contact);
      return contact;
    },
    remove: async (person) => {
      await store.append([], [{ drawer: 'contacts', n: person }]);
      const gone = known.get(person);
      known.delete(person);
      if (gone?.of !== undefined) byKey.delete(gone.of);
      roster.remove(person);
    },
    settle: (now) => {
      standing = now;
      for (const contact of known.values()) list(contact);
    },
  };
}

/** A key that was withdrawn or has left is told nothing any more; who has no key was never let in by one. */
export function isStanding(
  { founding, grants, seats, revoked }: People,
  key: AuthorKey | undefined,
): boolean {
  if (key === undefined || founding === undefined) return true;
  if (revoked.has(key)) return false;
  return seats.get(key)?.until === undefined && (seats.has(key) || grants.get(key)?.end === undefined);
}
