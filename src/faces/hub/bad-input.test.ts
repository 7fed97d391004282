import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { badEntries } from '../../../test/sim/bad-entries.ts';
import type { BadEntry } from '../../../test/sim/bad-entries.ts';
import { hubHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';

type ReceiptJson = {
  readonly status: string;
  readonly id?: string;
  readonly says?: string;
  readonly error?: { readonly kind: string };
};

async function receiptsOf(answer: Response): Promise<readonly ReceiptJson[]> {
  assert.equal(answer.status, 200);
  return ((await answer.json()) as { readonly receipts: readonly ReceiptJson[] }).receipts;
}

describe('a broken entry', () => {
  let hub: HubHere;
  let bad: readonly BadEntry[];
  before(async () => {
    hub = await hubHere();
    bad = await badEntries(hub.crypto, hub.incident);
  });

  test('has each kind of refusal among the samples', () => {
    const kinds = [
      'wire-shape',
      'core-not-json',
      'core-too-large',
      'core-not-canonical',
      'core-outside-subset',
      'core-field',
      'key-refused',
      'signature-refused',
      'signature-wrong',
    ];
    assert.deepEqual([...new Set(bad.map((b) => b.kind))].sort(), kinds.toSorted());
  });

  test('is refused with its own kind and words, and the good ones beside it are kept', async () => {
    for (const { name, kind, item } of bad) {
      const [before, after] = await hub.newWitness().sayMany(2);
      const [first, refused, last] = await receiptsOf(await hub.post([before?.wire, item, after?.wire]));
      assert.equal(refused?.error?.kind, kind, name);
      assert.ok((refused?.says ?? '').length > 20, name);
      assert.deepEqual([first?.id, last?.id], [before?.id, after?.id], name);
    }
  });

  test('leaves all others of a large mixed batch as they are', async () => {
    const size = hub.engine.size();
    const good = await hub.newWitness().sayMany(bad.length);
    const receipts = await receiptsOf(await hub.post(bad.flatMap(({ item }, n) => [good[n]?.wire, item])));
    assert.deepEqual(
      receipts.filter((_, n) => n % 2 === 0).map((r) => r.id),
      good.map((g) => g.id),
    );
    assert.deepEqual(
      receipts.filter((_, n) => n % 2 === 1).map((r) => r.error?.kind),
      bad.map((b) => b.kind),
    );
    assert.equal(hub.engine.size(), size + good.length);
  });

  test('whose bytes are not UTF-8 is refused by its signature, and the others are kept', async () => {
    const [a, b] = await hub.newWitness().sayMany(2);
    assert.ok(a && b);
    const text = JSON.stringify({ entries: [a.wire, b.wire] });
    const bytes = Buffer.from(text);
    // Inside the first core: a byte that no UTF-8 text has.
    bytes[text.indexOf('2031-05-17')] = 0xff;
    const answer = await hub.ask(`${hub.write}/entries`, { method: 'POST', body: bytes });
    const [first, second] = await receiptsOf(answer);
    assert.ok(['core-field', 'signature-wrong'].includes(first?.error?.kind ?? ''));
    assert.equal(second?.id, b.id);
  });

  test('in UTF-16 or packed is no batch, and nothing is kept of it', async () => {
    const [said] = await hub.newWitness().sayMany(1);
    const text = JSON.stringify({ entries: [said?.wire] });
    const size = hub.engine.size();
    for (const body of [
      Buffer.from(text, 'utf16le'),
      Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
      Buffer.from([0xff, 0xfe, 0xfd]),
    ]) {
      assert.equal((await hub.ask(`${hub.write}/entries`, { method: 'POST', body })).status, 400);
    }
    assert.equal(hub.engine.size(), size);
  });

  test('with names that mean something to JavaScript moves nothing else', async () => {
    const [said] = await hub.newWitness().sayMany(1);
    const part = { s: 'AAAAAAAAAAAAAAAAAAAAAA', t: '{}' };
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const body = `{"__proto__":{"entries":[1]},"entries":[${names.map((n) => JSON.stringify({ ...said?.wire, parts: { X: part } }).replace('"X"', `"${n}"`)).join()}]}`;
    const receipts = await receiptsOf(await hub.ask(`${hub.write}/entries`, { method: 'POST', body }));
    assert.deepEqual(
      receipts.map((r) => r.status),
      names.map(() => 'accepted'),
    );
    assert.equal(Object.hasOwn(Object.prototype, 'entries'), false);
    assert.equal((await hub.ask(`${hub.read}/board-body`)).status, 200);
  });

  test('or a path as deep as the body allows is refused without a crash', async () => {
    const deep = (n: number): string => `${'['.repeat(n)}${']'.repeat(n)}`;
    assert.equal(
      (await hub.ask(`${hub.write}/entries`, { method: 'POST', body: deep(2_000_000) })).status,
      400,
    );
    const inside = await hub.ask(`${hub.write}/entries`, {
      method: 'POST',
      body: `{"entries":[${deep(1_000_000)}]}`,
    });
    assert.equal((await receiptsOf(inside))[0]?.error?.kind, 'wire-shape');
  });
});
