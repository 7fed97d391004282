import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { utf8Encode } from '../base/bytes.ts';
import { StoreFailure } from '../ports/store.ts';
import { LOG_NAMES, logNames, withNewName } from './log-names.ts';

const crypto = cryptoNode();

describe('the name of a log', () => {
  test('is the hub’s own until entries were lost', () => {
    const { origin, earlierLogs } = logNames(storeMemory(), 'hub');
    assert.deepEqual([origin, earlierLogs.size], ['hub', 0]);
  });

  test('gets a number with each loss, and the names before are known with how far they go', () => {
    const store = storeMemory();
    const lose = (upTo: number): void =>
      store.saveSetting(LOG_NAMES, withNewName(store.setting(LOG_NAMES), upTo, crypto));
    lose(100);
    const second = logNames(store, 'hub');
    assert.match(second.origin, /^hub\/[1-9]\d*$/);
    assert.deepEqual([...second.earlierLogs], [['hub', 100]]);
    lose(40);
    const third = logNames(store, 'hub');
    assert.notEqual(third.origin, second.origin);
    assert.deepEqual(
      [...third.earlierLogs],
      [
        ['hub', 40],
        [second.origin, 40],
      ],
      'what was lost later was lost from the first log too',
    );
  });

  test('is never the same after two losses from the same backup', () => {
    const names = Array.from({ length: 50 }, () => Buffer.from(withNewName(undefined, 3, crypto)).toString());
    assert.equal(new Set(names).size, 50);
    const zero = { randomBytes: (length: number) => new Uint8Array(length) };
    assert.match(Buffer.from(withNewName(undefined, 3, zero)).toString(), /"now":"\/2"/);
  });

  test('that is kept but cannot be read stops the hub, rather than to take the first name again', () => {
    for (const kept of [
      '',
      '{}',
      '{"now":"/x","before":[]}',
      '{"now":"/2","before":[]}',
      '{"now":"/2","before":[1]}',
    ]) {
      const store = storeMemory();
      store.saveSetting(LOG_NAMES, utf8Encode(kept));
      assert.throws(
        () => logNames(store, 'hub'),
        (error) => error instanceof StoreFailure && error.kind === 'broken',
      );
    }
  });
});
