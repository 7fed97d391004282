import { readdirSync, readFileSync } from 'node:fs';

/** Why a test that has to find a process cannot run here, or `false`. */
export const cannotFindProcesses: string | false =
  process.platform !== 'linux' && 'processes are found through /proc';

/** The process that was started with this argument, found as an intruder would: by looking at what runs. */
export function processOf(argument: string): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(argument);
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}
