import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { readTransfer } from './transfer-file.ts';
import type { Transfer } from './transfer-file.ts';
import { verifyBag } from './verify-bag.ts';
import { verifyHub } from './verify-hub.ts';

export function verifyCommand(crypto: Primitives): Command {
  return {
    name: 'verify',
    summary: 'check an evidence bag, a transfer file or a hub: every signature, part and proof',
    help: `shanyrak verify BAG [--log-key VKEY] [--json]
shanyrak verify FILE [--json]
shanyrak verify URL [--json]

BAG: an evidence bag, the folder: its files, entries, parts, proofs, the signed checkpoint, witnesses and stamps. Says all
that is wrong, and with which entry or file. verify.py in the bag finds the same.
URL: a link of a board, or the address of a log: its checkpoint, its tree from the ids up, and the entries the link shows.

FILE: every entry of a transfer file (.shanyrak): its form, its key, its signature and its parts.
Says OK and how many entries, or names the first entry that is wrong and why. A part that was left out takes
nothing from the rest, and is counted. So is a sealed part: whether it is what its author signed only those
who open it can see (shanyrak group open).

  --log-key VKEY   the key that the log of the bag must have, where you know it from elsewhere
  --json           the result as JSON
Exit: 0 all is genuine, 1 something is wrong, 2 the command was used wrongly.`,
    run: async (argv) => {
      const given = readArgs(argv, { json: { type: 'boolean' }, 'log-key': { type: 'string' } }, 1);
      const [file] = given.files;
      if (file === undefined) throw new UsageError('needs a BAG, a FILE or a URL');
      const [isJson, logKey] = [given.flag('json'), given.text('log-key')];
      if (isFolder(file)) return verifyBag(file, crypto, { isJson, logKey });
      if (logKey !== undefined) throw new UsageError('takes --log-key with a BAG only');
      if (/^https?:\/\//.test(file)) return verifyHub(file, crypto, isJson);
      if (isSealed(file))
        throw new UsageError(`cannot look into ${file}, which is sealed: open it with age first`);
      const read = await readTransfer(file, crypto);
      if (isJson) {
        const value = read.ok
          ? {
              ok: true,
              entries: read.value.entries.length,
              withheld: withheldIn(read.value),
              sealed: sealedIn(read.value),
              incident: read.value.header.incident,
              audience: read.value.header.audience,
            }
          : { ok: false, ...read.error };
        say(JSON.stringify(value));
      } else if (read.ok) {
        const [withheld, sealed] = [withheldIn(read.value), sealedIn(read.value)];
        const left = [
          withheld > 0 && `parts that are not in the file: ${withheld}`,
          sealed > 0 && `sealed parts, to be checked by those who can open them: ${sealed}`,
        ].filter((text) => text !== false);
        say([`OK: ${read.value.entries.length} entries, all genuine`, ...left].join('; '));
      } else {
        const { line, entry, id, why } = read.error;
        say(
          `WRONG: ${entry === undefined ? `line ${line}` : `entry ${entry} (line ${line})`}${id === undefined ? '' : `, id ${id}`}: ${why}`,
        );
      }
      return read.ok ? EXIT_OK : EXIT_WRONG;
    },
  };
}

const AGE_BEGINS = 'age-encryption.org/v1';

function isSealed(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  const begin = Buffer.alloc(AGE_BEGINS.length);
  readSync(file, begin);
  closeSync(file);
  return begin.toString('latin1') === AGE_BEGINS;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function withheldIn({ entries }: Transfer): number {
  return entries.reduce((n, { core, wire }) => n + core.parts.size - Object.keys(wire.parts).length, 0);
}

function sealedIn({ entries }: Transfer): number {
  return entries.reduce((n, { flags }) => n + flags.filter((f) => f.kind === 'part-sealed').length, 0);
}
