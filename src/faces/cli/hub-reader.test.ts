import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hubHere, listenHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';
import { COLUMNS_TYPE } from '../../record/columns.ts';
import { readHub } from './hub-reader.ts';
import type { Source } from './hub-reader.ts';

type App = Pick<HubHere['app'], 'fetch'>;

async function readThrough(hub: HubHere, app: App): Promise<Source> {
  const { address, close } = await listenHere({ app: Object.assign(Object.create(hub.app), app) });
  try {
    return await readHub(`${address}${hub.read}`, hub.incident, hub.crypto);
  } finally {
    await close();
  }
}

test('a hub is read in columns, and one that knows none in JSON, to the same end', async () => {
  const hub = await hubHere();
  const said = await hub.newWitness().sayMany(12);
  await hub.post(said.map(({ wire }) => wire));
  const types: (string | null)[] = [];
  const noting: App['fetch'] = async (request, ...rest) => {
    const answer = await hub.app.fetch(request, ...rest);
    if (new URL(request.url).pathname.endsWith('/entries')) types.push(answer.headers.get('content-type'));
    return answer;
  };
  const now = await readThrough(hub, { fetch: noting });
  // An older hub passes over what it does not know.
  const then = await readThrough(hub, {
    fetch: ({ method, url }, ...rest) => noting(new Request(url, { method }), ...rest),
  });
  assert.deepEqual(
    now.logged.map(({ entry, index }) => [entry.id, index]),
    said.map(({ id }, i) => [id, i]),
  );
  assert.deepEqual(then.logged, now.logged);
  assert.deepEqual([...new Set(types)], [COLUMNS_TYPE, 'application/json']);
});
