import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { restoreProgress } from './restore-progress.ts';

async function linesOf(
  isJson: boolean,
  stepMs: number,
): Promise<{ readonly said: readonly string[]; readonly told: readonly string[] }> {
  const said: string[] = [];
  const told: string[] = [];
  let now = 0;
  const progress = restoreProgress({
    isJson,
    nowMs: () => now,
    say: (line) => void said.push(line),
    tell: (line) => void told.push(line),
  });
  for (let page = 1; page <= 6; page++) {
    now += stepMs;
    await progress({ entries: page * 5_000, of: 30_001 });
  }
  return { said, told };
}

describe('reading back what was kept', () => {
  test('tells a person now and then how many of how many entries, and nothing when it is quick', async () => {
    assert.deepEqual(await linesOf(false, 700), {
      said: [],
      told: [
        'Reading back what was kept: 15000 of 30001 entries.',
        'Reading back what was kept: 30000 of 30001 entries.',
      ],
    });
    assert.deepEqual(await linesOf(false, 300), { said: [], told: [] });
  });

  test('says a line of JSON for each page to a program', async () => {
    const { said, told } = await linesOf(true, 1);
    assert.equal(said.length, 6);
    assert.deepEqual(JSON.parse(said[1] ?? ''), { ready: false, restored: 10_000, of: 30_001 });
    assert.deepEqual(told, []);
  });
});
