import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Pair } from 'yaml';
import { isCode } from '../../record/kinds/fields.ts';
import type { DayFault } from './day.ts';

/** A place in a YAML file: a value that knows its line and its path, and can say what is wrong with it. */
export type YamlSpot = {
  readonly path: string;
  readonly line: number;
  readonly value: unknown;
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

/** Parses YAML 1.2. Aliases are refused: a day file is read by people, and they can explode. */
export function readYaml(text: string, file: string): YamlSpot {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const lineAt = (offset: number | undefined): number => lines.linePos(offset ?? 0).line;
  const [problem] = doc.errors;
  if (problem !== undefined)
    throw new DayFaultError({
      file,
      line: lineAt(problem.pos[0]),
      field: '',
      why: problem.message.split('\n')[0] ?? 'is not YAML',
    });
  const spot = (node: unknown, path: string, line: number): YamlSpot => {
    const fail = (why: string): never => {
      throw new DayFaultError({ file, line, field: path, why });
    };
    const pairs = (): readonly Pair[] => (isMap(node) ? node.items : fail('is not a group of fields'));
    const find = (name: string): Pair | undefined => pairs().find((pair) => keyOf(pair) === name);
    return {
      path,
      line,
      fail,
      get value(): unknown {
        const value: unknown = isScalar(node)
          ? node.value
          : isMap(node) || isSeq(node)
            ? node.toJS(doc, { maxAliasCount: 0 })
            : undefined;
        return value;
      },
      has: (name) => isMap(node) && find(name) !== undefined,
      names: () => pairs().map(keyOf),
      at: (name) => {
        const pair = find(name);
        if (pair === undefined) return fail(`has no field "${name}"`);
        return spot(
          pair.value,
          path === '' ? name : `${path}.${name}`,
          lineAt(startOf(pair.key) ?? startOf(pair.value)),
        );
      },
      items: () => {
        if (!isSeq(node)) return fail('is not a list');
        return node.items.map((item, i) => spot(item, `${path}[${i}]`, lineAt(startOf(item))));
      },
    };
  };
  return spot(doc.contents, '', 1);
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

export function textOf(spot: YamlSpot): string {
  const { value } = spot;
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
    spot.fail(`"${String(spot.value)}" is none of ${allowed.join(', ')}`)
  );
}

export function yesNo(spot: YamlSpot): boolean {
  return typeof spot.value === 'boolean' ? spot.value : spot.fail('is neither true nor false');
}

/** Refuses fields nobody reads: a misspelt field would silently change the day. */
export function onlyFields(spot: YamlSpot, allowed: readonly string[]): void {
  const extra = spot.names().find((name) => !allowed.includes(name));
  if (extra !== undefined) spot.at(extra).fail(`is not a field here; known are ${allowed.join(', ')}`);
}

/** `A1..A30` to its thirty codes; anything else to itself. */
export function expandCodes(spot: YamlSpot): readonly string[] {
  if (Array.isArray(spot.value)) return spot.items().flatMap(expandCodes);
  const text = textOf(spot);
  const match = /^(.*?)(\d+)\.\.\1(\d+)$/u.exec(text);
  if (match === null) return [text];
  const [, name = '', first = '', last = ''] = match;
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > 2_000) spot.fail('runs backwards or names more than 2000');
  return Array.from({ length: count }, (_, i) => `${name}${Number(first) + i}`);
}

export function codeOf(spot: YamlSpot): string {
  const { value } = spot;
  return isCode(value) ? value : spot.fail('is not a code of letters, digits and hyphens (at most 32)');
}
