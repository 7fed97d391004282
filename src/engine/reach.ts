import { ADDRESSED, maskAddress, parseAddress } from '../acts/alarm/address.ts';
import type { Addressed } from '../acts/alarm/address.ts';
import { parseHours } from '../acts/alarm/hours.ts';
import type { HourSpan } from '../acts/alarm/hours.ts';
import type { Circle } from '../acts/alarm/roster.ts';
import type { NotSent, ReachRefusal } from '../acts/words/reach-refusals.ts';
import { isJsonArray, isJsonObject } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { SPOKEN } from '../record/kinds/vocabulary.ts';
import type { Spoken } from '../record/kinds/vocabulary.ts';
import type { AuthorKey } from '../record/names.ts';
import type { People } from '../situation/people.ts';
import { newAddressCodes } from './address-codes.ts';
import type { AddressCodes, CodeAsked, CodeNeeds } from './address-codes.ts';
import type { Address, Contact, Contacts } from './contacts.ts';
import type { Road } from './deliver.ts';
import { readCircle, readZones } from './kept-contact.ts';
import { oneByOne } from './one-by-one.ts';

/** How somebody is reached, as it is shown to them: enough to know an address again, and not the address. */
export type ReachShown = {
  readonly language?: Spoken;
  readonly circle?: Circle;
  readonly zones?: readonly string[];
  readonly hours?: readonly HourSpan[];
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

/** How somebody says by which roads they are reached. */
export type Reach<Who> = {
  readonly of: (who: Who) => ReachShown;
  /**
   * Keeps the language and what there is by each listed road, forgets the others, and sends a code to each new address. Who
   * they are to the place is not theirs to say.
   */
  readonly set: (who: Who, value: Json | undefined) => Promise<Result<ReachSet, ReachRefusal>>;
  /** Takes in an address whose code came back. */
  readonly prove: (who: Who, value: Json | undefined) => Promise<Result<ReachShown, ReachRefusal>>;
  /** Forgets all of it, on the disk too. */
  readonly leave: (who: Who) => Promise<void>;
};

export type ReachNeeds = Omit<CodeNeeds, 'perHour'> & { readonly contacts: Contacts };

export type ReachOf<Who> = Pick<ReachNeeds, 'contacts' | 'roads'> & {
  readonly codes: AddressCodes;
  /** A name that no other asker has. */
  readonly nameOf: (who: Who) => string;
  readonly contactOf: (who: Who) => Contact | undefined;
  /** As whom they stand now; without it nothing is kept. */
  readonly standingOf: (who: Who) => Pick<Contact, 'role' | 'cell' | 'of'> | undefined;
  /** Whether zones and hours are theirs to choose: the place counts at any hour on whom it has let in. */
  readonly isFree: boolean;
};

const CODES_PER_HOUR = 50;

/** Those who were let in, each by their own standing key, whose signature was checked: role and cell are the grant's. */
export function newReach(needs: ReachNeeds): Reach<AuthorKey> {
  const { contacts, voice, roads } = needs;
  return reachOf<AuthorKey>({
    contacts,
    roads,
    codes: newAddressCodes({ ...needs, perHour: CODES_PER_HOUR }),
    nameOf: (key) => key,
    contactOf: contacts.of,
    standingOf: (key) => grantedTo(voice.book.people(), key),
    isFree: false,
  });
}

export function reachOf<Who>(needs: ReachOf<Who>): Reach<Who> {
  const { contacts, codes, nameOf, contactOf } = needs;
  // Two presses at once must not make two contacts of one key.
  const inTurn = oneByOne();
  const shown = (who: Who): ReachShown => {
    const { language, addresses = [], ...contact } = contactOf(who) ?? {};
    return {
      ...(language !== undefined && { language }),
      ...choicesOf(contact),
      addresses: shownOf(addresses),
      waiting: shownOf(codes.waiting(nameOf(who))),
      channels: channelsOf(needs.roads()),
    };
  };
  const keep = async (
    who: Who,
    { language, addresses, ...choices }: Pick<Contact, 'language' | 'addresses'> & Choices,
  ): Promise<void> => {
    const standing = needs.standingOf(who);
    if (standing === undefined) return;
    await contacts.put({ ...standing, language, ...choicesOf(choices), addresses }, contactOf(who)?.person);
  };
  return {
    of: shown,
    set: async (who, value) => {
      const asked = readAsked(value, needs.isFree);
      if (!asked.ok) return asked;
      const { addresses, ...rest } = asked.value;
      const stays = (name: Addressed): boolean =>
        addresses.some(({ channel, address }) => channel === name && address === undefined);
      codes.forget(nameOf(who), (channel) => !stays(channel));
      await inTurn(() => {
        const kept = (contactOf(who)?.addresses ?? []).filter(({ channel }) =>
          addresses.some((each) => each.channel === channel),
        );
        return keep(who, { ...rest, addresses: kept });
      });
      const notSent = await sendTo(
        addresses.filter((each) => !isKnown(contactOf(who), each)),
        { codes, who: nameOf(who), language: rest.language },
      );
      return ok({ ...shown(who), notSent });
    },
    prove: async (who, value) => {
      const typed = readTyped(value);
      if (typed === undefined) return err('not-a-contact');
      const { channel, digits } = typed;
      const proven = codes.prove(nameOf(who), channel, digits);
      if (!proven.ok) return proven;
      await inTurn(async () => {
        const contact = contactOf(who);
        if (contact === undefined) return;
        const others = contact.addresses.filter((each) => each.channel !== channel);
        const address = { channel, address: proven.value, isVerified: true };
        await keep(who, { ...contact, addresses: [...others, address] });
      });
      return ok(shown(who));
    },
    leave: (who) => {
      codes.forget(nameOf(who));
      return inTurn(async () => {
        const person = contactOf(who)?.person;
        if (person !== undefined) await contacts.remove(person);
      });
    },
  };
}

/** The roads of this hub that lead to an address. */
export function channelsOf(roads: readonly Road[]): readonly Addressed[] {
  return ADDRESSED.filter((name) => roads.some(({ channel }) => channel.name === name));
}

async function sendTo(
  addresses: Asked['addresses'],
  { codes, ...asker }: { readonly codes: AddressCodes } & Pick<CodeAsked, 'who' | 'language'>,
): Promise<ReachSet['notSent']> {
  const sent = addresses.map(async ({ channel, address }) => {
    if (address === undefined) return [];
    const answer = await codes.send({ ...asker, channel, address });
    return answer.ok ? [] : [{ channel, why: answer.error }];
  });
  return (await Promise.all(sent)).flat();
}

function isKnown(contact: Contact | undefined, { channel, address }: Asked['addresses'][number]): boolean {
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
): Pick<Contact, 'role' | 'cell' | 'of'> | undefined {
  const [seat, grant] = [seats.get(key), grants.get(key)];
  if (seat !== undefined) return seat.until === undefined ? { role: 'keyholder', of: key } : undefined;
  if (grant === undefined || grant.end !== undefined) return undefined;
  return { role: grant.role, ...(grant.cell !== undefined && { cell: grant.cell }), of: key };
}

type Choices = Pick<Contact, 'circle' | 'zones' | 'hours'>;

function choicesOf({
  circle,
  zones,
  hours,
}: { readonly [K in keyof Choices]: Choices[K] | undefined }): Choices {
  return { ...(circle && { circle }), ...(zones && { zones }), ...(hours && { hours }) };
}

type Asked = Pick<Contact, 'language'> &
  Choices & {
    /** Without an address: what was confirmed before stays, and so does a code that is waited for. */
    readonly addresses: readonly { readonly channel: Addressed; readonly address?: string }[];
  };

function readAsked(value: Json | undefined, isFree: boolean): Result<Asked, ReachRefusal> {
  if (!isJsonObject(value) || !isJsonArray(value['addresses'])) return err('not-a-contact');
  const language = SPOKEN.find((each) => each === value['language']);
  const choices = readChoices(value);
  if (language === undefined || choices === undefined) return err('not-a-contact');
  if (!isFree && (choices.zones ?? choices.hours) !== undefined) return err('not-a-contact');
  const items = value['addresses'].map(readItem);
  const addresses = items.flatMap((item) => (typeof item === 'object' ? [item] : []));
  if (items.includes('not-an-address')) return err('not-an-address');
  const isOneEach = new Set(addresses.map(({ channel }) => channel)).size === items.length;
  return isOneEach ? ok({ language, ...choices, addresses }) : err('not-a-contact');
}

/** Nothing where one of them is there and is none. */
function readChoices(value: { readonly [name: string]: Json }): Choices | undefined {
  const read = {
    circle: readCircle(value['circle']),
    zones: readZones(value['zones']),
    hours: parseHours(value['hours']),
  };
  const isWrong = (['circle', 'zones', 'hours'] as const).some(
    (name) => value[name] !== undefined && read[name] === undefined,
  );
  return isWrong ? undefined : choicesOf(read);
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
