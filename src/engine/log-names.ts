import { utf8Decode, utf8Encode } from '../base/bytes.ts';
import { isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { HUB_LOG_PREFIX } from '../record/log/hub-log.ts';
import type { AuthorKey } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreFailure } from '../ports/store.ts';
import type { Store } from '../ports/store.ts';

/** Where a hub keeps what its log is called and was called before. */
export const LOG_NAMES = 'log-names';

/**
 * The names of one hub's log. After a loss of entries it goes on under another name, since a checkpoint may be out that
 * the same name would contradict (decision 0021).
 */
export type LogNames = {
  readonly origin: string;
  /** The names before, each with the number of entries that have the same index in it as here. */
  readonly earlierLogs: ReadonlyMap<string, number>;
};

/** As it is kept: what stands after the hub's own name, for the log of now and those before. */
type Kept = { readonly now: string; readonly before: readonly Before[] };
type Before = { readonly name: string; readonly upTo: number };

const FIRST: Kept = { now: '', before: [] };
const SUFFIX = /^(\/\d{1,10})?$/;

/** The name of a hub's log, if nothing was lost: a played day can never be taken for a real one. */
export function logBase(hubKey: AuthorKey, kind: Clock['kind']): string {
  return `${HUB_LOG_PREFIX}${hubKey}${kind === 'replay' ? '/replay' : ''}`;
}

/** `base`: the name without what comes after a loss. */
export function logNames(store: Pick<Store, 'setting'>, base: string): LogNames {
  const { now, before } = keptIn(store.setting(LOG_NAMES));
  const earlierLogs = new Map(before.map(({ name, upTo }) => [`${base}${name}`, upTo]));
  return { origin: `${base}${now}`, earlierLogs };
}

/**
 * What is kept when the log goes on under a new name. `upTo`: how many of its entries may be told apart from none of the
 * old log's. The number is drawn, not counted: a backup that is restored twice would count to the same one twice.
 */
export function withNewName(
  old: Uint8Array | undefined,
  upTo: number,
  { randomBytes }: Pick<Primitives, 'randomBytes'>,
): Uint8Array {
  const { now, before } = keptIn(old);
  const ended = [...before, { name: now, upTo }].map((each) => ({
    ...each,
    upTo: Math.min(each.upTo, upTo),
  }));
  return utf8Encode(JSON.stringify({ now: `/${newNumber(randomBytes)}`, before: ended }));
}

/** From 2, as the first log is the one without a number. */
function newNumber(randomBytes: Primitives['randomBytes']): number {
  const drawn = randomBytes(4).reduce((number, byte) => number * 256 + byte, 0);
  return Math.max(2, drawn);
}

function keptIn(setting: Uint8Array | undefined): Kept {
  if (setting === undefined) return FIRST;
  const value = parseJson(utf8Decode(setting) ?? '');
  const before = isJsonObject(value) ? value['before'] : undefined;
  const now = isJsonObject(value) ? value['now'] : undefined;
  const known = isJsonArray(before) ? before.map(beforeOf) : [];
  const isWhole = known.every((each) => each !== undefined);
  // To go on under the first name would be to contradict what was signed under it.
  if (typeof now !== 'string' || !SUFFIX.test(now) || known.length === 0 || !isWhole)
    throw new StoreFailure('broken', false);
  return { now, before: known.filter((each) => each !== undefined) };
}

function beforeOf(value: Json): Before | undefined {
  if (!isJsonObject(value)) return undefined;
  const { name, upTo } = value;
  const isKnown =
    typeof name === 'string' && SUFFIX.test(name) && typeof upTo === 'number' && Number.isSafeInteger(upTo);
  return isKnown && upTo >= 0 ? { name, upTo } : undefined;
}
