import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { newFolder } from '../../../test/sim/temp-folder.ts';

// A hub whose answers are used and abused, and whose store then fails in a way that nobody foresaw. Its secrets go to a file.
const ABUSE = `
import { writeFileSync } from 'node:fs';
import { answerHub } from './test/making/answer-hub.ts';
import { storeMemory } from './src/adapters/store-memory/store-memory.ts';
const memory = storeMemory();
let secret;
const append = async (...all) => {
  if (secret !== undefined) throw new Error(secret);
  return memory.append(...all);
};
const hub = await answerHub({ store: { ...memory, append } });
await hub.raise();
const link = hub.linkTo('push', 'w1@push');
await hub.answer(link, { answer: 'confirm' });
await hub.run();
const code = hub.codeTo('sms', '+77010000002');
for (const path of [link, link + 'x', link + '/seen', '/gateway/' + link])
  for (const method of ['GET', 'POST', 'PUT']) await hub.web.ask(path, { method });
for (const text of [code + ' 1 20', 'words of somebody', code.repeat(900)]) await hub.text(text);
secret = link + ' ' + code + ' +77010000001';
const failed = [await hub.answer(link, { answer: 'refute' }), await hub.text(code + ' 2')];
writeFileSync(process.env.SECRETS, JSON.stringify({ link, code, failed: failed.map((a) => a.status) }));
`;

test('no link, code, number or word of an answer stands in what the hub prints, whatever goes wrong', () => {
  const file = join(newFolder(), 'secrets');
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', ABUSE];
  const run = spawnSync(process.execPath, flags, {
    env: { ...process.env, SECRETS: file },
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  const { link, code, failed } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly link: string;
    readonly code: string;
    readonly failed: readonly number[];
  };
  assert.deepEqual(failed, [500, 500]);
  assert.equal(run.stdout, '');
  assert.equal(run.stderr, 'hub: unexpected Error\n'.repeat(2));
  assert.ok(link.length === 25 && code.length === 6);
});
