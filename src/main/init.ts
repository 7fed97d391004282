import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';
import { canonicalJson, isJsonArray, isJsonObject, parseJson } from '../base/canonical-json.ts';
import { startEngine } from '../engine/engine.ts';
import type { Engine } from '../engine/engine.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError, writePrivate } from '../faces/cli/command.ts';
import type { Command, Given } from '../faces/cli/command.ts';
import { makeDevice } from '../faces/cli/device.ts';
import { clearPapers, keyholderFolder, makeFolder, makePapers } from '../faces/cli/founding-papers.ts';
import type { Asked, Making } from '../faces/cli/founding-papers.ts';
import { KEY_HELP, KEY_OPTIONS } from '../faces/cli/hub-key.ts';
import { textOf } from '../faces/cli/key-file.ts';
import { isCode } from '../record/kinds/fields.ts';
import { SPOKEN } from '../record/kinds/vocabulary.ts';
import type { Clock } from '../ports/clock.ts';
import { newIncidentId, parseIncidentId } from '../record/names.ts';
import type { IncidentId } from '../record/names.ts';
import { isObject, parsePlain } from '../record/subset.ts';
import type { PlainObject } from '../record/subset.ts';
import type { Vault } from '../record/at-rest.ts';
import { vaultFor } from './hub-vault.ts';

const KEYHOLDERS_DEFAULT = 5;
const WARDENS_MAX = 60;
const SETTLEMENT_CHARS_MAX = 200;
const STATE = 'unfinished.json';
const STATE_FORMAT = 'shanyrak init v1';

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

function askedIn(given: Given): Asked {
  const settlement = given.need('settlement').trim();
  if (settlement === '' || settlement.length > SETTLEMENT_CHARS_MAX)
    throw new UsageError(`--settlement is a name of 1 to ${SETTLEMENT_CHARS_MAX} characters`);
  const named = given.need('languages').split(',');
  const languages = SPOKEN.filter((language) => named.includes(language));
  if (languages.length === 0 || languages.length !== named.length)
    throw new UsageError(`--languages are of ${SPOKEN.join(', ')}, each once, with commas between`);
  const keyholders = given.whole('keyholders', { lo: 2, hi: 5 }) ?? KEYHOLDERS_DEFAULT;
  const wardens = given.whole('wardens', { lo: 1, hi: WARDENS_MAX }) ?? 0;
  const cells = given.text('cells')?.split(',') ?? [];
  if (wardens > 0 !== cells.length > 0)
    throw new UsageError(
      '--wardens and --cells belong together: a warden lets in people of the own cell only',
    );
  if (!cells.every(isCode)) throw new UsageError('--cells are codes of letters, digits and hyphens');
  const turns = Array.from({ length: wardens }, (_, i) => cells[i % cells.length] ?? '');
  return { settlement, languages, keyholders, cells: turns };
}

async function init(given: Given, needs: InitNeeds): Promise<number> {
  const [data, out] = [given.need('data'), given.need('papers')];
  const asked = askedIn(given);
  const begun = begunIn(out);
  if (begun === undefined) holdFresh(data, out);
  else holdToBegun(begun, { asked, data, out });
  const found = await vaultFor(data, given, needs.crypto);
  if (found.kind === 'locked')
    throw new UsageError('needs --key-file or --passphrase-file to open what was begun in that folder');
  needs.onStep('vault');
  makeFolder(out);
  const state = begun?.founding === undefined ? await begin({ asked, data, out }, needs) : begun;
  await foundOn(found.vault, { data, out, state }, needs);
  rmSync(join(out, STATE));
  if (found.madeKeyFile !== undefined)
    tell(
      `The hub's key: ${found.madeKeyFile}. Keep a copy apart from the hub: without it nothing can be read again.`,
    );
  tellFounded(state, { given, asked, out, data });
  return EXIT_OK;
}

/** What was begun and not finished. With `founding` the papers are whole and count as soon as the hub has it. */
type Begun = { readonly asked: string; readonly place: IncidentId; readonly founding?: PlainObject };

function begunIn(out: string): Begun | undefined {
  const file = join(out, STATE);
  if (!existsSync(file)) return undefined;
  const value = parseJson(textOf(file));
  const place = isJsonObject(value) ? parseIncidentId(value['place']) : undefined;
  const asked = isJsonObject(value) ? value['asked'] : undefined;
  if (
    !isJsonObject(value) ||
    value['format'] !== STATE_FORMAT ||
    place === undefined ||
    typeof asked !== 'string'
  )
    throw new WorldError(`${file} is damaged. Nothing was changed: give another --papers folder`);
  const founding = value['founding'] === undefined ? undefined : parsePlain(canonicalJson(value['founding']));
  return {
    asked,
    place,
    ...(founding?.ok === true && isObject(founding.value) && { founding: founding.value }),
  };
}

type Where = { readonly asked: Asked; readonly data: string; readonly out: string };

function askedText({ asked, data }: Where): string {
  return JSON.stringify({ ...asked, data: resolve(data) });
}

function holdFresh(data: string, out: string): void {
  holdNew(data);
  if (existsSync(out) && readdirSync(out).length > 0)
    throw new UsageError(
      `${out} holds something already: give a new folder for the papers. Nothing was changed`,
    );
}

function holdNew(data: string): void {
  if (existsSync(join(data, 'hub.sqlite')))
    throw new UsageError(
      `${data} holds a hub already, and a place is founded on a new one. Nothing was changed`,
    );
}

function holdToBegun(begun: Begun, where: Where): void {
  const { out } = where;
  if (begun.founding === undefined) {
    holdNew(where.data);
    tell(`A founding was begun in ${out} and not finished. Its keys were never used: it starts clean.`);
  } else if (begun.asked === askedText(where))
    tell(`A founding was begun in ${out}; its papers are whole, and it is finished now.`);
  else
    throw new UsageError(
      `another founding was begun in ${out}, and its papers are whole: give the same --data, names and numbers as then to finish it, or another --papers folder. Nothing was changed`,
    );
}

/** Makes devices and papers, and notes last what they are for: from then on none of them is made again. */
async function begin(where: Where, needs: InitNeeds): Promise<Begun> {
  const { out } = where;
  const place = newIncidentId(needs.crypto.randomBytes);
  const begun = { asked: askedText(where), place };
  saveState(out, begun);
  needs.onStep('begun');
  clearPapers(out);
  needs.onStep('cleared');
  const founding = await makePapers(out, place, { asked: where.asked, making: needs });
  saveState(out, { ...begun, founding });
  needs.onStep('papers');
  return { ...begun, founding };
}

function saveState(out: string, state: Begun): void {
  writePrivate(join(out, STATE), `${JSON.stringify({ format: STATE_FORMAT, ...state })}\n`);
}

type Founding = { readonly data: string; readonly out: string; readonly state: Begun };

async function foundOn(vault: Vault, { data, out, state }: Founding, needs: InitNeeds): Promise<void> {
  const { crypto, clock, onStep } = needs;
  const store = storeSqlite({ folder: data, vault });
  try {
    onStep('store');
    const engine = await startEngine({ store, clock, crypto });
    const known = engine.people().founding;
    if (known !== undefined && known.place !== state.place)
      throw new WorldError(
        `${data} holds a founded hub of another place. Nothing was changed: its keyholders stay`,
      );
    const { founding, place } = state;
    if (
      known === undefined &&
      (founding === undefined || !(await engine.found({ id: place, body: founding })))
    )
      throw new WorldError(
        'the hub did not take the founding. Nothing counts yet: give another --papers folder',
      );
    onStep('founded');
    await keepInvitations(out, engine, needs);
    onStep('invited');
  } finally {
    store.close();
  }
}

/** Puts the first wardens' invitations on the log; kept before, they change nothing. */
async function keepInvitations(out: string, engine: Engine, { crypto }: InitNeeds): Promise<void> {
  const folder = keyholderFolder(out, 1);
  if (!existsSync(folder)) {
    tell(
      `${folder} is gone: papers for wardens that were made with it may not hold. Make new ones: shanyrak invite`,
    );
    return;
  }
  const { key, save } = (await makeDevice(folder, undefined, crypto)).standing();
  if (key.unsent.length === 0) return;
  const items = parseJson(JSON.stringify(key.unsent));
  const receipts = await engine.keep(isJsonArray(items) ? items : []);
  if (receipts.some(({ status }) => status === 'refused'))
    throw new WorldError(
      'the hub refused an invitation. The place is founded; invite wardens anew: shanyrak invite',
    );
  save({ ...key, unsent: [] });
}

function tellFounded({ place }: Begun, { given, asked, out, data }: Where & { readonly given: Given }): void {
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
