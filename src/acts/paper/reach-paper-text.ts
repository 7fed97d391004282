import type { ReachPaper, ReachTable } from './reach-paper.ts';

/** Columns further apart than this are no longer read together. */
const BETWEEN = '  ';
const NOTE_WIDTH = 100;

/** The report for a terminal: the word that it is a drill first, columns under each other. */
export function reachPaperText({ status, title, lines, mend, tables }: ReachPaper): string {
  const parts = [
    `${status}. ${title}`,
    lines.flatMap(wrapped).join('\n'),
    [
      mend.heading,
      ...mend.items.flatMap((item) => wrapped(item).map((line, i) => (i === 0 ? `- ${line}` : `  ${line}`))),
    ].join('\n'),
    ...tables.filter(({ rows }) => rows.length > 0).map(tableText),
  ];
  return `${parts.join('\n\n')}\n`;
}

function tableText({ heading, note, head, rows }: ReachTable): string {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => [...(row[i] ?? '')].length)));
  const lines = all.map((row) =>
    row
      .map((cell, i) => padded(cell, widths[i] ?? 0))
      .join(BETWEEN)
      .trimEnd(),
  );
  return [heading, ...(note === undefined ? [] : wrapped(note)), ...lines].join('\n');
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - [...text].length));
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= NOTE_WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
