import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { incidentOf, plainRow, rowOf } from '../../test/vectors/rows.ts';
import { instant } from '../base/instant.ts';
import { entryIdOf } from '../record/names.ts';
import type { Drawer, Kept, NewRow, Row, Store } from './store.ts';

const ALL = { after: -1, limit: 1_000_000 };

/** What every store keeps, gives back and refuses. `open` gives a fresh one; the suite closes it. */
export function storeContract(name: string, open: () => Store): void {
  const stored = (title: string, work: (store: Store) => Promise<void> | void): void => {
    test(title, async () => {
      const store = open();
      try {
        await work(store);
      } finally {
        store.close();
      }
    });
  };
  describe(name, () => {
    appends(stored);
    duplicates(stored);
    reads(stored);
    settings(stored);
    additions(stored);
    drawers(stored);
    erasures(stored);
    leaves(stored);
    likeAList(open);
  });
}

type Stored = (title: string, work: (store: Store) => Promise<void> | void) => void;

function appends(stored: Stored): void {
  stored('a fresh store holds nothing and has no faults', (store) => {
    assert.deepEqual([store.size(), store.read(ALL), store.incidents(), store.faults()], [0, [], [], []]);
    assert.equal(store.find(rowOf(0).id), undefined);
    assert.equal(store.setting('any'), undefined);
  });

  stored('entries are numbered from 0 without gaps, over all incidents', async (store) => {
    const first = await store.append([rowOf(0, 1), rowOf(1, 2)]);
    const second = await store.append([rowOf(2, 1)]);
    assert.deepEqual(
      [...first, ...second].map(({ index, isNew }) => [index, isNew]),
      [
        [0, true],
        [1, true],
        [2, true],
      ],
    );
    assert.equal(store.size(), 3);
    assert.deepEqual(
      store.read(ALL).map(({ index }) => index),
      [0, 1, 2],
    );
  });

  stored('what was given is given back', async (store) => {
    const rows = [
      rowOf(0),
      { ...rowOf(1), content: new Uint8Array() },
      { ...rowOf(2), content: Uint8Array.from({ length: 256 }, (_, i) => i) },
      { ...rowOf(3), content: new Uint8Array(200_000).fill(7) },
      { ...rowOf(4), loggedAt: instant(0) },
      { ...rowOf(5), loggedAt: instant(-1) },
      { ...rowOf(6), loggedAt: instant(253_402_300_799_999) },
    ];
    await store.append(rows);
    assert.deepEqual(
      store.read(ALL).map(plainRow),
      rows.map((row, index) => plainRow({ ...row, index })),
    );
    for (const [index, row] of rows.entries())
      assert.deepEqual(plainRow(store.find(row.id) ?? row), plainRow({ ...row, index }));
  });

  stored('an empty batch is kept as nothing', async (store) => {
    assert.deepEqual(await store.append([]), []);
    assert.equal(store.size(), 0);
  });

  stored('batches handed in together are kept in that order', async (store) => {
    const batches = Array.from({ length: 20 }, (_, i) => [rowOf(2 * i), rowOf(2 * i + 1)]);
    const kept = await Promise.all(batches.map((batch) => store.append(batch)));
    assert.deepEqual(
      kept.flat().map(({ index }) => index),
      Array.from({ length: 40 }, (_, i) => i),
    );
    assert.deepEqual(
      store.read(ALL).map(({ id }) => id),
      batches.flat().map(({ id }) => id),
    );
  });
}

function duplicates(stored: Stored): void {
  const places = (kept: readonly Kept[]): unknown => kept.map(({ index, isNew }) => [index, isNew]);

  stored('an id twice in one batch is kept once, and both hear its place', async (store) => {
    assert.deepEqual(places(await store.append([rowOf(0), rowOf(1), rowOf(0), rowOf(2)])), [
      [0, true],
      [1, true],
      [0, false],
      [2, true],
    ]);
    assert.equal(store.size(), 3);
  });

  stored('an id kept before keeps its place', async (store) => {
    await store.append([rowOf(0), rowOf(1)]);
    assert.deepEqual(places(await store.append([rowOf(1), rowOf(2), rowOf(0)])), [
      [1, false],
      [2, true],
      [0, false],
    ]);
    assert.equal(store.size(), 3);
  });

  stored('an id in two batches handed in together is kept once', async (store) => {
    const kept = await Promise.all([
      store.append([rowOf(0)]),
      store.append([rowOf(0)]),
      store.append([rowOf(1)]),
    ]);
    assert.deepEqual(places(kept.flat()), [
      [0, true],
      [0, false],
      [1, true],
    ]);
  });

  stored('a known id with other content changes nothing', async (store) => {
    await store.append([rowOf(0, 1)]);
    await store.append([{ ...rowOf(0, 2), content: Buffer.from('another story') }]);
    assert.deepEqual(store.read(ALL).map(plainRow), [plainRow({ ...rowOf(0, 1), index: 0 })]);
    assert.deepEqual(store.incidents(), [incidentOf(1)]);
  });

  stored('ids that begin alike are told apart', async (store) => {
    const alike = Array.from({ length: 50 }, (_, n) => ({
      ...rowOf(n),
      id: entryIdOf(Uint8Array.from([...new Uint8Array(31), n])),
    }));
    await store.append(alike);
    for (const [index, { id }] of alike.entries()) assert.equal(store.find(id)?.index, index);
    assert.equal(store.find(entryIdOf(Uint8Array.from([...new Uint8Array(31), 50]))), undefined);
  });
}

function reads(stored: Stored): void {
  stored('many rows are numbered, found and counted', async (store) => {
    const rows = Array.from({ length: 9_000 }, (_, n) => rowOf(n, n % 3));
    await store.append(rows);
    assert.equal(store.size(), rows.length);
    for (const n of [0, 1, 4_095, 4_096, 8_999]) assert.equal(store.find(rowOf(n).id)?.index, n);
    assert.equal(store.find(rowOf(9_000).id), undefined);
    assert.deepEqual(store.faults(), []);
  });

  stored('a cursor reads on from after the last index seen, as many as it asks', async (store) => {
    await store.append(Array.from({ length: 10 }, (_, n) => rowOf(n)));
    const indexes = (after: number, limit: number): number[] =>
      store.read({ after, limit }).map(({ index }) => index);
    assert.deepEqual(indexes(-1, 3), [0, 1, 2]);
    assert.deepEqual(indexes(2, 3), [3, 4, 5]);
    assert.deepEqual(indexes(7, 30), [8, 9]);
    assert.deepEqual([indexes(9, 5), indexes(100, 5), indexes(-1, 0)], [[], [], []]);
  });

  stored(
    'a cursor of one incident gives that incident only, with the indexes of the whole',
    async (store) => {
      await store.append(Array.from({ length: 10 }, (_, n) => rowOf(n, n % 3)));
      const indexes = (incident: number, after: number, limit = 10): number[] =>
        store.read({ after, incident: incidentOf(incident), limit }).map(({ index }) => index);
      assert.deepEqual(
        [indexes(0, -1), indexes(1, -1), indexes(2, -1)],
        [
          [0, 3, 6, 9],
          [1, 4, 7],
          [2, 5, 8],
        ],
      );
      assert.deepEqual([indexes(0, 3), indexes(0, 4, 1), indexes(1, 7)], [[6, 9], [6], []]);
      assert.deepEqual(indexes(9, -1), []);
    },
  );

  stored('incidents are listed in the order they were first heard of', async (store) => {
    await store.append([rowOf(0, 5), rowOf(1, 3), rowOf(2, 5), rowOf(3, 4)]);
    await store.append([rowOf(4, 1), rowOf(5, 3)]);
    assert.deepEqual(store.incidents(), [5, 3, 4, 1].map(incidentOf));
  });
}

function leaves(stored: Stored): void {
  stored('ids are read in their order without opening a row, erased ones too', async (store) => {
    assert.deepEqual(store.leaves(0, 10), []);
    const rows = Array.from({ length: 5 }, (_, n) => rowOf(n, n % 2));
    await store.append([...rows, rowOf(2)]);
    store.erase([{ index: 3, by: rowOf(0).id, content: new Uint8Array() }]);
    const ids = rows.map(({ id }) => id);
    assert.deepEqual(store.leaves(0, 10), ids);
    assert.deepEqual(store.leaves(1, 3), ids.slice(1, 4));
    assert.deepEqual([store.leaves(5, 3), store.leaves(9, 3), store.leaves(0, 0)], [[], [], []]);
  });
}

function settings(stored: Stored): void {
  stored('a setting is kept, replaced, and apart from others', (store) => {
    store.saveSetting('key', Buffer.from('one'));
    store.saveSetting('other', new Uint8Array());
    store.saveSetting('key', Buffer.from('two'));
    assert.equal(Buffer.from(store.setting('key') ?? []).toString(), 'two');
    assert.equal(store.setting('other')?.length, 0);
    assert.equal(store.setting('KEY'), undefined);
  });

  stored('a setting does not change when the bytes it came from do', (store) => {
    const value = Buffer.from('one');
    store.saveSetting('key', value);
    value.fill(0);
    assert.equal(Buffer.from(store.setting('key') ?? []).toString(), 'one');
  });

  stored('a row does not change when the bytes it came from do', async (store) => {
    const content = Buffer.from('as said');
    await store.append([{ ...rowOf(0), content }]);
    content.fill(0);
    assert.equal(Buffer.from(store.find(rowOf(0).id)?.content ?? []).toString(), 'as said');
  });
}

function texts(row: Row | undefined): readonly string[] {
  return row ? [row.content, ...row.later].map((bytes) => Buffer.from(bytes).toString()) : [];
}

function drawers(stored: Stored): void {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const texts = (store: Store, drawer: Drawer): readonly string[] =>
    store.inDrawer(drawer).map(({ n, content }) => `${n} ${new TextDecoder().decode(content)}`);

  stored('a drawer keeps rows by number, writes over them and takes them away', async (store) => {
    assert.deepEqual(store.inDrawer('ledger'), []);
    await store.append(
      [],
      [
        { drawer: 'ledger', n: 10, content: bytes('ten') },
        { drawer: 'ledger', n: 2, content: bytes('two') },
        { drawer: 'contacts', n: 2, content: bytes('other') },
      ],
    );
    assert.deepEqual(texts(store, 'ledger'), ['2 two', '10 ten']);
    await store.append(
      [],
      [
        { drawer: 'ledger', n: 2, content: bytes('more') },
        { drawer: 'ledger', n: 10 },
        { drawer: 'ledger', n: 99 },
      ],
    );
    assert.deepEqual(texts(store, 'ledger'), ['2 more']);
    assert.deepEqual(texts(store, 'contacts'), ['2 other']);
  });

  stored('changes to drawers come with the rows they were handed in with', async (store) => {
    const [kept] = await store.append([rowOf(0)], [{ drawer: 'ledger', n: 1, content: bytes('with it') }]);
    assert.equal(kept?.isNew, true);
    assert.deepEqual(texts(store, 'ledger'), ['1 with it']);
    assert.equal(store.size(), 1);
  });
}

function additions(stored: Stored): void {
  stored(
    'what came later stands after what was kept, in that order, and changes nothing of it',
    async (store) => {
      await store.append([rowOf(0), rowOf(1)]);
      await store.add(1, Buffer.from('a part'));
      await Promise.all([store.add(1, Buffer.from('another')), store.append([rowOf(2)])]);
      assert.deepEqual(texts(store.find(rowOf(1).id)), ['row 1', 'a part', 'another']);
      assert.deepEqual(store.read(ALL).map(texts), [['row 0'], ['row 1', 'a part', 'another'], ['row 2']]);
      assert.equal(store.size(), 3);
      assert.deepEqual(store.faults(), []);
    },
  );
}

function erasures(stored: Stored): void {
  const by = rowOf(77).id;

  stored('what is erased goes with all that came later; its place and id stay', async (store) => {
    await store.append([rowOf(0), rowOf(1), rowOf(2)]);
    await store.add(1, Buffer.from('a part'));
    store.erase([{ index: 1, by, content: Buffer.from('what is left') }]);
    const row = store.find(rowOf(1).id);
    assert.deepEqual([texts(row), row?.erasedBy, row?.index], [['what is left'], by, 1]);
    assert.deepEqual([row?.incident, row?.loggedAt], [rowOf(1).incident, rowOf(1).loggedAt]);
    assert.deepEqual(store.erased(), [{ index: 1, id: rowOf(1).id, by }]);
    assert.equal(store.indexOf(rowOf(1).id), 1);
    assert.equal(store.indexOf(rowOf(9).id), undefined);
    assert.equal(store.scrub(), true);
    assert.deepEqual(
      store.read(ALL).map((r) => r.erasedBy),
      [undefined, by, undefined],
    );
    assert.equal((await store.append([rowOf(1)]))[0]?.isNew, false);
    assert.deepEqual(texts(store.find(rowOf(1).id)), ['what is left']);
    assert.deepEqual(store.faults(), []);
  });

  stored('what is left can be erased again, and several at once', async (store) => {
    await store.append([rowOf(0), rowOf(1)]);
    store.erase([{ index: 0, by, content: Buffer.from('less') }]);
    const again = rowOf(78).id;
    store.erase([
      { index: 0, by: again, content: new Uint8Array() },
      { index: 1, by: again, content: new Uint8Array() },
    ]);
    assert.deepEqual(
      store.read(ALL).map((r) => [r.erasedBy, ...texts(r)]),
      [
        [again, ''],
        [again, ''],
      ],
    );
    assert.deepEqual(
      store.erased().map((e) => [e.index, e.by]),
      [
        [0, again],
        [1, again],
      ],
    );
  });
}

/** The simplest thing that could be a store: a list. */
function model(): {
  readonly append: (rows: readonly NewRow[]) => readonly Kept[];
  readonly rows: readonly Row[];
} {
  const rows: Row[] = [];
  const append = (batch: readonly NewRow[]): readonly Kept[] =>
    batch.map((row) => {
      const old = rows.findIndex(({ id }) => id === row.id);
      if (old < 0) rows.push({ ...row, index: rows.length, later: [] });
      return { id: row.id, index: old < 0 ? rows.length - 1 : old, isNew: old < 0 };
    });
  return { append, rows };
}

function likeAList(open: () => Store): void {
  test('whatever is appended, a plain list says the same', async () => {
    const batch = fc.array(fc.tuple(fc.nat(30), fc.nat(3)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 6 }), async (batches) => {
        const [store, list] = [open(), model()];
        try {
          const rows = batches.map((items) => items.map(([n, incident]) => rowOf(n, incident)));
          const kept = await Promise.all(rows.map((each) => store.append(each)));
          assert.deepEqual(kept, rows.map(list.append));
          assert.deepEqual(store.read(ALL).map(plainRow), list.rows.map(plainRow));
          for (const incident of store.incidents()) {
            const own = list.rows.filter((row) => row.incident === incident);
            assert.deepEqual(store.read({ ...ALL, incident }).map(plainRow), own.map(plainRow));
          }
        } finally {
          store.close();
        }
      }),
      { numRuns: 40 },
    );
  });
}
