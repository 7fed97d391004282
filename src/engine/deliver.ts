import type { Instant } from '../base/instant.ts';
import { instant } from '../base/instant.ts';
import { afterGoing, afterRefusal, waitFor } from '../acts/alarm/allowance.ts';
import type { Pace } from '../acts/alarm/allowance.ts';
import type { ChannelName } from '../acts/alarm/channels.ts';
import type { LedgerEvent, Row, RowNumber } from '../acts/alarm/ledger.ts';
import { afterTry } from '../acts/alarm/outcome.ts';
import type { Channel, Outcome, Parcel } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';

/** A channel with how fast each carrier behind it takes messages. */
export type Road = { readonly channel: Channel; readonly pace: Pace };

export type DeliveryNeeds = {
  readonly keeper: LedgerKeeper;
  readonly clock: Clock;
  readonly roads: readonly Road[];
  /** What a row says now and where it goes; nothing when there is nobody to tell any more. */
  readonly parcelFor: (row: Row, n: RowNumber) => Parcel | undefined;
  /** Told when the store failed; the work is tried again with the next round. */
  readonly failed: (cause: unknown) => void;
};

/** Brings due messages to their carriers. */
export type Delivery = {
  /** Claims what may go now and hands it to the carriers; resolves once it is claimed. */
  readonly round: () => Promise<void>;
  /** Resolves once nothing is on its way any more. */
  readonly settled: () => Promise<void>;
  readonly onItsWay: (channel: ChannelName) => number;
};

/** Messages on their way at once by one road: as many may go out twice after a crash. */
const WINDOW = 64;
const ANSWER_WITHIN_MS = 10_000;

/**
 * A message is claimed on the disk before it leaves, and what became of it is kept afterwards: a crash between the two sends
 * it once more, never less. What comes back within one moment is kept together.
 */
export function newDelivery(needs: DeliveryNeeds): Delivery {
  const flying = new Map<ChannelName, number>();
  const landed: Landed[] = [];
  const all = new Set<Promise<void>>();
  let keeping: Promise<void> | undefined;
  let running: Promise<void> | undefined;
  const keepLanded = async (): Promise<void> => {
    while (landed.length > 0) {
      const some = landed.splice(0);
      try {
        await needs.keeper.commit(eventsOf(some, needs));
      } catch (cause) {
        // They stay claimed: the process that comes next sends them again.
        needs.failed(cause);
      }
    }
    keeping = undefined;
  };
  const send = async (road: Road, claimed: Claimed): Promise<void> => {
    const { name } = road.channel;
    flying.set(name, (flying.get(name) ?? 0) + 1);
    const outcome = await road.channel
      .send(claimed.parcel, ANSWER_WITHIN_MS)
      .catch((): Outcome => ({ kind: 'unknown' }));
    flying.set(name, (flying.get(name) ?? 1) - 1);
    landed.push({ ...claimed, road, outcome });
    keeping ??= Promise.resolve().then(keepLanded);
    await keeping;
    // There is room now for what waits behind it.
    await round();
  };
  const claimAll = async (): Promise<void> => {
    for (const road of needs.roads) {
      const room = WINDOW - (flying.get(road.channel.name) ?? 0);
      // Fewer at a time would cost a commit each.
      if (room < WINDOW / 4) continue;
      for (const each of await claim(road, room, needs)) {
        const sent = send(road, each);
        all.add(sent);
        void sent.finally(() => all.delete(sent));
      }
    }
  };
  // One at a time: what is being claimed must not be claimed by another.
  const round = (): Promise<void> => {
    running ??= claimAll().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    round,
    settled: async () => {
      while (all.size > 0) await Promise.all(all);
    },
    onItsWay: (channel) => flying.get(channel) ?? 0,
  };
}

type Claimed = { readonly n: RowNumber; readonly parcel: Parcel; readonly provider: string };
type Landed = Claimed & { readonly road: Road; readonly outcome: Outcome };

/** Takes what is due and may go, within what each carrier takes; the rest of a carrier that asked us to wait is put off. */
async function claim(road: Road, room: number, needs: DeliveryNeeds): Promise<readonly Claimed[]> {
  const { keeper, clock } = needs;
  const { name } = road.channel;
  const now = clock.now();
  // Twice the room, since some of it may be for carriers that take no more now.
  const rows = room <= 0 ? [] : keeper.ledger.due(name, now, 2 * room);
  if (rows.length === 0) return [];
  const events: LedgerEvent[] = [];
  const claimed: Claimed[] = [];
  const [going, waiting] = [new Map<string, number>(), new Map<number, RowNumber[]>()];
  for (const n of rows) {
    const parcel = needs.parcelFor(keeper.ledger.row(n), n);
    if (parcel === undefined) {
      events.push({ kind: 'became', state: 'failed', rows: [n], at: now });
      continue;
    }
    const provider = road.channel.providerOf(parcel.address);
    const turn = going.get(provider) ?? 0;
    const waitMs = waitFor(turn, { allowance: keeper.allowances.get(provider), pace: road.pace, asOf: now });
    if (waitMs === 0 && claimed.length === room) break;
    going.set(provider, turn + 1);
    if (waitMs === 0) claimed.push({ n, parcel, provider });
    else waiting.set(waitMs, [...(waiting.get(waitMs) ?? []), n]);
  }
  // What must wait makes way for the messages of other carriers.
  for (const [waitMs, late] of waiting)
    events.push({ kind: 'defer', rows: late, at: now, due: instant(now + waitMs) });
  const went = Map.groupBy(claimed, ({ provider }) => provider);
  for (const [provider, { length: gone }] of went)
    keeper.allowances.set(
      provider,
      afterGoing(keeper.allowances.get(provider), road.pace, { gone, asOf: now }),
    );
  if (claimed.length > 0) events.push({ kind: 'claim', rows: claimed.map(({ n }) => n), at: now });
  if (events.length === 0) return [];
  try {
    await keeper.commit(events);
  } catch (cause) {
    needs.failed(cause);
    return [];
  }
  return claimed;
}

function eventsOf(landed: readonly Landed[], { keeper, clock }: DeliveryNeeds): readonly LedgerEvent[] {
  const now = clock.now();
  for (const { outcome, provider } of landed) {
    const until = waitUntil(outcome, now);
    if (until !== undefined)
      keeper.allowances.set(provider, afterRefusal(keeper.allowances.get(provider), now, until));
  }
  return together(
    landed.map(({ n, outcome }) => afterTry(n, { row: keeper.ledger.row(n), tried: outcome, asOf: now })),
  );
}

/** Until when nothing may go through a carrier; only where it spoke of itself and not of one address. */
function waitUntil(outcome: Outcome, now: Instant): Instant | undefined {
  if (outcome.kind !== 'deferred' || outcome.scope !== 'provider') return undefined;
  return outcome.afterMs === undefined ? undefined : instant(now + outcome.afterMs);
}

/** Rows that became the same are one event. */
function together(events: readonly LedgerEvent[]): readonly LedgerEvent[] {
  const became = new Map<
    string,
    { readonly event: LedgerEvent & { readonly kind: 'became' }; readonly rows: RowNumber[] }
  >();
  const others: LedgerEvent[] = [];
  for (const event of events) {
    if (event.kind !== 'became') {
      others.push(event);
      continue;
    }
    const same = became.get(event.state) ?? { event, rows: [] };
    became.set(event.state, same);
    same.rows.push(...event.rows);
  }
  return [...[...became.values()].map(({ event, rows }) => ({ ...event, rows })), ...others];
}
