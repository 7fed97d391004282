import { tell } from './progress.ts';

/** One line of a bench's table, and one object of its JSON file. */
export type Row = {
  readonly what: string;
  readonly ours: number;
  readonly unit: string;
  /** What others do in the same run, by name and version. */
  readonly peers: Readonly<Record<string, number>>;
  /** How many entries, starts or openings stand behind the figure. */
  readonly n: number;
  /** What has to be known to quote it. */
  readonly note?: string;
};

/** A figure as it is quoted, told at once on stderr. */
export function row(what: string, ours: number, unit: string, n: number): Row {
  const digits = ours < 100 ? 2 : 0;
  const rounded = Number(ours.toFixed(digits));
  tell(`${what}: ${rounded} ${unit}`);
  return { what, ours: rounded, unit, peers: {}, n };
}

const HEAD = ['what', 'ours', 'unit', 'peers', 'n', 'note'];
const NUMBER_COLUMNS = new Set([1, 4]);

export function printTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.what,
    figure(row.ours),
    row.unit,
    peersText(row.peers),
    figure(row.n),
    row.note ?? '',
  ]);
  const widths = HEAD.map((name, i) => Math.max(name.length, ...cells.map((line) => line[i]!.length)));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (NUMBER_COLUMNS.has(i) ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

function peersText(peers: Row['peers']): string {
  return Object.entries(peers)
    .map(([name, rate]) => `${name} ${figure(rate)}`)
    .join(', ');
}

function figure(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: value < 100 ? 2 : 0 });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
