import { CHANNEL_NAMES } from '../acts/alarm/channels.ts';
import type { Circle } from '../acts/alarm/roster.ts';
import { isJsonArray, isJsonObject } from '../base/canonical-json.ts';
import type { Json } from '../base/canonical-json.ts';
import { ROLES, SPOKEN } from '../record/kinds/vocabulary.ts';
import { parseAuthorKey } from '../record/names.ts';
import type { Address, Contact } from './contacts.ts';

/** Reads a contact as the hub has kept it; `undefined` for what is none. */
export function readContact(person: number, value: Json | undefined): Contact | undefined {
  if (!isJsonObject(value)) return undefined;
  const { cell } = value;
  const [role, language] = [
    ROLES.find((r) => r === value['role']),
    SPOKEN.find((s) => s === value['language']),
  ];
  if (role === undefined || language === undefined) return undefined;
  const [of, circle] = [parseAuthorKey(value['of']), readCircle(value['circle'])];
  const { addresses } = value;
  return {
    person,
    role,
    language,
    ...(typeof cell === 'string' && { cell }),
    ...(of !== undefined && { of }),
    ...(circle && { circle }),
    addresses: (isJsonArray(addresses) ? addresses : []).flatMap((item) => readAddress(item) ?? []),
  };
}

function readAddress(value: Json): Address | undefined {
  if (!isJsonObject(value)) return undefined;
  const { address, isVerified } = value;
  const channel = CHANNEL_NAMES.find((name) => name === value['channel']);
  if (channel === undefined || typeof address !== 'string') return undefined;
  return { channel, address, isVerified: isVerified === true };
}

function readCircle(value: Json | undefined): Circle | undefined {
  if (!isJsonObject(value)) return undefined;
  const { lat, lon, radiusMetres } = value;
  return typeof lat === 'number' && typeof lon === 'number' && typeof radiusMetres === 'number'
    ? { lat, lon, radiusMetres }
    : undefined;
}
