/** One line of progress; the table alone goes to stdout. */
export function tell(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}
