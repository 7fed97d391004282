import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { feedHub, feedHubAgain, textIn } from '../../test/making/feed-hub.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';

const CLOSED = { act: 'cordon.set', place: { approach: 'north-road' } };
const SAID = 'feed-said';

/** A store on which what the feed says cannot be kept while `isFull`; all else can. */
function storeWithout(): { readonly store: Store; isFull: boolean; saves: number } {
  const memory = storeMemory();
  const told = {
    isFull: false,
    saves: 0,
    store: {
      ...memory,
      saveSetting: (name: string, value: Uint8Array) => {
        if (name === SAID && told.isFull) throw new StoreFailure('full', true);
        if (name === SAID) told.saves++;
        memory.saveSetting(name, value);
      },
    },
  };
  return told;
}

describe('what the feed has said', () => {
  test('is on the disk before anybody can read it, and written only when something new is said', async () => {
    const disk = storeWithout();
    const hub = await feedHub({ store: disk.store });
    await hub.run();
    assert.equal(disk.saves, 0, 'a hub without a feed keeps nothing of one');
    await hub.approve();
    assert.equal(disk.saves, 0, 'nor one that has told nothing');
    await hub.raiseOutward();
    const { saves } = disk;
    for (let i = 0; i < 20; i++) await hub.run();
    assert.equal(disk.saves, saves);
    assert.match(Buffer.from(disk.store.setting(SAID) ?? []).toString(), /"sureness":"Observed"/);
  });

  test('is said although the disk is full, since a way may be closed, and is kept once it is not', async () => {
    const disk = storeWithout();
    const hub = await feedHub({ store: disk.store });
    await hub.approve();
    await hub.raiseOutward();
    disk.isFull = true;
    await assert.rejects(hub.sees(CLOSED), { kind: 'full' });
    assert.match(textIn((await hub.caps())[0], 'instruction') ?? '', /way in is closed/);
    assert.equal(hub.alarm().tier, 3, 'and holds no decision back');
    disk.isFull = false;
    await hub.run();
    const again = await feedHubAgain(hub);
    assert.deepEqual(await again.caps(), await hub.caps());
  });

  test('begins anew where another version wrote what was kept', async () => {
    for (const kept of ['', '{', '{"alarms":[{}]}', '{"alarms":[],"more":1}', '[]', '\xff']) {
      const store = storeMemory();
      store.saveSetting(SAID, Buffer.from(kept, 'latin1'));
      const hub = await feedHub({ store });
      await hub.approve();
      await hub.raiseOutward();
      assert.equal((await hub.caps()).length, 1, kept);
    }
  });

  test('is no more than a settlement can have: of a flood of alarms fifty, those that run before those that are over', async () => {
    const disk = storeWithout();
    const hub = await feedHub({ store: disk.store });
    await hub.approve();
    const all = 60;
    for (let i = 0; i < all; i++) {
      await hub.says((await hub.member(1 + (i % 2), 'resident', 'c1')).key, 'alarm.raise', {
        mode: 'real',
        act: 'injury',
      });
    }
    await hub.run();
    for (const { id } of hub.engine.situation(hub.incident).alarms)
      for (const { key } of [hub.warden, hub.neighbour]) await hub.says(key, 'alarm.confirm', {}, [id]);
    for (const { id } of hub.engine.situation(hub.incident).alarms)
      await hub.says(hub.apa.key, 'alarm.confirm', {}, [id]);
    await hub.run();
    const outward = hub.engine.situation(hub.incident).alarms.filter(({ tier }) => tier >= 3);
    assert.ok(outward.length > 50, `${outward.length} have reached those outside`);
    const names = (): ReadonlySet<string> => new Set(hub.engine.alarms.feed.alarms().map(({ name }) => name));
    const [first, { saves }] = [names(), disk];
    assert.equal(first.size, 50);
    for (let i = 0; i < 5; i++) await hub.run();
    assert.deepEqual([names(), disk.saves], [first, saves], 'none takes the place of another that runs');
    const [{ alarm: ended } = { alarm: '' }] = hub.engine.alarms.feed.alarms();
    for (const by of hub.keyholders.slice(0, 2))
      await hub.says(by, 'alarm.order', { order: 'ended', alarm: ended, incident: hub.incident });
    await hub.run();
    assert.equal([...names()].filter((name) => first.has(name)).length, 49, 'but that of one that is over');
  });
});
