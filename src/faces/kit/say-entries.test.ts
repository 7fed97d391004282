import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseEdtf } from '../../base/edtf.ts';
import type { WireEntry } from '../../record/wire.ts';
import type { Draft } from '../../record/write.ts';
import { newIncident } from '../../../test/sim/witness.ts';
import type { Key } from './author-key.ts';
import { sayEntries } from './say-entries.ts';

const crypto = cryptoNode();
const FLOODED: Json = { status: 'refused', error: { kind: 'too-many-strangers' }, says: 'Too many senders' };
const WRONG: Json = { status: 'refused', error: { kind: 'signature-wrong' }, says: 'It does not fit' };
const ACCEPTED: Json = { status: 'accepted' };

function draft(): Draft {
  const edtf = parseEdtf('2031-05-17T10:30');
  assert.ok(edtf.ok);
  return { kind: 'alarm.confirm', at: { edtf: edtf.value }, parts: { body: {} } };
}

/** A key, and a hub that answers each post with the next of these. */
function speaker(...answers: readonly (readonly Json[] | 'silent')[]) {
  let kept: Key = {
    seed: crypto.newSigner().seed,
    place: { incident: newIncident(crypto), sequence: 0, previous: '' },
    unsent: [],
  };
  const posts: (readonly WireEntry[])[] = [];
  return {
    posts,
    kept: () => kept,
    say: (count: number) =>
      sayEntries(
        Array.from({ length: count }, draft),
        {
          key: kept,
          save: (key) => {
            kept = key;
          },
        },
        {
          crypto,
          post: async (entries) => {
            const answer = answers[posts.length] ?? 'silent';
            posts.push(entries);
            return answer === 'silent'
              ? { ok: false, says: 'no answer' }
              : { ok: true, receipts: answer, answer: {} };
          },
        },
      ),
  };
}

describe('what a device has signed', () => {
  test('waits when the hub does not answer, and goes out first next time', async () => {
    const device = speaker('silent', [ACCEPTED, ACCEPTED]);
    assert.deepEqual(await device.say(1), { ok: false, says: 'no answer', waiting: 1 });
    const again = await device.say(1);
    assert.ok(again.ok);
    assert.equal(again.waiting, 0);
    assert.deepEqual(device.posts[1]?.[0], device.posts[0]?.[0], 'the same bytes, under the same number');
    assert.deepEqual(device.kept().unsent, []);
  });

  test('waits when the hub refused it only for now, and not when it refused it for good', async () => {
    const device = speaker([FLOODED, WRONG, ACCEPTED], [ACCEPTED]);
    const said = await device.say(3);
    assert.ok(said.ok);
    assert.deepEqual([said.waiting, said.receipts.length], [1, 3]);
    const again = await device.say(0);
    assert.ok(again.ok);
    assert.equal(again.waiting, 0);
    assert.deepEqual(device.posts[1], [device.posts[0]?.[0]]);
  });
});
