import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { instant } from '../base/instant.ts';
import { parseInvitation, printInvitation, printInvitationLink } from './invitation.ts';
import { newIncidentId } from './names.ts';
import { parseSecretWords, secretWords } from './secret-words.ts';

const crypto = cryptoNode();
const invitation = {
  place: newIncidentId(crypto.randomBytes),
  code: Uint8Array.from(crypto.randomBytes(16)),
  role: 'resident',
  cell: 'ж-2',
  until: instant(1_936_845_000_000),
  next: 3,
  hub: 'https://hub.example:8443/b/to-ken?x=1&y=2#z',
} as const;

describe('an invitation', () => {
  test('is read back as it was printed, with and without what may be absent', () => {
    const { hub: _, cell: __, ...bare } = invitation;
    for (const each of [invitation, bare]) assert.deepEqual(parseInvitation(printInvitation(each)), each);
    assert.deepEqual(parseInvitation(` ${printInvitation(invitation)}&later=1\n`), invitation);
  });

  test('is a link too, which tells the hub nothing of the code and fits a browser’s address', () => {
    const hub = 'https://hub.example:8443/b/to-ken';
    const link = printInvitationLink({ ...invitation, hub });
    const { pathname, hash, href, search } = new URL(link);
    assert.deepEqual([pathname, search, href], ['/b/to-ken/join', '', link]);
    assert.deepEqual(parseInvitation(link), { ...invitation, hub });
    // What the page itself sees.
    const { hub: _, ...rest } = invitation;
    assert.deepEqual(parseInvitation(hash.slice(1)), rest);
    for (const wrong of [link.replace('/join#', '/#'), link.replace('code=', 'kode='), `x${link}`])
      assert.equal(parseInvitation(wrong), undefined, wrong);
  });

  test('with anything else in a field it needs is none', () => {
    const line = printInvitation(invitation);
    for (const [found, instead] of [
      ['shanyrak:invite?', 'shanyrak:other?'],
      [/place=[^&]+/, 'place=short'],
      [/code=[^&]+/, 'code=AAAA'],
      [/role=[^&]+/, 'role=king'],
      [/until=[^&]+/, 'until=tomorrow'],
      [/next=[^&]+/, 'next=10000'],
      [/cell=[^&]+/, 'cell=a%20b'],
      [/cell=[^&]+/, 'cell=%E0%A4%A'],
    ] as const)
      assert.equal(parseInvitation(line.replace(found, instead)), undefined, instead);
    assert.equal(parseInvitation(line + 'x'.repeat(2_000)), undefined);
  });
});

describe('a secret in words', () => {
  test('is 12 words for 16 bytes, 24 for 32, and comes back however it is typed', () => {
    for (const [bytes, count] of [
      [16, 12],
      [32, 24],
    ] as const) {
      const secret = Uint8Array.from(crypto.randomBytes(bytes));
      const words = secretWords(secret);
      assert.equal(words.split(' ').length, count);
      assert.deepEqual(parseSecretWords(`  ${words.toUpperCase().replaceAll(' ', ' \n ')} `), secret);
    }
  });

  test('is not taken when a word is missing, unknown, or the checksum does not fit', () => {
    // BIP-39's vector for sixteen zero bytes: https://github.com/trezor/python-mnemonic/blob/master/vectors.json
    const zeros = `${'abandon '.repeat(11)}about`;
    assert.deepEqual(parseSecretWords(zeros), new Uint8Array(16));
    assert.equal(secretWords(new Uint8Array(16)), zeros);
    for (const wrong of [
      '',
      'abandon '.repeat(11),
      `${'abandon '.repeat(11)}zoo`,
      `${'abandon '.repeat(11)}xyz`,
    ])
      assert.equal(parseSecretWords(wrong), undefined, wrong);
  });
});
