import type { Pace } from '../acts/alarm/allowance.ts';
import { auditAlarms } from '../acts/alarm/audit.ts';
import type { AuditFault } from '../acts/alarm/audit.ts';
import { alarmReport } from '../acts/alarm/alarm-report.ts';
import type { AlarmReport } from '../acts/alarm/alarm-report.ts';
import type { ChannelName } from '../acts/alarm/channels.ts';
import type { Row, RowNumber } from '../acts/alarm/ledger.ts';
import { reachReport } from '../acts/alarm/reach-report.ts';
import type { ReachReport } from '../acts/alarm/reach-report.ts';
import type { AlarmWishes, PlacePlan } from '../acts/alarm/place-plan.ts';
import type { PeerNow } from '../acts/alarm/standby.ts';
import { POLICY_DEFAULT } from '../acts/alarm/step.ts';
import type { AlarmPolicy } from '../record/kinds/alarm.ts';
import type { AuthorKey } from '../record/names.ts';
import type { Alarm } from '../situation/alarms.ts';
import type { Gathered } from '../situation/gather.ts';
import type { Parcel } from '../ports/channel.ts';
import { ticksOf } from '../situation/ticks.ts';
import type { Store } from '../ports/store.ts';
import type { Clock } from '../ports/clock.ts';
import { newPlanning } from './alarm-planning.ts';
import type { OpenRoads, Planning } from './alarm-planning.ts';
import { openAnswerCodes } from './answer-codes.ts';
import type { AnswerCodes } from './answer-codes.ts';
import { newAnswering } from './answers.ts';
import type { Answering } from './answers.ts';
import { newCellDesk } from './cell-desk.ts';
import type { CellDesk } from './cell-desk.ts';
import { openContacts } from './contacts.ts';
import type { Contacts } from './contacts.ts';
import { newDelivery } from './deliver.ts';
import type { Delivery, Road } from './deliver.ts';
import { openFeed } from './feed.ts';
import type { FeedDesk } from './feed.ts';
import type { HubVoice } from './hub-voice.ts';
import { forgetOver } from './forget-over.ts';
import { openLedger } from './ledger-keeper.ts';
import { forecastNow, isAnyRunning, lookAt, stepsAsLogged } from './look-at-alarm.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';
import { newOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import { newTextAnswers } from './text-answers.ts';
import type { TextAnswers } from './text-answers.ts';
import { newPrepare } from './prepare.ts';
import { newStandbys } from './standbys.ts';
import type { Standbys } from './standbys.ts';
import { newReach } from './reach.ts';
import type { Reach } from './reach.ts';
import { newSubscribers } from './subscribers.ts';
import type { Subscribers } from './subscribers.ts';

/** What an alarm needs beside the record. */
export type AlarmNeeds = {
  /** Those there are now; nobody is told by any other. */
  readonly roads?: () => readonly Road[];
  readonly place?: () => PlacePlan | undefined;
  /** Where the hub is reached from outside, such as `https://hub.example`. */
  readonly address?: () => string | undefined;
  /** The other hubs that say they are well. */
  readonly peers?: () => readonly PeerNow[];
  /** Of a rehearsal, where every message says that it is a drill: nobody is asked to be ready, which no drill can be. */
  readonly isRehearsal?: boolean;
  /** Told when the store failed under a message; it is tried again. */
  readonly failed?: (cause: unknown) => void;
};

/** Who is told of alarms, what they were told, and what they answer. */
export type AlarmDesk = Answering &
  Pick<Planning, 'decided' | 'planDue'> & {
    /** By what a new alarm goes. */
    readonly policy: () => AlarmPolicy;
    /** Whom an alarm has reached, by cell, road and time; nothing once its messages are forgotten, or none was ever planned. */
    readonly reachReport: (alarm: Alarm, g: Gathered) => ReachReport | undefined;
    readonly contacts: Contacts;
    /** How those who were let in say how they are reached. */
    readonly reach: Reach<AuthorKey>;
    /** Those who subscribed themselves. */
    readonly subscribers: Subscribers;
    /** Forgets the contacts of keys that were withdrawn or have left; call it when something changed. */
    readonly settle: () => void;
    readonly keeper: LedgerKeeper;
    readonly codes: AnswerCodes;
    readonly outbox: Outbox;
    readonly delivery: Delivery;
    /** What goes out for everybody who has the address of the feed. */
    readonly feed: FeedDesk;
    /** What the wardens' own work in their cells goes by. */
    readonly cellOf: CellDesk;
    /** Who is to be ready, which is no alarm. Without a way to tell anybody nothing is decided of it. */
    readonly standbys: Standbys;
    /** What comes back by text message. */
    readonly texts: TextAnswers;
    /** What is wrong with the work on alarms; look every half minute. */
    readonly audit: () => readonly AuditFault[];
    /** Forgets the messages of alarms that have been over for a day; call it every now and then. */
    readonly forget: () => Promise<void>;
    /** Whether any alarm is not over. */
    readonly isRunning: () => boolean;
    /** How an alarm stands now. */
    readonly report: (alarm: Alarm, g: Gathered) => AlarmReport;
    /** Does ahead what messages will need; call it a few times a second. */
    readonly prepare: () => void;
    /** A notification came up on somebody's screen. */
    readonly seen: (rows: readonly RowNumber[]) => Promise<void>;
  };

export async function openAlarmDesk(
  store: Store,
  voice: HubVoice,
  needs: AlarmNeeds | undefined,
): Promise<AlarmDesk> {
  const { book, clock, crypto } = voice;
  const {
    roads = () => [],
    place = () => undefined,
    address = () => undefined,
    peers = () => [],
    failed = () => {},
  } = needs ?? {};
  const keeper = needs === undefined ? openLedger(store) : await openCurrent(store, clock);
  const policy = (): AlarmPolicy => policyFrom(place()?.alarm);
  const contacts = openContacts(store, book.people());
  const codes = openAnswerCodes(store, keeper.ledger, crypto);
  const sending = { book, clock, keeper, contacts, codes, place, address };
  const outbox = newOutbox(sending);
  const answering = newAnswering({ voice, keeper, contacts, codes, outbox });
  // A person who has an address by a road that is not there is told by their next.
  const roadsOpen = (): OpenRoads => {
    const now = new Map(roads().map(({ channel }) => [channel.name, channel] as const));
    contacts.roster.open([...now.keys(), 'task']);
    return now;
  };
  const isLive = needs !== undefined && needs.isRehearsal !== true;
  const standbys = newStandbys({ ...sending, voice, peers, isLive, roadsOpen });
  const parcelFor = (row: Row): Parcel | undefined => outbox.parcelFor(row) ?? standbys.parcelFor(row);
  const delivery = newDelivery({ keeper, clock, roads, parcelFor, failed });
  const settle = (): void => void contacts.settle(book.people()).catch(failed);
  // Whoever only looks into a hub's folder writes nothing there.
  if (needs !== undefined) settle();
  const planning = newPlanning({ keeper, contacts, outbox, clock, roadsOpen });
  return {
    policy,
    reachReport: reachReporter({ keeper, contacts, roads, place, clock }),
    contacts,
    reach: newReach({ contacts, voice, keeper, roads }),
    subscribers: newSubscribers({ contacts, voice, keeper, roads, place }),
    settle,
    keeper,
    codes,
    outbox,
    delivery,
    feed: openFeed({ store, book, clock, crypto, hub: voice.hub, outbox, place }),
    decided: planning.decided,
    planDue: planning.planDue,
    standbys,
    isRunning: () => isAnyRunning(book),
    report: reporter(voice, { keeper, contacts, roads, policy }),
    audit: () =>
      auditAlarms({
        ledger: keeper.ledger,
        onTheirWay: delivery.unsettled(),
        looked: planning.looked(),
        isClockHeld: clock.isHeld(),
        asOf: clock.now(),
      }),
    // Whoever only looks forgets nothing either.
    forget: needs === undefined ? async () => {} : forgetOver({ voice, keeper, codes }),
    ...answering,
    cellOf: newCellDesk({ book, clock, outbox, place }),
    texts: newTextAnswers({ ...answering, codes, ledger: keeper.ledger, clock, crypto }),
    prepare: newPrepare({ contacts, keeper, delivery, roads }),
    seen: seeing(keeper, clock),
  };
}

function reporter(
  voice: HubVoice,
  { keeper, contacts, roads, policy }: Pick<AlarmDesk, 'keeper' | 'contacts' | 'policy'> & Roads,
): AlarmDesk['report'] {
  return (alarm, g) => {
    const asOf = voice.clock.now();
    return alarmReport(stepsAsLogged(alarm, g), {
      ledger: keeper.ledger,
      roster: contacts.roster,
      paceOf: paceOf(roads),
      looking: lookAt(alarm, g, voice),
      forecast: forecastNow(alarm, g, asOf),
      policy: policy(),
      asOf,
    });
  };
}

type ReachNeeds = Pick<AlarmDesk, 'keeper' | 'contacts'> &
  Required<Pick<AlarmNeeds, 'roads' | 'place'>> & { readonly clock: Clock };

function reachReporter({ keeper, contacts, roads, place, clock }: ReachNeeds): AlarmDesk['reachReport'] {
  return (alarm, g) =>
    keeper.ledger.alarms.includes(alarm.id)
      ? reachReport(alarm, {
          ledger: keeper.ledger,
          roster: contacts.roster,
          plan: place(),
          ticks: ticksOf(g, alarm.id),
          paceOf: paceOf(roads),
          asOf: clock.now(),
        })
      : undefined;
}

type Roads = Required<Pick<AlarmNeeds, 'roads'>>;

/** How fast a road takes messages, where the hub has it. */
function paceOf(roads: Roads['roads']): (name: ChannelName) => Pace | undefined {
  return (name) => roads().find(({ channel }) => channel.name === name)?.pace;
}

/** Marks what was not seen before; told of it many times at once it is written once. */
function seeing(keeper: LedgerKeeper, clock: Clock): AlarmDesk['seen'] {
  const marking = new Set<RowNumber>();
  return async (rows) => {
    const isFresh = (n: RowNumber): boolean =>
      !marking.has(n) && keeper.ledger.holds(n) && !['seen', 'answered'].includes(keeper.ledger.row(n).state);
    const fresh = rows.filter(isFresh);
    if (fresh.length === 0) return;
    for (const n of fresh) marking.add(n);
    try {
      await keeper.commit([{ kind: 'became', state: 'seen', rows: fresh, at: clock.now() }]);
    } finally {
      for (const n of fresh) marking.delete(n);
    }
  };
}

/** The ledger, which goes on in a new epoch. */
async function openCurrent(store: Store, clock: Clock): Promise<LedgerKeeper> {
  const keeper = openLedger(store);
  if (keeper.ledger.size > 0) await keeper.commit([{ kind: 'epoch', at: clock.now() }]);
  return keeper;
}

/** What the place wishes otherwise than the program has it. */
function policyFrom({ lapseAfterMin, targetComing, widenAfterMin }: AlarmWishes = {}): AlarmPolicy {
  return {
    ...POLICY_DEFAULT,
    ...(lapseAfterMin !== undefined && { lapseAfterMin }),
    ...(targetComing !== undefined && { peopleWanted: targetComing }),
    ...(widenAfterMin !== undefined && { widenAfterMin }),
  };
}
