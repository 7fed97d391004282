import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hubHere, listenHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';
import { eventBody, newIncident, witness } from '../../../test/sim/witness.ts';
import { BATCH_ENTRIES_MAX, BODY_BYTES_MAX, PAGE_ENTRIES_MAX } from './api.ts';

type ReceiptJson = {
  readonly status: string;
  readonly id?: string;
  readonly index?: number;
  readonly isNew?: boolean;
  readonly says?: string;
};
type PageJson = {
  readonly entries: readonly {
    readonly index: number;
    readonly e: string;
    readonly g: string;
    readonly parts: object;
    readonly loggedAt: number;
  }[];
  readonly next: number;
};

async function receiptsOf(answer: Response): Promise<readonly ReceiptJson[]> {
  assert.equal(answer.status, 200);
  const { receipts } = (await answer.json()) as { readonly receipts: readonly ReceiptJson[] };
  return receipts;
}

async function pageOf(hub: HubHere, query: string): Promise<PageJson> {
  const answer = await hub.ask(`${hub.read}/entries${query}`);
  assert.equal(answer.status, 200, query);
  return (await answer.json()) as PageJson;
}

describe('posting', () => {
  test('answers each entry by itself, in order, and says why one is refused', async () => {
    const hub = await hubHere();
    const said = await hub.newWitness().sayMany(3);
    const [a, b, c] = said.map((s) => s.wire);
    const receipts = await receiptsOf(await hub.post([a, 'nonsense', b, null, c]));
    assert.deepEqual(
      receipts.map((r) => r.status),
      ['accepted', 'refused', 'accepted', 'refused', 'accepted'],
    );
    assert.deepEqual(
      receipts.map((r) => r.id),
      [said[0]?.id, undefined, said[1]?.id, undefined, said[2]?.id],
    );
    assert.deepEqual(
      receipts.map((r) => r.index),
      [0, undefined, 1, undefined, 2],
    );
    for (const refused of receipts.filter((r) => r.status === 'refused'))
      assert.ok((refused.says ?? '').length > 20);
  });

  test('the same entries again changes nothing and gives the same indexes', async () => {
    const hub = await hubHere();
    const wires = (await hub.newWitness().sayMany(5)).map((s) => s.wire);
    const first = await receiptsOf(await hub.post(wires));
    const again = await receiptsOf(await hub.post(wires));
    assert.deepEqual(
      again,
      first.map((r) => ({ ...r, isNew: false })),
    );
    assert.ok(first.every((r) => r.isNew));
    assert.equal(hub.engine.size(), 5);
  });

  test('says why in the language asked for', async () => {
    const hub = await hubHere();
    const says = async (query: string, headers: Record<string, string> = {}): Promise<string> => {
      const answer = await hub.ask(`${hub.write}/entries${query}`, {
        method: 'POST',
        headers,
        body: '{"entries":[1]}',
      });
      return (await receiptsOf(answer))[0]?.says ?? '';
    };
    assert.match(await says('?lang=en'), /not an entry/);
    assert.match(await says('?lang=ru'), /не запись/);
    assert.match(await says('?lang=kk'), /жазбасы емес/);
    assert.match(await says('', { 'accept-language': 'kk-KZ,ru;q=0.5' }), /жазбасы емес/);
    assert.match(await says('', { 'accept-language': 'de' }), /не запись/);
  });

  test('of another frame is refused as a whole, and nothing is kept', async () => {
    const hub = await hubHere();
    const [said] = await hub.newWitness().sayMany(1);
    const good = JSON.stringify(said?.wire);
    const frames = [
      '',
      '{',
      'null',
      '7',
      '"entries"',
      '[]',
      `[${good}]`,
      '{}',
      '{"entries":{}}',
      `{"entries":${good}}`,
      `{"entrys":[${good}]}`,
      `{"entries":[${good}]`,
      `{"entries":[${good}]}x`,
      '\u0000',
    ];
    for (const body of frames) {
      const answer = await hub.ask(`${hub.write}/entries`, { method: 'POST', body });
      assert.equal(answer.status, 400, body.slice(0, 40));
      assert.partialDeepStrictEqual(await answer.json(), { kind: 'not-a-batch' });
    }
    assert.equal(hub.engine.size(), 0);
  });

  test('takes a list of 1000 and refuses one more with 400, keeping nothing of it', async () => {
    const hub = await hubHere();
    const wires = (await hub.newWitness().sayMany(3)).map((s) => s.wire);
    const filled = [...wires, ...Array<null>(BATCH_ENTRIES_MAX - 3).fill(null)];
    const over = await hub.post([...filled, null]);
    assert.equal(over.status, 400);
    assert.equal(hub.engine.size(), 0);
    assert.equal((await receiptsOf(await hub.post(filled))).length, BATCH_ENTRIES_MAX);
    assert.equal(hub.engine.size(), 3);
  });

  test('a body over 4 MiB is refused with 413, with and without a stated length', async () => {
    const hub = await hubHere();
    const [said] = await hub.newWitness().sayMany(1);
    const padded = (bytes: number): string => {
      const frame = JSON.stringify({ entries: [said?.wire] });
      return frame + ' '.repeat(bytes - Buffer.byteLength(frame));
    };
    const posts: readonly (() => RequestInit)[] = [
      () => ({ body: padded(BODY_BYTES_MAX + 1), headers: { 'content-length': String(BODY_BYTES_MAX + 1) } }),
      () => ({ body: new Blob([padded(BODY_BYTES_MAX + 1)]).stream(), duplex: 'half' }),
    ];
    for (const init of posts) {
      const answer = await hub.ask(`${hub.write}/entries`, { method: 'POST', ...init() });
      assert.equal(answer.status, 413);
      assert.partialDeepStrictEqual(await answer.json(), { kind: 'body-too-large' });
    }
    assert.equal(hub.engine.size(), 0);
    const full = await hub.ask(`${hub.write}/entries`, { method: 'POST', body: padded(BODY_BYTES_MAX) });
    assert.equal((await receiptsOf(full))[0]?.status, 'accepted');
  });

  test('a body over 4 MiB is refused with 413 over a socket, and the hub goes on', async () => {
    const hub = await hubHere();
    const { address, close } = await listenHere(hub);
    try {
      // One connection after the other is used again: none may be cut before its answer is read.
      for (const bytes of [1, 100, 1_000_000, 20_000_000, 1_000_000, 1]) {
        const over = await fetch(`${address}${hub.write}/entries`, {
          method: 'POST',
          body: 'x'.repeat(BODY_BYTES_MAX + bytes),
        });
        assert.equal(over.status, 413);
        assert.partialDeepStrictEqual(await over.json(), { kind: 'body-too-large' });
        assert.equal((await fetch(`${address}/health`)).status, 200);
      }
    } finally {
      await close();
    }
  });
});

describe('reading entries', () => {
  test('goes on from a cursor and gives each entry once, as it was sent', async () => {
    const hub = await hubHere();
    const wires = (await hub.newWitness().sayMany(12)).map((s) => s.wire);
    await hub.post(wires);
    const seen: unknown[] = [];
    for (let since = -1; ;) {
      const page = await pageOf(hub, `?since=${since}&limit=5`);
      if (page.entries.length === 0) break;
      seen.push(...page.entries.map(({ e, g, parts }) => ({ e, g, parts })));
      since = page.next;
    }
    assert.deepEqual(seen, wires);
    assert.deepEqual(await pageOf(hub, '?since=11'), { entries: [], erased: [], next: 11 });
    assert.deepEqual(await pageOf(hub, '?since=999999999999'), {
      entries: [],
      erased: [],
      next: 999999999999,
    });
  });

  test('of one incident leaves the others out', async () => {
    const hub = await hubHere();
    const other = witness(hub.crypto, newIncident(hub.crypto));
    const mine = hub.newWitness();
    for (let n = 0; n < 4; n++)
      await hub.post([(await (n % 2 ? mine : other).say('event', eventBody(`${n}`))).wire]);
    assert.deepEqual(
      (await pageOf(hub, `?incident=${hub.incident}`)).entries.map((e) => e.index),
      [1, 3],
    );
    assert.deepEqual(
      (await pageOf(hub, `?incident=${other.incident}&since=0`)).entries.map((e) => e.index),
      [2],
    );
    assert.deepEqual((await pageOf(hub, '?incident=AAAAAAAAAAAAAAAA')).entries, []);
    const about = await (await hub.ask(`${hub.read}/incidents`)).json();
    assert.deepEqual(about, {
      incidents: [other.incident, hub.incident],
      lives: [],
      shown: hub.incident,
      size: 4,
      hubKey: hub.engine.hubKey,
    });
  });

  test('refuses a query of another form with 400', async () => {
    const hub = await hubHere();
    const queries = [
      'since=-2',
      'since=1.5',
      'since=x',
      'since=',
      'since=1e3',
      'since=9999999999999',
      'limit=0',
      `limit=${PAGE_ENTRIES_MAX + 1}`,
      'limit=-1',
      'limit=x',
      'incident=x',
      'incident=',
      `incident=${'A'.repeat(17)}`,
    ];
    for (const query of queries) {
      const answer = await hub.ask(`${hub.read}/entries?${query}`);
      assert.equal(answer.status, 400, query);
      assert.partialDeepStrictEqual(await answer.json(), { kind: 'bad-query' });
    }
  });

  test('a board of an incident nobody wrote about leaves the newest one where it was', async () => {
    const hub = await hubHere();
    await hub.post((await hub.newWitness().sayMany(2)).map((s) => s.wire));
    assert.equal((await hub.ask(`${hub.read}/?incident=AAAAAAAAAAAAAAAA`)).status, 200);
    const situation = (await (await hub.ask(`${hub.read}/situation`)).json()) as { readonly entries: number };
    assert.equal(situation.entries, 2);
  });
});

describe('a link used too much', () => {
  test('is answered 429 with Retry-After, works again a second later, and holds up no other link', async () => {
    let nowMs = 0;
    const hub = await hubHere({ nowMs: () => nowMs });
    const statuses = await Promise.all(
      Array.from({ length: 500 }, async () => (await hub.ask(`${hub.read}/incidents`)).status),
    );
    assert.equal(statuses.filter((s) => s === 200).length, 400);
    const refused = await hub.ask(`${hub.read}/entries`);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '1');
    assert.partialDeepStrictEqual(await refused.json(), { kind: 'too-many-requests' });
    assert.equal((await hub.ask(`${hub.write}/incidents`)).status, 200);
    nowMs = 1_000;
    assert.equal((await hub.ask(`${hub.read}/incidents`)).status, 200);
  });
});
