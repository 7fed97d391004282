import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { foundedHub } from '../../../test/making/founded-hub.ts';
import { hubHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';
import { COLUMNS_TYPE } from '../../record/columns.ts';
import { packColumns } from '../../record/pack-columns.ts';
import type { WireEntry } from '../../record/wire.ts';
import { pageInColumns } from '../kit/columns-page.ts';
import { BODY_BYTES_MAX } from './api.ts';

const ASKED = { accept: COLUMNS_TYPE };

async function askPage(
  hub: HubHere,
  coding: string,
  path = hub.read,
): Promise<{ readonly answer: Response; readonly bytes: Uint8Array }> {
  const answer = await hub.ask(`${path}/entries?limit=1000`, {
    headers: { ...ASKED, 'accept-encoding': coding },
  });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('content-type'), COLUMNS_TYPE);
  return { answer, bytes: await answer.bytes() };
}

async function jsonPage(hub: HubHere): Promise<Record<string, unknown>> {
  const page = (await (await hub.ask(`${hub.read}/entries?limit=1000`)).json()) as {
    readonly entries: readonly { readonly kind: string }[];
  };
  const withoutKind = page.entries.map(({ kind, ...entry }) => {
    assert.ok(kind);
    return entry;
  });
  return { ...page, entries: withoutKind };
}

function post(hub: HubHere, body: Uint8Array, coding?: string): Promise<Response> {
  return hub.ask(`${hub.write}/entries`, {
    method: 'POST',
    headers: { 'content-type': COLUMNS_TYPE, ...(coding !== undefined && { 'content-encoding': coding }) },
    body: Uint8Array.from(body),
  });
}

function pack(hub: HubHere, entries: readonly WireEntry[]): Uint8Array {
  return packColumns({ entries, beside: {} }, hub.crypto);
}

async function wiresOf(hub: HubHere, count: number): Promise<readonly WireEntry[]> {
  return (await hub.newWitness().sayMany(count)).map(({ wire }) => wire);
}

describe('a page in the column form', () => {
  test('says what the page in JSON says, compressed as the reader asks', async () => {
    const hub = await hubHere();
    await hub.post(await wiresOf(hub, 40));
    const page = await jsonPage(hub);
    for (const [coding, open] of [
      ['gzip, br', brotliDecompressSync],
      ['gzip, br;q=0', gunzipSync],
      ['identity', (bytes: Uint8Array) => bytes],
    ] as const) {
      const { answer, bytes } = await askPage(hub, coding);
      assert.deepEqual(pageInColumns(open(bytes), hub.crypto), { ok: true, value: page });
      assert.equal(
        answer.headers.get('content-encoding'),
        { 'gzip, br': 'br', 'gzip, br;q=0': 'gzip', identity: null }[coding],
      );
      assert.equal(answer.headers.get('vary'), 'accept, accept-encoding');
    }
  });

  test('is another length each time it is asked for', async () => {
    const hub = await hubHere();
    await hub.post(await wiresOf(hub, 3));
    const lengths = new Set<number>();
    for (let i = 0; i < 12; i++) lengths.add((await askPage(hub, 'br')).bytes.length);
    assert.ok(lengths.size > 3);
  });

  test('is not compressed while it holds what strangers wrote', async () => {
    const hub = await foundedHub();
    await hub.post(await wiresOf(hub, 2));
    const codingOn = async (path: string): Promise<string | null> =>
      (await askPage(hub, 'br', path)).answer.headers.get('content-encoding');
    assert.equal(await codingOn(hub.people), null);
    assert.equal(await codingOn(hub.read), 'br');
  });

  test('is JSON for whoever does not ask for columns by name', async () => {
    const hub = await hubHere();
    for (const accept of ['*/*', 'application/json', `${COLUMNS_TYPE};q=0`]) {
      const answer = await hub.ask(`${hub.read}/entries`, { headers: { accept, 'accept-encoding': 'br' } });
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
      assert.equal(answer.headers.get('content-encoding'), null);
    }
  });
});

describe('a post in the column form', () => {
  test('is answered as the same post in JSON, plain or compressed', async () => {
    const hub = await hubHere();
    const wires = await wiresOf(hub, 30);
    const bytes = pack(hub, wires);
    const first = await post(hub, gzipSync(bytes), 'gzip');
    assert.equal(first.status, 200);
    const { receipts } = (await first.json()) as {
      readonly receipts: readonly { readonly isNew: boolean }[];
    };
    assert.ok(receipts.length === 30 && receipts.every(({ isNew }) => isNew));
    const again = receipts.map((receipt) => ({ ...receipt, isNew: false }));
    for (const answer of [
      await post(hub, bytes),
      await post(hub, brotliCompressSync(bytes), 'br'),
      await hub.post(wires),
    ])
      assert.deepEqual(((await answer.json()) as { readonly receipts: unknown }).receipts, again);
    assert.equal(hub.engine.size(), 30);
  });

  test('says beside the entries which checkpoint the sender knows', async () => {
    const hub = await hubHere();
    const [first, second] = await wiresOf(hub, 2);
    assert.ok(first && second);
    await hub.post([first]);
    const bytes = packColumns({ entries: [second], beside: { known: 1 } }, hub.crypto);
    const { log } = (await (await post(hub, bytes)).json()) as {
      readonly log?: { readonly consistency?: unknown };
    };
    assert.ok(Array.isArray(log?.consistency));
  });

  test('that is none, torn, or packed in an unknown way is refused in words, and nothing is kept', async () => {
    const hub = await hubHere();
    const bytes = pack(hub, await wiresOf(hub, 3));
    const cases: readonly (readonly [body: Uint8Array, coding: string | undefined, status: number])[] = [
      [new Uint8Array(), undefined, 400],
      [bytes.subarray(0, -1), undefined, 400],
      [gzipSync(bytes).subarray(0, -9), 'gzip', 400],
      [bytes, 'br', 400],
      [bytes, 'zstd', 415],
    ];
    for (const [body, coding, status] of cases) {
      const answer = await post(hub, body, coding);
      assert.equal(answer.status, status);
      assert.match(await answer.text(), /Nothing was kept/);
    }
    assert.equal(hub.engine.size(), 0);
  });

  test('that unpacks to more than a post may hold is refused before it is unpacked', async () => {
    const hub = await hubHere();
    const bomb = new Uint8Array(4 * BODY_BYTES_MAX);
    for (const [body, coding] of [
      [gzipSync(bomb), 'gzip'],
      [brotliCompressSync(bomb), 'br'],
    ] as const) {
      assert.ok(body.length < BODY_BYTES_MAX);
      assert.equal((await post(hub, body, coding)).status, 413);
    }
  });

  test('with an entry under a wrong signature is answered entry by entry', async () => {
    const hub = await hubHere();
    const wires = await wiresOf(hub, 4);
    const changed = wires.map((wire, i) => (i === 2 ? { ...wire, g: wires[0]!.g } : wire));
    const { receipts } = (await (await post(hub, pack(hub, changed))).json()) as {
      readonly receipts: readonly { readonly status: string }[];
    };
    assert.deepEqual(
      receipts.map(({ status }) => status),
      ['accepted', 'accepted', 'refused', 'accepted'],
    );
  });
});
