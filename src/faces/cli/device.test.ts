import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { committeeForTests, ok } from '../../../test/making/committee.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';

const { cli, place } = await committeeForTests();

const words = (text: string): string => {
  const file = join(newFolder(), 'words');
  writeFileSync(file, `${text}\n`);
  return file;
};

test('a wrong passphrase many times changes nothing on the device, and the right one still opens it', async () => {
  const device = join(newFolder(), 'device');
  const right = words('river lamp stone bread');
  const line = await place.invite(1, 'medic');
  const asked = ok(
    await cli.run('join', line, '--device', device, '--to', place.disk.write, '--passphrase-file', right),
  );
  ok(await cli.run('approve', ...place.as(2), '--number', /^Request (\d+)/.exec(asked.out)?.[1] ?? ''));
  const bytes = (): readonly string[] =>
    readdirSync(device).map((name) => readFileSync(join(device, name), 'utf8'));
  const [before, size] = [bytes(), place.disk.hub.engine.size()];
  for (const wrong of [
    'river lamp stone breads',
    'river',
    '',
    'хлеб',
    'river lamp stone bread ',
    'x'.repeat(900),
  ]) {
    const run = await cli.run('leave', ...place.with(device), '--passphrase-file', words(wrong));
    assert.deepEqual([run.code, run.out], [1, ''], wrong);
    assert.match(run.err, /that does not open .*\. Nothing was changed: check the passphrase/);
  }
  assert.deepEqual([bytes(), place.disk.hub.engine.size()], [before, size]);
  ok(await cli.run('slots', ...place.with(device), '--passphrase-file', right));
});
