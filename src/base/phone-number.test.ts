import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePhoneNumber } from './phone-number.ts';

test('a number is taken however it is spaced', () => {
  for (const text of ['+77010000001', '+7 701 000 00 01', '+7 (701) 000-00-01', ' +7\u00a0701–000–00–01 '])
    assert.equal(parsePhoneNumber(text), '+77010000001', text);
  assert.equal(parsePhoneNumber('+12345678'), '+12345678');
  assert.equal(parsePhoneNumber('+123456789012345'), '+123456789012345');
});

test('what is short, national, a name or a list is no number', () => {
  for (const text of [
    '',
    '+',
    '102',
    '+102',
    '+1234567',
    '+1234567890123456',
    '87010000001',
    '77010000001',
    '0077010000001',
    '+07010000001',
    '++77010000001',
    '+7701000+0001',
    '+77010000001,+77010000002',
    '+77010000001;ext=2',
    '+77010000001\n',
    '+7701000000a',
    '+٧٧٠١٠٠٠٠٠٠١',
    'Kaspi',
    '*100#',
    `+7${' '.repeat(40)}7010000001`,
  ])
    assert.equal(parsePhoneNumber(text), undefined, text);
});

test('whatever is taken is a plus sign and 8 to 15 digits', () => {
  const near = fc.stringMatching(/^[+0-9 ()-]{0,24}$/);
  fc.assert(
    fc.property(fc.oneof(near, fc.string({ unit: 'binary' })), (text) => {
      assert.match(parsePhoneNumber(text) ?? '+12345678', /^\+[1-9][0-9]{7,14}$/);
    }),
    { numRuns: 1_000 },
  );
});
