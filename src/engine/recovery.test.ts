import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sealAge } from '../adapters/seal-age/seal-age.ts';
import type { Identity } from '../record/age-key.ts';
import { KEYHOLDERS, parseShare, printShare, recover, splitForKeyholders } from './recovery.ts';
import type { Brought, RecoveryFault, Share } from './recovery.ts';

const sealer = sealAge();

type Division = { readonly secret: Identity; readonly brought: readonly Brought[] };

async function divided(secret?: Identity): Promise<Division> {
  const identity = secret ?? (await sealer.newIdentity());
  const holders = await Promise.all(Array.from({ length: KEYHOLDERS }, () => sealer.newIdentity()));
  const shares = await splitForKeyholders(
    identity,
    await Promise.all(holders.map((h) => sealer.recipientOf(h))),
    sealer,
  );
  assert.ok(shares.ok);
  const brought = shares.value.map((share, i) => ({ share, identity: holderAt(holders, i) }));
  return { secret: identity, brought };
}

function holderAt<T>(list: readonly T[], i: number): T {
  const found = list[i];
  assert.ok(found !== undefined);
  return found;
}

async function faultOf(first: Brought, second: Brought): Promise<RecoveryFault> {
  const back = await recover(first, second, sealer);
  assert.ok(!back.ok, 'gave a key');
  return back.error;
}

/** The share with one of its files changed. */
function withFile(share: Share, other: number, change: (file: Uint8Array) => Uint8Array): Share {
  const file = share.pairs.get(other);
  assert.ok(file);
  return { ...share, pairs: new Map([...share.pairs, [other, change(file)]]) };
}

const flipped = (file: Uint8Array): Uint8Array =>
  file.map((byte, i) => (i === file.length - 1 ? byte ^ 1 : byte));

const { secret, brought } = await divided();
const [one, two, three] = [holderAt(brought, 0), holderAt(brought, 1), holderAt(brought, 2)];

describe('a key divided among five keyholders', () => {
  for (const first of brought) {
    for (const second of brought) {
      if (first === second) continue;
      test(`comes back from ${first.share.holder} and ${second.share.holder}`, async () => {
        assert.deepEqual(await recover(first, second, sealer), { ok: true, value: secret });
      });
    }
  }

  for (const alone of brought) {
    const { holder, pairs } = alone.share;
    test(`is not had from ${holder} alone, whatever other shares lie beside it`, async () => {
      assert.deepEqual(await faultOf(alone, alone), { kind: 'one-holder' });
      for (const { share } of brought) {
        if (share.holder === holder) continue;
        const fault = await faultOf(alone, { share, identity: alone.identity });
        assert.ok(fault.kind === 'share-not-opened' && fault.why === 'not-for-this-key');
        assert.equal(fault.holder, share.holder);
      }
      // Nor by opening the bare files as far as one identity goes.
      for (const file of pairs.values()) {
        const outer = await sealer.open(file, [alone.identity]);
        if (!outer.ok) continue;
        assert.ok(!Buffer.from(outer.value).includes(secret));
        assert.equal((await sealer.open(outer.value, [alone.identity])).ok, false);
      }
    });
  }

  test('is nowhere in the shares in the open', () => {
    for (const { share } of brought) assert.ok(!printShare(share).includes('SECRET'));
  });

  test('names the public key it is of', async () => {
    assert.equal(one.share.of, await sealer.recipientOf(secret));
  });
});

describe('shares that give no key say why', () => {
  test('one of two copies is damaged: the other will do', async () => {
    assert.ok((await recover({ ...one, share: withFile(one.share, 2, flipped) }, two, sealer)).ok);
    assert.ok((await recover(one, { ...two, share: withFile(two.share, 1, flipped) }, sealer)).ok);
  });

  test('both copies are damaged', async () => {
    for (const change of [flipped, (f: Uint8Array) => f.subarray(0, 100), () => new Uint8Array()]) {
      const fault = await faultOf(
        { ...one, share: withFile(one.share, 2, change) },
        { ...two, share: withFile(two.share, 1, change) },
      );
      assert.deepEqual(fault, { kind: 'share-not-opened', holder: 1, why: 'damaged' });
    }
  });

  test('the identity is somebody else’s', async () => {
    const identity = await sealer.newIdentity();
    assert.deepEqual(await faultOf({ ...one, identity }, two), {
      kind: 'share-not-opened',
      holder: 1,
      why: 'not-for-this-key',
    });
    assert.deepEqual(await faultOf(three, { ...two, identity }), {
      kind: 'share-not-opened',
      holder: 2,
      why: 'not-for-this-key',
    });
  });

  test('they are shares of two keys', async () => {
    const other = await divided();
    assert.deepEqual(await faultOf(one, holderAt(other.brought, 1)), { kind: 'shares-differ' });
  });

  test('they open to another key than they name', async () => {
    const of = await sealer.recipientOf(await sealer.newIdentity());
    const forged = (b: Brought): Brought => ({ ...b, share: { ...b.share, of } });
    assert.deepEqual(await faultOf(forged(one), forged(two)), { kind: 'other-key' });
  });
});

test('fewer than five, or one keyholder twice, is a bug of the caller', async () => {
  const recipients = await Promise.all(brought.map((b) => sealer.recipientOf(b.identity)));
  await assert.rejects(splitForKeyholders(secret, recipients.slice(1), sealer));
  await assert.rejects(splitForKeyholders(secret, recipients.with(0, holderAt(recipients, 1)), sealer));
});

describe('a share on paper', () => {
  test('is read back as it was, and recovers', async () => {
    const [a, b] = [one, two].map((x) => ({
      ...x,
      share: parseShare(`${printShare(x.share)}\n`) ?? three.share,
    }));
    assert.ok(a && b);
    assert.deepEqual(a.share, { ...one.share, pairs: new Map(one.share.pairs) });
    assert.deepEqual(await recover(a, b, sealer), { ok: true, value: secret });
    assert.ok(printShare(one.share).length < 4_000);
  });

  test('that was handed out before the format was settled is read', () => {
    const text = printShare(one.share).replace('share v1', 'share v1-draft');
    assert.deepEqual(parseShare(text), one.share);
  });

  test('that is not whole is not read', () => {
    const text = printShare(one.share);
    const share: { readonly pairs: Record<string, string> } = JSON.parse(text);
    const { 2: gone, ...rest } = share.pairs;
    assert.ok(gone);
    for (const bad of [
      '',
      text.slice(0, -1),
      text.replace('share v1', 'share v2'),
      text.replace('"holder":1', '"holder":6'),
      text.replace('"holder":1', '"holder":2'),
      text.replace('age1', 'age2'),
      JSON.stringify({ ...share, pairs: rest }),
      JSON.stringify({ ...share, pairs: { ...rest, 2: `${gone}=` } }),
      JSON.stringify({ ...share, pairs: { ...rest, 6: gone } }),
      JSON.stringify({ ...share, more: 'x'.repeat(9_000) }),
    ])
      assert.equal(parseShare(bad), undefined, bad.slice(0, 60));
  });
});
