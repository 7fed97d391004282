import { trustIn } from '../../adapters/stamp-rfc3161/given-certificates.ts';
import { derOid } from '../../adapters/stamp-rfc3161/der-write.ts';
import { utf8Decode } from '../../base/bytes.ts';
import { parseJson } from '../../base/canonical-json.ts';
import { fieldsOf } from '../../record/kinds/fields.ts';
import type { Fields, Form } from '../../record/kinds/fields.ts';
import { isPlainObject } from '../../record/subset.ts';
import type { PlainObject } from '../../record/subset.ts';
import { PEM } from './channel-forms.ts';

/** An authority that stamps the log, kept in the sealed setting of that name. */
export type StampAuthority = {
  readonly name: string;
  readonly url: string;
  /** In PEM, with a root at least. */
  readonly certificates: string;
  readonly policy?: string;
  readonly allowInside: boolean;
  /** Nobody asks it any more; its certificates stay, because what it has stamped is checked by them. */
  readonly isRemoved: boolean;
};

export const STAMPS_SETTING = 'stamps';
/** Changed whenever somebody wants stamps at once. */
export const STAMP_NOW_SETTING = 'stamp-now';
/** More than anybody needs to trust none of them alone. */
export const AUTHORITIES_MAX = 8;

const BYTES_MAX = 600_000;
const URL_CHARS_MAX = 400;

export const STAMP_URL: Form<string> = {
  what: 'an address such as http://tsa.example/ or https://tsa.example/: without a login or a #',
  placeholder: 'https://tsa.example/',
  parse: (text) => {
    const url = typeof text !== 'string' || text.length > URL_CHARS_MAX ? null : URL.parse(text);
    if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return undefined;
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
  },
};

export const POLICY: Form<string> = {
  what: 'an object identifier such as 1.2.3.4',
  placeholder: '1.2.3.4',
  parse: (text) => (typeof text === 'string' && derOid(text) !== undefined ? text : undefined),
};

const CERTIFICATES: Form<string> = {
  ...PEM,
  parse: (text) => {
    const pem = PEM.parse(text);
    return pem !== undefined && trustIn(pem) !== undefined ? pem : undefined;
  },
};

/** The authorities as they are kept, none where nothing is; `undefined` for what another version wrote. */
export function parseAuthorities(kept: Uint8Array | undefined): readonly StampAuthority[] | undefined {
  if (kept === undefined) return [];
  const value = kept.length > BYTES_MAX ? undefined : parseJson(utf8Decode(kept) ?? '');
  if (!isPlainObject(value)) return undefined;
  const f = fieldsOf(value);
  const authorities = f.list('authorities', readAuthority, AUTHORITIES_MAX);
  return f.fault() === undefined ? authorities : undefined;
}

function readAuthority(f: Fields): StampAuthority {
  return {
    name: f.code('name'),
    url: f.inForm('url', STAMP_URL),
    certificates: f.inForm('certificates', CERTIFICATES),
    ...(f.has('policy') && { policy: f.inForm('policy', POLICY) }),
    allowInside: f.oneOf('inside', ['yes', 'no']) === 'yes',
    isRemoved: f.oneOf('removed', ['yes', 'no']) === 'yes',
  };
}

/** The authorities as they are kept, in the form `parseAuthorities` reads. */
export function printAuthorities(authorities: readonly StampAuthority[]): PlainObject {
  const yesNo = (is: boolean): string => (is ? 'yes' : 'no');
  return {
    authorities: authorities.map(({ name, url, certificates, policy, allowInside, isRemoved }) => ({
      name,
      url,
      certificates,
      ...(policy !== undefined && { policy }),
      inside: yesNo(allowInside),
      removed: yesNo(isRemoved),
    })),
  };
}
