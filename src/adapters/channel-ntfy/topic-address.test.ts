import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseTopicAddress } from './topic-address.ts';

test('a topic is taken as people copy it', () => {
  for (const [text, server, topic] of [
    ['https://ntfy.sh/my-topic_1', 'https://ntfy.sh/', 'my-topic_1'],
    ['HTTPS://NTFY.Example/T', 'https://ntfy.example/', 'T'],
    ['https://ntfy.example:443/t', 'https://ntfy.example/', 't'],
    ['https://ntfy.example:8443/t', 'https://ntfy.example:8443/', 't'],
    ['https://хабар.қаз/t', 'https://xn--80aac5dva.xn--80ao21a/', 't'],
    [`https://ntfy.example/${'t'.repeat(64)}`, 'https://ntfy.example/', 't'.repeat(64)],
  ] as const) {
    const at = parseTopicAddress(text);
    assert.equal(at?.url.href, server, text);
    assert.equal(at.topic, topic);
  }
});

test('what is plain, has a login, a query or another path, or leads to a port of the system is not', () => {
  for (const text of [
    '',
    'topic',
    'ntfy.sh/topic',
    'http://ntfy.sh/topic',
    'ntfy://ntfy.sh/topic',
    'https://ntfy.sh',
    'https://ntfy.sh/',
    'https://ntfy.sh/topic/',
    'https://ntfy.sh/a/b',
    'https://ntfy.sh/a,b',
    'https://ntfy.sh/../topic/x',
    'https://ntfy.sh/тема',
    'https://ntfy.sh/a%20b',
    'https://ntfy.sh/topic?',
    'https://ntfy.sh/topic?auth=x',
    'https://ntfy.sh/topic#',
    'https://user:password@ntfy.sh/topic',
    'https://@ntfy.sh/topic',
    'https://ntfy.sh:25/topic',
    'https://ntfy.sh:80/topic',
    'https://ntfy.sh:0/topic',
    'https://ntfy.sh:65536/topic',
    'https:\\\\ntfy.sh\\topic',
    'https://ntfy.sh/to\npic',
    ' https://ntfy.sh/topic',
    'https://ntfy.sh/topic\0',
    `https://ntfy.sh/${'t'.repeat(65)}`,
    `https://${'a.'.repeat(170)}sh/topic`,
    'https:///topic',
    'https://[::1/topic',
  ])
    assert.equal(parseTopicAddress(text), undefined, text);
});

test('whatever is taken is one server over HTTPS and a topic it could have', () => {
  const near = fc.stringMatching(/^https:\/\/[a-z.:@0-9[\]%-]{1,12}\/[a-zA-Z0-9_./?#%-]{0,8}$/);
  fc.assert(
    fc.property(fc.oneof(near, fc.webUrl(), fc.string({ unit: 'binary' })), (text) => {
      const at = parseTopicAddress(text);
      if (at === undefined) return;
      assert.equal(at.url.href, `https://${at.url.host}/`);
      assert.match(at.topic, /^[-_A-Za-z0-9]{1,64}$/);
      assert.deepEqual(parseTopicAddress(`${at.url.href}${at.topic}`), at);
    }),
    { numRuns: 1_000 },
  );
});
