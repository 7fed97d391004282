import { base64UrlToBytes, bytesToBase64Url } from '../base/bytes.ts';
import { INSTANT_MS_MAX, instant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { isCode } from './kinds/fields.ts';
import { SLOT_MAX } from './kinds/people.ts';
import { ROLES } from './kinds/vocabulary.ts';
import type { Role } from './kinds/vocabulary.ts';
import { parseIncidentId } from './names.ts';
import type { IncidentId } from './names.ts';

/** As many bytes as the secret of an invitation has; the log holds only their SHA-256. */
export const INVITATION_CODE_BYTES = 16;

/**
 * What an invited person is given. Role, cell and end are there to be read: what counts is what the invitation on the
 * log says. `hub` is a link of the hub, absent where it was not known yet; `next` is the number the next incident had.
 */
export type Invitation = {
  readonly place: IncidentId;
  readonly code: Uint8Array;
  readonly role: Role;
  readonly cell?: string;
  readonly until: Instant;
  readonly next: number;
  readonly hub?: string;
};

const SCHEME = 'shanyrak:invite?';
const LINK_CHARS_MAX = 2_000;
// The page of a hub that makes keys in a browser. What stands behind the `#` is never sent to the hub.
const JOIN_PAGE = '/join#';

/** The invitation as one line of text, which fits a message and a QR code. */
export function printInvitation({ place, code, role, cell, until, next, hub }: Invitation): string {
  const fields: readonly (readonly [string, string])[] = [
    ['place', place],
    ['code', bytesToBase64Url(code)],
    ['role', role],
    ...(cell === undefined ? [] : [['cell', cell] as const]),
    ['until', String(until)],
    ['next', String(next)],
    ...(hub === undefined ? [] : [['hub', hub] as const]),
  ];
  return SCHEME + fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
}

/** The invitation as a link that any telephone's camera opens: the hub's page to join, with the line behind the `#`. */
export function printInvitationLink({ hub, ...invitation }: Invitation & { readonly hub: string }): string {
  return hub + JOIN_PAGE + printInvitation(invitation);
}

/**
 * Reads such a line or link; `undefined` when it is none or a field is missing. Fields it does not know are passed over.
 */
export function parseInvitation(text: string): Invitation | undefined {
  const given = text.trim();
  if (given.length > LINK_CHARS_MAX) return undefined;
  const page = /^https?:/.test(given) ? given.indexOf(JOIN_PAGE) : -1;
  if (page < 0) return parseLine(given);
  const read = parseLine(given.slice(page + JOIN_PAGE.length));
  return read && { ...read, hub: given.slice(0, page) };
}

function parseLine(line: string): Invitation | undefined {
  if (!line.startsWith(SCHEME)) return undefined;
  const fields = fieldsIn(line.slice(SCHEME.length));
  if (fields === undefined) return undefined;
  const place = parseIncidentId(fields.get('place'));
  const code = base64UrlToBytes(fields.get('code') ?? '');
  const role = ROLES.find((known) => known === fields.get('role'));
  const until = wholeIn(fields.get('until'), INSTANT_MS_MAX);
  const next = wholeIn(fields.get('next') ?? '1', SLOT_MAX);
  const [cell, hub] = [fields.get('cell'), fields.get('hub')];
  if (place === undefined || code?.length !== INVITATION_CODE_BYTES || role === undefined) return undefined;
  if (until === undefined || next === undefined || (cell !== undefined && !isCode(cell))) return undefined;
  return {
    place,
    code,
    role,
    ...(cell !== undefined && { cell }),
    until: instant(until),
    next,
    ...(hub !== undefined && { hub }),
  };
}

function fieldsIn(query: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>();
  try {
    for (const pair of query.split('&')) {
      const [name = '', value = ''] = pair.split('=');
      fields.set(name, decodeURIComponent(value));
    }
  } catch {
    return undefined;
  }
  return fields;
}

function wholeIn(text: string | undefined, most: number): number | undefined {
  const number = text !== undefined && /^\d{1,16}$/.test(text) ? Number(text) : undefined;
  return number !== undefined && number <= most ? number : undefined;
}
