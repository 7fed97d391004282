import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { holdPapersFit, peopleOnDisk } from '../../test/making/founded-papers.ts';
import type { PeopleOnDisk } from '../../test/making/founded-papers.ts';
import { keyFileOf, keyOf, vaultOf } from '../../test/making/vault.ts';
import {
  firstRunPages,
  FORM,
  foundOn,
  itemsOn,
  linkIn,
  markAll,
  startFirstRun,
} from '../../test/sim/first-run-pages.ts';
import type { FirstRunChild } from '../../test/sim/first-run-pages.ts';
import { startProgram } from '../../test/sim/hub-child.ts';
import type { ProgramChild } from '../../test/sim/hub-child.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';

const KILLED = join(import.meta.dirname, '../../test/sim/first-run-child.ts');

type Where = {
  readonly data: string;
  readonly papers: string;
  /** Without the key: it is chosen on the page. */
  readonly args: readonly string[];
  readonly form: typeof FORM;
};

function newWhere(): Where {
  const root = newFolder();
  const [data, papers] = [join(root, 'hub'), join(root, 'papers')];
  const form = { ...FORM, way: 'key-file', 'key-file': keyFileOf(data) };
  return { data, papers, args: ['--data', data, '--papers', papers], form };
}

const peopleIn = async (data: string): Promise<PeopleOnDisk> => peopleOnDisk(data, await vaultOf(data));

/** The options of the next start: with the key, once there is a hub for it. */
function argsAgain({ data, args }: Where): readonly string[] {
  return existsSync(join(data, 'vault.json')) ? [...args, ...keyOf(data)] : args;
}

async function untilSaid(program: ProgramChild, form: RegExp): Promise<void> {
  for (let n = 0; n < 500 && !form.test(program.out() + program.err()); n++) await sleep(20);
  assert.match(program.out() + program.err(), form);
}

/** Goes through all pages, as far as the hub lives. */
async function goThrough({ pages, ended }: FirstRunChild, { form }: Where): Promise<void> {
  const all = async (): Promise<void> => {
    await foundOn(pages, form);
    await markAll(pages);
    await pages.post('forget');
  };
  await Promise.race([all().catch(() => {}), ended]);
}

/** Starts again after a kill, finishes whatever is left, and holds that what is handed over counts. */
async function finish(where: Where): Promise<void> {
  const { data, papers } = where;
  const place = existsSync(join(data, 'hub.sqlite')) ? await placeIn(data) : undefined;
  const again = startProgram(['serve', '--port', '0', ...argsAgain(where)]);
  await untilSaid(again, /Stop it|The link holds/);
  if (/\/found\//.test(again.out())) {
    const pages = firstRunPages(await linkIn(again));
    const before = await pages.get();
    const seen = itemsOn(before).length > 0 ? before : await foundOn(pages, where.form);
    assert.equal(itemsOn(seen).length, 5, seen.text);
    const [out = ''] = readdirSync(papers);
    holdPapersFit(await peopleIn(data), join(papers, out));
    await markAll(pages);
    assert.match((await pages.post('forget')).text, /holds no keyholder’s key/);
  }
  await again.end('SIGTERM');
  const founded = await peopleIn(data);
  assert.deepEqual([founded.keyholders.length, founded.size, founded.refused], [2, 2, []]);
  if (place !== undefined) assert.equal(founded.founding?.place, place);
  assert.deepEqual([readdirSync(papers), existsSync(join(data, 'handing-over.json'))], [[], false]);
}

async function placeIn(data: string): Promise<string | undefined> {
  return (await peopleIn(data).catch(() => undefined))?.founding?.place;
}

// What lies between `begun` and `papers` is killed at every step in init.test.ts: it is the same function.
const STEPS = [
  ['vault', 'slip', 'begun', 'paper 1', 'warden 1', 'papers', 'store', 'founded', 'invited'],
  ['handed 1', 'handed 5', 'forgetting', 'wiped', 'forgotten'],
].flat();

describe('a first run', () => {
  for (const step of STEPS)
    test(`killed after "${step}" is finished by the next start, and founds once`, async () => {
      const where = newWhere();
      const run = await startFirstRun(where.args, { program: KILLED, env: { KILL_AFTER: step } });
      await goThrough(run, where);
      assert.equal((await run.ended).signal, 'SIGKILL');
      await finish(where);
    });
});

describe('what is to be handed over', () => {
  test('that went with the machine’s memory is told, and the way out', async () => {
    const where = newWhere();
    const run = await startFirstRun(where.args);
    await foundOn(run.pages, where.form);
    await run.end('SIGKILL');
    rmSync(where.papers, { recursive: true });
    const again = await startFirstRun(argsAgain(where));
    const seen = await again.pages.get();
    assert.match(seen.text, /What was to be handed over is gone.*fewer than two.*in another folder/s);
    assert.match((await again.pages.post('forget')).text, /Handed over and forgotten/);
    await again.end('SIGTERM');
    const third = startProgram(['serve', '--port', '0', ...argsAgain(where)]);
    await untilSaid(third, /Stop it/);
    assert.doesNotMatch(third.out(), /\/found\//);
    await third.end('SIGTERM');
  });

  test('goes on where the hub refused an invitation, and says that those papers count for nothing', async () => {
    const where = newWhere();
    const run = await startFirstRun(where.args, { program: KILLED, env: { KILL_AFTER: 'papers' } });
    await goThrough(run, where);
    const key = join(where.papers, readdirSync(where.papers)[0] ?? '', 'keyholder-1', 'place.key');
    writeFileSync(key, readFileSync(key, 'utf8').replace(/"g":"....../, '"g":"AAAAAA'));
    const again = await startFirstRun(argsAgain(where));
    const seen = await again.pages.get();
    assert.match(seen.text, /those papers count for nothing/);
    assert.equal(itemsOn(seen).length, 5);
    await again.end('SIGTERM');
  });

  test('whose note is damaged is left alone, and told', async () => {
    const where = newWhere();
    const run = await startFirstRun(where.args);
    await foundOn(run.pages, where.form);
    await run.end('SIGTERM');
    const out = join(where.papers, readdirSync(where.papers)[0] ?? '');
    const paper = readFileSync(join(out, 'keyholder-1.html'), 'utf8');
    writeFileSync(join(out, 'unfinished.json'), '{');
    const again = await startFirstRun(argsAgain(where));
    assert.match((await again.pages.get()).text, /note of what was begun is damaged/);
    await again.end('SIGTERM');
    assert.equal(readFileSync(join(out, 'keyholder-1.html'), 'utf8'), paper);
  });

  test('and cannot be written is told on the page, and goes through once there is room', async () => {
    const where = newWhere();
    writeFileSync(where.papers, 'a file where the folder should be');
    const run = await startFirstRun(where.args);
    const seen = await foundOn(run.pages, where.form);
    assert.match(seen.text, /could not be written.*counts for nothing yet: make room and try again/s);
    assert.match(seen.text, /value="East field"/);
    rmSync(where.papers);
    assert.equal(itemsOn(await foundOn(run.pages, where.form)).length, 5);
    await run.end('SIGTERM');
    await finish(where);
  });
});
