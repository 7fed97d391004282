import { parseMailbox } from '../../adapters/channel-email/mailbox.ts';
import type { Form } from '../../record/kinds/fields.ts';
import { isInsideHost } from './hub-address.ts';

const URL_CHARS_MAX = 2_000;
const LINE_CHARS_MAX = 1_000;
// A chain of a few certificates.
const PEM_CHARS_MAX = 65_536;
const HOST_NAME = /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:.]{2,45}$/;
const PEM_TEXT = /^(?:\s*-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/;

function form(what: string, isSo: (text: string) => boolean): Form<string> {
  return {
    what,
    placeholder: '',
    parse: (value) => (typeof value === 'string' && isSo(value) ? value : undefined),
  };
}

export const HOST: Form<string> = form('the name or IP address of a machine', (text) => HOST_NAME.test(text));

export const MAILBOX: Form<string> = form(
  'one mail address such as alarm@place.example',
  (text) => parseMailbox(text) !== undefined,
);

/** RFC 8292, section 2.1: whom a push service may write to. */
export const CONTACT: Form<string> = form(
  'a contact such as mailto:alarm@place.example or https://place.example',
  (text) => {
    const mailbox = /^mailto:(.+)$/.exec(text)?.[1];
    if (mailbox !== undefined) return parseMailbox(mailbox) !== undefined;
    return text.length <= LINE_CHARS_MAX && URL.parse(text)?.protocol === 'https:';
  },
);

/** Without a login in it: what stands in an address is shown. Plain http carries passwords no further than the next room. */
export const HTTP_URL: Form<string> = form(
  'an address such as https://sms.example or http://192.168.8.20:8080: no login in it, and no plain http to the open network',
  (text) => {
    const url = text.length > URL_CHARS_MAX ? null : URL.parse(text);
    if (url === null || url.username !== '' || url.password !== '') return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && isInsideHost(url.hostname));
  },
);

export const LINE: Form<string> = form(
  `one line of 1 to ${LINE_CHARS_MAX} characters`,
  (text) => text !== '' && text.length <= LINE_CHARS_MAX && !/\p{Cc}/u.test(text),
);

/** SMPP 3.4, 5.2.5: a number with its country, a short code, or a name. */
export const SENDER: Form<string> = form(
  'a number such as +77010000000, a short code, or a name of at most 11 letters and digits',
  (text) => /^\+\d{8,15}$|^\d{3,8}$|^[A-Za-z0-9][A-Za-z0-9 .-]{0,10}$/.test(text),
);

export const ASCII: Form<string> = form('one line of 1 to 64 ASCII characters', (text) =>
  /^[\x20-\x7e]{1,64}$/.test(text),
);

export const FOLDER: Form<string> = form(
  'the whole path of a folder',
  (text) => text.length <= LINE_CHARS_MAX && /^(?:\/|[A-Za-z]:[\\/])[^\0\n\r]*$/.test(text),
);

/** What a gateway calls something it is given. */
export const FIELD_NAME: Form<string> = form(
  'a name of letters, digits, dots, hyphens and underscores',
  (text) => /^[A-Za-z][\w.-]{0,63}$/.test(text),
);

/** RFC 9110, section 5.1. */
export const HEADER_NAME: Form<string> = form(
  'the name of a header',
  (text) =>
    /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/.test(text) && !/^(?:content-(?:type|length)|host)$/i.test(text),
);

export const HEADER_VALUE: Form<string> = form(
  `one line of 1 to ${LINE_CHARS_MAX} ASCII characters`,
  (text) => text.length <= LINE_CHARS_MAX && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text),
);

export const PEM: Form<string> = form(
  'a file of certificates in PEM',
  (text) => text.length <= PEM_CHARS_MAX && PEM_TEXT.test(text),
);
