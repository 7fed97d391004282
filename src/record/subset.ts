import { canonicalJson, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';

/** JSON of the record: no null, no fraction, no unsafe integer, plain keys. */
export type Plain = boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };
export type PlainObject = { readonly [key: string]: Plain };

// Deeper than any entry needs; keeps hostile nesting from costing a stack.
const DEPTH_MAX = 8;
const KEY = /^[a-z][A-Za-z0-9_]{0,31}$/;

/** Why a text is not JSON of the record in its one spelling. */
export type PlainFault =
  | { readonly kind: 'not-json' }
  | { readonly kind: 'outside-subset'; readonly why: string }
  | { readonly kind: 'not-canonical' };

/** Reads JSON text of the record. Nothing is repaired: one meaning has one spelling. Size is the caller's to bound. */
export function parsePlain(text: string): Result<Plain, PlainFault> {
  const value = parseJson(text);
  if (value === undefined) return err({ kind: 'not-json' });
  if (!isWithin(value, 0)) return err({ kind: 'outside-subset', why: findFault(value, '$', 0) ?? '' });
  // A duplicate key, white space, another number form or key order all print differently.
  return canonicalJson(value) === text ? ok(value) : err({ kind: 'not-canonical' });
}

/** The first thing in the value that is outside the record's subset of JSON, with its path, or `undefined`. */
export function subsetFault(value: Json): string | undefined {
  return isWithin(value, 0) ? undefined : findFault(value, '$', 0);
}

/** As `findFault`, without the words: nearly every value is within, and each is asked about several times. */
function isWithin(value: Json, depth: number): value is Plain {
  if (depth > DEPTH_MAX || value === null) return false;
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value === 'boolean') return true;
  if (!isJsonObject(value)) return value.every((item) => isWithin(item, depth + 1));
  for (const name of Object.keys(value))
    if (!KEY.test(name) || !isWithin(value[name] ?? null, depth + 1)) return false;
  return true;
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

/** Narrows a value that is within the subset already: its members need not be looked at again. */
export function isObject(value: Plain | undefined): value is PlainObject {
  return isJsonObject(value);
}
