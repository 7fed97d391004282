import type { Neighbour } from './neighbour.ts';

/** So many homes are printed on one sheet of A4, in two columns with boxes that a gloved hand hits. */
export const DOORS_A_PAGE = 40;

/** The homes of a cell by code, sheet by sheet. On paper stand codes only: who finds it learns no name and no number. */
export function doorList(
  homes: readonly string[],
  neighbours: readonly Pick<Neighbour, 'home'>[],
): readonly (readonly string[])[] {
  const all = [...new Set([...homes, ...neighbours.map(({ home }) => home)])].sort(byCode);
  return Array.from({ length: Math.ceil(all.length / DOORS_A_PAGE) }, (_, i) =>
    all.slice(i * DOORS_A_PAGE, (i + 1) * DOORS_A_PAGE),
  );
}

/** As people count: N2 before N10, and otherwise by the letters. */
export function byCode(a: string, b: string): number {
  const [as, bs] = [partsOf(a), partsOf(b)];
  for (const [i, part] of as.entries()) {
    const other = bs[i];
    if (other === undefined) return 1;
    const [n, m] = [Number(part), Number(other)];
    const order = Number.isNaN(n) || Number.isNaN(m) ? compare(part, other) : n - m || compare(part, other);
    if (order !== 0) return order;
  }
  return as.length - bs.length;
}

function partsOf(code: string): readonly string[] {
  return code.match(/\d+|\D+/g) ?? [];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
