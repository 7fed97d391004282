import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { handClock } from '../../test/sim/hand-clock.ts';
import { newIncident } from '../../test/sim/witness.ts';
import { happenedAt } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { sealAge } from '../adapters/seal-age/seal-age.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { sealPart } from '../record/seal.ts';
import { writeEntry } from '../record/write.ts';
import { startEngine } from './engine.ts';
import { sealTo } from './sealed-parts.ts';

const crypto = cryptoNode();
const sealer = sealAge();
const clock = handClock('2031-05-17T05:30Z');

describe('a hub', () => {
  test('keeps a sealed part as it came, gives it on, and counts it without reading it, also when started again', async () => {
    const store = storeMemory();
    const engine = await startEngine({ store, clock, crypto });
    const medic = await sealer.recipientOf(await sealer.newIdentity());
    const secret = 'Гүлнәр, 7 жаста';
    const hurt = await sealPart({ words: secret }, sealTo(sealer, [medic]), crypto);
    assert.ok(hurt.ok);
    const incident = newIncident(crypto);
    const { id, wire } = await writeEntry(
      {
        kind: 'alarm.confirm',
        at: happenedAt('2031-05-17T10:30'),
        parts: { body: {} },
        sealed: { hurt: hurt.value },
      },
      { incident, sequence: 0, previous: '' },
      crypto.newSigner(),
      crypto,
    );
    const [receipt] = await engine.keep([wire]);
    assert.ok(receipt?.status === 'accepted');
    assert.deepEqual(receipt.flags, [{ kind: 'part-sealed', part: 'hurt' }]);
    for (const hub of [engine, await startEngine({ store, clock, crypto })]) {
      assert.deepEqual(hub.read({ after: -1, limit: 1 }).entries[0]?.parts, wire.parts);
      assert.deepEqual(hub.situation(incident).sealed, [{ part: 'hurt', entries: [id] }]);
    }
    const kept = store.read({ after: -1, limit: 1 })[0]?.content ?? new Uint8Array();
    assert.ok(kept.length > 0 && !Buffer.from(kept).includes(secret));
  });
});
