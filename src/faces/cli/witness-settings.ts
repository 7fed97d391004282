import type { WitnessHttpConfig } from '../../adapters/witness-http/witness-http.ts';
import { utf8Decode } from '../../base/bytes.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { WatchedLog } from '../../engine/witness-desk.ts';
import type { AskedWitness } from '../../engine/witnessing.ts';
import { fieldsOf } from '../../record/kinds/fields.ts';
import type { Fields, Form } from '../../record/kinds/fields.ts';
import type { Sha256 } from '../../record/log/merkle.ts';
import { ED25519, parseVerifierKey, printVerifierKey } from '../../record/log/note.ts';
import type { VerifierKey } from '../../record/log/note.ts';
import { parsePolicy } from '../../record/log/policy.ts';
import { isPlainObject } from '../../record/subset.ts';
import type { PlainObject } from '../../record/subset.ts';
import { PEM } from './channel-forms.ts';
import { isInsideHost } from './hub-address.ts';

/** Whose logs this hub witnesses, which witnesses it asks, and when its own record counts as witnessed: kept in the sealed setting of that name. */
export type WitnessSettings = {
  readonly watches: readonly WatchedLog[];
  readonly asks: readonly (Pick<AskedWitness, 'name' | 'key'> & WitnessHttpConfig)[];
  /** The text of a tlog-policy. */
  readonly policy?: string;
};

export const WITNESSES_SETTING = 'witnesses';
/** As many as C2SP tlog-policy asks for. */
export const WITNESSES_MAX = 32;

const BYTES_MAX = 524_288;
const ADDRESS_CHARS_MAX = 400;

const URL_FORM: Form<string> = {
  what: 'the address of a witness',
  placeholder: 'https://hub.example/witness/x',
  parse: (text) => (typeof text === 'string' && parseWitnessAddress(text) ? text : undefined),
};

/** The settings as they are kept; `undefined` where another version wrote them. Nothing kept is nobody known. */
export function parseWitnesses(kept: Uint8Array | undefined, sha256: Sha256): WitnessSettings | undefined {
  if (kept === undefined) return { watches: [], asks: [] };
  const value = kept.length > BYTES_MAX ? undefined : parseJson(utf8Decode(kept) ?? '');
  if (!isPlainObject(value)) return undefined;
  const f = fieldsOf(value);
  const key = keyForm(sha256);
  const watches = f.list('watches', (inner) => readWatched(inner, key), WITNESSES_MAX);
  const asks = f.list('asks', (inner) => readAsked(inner, key), WITNESSES_MAX);
  const policy = f.has('policy') ? { policy: f.inForm('policy', policyForm(sha256)) } : {};
  return f.fault() === undefined ? { watches, asks, ...policy } : undefined;
}

/** A key as `printVerifierKey` writes it. */
function keyForm(sha256: Sha256): Form<VerifierKey> {
  return {
    what: 'a verifier key',
    placeholder: { name: '', keyId: 0, type: ED25519, key: new Uint8Array() },
    parse: (text) => {
      const read = typeof text === 'string' ? parseVerifierKey(text, sha256) : undefined;
      return read?.ok ? read.value : undefined;
    },
  };
}

function policyForm(sha256: Sha256): Form<string> {
  return {
    what: 'a policy',
    placeholder: '',
    parse: (text) => (typeof text === 'string' && parsePolicy(text, sha256).ok ? text : undefined),
  };
}

function readWatched(f: Fields, key: Form<VerifierKey>): WatchedLog {
  return { name: f.code('name'), key: f.inForm('key', key) };
}

function readAsked(f: Fields, key: Form<VerifierKey>): WitnessSettings['asks'][number] {
  return {
    name: f.code('name'),
    key: f.inForm('key', key),
    url: f.inForm('url', URL_FORM),
    allowInside: f.oneOf('inside', ['yes', 'no']) === 'yes',
    ...(f.has('ca') && { ca: f.inForm('ca', PEM) }),
  };
}

/** The settings as they are kept, in the form `parseWitnesses` reads. */
export function printWitnesses({ watches, asks, policy }: WitnessSettings): PlainObject {
  return {
    watches: watches.map(({ name, key }) => ({ name, key: printVerifierKey(key) })),
    asks: asks.map(({ name, key, url, allowInside, ca }) => ({
      name,
      key: printVerifierKey(key),
      url,
      inside: allowInside ? 'yes' : 'no',
      ...(ca !== undefined && { ca }),
    })),
    ...(policy !== undefined && { policy }),
  };
}

/** Reads a submission prefix. `isInside`: it leads to this machine or its neighbours, or goes without TLS. */
export function parseWitnessAddress(
  text: string,
): { readonly url: string; readonly isInside: boolean } | undefined {
  const url = text.length > ADDRESS_CHARS_MAX || /[\s\\@?#]/.test(text) ? null : URL.parse(text);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return undefined;
  const isInside = url.protocol === 'http:' || isInsideHost(url.hostname);
  return { url: url.href.replace(/\/$/, ''), isInside };
}
