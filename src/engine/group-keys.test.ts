import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { admit } from '../../test/vectors/admit.ts';
import { happenedAt, scribeFor } from '../../test/vectors/writing.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { sealAge } from '../adapters/seal-age/seal-age.ts';
import { parseJson } from '../base/canonical-json.ts';
import type { Identity, Recipient } from '../record/age-key.ts';
import type { EntryAsSent } from '../record/entry.ts';
import { sealPart } from '../record/seal.ts';
import type { Draft } from '../record/write.ts';
import { newGroupKey, openGroupKey } from './group-keys.ts';
import type { NewGroupKey } from './group-keys.ts';
import { openParts, planReseal, sealTo } from './sealed-parts.ts';

const sealer = sealAge();
const crypto = cryptoNode();
const needs = { sealer, sha256Text: crypto.sha256Text };
const at = happenedAt('2031-05-17T10:30');
let labels = 0;

/** The draft as an entry of some author, through the wire and every check. */
async function entryOf(draft: Draft): Promise<EntryAsSent> {
  const { wire } = await scribeFor(`group ${labels++}`, crypto).write(draft);
  const admitted = await admit(parseJson(JSON.stringify(wire)), crypto);
  assert.ok(admitted.ok);
  return admitted.value;
}

async function newPerson(): Promise<{ readonly identity: Identity; readonly recipient: Recipient }> {
  const identity = await sealer.newIdentity();
  return { identity, recipient: await sealer.recipientOf(identity) };
}

async function keyFor(members: readonly Recipient[]): Promise<NewGroupKey> {
  const made = await newGroupKey({ role: 'medic', number: 1, members, at }, sealer, crypto);
  assert.ok(made.ok);
  return made.value;
}

const [nurse, doctor, stranger] = [await newPerson(), await newPerson(), await newPerson()];
const medics = await keyFor([nurse.recipient, doctor.recipient]);

/** Somebody's account of who is hurt, sealed to these. */
async function hurtFor(recipients: readonly Recipient[], words = 'M., a broken arm'): Promise<EntryAsSent> {
  const hurt = await sealPart({ words }, sealTo(sealer, recipients), crypto);
  assert.ok(hurt.ok);
  return entryOf({ kind: 'alarm.confirm', at, parts: { body: {} }, sealed: { hurt: hurt.value } });
}

describe('a group’s key in the place log', () => {
  test('is public, and its secret opens for each member and for nobody else', async () => {
    const entry = await entryOf(medics.draft);
    assert.deepEqual(entry.body, {
      type: 'group-key',
      role: 'medic',
      recipient: medics.recipient,
      number: 1,
    });
    assert.deepEqual(entry.flags, [{ kind: 'part-sealed', part: 'identity' }]);
    for (const { identity } of [nurse, doctor])
      assert.deepEqual(await openGroupKey(entry, identity, needs), { ok: true, value: medics.identity });
    assert.deepEqual(await openGroupKey(entry, stranger.identity, needs), {
      ok: false,
      error: { kind: 'not-for-this-key' },
    });
    assert.ok(!JSON.stringify(entry.wire).includes('SECRET'));
  });

  test('that shows another recipient than its secret has is not taken', async () => {
    const planted = {
      ...medics.draft,
      parts: { body: { role: 'medic', recipient: stranger.recipient, number: 2 } },
    };
    assert.deepEqual(await openGroupKey(await entryOf(planted), nurse.identity, needs), {
      ok: false,
      error: { kind: 'not-of-this-recipient' },
    });
  });

  test('is not looked for in other entries, nor where its secret is withheld', async () => {
    const entry = await entryOf(medics.draft);
    const { identity: _, ...parts } = entry.wire.parts;
    for (const other of [await hurtFor([nurse.recipient]), { ...entry, wire: { ...entry.wire, parts } }])
      assert.deepEqual(await openGroupKey(other, nurse.identity, needs), {
        ok: false,
        error: { kind: 'no-group-key' },
      });
  });
});

describe('a sealed part', () => {
  test('is opened by the group it is sealed to, and matches what its author committed to', async () => {
    const entry = await hurtFor([medics.recipient]);
    const [opening, ...more] = await openParts(entry, [medics.identity], needs);
    assert.ok(opening?.result.ok);
    assert.deepEqual(
      [opening.part, opening.result.value.t, more.length],
      ['hurt', '{"words":"M., a broken arm"}', 0],
    );
    const [closed] = await openParts(entry, [stranger.identity], needs);
    assert.deepEqual(closed, { part: 'hurt', result: { ok: false, error: { kind: 'not-for-this-key' } } });
  });

  test('exchanged on the way is found out by who opens it, and not given out', async () => {
    const [entry, other] = [await hurtFor([medics.recipient]), await hurtFor([medics.recipient], 'nobody')];
    const { hurt } = other.wire.parts;
    assert.ok(hurt);
    const exchanged = { ...entry, wire: { ...entry.wire, parts: { ...entry.wire.parts, hurt } } };
    const [opening] = await openParts(exchanged, [medics.identity], needs);
    assert.deepEqual(opening?.result, {
      ok: false,
      error: { kind: 'part-not-genuine', why: 'commitment-differs' },
    });
  });

  test('is sealed anew for other readers: same commitment, and the first entry untouched', async () => {
    const entry = await hurtFor([medics.recipient]);
    const [opening] = await openParts(entry, [medics.identity], needs);
    assert.ok(opening?.result.ok);
    const lawyers = await newPerson();
    const opened = { name: 'hurt', part: opening.result.value, at };
    const draft = await planReseal(entry, opened, sealTo(sealer, [lawyers.recipient]));
    assert.ok(draft.ok);
    const again = await entryOf(draft.value);
    assert.deepEqual([again.body, again.core.about], [{ type: 'part-reseal', part: 'hurt' }, [entry.id]]);
    assert.equal(again.core.parts.get('hurt'), entry.core.parts.get('hurt'));
    assert.notDeepEqual(again.wire.parts['hurt'], entry.wire.parts['hurt']);
    const [read] = await openParts(again, [lawyers.identity], needs);
    assert.deepEqual(read, opening);
    const [medic] = await openParts(again, [medics.identity], needs);
    assert.equal(medic?.result.ok, false);
  });

  test('that the entry does not have is not sealed anew', async () => {
    const entry = await hurtFor([medics.recipient]);
    const opened = { name: 'witness', part: { s: 'AAAAAAAAAAAAAAAAAAAAAA', t: '{}' }, at };
    assert.deepEqual(await planReseal(entry, opened, sealTo(sealer, [medics.recipient])), {
      ok: false,
      error: { kind: 'no-such-part' },
    });
  });
});
