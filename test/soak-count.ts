/** How many rounds a property or a simulation runs: `quick` in `npm test`, `full` in `npm run soak`. */
export function soakCount(quick: number, full: number): number {
  return process.env['SHANYRAK_SOAK'] === '1' ? full : quick;
}
