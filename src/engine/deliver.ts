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

/** A channel with how fast the carriers behind it take messages, each for itself; `paceOf`: where they differ, by address. */
export type Road = {
  readonly channel: Channel;
  readonly pace: Pace;
  readonly paceOf?: (address: string) => Pace;
};

export type DeliveryNeeds = {
  readonly keeper: LedgerKeeper;
  readonly clock: Clock;
  /** Those there are now. */
  readonly roads: () => readonly Road[];
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
  /** All that is on its way, or has come back and is not kept yet. */
  readonly unsettled: () => number;
};

/** Messages on their way at once by one road: as many may go out twice after a crash. */
const WINDOW = 64;
/** Fewer are not worth a commit of their own. */
const LANDED_MIN: number = WINDOW / 2;
const ANSWER_WITHIN_MS = 10_000;

/**
 * A message is claimed on the disk before it leaves, and what became of it is kept afterwards: a crash between the two sends
 * it once more, never less. What has come back and what goes next are kept in one commit.
 */
export function newDelivery(needs: DeliveryNeeds): Delivery {
  const { keeper } = needs;
  const flying = new Map<ChannelName, number>();
  const flights = new Set<Promise<void>>();
  let landed: Landed[] = [];
  let keeping = 0;
  let running: Promise<void> | undefined;
  let isAskedAgain = false;
  const send = async (claimed: Claimed): Promise<void> => {
    const { channel } = claimed.road;
    flying.set(channel.name, (flying.get(channel.name) ?? 0) + 1);
    const outcome = await channel
      .send(claimed.parcel, ANSWER_WITHIN_MS)
      .catch((): Outcome => ({ kind: 'unknown' }));
    const left = (flying.get(channel.name) ?? 1) - 1;
    flying.set(channel.name, left);
    landed.push({ ...claimed, outcome });
    // There is room now for what waits behind it. What comes back one by one is kept with the next round anyway.
    if (left === 0 || landed.length >= LANDED_MIN) await round();
  };
  const turn = async (): Promise<void> => {
    const back = landed;
    landed = [];
    const next = needs
      .roads()
      .map((road) => claim(road, WINDOW - (flying.get(road.channel.name) ?? 0), needs));
    const events = [...eventsOf(back, needs), ...next.flatMap((each) => each.events)];
    if (events.length === 0) return;
    keeping = back.length;
    try {
      await keeper.commit(events);
    } catch (cause) {
      // What has come back is kept with the next turn, and what was to go is still due then.
      landed = [...back, ...landed];
      return needs.failed(cause);
    } finally {
      keeping = 0;
    }
    for (const claimed of next.flatMap((each) => each.claimed)) {
      const flight = send(claimed);
      flights.add(flight);
      void flight.finally(() => flights.delete(flight));
    }
  };
  const turns = async (): Promise<void> => {
    try {
      do {
        isAskedAgain = false;
        await turn();
      } while (isAskedAgain);
    } finally {
      // At once: whoever asks from now on begins anew.
      running = undefined;
    }
  };
  // One at a time: what is being claimed must not be claimed by another.
  const round = (): Promise<void> => {
    if (running !== undefined) isAskedAgain = true;
    running ??= turns();
    return running;
  };
  return {
    round,
    settled: async () => {
      while (flights.size > 0) await Promise.all(flights);
    },
    onItsWay: (channel) => flying.get(channel) ?? 0,
    unsettled: () => [...flying.values()].reduce((sum, n) => sum + n, keeping + landed.length),
  };
}

type Claimed = {
  readonly n: RowNumber;
  readonly parcel: Parcel;
  readonly provider: string;
  readonly pace: Pace;
  readonly road: Road;
};
type Landed = Claimed & { readonly outcome: Outcome };

/** What goes next by a road, and what has to be kept before it does. */
type Claims = { readonly claimed: readonly Claimed[]; readonly events: readonly LedgerEvent[] };

/** Takes what is due and may go, within what each carrier takes; what must wait makes way for the messages of others. */
function claim(road: Road, room: number, { keeper, clock, parcelFor }: DeliveryNeeds): Claims {
  const now = clock.now();
  const claimed: Claimed[] = [];
  const nobody: RowNumber[] = [];
  const [going, waiting] = [new Map<string, number>(), new Map<number, RowNumber[]>()];
  // Twice the room, since some of it may be for carriers that take no more now.
  for (const n of room <= 0 ? [] : keeper.ledger.due(road.channel.name, now, 2 * room)) {
    const parcel = parcelFor(keeper.ledger.row(n), n);
    if (parcel === undefined) {
      nobody.push(n);
      continue;
    }
    const provider = road.channel.providerOf(parcel.address);
    const turn = going.get(provider) ?? 0;
    const pace = road.paceOf?.(parcel.address) ?? road.pace;
    const waitMs = waitFor(turn, { allowance: keeper.allowances.get(provider), pace, asOf: now });
    if (waitMs === 0 && claimed.length === room) break;
    going.set(provider, turn + 1);
    if (waitMs === 0) claimed.push({ n, parcel, provider, pace, road });
    else waiting.set(waitMs, [...(waiting.get(waitMs) ?? []), n]);
  }
  for (const [provider, went] of Map.groupBy(claimed, (each) => each.provider)) {
    const allowance = keeper.allowances.get(provider);
    const { pace } = went[0] ?? road;
    keeper.allowances.set(provider, afterGoing(allowance, pace, { gone: went.length, asOf: now }));
  }
  const rows = claimed.map(({ n }) => n);
  const late = [...waiting].map(([waitMs, those]): LedgerEvent => ({
    kind: 'defer',
    rows: those,
    at: now,
    due: instant(now + waitMs),
  }));
  const gone: readonly LedgerEvent[] =
    nobody.length === 0 ? [] : [{ kind: 'became', state: 'failed', why: 'nobody', rows: nobody, at: now }];
  const claims: readonly LedgerEvent[] = rows.length === 0 ? [] : [{ kind: 'claim', rows, at: now }];
  return { claimed, events: [...gone, ...late, ...claims] };
}

function eventsOf(landed: readonly Landed[], { keeper, clock }: DeliveryNeeds): readonly LedgerEvent[] {
  const now = clock.now();
  for (const { outcome, provider } of landed) {
    const until = waitUntil(outcome, now);
    if (until !== undefined)
      keeper.allowances.set(provider, afterRefusal(keeper.allowances.get(provider), now, until));
  }
  return together(
    landed
      .filter(({ n }) => keeper.ledger.holds(n))
      .map(({ n, outcome }) => afterTry(n, { row: keeper.ledger.row(n), tried: outcome, asOf: now })),
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
    const what = `${event.state} ${event.why ?? ''}`;
    const same = became.get(what) ?? { event, rows: [] };
    became.set(what, same);
    same.rows.push(...event.rows);
  }
  return [...[...became.values()].map(({ event, rows }) => ({ ...event, rows })), ...others];
}
