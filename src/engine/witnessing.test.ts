import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { smallLog } from '../../test/making/small-log.ts';
import type { SmallLog } from '../../test/making/small-log.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { instant, SECOND_MS } from '../base/instant.ts';
import { printSignatureLine, printVerifierKey, verifierKey } from '../record/log/note.ts';
import type { VerifierKey } from '../record/log/note.ts';
import { parsePolicy } from '../record/log/policy.ts';
import type { Policy } from '../record/log/policy.ts';
import { ed25519Cosigner, openCheckpoint } from '../record/log/sign-note.ts';
import type { Signer } from '../record/primitives.ts';
import type { Store } from '../ports/store.ts';
import type { Witness, WitnessAnswer } from '../ports/witness.ts';
import { evidenceDesk } from './evidence.ts';
import { witnessDesk } from './witness-desk.ts';
import { witnessedRecord } from './witnessed-record.ts';
import type { WitnessedRecord } from './witnessed-record.ts';
import { newAsker } from './witnessing.ts';
import type { AskedWitness, Asker } from './witnessing.ts';

const crypto = cryptoNode();
const START = 1_800_000_000;

/** A witness that is asked, which can be made to answer otherwise. */
type Asked = AskedWitness & {
  readonly signer: Signer;
  instead?: (request: string) => Promise<WitnessAnswer>;
  asked: number;
};

function keyOf(name: string, signer: Signer): VerifierKey {
  const made = verifierKey({ name, type: 0x04, key: signer.key }, crypto.sha256);
  assert.ok(made.ok);
  return made.value;
}

class World {
  seconds = START;
  steady = 0;
  readonly log: SmallLog;
  constructor(log: SmallLog) {
    this.log = log;
  }

  readonly now = () => instant(this.seconds * SECOND_MS);

  witness(name: string): Asked {
    const signer = crypto.newSigner();
    const key = keyOf(`witness.example/${name}`, signer);
    const store = storeMemory();
    const { now } = this;
    const evidence = evidenceDesk({ store, crypto, now });
    const logs = () => [{ name: 'ours', key: this.log.key }];
    const cosigner = { name: key.name, signer };
    const desk = witnessDesk({ store, crypto, now, evidence, cosigner, logs });
    const witness: Witness = {
      addCheckpoint: async (request) => {
        asked.asked++;
        return asked.instead?.(request) ?? answerOf(await desk.addCheckpoint(request));
      },
      close: async () => {},
    };
    const asked: Asked = { name, key, witness, signer, asked: 0 };
    return asked;
  }

  asker(
    asked: readonly AskedWitness[],
    {
      policy,
      store = storeMemory(),
      log = this.log,
    }: { readonly policy?: () => Policy | undefined; readonly store?: Store; readonly log?: SmallLog } = {},
  ): { readonly asker: Asker; readonly record: WitnessedRecord } {
    const { now } = this;
    const origin = log.key.name;
    const record = witnessedRecord({
      store,
      log: log.own,
      origin,
      keys: [log.key],
      policy: () => policy?.(),
      crypto,
      now,
    });
    const steadyMs = () => this.steady;
    const asker = newAsker({ ...record, log: log.own, asked: () => asked, crypto, now, steadyMs });
    return { asker, record };
  }
}

function answerOf(
  reply: Awaited<ReturnType<ReturnType<typeof witnessDesk>['addCheckpoint']>>,
): WitnessAnswer {
  switch (reply.status) {
    case 200:
      return { kind: 'signed', lines: reply.lines };
    case 409:
      return { kind: 'conflict', ...(reply.size !== undefined && { size: reply.size }) };
    case 422:
      return { kind: 'unproven' };
    case 404:
      return { kind: 'unknown' };
    case 403:
      return { kind: 'refused' };
    default:
      return { kind: 'down' };
  }
}

function twoOf(witnesses: readonly Asked[]): Policy {
  const lines = witnesses.map(({ name, key }) => `witness ${name} ${printVerifierKey(key)}`);
  const text = [
    ...lines,
    `group all-of-them 2 ${witnesses.map(({ name }) => name).join(' ')}`,
    'quorum all-of-them',
    '',
  ];
  const policy = parsePolicy(text.join('\n'), crypto.sha256);
  assert.ok(policy.ok);
  return policy.value;
}

function oneOf({ key }: Asked): Policy {
  const policy = parsePolicy(`witness one ${printVerifierKey(key)}\nquorum one\n`, crypto.sha256);
  assert.ok(policy.ok);
  return policy.value;
}

async function newWorld(size = 3): Promise<World> {
  const log = await smallLog();
  await log.grow(size);
  return new World(log);
}

describe('a hub that asks its witnesses', () => {
  test('puts the lines of all of them under its checkpoint, each verified', async () => {
    const world = await newWorld();
    const three = ['east', 'west', 'south'].map((name) => world.witness(name));
    const { asker } = world.asker(three);
    await asker.round();
    const { note = '' } = world.log.own.newest() ?? {};
    const served = note + world.log.lines.map(printSignatureLine).join('');
    const keys = { origin: world.log.key.name, log: [world.log.key], witnesses: three.map(({ key }) => key) };
    const opened = await openCheckpoint(served, keys, crypto);
    assert.ok(opened.ok);
    assert.deepEqual(
      opened.value.cosigned.map(({ name, at }) => [name, at]),
      three.map(({ key }) => [key.name, START]),
    );
    assert.deepEqual(
      asker.witnesses().map(({ state, size }) => [state, size]),
      Array.from(three, () => ['signed', 3]),
    );
  });

  test('asks about each state once, and once a round for all that came meanwhile', async () => {
    const world = await newWorld();
    const east = world.witness('east');
    const { asker } = world.asker([east]);
    await asker.round();
    await asker.round();
    assert.equal(east.asked, 1);
    for (let i = 0; i < 5; i++) await world.log.grow(1);
    await asker.round();
    assert.equal(east.asked, 2);
    assert.equal(asker.witnesses()[0]?.size, 8);
  });

  test('goes on from the size that a witness names when it does not know it any more', async () => {
    const world = await newWorld();
    const east = world.witness('east');
    await world.asker([east]).asker.round();
    await world.log.grow(2);
    const { asker } = world.asker([east]);
    await asker.round();
    assert.deepEqual(asker.witnesses(), [{ name: 'east', state: 'signed', size: 5 }]);
    assert.equal(east.asked, 3);
  });

  test('counts its record as witnessed from when enough have signed it, and a restart does not forget it', async () => {
    const world = await newWorld();
    const [east, west, south] = ['east', 'west', 'south'].map((name) => world.witness(name));
    assert.ok(east && west && south);
    west.instead = async () => ({ kind: 'down' });
    south.instead = west.instead;
    const all = [east, west, south];
    const [policy, store] = [twoOf(all), storeMemory()];
    const { asker, record } = world.asker(all, { policy: () => policy, store });
    await asker.round();
    assert.equal(record.upTo(), undefined);
    world.seconds += 60;
    world.steady += 60 * SECOND_MS;
    delete west.instead;
    await asker.round();
    const { size, at } = record.upTo() ?? {};
    assert.deepEqual([size, at], [3, instant((START + 60) * SECOND_MS)]);
    await world.log.grow(4);
    west.instead = south.instead;
    await asker.round();
    assert.equal(record.upTo()?.size, 3);
    assert.deepEqual(world.asker(all, { policy: () => policy, store }).record.upTo(), record.upTo());
  });

  test('reckons by the policy of now, whenever that was set', async () => {
    const world = await newWorld();
    const [east, west] = [world.witness('east'), world.witness('west')];
    west.instead = async () => ({ kind: 'down' });
    let policy: Policy | undefined;
    const store = storeMemory();
    const { asker, record } = world.asker([east, west], { policy: () => policy, store });
    await asker.round();
    assert.equal(record.upTo(), undefined);
    policy = oneOf(east);
    await record.weigh();
    assert.equal(record.upTo()?.size, 3);
    const again = world.asker([east, west], { policy: () => policy, store });
    await again.record.weigh();
    assert.equal(again.record.upTo()?.size, 3);
    policy = twoOf([east, west]);
    await record.weigh();
    await again.record.weigh();
    assert.deepEqual([record.upTo(), again.record.upTo()], [undefined, undefined]);
  });

  test('waits longer and longer for one that is down, and asks the others meanwhile', async () => {
    const world = await newWorld();
    const [east, west] = [world.witness('east'), world.witness('west')];
    east.instead = async () => ({ kind: 'down' });
    const { asker } = world.asker([east, west]);
    for (let second = 0; second < 600; second++) {
      world.steady += SECOND_MS;
      await asker.round();
    }
    assert.ok(east.asked > 5 && east.asked < 12, String(east.asked));
    assert.deepEqual(
      asker.witnesses().map(({ state }) => state),
      ['silent', 'signed'],
    );
    delete east.instead;
    world.steady += 300 * SECOND_MS;
    await asker.round();
    assert.equal(asker.witnesses()[0]?.state, 'signed');
  });

  test('is held up by none that takes its time', async () => {
    const world = await newWorld();
    const [east, west] = [world.witness('east'), world.witness('west')];
    const slow = Promise.withResolvers<WitnessAnswer>();
    east.instead = () => slow.promise;
    const { asker } = world.asker([east, west]);
    const first = asker.round();
    await new Promise(setImmediate);
    await world.log.grow(2);
    const second = asker.round();
    await new Promise(setImmediate);
    assert.deepEqual(
      asker.witnesses().map(({ state, size }) => [state, size]),
      [
        ['asked', undefined],
        ['signed', 5],
      ],
    );
    slow.resolve({ kind: 'down' });
    await Promise.all([first, second]);
    assert.equal(east.asked, 1);
  });
});

describe('a witness that lies', () => {
  const signed = async (
    world: World,
    asked: Asked,
    { seconds = START, size = 0 }: { readonly seconds?: number; readonly size?: number } = {},
  ) => {
    const log = size === 0 ? world.log : await world.log.copyOf(size);
    const note = log.own.newest()?.note ?? '';
    const opened = await openCheckpoint(note, { origin: world.log.key.name, log: [world.log.key] }, crypto);
    assert.ok(opened.ok);
    const cosigner = ed25519Cosigner({ name: asked.key.name, signer: asked.signer, seconds }, crypto.sha256);
    return printSignatureLine(await cosigner.sign(opened.value.checkpoint));
  };
  const round = async (world: World, asked: Asked) => {
    const { asker, record } = world.asker([asked], { policy: () => oneOf(asked) });
    await asker.round();
    assert.deepEqual([world.log.lines, record.upTo(), asked.asked], [[], undefined, 1]);
    return asker.witnesses()[0]?.state;
  };

  test('with a line by another key, under its own name or another, counts for nothing', async () => {
    const world = await newWorld();
    const [east, other] = [world.witness('east'), world.witness('west')];
    const foreign = await signed(world, { ...east, signer: other.signer });
    for (const lines of [foreign, await signed(world, other)]) {
      east.asked = 0;
      east.instead = async () => ({ kind: 'signed', lines });
      assert.equal(await round(world, east), 'false');
    }
  });

  test('with its line under another checkpoint counts for nothing, also when it is said once more', async () => {
    const world = await newWorld(5);
    const east = world.witness('east');
    const lines = await signed(world, east, { size: 3 });
    east.instead = async () => ({ kind: 'signed', lines });
    assert.equal(await round(world, east), 'false');
  });

  test('with a time far from now counts for nothing, before and after', async () => {
    const world = await newWorld();
    for (const seconds of [START - 3600, START + 3600, 0]) {
      const east = world.witness('east');
      const lines = await signed(world, east, { seconds });
      east.instead = async () => ({ kind: 'signed', lines });
      assert.equal(await round(world, east), 'false');
    }
  });

  test('with anything but lines counts for nothing', async () => {
    const world = await newWorld();
    for (const lines of ['', '\n', '— ', '— a b\n', 'x'.repeat(100_000), `${'— w AAAAAAAA\n'.repeat(500)}`]) {
      const east = world.witness('east');
      east.instead = async () => ({ kind: 'signed', lines });
      assert.equal(await round(world, east), 'false');
    }
  });

  test('with its line among those of others is taken by its line alone', async () => {
    const world = await newWorld();
    const [east, west] = [world.witness('east'), world.witness('west')];
    const lines = (await signed(world, west)) + (await signed(world, east)) + (await signed(world, east));
    east.instead = async () => ({ kind: 'signed', lines });
    await world.asker([east]).asker.round();
    assert.deepEqual(
      world.log.lines.map(({ name }) => name),
      [east.key.name],
    );
  });

  test('by naming sizes without end is asked twice a round', async () => {
    const world = await newWorld(9);
    const east = world.witness('east');
    let size = 1;
    east.instead = async () => ({ kind: 'conflict', size: (size++ % 9) + 1 });
    const { asker } = world.asker([east]);
    await asker.round();
    assert.ok(east.asked <= 2);
  });
});

describe('a hub that was rolled back', () => {
  test('learns from its witness that there was more, since when, and that it is over once the rest is there again', async () => {
    const world = await newWorld(3);
    const east = world.witness('east');
    await world.asker([east]).asker.round();
    const back = await world.log.copyOf(3);
    await world.log.grow(4);
    await world.asker([east]).asker.round();
    const store = storeMemory();
    const { asker, record } = world.asker([east], { log: back, store });
    await asker.round();
    const doubt = { witness: 'east', kind: 'longer', theirs: 7, since: instant(START * SECOND_MS) };
    assert.deepEqual(record.doubts(), [doubt]);
    assert.equal(asker.witnesses()[0]?.state, 'doubts');
    world.seconds += 600;
    world.steady += 600 * SECOND_MS;
    await back.grow(1);
    await asker.round();
    assert.deepEqual(world.asker([east], { log: back, store }).record.doubts(), [doubt]);
    // What was missing comes again, in the order in which it was.
    const whole = world.asker([east], { store });
    await whole.asker.round();
    assert.deepEqual(whole.record.doubts(), []);
  });

  test('and went on otherwise learns that its beginning is another one', async () => {
    const world = await newWorld(5);
    const east = world.witness('east');
    await world.asker([east]).asker.round();
    for (const grown of [2, 6]) {
      const back = await world.log.copyOf(3);
      await back.grow(grown, 'forged');
      const { asker, record } = world.asker([east], { log: back });
      await asker.round();
      assert.deepEqual(
        record.doubts().map(({ kind, theirs }) => [kind, theirs]),
        [['other', 5]],
      );
    }
  });
});
