/** A value JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON text in the JSON Canonicalization Scheme (RFC 8785): keys sorted by UTF-16 code units,
 * ECMAScript number and string forms, no white space. The value must hold finite numbers only.
 */
export function canonicalJson(value: Json): string {
  // ECMAScript prints members in the order it keeps them: where that is the sorted one, its own text is canonical.
  if (value === null || typeof value !== 'object' || isSorted(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** Whether every object in the value keeps its members in the order in which they are to be printed. */
function isSorted(value: Json): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (isJsonArray(value)) return value.every(isSorted);
  let before: string | undefined;
  for (const key of Object.keys(value)) {
    if ((before !== undefined && key < before) || !isSorted(value[key] ?? null)) return false;
    before = key;
  }
  return true;
}

/** The text is JSON text; `undefined` when it is not. Depth and size are the caller's to bound. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) satisfies Json;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}
