import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { strangeId } from '../../test/making/entries.ts';
import { carrierInMemory } from '../../test/sim/carrier-in-memory.ts';
import type { MemoryCarrier } from '../../test/sim/carrier-in-memory.ts';
import { handClock } from '../../test/sim/hand-clock.ts';
import type { HandClock } from '../../test/sim/hand-clock.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import type { LedgerEvent, RowState } from '../acts/alarm/ledger.ts';
import type { Outcome } from '../ports/channel.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import { newDelivery } from './deliver.ts';
import type { Delivery, Road } from './deliver.ts';
import { openLedger } from './ledger-keeper.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';

const ALARM = strangeId('alarm');
const FAST = { perSecond: 1_000, burst: 1_000 };

type Scene = {
  readonly store: Store;
  readonly clock: HandClock;
  readonly keeper: LedgerKeeper;
  readonly carrier: MemoryCarrier;
  readonly delivery: Delivery;
  readonly failures: unknown[];
  readonly plan: (
    people: readonly number[],
    over?: Partial<LedgerEvent & { readonly kind: 'plan' }>,
  ) => Promise<void>;
  /** Goes on until nothing is on its way. */
  readonly run: () => Promise<void>;
  readonly states: () => readonly RowState[];
  readonly people: () => readonly string[];
};

/** Person n has the address `n@` and one of two providers, by evenness. */
function scene({
  store = storeMemory(),
  pace = FAST,
  paceOf = () => pace,
  clock = handClock('2031-05-17T05:30Z'),
}: Partial<Pick<Scene, 'store' | 'clock'> & Pick<Road, 'pace' | 'paceOf'>> = {}): Scene {
  const keeper = openLedger(store);
  const carrier = carrierInMemory('push');
  const failures: unknown[] = [];
  const delivery = newDelivery({
    keeper,
    clock,
    roads: () => [{ channel: carrier.channel, pace, paceOf }],
    parcelFor: ({ person, phase, alarm }) =>
      person === 404
        ? undefined
        : {
            key: `${phase} ${person}`,
            address: `${person}@${person % 2 === 0 ? 'even' : 'odd'}`,
            topic: alarm,
            message: { title: 'Shanyrak', text: `${phase} ${person}` },
            ttlSeconds: 60,
          },
    failed: (cause) => failures.push(cause),
  });
  return {
    store,
    clock,
    keeper,
    carrier,
    delivery,
    failures,
    plan: (people, over = {}) =>
      keeper.commit([
        { kind: 'plan', alarm: ALARM, phase: 'call', channel: 'push', due: clock.now(), people, ...over },
      ]),
    run: async () => {
      await delivery.round();
      await delivery.settled();
    },
    states: () => Array.from({ length: keeper.ledger.size }, (_, n) => keeper.ledger.row(n).state),
    people: () => carrier.given.map(({ message }) => message.text),
  };
}

const DEFERRED: Outcome = { kind: 'deferred', scope: 'provider', afterMs: 120_000 };

describe('delivery', () => {
  test('hands over all that is due, each once, more than fit in one window', async () => {
    const { plan, run, carrier, states } = scene();
    await plan(Array.from({ length: 500 }, (_, i) => i + 1_000));
    await run();
    assert.equal(new Set(carrier.given.map(({ key }) => key)).size, 500);
    assert.equal(carrier.given.length, 500);
    assert.ok(states().every((state) => state === 'accepted'));
  });

  test('has no more on its way at once than one window', async () => {
    const { plan, run, carrier, delivery } = scene();
    let most = 0;
    carrier.say(async () => {
      most = Math.max(most, delivery.onItsWay('push'));
      await nextTurn();
      return { kind: 'accepted' };
    });
    await plan(Array.from({ length: 300 }, (_, i) => i + 1_000));
    await run();
    assert.equal(most, 64);
  });

  test('sends that it is over before what has waited longer', async () => {
    const { plan, run, people } = scene();
    await plan([1, 2]);
    await plan([3], { phase: 'over' });
    await run();
    assert.equal(people()[0], 'over 3');
  });

  test('waits as long as a carrier asks, without holding up another one', async () => {
    const { plan, run, carrier, clock, people, states } = scene();
    carrier.say(({ address }) => (address.endsWith('even') ? DEFERRED : { kind: 'accepted' }));
    await plan([2, 4, 6, 1, 3]);
    await run();
    assert.deepEqual(people().toSorted(), ['call 1', 'call 2', 'call 3', 'call 4', 'call 6']);
    carrier.say(() => ({ kind: 'accepted' }));
    await plan([8, 5]);
    clock.moveMinutes(1);
    await run();
    assert.deepEqual(people().slice(5), ['call 5'], 'nothing for the carrier that asked for two minutes');
    clock.moveMinutes(1.1);
    await run();
    assert.deepEqual(people().slice(6).toSorted(), ['call 2', 'call 4', 'call 6', 'call 8']);
    assert.ok(states().every((state) => state === 'accepted'));
  });

  test('gives each carrier behind one road at the pace of its own', async () => {
    const paceOf = (address: string): Road['pace'] => ({
      perSecond: 1,
      burst: address.endsWith('even') ? 3 : 1,
    });
    const { plan, run, carrier } = scene({ paceOf });
    await plan([2, 4, 6, 8, 1, 3, 5]);
    await run();
    assert.deepEqual(carrier.given.map(({ address }) => address).toSorted(), [
      '1@odd',
      '2@even',
      '4@even',
      '6@even',
    ]);
  });

  test('gives a carrier no more than it takes, and goes on as it takes more', async () => {
    const { plan, run, carrier, clock } = scene({ pace: { perSecond: 1, burst: 3 } });
    await plan([2, 4, 6, 8, 10, 1]);
    await run();
    assert.equal(carrier.given.length, 4, 'three for one carrier and one for the other');
    clock.moveMinutes(1.5 / 60);
    await run();
    assert.equal(carrier.given.length, 5);
    clock.moveMinutes(1);
    await run();
    assert.equal(carrier.given.length, 6);
  });

  test('remembers over a restart what a carrier may still be given', async () => {
    const first = scene({ pace: { perSecond: 0.01, burst: 2 } });
    await first.plan([2, 4, 6]);
    await first.run();
    const { store, clock } = first;
    const second = scene({ store, clock, pace: { perSecond: 0.01, burst: 2 } });
    await second.run();
    assert.deepEqual(second.people(), [], 'a restart fills no bucket');
    clock.moveMinutes(5);
    await second.run();
    assert.deepEqual(second.people(), ['call 6']);
  });

  test('a carrier that is ill for ten minutes loses no address and gets all in the end', async () => {
    const { plan, run, carrier, clock, states } = scene();
    const until = clock.now() + 10 * 60_000;
    carrier.say(() => (clock.now() < until ? { kind: 'deferred', scope: 'provider' } : { kind: 'accepted' }));
    await plan([1, 2, 3]);
    for (let minute = 0; minute < 20; minute++) {
      await run();
      clock.moveMinutes(1);
    }
    assert.deepEqual(states(), ['accepted', 'accepted', 'accepted']);
  });

  test('tells nobody who is no longer there, and says so in the ledger', async () => {
    const { plan, run, people, states } = scene();
    await plan([404, 1]);
    await run();
    assert.deepEqual([people(), states()], [['call 1'], ['failed', 'accepted']]);
  });

  test('takes a channel that throws for one that says nothing', async () => {
    const { plan, run, carrier, states } = scene();
    carrier.say(() => Promise.reject(new Error('a bug')));
    await plan([1]);
    await run();
    assert.deepEqual(states(), ['deferred']);
  });
});

describe('delivery over a store that fails', () => {
  /** A store whose disk is full when told so. */
  function fullAtTimes(): { readonly store: Store; isFull: boolean } {
    const memory = storeMemory();
    const it = {
      isFull: false,
      store: {
        ...memory,
        append: async (...args: Parameters<Store['append']>) => {
          if (it.isFull) throw new StoreFailure('full', true);
          return memory.append(...args);
        },
      },
    };
    return it;
  }

  test('sends nothing that it could not claim first', async () => {
    const disk = fullAtTimes();
    const { plan, run, carrier, failures, states } = scene({ store: disk.store });
    await plan([1, 2]);
    disk.isFull = true;
    await run();
    assert.deepEqual([carrier.given.length, failures.length, states()], [0, 1, ['planned', 'planned']]);
    disk.isFull = false;
    await run();
    assert.deepEqual(states(), ['accepted', 'accepted']);
  });

  test('what left and could not be noted is sent again by the next process, by the same key', async () => {
    const disk = fullAtTimes();
    const first = scene({ store: disk.store });
    first.carrier.say(() => {
      disk.isFull = true;
      return { kind: 'accepted' };
    });
    await first.plan([1]);
    await first.run();
    assert.deepEqual(first.states(), ['claimed']);
    disk.isFull = false;
    const second = scene({ store: disk.store, clock: first.clock });
    await second.keeper.commit([{ kind: 'epoch', at: second.clock.now() }]);
    await second.run();
    assert.deepEqual(second.states(), ['accepted']);
    assert.equal(second.carrier.given[0]?.key, first.carrier.given[0]?.key);
  });
});
