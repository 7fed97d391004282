import type { ChannelName } from '../acts/alarm/channels.ts';
import type { LedgerEvent, Phase, Row } from '../acts/alarm/ledger.ts';
import type { Point } from '../acts/alarm/match.ts';
import type { Site } from '../acts/alarm/audience.ts';
import { meetingNow } from '../acts/alarm/meeting.ts';
import type { Meeting } from '../acts/alarm/meeting.ts';
import { renderMessage } from '../acts/alarm/message.ts';
import type { AlarmSaying } from '../acts/alarm/message.ts';
import { worthSeconds } from '../acts/alarm/outcome.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import { planMessages } from '../acts/alarm/plan.ts';
import { phaseNow, sayingOf } from '../acts/alarm/saying.ts';
import type { EntryId } from '../record/names.ts';
import type { Alarm } from '../situation/alarms.ts';
import { planOf } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import { ringIn } from '../situation/situation.ts';
import { incidentMeant } from '../situation/weight.ts';
import type { Message, Parcel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import { alarmOf } from './alarms-in.ts';
import type { AnswerCodes } from './answer-codes.ts';
import type { Book } from './book.ts';
import type { Contact, Contacts } from './contacts.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';

export type OutboxNeeds = {
  readonly book: Book;
  readonly clock: Clock;
  readonly keeper: LedgerKeeper;
  readonly contacts: Contacts;
  readonly codes: AnswerCodes;
  readonly place: () => PlacePlan | undefined;
  /** Where the hub is reached from outside, for the links in messages; without it they have none. */
  readonly address: () => string | undefined;
};

/** What alarms have to say to people: which messages there are to be, and what each of them says when it goes. */
export type Outbox = {
  readonly plan: (alarm: Alarm, g: Gathered, renewed?: ReadonlySet<ChannelName>) => readonly LedgerEvent[];
  /** Nothing when the contact is gone, or the alarm is not here. */
  readonly parcelFor: (row: Row) => Parcel | undefined;
  /** What the person of this row would be told now, whatever they were told then: it is over, also where just closed. */
  readonly toldNow: (row: Row) => Told | undefined;
  /** An alarm as people are told of it now. */
  readonly sceneOf: (alarm: EntryId) => Scene | undefined;
};

/** What all messages of one alarm have in common. */
export type Scene = {
  readonly alarm: Alarm;
  readonly meeting: Meeting;
  readonly settlement: string;
  readonly site: Site;
};

/** One person with what there is to say to them. */
export type Told = { readonly contact: Contact; readonly scene: Scene; readonly saying: AlarmSaying };

export function newOutbox(needs: OutboxNeeds): Outbox {
  const { book, clock, keeper, contacts } = needs;
  return {
    plan: (alarm, g, renewed) => {
      const place = needs.place();
      const { meeting, site } = sceneIn(alarm, g, needs);
      return planMessages(alarm, {
        ledger: keeper.ledger,
        roster: contacts.roster,
        site,
        isRingClosed: meeting.isOutside,
        ...(place && { offsetMinutes: place.offsetMinutes }),
        ...(renewed && { renewed }),
        asOf: clock.now(),
      });
    },
    parcelFor: (row) => {
      const scene = sceneById(book, row.alarm, needs);
      const told = scene && toldOf(row, { phase: row.phase, scene }, needs);
      const to = told?.contact.addresses.find((a) => a.isVerified && a.channel === row.channel);
      if (told === undefined || to === undefined) return undefined;
      const { alarm, phase, person, channel } = row;
      return {
        key: `${alarm} ${phase} ${person} ${channel}`,
        address: to.address,
        topic: alarm,
        message: messageOf(row, told, needs),
        ttlSeconds: worthSeconds(row, clock.now()),
      };
    },
    toldNow: (row) => {
      const found = sceneById(book, row.alarm, needs);
      const scene = found && withClosed(found, book);
      return scene && toldOf(row, { phase: phaseNow(row.phase, scene.alarm, scene.meeting), scene }, needs);
    },
    sceneOf: (alarm) => sceneById(book, alarm, needs),
  };
}

function toldOf(
  row: Row,
  { phase, scene }: { readonly phase: Phase; readonly scene: Scene },
  needs: OutboxNeeds,
): Told | undefined {
  const contact = needs.contacts.get(row.person);
  if (contact === undefined) return undefined;
  const { role, cell } = contact;
  const { alarm, meeting, site } = scene;
  const isNear = needs.contacts.roster.metresTo(row.person, site) !== undefined;
  const reader = { role, ...(cell !== undefined && { cell }), isNear, code: needs.codes.codeOf(row) };
  const saying = sayingOf(phase, alarm, reader, meeting);
  return saying && { contact, scene, saying };
}

function messageOf(row: Row, { contact, scene, saying }: Told, { codes, address }: OutboxNeeds): Message {
  const outside = address();
  const link = outside === undefined ? {} : { link: `${outside}/a/${codes.tokenOf(row)}` };
  return { ...renderMessage(saying, scene.settlement, contact.language), ...link };
}

/** What keyholders have closed is over, and the hub is about to say so. */
function withClosed(scene: Scene, book: Book): Scene {
  const incident = book.held(scene.alarm.id)?.logged.entry.core.incident;
  if (incident === undefined || scene.alarm.endedAs !== undefined) return scene;
  const people = book.people();
  const state = people.incidents.get(incidentMeant(people, incident))?.state;
  const isClosed = state === 'closed' || state === 'archived';
  return isClosed ? { ...scene, alarm: { ...scene.alarm, endedAs: 'ended' } } : scene;
}

function sceneById(book: Book, id: EntryId, needs: OutboxNeeds): Scene | undefined {
  const found = alarmOf(book, id);
  return found && sceneIn(found.alarm, found.g, needs);
}

function sceneIn(alarm: Alarm, g: Gathered, { book, place }: OutboxNeeds): Scene {
  const ring = ringIn(g);
  return {
    alarm,
    // What was said of this day goes before what was prepared for any.
    meeting: meetingNow({ ...ring, outside: ring.outside ?? place()?.outside }, place()?.points ?? []),
    settlement: book.people().founding?.settlement ?? place()?.settlement ?? planOf(g)?.settlement ?? '',
    site: siteOf(alarm, g, place()),
  };
}

/** Where whoever raised it says it is; else the middle of the zone. */
function pointOf({ id }: Alarm, g: Gathered, place: PlacePlan | undefined): Point | undefined {
  const body = g.byId.get(id)?.entry.body;
  const at = body?.type === 'alarm-raise' ? body.place : undefined;
  if (at?.latE6 !== undefined && at.lonE6 !== undefined) return { lat: at.latE6, lon: at.lonE6 };
  const zones = place?.zones ?? [];
  const zone =
    zones.find(({ code }) => code === at?.zone && at.zone !== undefined) ?? zones.find((z) => z.at);
  return zone?.at && { lat: zone.at.latE6, lon: zone.at.lonE6 };
}

function siteOf(alarm: Alarm, g: Gathered, place: PlacePlan | undefined): Site {
  const body = g.byId.get(alarm.id)?.entry.body;
  const said = body?.type === 'alarm-raise' ? body.place : undefined;
  const cells = place?.cells ?? planOf(g)?.cells ?? [];
  const zones = new Map(cells.map(({ code, zone }) => [code, zone]));
  const isZone = (code: string | undefined): boolean =>
    place?.zones.some((zone) => zone.code === code) ?? false;
  const zone = [said?.zone, zones.get(said?.cell ?? '')].find(isZone);
  const point = pointOf(alarm, g, place);
  return {
    ...(point && { point }),
    ...(said?.cell !== undefined && { cell: said.cell }),
    ...(zone !== undefined && { zone }),
    zoneOf: (code) => zones.get(code),
  };
}
