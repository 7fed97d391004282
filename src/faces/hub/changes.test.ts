import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { hubHere, listenHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';

// Less than the stream waits between two signs of life: those say the size as well.
const WITHIN_MS = 10_000;

/** Reads a stream of changes; `until` waits for a line and fails when it does not come in time. */
type Listener = {
  readonly sizes: () => readonly number[];
  readonly until: (size: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

async function listen(answer: Response): Promise<Listener> {
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  assert.ok(reader);
  let text = '';
  const reading = (async () => {
    for (;;) {
      const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
      if (done || value === undefined) return;
      text += value;
    }
  })();
  const sizes = (): readonly number[] =>
    [...text.matchAll(/^event: changed\ndata: (\d+)\nid: \d+\n\n/gm)].map((m) => Number(m[1]));
  return {
    sizes,
    until: async (size) => {
      const end = performance.now() + WITHIN_MS;
      while (sizes().at(-1) !== size) {
        assert.ok(performance.now() < end, `${size} was not announced, only ${sizes().join(' ')}`);
        await sleep(10);
      }
    },
    close: async () => {
      await reader.cancel();
      await reading;
    },
  };
}

async function grow(hub: HubHere, count: number): Promise<void> {
  const author = hub.newWitness();
  for (const { wire } of await author.sayMany(count)) await hub.post([wire]);
}

describe('a stream of changes', () => {
  test('says the size of the log at once and again when it has grown', async () => {
    const hub = await hubHere();
    await grow(hub, 2);
    const listener = await listen(await hub.ask(`${hub.read}/changes`));
    await listener.until(2);
    await grow(hub, 1);
    await listener.until(3);
    await grow(hub, 1);
    await listener.until(4);
    assert.deepEqual(listener.sizes(), [2, 3, 4]);
    await listener.close();
  });

  test('says changes that come together once, and the last size for certain', async () => {
    const hub = await hubHere();
    const listener = await listen(await hub.ask(`${hub.read}/changes`));
    await listener.until(0);
    await grow(hub, 50);
    await listener.until(50);
    assert.ok(listener.sizes().length < 20, listener.sizes().join(' '));
    await listener.close();
  });

  test('misses nothing that comes while it opens', async () => {
    const hub = await hubHere();
    for (let n = 1; n <= 10; n++) {
      const opening = hub.ask(`${hub.read}/changes`);
      await grow(hub, 1);
      const listener = await listen(await opening);
      await listener.until(n);
      await listener.close();
    }
  });

  test('that is not read for a while ends with the last size', async () => {
    const hub = await hubHere();
    const answer = await hub.ask(`${hub.read}/changes`);
    await grow(hub, 3);
    await sleep(300);
    await grow(hub, 3);
    const listener = await listen(answer);
    await listener.until(6);
    await listener.close();
  });

  test('says no word of what is in an entry', async () => {
    const hub = await hubHere();
    const { address, close } = await listenHere(hub);
    const answer = await fetch(`${address}${hub.read}/changes`);
    const listener = await listen(answer);
    await grow(hub, 1);
    await listener.until(1);
    assert.ok(listener.sizes().every((size) => size <= 1));
    await listener.close();
    await close();
  });
});

describe('streams that are left', () => {
  test('free their place at once: many can come and go', { timeout: 60_000 }, async () => {
    const hub = await hubHere({ nowMs: manySeconds() });
    // More than may be open at a time.
    for (let n = 0; n < 2_200; n++) {
      const answer = await hub.ask(`${hub.read}/changes`);
      assert.equal(answer.status, 200, `stream ${n}`);
      await answer.body?.cancel();
    }
  });

  test('take no place when only their head is asked for', { timeout: 60_000 }, async () => {
    const hub = await hubHere({ nowMs: manySeconds() });
    for (let n = 0; n < 2_200; n++)
      assert.equal((await hub.ask(`${hub.read}/changes`, { method: 'HEAD' })).status, 200, `head ${n}`);
    const listener = await listen(await hub.ask(`${hub.read}/changes`));
    await listener.until(0);
    await listener.close();
  });

  test(
    'beyond the limit are refused with words, and taken again when others have left',
    { timeout: 60_000 },
    async () => {
      const hub = await hubHere({ nowMs: manySeconds() });
      const open: Response[] = [];
      let last = await hub.ask(`${hub.read}/changes`);
      while (last.status === 200 && open.length < 3_000) {
        open.push(last);
        last = await hub.ask(`${hub.read}/changes`);
      }
      assert.deepEqual([open.length, last.status], [2_000, 503]);
      assert.partialDeepStrictEqual(await last.json(), { kind: 'too-many-streams' });
      assert.equal((await hub.ask(`${hub.read}/`)).status, 200);
      for (const answer of open) await answer.body?.cancel();
      await sleep(50);
      const again = await hub.ask(`${hub.read}/changes`);
      assert.equal(again.status, 200);
      await again.body?.cancel();
    },
  );
});

/** A clock of the rate limit on which every request comes a second after the one before. */
function manySeconds(): () => number {
  let nowMs = 0;
  return () => (nowMs += 1_000);
}
