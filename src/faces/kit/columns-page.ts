import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Page } from '../../engine/reading.ts';
import type { ColumnHashing, Columns } from '../../record/columns.ts';
import { unpackColumns } from '../../record/unpack-columns.ts';
import type { ColumnsError } from '../../record/unpack-columns.ts';

/** A page of a hub for the column form: beside the entries stands what the hub says of each, but for `kind`, which each core names. */
export function columnsOfPage({ entries, ...rest }: Page): Columns {
  const said = entries.map(
    ({ e: _e, g: _g, parts: _parts, kind: _kind, index: _index, loggedAt: _at, ...more }) => more,
  );
  const beside = {
    ...rest,
    index: stepsOf(entries.map(({ index }) => index)),
    loggedAt: stepsOf(entries.map(({ loggedAt }) => loggedAt)),
    said,
  };
  return { entries: entries.map(({ e, g, parts }) => ({ e, g, parts })), beside };
}

/** The page as it stands in a JSON answer, but for `kind`. */
export function pageInColumns(bytes: Uint8Array, hashing: ColumnHashing): Result<Json, ColumnsError> {
  const read = unpackColumns(bytes, hashing);
  if (!read.ok) return read;
  const { entries, beside } = read.value;
  const { index, loggedAt, said, ...rest } = isJsonObject(beside) ? beside : {};
  const [indexes, times] = [sumsOf(index), sumsOf(loggedAt)];
  const told = entries.flatMap((entry, i): Json | readonly [] => {
    const [at, when] = [indexes?.[i], times?.[i]];
    const more = isJsonArray(said) ? said[i] : undefined;
    return at === undefined || when === undefined || !isJsonObject(more)
      ? []
      : { ...more, ...entry, index: at, loggedAt: when };
  });
  if (told.length < entries.length)
    return err({ kind: 'columns', why: 'beside: does not say index and time of every entry' });
  return ok({ ...rest, entries: told });
}

/** The first number and then by how much each is more than the one before: most are alike. */
function stepsOf(values: readonly number[]): readonly number[] {
  return values.map((value, i) => value - (values[i - 1] ?? 0));
}

function sumsOf(steps: Json | undefined): readonly number[] | undefined {
  if (steps === undefined || !isJsonArray(steps)) return undefined;
  let sum = 0;
  return steps.map((step) => (sum += typeof step === 'number' ? step : 0));
}
