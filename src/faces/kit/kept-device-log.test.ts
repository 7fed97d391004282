import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerTo, liar, sizeNamed } from '../../../test/sim/lying-hub.ts';
import type { Liar } from '../../../test/sim/lying-hub.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { folderMemory } from '../../adapters/folder-memory/folder-memory.ts';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { instant } from '../../base/instant.ts';
import { parseHashLines } from '../../record/log/post-proof.ts';
import { newIncidentId } from '../../record/names.ts';
import { makeDevice, openDevice } from './kept-device.ts';
import type { DeviceResult, HubSide, KeptDevice } from './kept-device.ts';
import { logGrowthPath } from './look-at-log.ts';
import { draftsOf } from './place-acts.ts';
import { postBody } from './say-entries.ts';

const real = cryptoNode();
const crypto = {
  ...real,
  stretch: (text: Uint8Array, { salt }: { readonly salt: Uint8Array }) =>
    real.stretch(text, { salt, memoryKiB: 64, passes: 1 }),
};
const WORDS = 'river lamp stone bread';
const DRAFTS = draftsOf([{ kind: 'key.leave', body: {} }], instant(Date.parse('2031-05-17T10:30Z')));
const INCIDENT = { id: newIncidentId(crypto.randomBytes), number: 3 };

/** The hub as a browser asks it. */
function sideOf(hub: Liar): HubSide {
  return {
    post: async (entries, known) => {
      const answer = parseJson((await answerTo(hub, '/entries', postBody(entries, known))) ?? '');
      const receipts = isJsonObject(answer) ? answer['receipts'] : undefined;
      return isJsonArray(receipts) ? { ok: true, receipts, answer } : { ok: false, says: 'silent' };
    },
    heads: async () => [],
    log: {
      newest: () => answerTo(hub, '/log/checkpoint', ''),
      growth: async (from, to) => parseHashLines((await answerTo(hub, logGrowthPath(from, to), '')) ?? ''),
    },
  };
}

function opened(result: DeviceResult): KeptDevice {
  assert.ok(result.ok);
  return result.device;
}

async function newDevice(): Promise<{ readonly device: KeptDevice; readonly files: Map<string, string> }> {
  const files = new Map<string, string>();
  const wish = { place: newIncidentId(crypto.randomBytes), slots: [3, 4], crypto };
  return { device: opened(await makeDevice(folderMemory(files), WORDS, wish)), files };
}

describe('a device that a browser keeps, and its hub’s log', () => {
  test('ticks off what is proven, over a restart too', async () => {
    const [hub, { device, files }] = [await liar(), await newDevice()];
    await device.say(DRAFTS, sideOf(hub));
    const again = opened(await openDevice(folderMemory(files), WORDS, crypto));
    hub.mood = 'wrong-range';
    const said = await again.say(DRAFTS, sideOf(hub));
    assert.ok(said.ok);
    assert.deepEqual([said.waiting, said.log], [1, { standing: 'wrong-proof' }]);
    assert.deepEqual(
      said.receipts.map((receipt) => isJsonObject(receipt) && receipt['status']),
      ['not-proven'],
    );
    hub.mood = 'honest';
    const last = await again.say([], sideOf(hub));
    assert.deepEqual([last.ok && last.waiting, last.ok && last.log], [0, { standing: 'proven' }]);
    assert.deepEqual(hub.known, [undefined, 1, 2]);
  });

  test('never lets one key name, or say to the hub, what only another of its keys has seen', async () => {
    const [hub, { device }] = [await liar(), await newDevice()];
    await device.say(DRAFTS, sideOf(hub));
    await device.say(DRAFTS, sideOf(hub));
    await device.sayIn(INCIDENT, DRAFTS, sideOf(hub));
    assert.deepEqual(hub.known, [undefined, 1, undefined]);
    assert.deepEqual([sizeNamed(hub, 1), sizeNamed(hub, 2)], [1, undefined]);
  });

  test('names with each key the newest state it is shown', async () => {
    const [hub, { device }] = [await liar(), await newDevice()];
    await device.say(DRAFTS, sideOf(hub));
    hub.isShowing = true;
    await device.sayIn(INCIDENT, DRAFTS, sideOf(hub));
    await device.say(DRAFTS, sideOf(hub));
    assert.deepEqual(
      [0, 1, 2].map((index) => sizeNamed(hub, index)),
      [undefined, 1, 2],
    );
  });

  test('counts nothing as taken with any key once one has seen a contradiction, and signs and hands in all the same', async () => {
    const [hub, { device, files }] = [await liar(), await newDevice()];
    await device.say(DRAFTS, sideOf(hub));
    hub.mood = 'fork';
    await device.say(DRAFTS, sideOf(hub));
    hub.mood = 'honest';
    const again = opened(await openDevice(folderMemory(files), WORDS, crypto));
    const [pair] = await again.contradictions();
    assert.ok(pair?.known.startsWith(hub.hub.origin) && pair.shown.startsWith(hub.hub.origin));
    const inIncident = await again.sayIn(INCIDENT, DRAFTS, sideOf(hub));
    assert.ok(inIncident?.ok);
    assert.deepEqual([inIncident.waiting, inIncident.log?.standing], [1, 'contradicted']);
    assert.equal(hub.ids.length, 3, 'an alarm may hang on it');
    assert.doesNotMatch([...files.values()].join(), /shanyrak\.hub/, 'what was seen is sealed too');
  });
});
