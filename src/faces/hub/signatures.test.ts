import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foundedHub } from '../../../test/making/founded-hub.ts';
import type { FoundedHub } from '../../../test/making/founded-hub.ts';
import { witness } from '../../../test/sim/witness.ts';
import type { Signer } from '../../record/primitives.ts';
import { claimedBy, signRequest } from '../kit/request-signature.ts';

type Sending = {
  readonly method?: string;
  readonly body?: string;
  readonly createdSeconds?: number;
  readonly change?: (headers: Record<string, string>) => void;
  readonly sentBody?: string;
  readonly sentPath?: string;
};

async function signedHeaders(
  hub: FoundedHub,
  signer: Signer,
  path: string,
  how: Sending,
): Promise<Record<string, string>> {
  const { method = 'GET', body = '', createdSeconds = Math.floor(Date.now() / 1000) } = how;
  const [plain = '', query] = path.split('?');
  const request = {
    method,
    path: plain,
    query: query === undefined ? '?' : `?${query}`,
    body: Buffer.from(body),
  };
  return { ...(await signRequest(request, signer, { createdSeconds, crypto: hub.crypto })) };
}

async function send(hub: FoundedHub, signer: Signer, path: string, how: Sending = {}): Promise<Response> {
  const headers = await signedHeaders(hub, signer, path, how);
  how.change?.(headers);
  const { method = 'GET', body } = how;
  const sent = how.sentBody ?? body;
  return hub.ask(how.sentPath ?? path, { method, headers, ...(sent !== undefined && { body: sent }) });
}

describe('a signed request', () => {
  test('of a keyholder opens what keyholders read and may change, without any link', async () => {
    const hub = await foundedHub();
    const { signer } = hub.keyholders[0];
    assert.equal((await send(hub, signer, '/api/place')).status, 200);
    assert.equal((await send(hub, signer, '/api/people')).status, 200);
    assert.equal((await send(hub, signer, '/api/entries?limit=5')).status, 200);
    const wire = (await witness(hub.crypto, hub.incident).sayMany(1))[0]?.wire;
    const posted = await send(hub, signer, '/api/entries', {
      method: 'POST',
      body: JSON.stringify({ entries: [wire] }),
    });
    assert.equal(posted.status, 200);
    const body = JSON.stringify({ role: 'press' });
    const made = await send(hub, signer, '/api/links', { method: 'POST', body });
    assert.equal(made.status, 201);
    const { path } = (await made.json()) as { readonly path: string };
    assert.equal((await hub.ask(`${path}/entries`)).status, 200);
    const { links } = (await (await send(hub, signer, '/api/links')).json()) as {
      readonly links: readonly { readonly name: string; readonly role: string }[];
    };
    const press = links.find(({ role }) => role === 'press');
    assert.ok(press);
    assert.equal((await send(hub, signer, `/api/links/${press.name}`, { method: 'DELETE' })).status, 200);
    assert.equal((await hub.ask(`${path}/entries`)).status, 404);
    assert.equal(
      (await send(hub, signer, '/api/links', { method: 'POST', body: '{"role":"king"}' })).status,
      400,
    );
  });

  test('of a warden opens what wardens read, and no links', async () => {
    const hub = await foundedHub();
    const warden = witness(hub.crypto, hub.place);
    await hub.says(hub.keyholders[0], 'key.grant', { key: warden.key, slot: 0, role: 'warden', cell: 'c1' });
    assert.equal((await send(hub, warden.signer, '/api/requests')).status, 200);
    assert.equal((await send(hub, warden.signer, '/api/people')).status, 404);
    assert.equal((await send(hub, warden.signer, '/api/links')).status, 404);
    assert.equal(
      (await send(hub, warden.signer, '/api/requests/9/turn-down', { method: 'POST' })).status,
      404,
    );
  });

  test('of a stranger, of somebody revoked, or without any signature finds nothing', async () => {
    const hub = await foundedHub();
    const stranger = witness(hub.crypto, hub.place);
    assert.equal((await send(hub, stranger.signer, '/api/place')).status, 404);
    assert.equal((await hub.ask('/api/place')).status, 404);
    const [one, two, three] = hub.keyholders;
    const revoke = { keys: [one.key], origin: hub.engine.origin, index: hub.engine.size() };
    for (const each of [two, three]) await hub.says(each, 'key.revoke', revoke);
    assert.equal((await send(hub, one.signer, '/api/place')).status, 404);
    assert.equal((await send(hub, two.signer, '/api/place')).status, 200);
  });

  test('counts once only, and only for some minutes', async () => {
    const hub = await foundedHub();
    const { signer } = hub.keyholders[0];
    const headers = await signedHeaders(hub, signer, '/api/place', {});
    assert.equal((await hub.ask('/api/place', { headers })).status, 200);
    assert.equal((await hub.ask('/api/place', { headers })).status, 404);
    for (const off of [-400, 400]) {
      const createdSeconds = Math.floor(Date.now() / 1000) + off;
      assert.equal((await send(hub, signer, '/api/place', { createdSeconds })).status, 404);
    }
  });

  test('whose method, path, query, body, key or any header was changed on the way finds nothing', async () => {
    const hub = await foundedHub();
    const { signer } = hub.keyholders[0];
    const other = hub.keyholders[1].key;
    const post = { method: 'POST', body: '{"entries":[]}' };
    const changed: readonly Sending[] = [
      { ...post, sentBody: '{"entries":[1]}' },
      { ...post, sentBody: '' },
      { sentPath: '/api/people' },
      { sentPath: '/api/place?a=1' },
      { change: (h) => (h['signature'] = (h['signature'] ?? '').replace(/sig=:../, 'sig=:AA')) },
      {
        change: (h) =>
          (h['signature-input'] = (h['signature-input'] ?? '').replace(/keyid="[^"]*"/, `keyid="${other}"`)),
      },
      { change: (h) => (h['signature-input'] = (h['signature-input'] ?? '').replace('"@query" ', '')) },
      {
        change: (h) =>
          (h['signature-input'] = (h['signature-input'] ?? '').replace('ed25519', 'hmac-sha256')),
      },
      { change: (h) => (h['content-digest'] = 'sha-256=:AAAA:') },
      { change: (h) => delete h['signature'] },
      { change: (h) => (h['signature-input'] = 'x'.repeat(5_000)) },
    ];
    for (const [n, how] of changed.entries()) {
      const path = how.method === 'POST' ? '/api/entries' : '/api/place';
      assert.equal((await send(hub, signer, path, how)).status, 404, `change ${n}`);
    }
  });

  test('is written as RFC 9421 says: base, parameters and digest by hand', async () => {
    const hub = await foundedHub();
    const { signer, key } = hub.keyholders[0];
    const request = {
      method: 'POST',
      path: '/api/entries',
      query: '?',
      body: Buffer.from('{"hello": "world"}'),
    };
    const headers = await signRequest(request, signer, { createdSeconds: 1_618_884_473, crypto: hub.crypto });
    // RFC 9530, appendix B.1, gives this digest for this body (without its line break).
    assert.equal(headers['content-digest'], 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:');
    const claimed = claimedBy(request, headers, hub.crypto);
    assert.ok(claimed);
    assert.equal(claimed.key, key);
    const params = headers['signature-input'].slice('sig='.length);
    const base = [
      '"@method": POST',
      '"@path": /api/entries',
      '"@query": ?',
      `"content-digest": ${headers['content-digest']}`,
      `"@signature-params": ${params}`,
    ].join('\n');
    assert.equal(Buffer.from(claimed.check.message).toString(), base);
    assert.deepEqual(await hub.crypto.verifyBatch([claimed.check]), [true]);
  });
});
