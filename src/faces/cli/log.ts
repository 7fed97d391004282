import { join } from 'node:path';
import { tileFolder } from '../../adapters/tile-folder/tile-folder.ts';
import { bytesToBase64 } from '../../base/base64.ts';
import { utf8Decode } from '../../base/bytes.ts';
import { CHECKPOINT_FILE, idsStillLost } from '../../engine/kept-checkpoint.ts';
import { keptLog } from '../../engine/engine.ts';
import { checkpointIn } from '../../record/log/checkpoint.ts';
import type { Checkpoint } from '../../record/log/checkpoint.ts';
import { printVerifierKey } from '../../record/log/note.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Store } from '../../ports/store.ts';
import type { TileFiles } from '../../ports/tile-files.ts';
import { LOG_FOLDER, logPath, LOGS_SETTING } from '../kit/log-addresses.ts';
import { addressNames, closeAddress, newAddress } from './address-acts.ts';
import type { AddressKind } from './address-acts.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { KEY_HELP, KEY_OPTIONS } from './hub-key.ts';
import { openSettings } from './hub-settings.ts';

const HELP = `shanyrak log show --data DIR [--json]
shanyrak log open --data DIR
shanyrak log address --data DIR [--json]
shanyrak log close NAME|all --data DIR

The transparency log of a hub: ids of entries and hashes of them, nothing else, so that anybody may keep a copy and see that
nothing is taken out or changed. It lies in DIR/log as plain files (C2SP tlog-tiles) that any web server can hand out.

show: its name, its key, how far it goes, and which entries it knows that the hub has lost. open: makes a secret address for a
mirror or a witness and prints it once; below it lie checkpoint and tile/…. address: the names of those there are. close: one of
them, or all, answers no more.

  --data DIR              the hub's data folder, on the hub's machine
${KEY_HELP}
  --json                  as JSON
Exit: 0 done, 1 the hub's folder cannot be read, 2 used wrongly.`;

const ADDRESSES: AddressKind = {
  what: 'the log',
  setting: LOGS_SETTING,
  path: logPath,
  listCommand: 'shanyrak log address',
};

const ACTS: ReadonlySet<string> = new Set(['show', 'open', 'address', 'close']);

export function logCommand(crypto: Primitives): Command {
  return {
    name: 'log',
    summary: 'the transparency log: what it says, and the addresses it is read by',
    help: HELP,
    run: async (argv) => {
      const options = { ...KEY_OPTIONS, data: { type: 'string' }, json: { type: 'boolean' } } as const;
      const given = readArgs(argv, options, 2);
      const [act = '', name = ''] = given.files;
      if (!ACTS.has(act) || (name !== '') !== (act === 'close'))
        throw new UsageError('is: log show, open, address, or close NAME');
      const settings = await openSettings(given, crypto);
      if (act === 'open') return newAddress(ADDRESSES, settings, crypto);
      if (act === 'close') return closeAddress(ADDRESSES, name, settings);
      if (act === 'address') return listAddresses(addressNames(ADDRESSES, settings), given);
      const files = tileFolder(join(given.need('data'), LOG_FOLDER));
      return showLog(
        settings.read((store) => logShown(store, files, crypto)),
        given,
      );
    },
  };
}

function listAddresses(names: readonly string[], given: Given): number {
  if (given.flag('json')) say(JSON.stringify({ addresses: names }));
  else for (const name of names) say(name);
  if (names.length === 0)
    tell('The log has no address of its own; whoever has a link of the board can read it.');
  return EXIT_OK;
}

type LogShown = {
  readonly origin: string;
  readonly keys: readonly string[];
  readonly earlier: readonly { readonly origin: string; readonly upTo: number }[];
  readonly entries: number;
  readonly checkpoint: Checkpoint | undefined;
  readonly lost: readonly string[];
};

/** What the files and settings say; nothing is verified, which is what fsck is for. */
function logShown(store: Store, files: TileFiles, crypto: Primitives): LogShown {
  const kept = keptLog(store, crypto);
  if (kept === undefined) throw new WorldError('no hub was started on this folder yet');
  const { origin, earlierLogs, keys } = kept;
  return {
    origin,
    keys: keys.map(printVerifierKey),
    earlier: [...earlierLogs].map(([name, upTo]) => ({ origin: name, upTo })),
    entries: store.size(),
    checkpoint: checkpointIn(utf8Decode(files.read(CHECKPOINT_FILE) ?? new Uint8Array()) ?? ''),
    lost: idsStillLost(files, (id) => store.indexOf(id) !== undefined),
  };
}

function showLog({ checkpoint, ...shown }: LogShown, given: Given): number {
  const { origin, keys, earlier, entries, lost } = shown;
  const root = checkpoint && bytesToBase64(checkpoint.root);
  if (given.flag('json')) {
    say(JSON.stringify({ ...shown, ...(checkpoint && { checkpoint: { ...checkpoint, root } }) }));
    return EXIT_OK;
  }
  say(`Log:        ${origin}`);
  for (const key of keys) say(`Key:        ${key}`);
  for (const each of earlier) say(`Before:     ${each.origin}, the same up to entry ${each.upTo}`);
  say(
    checkpoint === undefined
      ? 'Checkpoint: none that can be read'
      : `Checkpoint: ${checkpoint.size} of ${entries} entries, root ${root}`,
  );
  if (lost.length > 0)
    say(`Lost:       ${lost.length} entries that were acknowledged; ask for them to be sent again`);
  for (const id of lost) say(`  ${id}`);
  return EXIT_OK;
}
