import { ADDRESSED, maskAddress, parseAddress } from '../acts/alarm/address.ts';
import type { Addressed } from '../acts/alarm/address.ts';
import type { NotSent, ReachRefusal } from '../acts/words/reach-refusals.ts';
import { isJsonArray, isJsonObject } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { SPOKEN } from '../record/kinds/vocabulary.ts';
import type { Role, Spoken } from '../record/kinds/vocabulary.ts';
import type { AuthorKey } from '../record/names.ts';
import type { People } from '../situation/people.ts';
import { newAddressCodes } from './address-codes.ts';
import type { CodeNeeds } from './address-codes.ts';
import type { Address, Contact, Contacts } from './contacts.ts';
import { readCircle } from './kept-contact.ts';

/** How somebody is reached, as it is shown to them: enough to know an address again, and not the address. */
export type ReachShown = {
  readonly language?: Spoken;
  /** Shown to be theirs: an alarm goes there. */
  readonly addresses: readonly ShownAddress[];
  /** Where a code went that has not come back. */
  readonly waiting: readonly ShownAddress[];
  /** The roads that this hub has. */
  readonly channels: readonly Addressed[];
};
export type ShownAddress = { readonly channel: Addressed; readonly shown: string };

/** What became of new addresses: those that no code could be sent to are named with why. */
export type ReachSet = ReachShown & {
  readonly notSent: readonly { readonly channel: Addressed; readonly why: NotSent }[];
};

/** How those who were let in say how they are reached: each for their own standing key, whose signature was checked. */
export type Reach = {
  readonly of: (key: AuthorKey) => ReachShown;
  /**
   * Keeps the language and what there is by each listed road, forgets the others, and sends a code to each new address. Role
   * and cell are the grant's.
   */
  readonly set: (key: AuthorKey, value: Json | undefined) => Promise<Result<ReachSet, ReachRefusal>>;
  /** Takes in an address whose code came back. */
  readonly prove: (key: AuthorKey, value: Json | undefined) => Promise<Result<ReachShown, ReachRefusal>>;
  /** Forgets all of it, on the disk too. */
  readonly leave: (key: AuthorKey) => Promise<void>;
};

export type ReachNeeds = Omit<CodeNeeds, 'perHour'> & { readonly contacts: Contacts };

const CODES_PER_HOUR = 50;

export function newReach(needs: ReachNeeds): Reach {
  const { contacts, voice, roads } = needs;
  const codes = newAddressCodes({ ...needs, perHour: CODES_PER_HOUR });
  const inTurn = oneByOne();
  const shown = (key: AuthorKey): ReachShown => {
    const contact = contacts.of(key);
    return {
      ...(contact && { language: contact.language }),
      addresses: shownOf(contact?.addresses ?? []),
      waiting: shownOf(codes.waiting(key)),
      channels: ADDRESSED.filter((name) => roads.some(({ channel }) => channel.name === name)),
    };
  };
  const keep = async (
    key: AuthorKey,
    as: Pick<Contact, 'language' | 'circle' | 'addresses'>,
  ): Promise<void> => {
    const standing = grantedTo(voice.book.people(), key);
    if (standing !== undefined) await contacts.put({ ...as, ...standing, of: key }, contacts.of(key)?.person);
  };
  return {
    of: shown,
    set: async (key, value) => {
      const asked = readAsked(value);
      if (!asked.ok) return asked;
      const { language, circle, addresses } = asked.value;
      const stays = (name: Addressed): boolean =>
        addresses.some(({ channel, address }) => channel === name && address === undefined);
      codes.forget(key, (channel) => !stays(channel));
      await inTurn(() => {
        const kept = (contacts.of(key)?.addresses ?? []).filter(({ channel }) =>
          addresses.some((each) => each.channel === channel),
        );
        return keep(key, { language, ...(circle && { circle }), addresses: kept });
      });
      const sent = await Promise.all(
        addresses.map(async ({ channel, address }) => {
          if (address === undefined || isKnown(contacts.of(key), channel, address)) return [];
          const answer = await codes.send({ who: key, channel, address, language });
          return answer.ok ? [] : [{ channel, why: answer.error }];
        }),
      );
      return ok({ ...shown(key), notSent: sent.flat() });
    },
    prove: async (key, value) => {
      const typed = readTyped(value);
      if (typed === undefined) return err('not-a-contact');
      const { channel, digits } = typed;
      const proven = codes.prove(key, channel, digits);
      if (!proven.ok) return proven;
      await inTurn(async () => {
        const contact = contacts.of(key);
        if (contact === undefined) return;
        const others = contact.addresses.filter((each) => each.channel !== channel);
        const address = { channel, address: proven.value, isVerified: true };
        await keep(key, { ...contact, addresses: [...others, address] });
      });
      return ok(shown(key));
    },
    leave: (key) => {
      codes.forget(key);
      return inTurn(async () => {
        const person = contacts.of(key)?.person;
        if (person !== undefined) await contacts.remove(person);
      });
    },
  };
}

/** Two presses at once must not make two contacts of one key. */
function oneByOne(): (work: () => Promise<void>) => Promise<void> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = before.then(work);
    before = done.catch(() => {});
    return done;
  };
}

function isKnown(contact: Contact | undefined, channel: Addressed, address: string): boolean {
  return contact?.addresses.some((each) => each.channel === channel && each.address === address) ?? false;
}

function shownOf(addresses: readonly Pick<Address, 'channel' | 'address'>[]): readonly ShownAddress[] {
  return addresses.flatMap(({ channel: name, address }) => {
    const channel = ADDRESSED.find((each) => each === name);
    return channel === undefined ? [] : [{ channel, shown: maskAddress(channel, address) }];
  });
}

/** As whom a standing key speaks; nobody once it was withdrawn or has left. */
function grantedTo(
  { seats, grants }: People,
  key: AuthorKey,
): { readonly role: Role; readonly cell?: string } | undefined {
  const [seat, grant] = [seats.get(key), grants.get(key)];
  if (seat !== undefined) return seat.until === undefined ? { role: 'keyholder' } : undefined;
  if (grant === undefined || grant.end !== undefined) return undefined;
  return { role: grant.role, ...(grant.cell !== undefined && { cell: grant.cell }) };
}

type Asked = Pick<Contact, 'language' | 'circle'> & {
  /** Without an address: what was confirmed before stays, and so does a code that is waited for. */
  readonly addresses: readonly { readonly channel: Addressed; readonly address?: string }[];
};

function readAsked(value: Json | undefined): Result<Asked, ReachRefusal> {
  if (!isJsonObject(value) || !isJsonArray(value['addresses'])) return err('not-a-contact');
  const language = SPOKEN.find((each) => each === value['language']);
  const circle = readCircle(value['circle']);
  if (language === undefined || (value['circle'] !== undefined && circle === undefined))
    return err('not-a-contact');
  const items = value['addresses'].map(readItem);
  const addresses = items.flatMap((item) => (typeof item === 'object' ? [item] : []));
  if (items.includes('not-an-address')) return err('not-an-address');
  const isOneEach = new Set(addresses.map(({ channel }) => channel)).size === items.length;
  return isOneEach ? ok({ language, ...(circle && { circle }), addresses }) : err('not-a-contact');
}

function readItem(item: Json): Asked['addresses'][number] | 'not-a-contact' | 'not-an-address' {
  if (!isJsonObject(item)) return 'not-a-contact';
  const { address: text } = item;
  const channel = ADDRESSED.find((each) => each === item['channel']);
  if (channel === undefined || (text !== undefined && typeof text !== 'string')) return 'not-a-contact';
  if (text === undefined) return { channel };
  const address = parseAddress(channel, text);
  return address === undefined ? 'not-an-address' : { channel, address };
}

function readTyped(
  value: Json | undefined,
): { readonly channel: Addressed; readonly digits: string } | undefined {
  if (!isJsonObject(value) || typeof value['digits'] !== 'string') return undefined;
  const channel = ADDRESSED.find((each) => each === value['channel']);
  return channel && { channel, digits: value['digits'].replaceAll(/\s/g, '') };
}
