import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { domainOf, parseMailbox } from './mailbox.ts';

test('a mailbox is taken, its domain in lower case and in ASCII', () => {
  for (const [text, mailbox] of [
    ['aigul@mail.example', 'aigul@mail.example'],
    ['Aigul.K+alarm@Mail.Example', 'Aigul.K+alarm@mail.example'],
    ['a@почта.қаз', 'a@xn--80a1acny.xn--80ao21a'],
    ['a@xn--80a1acny.xn--80ao21a', 'a@xn--80a1acny.xn--80ao21a'],
    [`${'a'.repeat(64)}@b.example`, `${'a'.repeat(64)}@b.example`],
  ] as const)
    assert.equal(parseMailbox(text), mailbox, text);
  assert.equal(domainOf('a@mail.example'), 'mail.example');
});

test('what is more or less than one mailbox is not', () => {
  for (const text of [
    '',
    '@',
    'a',
    'a@',
    '@b.example',
    'a@b',
    'a@localhost',
    'a@b.example\r\nRCPT TO:<c@d.example>',
    'a@b.example\n',
    ' a@b.example',
    'a b@c.example',
    'a@b.example,c@d.example',
    'a@b.example;c@d.example',
    'A <a@b.example>',
    '<a@b.example>',
    '"a b"@c.example',
    '"a"@c.example',
    'a(comment)@b.example',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@1.2.3',
    'a@0x7f.1',
    'a@b..example',
    'a@.b.example',
    'a@b.example.',
    'a@-b.example',
    'a@b_c.example',
    'a@b.example/c',
    'a@b.example:25',
    'a@b%2eexample.c',
    'a@@b.example',
    '.a@b.example',
    'a..b@c.example',
    'айгуль@mail.example',
    'a\0@b.example',
    `${'a'.repeat(65)}@b.example`,
    `a@${'b'.repeat(64)}.example`,
    `a@${'b.'.repeat(130)}example`,
    `a@${'қ'.repeat(200)}.қаз`,
  ])
    assert.equal(parseMailbox(text), undefined, text);
});

test('whatever is taken can stand in a command as it is, and is taken again as the same', () => {
  const near = fc.stringMatching(/^[a-z."@<>, \r\n\\+қ%-]{0,12}@[a-zқ.@\-\r\n]{0,12}$/);
  fc.assert(
    fc.property(fc.oneof(near, fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
      const mailbox = parseMailbox(text);
      if (mailbox === undefined) return;
      assert.match(mailbox, /^[\x21-\x7e]{1,254}$/);
      assert.doesNotMatch(mailbox, /[<>()[\]\\,;:"\s]/);
      assert.equal(mailbox.split('@').length, 2);
      assert.equal(parseMailbox(mailbox), mailbox);
    }),
    { numRuns: 2_000 },
  );
});
