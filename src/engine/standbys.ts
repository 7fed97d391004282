import { DAY_MS, HOUR_MS, instant, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { OrganiserNow } from '../acts/alarm/check-ins.ts';
import type { Row, RowNumber } from '../acts/alarm/ledger.ts';
import { renderMessage } from '../acts/alarm/message.ts';
import type { StandbySaying } from '../acts/alarm/message.ts';
import { worthSeconds } from '../acts/alarm/outcome.ts';
import { planStandby, standbySaying } from '../acts/alarm/standby-plan.ts';
import type { StandbyPlanning } from '../acts/alarm/standby-plan.ts';
import { stepStandbys, untoldReasons } from '../acts/alarm/standby.ts';
import type { PeerNow, StandbyDecision, WatchNow } from '../acts/alarm/standby.ts';
import type { EntryId } from '../record/names.ts';
import type { PlainObject } from '../record/subset.ts';
import { summaries } from '../situation/buckets.ts';
import { contextOf } from '../situation/gather.ts';
import type { Standby } from '../situation/standbys.ts';
import type { Parcel } from '../ports/channel.ts';
import type { Book } from './book.ts';
import type { Contact } from './contacts.ts';
import { isStanding } from './contacts.ts';
import { writeAsHub } from './hub-voice.ts';
import type { HubVoice } from './hub-voice.ts';
import type { OutboxNeeds } from './outbox.ts';
import { newReminders } from './reminders.ts';
import { newWatch } from './watch-now.ts';

/** Who is to be ready and why, and who was told so. */
export type Standbys = {
  /** Decides what is due and plans its messages. One at a time, and with no other decision beside it. */
  readonly tend: () => Promise<void>;
  readonly parcelFor: (row: Row) => Parcel | undefined;
  /** What one person was told of a standby and would be told now; nothing for rows of an alarm. */
  readonly told: (rows: readonly RowNumber[]) => StandbyTold | undefined;
  readonly report: () => StandbyReport;
  /** Those that stand, in order of the log. */
  readonly standing: () => readonly Standby[];
};

export type StandbyTold = {
  readonly contact: Contact;
  readonly settlement: string;
  readonly saying: StandbySaying;
};

/** What the board shows of it. */
export type StandbyReport = {
  readonly asOf: Instant;
  /** Those that stand, and those that were over within the day. */
  readonly standbys: readonly Standby[];
  readonly organisers: readonly OrganiserNow[];
  readonly peers: readonly PeerNow[];
  /** Reasons that nobody was told of, since the day's share is used up. */
  readonly untold: number;
  /** Minutes east of UTC, where there is a plan of the place. */
  readonly offsetMinutes?: number;
};

export type StandbyNeeds = OutboxNeeds & {
  readonly voice: HubVoice;
  readonly peers: () => readonly PeerNow[];
  /** Whoever only looks into a hub's folder decides nothing. */
  readonly isLive: boolean;
  /** Makes the roster go by the roads there are. */
  readonly roadsOpen: () => void;
};

/** Entries that one decision names. */
const NAMED_MAX = 8;
/** Over so long a standby that ended is still looked after: who was told hears that it is over. */
const TENDED_MS: number = 12 * HOUR_MS;
const LOOK_EVERY_MS: number = 5 * SECOND_MS;
/** One that is over is shown for so long. */
const SHOWN_MS: number = DAY_MS;

export function newStandbys(needs: StandbyNeeds): Standbys {
  const { voice, keeper, contacts } = needs;
  const { book, clock } = voice;
  const watch = newWatch(needs);
  const steadySince = newSteadiness(needs);
  const reminders = newReminders(needs);
  const looks = new Map<EntryId, { readonly as: string; readonly at: Instant }>();
  const now = (): WatchNow => watch(clock.now(), steadySince());
  const all = (): readonly Standby[] => standbysIn(book);
  const planningFor = (standby: Pick<Standby, 'who' | 'incident'>, at: WatchNow): StandbyPlanning =>
    planningOf(standby, at, needs);
  const decided = async (decision: StandbyDecision, at: WatchNow): Promise<void> => {
    const place = book.people().founding?.place;
    if (place === undefined) return;
    const { standby } = decision;
    const said = await writeAsHub(voice, place, draftOf(decision));
    const after =
      decision.step === 'raised'
        ? { ...standby, id: said.id, raisedAt: at.asOf }
        : { ...decision.standby, lifted: { at: at.asOf, why: decision.why } };
    await keeper.commit(planStandby(after, planningFor(standby, at)), said.keep);
  };
  const planDue = async (standby: Standby, at: WatchNow): Promise<void> => {
    const as = `${standby.lifted?.at ?? ''} ${contacts.roster.version}`;
    const before = looks.get(standby.id);
    if (before?.as === as && Math.abs(at.asOf - before.at) < LOOK_EVERY_MS) return;
    looks.set(standby.id, { as, at: at.asOf });
    const events = planStandby(standby, planningFor(standby, at));
    if (events.length > 0) await keeper.commit(events);
  };
  return {
    tend: async () => {
      if (!needs.isLive || book.people().founding === undefined) return;
      needs.roadsOpen();
      const at = now();
      for (const decision of stepStandbys(all(), at)) await decided(decision, at);
      await reminders.tend(at.organisers, at.asOf);
      for (const standby of all())
        if (at.asOf - (standby.lifted?.at ?? at.asOf) < TENDED_MS) await planDue(standby, at);
    },
    parcelFor: (row) =>
      row.phase === 'remind' ? reminders.parcelFor(row, now().organisers) : parcelOf(row, needs),
    told: (rows) => {
      const row = rows[0] === undefined ? undefined : keeper.ledger.row(rows[0]);
      const told = row && toldOf(row, needs);
      return told && isStanding(book.people(), told.contact.of) ? told : undefined;
    },
    standing: () => all().filter(({ lifted }) => lifted === undefined),
    report: () => {
      const at = now();
      const standbys = all().filter(({ lifted }) => lifted === undefined || at.asOf - lifted.at < SHOWN_MS);
      const offsetMinutes = needs.place()?.offsetMinutes;
      const { asOf, organisers, peers } = at;
      const untold = untoldReasons(all(), at);
      return {
        asOf,
        standbys,
        organisers,
        peers,
        untold,
        ...(offsetMinutes !== undefined && { offsetMinutes }),
      };
    },
  };
}

/** Who stands in for whoever is missing, and who is missing, as far as the hub has heard of them. */
function planningOf(
  { who, incident }: Pick<Standby, 'who' | 'incident'>,
  at: WatchNow,
  { keeper, contacts }: StandbyNeeds,
): StandbyPlanning {
  const personsOf = ({ key }: OrganiserNow): readonly number[] => {
    const person = key && contacts.of(key)?.person;
    return person === undefined ? [] : [person];
  };
  const named = (handle: string): readonly OrganiserNow[] => at.organisers.filter((o) => o.handle === handle);
  const absent = incident === undefined && who !== undefined ? named(who) : [];
  return {
    ledger: keeper.ledger,
    roster: contacts.roster,
    deputies: absent.flatMap(({ deputies }) => deputies.flatMap(named).flatMap(personsOf)),
    missing: [...absent, ...at.organisers.filter(({ state }) => state === 'missed')].flatMap(personsOf),
    asOf: at.asOf,
  };
}

/** All that the hub ever said of standbys, in order of the log. */
function standbysIn(book: Book): readonly Standby[] {
  const place = book.people().founding?.place;
  const g = place && book.gathered(place);
  if (g === undefined) return [];
  return summaries(g.subjects.standbys, contextOf(g))
    .flatMap((standby) => standby ?? [])
    .sort((a, b) => a.index - b.index);
}

/** One by the entry that raised it; nothing for what is none. */
export function standbyOf(book: Book, id: EntryId): Standby | undefined {
  return standbysIn(book).find((standby) => standby.id === id);
}

/** Since when the hub goes on by one plan and a clock that nobody set. */
function newSteadiness({ voice: { clock }, place }: StandbyNeeds): () => Instant {
  let since = clock.now();
  let plan = JSON.stringify(place()?.organisers);
  return () => {
    const now = clock.now();
    const planNow = JSON.stringify(place()?.organisers);
    if (planNow !== plan || now < since) since = now;
    plan = planNow;
    return instant(Math.max(since, clock.setAt()));
  };
}

function draftOf(decision: StandbyDecision): {
  readonly kind: string;
  readonly about: readonly EntryId[];
  readonly parts: { readonly body: PlainObject };
} {
  const kind = 'standby.step';
  if (decision.step === 'lifted')
    return { kind, about: [decision.standby.id], parts: { body: { step: 'lifted', why: decision.why } } };
  const { cause, who, incident, due, entries } = decision.standby;
  const body: PlainObject = {
    step: 'raised',
    cause,
    ...(who !== undefined && { who }),
    ...(incident !== undefined && { incident }),
    ...(due !== undefined && { due }),
  };
  return { kind, about: entries.slice(0, NAMED_MAX), parts: { body } };
}

function toldOf(row: Row, { book, contacts, place }: StandbyNeeds): StandbyTold | undefined {
  const standby = standbyOf(book, row.alarm);
  const contact = contacts.get(row.person);
  if (standby === undefined || contact === undefined) return undefined;
  const settlement = book.people().founding?.settlement ?? place()?.settlement ?? '';
  return { contact, settlement, saying: standbySaying(standby) };
}

function parcelOf(row: Row, needs: StandbyNeeds): Parcel | undefined {
  const told = toldOf(row, needs);
  const to = told?.contact.addresses.find((a) => a.isVerified && a.channel === row.channel);
  if (told === undefined || to === undefined) return undefined;
  const { alarm, phase, person, channel } = row;
  const outside = needs.address();
  const link = outside === undefined ? {} : { link: `${outside}/a/${needs.codes.tokenOf(row)}` };
  return {
    key: `${alarm} ${phase} ${person} ${channel}`,
    address: to.address,
    topic: alarm,
    message: { ...renderMessage(told.saying, told.settlement, told.contact.language), ...link },
    ttlSeconds: worthSeconds(row, needs.clock.now()),
  };
}
