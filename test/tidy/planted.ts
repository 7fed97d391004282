/** Source files by path, as text. */
export type Files = Readonly<Record<string, string>>;

/** What a check must catch, and what lies close to it and must pass. */
export type Planted = { readonly caught: readonly Files[]; readonly passed: readonly Files[] };

const inBase = (text: string): Files => ({ 'src/base/x.ts': text });
const lines = (n: number): string => 'export const x = 1;\n'.repeat(n);
const functionOf = (n: number): string => `export function f(): void {\n${'  g();\n'.repeat(n - 2)}}\n`;

export const PLANTED_ARROWS: Planted = {
  caught: [
    { 'src/base/x.ts': "import { y } from '../record/y.ts';" },
    { 'src/record/x.ts': "import type { Y } from '../situation/y.ts';" },
    { 'src/record/x.ts': "export { y } from '../acts/y.ts';" },
    { 'src/situation/x.ts': "const y = await import('../acts/y.ts');" },
    { 'src/situation/x.ts': "type Y = import('../acts/y.ts').Y;" },
    { 'src/acts/x.ts': 'const y = await import(name);' },
    { 'src/base/x.ts': "import { sha256 } from '@noble/hashes/sha2.js';" },
    { 'src/record/x.ts': "import { hash } from 'node:crypto';" },
    { 'src/record/x.ts': "import * as v from 'valibot';" },
    { 'src/engine/x.ts': "import { setTimeout } from 'node:timers/promises';" },
    { 'src/engine/x.ts': "import { openStore } from '../adapters/store-memory/open.ts';" },
    { 'src/ports/store.ts': "import { fold } from '../situation/fold.ts';" },
    { 'src/ports/store.ts': "import { type Situation } from '../situation/situation.ts';" },
    { 'src/adapters/store-sqlite/open.ts': "import { rows } from '../store-memory/rows.ts';" },
    { 'src/adapters/store-sqlite.ts': "import { rows } from './store-memory.ts';" },
    { 'src/adapters/http-post/post.ts': "import { send } from '../channel-ntfy/send.ts';" },
    { 'src/adapters/store-sqlite/open.ts': "import type { Home } from '../../situation/home.ts';" },
    { 'src/faces/hub/serve.ts': "import { view } from '../desk/view.ts';" },
    { 'src/faces/kit/map.ts': "import { view } from '../desk/view.ts';" },
    { 'src/faces/hub/serve.ts': "import { start } from '../../main/start.ts';" },
    { 'src/record/x.ts': "import { vectors } from './vectors.test.ts';" },
    { 'src/engine/x.ts': "import { storeContract } from '../ports/store.contract.ts';" },
    { 'src/main/x.ts': "import { soakCount } from '../../test/soak-count.ts';" },
    { 'src/main/x.ts': "import { y } from '../../bench/y.ts';" },
    { 'src/core/x.ts': 'export const x = 1;' },
    { 'src/x.ts': 'export const x = 1;' },
    { 'src/situation/x.test.ts': "import { post } from '../adapters/channel-email/post.ts';" },
    { 'src/situation/x.test.ts': "import { y } from '../acts/y.ts';" },
  ],
  passed: [
    {
      'src/base/x.ts':
        "// import { y } from '../record/y.ts';\nexport const s = \"import y from '../record/y.ts'\";",
    },
    {
      'src/record/kinds/x.ts':
        "import { y } from '../../base/y.ts';\nimport { sha256 } from '@noble/hashes/sha2.js';",
    },
    { 'src/ports/store.ts': "import type { Situation } from '../situation/situation.ts';" },
    { 'src/ports/store.contract.ts': "import { test } from 'node:test';\nimport fc from 'fast-check';" },
    {
      'src/record/x.test.ts':
        "import { test } from 'node:test';\nimport { sign } from '../adapters/crypto-node/sign.ts';",
    },
    { 'src/record/x.test.ts': "import { soakCount } from '../../test/soak-count.ts';" },
    { 'src/adapters/store-sqlite/open.test.ts': "import { c } from '../../ports/store.contract.ts';" },
    {
      'src/adapters/store-sqlite/open.ts':
        "import { DatabaseSync } from 'node:sqlite';\nimport { r } from './rows.ts';",
    },
    { 'src/adapters/clock-system.test.ts': "import { now } from './clock-system.ts';" },
    { 'src/adapters/peer-http/beat.ts': "import { post } from '../http-post/post.ts';" },
    { 'src/faces/desk/view.ts': "import { map } from '../kit/map.ts';\nimport { Hono } from 'hono';" },
    { 'src/main/shanyrak.ts': "import { serve } from '../faces/hub/serve.ts';" },
  ],
};

export const PLANTED_ENDINGS: Planted = {
  caught: [
    inBase("import { y } from './y';"),
    inBase("import { y } from './y.js';"),
    inBase("export * from './y.mjs';"),
    inBase("const y = await import('./y');"),
  ],
  passed: [
    inBase("import { y } from './y.ts';\nimport { z } from '@noble/hashes/sha2.js';\nconst s = './y.js';"),
  ],
};

export const PLANTED_CYCLES: Planted = {
  caught: [
    { 'src/base/a.ts': "import { b } from './b.ts';", 'src/base/b.ts': "import { a } from './a.ts';" },
    { 'src/base/a.ts': "import { type B } from './b.ts';", 'src/base/b.ts': "import { a } from './a.ts';" },
    { 'src/base/a.ts': "import './a.ts';" },
    {
      'src/base/a.ts': "export * from './b.ts';",
      'src/base/b.ts': "const c = await import('./c.ts');",
      'src/base/c.ts': "import { a } from './a.ts';",
    },
  ],
  passed: [
    { 'src/base/a.ts': "import type { B } from './b.ts';", 'src/base/b.ts': "import { a } from './a.ts';" },
    {
      'src/base/a.ts': "import './b.ts';\nimport './c.ts';",
      'src/base/b.ts': "import './d.ts';",
      'src/base/c.ts': "import './d.ts';",
      'src/base/d.ts': 'export const d = 1;',
    },
  ],
};

export const PLANTED_DEFAULTS: Planted = {
  caught: [
    inBase('export default 1;'),
    inBase('export default function f(): void {}'),
    inBase('const x = 1;\nexport { x as default };'),
    inBase("export { default } from './y.ts';"),
  ],
  passed: [
    inBase("import sodium from 'sodium-native';\nexport const x = { default: sodium };\n// export default x"),
  ],
};

export const PLANTED_BARRELS: Planted = {
  caught: [
    { 'src/record/index.ts': 'export const x = 1;' },
    inBase("export * from './a.ts';"),
    inBase("export { a } from './a.ts';\nexport type { B } from './b.ts';"),
    inBase("import { a } from './a.ts';\nexport { a };"),
  ],
  passed: [
    inBase("export { a } from './a.ts';\nexport const b = 1;"),
    inBase("import './a.ts';"),
    { 'src/record/index-page.ts': 'export const x = 1;' },
  ],
};

export const PLANTED_ENUMS: Planted = {
  caught: [inBase('export enum E { A }'), inBase('const enum E { A }'), inBase('declare enum E { A }')],
  passed: [inBase("export type E = 'a' | 'b'; // enum E { A }\nexport const enumOf = 'enum E {}';")],
};

export const PLANTED_ANY: Planted = {
  caught: [
    inBase('export function f(x: any): void {}'),
    inBase('export const x: Map<string, any[]> = new Map();'),
    { 'src/base/x.test.ts': 'const x: any = 1;' },
  ],
  passed: [
    inBase(
      "export const any = 'any'; // : any\nexport const isAny = (x: unknown): boolean => [x].some(Boolean);",
    ),
  ],
};

const BRAND = "export type Id = Brand<string, 'Id'>;\n";

export const PLANTED_CASTS: Planted = {
  caught: [
    inBase('export const x = y as string;'),
    inBase('export const x = <string>y;'),
    inBase('export const x = y as unknown as Id;'),
    inBase(`${BRAND}export function id(text: string): string { return text as Id; }`),
    inBase(`${BRAND}export const x = 'a' as Id;`),
    inBase('type Id = string;\nexport function id(x: unknown): Id { return x as Id; }'),
    inBase(`${BRAND}export function id(x: unknown): Id { const y = x as string; return make(y); }`),
  ],
  passed: [
    inBase("export const x = ['a'] as const;\nexport const y = JSON.parse('1') as unknown;"),
    inBase('export const x = { a: 1 } satisfies Row; // y as string'),
    inBase(`${BRAND}export function id(text: string): Id { return text as Id; }`),
    inBase(`${BRAND}export function parseId(text: string): Result<Id, IdError> { return ok(text as Id); }`),
    inBase("import { a as b } from './a.ts';\nexport { b as c };"),
    { 'src/base/x.test.ts': 'const x = y as string;' },
  ],
};

export const PLANTED_FILE_LENGTH: Planted = {
  caught: [inBase(lines(401)), { 'src/base/x.test.ts': lines(401) }],
  passed: [inBase(lines(400)), inBase(`${lines(400)}\n`)],
};

export const PLANTED_FUNCTION_LENGTH: Planted = {
  caught: [
    inBase(functionOf(71)),
    inBase(`export const f = (): void => {\n${'  g();\n'.repeat(70)}};`),
    { 'src/base/x.test.ts': functionOf(71) },
  ],
  passed: [
    inBase(functionOf(70)),
    inBase(`${functionOf(60)}${functionOf(60)}`),
    { 'src/base/x.test.ts': `describe('x', () => {\n${"  test('y', () => {});\n".repeat(90)}});` },
  ],
};

export const PLANTED_PARAMETERS: Planted = {
  caught: [
    inBase('export function f(a: A, b: B, c: C, d: D, e?: E): void {}'),
    inBase('export const f = (a: A, b: B, c: C, d: D, ...e: E[]): void => {};'),
    inBase('export type F = (a: A, b: B, c: C, d: D, e: E) => void;'),
    inBase('export interface F { f(a: A, b: B, c: C, d: D, e: E): void }'),
    inBase('export class F { constructor(a: A, b: B, c: C, d: D, e: E) {} }'),
  ],
  passed: [
    inBase('export function f(a: A, b: B, c: C, d: D): void { g(a, b, c, d, 5); }'),
    inBase('export function f({ a, b, c, d, e }: All): void {}'),
    inBase('export function f(this: X, a: A, b: B, c: C, d: D): void {}'),
    { 'src/base/x.test.ts': 'fc.property(a, b, c, d, e, (a, b, c, d, e) => a + b + c + d + e);' },
  ],
};

export const PLANTED_WORLD: Planted = {
  caught: [
    inBase('export const x = new Date(0);'),
    inBase('export const x = Date.now();'),
    inBase('export function f(x: Date): void {}'),
    inBase('export const x = { Date };'),
    inBase("export const x = new Intl.NumberFormat('kk');"),
    inBase('export const x = Math.random();'),
    inBase("export const x = Math['random']();"),
    inBase('export const { random } = Math;'),
    inBase("console.log('x');"),
    inBase('export const x = globalThis.Date;'),
    inBase("export const x = 'a'.localeCompare('b');"),
    { 'src/engine/x.ts': 'export const x = Date.now();' },
  ],
  passed: [
    inBase('// new Date()\nexport const x = "Date.now() Math.random() console";'),
    inBase('export const x = Math.floor(row.Date);\nexport type Row = { readonly Date: string };'),
    inBase("export const words = { console: 'пульт', Intl: 1 };"),
    inBase(
      'export const random = (next: () => number): number => Math.abs(next());\nexport const y = rng.random();',
    ),
    { 'src/base/x.test.ts': 'const x = new Date(0);' },
    { 'src/adapters/clock-system/now.ts': 'export const now = (): number => Date.now();' },
  ],
};

/** Only the names matter. */
export const PLANTED_NAMES: Planted = {
  caught: [
    { 'src/base/canonicalJson.ts': '' },
    { 'src/base/Bytes.ts': '' },
    { 'src/base/byte_order.ts': '' },
    { 'src/base/utils.ts': '' },
    { 'src/record/core.ts': '' },
    { 'src/record/string-utils.ts': '' },
    { 'src/situation/helpers/x.ts': '' },
    { 'src/acts/alarm-manager.test.ts': '' },
    { 'src/faces/shared/map.ts': '' },
  ],
  passed: [
    { 'src/faces/kit/map.ts': '' },
    { 'src/faces/field/service-worker.web.ts': '' },
    { 'src/ports/store.contract.ts': '' },
    { 'src/adapters/stamp-rfc3161/stamp.pg.test.ts': '' },
    { 'src/acts/common-ground.ts': '' },
  ],
};

/** Compiled, not read: what `lib: es2024` and `types: []` refuse by themselves, with the compiler's number. */
export const REFUSED_BY_COMPILER: Readonly<Record<string, string>> = {
  "export { readFileSync } from 'node:fs';": 'TS2591',
  'setTimeout(() => undefined, 1);': 'TS2304',
  'export const x: string = document.title;': 'TS2584',
  "export const x: string = new URL('https://kk').href;": 'TS2304',
  'console.log(1);': 'TS2584',
  'export function f() { return Math.abs(1); }': 'TS9013',
  'export const first = (list: readonly string[]): string => list[0];': 'TS2322',
};

export const TAKEN_BY_COMPILER =
  'export const first = (list: readonly string[]): string | undefined => list[0];';
