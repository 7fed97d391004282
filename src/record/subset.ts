import { isJsonObject } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';

/** JSON of the record: no null, no fraction, no unsafe integer, plain keys. */
export type Plain = boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };
export type PlainObject = { readonly [key: string]: Plain };

// Deeper than any entry needs; keeps hostile nesting from costing a stack.
const DEPTH_MAX = 8;
const KEY = /^[a-z][A-Za-z0-9_]{0,31}$/;

/** The first thing in the value that is outside the record's subset of JSON, with its path, or `undefined`. */
export function subsetFault(value: Json): string | undefined {
  return isWithin(value, 0) ? undefined : findFault(value, '$', 0);
}

/** As `findFault`, without the words: nearly every value is within, and each is asked about several times. */
function isWithin(value: Json, depth: number): boolean {
  if (depth > DEPTH_MAX || value === null) return false;
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value === 'boolean') return true;
  if (!isJsonObject(value)) return value.every((item) => isWithin(item, depth + 1));
  return Object.entries(value).every(([name, item]) => KEY.test(name) && isWithin(item, depth + 1));
}

function findFault(value: Json, path: string, depth: number): string | undefined {
  if (depth > DEPTH_MAX) return `${path}: nested deeper than ${DEPTH_MAX}`;
  if (value === null) return `${path}: null`;
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? undefined : `${path}: not a whole number within 2^53-1`;
  if (typeof value === 'string') return value.isWellFormed() ? undefined : `${path}: broken Unicode`;
  if (typeof value === 'boolean') return undefined;
  if (!isJsonObject(value))
    return firstFault(
      value.map((item, i) => [`${path}[${i}]`, item] as const),
      depth,
    );
  const key = Object.keys(value).find((name) => !KEY.test(name));
  if (key !== undefined) return `${path}: key "${key.slice(0, 40)}" is not allowed`;
  return firstFault(
    Object.entries(value).map(([name, item]) => [`${path}.${name}`, item] as const),
    depth,
  );
}

function firstFault(items: readonly (readonly [string, Json])[], depth: number): string | undefined {
  for (const [path, item] of items) {
    const fault = findFault(item, path, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Narrows a JSON value that is an object within the subset. */
export function isPlainObject(value: Json | undefined): value is PlainObject {
  return isJsonObject(value) && isWithin(value, 0);
}
