import { isAlias, isMap, isNode, isScalar, isSeq } from 'yaml';
import type { Document, Pair } from 'yaml';

/** What is wrong at one place of a YAML document: its offset in the text, its path, and why. */
export type YamlFault = { readonly offset: number; readonly path: string; readonly why: string };

// Twice what the deepest field needs; what lies deeper nobody reads.
const DEPTH_MAX = 16;
// Controls that no page shows and a terminal obeys, and halves of characters; line breaks and tabs are text.
const UNPRINTABLE = /[\p{Cc}\p{Surrogate}]/u;
const LINE_BREAKS_AND_TABS = /[\t\n\r]/gu;
const NO_VALUE = 'has no value: give one, or leave the field out';

type Spot = {
  readonly node: unknown;
  readonly path: string;
  readonly offset: number;
  readonly depth: number;
};

/**
 * Looks through a whole document for what a file of ours may not hold: anchors and aliases (people read these files, and
 * a few lines of them can stand for thousands of millions), tags, fields without a value or there twice, and
 * characters nobody can see.
 */
export function yamlFault(doc: Document.Parsed): YamlFault | undefined {
  const open: Spot[] = [{ node: doc.contents, path: '', offset: 0, depth: 0 }];
  for (let spot = open.pop(); spot !== undefined; spot = open.pop()) {
    const { node, offset, path } = spot;
    const why = nodeFault(spot);
    if (why !== undefined) return { offset, path, why };
    const inside = isSeq(node) ? itemsIn(node.items, spot) : isMap(node) ? fieldsIn(node.items, spot) : [];
    if ('why' in inside) return inside;
    // The first of them is looked at first, so that the first fault in the file is the one that is told.
    for (const next of inside.toReversed()) open.push(next);
  }
  return undefined;
}

function nodeFault({ node, depth }: Spot): string | undefined {
  if (depth > DEPTH_MAX) return `is nested more than ${DEPTH_MAX} deep`;
  if (isAlias(node))
    return `is an alias (*${node.source}): write the value out. Text that begins with * stands in quotes`;
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return NO_VALUE;
  if (node.anchor !== undefined)
    return `has an anchor (&${node.anchor}): leave it out. Text that begins with & stands in quotes`;
  if (node.tag !== undefined)
    return `has a tag (${node.tag}): leave it out. Text that begins with ! stands in quotes`;
  if (!isScalar(node)) return undefined;
  if (node.value === null || node.value === undefined) return NO_VALUE;
  return typeof node.value === 'string' && isUnprintable(node.value)
    ? 'holds a character that cannot be shown'
    : undefined;
}

function isUnprintable(text: string): boolean {
  return UNPRINTABLE.test(text.replaceAll(LINE_BREAKS_AND_TABS, ' '));
}

function itemsIn(items: readonly unknown[], { path, offset, depth }: Spot): readonly Spot[] {
  return items.map((node, i) => ({
    node,
    path: `${path}[${i}]`,
    offset: startOf(node) ?? offset,
    depth: depth + 1,
  }));
}

function fieldsIn(pairs: readonly Pair[], { path, offset, depth }: Spot): readonly Spot[] | YamlFault {
  const seen = new Set<string>();
  const spots: Spot[] = [];
  for (const { key, value } of pairs) {
    const at = startOf(key) ?? startOf(value) ?? offset;
    const name = isScalar(key) && typeof key.value === 'string' ? key.value : undefined;
    if (name === undefined || isUnprintable(name) || (isScalar(key) && (key.anchor ?? key.tag) !== undefined))
      return { offset: at, path, why: 'has a field whose name is not a plain word' };
    const inner = pathTo(path, name);
    if (seen.has(name)) return { offset: at, path: inner, why: 'is there twice' };
    seen.add(name);
    spots.push({ node: value, path: inner, offset: at, depth: depth + 1 });
  }
  return spots;
}

export function pathTo(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

export function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
