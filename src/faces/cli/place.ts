import { writeFileSync } from 'node:fs';
import { checkPlace, isPlaceUnsafe } from '../../acts/care/place-check.ts';
import { placeTemplate } from '../../acts/paper/place-text.ts';
import { placeAdvice, PLACE_WORDS } from '../../acts/words/place-words.ts';
import type { Language } from '../../acts/words/words.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, readArgs, say, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { languageIn, sayFindings } from './findings.ts';
import { KEY_HELP, KEY_OPTIONS } from './hub-key.ts';
import { editPlace } from './place-edit.ts';
import type { PlaceEditor } from './place-edit.ts';
import { readPlaceFile, refusePlace } from './place-file.ts';
import { reachPlace, usePlace } from './place-hub.ts';

const FILE_DEFAULT = 'place.yaml';

const HELP = `shanyrak place check [FILE] [--lang kk|ru|en] [--json]
shanyrak place new FILE [--lang kk|ru|en]
shanyrak place edit FILE
shanyrak place use FILE --data DIR [--json]
shanyrak place reach --data DIR [--lang kk|ru|en] [--json]

The plan of a place is a YAML file that is prepared before the day: zones, cells with their wardens, organisers, approaches,
where people gather, keyholders. check reads it (${FILE_DEFAULT} if none is named) and says what is missing or unsafe; new
writes one to fill in. It holds no names and no telephone numbers. docs/place-plan.md says what each field means.
edit opens it as a page with a form, on this machine only, and ends when the page says so. What stood in the file before a save
stays beside it as FILE.bak; a file that somebody else changed meanwhile is not written over.
use keeps it sealed on a hub, which goes by it from then on. reach says how many people of the plan on the hub an alarm would
reach now, and which cells not; it sends nothing.

  --data DIR              the hub's data folder
${KEY_HELP}
  --lang                  language of what is said, or of the remarks in a new plan (en)
  --json                  the findings, or what makes the file unreadable, as JSON
Exit: 0 nothing unsafe was found, or done; 1 something is unsafe, or a cell has no warden who can be reached; 2 the file cannot
be read as a plan, or used wrongly.`;

/** Of the subcommands, those that open a hub. */
const ON_A_HUB: ReadonlySet<string> = new Set(['use', 'reach']);

export function placeCommand(crypto: Primitives, edit: PlaceEditor): Command {
  return {
    name: 'place',
    summary: 'say what is missing in the plan of a place; begin one, edit it, give it to a hub',
    help: HELP,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const given = readArgs(argv, { ...KEY_OPTIONS, data: text, lang: text, json: { type: 'boolean' } }, 2);
      const [name = '', file] = given.files;
      const other = ['data', ...Object.keys(KEY_OPTIONS)].find((option) => given.text(option) !== undefined);
      if (!ON_A_HUB.has(name) && other !== undefined) throw new UsageError(`${name} takes no --${other}`);
      if (name === 'edit') return beginEdit(file, given, edit);
      return run(name, file, given, crypto);
    },
  };
}

async function run(
  name: string,
  file: string | undefined,
  given: Given,
  crypto: Primitives,
): Promise<number> {
  const language = languageIn(given);
  switch (name) {
    case 'check':
      return check(file ?? FILE_DEFAULT, language, given.flag('json'));
    case 'new':
      if (file === undefined) throw new UsageError('new needs the name of a file to write');
      if (given.flag('json')) throw new UsageError('new takes no --json');
      return begin(file, language);
    case 'use':
      if (file === undefined) throw new UsageError('use needs the file of a plan');
      return usePlace(file, given, crypto);
    case 'reach':
      if (file !== undefined) throw new UsageError('reach names no file: it goes by the plan on the hub');
      return reachPlace(language, given, crypto);
    default:
      throw new UsageError('needs one of check, new, edit, use, reach');
  }
}

function beginEdit(file: string | undefined, given: Given, edit: PlaceEditor): Promise<number> {
  if (file === undefined)
    throw new UsageError('edit needs the file of a plan; one that is not there is begun');
  if (given.flag('json')) throw new UsageError('edit takes no --json');
  return editPlace(file, edit);
}

function check(file: string, language: Language, asJson: boolean): number {
  const read = readPlaceFile(file);
  if (!read.ok) return refusePlace(read.error, 'checked', asJson);
  const found = checkPlace(read.value.plan).map((finding) => ({
    ...finding,
    isUnsafe: isPlaceUnsafe(finding),
    ...placeAdvice(finding, language),
  }));
  return sayFindings(found, PLACE_WORDS[language], asJson);
}

function begin(file: string, language: Language): number {
  try {
    // Never over a plan that is there.
    writeFileSync(file, placeTemplate(PLACE_WORDS[language]), { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    if (isThere) throw new UsageError(`${file} is there already and was left as it is`);
    throw new WorldError(`${file} cannot be written. Check the folder, its owner and the room on the disk`, {
      cause,
    });
  }
  say(`${file} is written, for you alone to read. Fill it in, then: shanyrak place check ${file}`);
  return EXIT_OK;
}
