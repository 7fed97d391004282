import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, test } from 'node:test';
import { untilReady } from './ready-line.ts';

const SILENT_MS = 20_000;
const READY = { address: 'http://127.0.0.1:1', read: 'r', write: 'w' };

async function write(output: PassThrough, line: string): Promise<void> {
  output.write(`${line}\n`);
  for (let n = 0; n < 5; n++) await turn();
}

describe('a hub that starts', () => {
  test('is waited for as long as it says how far it is, however long that takes', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const output = new PassThrough();
    const ready = untilReady(output, SILENT_MS);
    for (let page = 1; page <= 60; page++) {
      t.mock.timers.tick(SILENT_MS - 1);
      await write(output, JSON.stringify({ ready: false, restored: page * 5_000, of: 300_001 }));
    }
    t.mock.timers.tick(SILENT_MS - 1);
    await write(output, JSON.stringify({ ready: true, ...READY }));
    assert.deepEqual(await ready, READY);
  });

  test('and then says nothing is given up after the time it had, counted from its last line', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const output = new PassThrough();
    const answers: unknown[] = [];
    void untilReady(output, SILENT_MS).then((answer) => answers.push(answer));
    t.mock.timers.tick(SILENT_MS - 1);
    await write(output, JSON.stringify({ ready: false, restored: 5_000, of: 9_000 }));
    t.mock.timers.tick(SILENT_MS - 1);
    await turn();
    assert.deepEqual(answers, []);
    t.mock.timers.tick(1);
    await turn();
    assert.deepEqual(answers, [{ kind: 'silent' }]);
  });

  test('and ends before it is ready is waited for no longer', async () => {
    const output = new PassThrough();
    output.end('{"ready":false,"restored":1,"of":2}\n');
    assert.deepEqual(await untilReady(output, SILENT_MS), { kind: 'ended' });
  });

  test('and says something else is told by what it said', async () => {
    for (const line of ['hello', '[]', '{"ready":true}', '{"address":7}']) {
      const output = new PassThrough();
      const ready = untilReady(output, SILENT_MS);
      await write(output, line);
      assert.deepEqual(await ready, { kind: 'other-words', line });
    }
  });
});
