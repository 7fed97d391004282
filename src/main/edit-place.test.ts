import assert from 'node:assert/strict';
import {
  lstatSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { openCli } from '../../test/sim/cli.ts';
import { editPlan, OTHER_PLAN, SHOWN_PLAN } from '../../test/sim/place-editing.ts';
import { newFolder } from '../../test/sim/temp-folder.ts';
import { planFile } from '../faces/cli/place-edit.ts';

const cli = openCli();
after(cli.end);

type Told = { readonly status: number; readonly value: unknown };

async function ask(
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(url, { ...post, headers });
  const text = await answer.text();
  return { status: answer.status, value: text.startsWith('{') ? JSON.parse(text) : text };
}

async function markOf(link: string): Promise<string> {
  const { value } = await ask(`${link}file`);
  return value !== null && typeof value === 'object' && 'mark' in value ? String(value.mark) : '';
}

describe('shanyrak place edit', () => {
  test('serves the page on this machine, writes the file whole, keeps the old one, and ends when it is told to', async () => {
    const { run, file, link } = await editPlan();
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/place\/[\w-]{22}\/$/);
    const before = readFileSync(file, 'utf8');
    const mark = await markOf(link);
    assert.deepEqual((await ask(`${link}file`)).value, { name: 'place.yaml', mark, text: before });
    const { status, value } = await ask(`${link}file`, { mark, text: OTHER_PLAN });
    assert.equal(status, 200);
    assert.deepEqual(value, { mark: await markOf(link) });
    assert.equal(readFileSync(file, 'utf8'), OTHER_PLAN);
    assert.equal(readFileSync(`${file}.bak`, 'utf8'), before);
    if (process.platform !== 'win32')
      for (const each of [file, `${file}.bak`]) assert.equal(statSync(each).mode & 0o777, 0o600);
    assert.equal((await ask(`${link}done`, {})).status, 200);
    assert.deepEqual(await run.ended, { code: 0, signal: null });
    assert.equal(run.err(), '');
    assert.doesNotMatch(run.out(), /Aq Saj/);
    await assert.rejects(fetch(link));
  });

  test('does not write over what somebody else changed meanwhile', async () => {
    const { run, file, link } = await editPlan();
    const mark = await markOf(link);
    writeFileSync(file, 'settlement: Somebody else\n');
    assert.deepEqual(await ask(`${link}file`, { mark, text: OTHER_PLAN }), {
      status: 409,
      value: { why: 'changed' },
    });
    assert.equal(readFileSync(file, 'utf8'), 'settlement: Somebody else\n');
    assert.equal(existsSync(`${file}.bak`), false);
    assert.deepEqual(await run.end('SIGINT'), { code: 0, signal: null });
  });

  test('answers nobody without the secret, no other page, and nobody on another machine', async () => {
    const { run, file, link } = await editPlan();
    const { origin, pathname } = new URL(link);
    const wrong = pathname.replace(/.\/$/, (end) => (end === 'A/' ? 'B/' : 'A/'));
    const closed = { status: 404, value: 'Not found\n' };
    for (const path of ['/', '/place', '/place/', '/health', wrong, `${wrong}file`, '/place/__proto__/file'])
      assert.deepEqual(await ask(origin + path), closed, path);
    const mark = await markOf(link);
    const plan = { mark, text: OTHER_PLAN };
    assert.deepEqual(await ask(`${origin}${wrong}file`, plan), closed);
    assert.deepEqual(await ask(`${origin}${wrong}done`, {}), closed);
    assert.deepEqual(await ask(`${link}file`, undefined, { 'x-forwarded-for': '192.0.2.7' }), closed);
    const from = (site: string): Promise<Told> => ask(`${link}file`, plan, { 'sec-fetch-site': site });
    assert.deepEqual(await from('cross-site'), closed);
    assert.equal((await from('same-site')).status, 403);
    assert.equal(readFileSync(file, 'utf8'), readFileSync(SHOWN_PLAN, 'utf8'));
    // Guesses that come too fast are not looked at, nor is the right one for a while.
    await Promise.all(Array.from({ length: 40 }, (_, i) => ask(`${origin}/place/guess-${i}/`)));
    assert.deepEqual(await ask(link), closed);
    assert.equal(run.child.exitCode, null);
    await run.end('SIGTERM');
  });

  test('refuses what is no plan text, and writes none of it', async () => {
    const { run, file, link } = await editPlan();
    const mark = await markOf(link);
    const bad = { status: 422, value: { why: 'not-yaml' } };
    for (const plan of [
      { mark, text: 'a: *b' },
      { mark, text: 7 },
      { text: OTHER_PLAN },
      [],
      'x',
      { mark, text: '' },
    ])
      assert.deepEqual(await ask(`${link}file`, plan), bad);
    assert.deepEqual(await ask(`${link}file`, { mark, text: `# ${'x'.repeat(1_100_000)}\na: 1` }), bad);
    assert.equal((await ask(`${link}file`, { mark, text: 'x'.repeat(3_000_000) })).status, 413);
    assert.equal(readFileSync(file, 'utf8'), readFileSync(SHOWN_PLAN, 'utf8'));
    await run.end('SIGTERM');
  });

  test('writes where a link to the file leads', { skip: process.platform === 'win32' }, async () => {
    const at = join(newFolder(), 'link.yaml');
    const linked = (file: string): string => {
      symlinkSync(file, at);
      return at;
    };
    const { run, file, link } = await editPlan({ at: linked });
    assert.equal((await ask(`${link}file`, { mark: await markOf(link), text: OTHER_PLAN })).status, 200);
    assert.equal(readFileSync(file, 'utf8'), OTHER_PLAN);
    assert.equal(lstatSync(at).isSymbolicLink(), true);
    await run.end('SIGTERM');
  });

  test('begins a file that is not there, and leaves one alone that came meanwhile', async () => {
    const { run, file, link } = await editPlan({ isThere: false });
    const mark = await markOf(link);
    assert.deepEqual((await ask(`${link}file`)).value, { name: 'place.yaml', mark });
    writeFileSync(file, OTHER_PLAN);
    assert.equal((await ask(`${link}file`, { mark, text: 'settlement: Mine\n' })).status, 409);
    assert.equal(readFileSync(file, 'utf8'), OTHER_PLAN);
    await run.end('SIGTERM');
  });

  test('is refused for a file that cannot be read, before anything is served', async () => {
    const file = join(newFolder(), 'place.yaml');
    writeFileSync(file, 'zones: &z []\ncells: *z');
    const broken = await cli.run('place', 'edit', file);
    assert.deepEqual([broken.code, broken.out], [2, '']);
    assert.match(broken.err, /:1:1: zones: has an anchor.*\nThe plan was not opened\./s);
    for (const argv of [
      ['edit'],
      ['edit', newFolder()],
      ['edit', file, '--json'],
      ['edit', file, '--data', 'x'],
    ])
      assert.equal((await cli.run('place', ...argv)).code, 2, argv.join(' '));
  });
});

test('a plan stays as it was where it cannot be written', () => {
  const real = join(newFolder(), 'place.yaml');
  writeFileSync(real, OTHER_PLAN);
  const file = planFile(real);
  // Where the new text would stand first there is a folder.
  mkdirSync(`${real}.part`);
  assert.deepEqual(file.write('settlement: Mine\n', file.read().mark), { kind: 'not-written' });
  assert.equal(readFileSync(real, 'utf8'), OTHER_PLAN);
});
