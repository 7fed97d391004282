import { assert } from '../../base/assert.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import { carriedOver } from './columns.ts';
import { PEOPLE_MAX } from './ledger-rows.ts';

/** Somebody who can be told, as far as it matters for whether and when. Addresses are not here. */
export type Listed = {
  readonly role: Role;
  readonly cell?: string;
  readonly channels: readonly ChannelName[];
  /** For whom it matters how far away they are: the middle and the radius of what they want to hear of. */
  readonly circle?: Circle;
};

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
  /** Radius 0 where there is none. */
  readonly circle: (person: number) => Circle;
  readonly circles: Circles;
};

/** Circles side by side, so that a million of them are looked through at once. No circle: radius 0. */
export type Circles = {
  readonly lat: Int32Array;
  readonly lon: Int32Array;
  readonly radiusMetres: Int32Array;
};

const FIRST_ROOM = 1_024;
const NOBODY = 0;

type Columns = Circles & {
  readonly role: Uint8Array;
  readonly cell: Uint16Array;
  readonly channels: Uint8Array;
};

export function newRoster(): Roster {
  let columns = roomFor(FIRST_ROOM);
  let [end, version] = [0, 0];
  let openMask = maskOf(CHANNEL_NAMES);
  const cells: string[] = [''];
  const cellNumber = (cell: string = ''): number => {
    const known = cells.indexOf(cell);
    return known >= 0 ? known : cells.push(cell) - 1;
  };
  return {
    get version() {
      return version;
    },
    get end() {
      return end;
    },
    get circles() {
      return columns;
    },
    put: (person, { role, cell, channels, circle }) => {
      assert(
        Number.isInteger(person) && person >= 0 && person < PEOPLE_MAX,
        'people have small whole numbers',
      );
      version++;
      columns = withRoom(columns, person + 1);
      end = Math.max(end, person + 1);
      columns.role[person] = ROLES.indexOf(role) + 1;
      columns.cell[person] = cellNumber(cell);
      columns.channels[person] = maskOf(channels);
      columns.lat[person] = circle?.lat ?? 0;
      columns.lon[person] = circle?.lon ?? 0;
      columns.radiusMetres[person] = circle?.radiusMetres ?? 0;
    },
    remove: (person) => {
      version++;
      columns.role[person] = NOBODY;
      columns.channels[person] = 0;
      columns.radiusMetres[person] = 0;
    },
    open: (channels) => {
      const mask = maskOf(channels);
      if (mask === openMask) return;
      openMask = mask;
      version++;
    },
    role: (person) => ROLES[(columns.role[person] ?? NOBODY) - 1],
    cell: (person) => cells[columns.cell[person] ?? 0] || undefined,
    circle: (person) => ({
      lat: columns.lat[person] ?? 0,
      lon: columns.lon[person] ?? 0,
      radiusMetres: columns.radiusMetres[person] ?? 0,
    }),
    has: (person, channel) => ((columns.channels[person] ?? 0) & openMask & bitOf(channel)) !== 0,
  };
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
  };
}

function withRoom(old: Columns, people: number): Columns {
  if (people <= old.role.length) return old;
  return carriedOver(old, roomFor(Math.max(people, 2 * old.role.length)));
}
