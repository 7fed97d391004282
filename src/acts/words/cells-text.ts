/** A screen has room for so many; the table below has them all. */
const NAMED_MAX = 12;

/** "Cells c1, c2", "Cell c1", "Cells c1, …, c12, +88". */
export function cellsText(cells: readonly string[], one: string, many: string): string {
  const more = cells.length - NAMED_MAX;
  const named = cells.slice(0, NAMED_MAX).join(', ');
  return `${cells.length === 1 ? one : many} ${named}${more > 0 ? `, +${more}` : ''}`;
}
