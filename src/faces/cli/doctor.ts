import { existsSync, statSync } from 'node:fs';
import { failedRoads } from '../../acts/alarm/failed-roads.ts';
import { findingsOf, isUnsafe } from '../../acts/care/doctor.ts';
import type { AlarmFacts, Finding, StampFacts } from '../../acts/care/doctor.ts';
import { adviceOn, DOCTOR_WORDS } from '../../acts/words/doctor-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import type { StoreSqliteOptions } from '../../adapters/store-sqlite/store-sqlite.ts';
import type { Instant } from '../../base/instant.ts';
import { openLedger } from '../../engine/ledger-keeper.ts';
import { stampsHeld } from '../../engine/stamps-kept.ts';
import type { LookAt, Machine } from '../../ports/machine.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { Store } from '../../ports/store.ts';
import type { Primitives } from '../../record/primitives.ts';
import { alarmSettings } from './alarm-settings.ts';
import { roadNames } from './channel-settings.ts';
import { readArgs, UsageError } from './command.ts';
import type { Command, Given } from './command.ts';
import { languageIn, sayFindings } from './findings.ts';
import type { Told } from './findings.ts';
import { KEY_OPTIONS, openFolder } from './hub-key.ts';
import { inWorld } from './rollback.ts';
import { parseAuthorities, STAMPS_SETTING } from './stamp-settings.ts';

const PORT_DEFAULT = 8420;

const HELP = `shanyrak doctor --data DIR [--url https://…] [--json]

Says what is missing or unsafe on this machine, and what to do about each: clock, disk, permissions, key, backup, swap,
open ports, with --url how the outside sees the hub, and with a key whether messages of alarms can leave it and whether its log is
stamped. Changes nothing, and asks nobody but that address.
What it does not find may still be so.

  --data DIR              the hub's data folder
  --key-file FILE         the hub's key file: is it apart from the hub, is the clock behind the record, do messages leave,
                          is the log stamped
  --passphrase-file FILE  the same for a file with the passphrase
  --url ADDRESS           the hub's address as readers use it; best looked at from another machine as well
  --port N                the port the hub itself listens on (${PORT_DEFAULT})
  --lang kk|ru|en         language of the findings (en)
  --json                  the findings as JSON
Exit: 0 nothing unsafe was found, 1 something is unsafe, 2 the command was used wrongly.`;

export function doctorCommand(crypto: Primitives, machine: Machine): Command {
  return {
    name: 'doctor',
    summary: 'say what is missing or unsafe on this machine',
    help: HELP,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const options = { ...KEY_OPTIONS, data: text, url: text, port: text, lang: text };
      const given = readArgs(argv, { ...options, json: { type: 'boolean' } }, 0);
      const folder = given.need('data');
      if (existsSync(folder) && !statSync(folder).isDirectory())
        throw new UsageError(`${folder} is not a folder`);
      const language = languageIn(given);
      const url = urlIn(given);
      const secret = secretIn(given);
      const kept = secret && (await lookInside(folder, given, crypto));
      const hubPort = given.whole('port', { lo: 1, hi: 65_535 }) ?? PORT_DEFAULT;
      const facts = await machine.look({ folder, secret, hubPort, url, newestEntryAt: kept?.newestEntryAt });
      const findings = findingsOf({ ...facts, alarms: kept?.alarms, stamps: kept?.stamps });
      return sayFindings(
        findings.map((found) => told(found, language)),
        DOCTOR_WORDS[language],
        given.flag('json'),
      );
    },
  };
}

function told(found: Finding, language: Language): Told {
  return { ...found, isUnsafe: isUnsafe(found), ...adviceOn(found, language) };
}

function urlIn(given: Given): string | undefined {
  const text = given.text('url');
  if (text === undefined) return undefined;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError('--url is an address such as https://hub.example');
  return text;
}

/** Never asked for: who runs the doctor may not be who may open the hub. */
function secretIn(given: Given): LookAt['secret'] {
  for (const what of ['key-file', 'passphrase-file'] as const) {
    const file = given.text(what);
    if (file === undefined) continue;
    if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
    return { what, file };
  }
  return undefined;
}

type Inside = {
  readonly newestEntryAt: Instant | undefined;
  readonly alarms: AlarmFacts;
  readonly stamps: StampFacts;
};

/** What only the record itself tells; `undefined` where there is none yet. */
async function lookInside(folder: string, given: Given, crypto: Primitives): Promise<Inside | undefined> {
  if (!existsSync(`${folder}/vault.json`) || !existsSync(`${folder}/hub.sqlite`)) return undefined;
  const vault = await openFolder(folder, given, crypto);
  return inWorld(() => {
    const store = readable({ folder, vault });
    try {
      return store && insideOf(store);
    } finally {
      store?.close();
    }
  });
}

function insideOf(store: Store): Inside {
  const { channels, address } = alarmSettings(store);
  return {
    newestEntryAt: store.read({ after: store.size() - 2, limit: 1 }).at(-1)?.loggedAt,
    alarms: {
      roads: roadNames(channels),
      failed: failedRoads(openLedger(store).ledger),
      hasAddress: address !== undefined,
    },
    stamps: stampFacts(store),
  };
}

function stampFacts(store: Store): StampFacts {
  const held = stampsHeld(store);
  const asked = parseAuthorities(store.setting(STAMPS_SETTING))?.filter(({ isRemoved }) => !isRemoved) ?? [];
  const covered = held.reduce((most, { size }) => Math.max(most, size), 0);
  const newestAt = held.reduce<Instant | undefined>(
    (last, { at }) => (at > (last ?? -Infinity) ? at : last),
    undefined,
  );
  return { authorities: asked.length, newestAt, unstamped: Math.max(store.size() - covered, 0) };
}

/** `undefined` for a folder of before an upgrade: that it is open is a finding, not a failure. */
function readable(open: Pick<StoreSqliteOptions, 'folder' | 'vault'>): Store | undefined {
  try {
    return storeSqlite({ ...open, mode: 'read' });
  } catch (cause) {
    if (cause instanceof StoreFailure && cause.kind === 'older-format') return undefined;
    throw cause;
  }
}
