import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

/** A node of the syntax tree (ESTree with TypeScript's own nodes); places are UTF-16 offsets into the text. */
export type Node = {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
};

/**
 * One module named by another. `isTypeOnly` is what vanishes when types are stripped: `import type`,
 * `export type … from` and `import('x').T`; `import { type T }` stays behind as a side-effect import.
 */
export type Import = {
  readonly specifier: string | undefined; // undefined: a computed import()
  readonly isTypeOnly: boolean;
  readonly line: number;
};

/** A parsed source file, its path from the root. */
export type Source = {
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  readonly imports: readonly Import[];
  readonly lineAt: (offset: number) => number;
};

export type Finding = { readonly path: string; readonly line: number; readonly why: string };

export function readSources(paths: readonly string[]): Source[] {
  return paths.map((path) => parseSource(path, readFileSync(path, 'utf8')));
}

/** Throws where the text is not TypeScript. */
export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text);
  const program: unknown = parsed.program;
  if (parsed.errors.length > 0 || !isNode(program)) {
    throw new Error(`${path}: ${parsed.errors.map((error) => error.message).join('; ')}`);
  }
  const lineAt = lineFinder(text);
  return { path, text, program, imports: importsOf(program, lineAt), lineAt };
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Calls `visit` for every node, parents first, with its parents (nearest last). */
export function walk(
  node: Node,
  visit: (node: Node, parents: readonly Node[]) => void,
  parents: readonly Node[] = [],
): void {
  visit(node, parents);
  const inside = [...parents, node];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit, inside);
  }
}

/** The name of an identifier node, else `undefined`. */
export function identifier(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' && typeof value['name'] === 'string'
    ? value['name']
    : undefined;
}

export function isTestFile(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

export function isContractFile(path: string): boolean {
  return path.endsWith('.contract.ts');
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const after = starts.findIndex((start) => start > offset);
    return after < 0 ? starts.length : after;
  };
}

function importsOf(program: Node, lineAt: (offset: number) => number): Import[] {
  const out: Import[] = [];
  walk(program, (node) => {
    const found = importOf(node);
    if (found) out.push({ ...found, line: lineAt(node.start) });
  });
  return out;
}

function importOf(node: Node): Omit<Import, 'line'> | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { specifier: literal(node['source']), isTypeOnly: node['importKind'] === 'type' };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      if (!isNode(node['source'])) return undefined;
      return { specifier: literal(node['source']), isTypeOnly: node['exportKind'] === 'type' };
    case 'ImportExpression':
      return { specifier: literal(node['source']), isTypeOnly: false };
    case 'TSImportType':
      return { specifier: literal(node['source']), isTypeOnly: true };
    default:
      return undefined;
  }
}

function literal(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Literal' && typeof value['value'] === 'string'
    ? value['value']
    : undefined;
}
