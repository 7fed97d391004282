import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../../adapters/store-memory/store-memory.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store } from '../../ports/store.ts';
import { hubLinks } from './links.ts';

const crypto = cryptoNode();

describe('a link', () => {
  test('opens what it was made for, also after a restart', () => {
    const store = storeMemory();
    const links = hubLinks(store, crypto);
    const { read, write } = links.renew();
    for (const each of [links, hubLinks(store, crypto)]) {
      assert.equal(each.roleOf(read), 'read');
      assert.equal(each.roleOf(write), 'write');
      assert.equal(each.count(), 2);
    }
  });

  test('has 256 random bits and is never made twice', () => {
    const links = hubLinks(storeMemory(), crypto);
    const tokens = Array.from({ length: 100 }, () => Object.values(links.renew())).flat();
    assert.equal(new Set(tokens).size, 200);
    for (const token of tokens) assert.match(token, /^[\w-]{43}$/);
  });

  test('is kept as a hash only', () => {
    const store = storeMemory();
    const { read, write } = hubLinks(store, crypto).renew();
    const kept = Buffer.from(store.setting('links') ?? []).toString();
    assert.equal(kept.includes(read) || kept.includes(write), false);
    assert.match(kept, /^\{"[0-9a-f]{64}":"read","[0-9a-f]{64}":"write"\}$/);
  });

  test('that is almost right opens nothing', () => {
    const links = hubLinks(storeMemory(), crypto);
    const { write: token } = links.renew();
    const wrong = [
      '',
      ' ',
      token.slice(1),
      token.slice(0, -1),
      `${token} `,
      `${token}A`,
      token.toUpperCase(),
      token.toLowerCase(),
    ];
    for (const each of wrong) assert.equal(links.roleOf(each), undefined, each);
  });

  test('that was revoked opens nothing, also after a restart; a new one does', () => {
    const store = storeMemory();
    const links = hubLinks(store, crypto);
    const old = Object.values(links.renew());
    const { read: fresh } = links.renew();
    for (const each of [links, hubLinks(store, crypto)]) {
      for (const token of old) assert.equal(each.roleOf(token), undefined);
      assert.equal(each.roleOf(fresh), 'read');
    }
  });

  test('still opens when the disk would not take the new ones, also after a restart', () => {
    const store = storeMemory();
    const { read, write } = hubLinks(store, crypto).renew();
    const full: Store = {
      ...store,
      saveSetting: () => {
        throw new StoreFailure('full', true);
      },
    };
    const links = hubLinks(full, crypto);
    assert.throws(() => links.renew(), StoreFailure);
    for (const each of [links, hubLinks(store, crypto)])
      assert.deepEqual([each.roleOf(read), each.roleOf(write), each.count()], ['read', 'write', 2]);
  });

  test('list that is damaged opens nothing to anybody', () => {
    for (const damaged of ['', '[', '[]', '7', 'null', '{"abc":"admin"}', '\u00ff']) {
      const store = storeMemory();
      store.saveSetting(
        'links',
        Uint8Array.from(damaged, (c) => c.charCodeAt(0)),
      );
      const links = hubLinks(store, crypto);
      assert.equal(links.count(), 0);
      assert.equal(links.roleOf('abc'), undefined);
    }
  });
});
