import { writeFileSync } from 'node:fs';
import { parsePlacePlan } from '../../acts/alarm/place-plan.ts';
import type { PlacePlan } from '../../acts/alarm/place-plan.ts';
import { checkPlace, isPlaceUnsafe } from '../../acts/care/place-check.ts';
import { placeTemplate } from '../../acts/paper/place-template.ts';
import { placeAdvice, PLACE_WORDS } from '../../acts/words/place-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { faultAt } from '../../adapters/yaml-file/fault-at.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { FileFault, FileSpot } from '../../base/file-spot.ts';
import { err } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { EXIT_OK, EXIT_USAGE, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command } from './command.ts';
import { languageIn, sayFindings } from './findings.ts';
import { faultLine, readYamlFile } from './yaml-text.ts';

const FILE_DEFAULT = 'place.yaml';
// A screen of them; whoever mends these sees the others at the next look.
const FAULTS_SHOWN_MAX = 20;

const HELP = `shanyrak place check [FILE] [--lang kk|ru|en] [--json]
shanyrak place new FILE [--lang kk|ru|en]

The plan of a place is a YAML file that is prepared before the day: zones, cells with their wardens, organisers, approaches,
where people gather, keyholders. check reads it (${FILE_DEFAULT} if none is named) and says what is missing or unsafe; new
writes one to fill in. It holds no names and no telephone numbers. docs/place-plan.md says what each field means.

  --lang   language of the findings, or of the remarks in a new plan (en)
  --json   the findings, or what makes the file unreadable, as JSON
Exit: 0 nothing unsafe was found, 1 something is unsafe, 2 the file cannot be read as a plan, or used wrongly.`;

export const placeCommand: Command = {
  name: 'place',
  summary: 'say what is missing in the plan of a place; begin a new one',
  help: HELP,
  run: async (argv) => {
    const options = { lang: { type: 'string' }, json: { type: 'boolean' } } as const;
    const given = readArgs(argv, options, 2);
    const [name, file] = given.files;
    const language = languageIn(given);
    if (name === 'check') return check(file ?? FILE_DEFAULT, language, given.flag('json'));
    if (name !== 'new') throw new UsageError('needs one of check, new');
    if (file === undefined) throw new UsageError('new needs the name of a file to write');
    if (given.flag('json')) throw new UsageError('new takes no --json');
    return begin(file, language);
  },
};

function check(file: string, language: Language, asJson: boolean): number {
  const plan = readPlace(file);
  if (!plan.ok) return refuse(plan.error, asJson);
  const found = checkPlace(plan.value).map((finding) => ({
    ...finding,
    isUnsafe: isPlaceUnsafe(finding),
    ...placeAdvice(finding, language),
  }));
  return sayFindings(found, PLACE_WORDS[language], asJson);
}

/** Why a file is no place plan: the first faults by line and column, and how many more there are. */
type Refusal = { readonly faults: readonly FileFault[]; readonly more: number };

function readPlace(file: string): Result<PlacePlan, Refusal> {
  const read = readYamlFile(file, 'place plan', (root) => planIn(root, file));
  return read.ok ? read.value : err({ faults: [read.error], more: 0 });
}

function planIn(root: FileSpot, file: string): Result<PlacePlan, Refusal> {
  const plan = parsePlacePlan(parseJson(JSON.stringify(root.value)) ?? null);
  if (plan.ok) return plan;
  const faults = plan.error
    .slice(0, FAULTS_SHOWN_MAX)
    .map(({ field, why }) => faultAt(root, file, field, why))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
  return err({ faults, more: plan.error.length - faults.length });
}

function refuse({ faults, more }: Refusal, asJson: boolean): number {
  if (asJson) say(JSON.stringify({ ok: false, faults, more }));
  else {
    for (const fault of faults) tell(faultLine(fault));
    if (more > 0) tell(`… and ${more} more.`);
    tell('The plan was not checked. docs/place-plan.md says what each field means.');
  }
  return EXIT_USAGE;
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
