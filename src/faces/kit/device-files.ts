import { base64UrlToBytes, bytesToBase64Url, concatBytes, utf8Decode, utf8Encode } from '../../base/bytes.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import { NONCE_BYTES } from '../../record/at-rest.ts';
import type { Primitives } from '../../record/primitives.ts';
import { STRETCH } from '../../record/vault-header.ts';

/**
 * The files of a device, wherever they lie: `place.key` speaks on the place log (slot 0), `slot-N.key` in the hub's
 * incident number N. `device.json` says whether a passphrase seals them; it holds no secret. What the commands keep in a
 * folder and what a browser keeps are the same files.
 */
export const DEVICE_HEADER = 'device.json';
export const STANDING_FILE = 'place.key';

const FORMAT = 'shanyrak device v1';
const SLOT_FILE = /^slot-([1-9]\d{0,3})\.key$/;
const BOUND = 'shanyrak device key v1\n';
const SALT_BYTES = 16;

export function fileOfSlot(slot: number): string {
  return slot === 0 ? STANDING_FILE : `slot-${slot}.key`;
}

/** Of which slot a file of a device is the key; `undefined` for other files. */
export function slotOfFile(name: string): number | undefined {
  if (name === STANDING_FILE) return 0;
  const slot = SLOT_FILE.exec(name)?.[1];
  return slot === undefined ? undefined : Number(slot);
}

/** What `device.json` says. With a salt the other files are sealed. */
export type DeviceHeader = { readonly salt?: Uint8Array };

/** The header of a device about to be sealed. */
export function newSealedHeader({ randomBytes }: Pick<Primitives, 'randomBytes'>): Required<DeviceHeader> {
  return { salt: randomBytes(SALT_BYTES) };
}

export function printDeviceHeader({ salt }: DeviceHeader): string {
  return `${JSON.stringify({ format: FORMAT, ...(salt && { salt: bytesToBase64Url(salt) }) })}\n`;
}

export function parseDeviceHeader(text: string): DeviceHeader | undefined {
  const header = parseJson(text);
  if (!isJsonObject(header) || header['format'] !== FORMAT) return undefined;
  if (header['salt'] === undefined) return {};
  const salt = typeof header['salt'] === 'string' ? base64UrlToBytes(header['salt']) : undefined;
  return salt?.length === SALT_BYTES ? { salt } : undefined;
}

/** The key under which a device's files are sealed. Slow on purpose. */
export function deviceKey(
  passphrase: string,
  { salt }: Required<DeviceHeader>,
  { stretch }: Pick<Primitives, 'stretch'>,
): Promise<Uint8Array> {
  return stretch(utf8Encode(passphrase), { ...STRETCH, salt });
}

/** How a file of a sealed device is opened and written. */
export type Sealing = {
  readonly key: Uint8Array;
  readonly crypto: Pick<Primitives, 'seal' | 'unseal' | 'randomBytes'>;
};

/** Bound to its name, so that the files of a device cannot be exchanged for one another. */
export function sealFile(name: string, text: string, { key, crypto }: Sealing): string {
  const nonce = crypto.randomBytes(NONCE_BYTES);
  const sealed = crypto.seal(utf8Encode(text), { key, nonce, boundTo: utf8Encode(BOUND + name) });
  return `${JSON.stringify({ box: bytesToBase64Url(concatBytes(nonce, sealed)) })}\n`;
}

/** The text in a sealed file, or why there is none: it is not sealed at all, or this passphrase does not open it. */
export function openFile(
  name: string,
  text: string,
  { key, crypto }: Sealing,
): { readonly text: string } | { readonly why: 'not-sealed' | 'other-key' } {
  const value = parseJson(text);
  const box =
    isJsonObject(value) && typeof value['box'] === 'string' ? base64UrlToBytes(value['box']) : undefined;
  if (box === undefined) return { why: 'not-sealed' };
  const how = { key, nonce: box.subarray(0, NONCE_BYTES), boundTo: utf8Encode(BOUND + name) };
  const plain = box.length < NONCE_BYTES ? undefined : crypto.unseal(box.subarray(NONCE_BYTES), how);
  const opened = plain && utf8Decode(plain);
  return opened === undefined ? { why: 'other-key' } : { text: opened };
}
