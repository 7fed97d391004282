import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { strangeId } from '../../test/making/entries.ts';
import { handClock } from '../../test/sim/hand-clock.ts';
import { eventBody, newIncident } from '../../test/sim/witness.ts';
import { happenedAt } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import type { Backups } from '../ports/backups.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';
import type { EntryId, IncidentId } from '../record/names.ts';
import type { WireEntry } from '../record/wire.ts';
import { writeEntry } from '../record/write.ts';
import { startEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { learnErasures, parseToldErasures } from './learn-erasures.ts';

const crypto = cryptoNode();
const ALL = { after: -1, limit: 100 };
const BY = strangeId('an order');
const LATER = strangeId('a later order');

type Scene = {
  readonly store: Store;
  readonly engine: Engine;
  readonly incident: IncidentId;
  readonly id: EntryId;
  readonly wire: WireEntry;
};

async function engineOn(store: Store, backups?: Backups): Promise<Engine> {
  const clock = handClock('2031-05-17T05:30Z');
  return startEngine({ store, clock, crypto, ...(backups && { backups }) });
}

/** A hub with one entry of three parts. */
async function scene(
  store: Store = storeMemory(),
  backups?: Backups,
  comeFirst: readonly string[] = ['body', 'more', 'note'],
): Promise<Scene> {
  const engine = await engineOn(store, backups);
  const incident = newIncident(crypto);
  const parts = { body: eventBody('they came'), more: { n: 1 }, note: { n: 2 } };
  const draft = { kind: 'event', at: happenedAt('2031-05-17T10:30'), parts };
  const place = { incident, sequence: 0, previous: '' } as const;
  const { id, wire } = await writeEntry(draft, place, crypto.newSigner(), crypto);
  await engine.keep([only(wire, ...comeFirst)]);
  return { store, engine, incident, id, wire };
}

function only(wire: WireEntry, ...names: readonly string[]): WireEntry {
  const parts = Object.entries(wire.parts).filter(([name]) => names.includes(name));
  return { ...wire, parts: Object.fromEntries(parts) };
}

function partsIn(engine: Engine): readonly string[] | undefined {
  const [entry] = engine.read(ALL).entries;
  return entry && Object.keys(entry.parts).sort();
}

describe('erasing a part', () => {
  test('leaves the others, tells who listens, and takes it out of the situation', async () => {
    const { engine, incident, id } = await scene();
    let told = 0;
    engine.onChange(() => told++);
    const changes = engine.changes();
    const answer = await engine.erase([{ id, what: { part: 'body' } }], BY);
    assert.deepEqual(answer, {
      erased: [{ index: 0, id, by: BY, parts: ['body'] }],
      faults: [],
      isScrubbed: true,
      unreached: [],
    });
    assert.deepEqual([partsIn(engine), told, engine.changes()], [['more', 'note'], 1, changes + 1]);
    assert.equal(engine.situation(incident).unread, 1);
    assert.equal(engine.gathered(incident)?.byId.get(id)?.entry.body, undefined);
    assert.deepEqual(engine.read(ALL).erased, answer.erased);
    assert.deepEqual(engine.erased(), answer.erased);
  });

  test('that has not come yet keeps it away when it comes, also after a restart', async () => {
    const store = storeMemory();
    const first = await scene(store);
    const { id, wire } = first;
    await first.engine.erase([{ id, what: { part: 'note' } }], BY);
    for (const engine of [first.engine, await engineOn(store)]) {
      const [receipt] = await engine.keep([wire]);
      assert.deepEqual(receipt, {
        status: 'refused',
        error: { kind: 'erased', id, by: BY, parts: ['note'] },
      });
      const [rest] = await engine.keep([only(wire, 'body', 'more')]);
      assert.equal(rest?.status, 'accepted');
      assert.deepEqual(partsIn(engine), ['body', 'more']);
    }
  });

  test('one after the other, then the whole entry, each time leaves less', async () => {
    const { engine, id, wire, incident } = await scene();
    await engine.erase([{ id, what: { part: 'body' } }], BY);
    await engine.erase([{ id, what: { part: 'more' } }], LATER);
    assert.deepEqual(engine.erased(), [{ index: 0, id, by: LATER, parts: ['body', 'more'] }]);
    assert.deepEqual(partsIn(engine), ['note']);
    await engine.erase([{ id, what: 'entry' }], BY);
    assert.deepEqual(engine.erased(), [{ index: 0, id, by: BY }]);
    assert.deepEqual([partsIn(engine), engine.size(), engine.situation(incident).entries], [undefined, 1, 0]);
    assert.deepEqual(await engine.keep([wire]), [
      { status: 'refused', error: { kind: 'erased', id, by: BY, parts: [] } },
    ]);
  });

  test('twice changes nothing and tells nobody', async () => {
    const { engine, id } = await scene();
    for (const target of [
      { id, what: { part: 'body' } },
      { id, what: 'entry' },
    ] as const) {
      await engine.erase([target], BY);
      const [before, changes] = [engine.erased(), engine.changes()];
      assert.deepEqual((await engine.erase([target], LATER)).erased, before);
      assert.equal(engine.changes(), changes);
    }
  });

  test('of an unknown entry or an unknown name is named, and the rest is done', async () => {
    const { engine, id } = await scene();
    const strange = strangeId('entry');
    const targets = [
      { id: strange, what: 'entry' },
      { id, what: { part: 'nobody' } },
      { id, what: { part: 'note' } },
    ] as const;
    const { faults } = await engine.erase(targets, BY);
    assert.deepEqual(
      faults.map(({ target, why }) => [target, why]),
      [
        [targets[0], 'not-here'],
        [targets[1], 'no-such-part'],
      ],
    );
    assert.deepEqual(partsIn(engine), ['body', 'more']);
  });
});

describe('an erasure that meets a part on its way in', () => {
  test('waits until it is kept and takes it then; what comes after it is refused', async () => {
    const memory = storeMemory();
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const { promise: mayGo, resolve: go } = Promise.withResolvers<void>();
    const slow: Store = {
      ...memory,
      add: async (index, content) => {
        ask();
        await mayGo;
        return memory.add(index, content);
      },
    };
    const { engine, id, wire } = await scene(slow, undefined, ['body']);
    const coming = engine.keep([only(wire, 'note', 'more')]);
    await asked;
    const erasing = engine.erase([{ id, what: { part: 'note' } }], BY);
    const late = engine.keep([only(wire, 'note')]);
    // Long enough for an erasure that does not wait to be done.
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    go();
    const [first] = await coming;
    assert.ok(first?.status === 'accepted');
    assert.deepEqual([...first.added].sort(), ['more', 'note']);
    assert.equal((await erasing).erased.length, 1);
    assert.equal((await late)[0]?.status, 'refused');
    assert.deepEqual(partsIn(engine), ['body', 'more']);
  });
});

describe('a store that fails', () => {
  test('to erase leaves everything as it was', async () => {
    const memory = storeMemory();
    const broken = (): never => {
      throw new StoreFailure('full', true);
    };
    const { engine, id } = await scene({ ...memory, erase: broken });
    const changes = engine.changes();
    await assert.rejects(engine.erase([{ id, what: 'entry' }], BY), StoreFailure);
    assert.deepEqual([partsIn(engine)?.length, engine.changes()], [3, changes]);
  });

  test('to overwrite its journal says so, and does it when it is tended', async () => {
    const memory = storeMemory();
    let isBusy = true;
    const { engine, id } = await scene({ ...memory, scrub: () => !isBusy });
    assert.equal((await engine.erase([{ id, what: 'entry' }], BY)).isScrubbed, false);
    assert.equal((await engine.tend()).isScrubbed, false);
    isBusy = false;
    assert.equal((await engine.tend()).isScrubbed, true);
  });
});

/** Stores in memory in place of folders; one of them can be out of reach. */
function inMemory(
  places: ReadonlyMap<string, Store>,
  gone: Set<string>,
): Backups & { readonly lists_: string[] } {
  const lists_: string[] = [];
  return {
    lists_,
    known: () => [...places.keys()],
    open: (place) => {
      const store = places.get(place);
      if (store === undefined || gone.has(place)) throw new StoreFailure('unavailable', true);
      return store;
    },
    lists: () => ['list'],
    keepList: (_, text) => void lists_.push(text),
  };
}

describe('backups', () => {
  test('lose what is erased, one out of reach is named until it was reached, and a restart remembers', async () => {
    const [own, near, far] = [storeMemory(), storeMemory(), storeMemory()];
    const gone = new Set(['far']);
    const backups = inMemory(
      new Map([
        ['near', near],
        ['far', far],
      ]),
      gone,
    );
    const { engine, id, wire } = await scene(own, backups);
    for (const store of [near, far]) await (await engineOn(store)).keep([wire]);
    const answer = await engine.erase([{ id, what: { part: 'note' } }], BY);
    assert.deepEqual(answer.unreached, [{ place: 'far', why: 'unavailable' }]);
    assert.deepEqual(near.erased(), [{ index: 0, id, by: BY }]);
    assert.equal(
      backups.lists_.at(-1),
      `# shanyrak erasures v1: entry, erase entry, what\n${id} ${BY} part 2\n`,
    );
    const again = await engineOn(own, backups);
    assert.deepEqual((await again.tend()).unreached, [{ place: 'far', why: 'unavailable' }]);
    gone.clear();
    assert.deepEqual((await again.tend()).unreached, []);
    assert.deepEqual(partsIn(await engineOn(far)), ['body', 'more']);
    const lists = backups.lists_.length;
    await again.tend();
    assert.equal(backups.lists_.length, lists, 'when all is done there is nothing to do');
  });
});

describe('somebody who is taken off the list of contacts', () => {
  const kept = { role: 'press', language: 'ru', addresses: [] } as const;
  const numbersIn = (store: Store): readonly number[] => store.inDrawer('contacts').map(({ n }) => n);

  test('goes from backups too, from one out of reach once it is there, and stands in no list but by a number', async () => {
    const [own, near, far, empty] = [storeMemory(), storeMemory(), storeMemory(), storeMemory()];
    const gone = new Set(['far']);
    const places = new Map(Object.entries({ near, far, empty }));
    const backups = inMemory(places, gone);
    const engine = await engineOn(own, backups);
    for (let n = 0; n < 3; n++) await engine.alarms.contacts.put(kept);
    for (const store of [near, far])
      await store.append(
        [],
        own.inDrawer('contacts').map((row) => ({ drawer: 'contacts', ...row })),
      );
    await engine.tend();
    await engine.alarms.contacts.remove(2);
    assert.deepEqual((await engine.tend()).unreached, [{ place: 'far', why: 'unavailable' }]);
    assert.deepEqual(
      [numbersIn(own), numbersIn(near), numbersIn(far)],
      [
        [0, 1, 3],
        [0, 1, 3],
        [0, 1, 2, 3],
      ],
    );
    assert.equal(backups.lists_.at(-1), '# shanyrak erasures v1: entry, erase entry, what\ncontact 2\n');
    const again = await engineOn(own, backups);
    gone.clear();
    assert.deepEqual((await again.tend()).unreached, []);
    assert.deepEqual([numbersIn(far), numbersIn(empty)], [[0, 1, 3], []]);
    const lists = backups.lists_.length;
    await again.tend();
    assert.equal(backups.lists_.length, lists, 'when all is done there is nothing to do');
  });

  test('leaves their number to nobody, also to a page that was still open, and whoever comes gets a new one', async () => {
    const own = storeMemory();
    const { contacts } = (await engineOn(own)).alarms;
    for (let n = 0; n < 2; n++) await contacts.put(kept);
    const [, late, next] = await Promise.all([contacts.remove(2), contacts.put(kept, 2), contacts.put(kept)]);
    assert.deepEqual([late.person, next.person, contacts.removed()], [3, 4, [2]]);
    const again = (await engineOn(own)).alarms.contacts;
    assert.deepEqual([[...again.all()].map(({ person }) => person), again.removed()], [[1, 3, 4], [2]]);
  });

  test('is known from a folder that kept the next number alone', async () => {
    const own = storeMemory();
    await own.append([], [{ drawer: 'contacts', n: 0, content: Buffer.from('7') }]);
    const { contacts } = (await engineOn(own)).alarms;
    assert.deepEqual([(await contacts.put(kept)).person, contacts.removed()], [7, []]);
  });

  test('stays in the list and in backups where the disk is full', async () => {
    const memory = storeMemory();
    let isFull = false;
    const own: Store = {
      ...memory,
      append: async (...args) => {
        if (isFull) throw new StoreFailure('full', true);
        return memory.append(...args);
      },
    };
    const { contacts } = (await engineOn(own)).alarms;
    await contacts.put(kept);
    isFull = true;
    await assert.rejects(contacts.remove(1), StoreFailure);
    assert.deepEqual([contacts.get(1)?.person, contacts.removed()], [1, []]);
    isFull = false;
    await contacts.remove(1);
    assert.deepEqual([contacts.get(1), contacts.removed()], [undefined, [1]]);
  });
});

describe('what another hub erased', () => {
  test('is erased here when the order is good, and only then', async () => {
    const [hub, device] = [await scene(), await engineOn(storeMemory())];
    await device.keep([hub.wire]);
    await hub.engine.erase([{ id: hub.id, what: { part: 'note' } }], BY);
    const told = parseToldErasures(JSON.parse(JSON.stringify(hub.engine.erased())));
    assert.deepEqual(await learnErasures(device, told, () => false), []);
    assert.equal(partsIn(device)?.length, 3);
    await learnErasures(device, told, (by) => by === BY);
    assert.deepEqual(partsIn(device), ['body', 'more']);
    assert.deepEqual(device.erased(), [{ index: 0, id: hub.id, by: BY, parts: ['note'] }]);
  });

  test('is read strictly: half an order is none', () => {
    const good = { id: strangeId('a'), by: BY };
    const bad = [
      null,
      7,
      {},
      { id: good.id },
      { ...good, id: 'x' },
      { ...good, parts: [] },
      { ...good, parts: 3 },
    ];
    assert.deepEqual(parseToldErasures([...bad, good]), [good]);
    assert.deepEqual(parseToldErasures(undefined), []);
  });
});
