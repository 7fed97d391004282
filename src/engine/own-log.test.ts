import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { handClock } from '../../test/sim/hand-clock.ts';
import { eventBody, newIncident, witness } from '../../test/sim/witness.ts';
import type { Witness } from '../../test/sim/witness.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { tileMemory } from '../adapters/tile-memory/tile-memory.ts';
import { utf8Encode } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import { printSignatureLine } from '../record/log/note.ts';
import { ed25519Cosigner } from '../record/log/sign-note.ts';
import { seenOf } from '../record/log/seen-checkpoint.ts';
import type { EntryFlag } from '../record/entry.ts';
import type { EntryId } from '../record/names.ts';
import type { SeenCheckpoint } from '../record/signed.ts';
import type { Store } from '../ports/store.ts';
import { startEngine } from './engine.ts';
import type { Engine } from './engine.ts';
import { stampRow } from './stamps-kept.ts';

const crypto = cryptoNode();

type Hub = {
  readonly engine: Engine;
  readonly store: Store;
  readonly author: Witness;
  /** Says it naming this checkpoint, and gives what the receipt flags. */
  readonly say: (
    before?: SeenCheckpoint,
  ) => Promise<{ readonly id: EntryId; readonly flags: readonly EntryFlag[] }>;
  readonly newest: () => SeenCheckpoint;
  readonly again: () => Promise<Engine>;
};

async function hub(): Promise<Hub & { readonly clock: ReturnType<typeof handClock> }> {
  const [store, files, clock] = [storeMemory(), tileMemory(), handClock('2031-05-17T05:30Z')];
  const start = (): Promise<Engine> => startEngine({ store, clock, crypto, log: { files } });
  const engine = await start();
  const author = witness(crypto, newIncident(crypto));
  return {
    engine,
    store,
    clock,
    author,
    say: async (before) => {
      const said = await author.say('event', eventBody('They came.'), before && { before });
      const [receipt] = await engine.keep([said.wire]);
      assert.equal(receipt?.status, 'accepted');
      await engine.log?.covering(store.size());
      return { id: said.id, flags: receipt.status === 'accepted' ? receipt.flags : [] };
    },
    newest: () => {
      const head = engine.log?.head();
      const seen = head && seenOf({ origin: engine.origin, ...head });
      assert.ok(seen);
      return seen;
    },
    again: start,
  };
}

const OTHER_ROOT = Buffer.alloc(16, 7).toString('base64url');

describe('what an entry says of the log', () => {
  test('is no fault where it names a state this hub had, of another hub, or none', async () => {
    const { say, newest } = await hub();
    assert.deepEqual((await say()).flags, []);
    const first = newest();
    await say();
    for (const before of [first, newest(), { ...first, origin: 'shanyrak.hub/other', root: OTHER_ROOT }])
      assert.deepEqual((await say(before)).flags, []);
  });

  test('is flagged where this hub never had that state, or had it only later; the entry is kept', async () => {
    const { say, newest, engine, author } = await hub();
    await say();
    const unknown = await say({ ...newest(), root: OTHER_ROOT });
    assert.deepEqual(unknown.flags, [{ kind: 'checkpoint', why: 'unknown' }]);
    const newer = await say({ ...newest(), size: 3 });
    assert.deepEqual(newer.flags, [{ kind: 'checkpoint', why: 'newer' }]);
    const { chains, entries } = engine.situation(author.incident);
    assert.deepEqual([chains[0]?.offLog, entries], [[unknown.id, newer.id].sort(), 3]);
  });

  test('is judged the same after a restart, with the log and without it', async () => {
    const { say, newest, engine, again, author, store, clock } = await hub();
    await say();
    await say({ ...newest(), root: OTHER_ROOT });
    await say({ ...newest(), size: 500 });
    await say(newest());
    const flagsIn = (one: Engine): unknown =>
      [...(one.gathered(author.incident)?.byId.values() ?? [])].map(({ entry }) => entry.flags);
    const reader = await startEngine({ store, clock, crypto });
    for (const each of [await again(), reader]) {
      assert.deepEqual(flagsIn(each), flagsIn(engine));
      assert.deepEqual(each.situation(author.incident), engine.situation(author.incident));
    }
  });

  test('is judged the same for several at once, of which the later name what the earlier ones made', async () => {
    const { engine, author, newest, again } = await hub();
    const said = await author.sayMany(3);
    await engine.keep(said.map(({ wire }) => wire));
    await engine.log?.covering(3);
    const before = newest();
    const more = [
      await author.say('event', eventBody('One.'), { before }),
      await author.say('event', eventBody('Two.'), { before: { ...before, size: 4 } }),
    ];
    const receipts = await engine.keep(more.map(({ wire }) => wire));
    const flags = receipts.map((receipt) => (receipt.status === 'accepted' ? receipt.flags : []));
    assert.deepEqual(flags, [[], [{ kind: 'checkpoint', why: 'unknown' }]]);
    const held = (await again()).gathered(author.incident)?.byId;
    assert.deepEqual(
      more.map(({ id }) => held?.get(id)?.entry.flags),
      flags,
    );
  });
});

test('the hub names the newest state of its own log in what it decides', async () => {
  const { engine, say, newest } = await hub();
  await say();
  const before = newest();
  const place = newIncident(crypto);
  const key = (): string => Buffer.from(crypto.newSigner().key).toString('base64url');
  const keyholders = [1, 2, 3, 4, 5].map((n) => ({ n, key: key(), next: key() }));
  await engine.found({ id: place, body: { settlement: 'A place', languages: ['kk', 'ru'], keyholders } });
  const [founding] = engine.headsOf(place, engine.hubKey);
  assert.deepEqual(founding?.core.before, before);
  assert.deepEqual(founding?.flags, []);
});

describe('the bracket of an entry', () => {
  test('begins with the state of the log it names and ends with its place in it, by the hub’s clock', async () => {
    const { engine, say, newest, clock } = await hub();
    const first = await say();
    const at = clock.now();
    const before = newest();
    clock.moveMinutes(1);
    const second = await say(before);
    assert.deepEqual(engine.brackets()(second.id), {
      notBefore: { size: 1, at },
      notAfter: [{ by: 'hub', at: at + 60_000 }],
    });
    assert.deepEqual(engine.brackets()(first.id), { notAfter: [{ by: 'hub', at }] });
  });

  test('has an end for each witness and authority that has seen it since, the first from outside apart', async () => {
    const { engine, say, store } = await hub();
    const { id } = await say();
    await say();
    const head = engine.log?.head();
    assert.ok(head);
    const seconds = 1_936_762_500;
    const witness = ed25519Cosigner(
      { name: 'w.example', signer: crypto.newSigner(), seconds },
      crypto.sha256,
    );
    const line = await witness.sign({ origin: engine.origin, size: 2, root: head.root, extensions: [] });
    const checkpoint = utf8Encode(head.note + printSignatureLine(line));
    const at = instant(seconds * 1_000 + 5_000);
    const held = { size: 2, checkpoint, query: new Uint8Array(1), reply: new Uint8Array(1), at };
    const rows = [
      { ...held, authority: 'east' },
      { ...held, authority: 'east', at: instant(at + 60_000) },
      { ...held, authority: 'west', checkpoint: utf8Encode('shanyrak.hub/other\n9\n\n'), at: instant(1) },
    ];
    await store.append(
      [],
      rows.map((row, n) => stampRow(n, row)),
    );
    const outside = { by: 'witness', name: 'w.example', at: seconds * 1_000 };
    const bracket = engine.brackets()(id);
    assert.deepEqual(bracket?.outside, outside);
    assert.deepEqual(bracket?.notAfter.slice(1), [outside, { by: 'authority', name: 'east', at }]);
    const later = await say();
    assert.equal(engine.brackets()(later.id)?.notAfter.length, 1);
  });

  test('has no beginning where the state is of another log, or none of this one', async () => {
    const { engine, say, newest } = await hub();
    await say();
    const other = await say({ ...newest(), origin: 'shanyrak.hub/other' });
    assert.equal(engine.brackets()(other.id)?.otherLog, 'shanyrak.hub/other');
    const unknown = await say({ ...newest(), root: OTHER_ROOT });
    assert.deepEqual(
      [engine.brackets()(other.id), engine.brackets()(unknown.id)].map((b) => b?.notBefore),
      [undefined, undefined],
    );
  });
});
