import type { Engine } from '../engine/engine.ts';
import type { LogKeeper } from '../engine/log-keeper.ts';
import type { LogTrouble } from '../engine/log-retries.ts';
import { tell } from '../faces/cli/command.ts';
import { TileFailure } from '../ports/tile-files.ts';

const TROUBLE: Readonly<Record<LogTrouble['kind'], string>> = {
  full: 'its disk is full. Make room',
  'read-only': 'its folder may not be written. Check the disk and the owner of DIR/log',
  broken: 'its disk or folder is damaged. Check the disk',
  unavailable: 'its folder cannot be reached. Check DIR/log',
  unexpected: 'something went wrong in the program. Stop the hub and start it again',
};
// Of the entries or files that are named; the rest is counted.
const NAMED_MAX = 5;

/** Says what no disk can be blamed for: its kind alone, since a message may hold what somebody wrote. */
export function logFailed(cause: unknown): void {
  if (!(cause instanceof TileFailure))
    tell(`hub: log: unexpected ${cause instanceof Error ? cause.name : 'failure'}`);
}

/** Says what was found when the log was opened, then when it cannot be written and when it can again. */
export function watchLog({ log, onChange }: Engine, say: (line: string) => void = tell): void {
  if (log === undefined) return;
  for (const line of startWords(log)) say(line);
  const restart = log.started.isBlind ? ', then start the hub again' : '';
  let said: string | undefined;
  const look = (): void => {
    const kind = log.trouble()?.kind;
    if (kind !== said)
      say(
        kind === undefined
          ? 'hub: log: it is written again, with all that was kept meanwhile.'
          : `hub: log: it cannot be written: ${TROUBLE[kind]}${restart}. Entries are kept; their proofs come later.`,
      );
    said = kind;
  };
  look();
  onChange(look);
}

function startWords({ started, origin }: LogKeeper): readonly string[] {
  const { lost, isBlind } = started;
  const now = isBlind ? 'nothing is signed yet' : `it goes on as ${origin}`;
  const repaired = started.repaired();
  const words = lost && [
    `hub: log: ENTRIES WERE LOST. ${lost.size} had been signed for, and ${lost.upTo} of them are still here as they were.`,
    `hub: log: ${now}. Ask everybody to send again what they have; shanyrak log show names what is missing.`,
    ...listed(lost.ids, 'lost'),
  ];
  return [
    ...(words ?? []),
    ...(repaired.length === 0
      ? []
      : [
          `hub: log: ${repaired.length} of its files were missing or damaged, and were made anew from the entries.`,
        ]),
    ...listed(repaired, 'made anew'),
  ];
}

function listed(names: readonly string[], what: string): readonly string[] {
  const more = names.length - NAMED_MAX;
  return [
    ...names.slice(0, NAMED_MAX).map((name) => `hub: log: ${what}: ${name}`),
    ...(more > 0 ? [`hub: log: and ${more} more`] : []),
  ];
}
