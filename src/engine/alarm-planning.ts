import { SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { ChannelName } from '../acts/alarm/channels.ts';
import type { AlarmStepBody } from '../record/kinds/alarm.ts';
import type { EntryId } from '../record/names.ts';
import type { Alarm } from '../situation/alarms.ts';
import type { Gathered } from '../situation/gather.ts';
import type { Channel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { DrawerChange } from '../ports/store.ts';
import type { Contacts } from './contacts.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';
import type { Outbox } from './outbox.ts';

// The ladder goes by minutes: looked at this often nobody waits long.
const LOOK_EVERY_MS: number = 5 * SECOND_MS;

export type Decided = {
  readonly alarm: Alarm;
  readonly g: Gathered;
  readonly body: AlarmStepBody;
  readonly say: (changes: readonly DrawerChange[]) => Promise<unknown>;
};

/** What keeps the messages of alarms in step with their decisions. */
export type Planning = {
  /** Says a decision about an alarm and plans the messages that follow from it, both or neither. */
  readonly decided: (decision: Decided) => Promise<void>;
  /** Plans what an alarm calls for by now. */
  readonly planDue: (alarm: Alarm, g: Gathered) => Promise<void>;
  /** When each alarm that runs was last looked at. */
  readonly looked: () => readonly Instant[];
};
type PlanningNeeds = {
  readonly keeper: LedgerKeeper;
  readonly contacts: Contacts;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly roadsOpen: () => OpenRoads;
};
/** Those there are now, by name. */
export type OpenRoads = ReadonlyMap<ChannelName, Channel>;

type Look = {
  readonly as: string;
  readonly at: Instant;
  readonly isLive: boolean;
  readonly roads: OpenRoads;
};

/** Keeps what alarms call for: with a decision, and by the clock. */
export function newPlanning({ keeper, contacts, outbox, clock, roadsOpen }: PlanningNeeds): Planning {
  const looks = new Map<EntryId, Look>();
  return {
    decided: ({ alarm, g, body, say }) => {
      roadsOpen();
      const { step, tier = alarm.tier } = body;
      const after: Alarm = { ...alarm, tier, ...(step !== 'tier' && { endedAs: step }) };
      return keeper.commit(outbox.plan(after, g), say);
    },
    planDue: async (alarm, g) => {
      const open = roadsOpen();
      const now = clock.now();
      const isOutside = outbox.sceneOf(alarm.id)?.meeting.isOutside ?? false;
      const before = looks.get(alarm.id);
      const renewed = new Set(
        [...open].flatMap(([name, road]) => (isOther(before?.roads.get(name), road) ? [name] : [])),
      );
      const as = `${alarm.tier} ${alarm.endedAs} ${isOutside} ${contacts.roster.version}`;
      if (before?.as === as && renewed.size === 0 && now - before.at < LOOK_EVERY_MS) return;
      const events = outbox.plan(alarm, g, renewed);
      // By the road by which somebody was told that is not there any more: their next is looked for at once.
      const isStranding = events.some(
        (event) => event.kind === 'plan' && !contacts.roster.isOpen(event.channel),
      );
      const seen = isStranding ? '' : as;
      looks.set(alarm.id, { as: seen, at: now, isLive: alarm.endedAs === undefined, roads: open });
      if (events.length > 0) await keeper.commit(events);
    },
    looked: () => [...looks.values()].flatMap(({ at, isLive }) => (isLive ? at : [])),
  };
}

/** Whether another carrier has taken the place of one that was there. */
function isOther(before: Channel | undefined, now: Channel): boolean {
  return before !== undefined && before !== now;
}
