import { situationJson } from '../../acts/paper/situation-json.ts';
import { bulletinOf } from '../../acts/paper/bulletin.ts';
import { bulletinMarkdown } from '../../acts/paper/bulletin-text.ts';
import { BRACKET_WORDS, bracketLines } from '../../acts/words/bracket-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { parseJson } from '../../base/canonical-json.ts';
import { printEdtf } from '../../base/edtf.ts';
import type { Instant } from '../../base/instant.ts';
import type { EntryBracket } from '../../engine/brackets.ts';
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
  --entry ID        one entry with everything in it, between what moments it was signed and who vouches for that, and its id in
                    eight words for the telephone
  --situation       what is so, as far as the record tells, as of its newest entry
  --bulletin        the day hour by hour, from coded fields
  --lang            language of the bulletin and of what vouches for an entry (en)
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
      const wanted = given.text('entry');
      const source = await readSource(given, crypto, wanted);
      tellLeftOut(source);
      if (wanted !== undefined) return showOne(source, wanted, { language, asJson: given.flag('json') });
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

async function showOne(
  source: Source,
  wanted: string,
  { language, asJson }: { readonly language: Language; readonly asJson: boolean },
): Promise<number> {
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
  const bracket = await source.bracketOf(only.entry.id);
  const shown = { ...entryJson(only), ...(bracket && { signed: bracket }) };
  if (asJson) say(JSON.stringify(shown));
  else {
    say(JSON.stringify(shown, undefined, 2));
    if (bracket) for (const line of signedLines(bracket, language)) say(line);
    say(`In words: ${idWords(only.entry.id)}`);
  }
  return EXIT_OK;
}

/** By the clocks of those who vouch, in UTC: a record is read far from where it was made. */
function signedLines(bracket: EntryBracket, language: Language): readonly string[] {
  const timeOf = (at: Instant): string => `${new Date(at).toISOString().slice(0, 16)}Z`;
  const bounds = bracketLines(bracket, timeOf, language);
  return [`${BRACKET_WORDS[language].heading}:`, ...bounds.map((line) => `  ${line}`)];
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
