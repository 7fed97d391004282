import { SECOND_MS } from '../base/instant.ts';
import type { Meaning } from '../acts/alarm/sms-answer.ts';
import type { RowNumber } from '../acts/alarm/ledger.ts';
import type { AlarmWishes, PlacePlan } from '../acts/alarm/place-plan.ts';
import { POLICY_DEFAULT } from '../acts/alarm/step.ts';
import type { AlarmPolicy, AlarmStepBody } from '../record/kinds/alarm.ts';
import type { AuthorKey } from '../record/names.ts';
import type { Alarm } from '../situation/alarms.ts';
import type { Gathered } from '../situation/gather.ts';
import type { Store } from '../ports/store.ts';
import { openAnswerCodes } from './answer-codes.ts';
import type { AnswerCodes } from './answer-codes.ts';
import { answerer } from './answers.ts';
import { openContacts } from './contacts.ts';
import type { Contacts } from './contacts.ts';
import { newDelivery } from './deliver.ts';
import type { Delivery, Road } from './deliver.ts';
import type { HubVoice } from './hub-voice.ts';
import { openLedger } from './ledger-keeper.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';
import { newOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';
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
  readonly address?: string;
  /** Told when the store failed under a message; it is tried again. */
  readonly failed?: (cause: unknown) => void;
};

/** Who is told of alarms, what they were told, and what they answer. */
export type AlarmDesk = {
  /** By what a new alarm goes. */
  readonly policy: () => AlarmPolicy;
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
  /** Says a decision about an alarm and plans the messages that follow from it, both or neither. */
  readonly decided: (decision: Decided) => Promise<void>;
  /** Plans what an alarm calls for by now. */
  readonly planDue: (alarm: Alarm, g: Gathered) => Promise<void>;
  /** What a person answered to a message, once however often it comes. */
  readonly answered: (rows: readonly RowNumber[], meaning: Meaning) => Promise<void>;
  /** A notification came up on somebody's screen. */
  readonly seen: (rows: readonly RowNumber[]) => Promise<void>;
};

export type Decided = {
  readonly alarm: Alarm;
  readonly g: Gathered;
  readonly body: AlarmStepBody;
  readonly say: (changes: Parameters<HubVoice['keep']>[1]) => Promise<unknown>;
};

// The ladder goes by minutes: looked at this often nobody waits long.
const LOOK_EVERY_MS: number = 5 * SECOND_MS;

export async function openAlarmDesk(
  store: Store,
  voice: HubVoice,
  { roads = () => [], place = () => undefined, address, failed = () => {} }: AlarmNeeds,
): Promise<AlarmDesk> {
  const { book, clock, crypto } = voice;
  const keeper = openLedger(store);
  const contacts = openContacts(store, book.people());
  const codes = openAnswerCodes(store, keeper.ledger, crypto);
  const outbox = newOutbox({
    book,
    clock,
    keeper,
    contacts,
    codes,
    place,
    ...(address !== undefined && { address }),
  });
  const delivery = newDelivery({ keeper, clock, roads: roads(), parcelFor: outbox.parcelFor, failed });
  if (keeper.ledger.size > 0) await keeper.commit([{ kind: 'epoch', at: clock.now() }]);
  const settle = (): void => void contacts.settle(book.people()).catch(failed);
  settle();
  const looked = new Map<string, { readonly as: string; readonly at: number }>();
  return {
    policy: () => policyFrom(place()?.alarm),
    contacts,
    reach: newReach({ contacts, voice, keeper, roads }),
    subscribers: newSubscribers({ contacts, voice, keeper, roads, place }),
    settle,
    keeper,
    codes,
    outbox,
    delivery,
    decided: ({ alarm, g, body, say }) => {
      const { step, tier = alarm.tier } = body;
      const after: Alarm = { ...alarm, tier, ...(step !== 'tier' && { endedAs: step }) };
      return keeper.commit(outbox.plan(after, g), say);
    },
    planDue: async (alarm, g) => {
      const now = clock.now();
      const isOutside = outbox.sceneOf(alarm.id)?.meeting.isOutside ?? false;
      const as = `${alarm.tier} ${alarm.endedAs} ${isOutside} ${contacts.roster.version}`;
      const before = looked.get(alarm.id);
      if (before?.as === as && now - before.at < LOOK_EVERY_MS) return;
      looked.set(alarm.id, { as, at: now });
      const events = outbox.plan(alarm, g);
      if (events.length > 0) await keeper.commit(events);
    },
    answered: answerer({ voice, keeper, contacts, codes }),
    seen: async (rows) => {
      const fresh = rows.filter(
        (n) => keeper.ledger.row(n).state !== 'seen' && keeper.ledger.row(n).state !== 'answered',
      );
      if (fresh.length > 0)
        await keeper.commit([{ kind: 'became', state: 'seen', rows: fresh, at: clock.now() }]);
    },
  };
}

/** What the place wishes otherwise than the program has it. */
function policyFrom({ lapseAfterMin, targetComing }: AlarmWishes = {}): AlarmPolicy {
  return {
    ...POLICY_DEFAULT,
    ...(lapseAfterMin !== undefined && { lapseAfterMin }),
    ...(targetComing !== undefined && { peopleWanted: targetComing }),
  };
}
