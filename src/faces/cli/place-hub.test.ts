import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { alarmFolder } from '../../../test/sim/alarm-folder.ts';
import type { AlarmFolder } from '../../../test/sim/alarm-folder.ts';
import { openCli } from '../../../test/sim/cli.ts';
import { newFolder } from '../../../test/sim/temp-folder.ts';
import { LANGUAGES } from '../../acts/words/words.ts';

const cli = openCli();
after(cli.end);
const PLACE = join(import.meta.dirname, '../../../docs/place.yaml');

describe('the plan of a place on a hub', () => {
  let at: AlarmFolder;
  before(async () => {
    at = await alarmFolder(cli);
  });
  const reach = async (...more: readonly string[]): Promise<readonly string[]> =>
    (await at.run('place', 'reach', ...more)).out.trim().split('\n');

  test('is missed until it is given', async () => {
    const run = await at.run('place', 'reach');
    assert.equal(run.code, 2);
    assert.match(run.err, /finds no plan on this hub.*place use FILE/);
  });

  test('is refused as the check refuses it, and then nothing is changed', async () => {
    const file = join(newFolder(), 'place.yaml');
    writeFileSync(file, 'settlement: Example field\n');
    const run = await at.run('place', 'use', file);
    assert.deepEqual([run.code, run.out], [2, '']);
    assert.match(run.err, /offset: is missing[^]*The plan was not taken\./);
    assert.match((await at.run('channel', 'list')).out, /place plan: none/);
  });

  test('is taken, with how much in it is unsafe', async () => {
    const file = join(newFolder(), 'place.yaml');
    assert.equal((await cli.run('place', 'new', file)).code, 0);
    const bare = await at.run('place', 'use', file);
    assert.equal(bare.code, 0);
    assert.match(bare.err, /^8 things in it are unsafe/);
    const run = await at.run('place', 'use', PLACE);
    assert.deepEqual([run.code, run.err], [0, '']);
    assert.match(run.out, /^Alarms go by this plan from now on, 3 cells\./);
    assert.match((await at.run('channel', 'list')).out, /place plan: Aq Saj \(invented\), 3 cells/);
  });

  test('says that nobody is reached without a channel, and who is with one', async () => {
    const none = await at.run('place', 'reach');
    assert.equal(none.code, 1);
    assert.match(none.out, /^0 of 94 people can be reached\./);
    assert.match(none.out, /This hub has no channel/);
    await at.addGateway(1);
    const lines = await reach();
    assert.deepEqual(lines.slice(0, 5), [
      '25 of 94 people can be reached.',
      '  Cell c1: 1 of 2 wardens can be reached.',
      '  Cell c2: no warden can be reached; of 28 people 0 subscribed themselves.',
      '  Cell c3: no warden can be reached; of 41 people 0 subscribed themselves.',
      'Organisers: 0 of 2. Keyholders: 0 of 5.',
    ]);
    assert.match(lines[5] ?? '', /^Counted is .*\(sms\).*Nothing was sent/);
    for (const lang of LANGUAGES) assert.equal((await reach('--lang', lang)).length, 6);
    const json = JSON.parse((await reach('--json')).join(''));
    assert.partialDeepStrictEqual(json, {
      people: 94,
      reachable: 25,
      cellsCutOff: ['c2', 'c3'],
      roads: ['sms'],
    });
  });
});
