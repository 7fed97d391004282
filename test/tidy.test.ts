import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { findCycles, findForbiddenArrows, findWrongEndings } from './tidy/imports.ts';
import type { ArrowTable } from './tidy/imports.ts';
import { findBadNames } from './tidy/names.ts';
import * as planted from './tidy/planted.ts';
import type { Files, Planted } from './tidy/planted.ts';
import { findWorldInPureRooms, PURE_ROOMS } from './tidy/pure.ts';
import * as shape from './tidy/shape.ts';
import type { CastLeave } from './tidy/shape.ts';
import { parseSource, readSources } from './tidy/source.ts';
import type { Finding, Source } from './tidy/source.ts';

const ROOMS_BELOW_FACES = ['base', 'record', 'situation', 'acts', 'ports', 'engine', 'adapters'];

/**
 * Who may name whom; the same table stands in ARCHITECTURE.md. Every file may name its own room (its own
 * cell, where a room has cells). Test and contract files may use any package and built-in and test/;
 * test files (not contracts) of every room may also name the adapters that need nothing from outside.
 */
const ARROWS: ArrowTable = {
  rooms: {
    base: { rooms: [], packages: [], builtins: false },
    record: { rooms: ['base'], packages: ['@noble/', '@scure/'], builtins: false },
    situation: { rooms: ['base', 'record'], packages: [], builtins: false },
    acts: { rooms: ['base', 'record', 'situation'], packages: [], builtins: false },
    ports: { rooms: ['base', 'record'], typesFrom: ['situation', 'acts'], packages: [], builtins: false },
    engine: { rooms: ['base', 'record', 'situation', 'acts', 'ports'], packages: [], builtins: false },
    adapters: {
      rooms: ['base', 'record', 'ports'],
      packages: 'any',
      builtins: true,
      cells: { shared: 'http-post' },
    },
    faces: { rooms: ROOMS_BELOW_FACES, packages: 'any', builtins: true, cells: { shared: 'kit' } },
    main: { rooms: [...ROOMS_BELOW_FACES, 'faces'], packages: 'any', builtins: true },
  },
  testCells: [
    'store-memory',
    'tile-memory',
    'clock-system',
    'clock-scenario',
    'crypto-node',
    'seal-age',
    'sim-phones',
    'sim-carriers',
  ].map((cell) => `adapters/${cell}`),
};

/** Files where a cast is right although no brand is made. */
const CASTS_ALLOWED: readonly CastLeave[] = [];

/** node:test takes a reporter as the default export of its file; .d.ts files describe what others export. */
function mayExportDefault(path: string): boolean {
  return path === 'tools/reporter.js' || path.endsWith('.d.ts');
}

const src = readSources(globSync('src/**/*.{ts,tsx}').toSorted());
const around = readSources(globSync(['test/**/*.ts', 'bench/*.ts', 'tools/**/*.js']).toSorted());
const all = [...src, ...around];

type Check = {
  readonly title: string;
  readonly find: (sources: readonly Source[]) => readonly Finding[];
  readonly of: readonly Source[];
  readonly planted: Planted;
};

const CHECKS: readonly Check[] = [
  {
    title: 'imports follow the arrow table',
    find: (sources) => findForbiddenArrows(sources, ARROWS),
    of: src,
    planted: planted.PLANTED_ARROWS,
  },
  {
    title: 'imports name the file with its ending',
    find: findWrongEndings,
    of: src,
    planted: planted.PLANTED_ENDINGS,
  },
  { title: 'no files need each other to load', find: findCycles, of: all, planted: planted.PLANTED_CYCLES },
  {
    title: 'nothing is exported as default',
    find: shape.findDefaultExports,
    of: all.filter(({ path }) => !mayExportDefault(path)),
    planted: planted.PLANTED_DEFAULTS,
  },
  { title: 'there are no barrels', find: shape.findBarrels, of: all, planted: planted.PLANTED_BARRELS },
  { title: 'there are no enums', find: shape.findEnums, of: all, planted: planted.PLANTED_ENUMS },
  { title: 'nothing has type any', find: shape.findAny, of: all, planted: planted.PLANTED_ANY },
  {
    title: "casts stand only in a brand's maker",
    find: (sources) => shape.findCasts(sources, CASTS_ALLOWED),
    of: src,
    planted: planted.PLANTED_CASTS,
  },
  {
    title: `no file has over ${shape.FILE_LINES_MAX} lines`,
    find: shape.findLongFiles,
    of: all,
    planted: planted.PLANTED_FILE_LENGTH,
  },
  {
    title: `no function has over ${shape.FUNCTION_LINES_MAX} lines`,
    find: shape.findLongFunctions,
    of: all,
    planted: planted.PLANTED_FUNCTION_LENGTH,
  },
  {
    title: `nothing takes more than ${shape.PARAMETERS_MAX} parameters`,
    find: shape.findLongParameterLists,
    of: all,
    planted: planted.PLANTED_PARAMETERS,
  },
  {
    title: 'pure rooms know no clock, chance, locale or output',
    find: findWorldInPureRooms,
    of: src,
    planted: planted.PLANTED_WORLD,
  },
  {
    title: 'files are in kebab-case and their names say something',
    find: (sources) => findBadNames(sources.map(({ path }) => path)),
    of: all,
    planted: planted.PLANTED_NAMES,
  },
];

for (const check of CHECKS) {
  test(check.title, () => {
    const found = check.find(check.of).map(({ path, line, why }) => `${path}:${line}: ${why}`);
    assert.deepEqual(found, []);
  });
}

describe('every check catches what it is there for, and lets its neighbour pass', () => {
  const parse = (files: Files): Source[] =>
    Object.entries(files).map(([path, text]) => parseSource(path, text));
  for (const { title, find, planted: samples } of CHECKS) {
    test(title, () => {
      for (const files of samples.caught)
        assert.notEqual(find(parse(files)).length, 0, `not caught: ${show(files)}`);
      for (const files of samples.passed) assert.deepEqual(find(parse(files)), [], `caught: ${show(files)}`);
    });
  }
});

describe('pure rooms compile without the world', () => {
  test('the pure configuration covers every pure room and offers nothing of the world', () => {
    const config: unknown = JSON.parse(readFileSync('tsconfig.pure.json', 'utf8'));
    assert.partialDeepStrictEqual(config, {
      compilerOptions: { lib: ['es2024'], types: [] },
      include: PURE_ROOMS.map((room) => `src/${room}`),
      exclude: ['src/**/*.test.ts', 'src/**/*.contract.ts'],
    });
  });

  test('they compile', () => {
    assert.equal(compile('tsconfig.pure.json'), '');
  });

  test('the compiler refuses Node, timers, pages and loose types there', () => {
    const refused = Object.entries(planted.REFUSED_BY_COMPILER);
    const files = Object.fromEntries(refused.map(([text], i) => [`src/base/x${i}.ts`, text]));
    const report = compilePure({ ...files, 'src/base/taken.ts': planted.TAKEN_BY_COMPILER });
    for (const [i, [text, code]] of refused.entries()) {
      assert.match(report, new RegExp(`x${i}\\.ts.*error ${code}`), `not caught: ${text}`);
    }
    assert.doesNotMatch(report, /taken\.ts/);
  });
});

function show(files: Files): string {
  return JSON.stringify(files);
}

/** What the compiler says; empty when all is well. */
function compile(config: string): string {
  const run = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', config], {
    encoding: 'utf8',
  });
  return run.stdout + run.stderr;
}

function compilePure(files: Files): string {
  const dir = mkdtempSync(join(tmpdir(), 'shanyrak-tidy-'));
  try {
    writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    const config = join(dir, 'tsconfig.json');
    const own = { extends: resolve('tsconfig.pure.json'), include: [join(dir, 'src')], exclude: [] };
    writeFileSync(config, JSON.stringify(own));
    return compile(config);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
