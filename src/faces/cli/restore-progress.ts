import { setImmediate } from 'node:timers/promises';
import type { Restored } from '../../engine/reading.ts';

export type RestoreProgressNeeds = {
  readonly isJson: boolean;
  readonly nowMs: () => number;
  readonly say: (line: string) => void;
  readonly tell: (line: string) => void;
};

// A person who waits wants to see that it goes on; more lines say nothing more.
const TELL_EVERY_MS = 2_000;

/** Says how far a hub is with reading its entries back: each page for a program, now and then for a person. */
export function restoreProgress({
  isJson,
  nowMs,
  say,
  tell,
}: RestoreProgressNeeds): (restored: Restored) => Promise<void> {
  let toldAt = nowMs();
  return async ({ entries, of }) => {
    if (isJson) say(JSON.stringify({ ready: false, restored: entries, of }));
    else if (nowMs() - toldAt >= TELL_EVERY_MS) {
      toldAt = nowMs();
      tell(`Reading back what was kept: ${entries} of ${of} entries.`);
    }
    // Where a pipe is written in the background, what was said leaves only once the work pauses.
    await setImmediate();
  };
}
