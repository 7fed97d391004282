import { isJsonArray, isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { Page } from '../../engine/reading.ts';
import type { ColumnHashing, Columns } from '../../record/columns.ts';
import { unpackColumns } from '../../record/unpack-columns.ts';
import type { ColumnsError } from '../../record/unpack-columns.ts';

/** A page of a hub for the column form: beside the entries stands, field by field, what the hub says of each. */
export function columnsOfPage({ entries, ...rest }: Page): Columns {
  const beside = {
    ...rest,
    index: stepsOf(entries.map(({ index }) => index)),
    loggedAt: stepsOf(entries.map(({ loggedAt }) => loggedAt)),
    weight: entries.map(({ weight }) => weight),
  };
  return { entries: entries.map(({ e, g, parts }) => ({ e, g, parts })), beside };
}

/** The page as it stands in a JSON answer, but for `kind`, which each core names. */
export function pageInColumns(bytes: Uint8Array, hashing: ColumnHashing): Result<Json, ColumnsError> {
  const read = unpackColumns(bytes, hashing);
  if (!read.ok) return read;
  const { entries, beside } = read.value;
  const { index, loggedAt, weight, ...rest } = isJsonObject(beside) ? beside : {};
  const [indexes, times] = [sumsOf(index), sumsOf(loggedAt)];
  const isWhole = [indexes, times, weight].every(
    (values) => isJsonArray(values) && values.length === entries.length,
  );
  if (!isWhole || indexes === undefined || times === undefined || !isJsonArray(weight))
    return err({ kind: 'columns', why: 'beside: does not say index, time and weight of every entry' });
  const told = entries.map((entry, i) => ({
    ...entry,
    index: indexes[i] ?? 0,
    loggedAt: times[i] ?? 0,
    weight: weight[i] ?? '',
  }));
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
