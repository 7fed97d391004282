import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readArgs, UsageError } from './command.ts';

const OPTIONS = { incident: { type: 'string' }, key: { type: 'string' }, json: { type: 'boolean' } } as const;

describe('reading what a command was given', () => {
  test('an id that begins with a dash is the value of the option before it', () => {
    for (const id of ['-WyK1gKMh776opEX', '--yK1gKMh776opEX', '-'.repeat(43)]) {
      const given = readArgs(['--incident', id, '--json', 'file'], OPTIONS, 1);
      assert.deepEqual([given.text('incident'), given.flag('json'), given.files], [id, true, ['file']]);
    }
  });

  test('a forgotten value is said, and never swallows the next option', () => {
    for (const argv of [
      ['--incident', '--json'],
      ['--incident'],
      ['--incident', '-short'],
      ['--json', '-WyK1gKMh776opEX'],
    ])
      assert.throws(() => readArgs(argv, OPTIONS, 0), UsageError);
  });

  test('an option nobody knows is refused', () => {
    assert.throws(() => readArgs(['--no-such'], OPTIONS, 0), UsageError);
  });
});
