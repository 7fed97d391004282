import { identifier, isContractFile, isNode, isTestFile, walk } from './source.ts';
import type { Finding, Node, Source } from './source.ts';

/** Rooms without clock, chance, locale or output; ports and engine get all four through ports. */
export const PURE_ROOMS = ['base', 'record', 'situation', 'acts', 'ports', 'engine'] as const;

// What `lib: es2024` still offers. Timers, crypto, URL and the like are refused by the compiler.
const REFUSED_NAMES: ReadonlyMap<string, string> = new Map([
  ['Date', 'a clock and a time zone: take asOf: Instant'],
  ['Intl', 'a locale'],
  ['console', 'output'],
  ['globalThis', 'everything outside'],
]);
const REFUSED_MEMBERS = /^(toLocale[A-Z]\w*|localeCompare)$/;

/** Names of the world in pure rooms; their tests may use them (a platform's Date is a good second opinion). */
export function findWorldInPureRooms(sources: readonly Source[]): Finding[] {
  const out: Finding[] = [];
  for (const source of sources) {
    const isPure = PURE_ROOMS.some((room) => source.path.startsWith(`src/${room}/`));
    if (!isPure || isTestFile(source.path) || isContractFile(source.path)) continue;
    walk(source.program, (node, parents) => {
      const why = worldFault(node, parents);
      if (why !== undefined) out.push({ path: source.path, line: source.lineAt(node.start), why });
    });
  }
  return out;
}

function worldFault(node: Node, parents: readonly Node[]): string | undefined {
  const name = identifier(node);
  const parent = parents.at(-1);
  if (name === undefined || parent === undefined) return undefined;
  if (isMemberName(node, parent)) {
    if (REFUSED_MEMBERS.test(name)) return `${name} depends on a locale`;
    const isMath = parent.type === 'MemberExpression' && identifier(parent['object']) === 'Math';
    return isMath && name === 'random' ? 'Math.random is chance: take it as an argument' : undefined;
  }
  if (isMathAside(name, node, parent)) return 'Math only as Math.name, so that Math.random cannot hide';
  const what = REFUSED_NAMES.get(name);
  return what === undefined ? undefined : `${name} is ${what}`;
}

/** The identifier names a member or a key, not a variable. */
function isMemberName(node: Node, parent: Node): boolean {
  if (parent.type === 'MemberExpression') return parent['property'] === node && parent['computed'] !== true;
  if (parent.type === 'TSQualifiedName') return parent['right'] === node;
  if (parent.type === 'ImportSpecifier') return parent['imported'] === node && parent['local'] !== node;
  const isKey = 'key' in parent && parent['key'] === node && parent['computed'] !== true;
  return isKey && !(parent['shorthand'] === true && isNode(parent['value']));
}

function isMathAside(name: string, node: Node, parent: Node): boolean {
  if (name !== 'Math') return false;
  return !(parent.type === 'MemberExpression' && parent['object'] === node && parent['computed'] !== true);
}
