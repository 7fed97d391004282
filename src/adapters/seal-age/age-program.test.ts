import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { parseIdentity, parseRecipient } from '../../record/age-key.ts';
import { SALTED_BYTES_MAX } from '../../record/commit.ts';
import { sealAge } from './seal-age.ts';

const sealer = sealAge();
const isHere = spawnSync('age', ['--version'], { stdio: 'ignore' }).status === 0;
const skip = !isHere && 'no age program on PATH: install Debian’s package "age" (npm test tries it as root)';

function run(program: string, args: readonly string[], input?: Uint8Array): Buffer {
  const done = spawnSync(program, args, { input, timeout: 20_000, maxBuffer: 4 * SALTED_BYTES_MAX });
  assert.equal(done.status, 0, done.stderr.toString());
  return done.stdout;
}

describe('the age program of another author', { skip }, () => {
  const texts = ['', 'Екі адам жараланды', 'x'.repeat(SALTED_BYTES_MAX)].map((text) => Buffer.from(text));

  test('opens what we seal', async () => {
    const file = join(newFolder(), 'identity');
    const [identity, other] = [await sealer.newIdentity(), await sealer.newIdentity()];
    writeFileSync(file, `${identity}\n`, { mode: 0o600 });
    const recipients = [await sealer.recipientOf(other), await sealer.recipientOf(identity)];
    for (const text of texts) {
      const sealed = await sealer.seal(text, recipients);
      assert.ok(sealed.ok);
      assert.deepEqual(run('age', ['--decrypt', '--identity', file], sealed.value), text);
    }
  });

  test('seals what we open, with a key it made', async () => {
    const made = run('age-keygen', []).toString();
    const identity = parseIdentity(/^AGE-SECRET-KEY-1.*$/m.exec(made)?.[0]);
    const recipient = parseRecipient(/age1\S+/.exec(made)?.[0]);
    assert.ok(identity && recipient);
    assert.equal(await sealer.recipientOf(identity), recipient);
    for (const text of texts) {
      const opened = await sealer.open(run('age', ['--recipient', recipient], text), [identity]);
      assert.ok(opened.ok);
      assert.deepEqual(Buffer.from(opened.value), text);
    }
  });

  test('says too that a key does not fit', async () => {
    const file = join(newFolder(), 'identity');
    writeFileSync(file, `${await sealer.newIdentity()}\n`, { mode: 0o600 });
    const sealed = await sealer.seal(Buffer.from('x'), [
      await sealer.recipientOf(await sealer.newIdentity()),
    ]);
    assert.ok(sealed.ok);
    const done = spawnSync('age', ['--decrypt', '--identity', file], { input: sealed.value });
    assert.notEqual(done.status, 0);
    assert.match(done.stderr.toString(), /no identity matched/);
  });
});
