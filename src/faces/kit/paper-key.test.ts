import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { parseBody } from '../../record/kinds/body.ts';
import { secretWords } from '../../record/secret-words.ts';
import { keyOf, placeLog } from '../../../test/making/place.ts';
import { peopleJson } from '../../acts/paper/people-json.ts';
import { newNextKey, PAPER_WORDS, paperSeed, promiseTold, rotateAct } from './paper-key.ts';

const crypto = cryptoNode();

describe('the key on a keyholder’s paper', () => {
  test('is promised by the hash of its public key, which the words on the paper bring back', () => {
    const made = newNextKey(crypto);
    assert.equal(made.words.split(' ').length, PAPER_WORDS);
    const seed = paperSeed(`  ${made.words.toUpperCase().replaceAll(' ', '\n ')} `);
    assert.ok(seed);
    const hash = Buffer.from(crypto.sha256(crypto.signerFromSeed(seed).key)).toString('base64url');
    assert.equal(made.next, hash);
    assert.notEqual(newNextKey(crypto).next, made.next);
  });

  test('is promised in an act that the record accepts', () => {
    const { kind, body } = rotateAct(3, newNextKey(crypto));
    const parsed = parseBody(kind, canonicalJson(body));
    assert.ok(parsed.ok);
    assert.partialDeepStrictEqual(parsed.value, { type: 'key-rotate', n: 3 });
  });

  test('is promised to a hub, which tells of each keyholder what was heard last', () => {
    const log = placeLog();
    const { next } = newNextKey(crypto);
    log.says('k1-paper', 'key.rotate', { n: 1, next });
    const told = peopleJson(log.people());
    assert.equal(promiseTold(told, keyOf('k1-paper')), next);
    assert.equal(promiseTold(told, keyOf('k1')), undefined);
    for (const other of [undefined, {}, { keyholders: [null] }])
      assert.equal(promiseTold(other, keyOf('k2')), undefined);
  });

  test('is not read from the words of an invitation, from fewer words or from other ones', () => {
    const { words } = newNextKey(crypto);
    for (const typed of [
      secretWords(crypto.randomBytes(16)),
      words.split(' ').slice(1).join(' '),
      words.replace(/^\w+/, 'shanyrak'),
      '',
    ])
      assert.equal(paperSeed(typed), undefined, typed);
  });
});
