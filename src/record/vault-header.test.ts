import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import {
  newVaultHeader,
  parseVaultHeader,
  printVaultHeader,
  unlock,
  withDataKey,
  withMainKey,
  withNewestOnly,
  withWay,
} from './vault-header.ts';
import type { Opened, Secret, VaultHeader } from './vault-header.ts';

const crypto = cryptoNode();
const keyFile: Secret = { kind: 'key-file', key: crypto.randomBytes(32) };
const words: Secret = { kind: 'passphrase', text: 'төрт терек, бір құдық' };

async function opened(header: VaultHeader, secret: Secret): Promise<Opened> {
  const result = await unlock(header, secret, crypto);
  assert.ok(result.ok);
  return result.value;
}

/** Adapters hand out bytes as Buffer or Uint8Array. */
function plain({ mainKey, dataKeys }: Opened): unknown {
  return [Buffer.from(mainKey), [...dataKeys].map(([n, key]) => [n, Buffer.from(key)])];
}

describe('a vault header', () => {
  test('opens with the secret it was made with, after it was written down and read', async () => {
    for (const secret of [keyFile, words]) {
      const made = await newVaultHeader(secret, crypto);
      const read = parseVaultHeader(printVaultHeader(made.header));
      assert.ok(read);
      assert.equal(printVaultHeader(read), printVaultHeader(made.header));
      assert.deepEqual(plain(await opened(read, secret)), plain(made.opened));
    }
  });

  test('says that a secret is wrong, or that there is no such way, and opens nothing', async () => {
    const { header } = await newVaultHeader(words, crypto);
    const wrong = await unlock(header, { ...words, text: 'төрт терек, екі құдық' }, crypto);
    assert.deepEqual(wrong, { ok: false, error: { kind: 'wrong-secret' } });
    const none = await unlock(header, keyFile, crypto);
    assert.deepEqual(none, { ok: false, error: { kind: 'no-such-way', has: ['passphrase'] } });
  });

  test('takes the same words typed on another keyboard', async () => {
    const { header, opened: made } = await newVaultHeader(
      { kind: 'passphrase', text: 'йод и ёлка в лесу' },
      crypto,
    );
    const decomposed = ' йод и ёлка в лесу '.normalize('NFD');
    assert.deepEqual(plain(await opened(header, { kind: 'passphrase', text: decomposed })), plain(made));
  });

  test('gains a second way that opens the same, and loses none', async () => {
    const first = await newVaultHeader(keyFile, crypto);
    const both = await withWay(first.header, { secret: words, mainKey: first.opened.mainKey }, crypto);
    assert.deepEqual(plain(await opened(both, words)), plain(first.opened));
    assert.deepEqual(plain(await opened(both, keyFile)), plain(first.opened));
  });

  test('is rotated: old and new data key first, then the new one alone, by every way', async () => {
    const first = await newVaultHeader(keyFile, crypto);
    const rotating = withDataKey(first.header, first.opened, crypto);
    assert.deepEqual([...(await opened(rotating.header, keyFile)).dataKeys.keys()], [1, 2]);
    const done = withNewestOnly(rotating.header);
    assert.deepEqual([...(await opened(done, keyFile)).dataKeys], [...rotating.opened.dataKeys].slice(1));
  });

  test('that was changed anywhere opens nothing or is no header', async () => {
    const { header } = await newVaultHeader(keyFile, crypto);
    const text = printVaultHeader(header);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...'Aa0_-"'), async (at, char) => {
        const changed = parseVaultHeader(text.slice(0, at) + char + text.slice(at + 1));
        if (changed === undefined || JSON.stringify(changed) === JSON.stringify(header)) return;
        // The hub's name is no secret and protects nothing.
        if (JSON.stringify({ ...changed, hub: header.hub }) === JSON.stringify(header)) return;
        assert.equal((await unlock(changed, keyFile, crypto)).ok, false);
      }),
    );
  });

  test('from elsewhere may not ask for more memory or time than we would spend', async () => {
    const { header } = await newVaultHeader(words, crypto);
    const text = printVaultHeader(header);
    assert.equal(parseVaultHeader(text.replace('"memoryKiB": 65536', '"memoryKiB": 99999999')), undefined);
    assert.equal(parseVaultHeader(text.replace('"passes": 4', '"passes": 4000')), undefined);
    assert.equal(parseVaultHeader(text.replace('vault v1', 'vault v2')), undefined);
    assert.equal(parseVaultHeader('{}'), undefined);
  });
});

describe('a header under a fresh main key', () => {
  test('opens by the ways that were at hand, with the same data keys, and by no other', async () => {
    const first = await newVaultHeader(keyFile, crypto);
    const both = await withWay(first.header, { secret: words, mainKey: first.opened.mainKey }, crypto);
    const { dataKeys } = first.opened;
    const { header, opened: made } = await withMainKey(both, { dataKeys, secrets: [keyFile] }, crypto);
    assert.equal(header.hub, both.hub);
    assert.deepEqual(plain(await opened(header, keyFile)), plain(made));
    assert.deepEqual([...made.dataKeys], [...dataKeys]);
    assert.deepEqual(await unlock(header, words, crypto), {
      ok: false,
      error: { kind: 'no-such-way', has: ['key-file'] },
    });
  });

  test('gives nothing to who knows the old main key', async () => {
    const { header, opened: old } = await newVaultHeader(keyFile, crypto);
    const secrets = [keyFile];
    const renewed = await withMainKey(header, { dataKeys: old.dataKeys, secrets }, crypto);
    // The old way's main key over the new header's data keys, as somebody with an older vault.json would try.
    const mixed: VaultHeader = { ...renewed.header, ways: header.ways };
    assert.deepEqual(await unlock(mixed, keyFile, crypto), { ok: false, error: { kind: 'header-damaged' } });
  });
});
