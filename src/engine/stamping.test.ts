import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { handClock } from '../../test/sim/hand-clock.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { utf8Encode } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import type { StampFailure, Stamper } from '../ports/stamper.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import { newStamps } from './stamping.ts';
import type { NewestCheckpoint, Stamps } from './stamping.ts';
import { stampsHeld } from './stamps-kept.ts';

const { sha256 } = cryptoNode();

/** An authority in memory, which answers at once and counts, or does what it is told. */
function authority(now: () => ReturnType<ReturnType<typeof handClock>['now']>) {
  let count = 0;
  let trouble: { readonly why: StampFailure; readonly retryable: boolean } | 'hangs' | undefined;
  const hanging = Promise.withResolvers<void>();
  const stamper: Stamper = {
    stamp: async (hash) => {
      count++;
      if (trouble === 'hangs') await hanging.promise;
      else if (trouble !== undefined) return { kind: 'failed', ...trouble };
      return { kind: 'stamped', query: hash, reply: Uint8Array.of(count), at: now() };
    },
    close: () => Promise.resolve(),
  };
  return {
    stamper,
    asked: () => count,
    fail: (next: typeof trouble) => {
      trouble = next;
    },
    release: hanging.resolve,
  };
}

function hub(store: Store = storeMemory()) {
  const clock = handClock('2027-03-10T10:00:00Z');
  const startedAt = clock.now();
  let newest: NewestCheckpoint | undefined;
  let isBusy = true;
  const [east, west] = [authority(clock.now), authority(clock.now)];
  const names = new Map([
    ['east', east.stamper],
    ['west', west.stamper],
  ]);
  const said: string[] = [];
  const start = (): Stamps =>
    newStamps({
      store,
      clock,
      steadyMs: () => clock.now() - startedAt,
      sha256,
      authorities: () => names,
      newestCheckpoint: () => newest,
      isBusy: () => isBusy,
      failed: (name, why) => said.push(`${name} ${why.kind === 'fault' ? why.fault.kind : why.kind}`),
    });
  let stamps = start();
  return {
    store,
    clock,
    east,
    west,
    said,
    names,
    log: (size: number, signatures = '— x y\n') => {
      newest = { size, bytes: utf8Encode(`log\n${size}\nroot\n\n${signatures}`) };
    },
    rest: () => {
      isBusy = false;
    },
    restart: () => {
      stamps = start();
    },
    hurry: () => stamps.hurry(),
    round: () => stamps.round(),
    after: async (minutes: number) => {
      clock.moveMinutes(minutes);
      await stamps.round();
    },
    asked: () => [east.asked(), west.asked()],
  };
}

describe('a checkpoint is stamped', () => {
  test('by each authority at once, then every ten minutes while there is something new', async () => {
    const h = hub();
    await h.round();
    assert.deepEqual(h.asked(), [0, 0], 'there is no checkpoint yet');
    h.log(3);
    await h.round();
    assert.deepEqual(h.asked(), [1, 1]);
    await h.after(30);
    assert.deepEqual(h.asked(), [1, 1], 'nothing is new');
    h.log(3, '— x y\n— witness z\n');
    await h.after(30);
    assert.deepEqual(h.asked(), [1, 1], 'one more signature is nothing new');
    h.log(5);
    await h.round();
    h.log(6);
    await h.after(9);
    assert.deepEqual(h.asked(), [2, 2]);
    await h.after(1);
    assert.deepEqual(h.asked(), [3, 3]);
  });

  test('once a day while no incident is open, and when somebody asks for it', async () => {
    const h = hub();
    h.rest();
    h.log(1);
    await h.round();
    h.log(2);
    await h.after(23 * 60);
    assert.deepEqual(h.asked(), [1, 1]);
    h.hurry();
    await h.round();
    h.hurry();
    await h.round();
    h.log(3);
    await h.round();
    assert.deepEqual(h.asked(), [2, 2], 'what comes later is in no hurry');
    await h.after(24 * 60);
    assert.deepEqual(h.asked(), [3, 3]);
  });

  test('and kept with its exact bytes, the query and the reply', async () => {
    const h = hub();
    h.log(7);
    await h.round();
    const [first, second] = stampsHeld(h.store);
    const checkpoint = utf8Encode('log\n7\nroot\n\n— x y\n');
    assert.deepEqual(first, {
      authority: 'east',
      size: 7,
      checkpoint,
      query: Uint8Array.from(sha256(checkpoint)),
      reply: Uint8Array.of(1),
      at: h.clock.now(),
    });
    assert.equal(second?.authority, 'west');
  });

  test('no sooner after a restart, and what was under way is asked anew', async () => {
    const h = hub();
    h.log(1);
    await h.round();
    h.log(2);
    h.clock.moveMinutes(4);
    h.restart();
    await h.after(5);
    assert.deepEqual(h.asked(), [1, 1]);
    h.east.fail('hangs');
    h.clock.moveMinutes(1);
    void h.round();
    await turn();
    assert.deepEqual(h.asked(), [2, 2]);
    h.restart();
    h.east.fail(undefined);
    await h.round();
    assert.deepEqual(h.asked(), [3, 2]);
    assert.equal(stampsHeld(h.store).length, 4);
  });
});

describe('an authority that fails', () => {
  const unreached = { why: { kind: 'unreached' }, retryable: true } as const;

  test('holds up no other, and none is asked twice at once', async () => {
    const h = hub();
    h.east.fail('hangs');
    h.log(1);
    const first = h.round();
    await turn();
    h.log(2);
    h.clock.moveMinutes(10);
    const second = h.round();
    assert.deepEqual(h.asked(), [1, 2]);
    h.east.release();
    await Promise.all([first, second]);
    assert.deepEqual(
      stampsHeld(h.store).map(({ authority: name, size }) => `${name} ${size}`),
      ['west 1', 'west 2', 'east 1'],
    );
  });

  test('is asked again after half a minute, then after twice as long each time, up to an hour; said once', async () => {
    const h = hub();
    h.names.delete('west');
    h.east.fail(unreached);
    h.log(1);
    await h.round();
    const tries: number[] = [];
    for (let halves = 1; halves <= 600; halves++) {
      const before = h.east.asked();
      await h.after(0.5);
      if (h.east.asked() > before) tries.push(halves / 2);
    }
    assert.deepEqual(tries, [0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 63.5, 123.5, 183.5, 243.5]);
    assert.deepEqual(h.said, ['east unreached']);
    h.east.fail(undefined);
    h.hurry();
    await h.round();
    assert.equal(stampsHeld(h.store).length, 1);
    h.east.fail(unreached);
    h.log(2);
    await h.after(10);
    assert.deepEqual(h.said, ['east unreached', 'east unreached']);
  });

  test('gives what does not check: nothing is kept, it is said, and it is asked again in an hour', async () => {
    const h = hub();
    h.east.fail({ why: { kind: 'fault', fault: { kind: 'signature' } }, retryable: false });
    h.log(1);
    await h.round();
    assert.deepEqual(h.said, ['east signature']);
    assert.deepEqual(
      stampsHeld(h.store).map(({ authority: name }) => name),
      ['west'],
    );
    await h.after(59);
    assert.equal(h.east.asked(), 1);
    await h.after(1);
    assert.equal(h.east.asked(), 2);
  });

  test('a disk that is full loses the stamp, says so, and it is asked for again', async () => {
    const store = storeMemory();
    let isFull = true;
    const h = hub({
      ...store,
      append: (rows, changes) =>
        isFull ? Promise.reject(new StoreFailure('full', true)) : store.append(rows, changes),
    });
    h.log(1);
    await h.round();
    assert.deepEqual(h.said, ['east store', 'west store']);
    assert.deepEqual(stampsHeld(store), []);
    isFull = false;
    await h.after(1);
    assert.equal(stampsHeld(store).length, 2);
  });
});

test('a clock that was set moves the next stamp by a day at most', async () => {
  const h = hub();
  h.rest();
  h.log(1);
  await h.round();
  h.log(2);
  for (const minutes of [-3 * 24 * 60, 6 * 24 * 60]) {
    h.clock.moveMinutes(minutes);
    h.restart();
  }
  await h.round();
  assert.deepEqual(h.asked(), [2, 2]);
});

test('an hour of an authority that is another than ours is said once, and the stamp is kept', async () => {
  const h = hub();
  h.names.delete('west');
  const late = instant(h.clock.now() - 81_000);
  h.names.set('east', {
    ...h.east.stamper,
    stamp: async (hash) => ({ ...(await h.east.stamper.stamp(hash, 0)), at: late }),
  });
  for (const size of [1, 2]) {
    h.log(size);
    await h.after(10 * (size - 1));
  }
  assert.deepEqual(h.said, ['east clock']);
  assert.equal(stampsHeld(h.store).length, 2);
});

test('what nobody here wrote is no stamp', async () => {
  const store = storeMemory();
  await store.append([], [{ drawer: 'stamps', n: 1, content: utf8Encode('{"authority":"east"}') }]);
  assert.throws(() => stampsHeld(store), StoreFailure);
});
