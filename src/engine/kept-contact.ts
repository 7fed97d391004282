import { CHANNEL_NAMES } from '../acts/alarm/channels.ts';
import { parseHours } from '../acts/alarm/hours.ts';
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
  const [zones, hours] = [readZones(value['zones']), parseHours(value['hours'])];
  const { addresses } = value;
  return {
    person,
    role,
    language,
    ...(typeof cell === 'string' && { cell }),
    ...(of !== undefined && { of }),
    ...(circle && { circle }),
    ...(zones && { zones }),
    ...(hours && { hours }),
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

/** A plan has no more parts. */
const ZONES_MAX = 50;
const CODE_CHARS_MAX = 32;

/** Parts of the settlement by their codes, each once; `undefined` for none and for what is no list of codes. */
export function readZones(value: Json | undefined): readonly string[] | undefined {
  if (!isJsonArray(value) || value.length === 0 || value.length > ZONES_MAX) return undefined;
  const codes = value.flatMap((code) =>
    typeof code === 'string' && code !== '' && code.length <= CODE_CHARS_MAX ? [code] : [],
  );
  return codes.length === value.length ? [...new Set(codes)] : undefined;
}

const QUARTER_TURN = 90_000_000;
const HALF_TURN = 180_000_000;
/** Whoever wants to hear of more has no circle. */
const RADIUS_METRES_MAX = 1_000_000;

/** A circle on the ground, in whole millionths of a degree and metres; `undefined` for what is none. */
export function readCircle(value: Json | undefined): Circle | undefined {
  if (!isJsonObject(value)) return undefined;
  const [lat, lon] = [wholeIn(value['lat'], QUARTER_TURN), wholeIn(value['lon'], HALF_TURN)];
  const radiusMetres = wholeIn(value['radiusMetres'], RADIUS_METRES_MAX);
  if (lat === undefined || lon === undefined || radiusMetres === undefined) return undefined;
  return radiusMetres > 0 ? { lat, lon, radiusMetres } : undefined;
}

function wholeIn(value: Json | undefined, max: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= max ? value : undefined;
}
