import { canonicalJson, isJsonObject, parseJson } from '../base/canonical-json.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { parseAuthorKey, parseIncidentId } from './names.ts';
import type { AuthorKey, IncidentId } from './names.ts';
import { parseWireEntry } from './wire.ts';
import type { WireEntry } from './wire.ts';

/**
 * The transfer file `.shanyrak`: gzip of lines of JSON, a header and then one entry a line, readable with
 * `zcat`. Here are only the lines; packing and unpacking is the caller's.
 */
export type BundleHeader = {
  readonly incident: IncidentId;
  readonly entries: number;
  /** Who the file is made for: it holds no more than they may read. */
  readonly audience: Audience;
  /** The key of the hub whose decisions (`alarm.step`) stand in the file, as its maker says. */
  readonly hub?: AuthorKey;
};

export const AUDIENCES = ['public', 'readers', 'lawyer'] as const;
export type Audience = (typeof AUDIENCES)[number];

export type BundleLineError = { readonly kind: 'bundle-line'; readonly line: number; readonly why: string };

const FORMAT = 'shanyrak-transfer v1';
// Files written before the format was settled; what is in them is the same.
const DRAFT_FORMAT = `${FORMAT}-draft`;

export function bundleLines(header: BundleHeader, entries: Iterable<WireEntry>): string {
  const lines = [canonicalJson({ format: FORMAT, ...header })];
  for (const { e, g, parts } of entries) lines.push(JSON.stringify({ e, g, parts }));
  return `${lines.join('\n')}\n`;
}

export function parseBundleHeader(line: string): Result<BundleHeader, BundleLineError> {
  const fail = (why: string): Result<BundleHeader, BundleLineError> =>
    err({ kind: 'bundle-line', line: 1, why });
  const value = parseJson(line);
  if (!isJsonObject(value)) return fail('is not the header of a transfer file');
  if (value['format'] !== FORMAT && value['format'] !== DRAFT_FORMAT)
    return fail(`is not of the format "${FORMAT}"`);
  const incident = parseIncidentId(value['incident']);
  const audience = AUDIENCES.find((name) => name === value['audience']);
  const entries = value['entries'];
  if (
    incident === undefined ||
    audience === undefined ||
    typeof entries !== 'number' ||
    !Number.isSafeInteger(entries) ||
    entries < 0
  )
    return fail('lacks incident, audience or entries');
  const hub = parseAuthorKey(value['hub']);
  return ok({ incident, audience, entries, ...(hub && { hub }) });
}

/** Reads one line after the header; `line` counts from 1 at the header. */
export function parseBundleLine(text: string, line: number): Result<WireEntry, BundleLineError> {
  const value = parseJson(text);
  if (value === undefined) return err({ kind: 'bundle-line', line, why: 'is not JSON' });
  const wire = parseWireEntry(value);
  return wire.ok ? wire : err({ kind: 'bundle-line', line, why: wire.error.why });
}
