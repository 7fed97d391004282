import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hubHere } from '../../../test/sim/hub-here.ts';
import type { HubHere } from '../../../test/sim/hub-here.ts';
import { seededChance } from '../../adapters/sim-day/chance.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'X'];
const TAILS = [
  '',
  '/',
  '/entries',
  '/incidents',
  '/situation',
  '/changes',
  '/board-body',
  '/why/clock',
  '/board.css',
  '/live.js',
  '/openapi.json',
  '/about',
  '/plan',
  '/plan.js',
  '/nothing',
  '/seen',
];

/** All that can be told from outside: status, headers, body. */
async function seen(hub: HubHere, path: string, init: RequestInit): Promise<string> {
  const answer = await hub.ask(path, init);
  const body = Buffer.from(await answer.arrayBuffer()).toString('hex');
  return JSON.stringify([answer.status, [...answer.headers], body]);
}

function initOf(method: string): RequestInit {
  return { method, ...(method !== 'GET' && { body: '{"entries":[]}' }) };
}

describe('without a valid link', () => {
  test('every path and method is answered 404 with the same bytes and headers', async () => {
    const hub = await hubHere();
    await hub.post((await hub.newWitness().sayMany(2)).map((s) => s.wire));
    const closed = await seen(hub, '/', {});
    assert.match(closed, /^\[404,/);
    const token = hub.read.slice(3);
    const bases = [
      '',
      '/b',
      '/b/',
      '/b/x',
      `/b/${token.slice(1)}`,
      `/b/${token}x`,
      `/b/${token}%00`,
      `/B/${token}`,
      `/b/${token.toLowerCase()}`,
      '/b/%2e%2e',
      '/b/%',
      '/b/%zz',
      '/b/%ff%fe',
      '/a',
      '/a/x',
      `/a/${token}`,
      '/a/__proto__',
      '/gateway',
      `/gateway/${token}`,
      '/b/__proto__',
      '/b/constructor',
      `/b/${'a'.repeat(5_000)}`,
      `/${token}`,
      `/health${hub.read}`,
      '/admin',
      '/.git/config',
      '/openapi.json',
      '/metrics',
    ];
    for (const base of bases) {
      for (const tail of TAILS) {
        for (const method of METHODS)
          assert.equal(await seen(hub, `${base}${tail}`, initOf(method)), closed, `${method} ${base}${tail}`);
      }
    }
  });

  test('a thousand paths made up by chance are answered with the same bytes', async () => {
    const hub = await hubHere();
    const closed = await seen(hub, '/', {});
    const chance = seededChance(11);
    const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)];
    const pieces = [
      '/',
      '//',
      'b',
      'health',
      'x',
      '.',
      '..',
      '%2f',
      '%00',
      '?',
      '#',
      '&lang=kk',
      ';',
      '\\',
      '@',
      ':',
      '*',
      'é',
      '\u{1f600}',
      'entries',
      hub.read.slice(3, 20),
      'incident=AAAAAAAAAAAAAAAA',
    ];
    for (let n = 0; n < 1_000; n++) {
      const path = `/${Array.from({ length: Math.ceil(chance() * 8) }, () => pick(pieces)).join('')}`;
      if (/^\/+health\/*([?#]|$)/.test(new URL(`http://hub${path}`).pathname)) continue;
      assert.equal(await seen(hub, path, initOf(pick(METHODS) ?? 'GET')), closed, path);
    }
  });

  test('only /health answers, and tells nothing but that the hub runs', async () => {
    const hub = await hubHere();
    const answer = await hub.ask('/health');
    assert.deepEqual([answer.status, await answer.text()], [200, '{"ok":true}']);
    for (const method of METHODS.slice(1))
      assert.equal((await hub.ask('/health', initOf(method))).status, 404, method);
  });

  test('asking very often uses up nobody’s allowance', async () => {
    const hub = await hubHere({ nowMs: () => 0 });
    for (let n = 0; n < 1_000; n++) assert.equal((await hub.ask('/b/wrong/entries')).status, 404);
    assert.equal((await hub.ask(`${hub.read}/entries`)).status, 200);
  });

  test('nothing is kept of what is posted', async () => {
    const hub = await hubHere();
    const wires = (await hub.newWitness().sayMany(2)).map((s) => s.wire);
    for (const path of ['/b/wrong', hub.write.slice(0, -1), hub.read])
      assert.equal((await hub.post(wires, path)).status, 404);
    assert.equal(hub.engine.size(), 0);
  });
});

describe('a link to read', () => {
  test('cannot post: 404, with the bytes of a page that is not there', async () => {
    const hub = await hubHere();
    const wires = (await hub.newWitness().sayMany(1)).map((s) => s.wire);
    const none = await seen(hub, '/', {});
    const posted = { method: 'POST', body: JSON.stringify({ entries: wires }) };
    assert.equal(await seen(hub, `${hub.read}/entries`, posted), none);
    for (const method of METHODS.slice(1))
      assert.equal(await seen(hub, `${hub.read}/entries`, initOf(method)), none, method);
    const large = { method: 'POST', body: 'x'.repeat(5_000_000), headers: { 'content-length': '5000000' } };
    assert.equal(await seen(hub, `${hub.read}/entries`, large), none);
    assert.equal(hub.engine.size(), 0);
  });

  test('opens the board with and without the last slash', async () => {
    const hub = await hubHere();
    for (const path of [hub.read, `${hub.read}/`, hub.write, `${hub.write}/`]) {
      const answer = await hub.ask(path);
      assert.equal(answer.status, 200);
      assert.ok(/^<!doctype html>/i.test(await answer.text()));
    }
  });
});

describe('a revoked link', () => {
  test('is answered like one that never was, at once, for reading and writing', async () => {
    const hub = await hubHere();
    const wires = (await hub.newWitness().sayMany(1)).map((s) => s.wire);
    assert.equal((await hub.post(wires)).status, 200);
    const closed = await seen(hub, '/', {});
    const { read } = hub.links.renew();
    for (const base of [hub.read, hub.write]) {
      for (const tail of TAILS) assert.equal(await seen(hub, `${base}${tail}`, {}), closed);
    }
    assert.equal((await hub.post(wires)).status, 404);
    const fresh = `/b/${read}`;
    assert.equal((await hub.ask(`${fresh}/incidents`)).status, 200);
  });
});

describe('every answer', () => {
  const strict: Readonly<Record<string, RegExp>> = {
    'content-security-policy': /^default-src 'none';(?!.*unsafe).*frame-ancestors 'none'/,
    'referrer-policy': /^no-referrer$/,
    'cache-control': /^no-store$/,
    'x-content-type-options': /^nosniff$/,
    'x-robots-tag': /noindex/,
    'cross-origin-resource-policy': /^same-origin$/,
  };
  const everything = (hub: HubHere): readonly (readonly [string, RequestInit, number])[] => [
    ['/', {}, 404],
    ['/health', {}, 200],
    ['/b/wrong/', {}, 404],
    [`${hub.read}/`, {}, 200],
    [`${hub.read}/board-body`, {}, 200],
    [`${hub.read}/board.css`, {}, 200],
    [`${hub.read}/live.js`, {}, 200],
    [`${hub.read}/why/entries`, {}, 200],
    [`${hub.read}/why/nothing`, {}, 404],
    [`${hub.read}/situation`, {}, 200],
    [`${hub.read}/incidents`, {}, 200],
    [`${hub.read}/entries`, {}, 200],
    [`${hub.read}/entries`, { method: 'HEAD' }, 200],
    [`${hub.read}/entries?since=x`, {}, 400],
    [`${hub.read}/openapi.json`, {}, 200],
    [`${hub.read}/changes`, {}, 200],
    [`${hub.read}/changes`, { method: 'HEAD' }, 200],
    [`${hub.write}/entries`, { method: 'POST', body: '{"entries":[1]}' }, 200],
    [`${hub.write}/entries`, { method: 'POST', body: '1' }, 400],
    [
      `${hub.write}/entries`,
      { method: 'POST', body: 'x'.repeat(5_000_000), headers: { 'content-length': '5000000' } },
      413,
    ],
  ];

  test('carries the strict headers and sets no cookie, whatever its status', async () => {
    const hub = await hubHere({ nowMs: () => 0 });
    await hub.post((await hub.newWitness().sayMany(1)).map((s) => s.wire));
    const check = (answer: Response, what: string): void => {
      for (const [name, form] of Object.entries(strict))
        assert.match(answer.headers.get(name) ?? '', form, `${what}: ${name}`);
      const names = [...answer.headers.keys()];
      for (const name of ['set-cookie', 'server', 'x-powered-by', 'access-control-allow-origin', 'etag'])
        assert.equal(names.includes(name), false, `${what}: ${name}`);
    };
    for (const [path, init, status] of everything(hub)) {
      const answer = await hub.ask(path, init);
      assert.equal(answer.status, status, path);
      check(answer, `${init.method ?? 'GET'} ${path} ${status}`);
      await answer.body?.cancel();
    }
    let limited = await hub.ask(`${hub.read}/entries`);
    while (limited.status === 200) limited = await hub.ask(`${hub.read}/entries`);
    assert.equal(limited.status, 429);
    check(limited, '429');
  });

  test('allows no code or style inside a page, no form and no foreign address', async () => {
    const hub = await hubHere();
    const csp = (await hub.ask(`${hub.read}/`)).headers.get('content-security-policy') ?? '';
    const rules = new Map(csp.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1)]));
    for (const [name, sources] of rules)
      assert.ok(
        sources.every((s) => ["'none'", "'self'", 'data:'].includes(s)),
        name,
      );
    for (const name of ['default-src', 'form-action', 'base-uri', 'frame-ancestors'])
      assert.deepEqual(rules.get(name), ["'none'"]);
    assert.deepEqual(rules.get('script-src'), ["'self'"]);
    assert.deepEqual(rules.get('style-src'), ["'self'"]);
  });
});
