import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHubAddress } from './hub-address.ts';

test('an address of a hub is scheme, host and port', () => {
  for (const [given, taken] of [
    ['https://hub.example', 'https://hub.example'],
    ['https://HUB.example:8443/', 'https://hub.example:8443'],
    ['https://[2001:db8::1]', 'https://[2001:db8::1]'],
    ['http://localhost:8420', 'http://localhost:8420'],
    ['http://192.168.8.2:8420', 'http://192.168.8.2:8420'],
    ['http://[::1]:8420', 'http://[::1]:8420'],
    ['http://hub.local', 'http://hub.local'],
    ['http://hub', 'http://hub'],
  ] as const)
    assert.equal(parseHubAddress(given), taken);
});

test('and nothing else: no path, no login, no plain http to the open network', () => {
  for (const given of [
    '',
    'none',
    'hub.example',
    'https://',
    'https://hub.example/b/x',
    'https://hub.example?x',
    'https://hub.example/#x',
    'https://u:p@hub.example',
    'https://hub.example\n',
    'http://hub.example',
    'http://93.184.216.34',
    'http://localhost.example',
    'ftp://hub.example',
    `https://${'a'.repeat(300)}`,
  ])
    assert.equal(parseHubAddress(given), undefined, given);
});
