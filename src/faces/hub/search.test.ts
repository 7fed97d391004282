import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hubHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';
import { eventBody } from '../../../test/sim/witness.ts';

async function filled(): Promise<{ readonly hub: HubHere; readonly ask: (q: string) => Promise<Response> }> {
  const hub = await hubHere();
  const author = hub.newWitness();
  const said = [
    await author.say('event', eventBody('They showed no order')),
    await author.say('event', eventBody('<b>Bulldozers</b> & dogs')),
  ];
  await hub.post(said.map((s) => s.wire));
  const ask = (q: string): Promise<Response> =>
    hub.ask(`${hub.read}/search?lang=en`, { method: 'POST', body: new URLSearchParams({ q }) });
  return { hub, ask };
}

describe('a search over HTTP', () => {
  test('shows the entries that hold the words, and asks again with them', async () => {
    const { ask } = await filled();
    const page = await (await ask('order')).text();
    assert.match(page, /They showed no order/);
    assert.match(page, /1 entry/);
    assert.match(page, /value="order"/);
    assert.doesNotMatch(page, /dogs/);
    assert.match(await (await ask('nothing of the kind')).text(), /No entry holds all of these words/);
  });

  test('shows markup as text, whoever wrote it', async () => {
    const { ask } = await filled();
    const page = await (await ask('"><script>alert(1)</script> bulldozers')).text();
    assert.doesNotMatch(page, /<script|<b>/);
    assert.match(await (await ask('bulldozers')).text(), /&lt;b&gt;Bulldozers/);
  });

  test('is for readers of the board, sent to the hub only, and bounded', async () => {
    const { hub, ask } = await filled();
    const form = await hub.ask(`${hub.read}/search`);
    assert.match(form.headers.get('content-security-policy') ?? '', /form-action 'self'/);
    assert.match(
      (await hub.ask(`${hub.read}/`)).headers.get('content-security-policy') ?? '',
      /form-action 'none'/,
    );
    const press = `/b/${hub.links.make({ role: 'press', mayPost: false })}`;
    assert.equal((await hub.ask(`${press}/search`)).status, 404);
    assert.equal((await ask('x'.repeat(5_000))).status, 413);
    const odd = await hub.ask(`${hub.read}/search`, {
      method: 'POST',
      body: '{',
      headers: { 'content-type': 'multipart/form-data' },
    });
    assert.equal(odd.status, 200);
  });
});
