import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointIn } from '../../record/log/checkpoint.ts';
import type { Contradiction } from '../../record/log/seen-log.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError, WorldError, writePrivate } from './command.ts';
import type { Command } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, keptKeyIn, openDevice } from './device.ts';

export function evidenceCommand(crypto: Primitives): Command {
  return {
    name: 'evidence',
    summary: 'write out what a hub signed and cannot both be true',
    help: `shanyrak evidence (--device DIR | --key KEYFILE) --out DIR

When a hub contradicts what it signed before, a device keeps both signed states of its log beside the keys and counts nothing as
kept there any more. This writes them into a new folder, as they came. They hold no secret and say nothing of the device: show
them to other hubs, to the press, to a lawyer.

${DEVICE_HELP}
  --key KEYFILE           a key file that stands alone
  --out DIR               a folder that is not there yet, or is empty
Exit: 0 written, 1 there is nothing to write, or the folder cannot be written, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const given = readArgs(argv, { ...DEVICE_OPTIONS, key: text, out: text }, 0);
      if ((given.text('key') === undefined) === (given.text('device') === undefined))
        throw new UsageError('needs one of --device and --key');
      const out = given.need('out');
      const found =
        given.text('device') === undefined
          ? ((await keptKeyIn(given.need('key'), { given, crypto })).key.log?.against ?? [])
          : (await openDevice(given, crypto)).contradictions();
      const pairs = [found].flat();
      if (pairs.length === 0) {
        tell('These keys have seen no contradiction: there is nothing to write.');
        return EXIT_WRONG;
      }
      writePairs(out, pairs);
      return EXIT_OK;
    },
  };
}

function writePairs(folder: string, pairs: readonly Contradiction[]): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length > 0)
      throw new UsageError(`${folder} holds other things: give a new folder`);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new WorldError(`the folder ${folder} cannot be made`, { cause });
  }
  for (const [i, { known, shown }] of pairs.entries()) {
    for (const [name, note] of [
      ['known', known],
      ['shown', shown],
    ] as const) {
      const file = join(folder, `contradiction-${i + 1}.${name}`);
      writePrivate(file, note);
      say(`${file}  ${checkpointIn(note)?.size ?? 0} entries`);
    }
    say(checkpointIn(known)?.size === checkpointIn(shown)?.size ? SAME_SIZE : OTHER_SIZE);
  }
}

const SAME_SIZE =
  'Both are of the same size and have other roots, under the signature of the same log: that is proof by itself.';
const OTHER_SIZE =
  'The log has not been able to show that the larger goes on from the smaller: ask it, before witnesses, for that proof (consistency). A log that is honest has one.';
