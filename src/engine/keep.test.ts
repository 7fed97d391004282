import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { badEntries } from '../../test/sim/bad-entries.ts';
import { handClock } from '../../test/sim/hand-clock.ts';
import { eventBody, newIncident, witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import type { WireEntry } from '../record/wire.ts';
import { startEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import type { Receipt } from './keep.ts';

const crypto = cryptoNode();
const ALL = { after: -1, limit: 1_000 };

async function newEngine(store: Store = storeMemory()): Promise<Engine> {
  return startEngine({ store, clock: handClock('2031-05-17T05:30Z'), crypto });
}

/** `accepted 3 new`, `accepted 3`, `refused core-field`. */
function brief(receipt: Receipt): string {
  if (receipt.status === 'refused') return `refused ${receipt.error.kind}`;
  return `accepted ${receipt.index}${receipt.isNew ? ' new' : ''}`;
}

describe('a batch', () => {
  test('is answered entry by entry, in the order sent', async () => {
    const engine = await newEngine();
    const wires = (await witness(crypto, newIncident(crypto)).sayMany(20)).map((s) => s.wire);
    const receipts = await engine.keep(wires);
    assert.deepEqual(
      receipts.map(brief),
      Array.from({ length: 20 }, (_, n) => `accepted ${n} new`),
    );
  });

  test('with broken entries keeps all the others and says why for each of the broken', async () => {
    const engine = await newEngine();
    const author = witness(crypto, newIncident(crypto));
    const bad = await badEntries(crypto, author.incident);
    const good = await author.sayMany(bad.length);
    const mixed = bad.flatMap(({ item }, n) => [item, good[n]?.wire ?? null]);
    const receipts = await engine.keep(mixed);
    const expected = bad.flatMap(({ kind }, n) => [`refused ${kind}`, `accepted ${n} new`]);
    assert.deepEqual(receipts.map(brief), expected);
    assert.equal(engine.size(), good.length);
    assert.equal(engine.situation(author.incident).entries, good.length);
  });

  test('of nothing is answered with nothing', async () => {
    assert.deepEqual(await (await newEngine()).keep([]), []);
  });

  test('holds its place in the log for later readers', async () => {
    const engine = await newEngine();
    const wires = (await witness(crypto, newIncident(crypto)).sayMany(3)).map((s) => s.wire);
    await engine.keep(wires);
    const page = engine.read(ALL);
    assert.deepEqual(
      page.entries.map(({ e, g, parts, index }) => ({ e, g, parts, index })),
      wires.map((wire, index) => ({ ...wire, index })),
    );
    assert.equal(page.next, 2);
  });
});

describe('the same entry again', () => {
  test('changes nothing and gets the same index, in a later batch', async () => {
    const engine = await newEngine();
    const wires = (await witness(crypto, newIncident(crypto)).sayMany(3)).map((s) => s.wire);
    await engine.keep(wires);
    const again = await engine.keep(wires.toReversed());
    assert.deepEqual(again.map(brief), ['accepted 2', 'accepted 1', 'accepted 0']);
    assert.equal(engine.size(), 3);
  });

  test('is new only once within one batch', async () => {
    const engine = await newEngine();
    const [a, b] = (await witness(crypto, newIncident(crypto)).sayMany(2)).map((s) => s.wire);
    assert.ok(a && b);
    const receipts = await engine.keep([a, b, a, b, a]);
    assert.deepEqual(receipts.map(brief), [
      'accepted 0 new',
      'accepted 1 new',
      'accepted 0',
      'accepted 1',
      'accepted 0',
    ]);
    assert.equal(engine.size(), 2);
  });

  test('is new for one sender only when several send it at once', async () => {
    const engine = await newEngine();
    const wires = (await witness(crypto, newIncident(crypto)).sayMany(10)).map((s) => s.wire);
    const answers = await Promise.all(Array.from({ length: 8 }, () => engine.keep(wires)));
    const news = answers.flat().filter((r) => r.status === 'accepted' && r.isNew);
    assert.equal(news.length, 10);
    for (const answer of answers)
      assert.deepEqual(
        answer.map((r) => r.status === 'accepted' && r.index),
        wires.map((_, n) => n),
      );
    assert.equal(engine.size(), 10);
  });

  test('with a part the first copy came without adds nothing that a restart would forget', async () => {
    const store = storeMemory();
    const engine = await newEngine(store);
    const author = witness(crypto, newIncident(crypto));
    const { wire } = await author.say('event', eventBody('They came.'));
    await engine.keep([{ ...wire, parts: {} }, wire]);
    const before = engine.situation(author.incident);
    assert.deepEqual((await newEngine(store)).situation(author.incident), before);
  });
});

describe('a part', () => {
  test('that does not match its commitment is dropped and said, and the entry kept', async () => {
    const engine = await newEngine();
    const author = witness(crypto, newIncident(crypto));
    const { wire } = await author.say('event', eventBody('They came.'));
    const body = wire.parts['body'];
    assert.ok(body);
    const [receipt] = await engine.keep([{ ...wire, parts: { body: { ...body, t: `${body.t} ` } } }]);
    assert.ok(receipt?.status === 'accepted');
    assert.deepEqual(receipt.flags, [{ kind: 'part-dropped', part: 'body', why: 'commitment-differs' }]);
    assert.deepEqual(engine.read(ALL).entries[0]?.parts, {});
  });
});

describe('a store that fails', () => {
  test('acknowledges nothing, keeps nothing in memory, and takes the batch when it works again', async () => {
    const memory = storeMemory();
    let isFull = false;
    const store: Store = {
      ...memory,
      append: async (rows) => {
        if (isFull) throw new StoreFailure('full', true);
        return memory.append(rows);
      },
    };
    const engine = await newEngine(store);
    const author = witness(crypto, newIncident(crypto));
    const wires = (await author.sayMany(4)).map((s) => s.wire);
    await engine.keep(wires.slice(0, 2));
    isFull = true;
    let changes = 0;
    engine.onChange(() => changes++);
    await assert.rejects(engine.keep(wires), (e) => e instanceof StoreFailure && e.kind === 'full');
    assert.equal(engine.size(), 2);
    assert.equal(engine.situation(author.incident).entries, 2);
    assert.equal(changes, 0);
    isFull = false;
    assert.deepEqual((await engine.keep(wires)).map(brief), [
      'accepted 0',
      'accepted 1',
      'accepted 2 new',
      'accepted 3 new',
    ]);
    assert.equal(changes, 1);
  });
});

describe('a part that comes late', () => {
  async function lateParts(store: Store = storeMemory()): Promise<{
    readonly engine: Engine;
    readonly whole: WireEntry;
    readonly bare: WireEntry;
    readonly author: ReturnType<typeof witness>;
  }> {
    const engine = await newEngine(store);
    const author = witness(crypto, newIncident(crypto));
    const { wire } = await author.say('event', eventBody('they came'));
    return { engine, whole: wire, bare: { ...wire, parts: {} }, author };
  }

  test('is kept beside the entry that came without it, and moves the situation', async () => {
    const { engine, whole, bare, author } = await lateParts();
    assert.deepEqual((await engine.keep([bare])).map(brief), ['accepted 0 new']);
    assert.equal(engine.situation(author.incident).unread, 1);
    const [receipt] = await engine.keep([whole]);
    assert.ok(receipt?.status === 'accepted');
    assert.deepEqual([receipt.isNew, receipt.index, receipt.added], [false, 0, ['body']]);
    assert.equal(engine.situation(author.incident).unread, 0);
    assert.deepEqual(engine.read(ALL).entries[0]?.parts, whole.parts);
    const [again] = await engine.keep([whole]);
    assert.ok(again?.status === 'accepted');
    assert.deepEqual(again.added, []);
  });

  test('is there after a restart', async () => {
    const store = storeMemory();
    const { engine, whole, bare, author } = await lateParts(store);
    await engine.keep([bare]);
    await engine.keep([whole]);
    const later = await newEngine(store);
    assert.deepEqual(later.read(ALL).entries[0]?.parts, whole.parts);
    assert.equal(later.situation(author.incident).unread, 0);
  });

  test('in the same batch as the entry without it is kept too', async () => {
    const { engine, whole, bare } = await lateParts();
    const receipts = await engine.keep([bare, whole]);
    assert.deepEqual(receipts.map(brief), ['accepted 0 new', 'accepted 0']);
    assert.deepEqual(engine.read(ALL).entries[0]?.parts, whole.parts);
  });

  test('that does not match its commitment is dropped, as if it had come at once', async () => {
    const { engine, whole, bare } = await lateParts();
    await engine.keep([bare]);
    const part = whole.parts['body'];
    assert.ok(part);
    const [receipt] = await engine.keep([{ ...whole, parts: { body: { ...part, t: `${part.t} ` } } }]);
    assert.ok(receipt?.status === 'accepted');
    assert.deepEqual(receipt.added, []);
    assert.deepEqual(
      receipt.flags.map((f) => f.kind),
      ['part-dropped'],
    );
    assert.deepEqual(engine.read(ALL).entries[0]?.parts, {});
  });
});
