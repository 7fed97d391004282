import { situationJson } from '../../acts/paper/situation-json.ts';
import { bulletinOf } from '../../acts/paper/bulletin.ts';
import { bulletinMarkdown } from '../../acts/paper/bulletin-text.ts';
import { parseJson } from '../../base/canonical-json.ts';
import { printEdtf } from '../../base/edtf.ts';
import type { Instant } from '../../base/instant.ts';
import { idWords } from '../../record/id-words.ts';
import type { Primitives } from '../../record/primitives.ts';
import { gather, lastMomentOf, newGathered } from '../../situation/gather.ts';
import { situationOf } from '../../situation/situation.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError } from './command.ts';
import type { Command } from './command.ts';
import { languageIn } from './findings.ts';
import { readSource, SOURCE_HELP, SOURCE_OPTIONS, tellLeftOut } from './hub-reader.ts';
import type { LoggedAsSent, Source } from './hub-reader.ts';

export function showCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'show',
    summary: 'show entries, one entry, the situation or the bulletin',
    help: `shanyrak show (--from LINK | --data DIR | FILE) [--entry ID | --situation | --bulletin] [--lang kk|ru|en] [--json]

Without a choice: one line an entry. --entry takes an id or its first 6 or more digits.

${SOURCE_HELP}
  --entry ID        one entry with everything in it, and its id in eight words for the telephone
  --situation       what is so, as far as the record tells, as of its newest entry
  --bulletin        the day hour by hour, from coded fields
  --lang            language of the bulletin (en)
  --json            as JSON, one object a line for entries
Exit: 0 shown, 1 there is no such entry, or the hub does not answer, 2 the command was used wrongly.`,
    run: async (argv) => {
      const flags = {
        entry: { type: 'string' },
        situation: { type: 'boolean' },
        bulletin: { type: 'boolean' },
        lang: { type: 'string' },
        json: { type: 'boolean' },
      } as const;
      const given = readArgs(argv, { ...SOURCE_OPTIONS, ...flags }, 1);
      const language = languageIn(given);
      const source = await readSource(given, crypto);
      tellLeftOut(source);
      const wanted = given.text('entry');
      if (wanted !== undefined) return showOne(source, wanted, given.flag('json'));
      if (!given.flag('situation') && !given.flag('bulletin')) return showList(source, given.flag('json'));
      const gathered = newGathered({ hubKeys: new Set(source.hubKey ? [source.hubKey] : []) });
      for (const logged of source.logged) gather(gathered, logged);
      const situation = situationOf(gathered, lastMomentOf(gathered) ?? now());
      if (given.flag('situation'))
        say(JSON.stringify(situationJson(situation), undefined, given.flag('json') ? undefined : 2));
      else say(bulletinMarkdown(bulletinOf(situation, language), false));
      return EXIT_OK;
    },
  };
}

function showList(source: Source, asJson: boolean): number {
  if (!asJson) tell(`incident ${source.incident}, ${source.logged.length} entries`);
  for (const logged of source.logged) {
    if (asJson) say(JSON.stringify(entryJson(logged)));
    else {
      const { entry, index } = logged;
      const about =
        entry.body?.type === 'event' ? `${entry.body.lane} ${entry.body.act} ${entry.body.modality}` : '';
      say(
        `${String(index ?? '-').padStart(6)}  ${entry.id.slice(0, 12)}  ${printEdtf(entry.core.at.edtf).padEnd(24)}  ${entry.core.kind.padEnd(14)}  ${about}`,
      );
    }
  }
  return EXIT_OK;
}

const PREFIX_MIN = 6;

function showOne(source: Source, wanted: string, asJson: boolean): number {
  if (!/^[0-9a-f]+$/.test(wanted) || wanted.length < PREFIX_MIN)
    throw new UsageError(`--entry is an id or at least its first ${PREFIX_MIN} digits`);
  const found = source.logged.filter((l) => l.entry.id.startsWith(wanted));
  const [only] = found;
  if (only === undefined || found.length > 1) {
    tell(
      `shanyrak show: ${found.length === 0 ? 'there is no entry' : `${found.length} entries begin`} with ${wanted}`,
    );
    return EXIT_WRONG;
  }
  if (asJson) say(JSON.stringify(entryJson(only)));
  else say(`${JSON.stringify(entryJson(only), undefined, 2)}\nIn words: ${idWords(only.entry.id)}`);
  return EXIT_OK;
}

function entryJson({ entry, index, loggedAt }: LoggedAsSent): object {
  const core = parseJson(entry.wire.e);
  const parts = Object.fromEntries(
    Object.entries(entry.wire.parts).map(([name, part]) => [
      name,
      'x' in part ? { sealed: true } : (parseJson(part.t) ?? part.t),
    ]),
  );
  return {
    id: entry.id,
    ...(index !== undefined && { index }),
    ...(loggedAt !== undefined && { loggedAt }),
    core,
    parts,
    flags: entry.flags,
  };
}
