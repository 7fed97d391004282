import { AUDIENCES } from '../../record/bundle.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, EXIT_USAGE, readArgs, tell, UsageError, writePrivate } from './command.ts';
import type { Command } from './command.ts';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS } from './hub-reader.ts';
import { packTransfer } from './transfer-file.ts';

export function exportCommand(crypto: Primitives): Command {
  return {
    name: 'export',
    summary: 'write one incident to a transfer file',
    help: `shanyrak export (--from LINK | --data DIR | FILE) --out FILE [--for readers] [--incident ID]

Writes the entries of one incident to a transfer file (.shanyrak) that others can verify and read with zcat.

${SOURCE_HELP}
  --out FILE        where to write
  --for AUDIENCE    who the file is made for: readers. (public and lawyer come with publishing by two people
                    and with sealing; until then they are refused, not approximated.)
Exit: 0 written, 1 the world failed, 2 the command was used wrongly.`,
    run: async (argv) => {
      const given = readArgs(
        argv,
        { ...SOURCE_OPTIONS, out: { type: 'string' }, for: { type: 'string', default: 'readers' } },
        1,
      );
      const audience = AUDIENCES.find((name) => name === given.text('for'));
      if (audience === undefined) throw new UsageError(`--for is one of ${AUDIENCES.join(', ')}`);
      if (audience !== 'readers') {
        tell(
          `shanyrak export: a file for "${audience}" cannot be made yet. Nothing was written: a file that only looks safe is worse than none.`,
        );
        return EXIT_USAGE;
      }
      const out = given.need('out');
      const source = await readSource(given, crypto);
      const packed = packTransfer(
        { incident: source.incident, audience, ...(source.hubKey && { hub: source.hubKey }) },
        source.wires,
      );
      writePrivate(out, packed);
      tell(
        `${source.wires.length} entries written. The file is for readers of the incident: it holds what they wrote, in the open.`,
      );
      return EXIT_OK;
    },
  };
}
