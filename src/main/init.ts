import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';
import { startEngine } from '../engine/engine.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from '../faces/cli/command.ts';
import type { Command, Given } from '../faces/cli/command.ts';
import type { Making } from '../faces/cli/founding-papers.ts';
import { headerIn, KEY_HELP, KEY_OPTIONS } from '../faces/cli/hub-key.ts';
import type { FoundingFault } from '../faces/kit/first-run.ts';
import { KEYHOLDERS_DEFAULT, readAsking, WARDENS_MAX } from '../faces/kit/founding-ask.ts';
import type { Asked, AskedFault } from '../faces/kit/founding-ask.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { KEYHOLDERS_MAX, KEYHOLDERS_MIN, SETTLEMENT_CHARS_MAX } from '../record/kinds/people.ts';
import { SPOKEN } from '../record/kinds/vocabulary.ts';
import { begunIn, forgetBegun, foundPlace, isAnother } from './found-place.ts';
import type { Begun } from './found-place.ts';
import { vaultFor } from './hub-vault.ts';

export type InitNeeds = Making & { readonly clock: Clock };

export function initCommand(needs: InitNeeds): Command {
  return {
    name: 'init',
    summary: 'found a place: hub, keyholders’ devices, papers',
    help: `shanyrak init --data DIR --settlement NAME --languages kk,ru,en --papers OUTDIR [--keyholders N]
              [--wardens N --cells C,C…] [--key-file FILE | --passphrase-file FILE] [--json]

Founds a place on a new hub. OUTDIR gets a folder with keys for each keyholder's device (keyholder-1, …) and a paper for each
(keyholder-1.html, …) with the key that follows it. Any two keyholders act together; one alone cannot. Hand each folder and
each paper over, apart, and remove them from this machine. Stopped halfway, the same command again finishes it; it never founds
twice and never writes over a hub, a key or a paper that counts.

  --data DIR              where the hub is to keep its record: no hub may be there yet
  --settlement NAME       the settlement, as it stands on the papers
  --languages L,L         its languages, of kk, ru, en
  --keyholders N          how many, 2 to 5 (${KEYHOLDERS_DEFAULT})
  --papers OUTDIR         a new folder, best in memory or on a stick
  --wardens N             also N invitations on paper for the first wardens, signed by keyholder 1, for seven days
  --cells C,C             their cells, in turn
${KEY_HELP}
  --json                  what was founded as JSON
Exit: 0 founded, 1 the world failed (start again), 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const one = { data: text, settlement: text, languages: text, keyholders: text, papers: text };
      const more = { wardens: text, cells: text, json: { type: 'boolean' }, ...KEY_OPTIONS } as const;
      return init(readArgs(argv, { ...one, ...more }, 0), needs);
    },
  };
}

const ASKED_WORDS: Readonly<Record<AskedFault, string>> = {
  'settlement-length': `--settlement is a name of 1 to ${SETTLEMENT_CHARS_MAX} characters`,
  'languages-wrong': `--languages are of ${SPOKEN.join(', ')}, each once, with commas between`,
  'keyholders-number': `--keyholders is a whole number from ${KEYHOLDERS_MIN} to ${KEYHOLDERS_MAX}`,
  'wardens-many': `--wardens is a whole number up to ${WARDENS_MAX}`,
  'wardens-without-cells':
    '--wardens and --cells belong together: a warden lets in people of the own cell only',
  'cells-wrong': '--cells are codes of letters, digits and hyphens',
};

function askedIn(given: Given): Asked {
  const asked = readAsking({
    settlement: given.need('settlement'),
    languages: given.need('languages').split(','),
    keyholders: given.whole('keyholders', { lo: KEYHOLDERS_MIN, hi: KEYHOLDERS_MAX }) ?? KEYHOLDERS_DEFAULT,
    wardens: given.whole('wardens', { lo: 1, hi: WARDENS_MAX }) ?? 0,
    cells: given.text('cells')?.split(',') ?? [],
  });
  if (asked.ok) return asked.value;
  throw new UsageError(asked.error.map((fault) => ASKED_WORDS[fault]).join('; '));
}

/** Where to put what: the hub, and what goes to the keyholders. */
type Where = { readonly asked: Asked; readonly data: string; readonly out: string };

async function init(given: Given, needs: InitNeeds): Promise<number> {
  const [data, out] = [given.need('data'), given.need('papers')];
  const asked = askedIn(given);
  holdToBegun({ asked, data, out });
  const found = await vaultFor(data, given, needs.crypto);
  const hub = headerIn(data)?.hub;
  if (found.kind === 'locked' || hub === undefined)
    throw new UsageError('needs --key-file or --passphrase-file to open what was begun in that folder');
  await needs.onStep('vault');
  let store: Store | undefined;
  const engine = (): ReturnType<typeof startEngine> => {
    store = storeSqlite({ folder: data, vault: found.vault });
    return startEngine({ store, clock: needs.clock, crypto: needs.crypto });
  };
  try {
    const founded = await foundPlace({ out, asked, hub, engine }, needs);
    if (!founded.ok) throw worldError(founded.error, { data, out });
    if (!founded.value.areWardensIn)
      tell(
        `${join(out, 'keyholder-1')} is gone: papers for wardens that were made with it may not hold. Make new ones: shanyrak invite`,
      );
    forgetBegun(out);
    if (found.madeKeyFile !== undefined)
      tell(
        `The hub's key: ${found.madeKeyFile}. Keep a copy apart from the hub: without it nothing can be read again.`,
      );
    tellFounded(founded.value.begun, { given, data, out });
    return EXIT_OK;
  } finally {
    store?.close();
  }
}

/** Before anything is written: the folders are new, or hold what this command began. */
function holdToBegun(where: Where): void {
  const { asked, data, out } = where;
  const begun = begunIn(out);
  if (!begun.ok) throw worldError(begun.error, where);
  if (isAnother(begun.value, { asked, hub: headerIn(data)?.hub }))
    throw worldError({ kind: 'another-begun', folder: out }, where);
  if (begun.value?.founding !== undefined)
    tell(`A founding was begun in ${out}; its papers are whole, and it is finished now.`);
  else {
    if (existsSync(join(data, 'hub.sqlite')))
      throw new UsageError(
        `${data} holds a hub already, and a place is founded on a new one. Nothing was changed`,
      );
    if (begun.value !== undefined)
      tell(`A founding was begun in ${out} and not finished. Its keys were never used: it starts clean.`);
    else if (existsSync(out) && readdirSync(out).length > 0)
      throw new UsageError(
        `${out} holds something already: give a new folder for the papers. Nothing was changed`,
      );
  }
}

function worldError(fault: FoundingFault, { data, out }: Omit<Where, 'asked'>): UsageError | WorldError {
  switch (fault.kind) {
    case 'note-damaged':
      return new WorldError(`${fault.file} is damaged. Nothing was changed: give another --papers folder`);
    case 'another-begun':
      return new UsageError(
        `another founding was begun in ${out}, and its papers are whole: give the same --data, names and numbers as then to finish it, or another --papers folder. Nothing was changed`,
      );
    case 'another-place':
      return new WorldError(
        `${data} holds a founded hub of another place. Nothing was changed: its keyholders stay`,
      );
    case 'not-taken':
      return new WorldError(
        'the hub did not take the founding. Nothing counts yet: give another --papers folder',
      );
    case 'invitation-refused':
      return new WorldError(
        'the hub refused an invitation. The place is founded; invite wardens anew: shanyrak invite',
      );
  }
}

function tellFounded(
  { place, asked }: Begun,
  { given, data, out }: { readonly given: Given } & Omit<Where, 'asked'>,
): void {
  const { settlement, keyholders, cells } = asked;
  if (given.flag('json'))
    say(JSON.stringify({ place, settlement, keyholders, wardens: cells.length, papers: out, data }));
  else {
    say(`${settlement} is founded, with ${keyholders} keyholders. Place log: ${place}`);
    say(`Devices: ${out}/keyholder-1 to keyholder-${keyholders}. Papers: the .html files beside them.`);
  }
  tell(
    `Now, before anything else: print each paper, give each folder and each paper to its keyholder, not both in one place, and remove ${out} from this machine. Whoever has two of the folders, or two of the papers, has the place. The folders are not sealed.`,
  );
  if (cells.length > 0)
    tell('The wardens’ invitations hold for seven days. Write the link of the hub on them by hand.');
}
