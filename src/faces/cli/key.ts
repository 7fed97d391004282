import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { placesIn } from '../../adapters/backup-folder/known-backups.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { writeVaultFile } from '../../adapters/vault-file/vault-file.ts';
import { KNOWN_BACKUPS } from '../../record/backup-manifest.ts';
import type { Primitives } from '../../record/primitives.ts';
import { KEY_FILE_BYTES, unlock, withWay } from '../../record/vault-header.ts';
import type { Secret, VaultHeader } from '../../record/vault-header.ts';
import type { Unreached } from '../../engine/reach-backups.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { takeCare, unreachedWords } from './hub-backups.ts';
import {
  askSecretly,
  firstLineOf,
  headerIn,
  holdToLength,
  keyIn,
  makeKeyFile,
  KEY_HELP,
  KEY_OPTIONS,
  openHub,
  UNLOCK_WORDS,
} from './hub-key.ts';
import type { OpenedHub } from './hub-key.ts';
import { renewWays, rotateKey } from './key-rotation.ts';
import type { Rotated } from './key-rotation.ts';

const HELP = `shanyrak key (ways | rotate | add-passphrase | change-passphrase | add-key-file) --data DIR [--json]

The keys of a hub that is not running. Backups the hub knows of go with it; those out of reach are named.

  ways               by what the hub can be opened: names only, no key is needed
  rotate             put everything under a fresh data key, after the old one may have been seen; when every way is
                     given (--key-file and --passphrase-file), also a fresh main key, which shuts out old ways.
                     It can be cut off at any moment: run it again and it goes on
  add-passphrase     open the hub by a passphrase too
  change-passphrase  another passphrase in place of the old one
  add-key-file       write a new key file that opens the hub; an older key file opens it no longer

  --data DIR              the hub's data folder
${KEY_HELP}
  --new-passphrase-file FILE  a file that holds the new passphrase; without it, it is asked for on the terminal
  --new-key-file FILE     where to write the new key file
  --json                  the result as JSON
Exit: 0 done, 1 not done, 2 the command was used wrongly.`;

const ACTS = ['ways', 'rotate', 'add-passphrase', 'change-passphrase', 'add-key-file'] as const;
type Act = (typeof ACTS)[number];

export function keyCommand(crypto: Primitives): Command {
  return {
    name: 'key',
    summary: 'show, add and change the ways into a hub, rotate its data key',
    help: HELP,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const asked = {
        data: text,
        'new-passphrase-file': text,
        'new-key-file': text,
        json: { type: 'boolean' },
      } as const;
      const given = readArgs(argv, { ...KEY_OPTIONS, ...asked }, 1);
      const act = ACTS.find((name) => name === given.files[0]);
      if (act === undefined) throw new UsageError(`needs one of ${ACTS.join(', ')}`);
      const folder = resolve(given.need('data'));
      if (act === 'ways') return sayWays(folder, given);
      const hub = { folder, given, crypto };
      if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
      const care = takeCare(folder);
      try {
        return act === 'rotate' ? await rotate(hub) : await changeWay(hub, act);
      } finally {
        care.close();
      }
    },
  };
}

function sayWays(folder: string, given: Given): number {
  const header = existsSync(folder) ? headerIn(folder) : undefined;
  if (header === undefined) throw new UsageError(`${folder} holds no hub with a key`);
  const ways = header.ways.map(({ kind }) => kind);
  const isUnderWay = header.dataKeys.length > 1;
  if (given.flag('json')) say(JSON.stringify({ hub: header.hub, ways, isRotating: isUnderWay }));
  else {
    say(`The hub ${header.hub} opens by: ${ways.join(', ')}`);
    if (isUnderWay)
      say('A rotation was cut off. Nothing is lost: run shanyrak key rotate to bring it to its end.');
  }
  return EXIT_OK;
}

type Keyed = { readonly folder: string; readonly given: Given; readonly crypto: Primitives };

async function rotate({ folder, given, crypto }: Keyed): Promise<number> {
  const { secrets, open } = await openByAll({ folder, given, crypto });
  let known: readonly string[] = [];
  const rotated = await rotateKey({
    folder,
    header: open.header,
    opened: open.opened,
    secrets,
    crypto,
    known: (store) => (known = placesIn(store.setting(KNOWN_BACKUPS))),
    onStep: (step, left) => {
      if (step === 'rows') tell(`${left} rows left …`);
    },
  });
  sayRotated(given, rotated, known.length);
  return EXIT_OK;
}

/** Rotation takes both ways at once: only what is at hand can be put under a fresh main key. */
async function openByAll({
  folder,
  given,
  crypto,
}: Keyed): Promise<{ readonly secrets: readonly Secret[]; readonly open: OpenedHub }> {
  const [keyFile, passphraseFile] = [given.text('key-file'), given.text('passphrase-file')];
  if (keyFile === undefined || passphraseFile === undefined) {
    const open = await openHub(folder, given, crypto);
    return { secrets: [open.secret], open };
  }
  const byKeyFile: Given = {
    ...given,
    text: (name) => (name === 'passphrase-file' ? undefined : given.text(name)),
  };
  const open = await openHub(folder, byKeyFile, crypto);
  const passphrase: Secret = { kind: 'passphrase', text: firstLineOf(passphraseFile) };
  const opened = await unlock(open.header, passphrase, crypto);
  if (!opened.ok) throw new WorldError(UNLOCK_WORDS[opened.error.kind]);
  return { secrets: [{ kind: 'key-file', key: keyIn(keyFile) }, passphrase], open };
}

function sayRotated(given: Given, rotated: Rotated, backups: number): void {
  const { isResumed, isMainKeyNew, isScrubbed, unreached } = rotated;
  if (given.flag('json')) return say(JSON.stringify({ ok: true, ...rotated, backups }));
  say(
    `${isResumed ? 'The rotation that was cut off is done' : 'Done'}: everything is under a fresh data key, also in ${backups - unreached.length} of ${backups} backups.`,
  );
  if (!isMainKeyNew)
    say(
      'The main key stayed: who has an older vault.json and a way into it can still open the new one. Give every way (--key-file and --passphrase-file) to change that.',
    );
  if (!isScrubbed)
    tell(
      'Another program reads the folder: keys under the old data key stay in the write-ahead log until the hub is started next.',
    );
  sayUnreached('These backups still open with the old data key:', unreached);
}

function sayUnreached(what: string, unreached: readonly Unreached[]): void {
  if (unreached.length > 0) tell(what);
  for (const each of unreached) tell(`  ${unreachedWords(each)}`);
}

async function changeWay(keyed: Keyed, act: Exclude<Act, 'ways' | 'rotate'>): Promise<number> {
  const { folder, given, crypto } = keyed;
  const open = await openHub(folder, given, crypto);
  const has = open.header.ways.some(
    ({ kind }) => kind === (act === 'add-key-file' ? 'key-file' : 'passphrase'),
  );
  if (act === 'add-passphrase' && has)
    throw new UsageError('has a passphrase already: to have another one, use key change-passphrase');
  if (act === 'change-passphrase' && !has)
    throw new UsageError('has no passphrase yet: to have one, use key add-passphrase');
  // Holds the hub's lock: it must not start with a header that is about to change.
  const store = storeSqlite({ folder, vault: open.vault });
  try {
    const places = placesIn(store.setting(KNOWN_BACKUPS));
    const secret = act === 'add-key-file' ? newKeyFile(keyed) : await newPassphrase(given);
    const { mainKey } = open.opened;
    const header = await withWay(open.header, { secret, mainKey }, crypto);
    writeVaultFile(folder, header);
    const unreached = await renewWays(places, { header, mainKey, secret: open.secret, crypto });
    sayChanged(given, { act, header, had: has, unreached });
    return EXIT_OK;
  } finally {
    store.close();
  }
}

function newKeyFile({ given, crypto }: Keyed): Secret {
  const file = given.need('new-key-file');
  if (existsSync(file)) throw new UsageError(`does not write over ${file}: it may be the only key of a hub`);
  const key = crypto.randomBytes(KEY_FILE_BYTES);
  // Written first: a header must never name a key that is nowhere.
  makeKeyFile(file, key);
  return { kind: 'key-file', key };
}

async function newPassphrase(given: Given): Promise<Secret> {
  const file = given.text('new-passphrase-file');
  const text =
    file === undefined ? await askSecretly('New passphrase of four or five words: ') : firstLineOf(file);
  if (text === undefined) throw new UsageError('needs --new-passphrase-file where there is no terminal');
  await holdToLength(text, file === undefined);
  return { kind: 'passphrase', text };
}

type Changed = {
  readonly act: Act;
  readonly header: VaultHeader;
  readonly had: boolean;
  readonly unreached: readonly Unreached[];
};

function sayChanged(given: Given, { act, header, had, unreached }: Changed): void {
  const ways = header.ways.map(({ kind }) => kind);
  if (given.flag('json')) return say(JSON.stringify({ ok: true, ways, unreached }));
  say(`Done. The hub opens by: ${ways.join(', ')}`);
  if (had)
    say(
      `The ${act === 'add-key-file' ? 'key file' : 'passphrase'} before opens it no longer. Who has an older vault.json can still use it there: if it may have been seen, run key rotate with every way.`,
    );
  sayUnreached('These backups still open the old way:', unreached);
}
