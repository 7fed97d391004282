import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { strangeId } from '../../../test/making/entries.ts';
import { handClock } from '../../../test/sim/hand-clock.ts';
import { hubHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { EntryId } from '../../record/names.ts';

const BY = strangeId('order');
const TEXT = 'Words that were erased';

/** A hub with three entries whose clock stands still, so that no page is made anew because a minute has passed. */
async function filled(): Promise<{ readonly hub: HubHere; readonly ids: readonly EntryId[] }> {
  const hub = await hubHere({ clock: handClock('2031-05-17T05:30Z') });
  const said = await hub.newWitness().sayMany(3, TEXT);
  await hub.post(said.map((s) => s.wire));
  return { hub, ids: said.map((s) => s.id) };
}

async function jsonOf(hub: HubHere, path: string): Promise<{ readonly [key: string]: Json }> {
  const value = parseJson(await (await hub.ask(`${hub.read}${path}`)).text());
  assert.ok(isJsonObject(value));
  return value;
}

describe('what was erased', () => {
  test('is told with its page, and all of it at once, to who may read', async () => {
    const { hub, ids } = await filled();
    const [first, second] = ids;
    assert.ok(first && second);
    assert.deepEqual((await jsonOf(hub, '/entries'))['erased'], []);
    await hub.engine.erase([{ id: first, what: 'entry' }], BY);
    await hub.engine.erase([{ id: second, what: { part: 'body' } }], BY);
    const erased = [
      { index: 0, id: first, by: BY },
      { index: 1, id: second, by: BY, parts: ['body'] },
    ];
    const page = await jsonOf(hub, '/entries');
    const { entries } = page;
    assert.ok(isJsonArray(entries));
    assert.deepEqual(page['erased'], erased);
    assert.deepEqual(
      entries.map((entry) => isJsonObject(entry) && [entry['index'], isJsonObject(entry['parts'] ?? null)]),
      [
        [1, true],
        [2, true],
      ],
    );
    assert.equal(JSON.stringify(entries[0]).includes(TEXT), false);
    assert.deepEqual(await jsonOf(hub, '/entries?since=0&limit=1'), {
      entries: [entries[0]],
      erased: [erased[1]],
      next: 1,
    });
    assert.deepEqual(await jsonOf(hub, '/erasures'), { erased });
    assert.equal((await hub.ask('/b/none/erasures')).status, 404);
  });

  test('stands on no page any more, in the same minute', async () => {
    const { hub, ids } = await filled();
    const pages = async (): Promise<string> => {
      const paths = ['/', '/board-body', '/why/entries', '/situation', '/entries'];
      const answers = await Promise.all(paths.map((path) => hub.ask(hub.read + path)));
      return (await Promise.all(answers.map((answer) => answer.text()))).join('\n');
    };
    const before = await pages();
    assert.ok(before.includes(`${TEXT} 0.`));
    await hub.engine.erase(
      ids.slice(0, 2).map((id) => ({ id, what: 'entry' })),
      BY,
    );
    const now = await pages();
    assert.equal(now.includes(`${TEXT} 0.`) || now.includes(`${TEXT} 1.`), false);
    assert.ok(now.includes(`${TEXT} 2.`));
  });

  test('is news to an open board, although the record is as long as before', async () => {
    const { hub, ids } = await filled();
    const stop = new AbortController();
    const answer = await hub.ask(`${hub.read}/changes`, { signal: stop.signal });
    const reader = answer.body?.getReader();
    assert.ok(reader);
    const next = async (): Promise<string> => Buffer.from((await reader.read()).value ?? []).toString();
    const first = await next();
    const [id] = ids;
    assert.ok(id);
    await hub.engine.erase([{ id, what: 'entry' }], BY);
    const second = await next();
    const data = (text: string): string => /data: (\d+)/.exec(text)?.[1] ?? '';
    assert.deepEqual([data(first), data(second)], ['3', '3']);
    assert.notEqual(/id: (\d+)/.exec(first)?.[1], /id: (\d+)/.exec(second)?.[1]);
    await reader.cancel();
  });
});
