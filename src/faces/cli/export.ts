import { AUDIENCES } from '../../record/bundle.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, EXIT_USAGE, readArgs, tell, UsageError, writePrivate } from './command.ts';
import type { Command, Given } from './command.ts';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS, tellLeftOut } from './hub-reader.ts';
import { publicAccountIn, writePublicFiles } from './public-files.ts';
import { packTransfer } from './transfer-file.ts';

export function exportCommand(crypto: Primitives): Command {
  return {
    name: 'export',
    summary: 'write one incident to a transfer file',
    help: `shanyrak export (--from LINK | --data DIR | FILE) --out FILE [--for readers] [--incident ID]
shanyrak export --data DIR --for public --out FOLDER [--incident ID]

Writes the entries of one incident to a transfer file (.shanyrak) that others can verify and read with zcat.
For the public it writes no entries: an account of coded fields only, coarse, and an hour late while the
incident is open, as public.json and in kk, ru and en. It is a draft for two keyholders to publish.

${SOURCE_HELP}
  --out FILE        where to write
  --for AUDIENCE    who it is made for: readers or public. (lawyer comes with sealing whole files; until then it
                    is refused, not approximated.)
Exit: 0 written, 1 the world failed, 2 the command was used wrongly.`,
    run: async (argv) => {
      const given = readArgs(
        argv,
        { ...SOURCE_OPTIONS, out: { type: 'string' }, for: { type: 'string', default: 'readers' } },
        1,
      );
      const audience = AUDIENCES.find((name) => name === given.text('for'));
      if (audience === undefined) throw new UsageError(`--for is one of ${AUDIENCES.join(', ')}`);
      if (audience === 'public') return writeForPublic(given, crypto);
      if (audience !== 'readers') {
        tell(
          `shanyrak export: a file for "${audience}" cannot be made yet. Nothing was written: a file that only looks safe is worse than none.`,
        );
        return EXIT_USAGE;
      }
      const out = given.need('out');
      const source = await readSource(given, crypto);
      tellLeftOut(source);
      const { incident, hubKey } = source;
      // A file is of one incident: what was merged with it goes into a file of its own.
      const own = source.logged.filter(({ entry }) => entry.core.incident === incident);
      const header = { incident, audience, ...(hubKey && { hub: hubKey }) };
      writePrivate(
        out,
        packTransfer(
          header,
          own.map(({ entry }) => entry.wire),
        ),
      );
      if (own.length < source.logged.length)
        tell(
          'Entries of an incident that was merged with this one are in no file yet: name it by --incident.',
        );
      tell(
        `${own.length} entries written. The file is for readers of the incident: it holds what they wrote, in the open.`,
      );
      return EXIT_OK;
    },
  };
}

async function writeForPublic(given: Given, crypto: Primitives): Promise<number> {
  const out = given.need('out');
  const account = await publicAccountIn(given, crypto);
  const names = writePublicFiles(out, account);
  tell(
    `${names.join(', ')} written to ${out}: a draft, nothing is published. Publishing is an act of its own by two keyholders (it comes with the press desk); until then let two of them read it first.${account.isOpen ? ' The incident is open: nothing of the last hour of its record is in it.' : ''}`,
  );
  return EXIT_OK;
}
