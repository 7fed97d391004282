import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Pair } from 'yaml';
import type { FileFault, FileSpot } from '../../base/file-spot.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { faultShown } from './fault-shown.ts';
import { pathTo, startOf, yamlFault } from './yaml-check.ts';

/** Carries a fault up to the one place that turns it into a result. */
class FaultError extends Error {
  readonly fault: FileFault;
  constructor(fault: FileFault) {
    super(fault.why);
    this.fault = fault;
  }
}

// A hundred times a day written by hand. The worst text of this size is read in some seconds.
export const YAML_BYTES_MAX: number = 1024 * 1024;
export const TOO_LARGE: string = `is larger than such a file may be (${YAML_BYTES_MAX} bytes)`;

/**
 * Reads YAML 1.2 that people can read: no aliases, no tags, every field with a value and only once. What `read` makes of
 * its root is the answer, or the first fault that was found.
 */
export function readYaml<T>(text: string, file: string, read: (root: FileSpot) => T): Result<T, FileFault> {
  try {
    return ok(read(rootOf(text, file)));
  } catch (cause) {
    if (cause instanceof FaultError) return err(cause.fault);
    throw cause;
  }
}

type Position = { readonly line: number; readonly column: number };
type Failing = (at: Position, path: string, why: string) => never;
type Reading = { readonly fail: Failing; readonly positionAt: (offset: number) => Position };

const START: Position = { line: 1, column: 1 };

function rootOf(text: string, file: string): FileSpot {
  const fail: Failing = (at, path, why) => {
    throw new FaultError(faultShown({ file, ...at, field: path, why }));
  };
  if (text.length > YAML_BYTES_MAX) fail(START, '', TOO_LARGE);
  const lines = new LineCounter();
  // Pretty errors and unique keys each take a time that grows with the square of the file.
  const doc = parseDocument(text, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problem = doc.errors[0] ?? doc.warnings.find((w) => w.code !== 'TAG_RESOLVE_FAILED');
  if (problem !== undefined)
    fail(positionAt(problem.pos[0]), '', YAML_WORDS[problem.code] ?? yamlWords(problem));
  if (doc.directives.yaml.explicit === true)
    fail(START, '', 'begins with %YAML: leave that line out; it is read as YAML 1.2');
  if (doc.contents === null) fail(START, '', 'is empty');
  const fault = yamlFault(doc);
  if (fault !== undefined) fail(positionAt(fault.offset), fault.path, fault.why);
  return spotOf(doc.contents, { path: '', ...START }, { fail, positionAt });
}

const YAML_WORDS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'begins a second document (---): one file holds one',
  BAD_DIRECTIVE: 'is a directive (%): leave that line out',
};

function yamlWords({ message }: { readonly message: string }): string {
  if (/call stack/.test(message)) return 'is nested too deep';
  return `is not YAML: ${message.split('\n')[0] ?? ''}`;
}

type Here = Position & { readonly path: string };

function spotOf(node: unknown, here: Here, reading: Reading): FileSpot {
  const { path, line, column } = here;
  const fail = (why: string): never => reading.fail({ line, column }, path, why);
  let fields: ReadonlyMap<string, Pair> | undefined;
  const found = (): ReadonlyMap<string, Pair> => {
    if (!isMap(node)) return fail('is not a group of fields');
    return (fields ??= new Map(node.items.map((pair) => [keyOf(pair), pair])));
  };
  const spotAt = (inner: unknown, innerPath: string, offset: number | undefined): FileSpot => {
    const at = offset === undefined ? here : reading.positionAt(offset);
    return spotOf(inner, { line: at.line, column: at.column, path: innerPath }, reading);
  };
  return {
    ...here,
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
