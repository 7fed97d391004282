import { assert } from '../../base/assert.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import { carriedOver } from './columns.ts';
import { HALF_HOURS, halfHoursOf } from './hours.ts';
import type { HourSpan } from './hours.ts';
import { matchNear, metresTo } from './match.ts';
import type { Matched, Nearness, Point } from './match.ts';
import { PEOPLE_MAX } from './ledger-rows.ts';

/** Somebody who can be told, as far as it matters for whether and when. Addresses are not here. */
export type Listed = {
  readonly role: Role;
  readonly cell?: string;
  readonly channels: readonly ChannelName[];
  /** For whom it matters how far away they are: the middle and the radius of what they want to hear of. */
  readonly circle?: Circle;
  /** Parts of the settlement in which they count as near. */
  readonly zones?: readonly string[];
  /** When they may be called; at any hour without. A warden is called at any hour. */
  readonly hours?: readonly HourSpan[];
};

/** Where something is, as far as anybody said; without a zone it may be in each of them. */
export type Where = { readonly point?: Point; readonly zone?: string };

/** On the ground: degrees in millionths, counted from the equator and Greenwich. */
export type Circle = { readonly lat: number; readonly lon: number; readonly radiusMetres: number };

/** All who can be told, by numbers that are given once and never to somebody else. */
export type Roster = {
  /** Counts the changes. */
  readonly version: number;
  /** The first number that nobody has had. */
  readonly end: number;
  readonly put: (person: number, listed: Listed) => void;
  readonly remove: (person: number) => void;
  /** By which roads anybody can be told just now; at first by all. */
  readonly open: (channels: readonly ChannelName[]) => void;
  readonly role: (person: number) => Role | undefined;
  readonly cell: (person: number) => string | undefined;
  /** Whether somebody has a road, and it is open. */
  readonly has: (person: number, channel: ChannelName) => boolean;
  /** Whether a road is open, whoever has it. */
  readonly isOpen: (channel: ChannelName) => boolean;
  /** Whether anybody ever gave hours. */
  readonly hasHours: boolean;
  /** Whether somebody may be called in this half hour of the day, on the clock of the place. */
  readonly mayCall: (person: number, halfHour: number) => boolean;
  /** Those who are near to a place, by circle or zone. */
  readonly near: (where: Where) => Matched;
  /** How far away the middle of somebody's circle is that holds a place, 0 in their zone; nothing for who is not near. */
  readonly metresTo: (person: number, where: Where) => number | undefined;
};

const FIRST_ROOM = 1_024;
const NOBODY = 0;

type Columns = Nearness & {
  readonly role: Uint8Array;
  readonly cell: Uint16Array;
  readonly channels: Uint8Array;
  /** A bit for each half hour in which somebody may be called. */
  readonly hoursLow: Uint32Array;
  readonly hoursHigh: Uint32Array;
};

/** Sixty-four answers of yes or no, half of them in each number. */
type Bits = { readonly low: number; readonly high: number };
const ALL_BITS: Bits = { low: 2 ** 32 - 1, high: 2 ** 32 - 1 };
const HALF = 32;
/** So many zones are told apart; who has one beyond them is near wherever something is, and called rather too early. */
const ZONES_TOLD_APART: number = 2 * HALF;
const WARDEN: number = ROLES.indexOf('warden') + 1;

export function newRoster(): Roster {
  let columns = roomFor(FIRST_ROOM);
  let [end, version] = [0, 0];
  let hasHours = false;
  let openMask = maskOf(CHANNEL_NAMES);
  const cells: string[] = [''];
  const cellNumber = (cell: string = ''): number => {
    const known = cells.indexOf(cell);
    return known >= 0 ? known : cells.push(cell) - 1;
  };
  const zones = newZones();
  const at = ({ point, zone }: Where): Parameters<typeof matchNear>[2] => ({
    point,
    zones: zones.holding(zone),
  });
  return {
    get version() {
      return version;
    },
    get end() {
      return end;
    },
    get hasHours() {
      return hasHours;
    },
    put: (person, listed) => {
      assert(
        Number.isInteger(person) && person >= 0 && person < PEOPLE_MAX,
        'people have small whole numbers',
      );
      version++;
      columns = withRoom(columns, person + 1);
      end = Math.max(end, person + 1);
      hasHours ||= listed.hours !== undefined;
      const [cell, area] = [cellNumber(listed.cell), zones.bitsOf(listed.zones ?? [])];
      write(columns, person, { ...listed, cell, area });
    },
    remove: (person) => {
      version++;
      columns.role[person] = NOBODY;
      columns.channels[person] = 0;
      columns.radiusMetres[person] = 0;
      columns.zonesLow[person] = 0;
      columns.zonesHigh[person] = 0;
    },
    open: (channels) => {
      const mask = maskOf(channels);
      if (mask === openMask) return;
      openMask = mask;
      version++;
    },
    role: (person) => ROLES[(columns.role[person] ?? NOBODY) - 1],
    cell: (person) => cells[columns.cell[person] ?? 0] || undefined,
    has: (person, channel) => ((columns.channels[person] ?? 0) & openMask & bitOf(channel)) !== 0,
    isOpen: (channel) => (openMask & bitOf(channel)) !== 0,
    mayCall: (person, halfHour) => {
      if (columns.role[person] === WARDEN) return true;
      assert(halfHour >= 0 && halfHour < HALF_HOURS, 'a half hour of a day');
      const hours = halfHour < HALF ? columns.hoursLow : columns.hoursHigh;
      return (((hours[person] ?? 0) >>> (halfHour % HALF)) & 1) === 1;
    },
    near: (where) => matchNear(columns, end, at(where)),
    metresTo: (person, where) => metresTo(columns, person, at(where)),
  };
}

type Written = Omit<Listed, 'cell'> & { readonly cell: number; readonly area: Bits };

function write(
  columns: Columns,
  person: number,
  { role, cell, channels, circle, area, hours }: Written,
): void {
  const awake = hours === undefined ? ALL_BITS : bitsOf(halfHoursOf(hours));
  columns.role[person] = ROLES.indexOf(role) + 1;
  columns.cell[person] = cell;
  columns.channels[person] = maskOf(channels);
  columns.lat[person] = circle?.lat ?? 0;
  columns.lon[person] = circle?.lon ?? 0;
  columns.radiusMetres[person] = circle?.radiusMetres ?? 0;
  columns.hoursLow[person] = awake.low;
  columns.hoursHigh[person] = awake.high;
  columns.zonesLow[person] = area.low;
  columns.zonesHigh[person] = area.high;
}

/** A bit for each zone that anybody ever chose. */
function newZones(): {
  readonly bitsOf: (zones: readonly string[]) => Bits;
  /** Who is near to what lies in a zone; to what may lie in any, whoever chose one. */
  readonly holding: (zone: string | undefined) => Bits;
} {
  const known: string[] = [];
  const numberOf = (zone: string): number => {
    const number = known.indexOf(zone);
    return number >= 0 || known.length === ZONES_TOLD_APART ? number : known.push(zone) - 1;
  };
  return {
    bitsOf: (zones) => {
      const numbers = zones.map(numberOf);
      return numbers.includes(-1) ? ALL_BITS : bitsOf(numbers);
    },
    holding: (zone) => (zone === undefined ? ALL_BITS : bitsOf([known.indexOf(zone)].filter((n) => n >= 0))),
  };
}

/** Numbers below 64. */
function bitsOf(numbers: readonly number[]): Bits {
  const sum = (from: number): number =>
    [...new Set(numbers)].reduce((all, n) => (n >= from && n < from + HALF ? all + 2 ** (n - from) : all), 0);
  return { low: sum(0), high: sum(HALF) };
}

function maskOf(channels: readonly ChannelName[]): number {
  return channels.reduce((mask, channel) => mask | bitOf(channel), 0);
}

function bitOf(channel: ChannelName): number {
  return 1 << CHANNEL_NAMES.indexOf(channel);
}

function roomFor(people: number): Columns {
  return {
    role: new Uint8Array(people),
    cell: new Uint16Array(people),
    channels: new Uint8Array(people),
    lat: new Int32Array(people),
    lon: new Int32Array(people),
    radiusMetres: new Int32Array(people),
    zonesLow: new Uint32Array(people),
    zonesHigh: new Uint32Array(people),
    hoursLow: new Uint32Array(people),
    hoursHigh: new Uint32Array(people),
  };
}

function withRoom(old: Columns, people: number): Columns {
  if (people <= old.role.length) return old;
  return carriedOver(old, roomFor(Math.max(people, 2 * old.role.length)));
}
