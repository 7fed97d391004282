import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withManifests } from '../src/record/bag.ts';
import type { BagFile } from '../src/record/bag-layout.ts';
import { canStamp, crypto, makeBag, writeBag } from './making/bags.ts';
import { newFolder } from './sim/temp-folder.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUN_WITHIN_MS = 60_000;

const pages = [...listed('.'), ...listed('docs'), ...listed('docs/decisions')];

function listed(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

function read(page: string): string {
  return readFileSync(join(ROOT, page), 'utf8');
}

/** The fenced blocks of a language in a page, or in one chapter of it. */
function blocks(page: string, language: string, chapter = ''): readonly string[] {
  const text = read(page);
  const begins = chapter === '' ? 0 : text.indexOf(`\n${chapter}\n`);
  const ends = chapter === '' ? -1 : text.indexOf('\n## ', begins + 1);
  return [
    ...text
      .slice(begins, ends < 0 ? undefined : ends)
      .matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm')),
  ].map((m) => m[1] ?? '');
}

for (const page of pages.filter((p) => blocks(p, 'ts').length > 0)) {
  test(`the TypeScript of ${page} runs as one program`, async () => {
    // Beside the page, so that its relative imports are those a reader sees.
    const file = join(ROOT, dirname(page), `.run-${process.pid}.ts`);
    writeFileSync(file, blocks(page, 'ts').join('\n'));
    try {
      await run(process.execPath, [file], { timeout: RUN_WITHIN_MS });
    } finally {
      rmSync(file, { force: true });
    }
  });
}

const HAND_PAGE = join('docs', 'record-format.md');
const hasTools = ['basenc', 'openssl', 'sha256sum'].every(
  (tool) => spawnSync(tool, ['--help'], { stdio: 'ignore' }).error === undefined,
);

test(
  'a bag is checked by hand as the format says, and one bit more or less is noticed',
  { skip: !(hasTools && canStamp) && 'no openssl, sha256sum and basenc on PATH' },
  async () => {
    const script = blocks(HAND_PAGE, 'sh', '## Checking by hand').join('\n');
    const { files } = await makeBag({ entries: 4, others: 5, stamps: ['newest'] });
    const folder = newFolder();
    writeBag(files, folder);
    const { stdout } = await run('sh', ['-c', script], { cwd: folder, timeout: RUN_WITHIN_MS });
    assert.match(stdout, /Signature Verified Successfully[^]*Verification: OK|Signature Verified/);
    assert.match(stdout, /^Time stamp: /m);
    const id = firstWith(files, '.body')?.path.slice('data/parts/'.length).replace('.body', '') ?? '';
    for (const end of [`${id}.sig`, `${id}.body`, `${id}.tlog-proof`, 'log/checkpoint', 'list.txt', '.tsr']) {
      const changed = files.map((file) => (file === firstWith(files, end) ? flipped(file) : file));
      const other = newFolder();
      writeBag(withManifests(changed, crypto), other);
      await assert.rejects(run('sh', ['-c', script], { cwd: other, timeout: RUN_WITHIN_MS }), end);
    }
  },
);

/** Of the entry that is looked at first. */
function firstWith(files: readonly BagFile[], end: string): BagFile | undefined {
  const ending = files.filter(({ path }) => path.endsWith(end));
  return ending.toSorted((a, b) => (a.path < b.path ? -1 : 1))[0];
}

function flipped({ path, bytes }: BagFile): BagFile {
  const changed = Uint8Array.from(bytes);
  const at = Math.floor(bytes.length / 2);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return { path, bytes: changed };
}

for (const page of pages) {
  for (const block of blocks(page, 'console')) {
    test(`${page}: ${block.split('\n')[0] ?? ''}`, async () => {
      for (const { command, output } of commandsOf(block)) {
        const said = await shanyrak(command);
        assert.match(said, new RegExp(output.map(pattern).join('[\\s\\S]*')));
      }
    });
  }
}

function commandsOf(
  block: string,
): readonly { readonly command: string; readonly output: readonly string[] }[] {
  const parts = block.split(/^\$ /m).filter((part) => part.trim() !== '');
  return parts.map((part) => {
    const [command = '', ...output] = part.trimEnd().split('\n');
    return { command, output };
  });
}

/** Runs `npm run -s shanyrak -- …` without npm in between; other commands are not run by documents. */
async function shanyrak(command: string): Promise<string> {
  const match = /^npm run -s shanyrak -- (.*)$/.exec(command);
  assert.ok(match, `documents run only "npm run -s shanyrak -- …", not: ${command}`);
  const args = (match[1] ?? '').split(' ');
  const done = await run(process.execPath, ['src/main/shanyrak.ts', ...args], {
    cwd: ROOT,
    timeout: RUN_WITHIN_MS,
  }).catch((cause: unknown) => outputOf(cause));
  return done.stdout + done.stderr;
}

/** What a command that failed had said. */
function outputOf(cause: unknown): { readonly stdout: string; readonly stderr: string } {
  const said = (name: 'stdout' | 'stderr'): string =>
    typeof cause === 'object' && cause !== null && name in cause ? String(Reflect.get(cause, name)) : '';
  return { stdout: said('stdout'), stderr: said('stderr') };
}

function pattern(line: string): string {
  return line
    .split('…')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
    .join('.*');
}

test('every link between documents and to files leads somewhere', () => {
  const dead = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)(?:#[^)]*)?\)/g)]
      .map((m) => normalize(join(dirname(page), m[1] ?? '')))
      .filter((target) => !existsSync(join(ROOT, target)))
      .map((target) => `${page} -> ${target}`),
  );
  assert.deepEqual(dead, []);
});

test('every file a document names in code exists', () => {
  const named = pages
    .filter((p) => p !== 'CHANGELOG.md')
    .flatMap((page) =>
      [...read(page).matchAll(/`((?:src|test|docs|days|tools|bench)\/[\w./-]+\.\w+)`/g)].map(
        (m) => [page, m[1] ?? ''] as const,
      ),
    );
  assert.deepEqual(
    named.filter(([, file]) => !existsSync(join(ROOT, file))),
    [],
  );
});

test('the documents a newcomer looks for are there', () => {
  for (const page of [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'STYLE.md',
    'SECURITY.md',
    'CHANGELOG.md',
  ])
    assert.ok(pages.includes(page), page);
  assert.ok(read('README.md').split('\n').length <= 200, 'the README stays within 200 lines');
});
