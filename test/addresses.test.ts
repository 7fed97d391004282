import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseAddress } from '../src/acts/alarm/address.ts';
import { parseMailbox } from '../src/adapters/channel-email/mailbox.ts';
import { parseTopicAddress } from '../src/adapters/channel-ntfy/topic-address.ts';

const NAMES = ['example.org', 'xn--e1afmkfd.example', 'a-b.c', '10.0.0.1', '[2001:db8::1]', 'почта.example'];

test('a topic that is taken down is one that its road takes', () => {
  const parts = fc.tuple(
    fc.constantFrom('https://', 'http://', 'HTTPS://', 'https:'),
    fc.constantFrom('', 'me@', 'me:x@', ...NAMES.slice(0, 2)),
    fc.constantFrom(...NAMES.slice(0, 5)),
    fc.constantFrom('', ':443', ':22', ':8443', ':0', ':70000'),
    fc.stringMatching(/^[/?#\\a-zA-Z0-9_.-]{0,12}$/),
  );
  fc.assert(
    fc.property(parts, ([scheme, user, host, port, path]) => {
      const text = `${scheme}${user}${host}${port}${path}`;
      if (parseAddress('push', text) !== undefined) assert.notEqual(parseTopicAddress(text), undefined, text);
    }),
    { numRuns: 5_000 },
  );
});

test('a mailbox that its road takes is one that is taken down; a domain that cannot be written is left to the road', () => {
  const parts = fc.tuple(
    fc.stringMatching(/^[a-z.+"<>, -]{0,8}$/),
    fc.constantFrom('@', '', '@@'),
    fc.constantFrom(...NAMES, 'localhost', 'a..b', '-', '.org', 'a.123'),
  );
  fc.assert(
    fc.property(parts, ([local, at, domain]) => {
      const text = `${local}${at}${domain}`.trim();
      if (parseMailbox(text) !== undefined) assert.equal(parseAddress('email', text), text);
    }),
    { numRuns: 2_000 },
  );
});
