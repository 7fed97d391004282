import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../../adapters/store-memory/store-memory.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store } from '../../ports/store.ts';
import { hubLinks } from './links.ts';

const crypto = cryptoNode();
const READ = { role: 'desk', mayPost: false };
const WRITE = { role: 'desk', mayPost: true };
const PEOPLE = { role: 'keyholder', mayPost: true };

describe('a link', () => {
  test('opens what it was made for, also after a restart', () => {
    const store = storeMemory();
    const links = hubLinks(store, crypto);
    const { read, write, people } = links.renew();
    const press = links.make({ role: 'press', mayPost: false });
    for (const each of [links, hubLinks(store, crypto)]) {
      assert.deepEqual(each.passOf(read), READ);
      assert.deepEqual(each.passOf(write), WRITE);
      assert.deepEqual(each.passOf(people), PEOPLE);
      assert.deepEqual(each.passOf(press), { role: 'press', mayPost: false });
      assert.equal(each.count(), 4);
    }
  });

  test('has 256 random bits and is never made twice', () => {
    const links = hubLinks(storeMemory(), crypto);
    const tokens = Array.from({ length: 100 }, () => Object.values(links.renew())).flat();
    assert.equal(new Set(tokens).size, 300);
    for (const token of tokens) assert.match(token, /^[\w-]{43}$/);
  });

  test('is kept as a hash only', () => {
    const store = storeMemory();
    const { read, write } = hubLinks(store, crypto).renew();
    const kept = Buffer.from(store.setting('links') ?? []).toString();
    assert.equal(kept.includes(read) || kept.includes(write), false);
    assert.match(
      kept,
      /^\{"[0-9a-f]{64}":"desk","[0-9a-f]{64}":"desk\+post","[0-9a-f]{64}":"keyholder\+post"\}$/,
    );
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
    for (const each of wrong) assert.equal(links.passOf(each), undefined, each);
  });

  test('that was revoked opens nothing, also after a restart; a new one does', () => {
    const store = storeMemory();
    const links = hubLinks(store, crypto);
    const old = Object.values(links.renew());
    const { read: fresh } = links.renew();
    for (const each of [links, hubLinks(store, crypto)]) {
      for (const token of old) assert.equal(each.passOf(token), undefined);
      assert.deepEqual(each.passOf(fresh), READ);
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
      assert.deepEqual([each.passOf(read), each.passOf(write), each.count()], [READ, WRITE, 3]);
  });

  test('of the first release still opens', () => {
    const store = storeMemory();
    const hash = Buffer.from(crypto.sha256(Buffer.from('token'))).toString('hex');
    store.saveSetting('links', Buffer.from(`{"${hash}":"write"}`));
    assert.deepEqual(hubLinks(store, crypto).passOf('token'), WRITE);
  });

  test('is revoked by its name, and the others hold', () => {
    const store = storeMemory();
    const links = hubLinks(store, crypto);
    const { read } = links.renew();
    const press = links.make({ role: 'press', mayPost: false });
    const named = links.list().find(({ role }) => role === 'press');
    assert.equal(links.revoke([named?.name ?? '', 'nonsense']), 1);
    for (const each of [links, hubLinks(store, crypto)]) {
      assert.equal(each.passOf(press), undefined);
      assert.deepEqual(each.passOf(read), READ);
    }
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
      assert.equal(links.passOf('abc'), undefined);
    }
  });
});
