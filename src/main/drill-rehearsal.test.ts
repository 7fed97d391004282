import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { SOUND_PLACE, placeWith } from '../../test/making/place-plans.ts';
import { ok } from '../../test/making/committee.ts';
import { openCli } from '../../test/sim/cli.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { TINY_DAY } from '../../test/sim/tiny-day.ts';

const cli = openCli();
after(() => cli.end());
const folder = newFolder();

// JSON is YAML.
function written(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const place = written('place.yaml', SOUND_PLACE);
const day = written('day.yaml', TINY_DAY);
const rehearse = (...argv: readonly string[]) => cli.run('drill', 'rehearse', ...argv);
const FIRST = /^SIMULATED: telephones, carriers, people and what they answer are invented\./;

describe('drill rehearse', () => {
  test('says first that all is simulated, shows how it goes on, and ends with the report', async () => {
    const { out, err } = ok(await rehearse(place, day));
    assert.match(out, FIRST);
    assert.match(out, /A drill at Example field: 3 cells, 100 people/);
    assert.match(err, /DRILL: wardens are asked/);
    assert.match(err, /^\d\d:\d\d {2}\d+ %$/m);
    assert.match(out, /\nDRILL\. How far it reached\n/);
    assert.match(out, /^c3 +[0-2] of 2/m);
    assert.doesNotMatch(out, /ASSUMPTION|Failed on purpose/);
  });

  test('shows what fails on purpose, and one organiser alone as an assumption', async () => {
    const { out } = ok(
      await rehearse(place, day, '--fail', 'sms', '--fail', 'call', '--organiser-only', '--lang', 'kk'),
    );
    assert.match(out, /Failed on purpose: sms, call\./);
    assert.match(out, /\nЖАТТЫҒУ\. Хабар кімге жетті\n/);
    assert.match(out, /ASSUMPTION, not a finding/);
    assert.match(
      out,
      /15 min after the raise: told by wardens \d+, by the hub \d+ \(some by both\); by one organiser alone \d+/,
    );
  });

  test('is JSON for programs, which says so too', async () => {
    const { out } = ok(
      await rehearse(place, day, '--json', '--seed', '3', '--phones', '60', '--organiser-only'),
    );
    const json: unknown = JSON.parse(out);
    assert.partialDeepStrictEqual(json, {
      failing: [],
      report: { format: 'shanyrak-reach v1', mode: 'drill', endedAs: 'ended' },
      organiserAlone: { told: [{ minutes: 15 }, { minutes: 30 }, { minutes: 60 }, { minutes: 120 }] },
    });
    assert.match(out, /^\{"simulated":"SIMULATED/);
  });

  test('refuses a bad plan or day before anything starts', async () => {
    const [, o2] = [0, { handle: 'o2', deputies: ['o1'] }];
    const loop = written('loop.yaml', placeWith({ organisers: [{ handle: 'o1', deputies: ['o2'] }, o2] }));
    const unknown = written(
      'unknown.yaml',
      placeWith({ cells: [{ code: 'c1', zone: 'nowhere', homes: 'N1', people: 3 }] }),
    );
    const empty = written('empty.yaml', placeWith({ cells: [] }));
    const quiet = written(
      'quiet.yaml',
      TINY_DAY.replace('kind: alarm.raise\n    mode: real', 'lane: authorities\n    actors: [police]'),
    );
    const refused: readonly (readonly [RegExp, ...string[]])[] = [
      [/go in a circle.*\n.*not rehearsed/s, loop],
      [/there is no zone "nowhere"/, unknown],
      [/the plan has no cells/, empty],
      [/the day raises no alarm/, place, quiet],
      [/there is no place plan/, join(folder, 'none.yaml')],
      [/--fail is one of push, sms, call, internet/, place, '--fail', 'pigeon'],
      [/--phones is a whole number/, place, '--phones', 'many'],
      [/rehearse takes no --to/, place, '--to', 'http://127.0.0.1/b/x'],
    ];
    for (const [why, ...argv] of refused) {
      const run = await rehearse(...argv);
      assert.equal(run.code, 2, run.out + run.err);
      assert.match(run.err, why);
      assert.equal(run.out, '', 'nothing has begun');
    }
  });
});
