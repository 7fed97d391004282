import type { Contradiction } from '../../record/log/seen-log.ts';
import { authorKeyOf } from '../../record/names.ts';
import type { AuthorKey, IncidentId } from '../../record/names.ts';
import type { Primitives, Signer } from '../../record/primitives.ts';
import type { Draft } from '../../record/write.ts';
import type { DeviceFolder } from '../../ports/device-folder.ts';
import { parseKey, printKey, startOf } from './author-key.ts';
import type { Key, KeyOnFile } from './author-key.ts';
import {
  DEVICE_HEADER,
  deviceKey,
  fileOfSlot,
  newSealedHeader,
  openFile,
  parseDeviceHeader,
  printDeviceHeader,
  sealFile,
  slotOfFile,
  STANDING_FILE,
} from './device-files.ts';
import type { Sealing } from './device-files.ts';
import { joinChain } from './own-chain.ts';
import type { ChainHead, JoinedChain } from './own-chain.ts';
import { passphraseFault } from './passphrase.ts';
import { lookAtLog } from './look-at-log.ts';
import type { AskLog } from './look-at-log.ts';
import { sayEntries } from './say-entries.ts';
import type { Post, SaidEntries } from './say-entries.ts';

/**
 * A device that a browser keeps, opened. Its files are those of a device folder, always sealed. What opens them is held
 * in memory only, and seeds leave this file as signatures.
 */
export type KeptDevice = {
  /** The standing key, which speaks on the place log. */
  readonly key: AuthorKey;
  readonly place: IncidentId;
  readonly signer: Pick<Signer, 'key' | 'sign'>;
  /** What the hub signed and cannot both be true, by whichever key saw it: once there, nothing it says counts as kept. */
  readonly contradictions: () => Promise<readonly Contradiction[]>;
  /** Acts signed before that no hub has answered for. */
  readonly waiting: () => Promise<number>;
  /**
   * Signs and sends, with what waits; one tab at a time. What is new goes on after all that the hub has of this key; signed
   * is kept before it is sent. `chain`: how the device's copy stood beside the hub's.
   */
  readonly say: (
    drafts: readonly Draft[],
    hub: HubSide,
  ) => Promise<SaidEntries & { readonly chain: JoinedChain['kind'] }>;
  /**
   * The same in an incident, with the key that was made for its number; nothing where there is no such key, or it has spoken
   * in another one. What waits there goes out with the next that is said in it.
   */
  readonly sayIn: (
    incident: NumberedIncident,
    drafts: readonly Draft[],
    hub: HubSide,
  ) => Promise<(SaidEntries & { readonly chain: JoinedChain['kind'] }) | undefined>;
  readonly slots: () => Promise<readonly SlotKey[]>;
  /** Makes the keys of these slots that are not there yet, and gives those of all of them. None is made anew. */
  readonly makeSlots: (slots: readonly number[]) => Promise<readonly SlotKey[]>;
  /** A small note that lies sealed beside the keys; `undefined` when there never was one, empty once it is used up. */
  readonly note: () => Promise<string | undefined>;
  readonly keepNote: (text: string) => Promise<void>;
  /** What a warden wrote down of the own cell; it lies sealed beside the keys and goes nowhere else. */
  readonly cell: () => Promise<string | undefined>;
  /** Changes it, one tab at a time, and gives what is there now. */
  readonly changeCell: (change: (text: string | undefined) => string) => Promise<string>;
};

/** The public key with which a device speaks in one incident, or for slot 0 on the place log. */
export type SlotKey = { readonly slot: number; readonly key: AuthorKey };

/** An incident and its number, which is that of the slot whose keys speak in it. */
export type NumberedIncident = { readonly id: IncidentId; readonly number: number };

/** What a device asks of its hub: to take entries, what it has of the key's chain, and of its log. */
export type HubSide = {
  readonly post: Post;
  /** What it has of the chain of this key there. */
  readonly heads: (incident: IncidentId, key: AuthorKey) => Promise<readonly ChainHead[]>;
  readonly log: AskLog;
};

/** Why a device could not be opened, made or brought in. Nothing was changed then. */
export type DeviceFault =
  | 'none-here'
  | 'one-is-here'
  | 'damaged'
  | 'wrong-passphrase'
  | 'short-passphrase'
  | 'not-a-device';

export type DeviceResult =
  | { readonly ok: true; readonly device: KeptDevice }
  | { readonly ok: false; readonly why: DeviceFault };

/** The files somebody brings, by name. More than these bytes no device has. */
export const BROUGHT_BYTES_MAX: number = 8 * 1024 * 1024;
const NOTE_FILE = 'note';
const CELL_FILE = 'cell';

const fault = (why: DeviceFault): DeviceResult => ({ ok: false, why });

export async function isDeviceHere(folder: DeviceFolder): Promise<boolean> {
  return (await folder.read(DEVICE_HEADER)) !== undefined;
}

/** Opens the device that lies here. */
export async function openDevice(
  folder: DeviceFolder,
  passphrase: string,
  crypto: Primitives,
): Promise<DeviceResult> {
  const text = await folder.read(DEVICE_HEADER);
  if (text === undefined) return fault('none-here');
  const header = parseDeviceHeader(text);
  if (header?.salt === undefined) return fault('damaged');
  const key = await deviceKey(passphrase, { salt: header.salt }, crypto);
  return deviceIn(folder, { key, crypto }, crypto);
}

/** What a new device is made for: its place and incidents to come. */
export type NewDevice = {
  readonly place: IncidentId;
  readonly slots: readonly number[];
  /** The secret of its standing key, when it was made before, such as one from paper. */
  readonly seed?: Uint8Array;
  /** What is kept with it from the first moment on. */
  readonly note?: string;
};

/** Makes the keys of a device by chance, one for the place and one for each incident to come. */
export async function makeDevice(
  folder: DeviceFolder,
  passphrase: string,
  { place, slots, seed, note, crypto }: NewDevice & { readonly crypto: Primitives },
): Promise<DeviceResult> {
  const standing = { ...freshKey(crypto), ...(seed && { seed }), place: startOf(place) };
  const texts = new Map([[STANDING_FILE, printKey(standing)]]);
  for (const slot of slots) texts.set(fileOfSlot(slot), printKey(freshKey(crypto)));
  if (note !== undefined) texts.set(NOTE_FILE, note);
  return seal(folder, passphrase, texts, crypto);
}

function freshKey(crypto: Primitives): KeyOnFile {
  return { seed: crypto.newSigner().seed, unsent: [] };
}

/**
 * Takes over the folder of a device made elsewhere. A sealed one keeps its passphrase and its bytes; one that lies open is
 * sealed under the passphrase given.
 */
export async function bringDevice(
  folder: DeviceFolder,
  files: ReadonlyMap<string, string>,
  passphrase: string,
  crypto: Primitives,
): Promise<DeviceResult> {
  const header = parseDeviceHeader(files.get(DEVICE_HEADER) ?? '');
  if (header === undefined || !files.has(STANDING_FILE)) return fault('not-a-device');
  if (await isDeviceHere(folder)) return fault('one-is-here');
  const ours = [...files].filter(([name]) => slotOfFile(name) !== undefined);
  const { salt } = header;
  if (salt === undefined) {
    const texts = new Map<string, string>();
    for (const [name, text] of ours) {
      const key = parseKey(text);
      if (key === undefined) return fault('not-a-device');
      texts.set(name, printKey(key));
    }
    return seal(folder, passphrase, texts, crypto);
  }
  const sealing = { key: await deviceKey(passphrase, { salt }, crypto), crypto };
  for (const [name, text] of ours) {
    const opened = openFile(name, text, sealing);
    if (!('text' in opened)) return fault(opened.why === 'not-sealed' ? 'damaged' : 'wrong-passphrase');
    if (parseKey(opened.text) === undefined) return fault('damaged');
  }
  return keep(folder, new Map([...ours, [DEVICE_HEADER, printDeviceHeader({ salt })]]), { sealing, crypto });
}

async function seal(
  folder: DeviceFolder,
  passphrase: string,
  texts: ReadonlyMap<string, string>,
  crypto: Primitives,
): Promise<DeviceResult> {
  if (passphraseFault(passphrase) !== undefined) return fault('short-passphrase');
  const header = newSealedHeader(crypto);
  const sealing = { key: await deviceKey(passphrase, header, crypto), crypto };
  const sealed = [...texts].map(([name, text]) => [name, sealFile(name, text, sealing)] as const);
  const files = new Map([...sealed, [DEVICE_HEADER, printDeviceHeader(header)]]);
  return keep(folder, files, { sealing, crypto });
}

/** Whole or not at all, and never over another device: its keys might be nowhere else. */
function keep(
  folder: DeviceFolder,
  files: ReadonlyMap<string, string>,
  { sealing, crypto }: { readonly sealing: Sealing; readonly crypto: Primitives },
): Promise<DeviceResult> {
  return folder.alone(async () => {
    if (await isDeviceHere(folder)) return fault('one-is-here');
    await folder.write(Object.fromEntries(files));
    return deviceIn(folder, sealing, crypto);
  });
}

/** Says it with one of a device's keys: after all that the hub has of it, and naming the newest checkpoint of the hub's log. */
async function sayAtHub(
  drafts: readonly Draft[],
  { key, save }: { readonly key: Key; readonly save: (key: Key) => Promise<void> },
  {
    hub,
    crypto,
    isDistrusted,
  }: { readonly hub: HubSide; readonly crypto: Primitives; readonly isDistrusted: boolean },
): Promise<SaidEntries & { readonly chain: JoinedChain['kind'] }> {
  const own = authorKeyOf(crypto.signerFromSeed(key.seed).key);
  const isSaying = drafts.length > 0;
  const [known, log] = await Promise.all([
    isSaying ? hub.heads(key.place.incident, own) : [],
    isSaying || key.log?.against ? lookAtLog(key.log, hub.log, crypto) : key.log,
  ]);
  const { place, kind: chain } = joinChain(key, known);
  const joined = { ...key, place, ...(log && { log }) };
  const said = await sayEntries(drafts, { key: joined, save }, { post: hub.post, crypto, isDistrusted });
  return { ...said, chain };
}

async function deviceIn(folder: DeviceFolder, sealing: Sealing, crypto: Primitives): Promise<DeviceResult> {
  const read = async (name: string): Promise<KeyOnFile | 'damaged' | 'wrong-passphrase'> => {
    const opened = openFile(name, (await folder.read(name)) ?? '', sealing);
    if (!('text' in opened)) return opened.why === 'not-sealed' ? 'damaged' : 'wrong-passphrase';
    return parseKey(opened.text) ?? 'damaged';
  };
  const standing = async (): Promise<Key | 'damaged' | 'wrong-passphrase'> => {
    const key = await read(STANDING_FILE);
    if (typeof key === 'string') return key;
    const { place } = key;
    return place === undefined ? 'damaged' : { ...key, place };
  };
  const first = await standing();
  if (typeof first === 'string') return fault(first);
  const now = async (): Promise<Key> => {
    const key = await standing();
    // Another tab took the device away: nothing may be signed with what is remembered.
    if (typeof key === 'string' || key.place.incident !== first.place.incident) throw new DeviceGone();
    return key;
  };
  const contradictions = async (): Promise<readonly Contradiction[]> => {
    const found: Contradiction[] = [];
    for (const name of (await folder.names()).filter((each) => slotOfFile(each) !== undefined)) {
      const kept = await read(name);
      if (typeof kept !== 'string' && kept.log?.against) found.push(kept.log.against);
    }
    return found;
  };
  const sayWith = async (file: string, kept: Key, drafts: readonly Draft[], hub: HubSide) => {
    const save = (changed: Key): Promise<void> =>
      folder.write({ [file]: sealFile(file, printKey(changed), sealing) });
    const others = kept.log?.against ? [] : await contradictions();
    return sayAtHub(drafts, { key: kept, save }, { hub, crypto, isDistrusted: others.length > 0 });
  };
  const { key, sign } = crypto.signerFromSeed(first.seed);
  return {
    ok: true,
    device: {
      key: authorKeyOf(key),
      place: first.place.incident,
      signer: { key, sign },
      contradictions,
      waiting: async () => (await now()).unsent.length,
      say: (drafts, hub) => folder.alone(async () => sayWith(STANDING_FILE, await now(), drafts, hub)),
      sayIn: ({ id, number }, drafts, hub) =>
        folder.alone(async () => {
          await now();
          const file = fileOfSlot(number);
          const kept = await read(file);
          if (typeof kept === 'string' || number === 0) return undefined;
          const place = kept.place ?? startOf(id);
          return place.incident === id ? sayWith(file, { ...kept, place }, drafts, hub) : undefined;
        }),
      slots: () => slotsIn(folder, read, crypto),
      makeSlots: (slots) =>
        folder.alone(async () => {
          await now();
          const there = await folder.names();
          const missing = slots.map(fileOfSlot).filter((name) => !there.includes(name));
          const sealed = missing.map(
            (name) => [name, sealFile(name, printKey(freshKey(crypto)), sealing)] as const,
          );
          await folder.write(Object.fromEntries(sealed));
          return (await slotsIn(folder, read, crypto)).filter(({ slot }) => slots.includes(slot));
        }),
      ...textsIn(folder, sealing, now),
    },
  };
}

/** What lies beside the keys and is none. */
function textsIn(
  folder: DeviceFolder,
  sealing: Sealing,
  now: () => Promise<unknown>,
): Pick<KeptDevice, 'note' | 'keepNote' | 'cell' | 'changeCell'> {
  const textOf = async (name: string): Promise<string | undefined> => {
    const opened = openFile(name, (await folder.read(name)) ?? '', sealing);
    return 'text' in opened ? opened.text : undefined;
  };
  const keepText = (name: string, text: string): Promise<void> =>
    folder.write({ [name]: sealFile(name, text, sealing) });
  return {
    note: () => textOf(NOTE_FILE),
    keepNote: (text) => keepText(NOTE_FILE, text),
    cell: () => textOf(CELL_FILE),
    changeCell: (change) =>
      folder.alone(async () => {
        await now();
        const text = change(await textOf(CELL_FILE));
        await keepText(CELL_FILE, text);
        return text;
      }),
  };
}

/** The files of an opened device are no longer there. */
export class DeviceGone extends Error {
  constructor() {
    super('the device was taken away from this browser');
  }
}

async function slotsIn(
  folder: DeviceFolder,
  read: (name: string) => Promise<KeyOnFile | string>,
  crypto: Primitives,
): Promise<readonly SlotKey[]> {
  const slots: SlotKey[] = [];
  for (const name of await folder.names()) {
    const slot = slotOfFile(name);
    const key = slot === undefined ? undefined : await read(name);
    if (slot === undefined || key === undefined || typeof key === 'string') continue;
    slots.push({ slot, key: authorKeyOf(crypto.signerFromSeed(key.seed).key) });
  }
  return slots.sort((a, b) => a.slot - b.slot);
}
