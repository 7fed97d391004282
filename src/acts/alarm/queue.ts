import type { Instant } from '../../base/instant.ts';
import type { RowNumber } from './ledger.ts';

/** Rows in the order in which they are due; of those due at once, in the order of planning. */
export type Queue = {
  readonly add: (row: RowNumber, due: number) => void;
  /**
   * The first rows due by `asOf`, at most `limit`; they stay in the queue. `isGood`: whether a row still waits for that
   * hour; one that does not is forgotten.
   */
  readonly first: (
    asOf: Instant,
    limit: number,
    isGood: (row: RowNumber, due: number) => boolean,
  ) => readonly RowNumber[];
};

/** A binary heap. A row that waits anew is added anew: its older place is passed over when it comes up. */
export function newQueue(): Queue {
  const rows: RowNumber[] = [];
  const dues: number[] = [];
  const isBefore = (a: number, b: number): boolean =>
    (dues[a] ?? 0) < (dues[b] ?? 0) || (dues[a] === dues[b] && (rows[a] ?? 0) < (rows[b] ?? 0));
  const swap = (a: number, b: number): void => {
    [rows[a], rows[b]] = [rows[b] ?? 0, rows[a] ?? 0];
    [dues[a], dues[b]] = [dues[b] ?? 0, dues[a] ?? 0];
  };
  const add: Queue['add'] = (row, due) => {
    let at = rows.push(row) - 1;
    dues.push(due);
    for (let up = (at - 1) >> 1; at > 0 && isBefore(at, up); at = up, up = (at - 1) >> 1) swap(at, up);
  };
  const drop = (): void => {
    swap(0, rows.length - 1);
    rows.pop();
    dues.pop();
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const least = left + 1 < rows.length && isBefore(left + 1, left) ? left + 1 : left;
      if (left >= rows.length || !isBefore(least, at)) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    add,
    first: (asOf, limit, isGood) => {
      const found: { readonly row: RowNumber; readonly due: number }[] = [];
      while (found.length < limit && rows.length > 0 && (dues[0] ?? 0) <= asOf) {
        const [row, due] = [rows[0] ?? 0, dues[0] ?? 0];
        drop();
        if (isGood(row, due) && found.at(-1)?.row !== row) found.push({ row, due });
      }
      for (const { row, due } of found) add(row, due);
      return found.map(({ row }) => row);
    },
  };
}
