import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { lockedApp } from './locked.ts';
import type { LockedNeeds, Tried } from './locked.ts';

const LINK = '<link rel="stylesheet" href="/locked.css" />';
const WORDS = 'төрт терек, бір құдық';

function door(needs: Partial<LockedNeeds> = {}): {
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly tryWords: (words: string) => Promise<Response>;
  readonly tried: string[];
  readonly pass: (ms: number) => void;
} {
  const tried: string[] = [];
  let now = 0;
  const app = lockedApp({
    way: 'passphrase',
    tryPassphrase: async (words): Promise<Tried> => {
      tried.push(words);
      return words === WORDS ? 'open' : 'wrong';
    },
    page: (state, language) => `${LINK}<html lang="${language}">${state}</html>`,
    css: 'p{color:red}',
    nowMs: () => now,
    ...needs,
  });
  const ask = async (path: string, init?: RequestInit): Promise<Response> => app.request(path, init);
  const tryWords = (words: string): Promise<Response> =>
    ask('/unlock?lang=en', { method: 'POST', body: new URLSearchParams({ passphrase: words }) });
  return { ask, tryWords, tried, pass: (ms) => (now += ms) };
}

describe('a hub without its key', () => {
  test('answers every path alike, in the language of the reader', async () => {
    const { ask } = door();
    const pages = await Promise.all(
      ['/', '/b/x/', `/b/${'A'.repeat(43)}/entries`, '/nonsense'].map((p) => ask(p)),
    );
    assert.deepEqual(
      pages.map((p) => p.status),
      [503, 503, 503, 503],
    );
    assert.equal(new Set(await Promise.all(pages.map((p) => p.text()))).size, 1);
    for (const lang of ['kk', 'ru', 'en'])
      assert.match(await (await ask(`/?lang=${lang}`)).text(), new RegExp(`<html lang="${lang}">closed`));
    assert.deepEqual(await (await ask('/health')).json(), { ok: true, locked: true });
  });

  test('keeps nothing and says so to whoever posts', async () => {
    const { ask } = door();
    const answer = await ask('/b/x/entries?lang=en', { method: 'POST', body: '{"entries":[]}' });
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /Nothing of this post was kept/);
    assert.equal(answer.headers.get('retry-after'), '60');
  });

  test('opens by its passphrase, and the page carries its own style under the policy', async () => {
    const { tryWords, ask } = door();
    assert.equal((await tryWords('four poplars')).status, 403);
    const open = await tryWords(WORDS);
    assert.equal(open.status, 200);
    assert.match(await open.text(), />open</);
    const page = await ask('/');
    const hash = createHash('sha256').update('p{color:red}').digest('base64');
    assert.match(
      page.headers.get('content-security-policy') ?? '',
      new RegExp(`style-src 'sha256-${hash.replaceAll('+', '\\+')}'`),
    );
    assert.match(await page.text(), /<style>p\{color:red\}<\/style>/);
  });

  test('after five wrong tries takes none for a quarter of an hour, not even the right one', async () => {
    const { tryWords, tried, pass } = door();
    for (let n = 0; n < 5; n++) await tryWords(`guess ${n}`);
    const waiting = await tryWords(WORDS);
    assert.match(await waiting.text(), />wait</);
    assert.equal(tried.length, 5);
    pass(15 * 60_000);
    assert.equal((await tryWords(WORDS)).status, 200);
  });

  test('tries one passphrase after the other, however many come at once', async () => {
    let [running, most] = [0, 0];
    const { tryWords } = door({
      tryPassphrase: async () => {
        most = Math.max(most, ++running);
        await sleep(5);
        running--;
        return 'wrong';
      },
    });
    await Promise.all(Array.from({ length: 20 }, (_, n) => tryWords(`guess ${n}`)));
    assert.equal(most, 1);
  });

  test('that is opened by key file, or is reached from elsewhere, takes no passphrase', async () => {
    for (const way of ['key-file-only', 'terminal-only'] as const) {
      const { ask, tryWords, tried } = door({ way });
      assert.match(await (await ask('/')).text(), new RegExp(way));
      assert.equal((await tryWords(WORDS)).status, 503);
      assert.deepEqual(tried, []);
    }
  });

  test('bounds what is posted to it and survives nonsense', async () => {
    const { ask, tried } = door();
    const big = await ask('/unlock', {
      method: 'POST',
      body: new URLSearchParams({ passphrase: 'x'.repeat(20_000) }),
    });
    assert.equal(big.status, 413);
    const odd = await ask('/unlock', {
      method: 'POST',
      body: '\u0000{',
      headers: { 'content-type': 'multipart/form-data' },
    });
    assert.equal(odd.status, 403);
    assert.deepEqual(tried, ['']);
  });
});
