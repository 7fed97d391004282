import { identifier, isContractFile, isNode, isTestFile, walk } from './source.ts';
import type { Finding, Node, Source } from './source.ts';

/** Calls `fault` for every node; what it gives back becomes a finding at the node's line. */
function findNodes(
  sources: readonly Source[],
  fault: (node: Node, parents: readonly Node[], source: Source) => string | undefined,
): Finding[] {
  const out: Finding[] = [];
  for (const source of sources) {
    walk(source.program, (node, parents) => {
      const why = fault(node, parents, source);
      if (why !== undefined) out.push({ path: source.path, line: source.lineAt(node.start), why });
    });
  }
  return out;
}

export function findDefaultExports(sources: readonly Source[]): Finding[] {
  return findNodes(sources, (node) => {
    const isDefault =
      node.type === 'ExportDefaultDeclaration' ||
      node.type === 'TSExportAssignment' ||
      (node.type === 'ExportSpecifier' && identifier(node['exported']) === 'default');
    return isDefault ? 'default export: give it its name' : undefined;
  });
}

/** A file named index, or one that only passes on what others export. */
export function findBarrels(sources: readonly Source[]): Finding[] {
  return sources
    .filter(isBarrel)
    .map(({ path }) => ({ path, line: 1, why: 'barrel: import from the file itself' }));
}

function isBarrel({ path, program }: Source): boolean {
  if (/(^|\/)index\.tsx?$/.test(path)) return true;
  const body = Array.isArray(program['body']) ? program['body'].filter(isNode) : [];
  const passesOn = (node: Node): boolean =>
    node.type === 'ExportAllDeclaration' ||
    (node.type === 'ExportNamedDeclaration' && !isNode(node['declaration']));
  return body.some(passesOn) && body.every((node) => passesOn(node) || node.type === 'ImportDeclaration');
}

export function findEnums(sources: readonly Source[]): Finding[] {
  return findNodes(sources, (node) =>
    node.type === 'TSEnumDeclaration' ? 'enum: use a union of literals' : undefined,
  );
}

export function findAny(sources: readonly Source[]): Finding[] {
  return findNodes(sources, (node) =>
    node.type === 'TSAnyKeyword' ? 'any: use unknown and check' : undefined,
  );
}

/** A file in which casts are right, and why. */
export type CastLeave = { readonly path: string; readonly reason: string };

/**
 * Casts (`x as T`, `<T>x`) outside a brand's maker. A maker is a function whose declared return type names
 * the brand cast to; a brand is a type made with `Brand<…>`. `as const`, `as unknown` and tests are free.
 */
export function findCasts(sources: readonly Source[], leave: readonly CastLeave[]): Finding[] {
  const brands = new Set(sources.flatMap(brandsOf));
  const free = new Set(leave.map(({ path }) => path));
  const checked = sources.filter(({ path }) => !isTestFile(path) && !isContractFile(path) && !free.has(path));
  return findNodes(checked, (node, parents) => {
    if (node.type !== 'TSAsExpression' && node.type !== 'TSTypeAssertion') return undefined;
    const to = node['typeAnnotation'];
    if (!isNode(to) || to.type === 'TSUnknownKeyword') return undefined;
    const name = to.type === 'TSTypeReference' ? identifier(to['typeName']) : undefined;
    if (name === 'const') return undefined;
    const isMade =
      name !== undefined && brands.has(name) && parents.some((parent) => returnsType(parent, name));
    return isMade ? undefined : 'cast outside a brand maker: check the value, or use satisfies';
  });
}

function brandsOf({ program }: Source): string[] {
  const out: string[] = [];
  walk(program, (node) => {
    const name = identifier(node['id']);
    if (
      node.type === 'TSTypeAliasDeclaration' &&
      name !== undefined &&
      namesType(node['typeAnnotation'], 'Brand')
    ) {
      out.push(name);
    }
  });
  return out;
}

function returnsType(node: Node, name: string): boolean {
  return isFunction(node) && namesType(node['returnType'], name);
}

function namesType(annotation: unknown, name: string): boolean {
  let isFound = false;
  if (isNode(annotation)) {
    walk(annotation, (node) => {
      isFound ||= node.type === 'TSTypeReference' && identifier(node['typeName']) === name;
    });
  }
  return isFound;
}

function isFunction(node: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

export const FILE_LINES_MAX = 400;
export const FUNCTION_LINES_MAX = 70;
export const PARAMETERS_MAX = 4;

export function findLongFiles(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length;
    return lines > FILE_LINES_MAX
      ? [{ path, line: 1, why: `${lines} lines, at most ${FILE_LINES_MAX}` }]
      : [];
  });
}

/** In test and contract files a function that registers tests is a list of tests, and may be long. */
export function findLongFunctions(sources: readonly Source[]): Finding[] {
  return findNodes(sources, (node, _parents, source) => {
    if (!isFunction(node)) return undefined;
    const lines = source.lineAt(node.end) - source.lineAt(node.start) + 1;
    if (lines <= FUNCTION_LINES_MAX) return undefined;
    const isTesting = isTestFile(source.path) || isContractFile(source.path);
    if (isTesting && registersTests(node)) return undefined;
    return `function of ${lines} lines, at most ${FUNCTION_LINES_MAX}`;
  });
}

function registersTests(fn: Node): boolean {
  let isFound = false;
  walk(fn, (node) => {
    const callee = node.type === 'CallExpression' ? identifier(node['callee']) : undefined;
    isFound ||= callee !== undefined && /^(test|it|describe|suite)$/.test(callee);
  });
  return isFound;
}

/** Counts declared functions, methods and function types; in tests the callbacks of fast-check are free. */
export function findLongParameterLists(sources: readonly Source[]): Finding[] {
  return findNodes(sources, (node, parents, source) => {
    const { params } = node;
    if (!Array.isArray(params) || !/Function|TSMethodSignature|TSCallSignature|TSConstruct/.test(node.type))
      return undefined;
    const own = params.filter((param) => identifier(param) !== 'this');
    if (own.length <= PARAMETERS_MAX) return undefined;
    if (isTestFile(source.path) && parents.at(-1)?.type === 'CallExpression') return undefined;
    return `${own.length} parameters, at most ${PARAMETERS_MAX}: pass an object`;
  });
}
