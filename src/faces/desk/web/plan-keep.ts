// A draft that outlives the page because somebody asked for it: sealed with their passphrase, in this browser only.
import { sealingWeb } from '../../../adapters/crypto-web/sealing-web.ts';
import { folderBrowser } from '../../../adapters/folder-browser/folder-browser.ts';
import { parseJson } from '../../../base/canonical-json.ts';
import {
  deviceKey,
  DEVICE_HEADER,
  newSealedHeader,
  openFile,
  parseDeviceHeader,
  printDeviceHeader,
  sealFile,
} from '../../kit/device-files.ts';
import type { DeviceHeader } from '../../kit/device-files.ts';
import { parseDraft } from '../place-draft.ts';
import type { PlaceDraft } from '../place-draft.ts';

// Not where a device lies: to forget one must not take the other.
const DATABASE = 'shanyrak-plan';
const DRAFT = 'draft';

const folder = folderBrowser(DATABASE);

/** An open drawer: what opens it is in the memory of this tab. It fails where the browser keeps nothing, or has no room. */
export type KeptPlan = { readonly put: (draft: PlaceDraft) => Promise<void> };

export async function isPlanKept(): Promise<boolean> {
  // To look must not begin what nobody asked for.
  const known = 'databases' in indexedDB ? await indexedDB.databases().catch(() => []) : [{ name: DATABASE }];
  if (!known.some(({ name }) => name === DATABASE)) return false;
  return (await folder.read(DRAFT).catch(() => undefined)) !== undefined;
}

/** A new drawer, in place of an older one. */
export async function keepPlan(passphrase: string, onWork: (done: number) => void): Promise<KeptPlan> {
  return drawer(passphrase, newSealedHeader(sealingWeb()), onWork);
}

/** What lies in the drawer, and the drawer open; nothing where this passphrase does not open it. */
export async function openKept(
  passphrase: string,
  onWork: (done: number) => void,
): Promise<{ readonly draft: PlaceDraft; readonly kept: KeptPlan } | undefined> {
  const { salt } = parseDeviceHeader((await folder.read(DEVICE_HEADER)) ?? '') ?? {};
  if (salt === undefined) return undefined;
  const kept = await drawer(passphrase, { salt }, onWork);
  const draft = await kept.read();
  return draft && { draft, kept };
}

export function forgetPlan(): Promise<void> {
  return folder.clear();
}

async function drawer(
  passphrase: string,
  header: Required<DeviceHeader>,
  onWork: (done: number) => void,
): Promise<KeptPlan & { readonly read: () => Promise<PlaceDraft | undefined> }> {
  const crypto = sealingWeb(onWork);
  const sealing = { key: await deviceKey(passphrase, header, crypto), crypto };
  return {
    put: (draft) =>
      folder.write({
        [DEVICE_HEADER]: printDeviceHeader(header),
        [DRAFT]: sealFile(DRAFT, JSON.stringify(draft), sealing),
      }),
    read: async () => {
      const opened = openFile(DRAFT, (await folder.read(DRAFT)) ?? '', sealing);
      return 'text' in opened ? parseDraft(parseJson(opened.text) ?? null) : undefined;
    },
  };
}
