import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { handClock } from '../../test/sim/hand-clock.ts';
import { eventBody, newIncident, witness } from '../../test/sim/witness.ts';
import type { Witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { bytesToBase64Url } from '../base/bytes.ts';
import type { IncidentId } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import type { PlainObject } from '../record/subset.ts';
import { keyBytes } from '../record/write.ts';
import type { Store } from '../ports/store.ts';
import { startEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import type { Receipt } from './keep.ts';

const crypto = cryptoNode();

/** A founded hub with its five keyholders. */
type Founded = {
  readonly engine: Engine;
  readonly store: Store;
  readonly place: IncidentId;
  readonly keyholders: readonly Witness[];
  readonly says: (who: Witness, kind: string, body: PlainObject) => Promise<Receipt>;
  readonly grants: (by: Witness, whom: Witness, role: string, slot: number) => Promise<Receipt>;
};

async function founded({ counting = crypto }: { readonly counting?: Primitives } = {}): Promise<Founded> {
  const store = storeMemory();
  const engine = await startEngine({ store, clock: handClock('2031-05-17T05:30Z'), crypto: counting });
  const place = newIncident(crypto);
  const keyholders = [1, 2, 3, 4, 5].map(() => witness(crypto, place));
  const body = {
    settlement: 'East field',
    languages: ['kk', 'ru'],
    keyholders: keyholders.map(({ key }, i) => ({ n: i + 1, key, next: hashOf(witness(crypto, place).key) })),
  };
  assert.equal(await engine.found({ id: place, body }), true);
  const says: Founded['says'] = async (who, kind, said) => {
    const [receipt] = await engine.keep([(await who.say(kind, said)).wire]);
    assert.ok(receipt);
    return receipt;
  };
  return {
    engine,
    store,
    place,
    keyholders,
    says,
    grants: (by, whom, role, slot) => says(by, 'key.grant', { key: whom.key, slot, role, cell: 'c1' }),
  };
}

function hashOf(key: string): string {
  return bytesToBase64Url(crypto.sha256(keyBytes(key)));
}

function weightOf(receipt: Receipt | undefined): string {
  return receipt?.status === 'accepted' ? (receipt.weight ?? '-') : (receipt?.error.kind ?? '-');
}

const RAISE = { mode: 'real', act: 'force.arrive' };

describe('a founded hub', () => {
  test('is founded once, and knows its keyholders again after a restart', async () => {
    const { engine, store, place, keyholders } = await founded();
    assert.equal(await engine.found({ id: newIncident(crypto), body: {} }), false);
    const again = await startEngine({ store, clock: handClock('2031-05-17T05:40Z'), crypto });
    assert.equal(again.people().founding?.place, place);
    assert.deepEqual(
      again.people().keyholders.map(({ key }) => key),
      keyholders.map(({ key }) => key),
    );
    assert.deepEqual(again.incidents(), []);
  });

  test('hides what a key says that nobody vouches for, and shows it once somebody does', async () => {
    const { engine, keyholders, says, grants } = await founded();
    const incident = newIncident(crypto);
    const [neighbour, stranger] = [witness(crypto, incident), witness(crypto, incident)];
    const [one] = keyholders;
    assert.ok(one);
    assert.equal(weightOf(await says(neighbour, 'event', eventBody('they came'))), 'waits');
    assert.equal(weightOf(await says(stranger, 'event', eventBody('lies'))), 'waits');
    assert.deepEqual([engine.incidents(), engine.waiting()], [[], 2]);
    await grants(one, neighbour, 'resident', 1);
    assert.equal(engine.waiting(), 2);
    // The incident gets its number with the raise.
    assert.equal(weightOf(await says(neighbour, 'alarm.raise', RAISE)), 'waits');
    await engine.decide();
    assert.deepEqual([engine.incidents(), engine.waiting()], [[incident], 1]);
    const entries = [...(engine.gathered(incident)?.byId.values() ?? [])];
    assert.deepEqual(entries.map(({ entry }) => entry.core.author === stranger.key).filter(Boolean), []);
    assert.equal(engine.situation(incident).alarms.length, 1);
  });

  test('opens tier 2 when one confirms whom somebody else vouches for, and not for a stranger', async () => {
    const { engine, keyholders, says, grants } = await founded();
    const [one, two] = keyholders;
    assert.ok(one && two);
    const incident = newIncident(crypto);
    const [a, b, other, stranger] = [0, 1, 2, 3].map(() => witness(crypto, incident));
    assert.ok(a && b && other && stranger);
    for (const each of [a, other]) await grants(one, each, 'resident', 1);
    await grants(two, b, 'resident', 1);
    const raise = await a.say('alarm.raise', RAISE);
    await engine.keep([raise.wire]);
    await engine.decide();
    await engine.decide();
    for (const each of [stranger, other]) {
      await engine.keep([(await each.say('alarm.confirm', {}, { about: [raise.id] })).wire]);
      await engine.decide();
      assert.equal(engine.situation(incident).alarms[0]?.tier, 1);
    }
    await engine.keep([(await b.say('alarm.confirm', {}, { about: [raise.id] })).wire]);
    await engine.decide();
    assert.equal(engine.situation(incident).alarms[0]?.tier, 2);
    assert.equal(
      weightOf(
        await says(stranger, 'alarm.told', {
          cell: 'c1',
          told: 1,
          acknowledged: 1,
          coming: 0,
          cannot: 0,
          unreached: 0,
        }),
      ),
      'waits',
    );
  });

  test('drops a seized key when two keyholders say so, from the index they name, and keeps what came before', async () => {
    const { engine, keyholders, says, grants, store } = await founded();
    const [one, two] = keyholders;
    assert.ok(one && two);
    const incident = newIncident(crypto);
    const [a, seized] = [witness(crypto, incident), witness(crypto, incident)];
    for (const each of [a, seized]) await grants(one, each, 'resident', 1);
    await says(a, 'alarm.raise', RAISE);
    await engine.decide();
    assert.equal(weightOf(await says(seized, 'event', eventBody('before'))), 'counts');
    const index = engine.size();
    assert.equal(weightOf(await says(seized, 'event', eventBody('after'))), 'counts');
    const before = engine.situation(incident).entries;
    const revoke = { keys: [seized.key], origin: engine.origin, index };
    await says(one, 'key.revoke', revoke);
    assert.equal(engine.situation(incident).entries, before);
    await says(two, 'key.revoke', revoke);
    assert.equal(engine.situation(incident).entries, before - 1);
    assert.equal(weightOf(await says(seized, 'event', eventBody('again'))), 'none');
    const again = await startEngine({ store, clock: handClock('2031-05-17T05:40Z'), crypto });
    assert.deepEqual(again.situation(incident).entries, engine.situation(incident).entries);
  });

  test('numbers two offline raises of one event, and two keyholders make them one', async () => {
    const { engine, keyholders, says, grants } = await founded();
    const [one, two] = keyholders;
    assert.ok(one && two);
    const [first, second] = [newIncident(crypto), newIncident(crypto)];
    const [a, b] = [witness(crypto, first), witness(crypto, second)];
    for (const each of [a, b]) await grants(one, each, 'resident', 1);
    await says(a, 'alarm.raise', RAISE);
    await says(b, 'alarm.raise', RAISE);
    await engine.decide();
    const lives = engine.people().incidents;
    assert.deepEqual([lives.get(first)?.number, lives.get(second)?.number], [1, 2]);
    assert.equal(weightOf(await says(b, 'event', eventBody('here too'))), 'waits');
    for (const each of [one, two]) await says(each, 'incident.merge', { from: second, into: first });
    assert.deepEqual(engine.incidents(), [first]);
    assert.equal(engine.situation(first).alarms.length, 2);
    assert.equal(engine.situation(second).entries, engine.situation(first).entries);
    assert.equal(engine.waiting(), 0);
  });

  test('numbers an incident that a keyholder has planned, so that what comes before the raise counts', async () => {
    const { engine, keyholders, says, grants } = await founded();
    const [one] = keyholders;
    assert.ok(one);
    const incident = newIncident(crypto);
    const a = witness(crypto, incident);
    await grants(one, a, 'observer', 1);
    assert.equal(weightOf(await says(a, 'event', eventBody('police at his gate'))), 'waits');
    const plan = {
      settlement: 'East field',
      date: '2031-05-17',
      offset: '+05:00',
      cells: [],
      approaches: [],
    };
    await says(witness(crypto, incident), 'place.plan', plan);
    await engine.decide();
    assert.deepEqual([...engine.people().incidents.keys()], []);
    await says(witness(crypto, incident, one.signer), 'place.plan', plan);
    await engine.decide();
    assert.deepEqual([...engine.people().incidents.keys()], [incident]);
    assert.equal(engine.situation(incident).entries, 2);
    await says(witness(crypto, newIncident(crypto), one.signer), 'place.plan', plan);
    await engine.decide();
    assert.deepEqual([...engine.people().incidents.keys()], [incident], 'one at a time');
  });

  test('one key opens one incident, and a stranger none', async () => {
    const { engine, keyholders, grants } = await founded();
    const [one] = keyholders;
    assert.ok(one);
    const [first, second, third] = [newIncident(crypto), newIncident(crypto), newIncident(crypto)];
    const a = witness(crypto, first);
    await grants(one, a, 'resident', 1);
    await engine.keep([(await a.say('alarm.raise', RAISE)).wire]);
    await engine.decide();
    const twice = witness(crypto, second, a.signer);
    await engine.keep([(await twice.say('alarm.raise', RAISE)).wire]);
    await engine.keep([(await witness(crypto, third).say('alarm.raise', RAISE)).wire]);
    await engine.decide();
    assert.deepEqual([...engine.people().incidents.keys()], [first]);
  });

  test('decides nothing more about an incident that two keyholders have closed, but that its alarm is over', async () => {
    const { engine, keyholders, says, grants } = await founded();
    const [one, two] = keyholders;
    assert.ok(one && two);
    const incident = newIncident(crypto);
    const [a, b] = [witness(crypto, incident), witness(crypto, incident)];
    for (const each of [a, b]) await grants(one, each, 'resident', 1);
    const raise = await a.say('alarm.raise', RAISE);
    await engine.keep([raise.wire]);
    await engine.decide();
    await engine.decide();
    for (const each of [one, two]) await says(each, 'incident.close', { incident });
    await engine.keep([(await b.say('alarm.confirm', {}, { about: [raise.id] })).wire]);
    const size = engine.size();
    await engine.decide();
    await engine.decide();
    const [alarm] = engine.situation(incident).alarms;
    assert.deepEqual([engine.size(), alarm?.endedAs, alarm?.tier], [size + 1, 'ended', 1]);
    assert.equal(engine.people().incidents.get(incident)?.state, 'closed');
  });

  test('erases what two keyholders order, for good, and refuses it when it is offered again', async () => {
    const { engine, store, keyholders, says, grants } = await founded();
    const [one, two] = keyholders;
    assert.ok(one && two);
    const incident = newIncident(crypto);
    const a = witness(crypto, incident);
    await grants(one, a, 'resident', 1);
    await says(a, 'alarm.raise', RAISE);
    await engine.decide();
    const told = await a.say('event', eventBody('a name that must go'));
    await engine.keep([told.wire]);
    const order = {
      entries: [{ id: told.id, what: 'part', part: 'body' }],
      ground: 'danger-to-person',
      office: 'keyholders',
    };
    await says(one, 'erase', order);
    await engine.decide();
    assert.match(JSON.stringify(engine.read({ after: -1, limit: 100 })), /a name that must go/);
    await says(two, 'erase', order);
    await engine.decide();
    assert.doesNotMatch(JSON.stringify(engine.read({ after: -1, limit: 100 })), /a name that must go/);
    const stored = store
      .read({ after: -1, limit: 100 })
      .map(({ content }) => Buffer.from(content).toString());
    assert.doesNotMatch(stored.join(), /a name that must go/);
    assert.equal(weightOf((await engine.keep([told.wire]))[0]), 'erased');
    assert.deepEqual(
      engine.erased().map(({ id, parts }) => [id, parts]),
      [[told.id, ['body']]],
    );
    const size = engine.size();
    await engine.decide();
    assert.equal(engine.size(), size);
  });

  test('refuses a flood of fresh keys before any work on the curve, and still hears its own', async () => {
    let checked = 0;
    const counting: Primitives = {
      ...crypto,
      verifyBatch: (checks) => {
        checked += checks.length;
        return crypto.verifyBatch(checks);
      },
      isTorsionFree: (key) => {
        checked++;
        return crypto.isTorsionFree(key);
      },
    };
    const { engine, keyholders, grants } = await founded({ counting });
    const [one] = keyholders;
    assert.ok(one);
    const incident = newIncident(crypto);
    const flood = await Promise.all(
      Array.from(
        { length: 400 },
        async () => (await witness(crypto, incident).say('event', eventBody('flood'))).wire,
      ),
    );
    checked = 0;
    const receipts = await engine.keep(flood);
    const refused = receipts.filter((r) => r.status === 'refused' && r.error.kind === 'too-many-strangers');
    assert.equal(refused.length, 100);
    assert.equal(checked, 600);
    assert.equal((await grants(one, witness(crypto, incident), 'resident', 1)).status, 'accepted');
  });
});
