import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { handClock } from '../../test/sim/hand-clock.ts';
import { eventBody, newIncident, witness } from '../../test/sim/witness.ts';
import { BODY_SAMPLES } from '../../test/vectors/bodies.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { parseIncidentId } from '../record/names.ts';
import type { Store } from '../ports/store.ts';
import { ClockMismatch, startEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { PAGE_BYTES_MAX } from './reading.ts';
import type { Restored } from './reading.ts';

const crypto = cryptoNode();
const clock = handClock('2031-05-17T05:30Z');

async function newEngine(store: Store = storeMemory()): Promise<Engine> {
  return startEngine({ store, clock, crypto });
}

test('a hub holds in memory what entries say, and not their bytes, before and after a restart', async () => {
  const store = storeMemory();
  const author = witness(crypto, newIncident(crypto));
  const engine = await newEngine(store);
  await engine.keep((await author.sayMany(2)).map((s) => s.wire));
  for (const hub of [engine, await newEngine(store)]) {
    const held = [...(hub.gathered(author.incident)?.byId.values() ?? [])];
    assert.deepEqual(
      held.map(({ entry }) => Object.keys(entry).sort()),
      [1, 2].map(() => ['body', 'core', 'flags', 'id']),
    );
  }
});

describe('a hub that is started again', () => {
  test('shows the same situation of every incident as before', async () => {
    const store = storeMemory();
    const engine = await newEngine(store);
    const incidents = [newIncident(crypto), newIncident(crypto)];
    for (const incident of incidents) {
      const [one, two] = [witness(crypto, incident), witness(crypto, incident)];
      const kinds = Object.entries(BODY_SAMPLES);
      const said = await Promise.all(kinds.map(([kind, body], n) => (n % 2 ? one : two).say(kind, body)));
      const about = said.slice(0, 3).map((s) => s.id);
      const more = await two.say('alarm.reply', { reply: 'coming', minutes: 5 }, { about });
      await engine.keep([...said, more].map((s) => s.wire));
    }
    await engine.decide();
    const again = await newEngine(store);
    assert.deepEqual(again.incidents(), engine.incidents());
    for (const incident of incidents) assert.deepEqual(again.situation(incident), engine.situation(incident));
    assert.deepEqual(again.unreadable, []);
    assert.equal(again.hubKey, engine.hubKey);
    assert.equal(again.size(), engine.size());
  });

  test('reads all entries back from a store that gives few at once', async () => {
    const memory = storeMemory();
    const author = witness(crypto, newIncident(crypto));
    await (await newEngine(memory)).keep((await author.sayMany(20)).map((s) => s.wire));
    const slow: Store = { ...memory, read: (cursor) => memory.read({ ...cursor, limit: 3 }) };
    assert.equal((await newEngine(slow)).situation(author.incident).entries, 20);
  });

  test('says after each page of a long reading back how far it is, and waits until that was said', async () => {
    const memory = storeMemory();
    const author = witness(crypto, newIncident(crypto));
    await (await newEngine(memory)).keep((await author.sayMany(7)).map((s) => s.wire));
    const said: string[] = [];
    const slow: Store = {
      ...memory,
      read: (cursor) => {
        said.push(`read ${cursor.after}`);
        return memory.read({ ...cursor, limit: 3 });
      },
    };
    const progress = async ({ entries, of }: Restored): Promise<void> => {
      await Promise.resolve();
      said.push(`${entries} of ${of}`);
    };
    await startEngine({ store: slow, clock, crypto, progress });
    assert.deepEqual(said, ['read -1', '3 of 7', 'read 2', '6 of 7', 'read 5', 'read 6']);
  });

  test('says which rows it cannot read, and shows all the others', async () => {
    const memory = storeMemory();
    const engine = await newEngine(memory);
    const author = witness(crypto, newIncident(crypto));
    await engine.keep((await author.sayMany(5)).map((s) => s.wire));
    const broken = new Map([
      [1, new Uint8Array([0xff, 0xfe])],
      [3, memory.read({ after: 3, limit: 1 })[0]?.content],
    ]);
    const store: Store = {
      ...memory,
      read: (cursor) =>
        memory.read(cursor).map((row) => ({ ...row, content: broken.get(row.index) ?? row.content })),
    };
    const again = await newEngine(store);
    // Row 1 is no text; row 3 holds a sound entry, but another one than its id says.
    assert.deepEqual(again.unreadable, [1, 3]);
    assert.equal(again.situation(author.incident).entries, 3);
  });
});

describe('a played day and a real one never mix', () => {
  for (const [first, second] of [
    ['real', 'replay'],
    ['replay', 'real'],
  ] as const) {
    test(`a store made with a ${first} clock is refused under a ${second} one, and stays as it was`, async () => {
      const store = storeMemory();
      await startEngine({ store, clock: handClock('2031-05-17T05:30Z', first), crypto });
      await assert.rejects(
        startEngine({ store, clock: handClock('2031-05-17T05:30Z', second), crypto }),
        (error) => error instanceof ClockMismatch && error.stored === first,
      );
      await startEngine({ store, clock: handClock('2032-01-01T00:00Z', first), crypto });
    });
  }
});

describe('reading by cursor', () => {
  test('gives every entry once, whatever the page size, with the next cursor', async () => {
    const engine = await newEngine();
    await engine.keep((await witness(crypto, newIncident(crypto)).sayMany(23)).map((s) => s.wire));
    for (const limit of [1, 4, 22, 23, 24]) {
      const seen: number[] = [];
      for (let after = -1; ;) {
        const page = engine.read({ after, limit });
        assert.ok(page.entries.length <= limit);
        if (page.entries.length === 0) break;
        seen.push(...page.entries.map((e) => e.index));
        after = page.next;
      }
      assert.deepEqual(
        seen,
        Array.from({ length: 23 }, (_, n) => n),
      );
    }
    assert.deepEqual(engine.read({ after: 22, limit: 10 }), { entries: [], erased: [], next: 22 });
  });

  test('a page ends before it holds more than 4 MiB, and goes on where it ended', async () => {
    const engine = await newEngine();
    const [a, b] = [witness(crypto, newIncident(crypto)), witness(crypto, newIncident(crypto))];
    const long = { ...eventBody('я'.repeat(8_000)), quote: 'ю'.repeat(8_000), unit: 'э'.repeat(8_000) };
    for (let n = 0; n < 200; n++) await engine.keep([(await (n % 50 === 0 ? b : a).say('event', long)).wire]);
    for (const incident of [undefined, a.incident, b.incident]) {
      const seen: number[] = [];
      const sizes: number[] = [];
      for (let after = -1; ;) {
        const page = engine.read({ after, limit: 1_000, ...(incident && { incident }) });
        if (page.entries.length === 0) break;
        sizes.push(
          page.entries.reduce(
            (n, { e, g, parts }) => n + Buffer.byteLength(JSON.stringify({ e, g, parts })),
            0,
          ),
        );
        seen.push(...page.entries.map((entry) => entry.index));
        assert.equal(page.next, page.entries.at(-1)?.index);
        after = page.next;
      }
      const isOf = (n: number): boolean =>
        incident === undefined || (n % 50 === 0) === (incident === b.incident);
      assert.deepEqual(seen, Array.from({ length: 200 }, (_, n) => n).filter(isOf));
      for (const size of sizes) assert.ok(size <= PAGE_BYTES_MAX, `${size} bytes`);
      assert.equal(sizes.length, incident === b.incident ? 1 : 3);
    }
  });

  test('a row larger than a page comes alone, also when it cannot be read', async () => {
    const memory = storeMemory();
    const engine = await newEngine(memory);
    await engine.keep((await witness(crypto, newIncident(crypto)).sayMany(4)).map((s) => s.wire));
    const large: Store = {
      ...memory,
      read: (cursor) =>
        memory.read(cursor).map((row) => {
          if (row.index === 0 || row.index === 3) return row;
          const content = new Uint8Array(PAGE_BYTES_MAX + 1).fill(0x20);
          content.set(row.index === 1 ? row.content : []);
          return { ...row, content };
        }),
    };
    const again = await newEngine(large);
    const page = (after: number): unknown => {
      const { entries, next } = again.read({ after, limit: 100 });
      return [entries.map((e) => e.index), next];
    };
    assert.deepEqual([-1, 0, 1, 2, 3].map(page), [
      [[0], 0],
      [[1], 1],
      [[], 2],
      [[3], 3],
      [[], 3],
    ]);
  });

  test('of one incident passes over the others and keeps the log’s numbers', async () => {
    const engine = await newEngine();
    const [a, b] = [witness(crypto, newIncident(crypto)), witness(crypto, newIncident(crypto))];
    for (let n = 0; n < 6; n++) await engine.keep([(await (n % 2 ? a : b).say('alarm.confirm', {})).wire]);
    const odd = engine.read({ after: -1, incident: a.incident, limit: 10 });
    assert.deepEqual(
      odd.entries.map((e) => e.index),
      [1, 3, 5],
    );
    assert.deepEqual(
      engine.read({ after: 1, incident: a.incident, limit: 1 }).entries.map((e) => e.index),
      [3],
    );
  });
});

describe('asking', () => {
  test('about an incident that is not here shows an empty situation and makes no incident', async () => {
    const engine = await newEngine();
    const author = witness(crypto, newIncident(crypto));
    await engine.keep([(await author.say('event', eventBody('They came.'))).wire]);
    const unknown = parseIncidentId('AAAAAAAAAAAAAAAA');
    assert.ok(unknown);
    assert.equal(engine.situation(unknown).entries, 0);
    assert.equal(engine.gathered(unknown), undefined);
    assert.deepEqual(engine.incidents(), [author.incident]);
  });

  test('lists incidents in the order they came, the newest last', async () => {
    const engine = await newEngine();
    const authors = Array.from({ length: 4 }, () => witness(crypto, newIncident(crypto)));
    for (const author of authors) await engine.keep([(await author.say('alarm.confirm', {})).wire]);
    assert.deepEqual(
      engine.incidents(),
      authors.map((a) => a.incident),
    );
  });
});

describe('whoever listens for changes', () => {
  test('hears of each batch that brought something new, and of no other', async () => {
    const engine = await newEngine();
    let heard = 0;
    const stop = engine.onChange(() => heard++);
    const [a, b] = (await witness(crypto, newIncident(crypto)).sayMany(2)).map((s) => s.wire);
    assert.ok(a && b);
    await engine.keep([a]);
    await engine.keep([a, { e: 'broken' }]);
    await engine.keep([]);
    assert.equal(heard, 1);
    await engine.keep([a, b]);
    assert.equal(heard, 2);
    stop();
    await engine.keep((await witness(crypto, newIncident(crypto)).sayMany(1)).map((s) => s.wire));
    assert.equal(heard, 2);
  });

  test('finds the new entries in the situation when it hears of them', async () => {
    const engine = await newEngine();
    const author = witness(crypto, newIncident(crypto));
    const sizes: number[] = [];
    engine.onChange(() => sizes.push(engine.situation(author.incident).entries));
    for (const { wire } of await author.sayMany(3)) await engine.keep([wire]);
    assert.deepEqual(sizes, [1, 2, 3]);
  });
});
