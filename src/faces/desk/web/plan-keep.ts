// A draft that outlives the page because somebody asked for it: sealed with their passphrase, in this browser only.
import { cryptoWeb } from '../../../adapters/crypto-web/crypto-web.ts';
import { parseJson } from '../../../base/canonical-json.ts';
import {
  deviceKey,
  newSealedHeader,
  openFile,
  parseDeviceHeader,
  printDeviceHeader,
  sealFile,
} from '../../kit/device-files.ts';
import type { Sealing } from '../../kit/device-files.ts';
import { parseDraft } from '../place-draft.ts';
import type { PlaceDraft } from '../place-draft.ts';

const HEADER = 'shanyrak-plan-header';
const DRAFT = 'shanyrak-plan-draft';

/** An open drawer: what opens it is in the memory of this tab. */
export type KeptPlan = { readonly put: (draft: PlaceDraft) => boolean };

export function isPlanKept(): boolean {
  return stored(DRAFT) !== undefined;
}

/** A new drawer; the old one and what was in it are gone. */
export async function keepPlan(passphrase: string, onWork: (done: number) => void): Promise<KeptPlan> {
  const crypto = cryptoWeb(onWork);
  const header = newSealedHeader(crypto);
  const key = await deviceKey(passphrase, header, crypto);
  forgetPlan();
  store(HEADER, printDeviceHeader(header));
  return drawer({ key, crypto });
}

/** What lies in the drawer, and the drawer open; nothing where this passphrase does not open it. */
export async function openKept(
  passphrase: string,
  onWork: (done: number) => void,
): Promise<{ readonly draft: PlaceDraft; readonly kept: KeptPlan } | undefined> {
  const crypto = cryptoWeb(onWork);
  const { salt } = parseDeviceHeader(stored(HEADER) ?? '') ?? {};
  if (salt === undefined) return undefined;
  const sealing = { key: await deviceKey(passphrase, { salt }, crypto), crypto };
  const opened = openFile(DRAFT, stored(DRAFT) ?? '', sealing);
  if (!('text' in opened)) return undefined;
  return { draft: parseDraft(parseJson(opened.text) ?? null), kept: drawer(sealing) };
}

export function forgetPlan(): void {
  try {
    localStorage.removeItem(DRAFT);
    localStorage.removeItem(HEADER);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function drawer(sealing: Sealing): KeptPlan {
  return { put: (draft) => store(DRAFT, sealFile(DRAFT, JSON.stringify(draft), sealing)) };
}

/** Whether the browser took it: it may keep nothing, or have no room. */
function store(name: string, text: string): boolean {
  try {
    localStorage.setItem(name, text);
    return true;
  } catch {
    return false;
  }
}

function stored(name: string): string | undefined {
  try {
    return localStorage.getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}
