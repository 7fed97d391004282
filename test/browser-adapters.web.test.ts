import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { cryptoNode } from '../src/adapters/crypto-node/crypto-node.ts';
import { bytesToHex } from '../src/base/bytes.ts';
import { deviceFolderContract } from '../src/ports/device-folder.contract.ts';
import type { DeviceFolder } from '../src/ports/device-folder.ts';
import { newPerson, noBrowser } from './making/browser.ts';
import type { Person } from './making/browser.ts';
import { bundleForBrowser } from './making/web-bundle.ts';

// What a browser brings itself: WebCrypto, IndexedDB and Web Locks, as they are in Chromium and not in Node.

let person: Person;
let page: Page;
const server = createServer((_, response) => response.end('<!DOCTYPE html><title>empty</title>'));
const works = new Map<number, () => Promise<unknown>>();

const call = (method: string, ...args: readonly unknown[]): Promise<unknown> =>
  page.evaluate(`folder.${method}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);

/** The browser's folder, asked from here. A work that is done alone is done here, while the browser holds its lock. */
const inBrowser: DeviceFolder = {
  names: async () => (await call('names')) as readonly string[],
  read: async (name) => (await call('read', name)) as string | undefined,
  write: async (files) => void (await call('write', files)),
  clear: async () => void (await call('clear')),
  alone: async <T>(work: () => Promise<T>) => {
    const n = works.size;
    works.set(n, work);
    const told = (await page.evaluate(`folder.alone(() => work(${n}))`)) as { done: T; failed?: string };
    if (told.failed !== undefined) throw new Error(told.failed);
    return told.done;
  },
};

describe('what a browser brings itself', { skip: noBrowser }, () => {
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const bound = server.address();
    assert.ok(bound !== null && typeof bound === 'object');
    person = await newPerson();
    ({ page } = person);
    await page.exposeFunction('work', async (n: number) => {
      try {
        return { done: await works.get(n)?.() };
      } catch (cause) {
        return { failed: String(cause) };
      }
    });
    await page.goto(`http://127.0.0.1:${bound.port}/`);
    await page.evaluate(
      await bundleForBrowser({
        cryptoWeb: 'src/adapters/crypto-web/crypto-web.ts',
        folderBrowser: 'src/adapters/folder-browser/folder-browser.ts',
      }),
    );
    await page.evaluate(`globalThis.folder = tried.folderBrowser(); globalThis.web = tried.cryptoWeb()`);
  });
  after(async () => {
    await person.close();
    server.close();
  });

  deviceFolderContract('folder-browser in Chromium', async () => {
    await inBrowser.clear();
    return inBrowser;
  });

  describe('crypto-web in Chromium', () => {
    const inHex = (bytes: string): string =>
      `Uint8Array.from(${bytes}.match(/../g) ?? [], (h) => parseInt(h, 16))`;
    const ask = (body: string, given: object): Promise<unknown> =>
      page.evaluate(`(async () => {
      const bytes = (hex) => ${inHex('hex')};
      const hex = (b) => [...b].map((x) => x.toString(16).padStart(2, '0')).join('');
      const given = ${JSON.stringify(given)};
      ${body}
    })()`);

    test('judges every edge vector of ours as the hub does', async () => {
      type Edge = { readonly key: string; readonly message: string; readonly signature: string };
      const edges: readonly Edge[] = JSON.parse(
        readFileSync(new URL('vectors/ed25519-edge.json', import.meta.url), 'utf8'),
      );
      assert.ok(edges.length >= 40);
      const here = cryptoNode();
      const hub = await Promise.all(
        edges.map(async ({ key, message, signature }) => {
          const [k, m, s] = [key, message, signature].map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')));
          assert.ok(k && m && s);
          return [here.isTorsionFree(k), (await here.verifyBatch([{ key: k, message: m, signature: s }]))[0]];
        }),
      );
      const browser = await ask(
        `return Promise.all(given.map(async ({ key, message, signature }) => [
        web.isTorsionFree(bytes(key)),
        (await web.verifyBatch([{ key: bytes(key), message: bytes(message), signature: bytes(signature) }]))[0],
      ]))`,
        edges,
      );
      // Where the key has torsion nobody asks the verifier: the record refuses it before (record/signing.ts).
      const asked = (verdicts: unknown): readonly unknown[] => verdicts as readonly unknown[];
      for (const [i, [isFree, isGenuine]] of hub.entries()) {
        const theirs = asked(asked(browser)[i]);
        assert.equal(theirs[0], isFree, `edge ${i}`);
        if (isFree === true) assert.equal(theirs[1], isGenuine, `edge ${i}`);
      }
    });

    test('signs, seals, hashes and stretches to the same bytes as the hub’s', async () => {
      const here = cryptoNode();
      const [seed, key, nonce, salt] = [32, 32, 12, 16].map((n) => Uint8Array.from(here.randomBytes(n)));
      assert.ok(seed && key && nonce && salt);
      const plain = new TextEncoder().encode('Гүлнәр');
      const signer = here.signerFromSeed(seed);
      const how = { key, nonce, boundTo: plain };
      const expected = [
        signer.key,
        await signer.sign(plain),
        here.sha256(plain),
        here.seal(plain, how),
        await here.stretch(plain, { salt, memoryKiB: 64, passes: 2 }),
      ].map(bytesToHex);
      const given = Object.fromEntries(
        Object.entries({ seed, key, nonce, salt, plain }).map(([n, b]) => [n, bytesToHex(b)]),
      );
      const answers = await ask(
        `const [plain, signer] = [bytes(given.plain), web.signerFromSeed(bytes(given.seed))];
       const how = { key: bytes(given.key), nonce: bytes(given.nonce), boundTo: plain };
       const cost = { salt: bytes(given.salt), memoryKiB: 64, passes: 2 };
       return [signer.key, await signer.sign(plain), web.sha256(plain), web.seal(plain, how), await web.stretch(plain, cost)].map(hex)`,
        given,
      );
      assert.deepEqual(answers, expected);
    });

    test('makes keys of the browser’s own chance', async () => {
      const seeds = (await ask(
        `return Array.from({ length: 50 }, () => hex(web.newSigner().seed))`,
        {},
      )) as string[];
      assert.equal(new Set(seeds).size, 50);
      for (const seed of seeds) assert.match(seed, /^[0-9a-f]{64}$/);
    });
  });
});
