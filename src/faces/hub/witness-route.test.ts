import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { smallLog } from '../../../test/making/small-log.ts';
import { hubHere } from '../../../test/sim/hub-here.ts';
import { clockSystem } from '../../adapters/clock-system/clock-system.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../../adapters/store-memory/store-memory.ts';
import { evidenceDesk } from '../../engine/evidence.ts';
import { witnessDesk } from '../../engine/witness-desk.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store } from '../../ports/store.ts';

const crypto = cryptoNode();
const TOKEN = 't'.repeat(43);

async function here(append?: Store['append']) {
  const kept = storeMemory();
  const store = { ...kept, ...(append && { append }) };
  const log = await smallLog();
  const { now } = clockSystem();
  const evidence = evidenceDesk({ store, crypto, now });
  const cosigner = { name: 'witness.example/w1', signer: crypto.newSigner() };
  const logs = () => [{ name: 'west', key: log.key }];
  const desk = witnessDesk({ store, crypto, now, evidence, cosigner, logs });
  let passedMs = 0;
  const hub = await hubHere({
    nowMs: () => passedMs,
    witness: { isOpenTo: (token) => token === TOKEN, addCheckpoint: desk.addCheckpoint },
  });
  const post = (body: string, path = `/witness/${TOKEN}/add-checkpoint`): Promise<Response> => {
    passedMs += 1_000;
    return hub.ask(path, { method: 'POST', body });
  };
  return { hub, log, post, kept };
}

const told = async (answer: Response): Promise<readonly (string | number | null)[]> => [
  answer.status,
  answer.headers.get('content-type'),
  await answer.text(),
];

describe('the witness door', () => {
  test('answers with signature lines, and with the size it signed last as the specification wants it', async () => {
    const { log, post } = await here();
    await log.grow(3);
    const signed = await post(log.asking(0));
    assert.equal(signed.status, 200);
    assert.match(await signed.text(), /^— witness\.example\/w1 [A-Za-z0-9+/=]+\n$/);
    await log.grow(2);
    assert.deepEqual(await told(await post(log.asking(0))), [409, 'text/x.tlog.size', '3\n']);
    assert.equal((await post(log.asking(3))).status, 200);
    const twin = await (await log.copyOf(4)).copyOf(4);
    await twin.grow(1, 'forged');
    assert.deepEqual(await told(await post(twin.asking(5))), [409, 'text/x.tlog.size', '5\n']);
  });

  test('tells apart what it cannot read, whose key it does not trust, and what is not proven', async () => {
    const { log, post } = await here();
    await log.grow(3);
    assert.equal((await post('')).status, 400);
    const stranger = await smallLog();
    await stranger.grow(3, 'other');
    assert.equal((await post(stranger.asking(0))).status, 403);
    assert.equal((await post(log.asking(0))).status, 200);
    await log.grow(2);
    assert.equal((await post(log.asking(3).replace(/\n[^\n]{44}\n/, `\n${'A'.repeat(43)}=\n`))).status, 422);
  });

  test('is not there for whoever has no address, asks otherwise, or asks for a log it does not witness', async () => {
    const { hub, log, post } = await here();
    await log.grow(1);
    const nothing = await told(await hub.ask('/nothing'));
    const unknown = await smallLog('log.example/two');
    await unknown.grow(1);
    const path = `/witness/${TOKEN}/add-checkpoint`;
    for (const answer of [
      await post(log.asking(0), path.replace(/t\//, 'x/')),
      await post(log.asking(0), '/witness//add-checkpoint'),
      await post(log.asking(0), `/witness/${TOKEN}`),
      await post(unknown.asking(0)),
      await hub.ask(path),
      await hub.ask(path, { method: 'PUT', body: log.asking(0) }),
    ])
      assert.deepEqual(await told(answer), nothing);
  });

  test('signs nothing that it could not keep, and says when to ask again', async () => {
    const { log, post } = await here(() => Promise.reject(new StoreFailure('full', true)));
    await log.grow(1);
    const answer = await post(log.asking(0));
    assert.equal(answer.status, 503);
    assert.ok(!(await answer.text()).includes('—'));
  });

  test('takes no more than a request can be, and lets none ask without end', async () => {
    const { hub, log, post } = await here();
    await log.grow(1);
    assert.equal((await post('x'.repeat(200_000))).status, 413);
    const path = `/witness/${TOKEN}/add-checkpoint`;
    const many = await Promise.all(
      Array.from({ length: 100 }, () => hub.ask(path, { method: 'POST', body: 'x' })),
    );
    const statuses = new Set(many.map(({ status }) => status));
    assert.deepEqual([...statuses], [400, 429]);
    assert.ok(many.filter(({ status }) => status === 429).every(({ headers }) => headers.has('retry-after')));
  });

  test('signs nothing of what is changed in a request, wherever it is changed', async () => {
    const { log, post, kept } = await here();
    await log.grow(5);
    await post(log.asking(0));
    await log.grow(4);
    const good = log.asking(5);
    const before = kept.inDrawer('witnessed');
    const changed = fc.tuple(
      fc.nat(good.length - 1),
      fc.constantFrom('', '\n', 'A', 'é', '\u0000', ' ', '9'),
    );
    await fc.assert(
      fc.asyncProperty(changed, async ([at, text]) => {
        const body = good.slice(0, at) + text + good.slice(at + 1);
        if (body === good) return;
        const { status } = await post(body);
        assert.ok([400, 403, 404, 409, 422].includes(status), `${status} at ${at}`);
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (body) => {
        assert.equal((await post(body)).status, 400);
      }),
      { numRuns: 100 },
    );
    assert.deepEqual(kept.inDrawer('witnessed'), before);
    assert.equal((await post(good)).status, 200);
  });
});
