import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Pair } from 'yaml';
import { isCode } from '../../record/kinds/fields.ts';
import type { DayFault } from './day.ts';
import { pathTo, startOf, yamlFault } from './yaml-check.ts';

/** A place in a YAML file: a value that knows its line and its path, and can say what is wrong with it. */
export type YamlSpot = {
  readonly path: string;
  readonly line: number;
  readonly value: unknown;
  readonly isList: boolean;
  readonly has: (name: string) => boolean;
  readonly at: (name: string) => YamlSpot;
  readonly items: () => readonly YamlSpot[];
  readonly names: () => readonly string[];
  readonly fail: (why: string) => never;
};

/** Carries a fault up to the one place that turns it into a result. */
export class DayFaultError extends Error {
  readonly fault: DayFault;
  constructor(fault: DayFault) {
    super(fault.why);
    this.fault = fault;
  }
}

// A hundred times a day written by hand. The worst text of this size is read in some seconds.
export const DAY_FILE_BYTES_MAX: number = 1024 * 1024;
// What one list of the record may hold.
const CODES_MAX = 2_000;
// Two codes and two dots.
const RANGE_CHARS_MAX = 66;
const RANGE = /^(.*?)(\d+)\.\.(.*?)(\d+)$/u;
const NOT_A_CODE = 'is not a code of letters, digits and hyphens (at most 32)';
const QUOTED_CHARS_MAX = 60;
const WHY_CHARS_MAX = 400;
const PATH_CHARS_MAX = 120;

/** Parses YAML 1.2 that people can read: no aliases, no tags, every field with a value and only once. */
export function readYaml(text: string, file: string): YamlSpot {
  const fail: Failing = (line, path, why) => {
    throw new DayFaultError({
      file,
      line,
      field: shownOf(path, PATH_CHARS_MAX),
      why: shownOf(why, WHY_CHARS_MAX),
    });
  };
  if (text.length > DAY_FILE_BYTES_MAX)
    fail(1, '', `is larger than a day file may be (${DAY_FILE_BYTES_MAX} bytes)`);
  const lines = new LineCounter();
  // Pretty errors and unique keys each take a time that grows with the square of the file.
  const doc = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const problem = doc.errors[0] ?? doc.warnings.find((w) => w.code !== 'TAG_RESOLVE_FAILED');
  if (problem !== undefined) fail(lineAt(problem.pos[0]), '', YAML_WORDS[problem.code] ?? yamlWords(problem));
  if (doc.directives.yaml.explicit === true)
    fail(1, '', 'begins with %YAML: leave that line out; day files are YAML 1.2');
  if (doc.contents === null) fail(1, '', 'is empty: there is no day in it');
  const fault = yamlFault(doc);
  if (fault !== undefined) fail(lineAt(fault.offset), fault.path, fault.why);
  return spotOf(doc.contents, { path: '', line: 1 }, { fail, lineAt });
}

type Failing = (line: number, path: string, why: string) => never;
type Reading = { readonly fail: Failing; readonly lineAt: (offset: number) => number };

const YAML_WORDS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'begins a second document (---): one file is one day',
  BAD_DIRECTIVE: 'is a directive (%): leave that line out',
};

function yamlWords({ message }: { readonly message: string }): string {
  if (/call stack/.test(message)) return 'is nested too deep';
  return `is not YAML: ${message.split('\n')[0] ?? ''}`;
}

/** What a file says is shown on a terminal: cut to a length, and without what a terminal would obey. */
function shownOf(text: string, charsMax: number): string {
  const shown = text.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, '\u{FFFD}');
  return shown.length > charsMax ? `${shown.slice(0, charsMax)}…` : shown;
}

function spotOf(
  node: unknown,
  { path, line }: { readonly path: string; readonly line: number },
  reading: Reading,
): YamlSpot {
  const fail = (why: string): never => reading.fail(line, path, why);
  let fields: ReadonlyMap<string, Pair> | undefined;
  const found = (): ReadonlyMap<string, Pair> => {
    if (!isMap(node)) return fail('is not a group of fields');
    return (fields ??= new Map(node.items.map((pair) => [keyOf(pair), pair])));
  };
  const spotAt = (inner: unknown, innerPath: string, offset: number | undefined): YamlSpot => {
    const at = { path: innerPath, line: offset === undefined ? line : reading.lineAt(offset) };
    return spotOf(inner, at, reading);
  };
  return {
    path,
    line,
    fail,
    isList: isSeq(node),
    get value(): unknown {
      return plainOf(node);
    },
    has: (name) => isMap(node) && found().has(name),
    names: () => [...found().keys()],
    at: (name) => {
      const pair = found().get(name);
      if (pair === undefined) return fail(`has no field "${name}"`);
      return spotAt(pair.value, pathTo(path, name), startOf(pair.key));
    },
    items: () => {
      if (!isSeq(node)) return fail('is not a list such as [a, b]');
      return node.items.map((item, i) => spotAt(item, `${path}[${i}]`, startOf(item)));
    },
  };
}

/** The plain value; the depth is bounded by `yamlFault`. Own entries only, so that no name reaches a prototype. */
function plainOf(node: unknown): unknown {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map(plainOf);
  return isMap(node)
    ? Object.fromEntries(node.items.map((pair) => [keyOf(pair), plainOf(pair.value)]))
    : undefined;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

export function textOf(spot: YamlSpot): string {
  const { value } = spot;
  if (typeof value === 'number' || typeof value === 'boolean')
    return spot.fail(`is not a text: put it in quotes ("${String(value)}")`);
  return typeof value === 'string' && value !== '' ? value : spot.fail('is not a text');
}

export function wholeOf(spot: YamlSpot, lo: number, hi: number): number {
  const { value } = spot;
  return typeof value === 'number' && Number.isInteger(value) && value >= lo && value <= hi
    ? value
    : spot.fail(`is not a whole number from ${lo} to ${hi}`);
}

export function oneOf<T extends string>(spot: YamlSpot, allowed: readonly T[]): T {
  return (
    allowed.find((item) => item === spot.value) ??
    spot.fail(`${quoted(spot.value)} is none of ${allowed.join(', ')}`)
  );
}

export function yesNo(spot: YamlSpot): boolean {
  return typeof spot.value === 'boolean' ? spot.value : spot.fail('is neither true nor false');
}

/** A value of the file as a reason repeats it: enough to find it by. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > QUOTED_CHARS_MAX ? `"${text.slice(0, QUOTED_CHARS_MAX)}…"` : `"${text}"`;
}

/** Refuses fields nobody reads: a misspelt field would silently change the day. */
export function onlyFields(spot: YamlSpot, allowed: readonly string[]): void {
  const extra = spot.names().find((name) => !allowed.includes(name));
  if (extra !== undefined) spot.at(extra).fail(`is not a field here; known are ${allowed.join(', ')}`);
}

/** Codes that stand for one thing each: said twice, one of them is a slip of the pen. */
export function onceEach(spots: readonly YamlSpot[], codeIn: (spot: YamlSpot) => string): readonly string[] {
  const seen = new Set<string>();
  return spots.map((spot) => {
    const code = codeIn(spot);
    if (seen.has(code)) spot.fail(`${quoted(code)} is there twice`);
    seen.add(code);
    return code;
  });
}

/** `A1..A30` to its thirty codes, any other code to itself, a list to those of all its items. Each once. */
export function expandCodes(spot: YamlSpot): readonly string[] {
  const codes = new Set<string>();
  for (const part of spot.isList ? spot.items() : [spot]) {
    for (const code of expandOne(part)) {
      if (codes.has(code)) part.fail(`${quoted(code)} is there twice`);
      codes.add(code);
      if (codes.size > CODES_MAX) spot.fail(`names more than ${CODES_MAX}`);
    }
  }
  return [...codes];
}

function expandOne(spot: YamlSpot): readonly string[] {
  const text = textOf(spot);
  const match = text.length > RANGE_CHARS_MAX ? null : RANGE.exec(text);
  if (match === null) return [codeOf(spot)];
  const [, name = '', first = '', otherName = '', last = ''] = match;
  if (name !== otherName) spot.fail(`is not a range such as N1..N24: ${name} and ${otherName} differ`);
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > CODES_MAX) spot.fail(`runs backwards or names more than ${CODES_MAX}`);
  // N01..N12 keeps its noughts.
  const digits = first.startsWith('0') ? first.length : 1;
  const codes = Array.from(
    { length: count },
    (_, i) => name + String(Number(first) + i).padStart(digits, '0'),
  );
  return codes.every(isCode) ? codes : spot.fail(NOT_A_CODE);
}

export function codeOf(spot: YamlSpot): string {
  const text = textOf(spot);
  return isCode(text) ? text : spot.fail(NOT_A_CODE);
}
