import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hubHere } from '../../../test/sim/hub-here.ts';
import { storeMemory } from '../../adapters/store-memory/store-memory.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store, StoreFailureKind } from '../../ports/store.ts';

type Failing = { readonly store: Store; fails: StoreFailure | undefined };

/** A store in memory whose disk fails while `fails` is set. */
function failingStore(): Failing {
  const memory = storeMemory();
  const failing: Failing = {
    fails: undefined,
    store: {
      ...memory,
      append: async (rows) => {
        if (failing.fails) throw failing.fails;
        return memory.append(rows);
      },
      read: (cursor) => {
        if (failing.fails?.kind === 'broken') throw failing.fails;
        return memory.read(cursor);
      },
    },
  };
  return failing;
}

describe('a disk that fails', () => {
  const kinds: readonly StoreFailureKind[] = ['full', 'read-only', 'in-use', 'broken', 'unavailable'];
  for (const kind of kinds) {
    test(`(${kind}) is answered 503 with words, earlier entries stay, and later ones are taken`, async () => {
      const failing = failingStore();
      const hub = await hubHere({ store: failing.store });
      const wires = (await hub.newWitness().sayMany(4)).map((s) => s.wire);
      assert.equal((await hub.post(wires.slice(0, 2))).status, 200);
      const isRetryable = kind === 'full' || kind === 'in-use';
      failing.fails = new StoreFailure(kind, isRetryable, new Error('/secret/path and a text'));
      const answer = await hub.post(wires);
      assert.equal(answer.status, 503);
      assert.equal(answer.headers.get('retry-after'), isRetryable ? '5' : null);
      const problem = (await answer.json()) as { readonly kind: string; readonly says: string };
      assert.equal(problem.kind, `store-${kind}`);
      assert.match(problem.says, /[Nn]othing of this post was kept/);
      assert.equal(problem.says.includes('secret'), false);
      assert.equal((await hub.ask(`${hub.read}/`)).status, 200);
      failing.fails = undefined;
      const again = (await (await hub.post(wires)).json()) as {
        readonly receipts: readonly { readonly isNew: boolean; readonly index: number }[];
      };
      assert.deepEqual(
        again.receipts.map((r) => [r.index, r.isNew]),
        [
          [0, false],
          [1, false],
          [2, true],
          [3, true],
        ],
      );
    });
  }

  test('when entries are read is answered 503 too', async () => {
    const failing = failingStore();
    const hub = await hubHere({ store: failing.store });
    failing.fails = new StoreFailure('broken', false);
    assert.equal((await hub.ask(`${hub.read}/entries`)).status, 503);
    failing.fails = undefined;
    assert.equal((await hub.ask(`${hub.read}/entries`)).status, 200);
  });

  test('hides nothing from those who look at the board meanwhile', async () => {
    const failing = failingStore();
    const hub = await hubHere({ store: failing.store });
    await hub.post((await hub.newWitness().sayMany(2)).map((s) => s.wire));
    failing.fails = new StoreFailure('full', true);
    const situation = (await (await hub.ask(`${hub.read}/situation`)).json()) as { readonly entries: number };
    assert.equal(situation.entries, 2);
  });
});
