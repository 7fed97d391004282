import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOneSmsPart } from './sms-part.ts';

test('one part holds 70 characters of any alphabet', () => {
  assert.ok(isOneSmsPart('ә'.repeat(70)));
  assert.ok(!isOneSmsPart('ә'.repeat(71)));
  assert.ok(isOneSmsPart('😀'.repeat(35)));
  assert.ok(!isOneSmsPart('😀'.repeat(36)));
});

test('one part holds 160 characters of the default alphabet, those beyond its table as two', () => {
  assert.ok(isOneSmsPart('a'.repeat(160)));
  assert.ok(!isOneSmsPart('a'.repeat(161)));
  assert.ok(isOneSmsPart('€'.repeat(80)));
  assert.ok(!isOneSmsPart('€'.repeat(81)));
  assert.ok(!isOneSmsPart(`${'a'.repeat(70)}ә`));
  // Beside its neighbours ä and ö, ç is not in the table, only Ç is.
  assert.ok(!isOneSmsPart('ç'.repeat(71)));
  assert.ok(isOneSmsPart('Ç'.repeat(160)));
});

test('nothing, and what is no text, is no message', () => {
  assert.ok(!isOneSmsPart(''));
  assert.ok(!isOneSmsPart('\ud800'));
});
