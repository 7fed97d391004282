import type { BeatKey } from '../../adapters/peer-http/beat-proof.ts';
import type { PeerHttpConfig } from '../../adapters/peer-http/peer-http.ts';
import { base64UrlToBytes, bytesToBase64Url, utf8Decode } from '../../base/bytes.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { ExpectedPeer } from '../../engine/peers.ts';
import { fieldsOf } from '../../record/kinds/fields.ts';
import type { Fields, Form } from '../../record/kinds/fields.ts';
import { isPlainObject } from '../../record/subset.ts';
import type { PlainObject } from '../../record/subset.ts';
import { PEM } from './channel-forms.ts';
import { isInsideHost } from './hub-address.ts';

/** Other hubs, kept in the sealed setting of that name. `expects`: they say to this one that they are well; `tells`: this one to them. */
export type PeerSettings = {
  readonly expects: readonly (ExpectedPeer & BeatKey)[];
  readonly tells: readonly (PeerHttpConfig & { readonly name: string })[];
};

export const PEERS_SETTING = 'peers';
/** As many others as two people know. */
export const PEERS_MAX = 8;
/** Under two minutes a slow line is a silence; after four hours nobody needs to hear of it. */
export const [GRACE_MIN_LO, GRACE_MIN_DEFAULT, GRACE_MIN_HI] = [2, 10, 240];

const BYTES_MAX = 131_072;
const ADDRESS_CHARS_MAX = 400;
const ID_BYTES = 16;
const KEY_BYTES = 32;

const ID: Form<string> = {
  what: 'the last part of an address',
  placeholder: '',
  parse: (text) => (typeof text === 'string' && isOfBytes(text, ID_BYTES) ? text : undefined),
};
const KEY: Form<Uint8Array> = {
  what: 'a key of 32 bytes in base64url',
  placeholder: new Uint8Array(KEY_BYTES),
  parse: (text) =>
    typeof text === 'string' && isOfBytes(text, KEY_BYTES) ? base64UrlToBytes(text) : undefined,
};
const PEER_URL: Form<string> = {
  what: 'the address of a hub',
  placeholder: 'https://hub.example/peer/x',
  parse: (text) => (typeof text === 'string' && URL.canParse(text) ? text : undefined),
};

function isOfBytes(text: string, length: number): boolean {
  return text.length <= 2 * KEY_BYTES && base64UrlToBytes(text)?.length === length;
}

/** The settings as they are kept, none where nothing is; `undefined` for what another version wrote. */
export function parsePeers(kept: Uint8Array | undefined): PeerSettings | undefined {
  if (kept === undefined) return { expects: [], tells: [] };
  const value = kept.length > BYTES_MAX ? undefined : parseJson(utf8Decode(kept) ?? '');
  if (!isPlainObject(value)) return undefined;
  const f = fieldsOf(value);
  const expects = f.list('expects', readExpected, PEERS_MAX);
  const tells = f.list('tells', readTold, PEERS_MAX);
  return f.fault() === undefined ? { expects, tells } : undefined;
}

function readExpected(f: Fields): PeerSettings['expects'][number] {
  return {
    name: f.code('name'),
    id: f.inForm('id', ID),
    key: f.inForm('key', KEY),
    isTold: f.oneOf('told', ['yes', 'no']) === 'yes',
    graceMin: f.whole('graceMin', GRACE_MIN_LO, GRACE_MIN_HI),
  };
}

function readTold(f: Fields): PeerSettings['tells'][number] {
  return {
    name: f.code('name'),
    url: f.inForm('url', PEER_URL),
    key: f.inForm('key', KEY),
    allowInside: f.oneOf('inside', ['yes', 'no']) === 'yes',
    ...(f.has('ca') && { ca: f.inForm('ca', PEM) }),
  };
}

/** The settings as they are kept, in the form `parsePeers` reads. */
export function printPeers({ expects, tells }: PeerSettings): PlainObject {
  const yesNo = (is: boolean): string => (is ? 'yes' : 'no');
  return {
    expects: expects.map(({ name, id, key, isTold, graceMin }) => ({
      name,
      id,
      key: bytesToBase64Url(key),
      told: yesNo(isTold),
      graceMin,
    })),
    tells: tells.map(({ name, url, key, allowInside, ca }) => ({
      name,
      url,
      key: bytesToBase64Url(key),
      inside: yesNo(allowInside),
      ...(ca !== undefined && { ca }),
    })),
  };
}

/** One line for the people of the other hub: what stands behind the `#` never travels. */
export function peerAddress(base: string, { id, key }: BeatKey): string {
  return `${base}/peer/${id}#${bytesToBase64Url(key)}`;
}

/** Reads such a line. `inside`: it leads to this machine or its neighbours, or goes without TLS. */
export function parsePeerAddress(
  text: string,
): { readonly url: string; readonly key: Uint8Array; readonly isInside: boolean } | undefined {
  const url = text.length > ADDRESS_CHARS_MAX || /[\s\\@?]/.test(text) ? null : URL.parse(text);
  const [, id = ''] = /^\/peer\/([\w-]+)$/.exec(url?.pathname ?? '') ?? [];
  const key = KEY.parse(url?.hash.slice(1));
  if (url === null || key === undefined || ID.parse(id) === undefined) return undefined;
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const isInside = url.protocol === 'http:' || isInsideHost(url.hostname);
  url.hash = '';
  return { url: url.href, key, isInside };
}
