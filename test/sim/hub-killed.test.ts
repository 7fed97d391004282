import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { seededChance } from '../../src/adapters/sim-day/chance.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import type { LogAnswer } from '../../src/engine/log-answer.ts';
import type { WireEntry } from '../../src/record/wire.ts';
import { isProven } from '../making/log-hub.ts';
import { keyOf } from '../making/vault.ts';
import { soakCount } from '../soak-count.ts';
import { freePort, runProgram, startHub } from './hub-child.ts';
import { newFolder } from './temp-folder.ts';
import { newIncident, witness } from './witness.ts';
import type { Said } from './witness.ts';

const crypto = cryptoNode();
const ROUNDS = soakCount(5, 100);
const SEED = 4;

/** What writers were promised: each id and the index the hub said it has. */
type Promised = Map<string, number>;
type Post = (
  wires: readonly WireEntry[],
) => Promise<readonly { readonly status: string; readonly id: string; readonly index: number }[] | undefined>;

type Answer = { readonly receipts: NonNullable<Awaited<ReturnType<Post>>>; readonly log: LogAnswer };

function poster(link: string): Post {
  const ask = async (entries: readonly WireEntry[]): Promise<Answer | undefined> => {
    try {
      const answer = await fetch(`${link}/entries`, {
        method: 'POST',
        body: JSON.stringify({ entries }),
        signal: AbortSignal.timeout(5_000),
      });
      if (answer.status !== 200) return undefined;
      return (await answer.json()) as Answer;
    } catch {
      return undefined; // Killed in the middle: nobody knows, so it is offered again.
    }
  };
  return async (entries) => {
    const answer = await ask(entries);
    if (answer === undefined) return undefined;
    const ids = new Map(answer.receipts.map(({ index, id }) => [index, id]));
    assert.ok(await isProven(answer.log, (index) => ids.get(index)), 'each answer proves what it says');
    return answer.receipts;
  };
}

type Writing = {
  readonly post: Post;
  readonly promised: Promised;
  readonly chance: () => number;
  readonly isOver: () => boolean;
};

/** Says one thing after the other and lets go of none before it is acknowledged; now and then offers old ones again. */
async function writeOn({ post, promised, chance, isOver }: Writing): Promise<readonly Said[]> {
  const author = witness(crypto, newIncident(crypto));
  const said: Said[] = [];
  const old: WireEntry[] = [];
  let waiting: WireEntry[] = [];
  while (!isOver() || waiting.length > 0) {
    if (waiting.length === 0) {
      const fresh = await author.sayMany(1 + Math.floor(chance() * 20));
      said.push(...fresh);
      waiting = fresh.map((s) => s.wire);
    }
    const again = chance() < 0.3 ? old.slice(-3) : [];
    const receipts = await post([...again, ...waiting]);
    if (receipts === undefined) {
      await sleep(20);
      continue;
    }
    for (const { status, id, index } of receipts) {
      assert.equal(status, 'accepted');
      assert.equal(promised.get(id) ?? index, index, 'an index once said is never another');
      promised.set(id, index);
    }
    old.push(...waiting);
    waiting = [];
  }
  return said;
}

describe('a hub that is killed in the middle of its work', () => {
  test(
    `${ROUNDS} times keeps every entry it acknowledged at its index, and its folder is sound`,
    { timeout: 3 * 3_600_000 },
    async () => {
      const folder = newFolder();
      const args = ['--port', String(await freePort())];
      const chance = seededChance(SEED);
      let hub = await startHub({ folder, args });
      const [read, write] = [hub.read, hub.write];
      const promised: Promised = new Map();
      let isOver = false;
      const writers = Array.from({ length: 3 }, (_, n) =>
        writeOn({ post: poster(write), promised, chance: seededChance(SEED + 1 + n), isOver: () => isOver }),
      );
      for (let round = 0; round < ROUNDS; round++) {
        await sleep(30 + chance() * 500);
        assert.equal((await hub.end('SIGKILL')).signal, 'SIGKILL');
        const known = promised.size;
        hub = await startHub({ folder, args });
        assert.ok(hub.entries >= known, `${hub.entries} entries after a kill, ${known} were promised`);
      }
      isOver = true;
      const said = (await Promise.all(writers)).flat();
      const logged: string[] = [];
      for (let since = -1; ;) {
        const page = (await (await fetch(`${read}/entries?since=${since}&limit=1000`)).json()) as {
          readonly entries: readonly { readonly e: string }[];
          readonly next: number;
        };
        if (page.entries.length === 0) break;
        logged.push(...page.entries.map((entry) => entry.e));
        since = page.next;
      }
      assert.ok(promised.size > 20 * ROUNDS, `${promised.size} promised`);
      assert.deepEqual(new Set(promised.keys()), new Set(said.map((s) => s.id)));
      for (const { id, wire } of said) assert.equal(logged[promised.get(id) ?? -1], wire.e);
      assert.equal(logged.length, said.length);
      await hub.end('SIGTERM');
      const checked = await runProgram(['fsck', '--data', folder, ...keyOf(folder)]);
      assert.deepEqual([checked.code, checked.out], [0, `OK: ${said.length} entries, all sound\n`]);
    },
  );
});
