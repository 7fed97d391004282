import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { handClock } from '../../test/sim/hand-clock.ts';
import type { HandClock } from '../../test/sim/hand-clock.ts';
import { hubHere } from '../../test/sim/hub-here.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { newIncident, witness } from '../../test/sim/witness.ts';
import type { Said } from '../../test/sim/witness.ts';
import { dayOf } from '../../test/making/day-record.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { dayPeople } from '../adapters/sim-day/day-people.ts';
import { dayPhones } from '../adapters/sim-day/day-phones.ts';
import type { DayPhones } from '../adapters/sim-day/day-phones.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { instant, MINUTE_MS } from '../base/instant.ts';
import { startEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/engine.ts';
import { UsageError } from '../faces/cli/command.ts';
import type { Store } from '../ports/store.ts';
import { simRoads } from './sim-roads.ts';

const crypto = cryptoNode();
const day = dayOf('5-april');
const BEGAN = '2000-04-05T10:10Z';

function phonesOf(change: Partial<DayPhones> = {}): string {
  const instantOf = (minute: number) => instant(Date.parse(BEGAN) + (minute - day.from) * MINUTE_MS);
  const file = join(newFolder(), 'phones.json');
  writeFileSync(
    file,
    JSON.stringify({ ...dayPhones(day, dayPeople(day, crypto), { instantOf }), ...change }),
  );
  return file;
}

type Played = {
  readonly clock: HandClock;
  readonly engine: Engine;
  /** Returns how to stop. */
  readonly begin: () => Promise<() => void>;
};

async function played(file: string, store: Store = storeMemory()): Promise<Played> {
  const clock = handClock(BEGAN, 'replay');
  const roads = simRoads(file, clock);
  const engine = await startEngine({ store, clock, crypto, alarms: roads.needs });
  const { ask } = await hubHere({ store, clock, engine });
  return { clock, engine, begin: () => roads.begin({ desk: engine.alarms, ask }, notFailed) };
}

function notFailed(cause: unknown): never {
  throw cause;
}

/** An alarm that another neighbour has confirmed, before any place was founded. */
async function called({ engine, clock }: Played): Promise<Said> {
  const incident = newIncident(crypto);
  const [raiser, other] = [witness(crypto, incident), witness(crypto, incident)];
  const raise = await raiser.say('alarm.raise', { mode: 'real', act: 'force.arrive' });
  await engine.keep([raise.wire]);
  await engine.decide();
  await engine.keep([(await other.say('alarm.confirm', {}, { about: [raise.id] })).wire]);
  for (let n = 0; n < 10; n++) {
    await engine.decide();
    await engine.alarms.delivery.settled();
    clock.moveMinutes(0.5);
  }
  return raise;
}

describe('the telephones of a played day', () => {
  test('are listed once, also when the hub starts again', async () => {
    const [file, store] = [phonesOf(), storeMemory()];
    const first = await played(file, store);
    (await first.begin())();
    const listed = [...first.engine.alarms.contacts.all()];
    assert.ok(listed.length > 200);
    const again = await played(file, store);
    (await again.begin())();
    assert.deepEqual([...again.engine.alarms.contacts.all()], listed);
  });

  test('are called, and what their people do comes back to the hub', async () => {
    const scene = await played(phonesOf());
    const stop = await scene.begin();
    const { id } = await called(scene);
    const { ledger } = scene.engine.alarms.keeper;
    const seen = () => ledger.count(id, { state: 'seen' }) + ledger.count(id, { state: 'answered' });
    for (let n = 0; n < 100 && seen() < 100; n++) {
      await wait(50);
      scene.clock.moveMinutes(0.5);
    }
    stop();
    assert.ok(seen() >= 100, `${seen()} were seen`);
    assert.ok(ledger.count(id, { state: 'answered' }) > 0);
  });

  test('get no notification where the network of the day is cut, while carriers take them over', async () => {
    const at = instant(Date.parse(BEGAN));
    const scene = await played(phonesOf({ networks: [{ at, where: 'everywhere', state: 'cut' }] }));
    const stop = await scene.begin();
    await wait(200);
    const { id } = await called(scene);
    await wait(200);
    stop();
    const { ledger } = scene.engine.alarms.keeper;
    assert.ok(ledger.count(id, { state: 'accepted', channel: 'push' }) > 100);
    assert.equal(ledger.count(id, { state: 'seen' }) + ledger.count(id, { state: 'answered' }), 0);
  });

  test('are refused where the file lists none', () => {
    const file = join(newFolder(), 'phones.json');
    for (const text of ['{}', '[', '{"seed":1,"phones":{},"networks":[],"crowd":{}}']) {
      writeFileSync(file, text);
      assert.throws(() => simRoads(file, handClock(BEGAN, 'replay')), UsageError);
    }
    assert.throws(() => simRoads(`${file}.none`, handClock(BEGAN, 'replay')), UsageError);
  });
});
