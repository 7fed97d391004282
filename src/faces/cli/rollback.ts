import { existsSync } from 'node:fs';
import { rollBack } from '../../adapters/store-sqlite/before-upgrade.ts';
import type { WentBack } from '../../adapters/store-sqlite/before-upgrade.ts';
import { StoreFailure } from '../../ports/store.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command } from './command.ts';
import { STORE_FAILURES } from './store-words.ts';

export const rollbackCommand: Command = {
  name: 'rollback',
  summary: 'go back to the file of before the last upgrade',
  help: `shanyrak rollback --data DIR [--json]

Puts the copy that was made before the last upgrade back in its place, so that the program of before can be started
again. Only while nothing was kept, added or erased since: else it changes nothing and says what would be lost.
Stop the hub first. Links made or revoked since the upgrade are as they were before it: make new ones if in doubt.

  --data DIR              the hub's data folder
  --json                  the result as JSON
Exit: 0 it was put back, 1 it was not (nothing was changed), 2 the command was used wrongly.`,
  run: async (argv) => {
    const given = readArgs(argv, { data: { type: 'string' }, json: { type: 'boolean' } }, 0);
    const folder = given.need('data');
    if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
    const went = inWorld(() => rollBack(folder));
    if (given.flag('json')) say(JSON.stringify(went));
    else if (went.kind === 'done') say(doneWords(went));
    else tell(`shanyrak rollback: ${refusedWords(went)}`);
    return went.kind === 'done' ? EXIT_OK : EXIT_WRONG;
  },
};

function doneWords({ entries, isSealed }: Extract<WentBack, { readonly kind: 'done' }>): string {
  const open = isSealed ? '' : ' It is not encrypted.';
  return `Put back: the file of before the upgrade, with ${entries} entries.${open} Start the program of before on this folder.`;
}

function refusedWords(went: Exclude<WentBack, { readonly kind: 'done' }>): string {
  switch (went.kind) {
    case 'no-copy':
      return 'there is no copy of before an upgrade in this folder. Nothing was changed: use a backup, see docs/run-a-hub.md.';
    case 'copy-damaged':
      return 'the copy of before the upgrade is damaged. Nothing was changed: stay with this version, or use a backup.';
    case 'not-its-copy':
      return 'the copy in this folder belongs to another record. Nothing was changed: take it away from there.';
    case 'would-bring-back':
      return `${went.erased} entries were erased since the upgrade, and going back would bring them back. Nothing was changed: stay with this version.`;
    case 'would-lose':
      return `going back would lose ${went.entries} entries, ${went.additions} later parts and ${went.rows} rows about who can be told, that were kept since the upgrade. Nothing was changed: stay with this version.`;
  }
}

/** What the store's adapter throws, in the words of the commands. */
export function inWorld<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof StoreFailure)) throw cause;
    throw new WorldError(STORE_FAILURES[cause.kind].replace(/\.$/, ''), { cause });
  }
}
