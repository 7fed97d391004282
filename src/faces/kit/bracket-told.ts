import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { instant, INSTANT_MS_MAX } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { EntryBracket } from '../../engine/brackets.ts';
import type { NotAfter } from '../../record/log/bracket.ts';
import type { EntryId } from '../../record/names.ts';

/** Where a hub tells between what moments an entry was signed, below a link. */
export function bracketPath(id: EntryId): string {
  return `/bracket/${id}`;
}

/** A bracket as a hub tells it; `undefined` for what is none. It is the hub's word, whoever it names. */
export function bracketTold(value: Json | undefined): EntryBracket | undefined {
  if (!isJsonObject(value) || !isJsonArray(value['notAfter'])) return undefined;
  const notAfter = value['notAfter'].flatMap((bound) => boundIn(bound) ?? []);
  const outside = boundIn(value['outside']);
  const { notBefore, otherLog, fault } = value;
  const { size } = isJsonObject(notBefore) ? notBefore : {};
  const at = instantIn(notBefore);
  return {
    ...(typeof size === 'number' && at !== undefined && { notBefore: { size, at } }),
    notAfter,
    ...(outside !== undefined && outside.by !== 'hub' && { outside }),
    ...(typeof otherLog === 'string' && { otherLog }),
    ...((fault === 'unknown' || fault === 'newer') && { fault }),
  };
}

function boundIn(value: Json | undefined): NotAfter | undefined {
  const at = instantIn(value);
  const { by, name } = isJsonObject(value) ? value : {};
  if (at === undefined) return undefined;
  if (by === 'hub') return { by, at };
  return (by === 'witness' || by === 'authority') && typeof name === 'string' ? { by, name, at } : undefined;
}

function instantIn(value: Json | undefined): Instant | undefined {
  const at = isJsonObject(value) ? value['at'] : undefined;
  return typeof at === 'number' && Number.isSafeInteger(at) && Math.abs(at) <= INSTANT_MS_MAX
    ? instant(at)
    : undefined;
}
