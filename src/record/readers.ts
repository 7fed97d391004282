import { ENTRY_KINDS } from './kinds/body.ts';
import { ROLES } from './kinds/vocabulary.ts';
import type { Role } from './kinds/vocabulary.ts';

/** The parts of an entry by name: `body` is open to readers of the incident, the others are sealed. */
export const PARTS = ['body', 'witness', 'home', 'hurt', 'identity'] as const;
export type PartName = (typeof PARTS)[number];

/** Who may write a kind with weight, who reads its body, and whether sealed parts may stand beside it. */
type KindRule = {
  readonly writers: readonly Role[];
  readonly readers: readonly Role[];
  readonly sealed?: readonly PartName[];
};

// Everybody who works on the day with the settlement. Press and supporters subscribe themselves, so whoever sent the
// bulldozers can be among them; a witness of the log sees 32-byte ids and nothing else.
const TRUSTED: readonly Role[] = [
  'resident',
  'warden',
  'steward',
  'organiser',
  'observer',
  'lawyer',
  'medic',
  'desk',
  'keyholder',
  'hub',
];
const NEIGHBOURS: readonly Role[] = ['resident', 'warden', 'steward', 'organiser'];
const ALL_TOLD: readonly Role[] = [...TRUSTED, 'press', 'supporter'];
const GRANTED: readonly Role[] = [
  ...NEIGHBOURS,
  'observer',
  'press',
  'lawyer',
  'medic',
  'supporter',
  'desk',
  'witness',
];
// Grants tell the cell of each pseudonym: on a member's phone they would tell an agent who lives where.
// What is sealed about people: who saw it, whose home, who is hurt.
const OF_PEOPLE: readonly PartName[] = ['witness', 'home', 'hurt'];
const KEEPERS: readonly Role[] = ['keyholder', 'hub'];
const MODERATORS: readonly Role[] = ['steward', 'warden', 'keyholder'];

const RULES: Readonly<Record<string, KindRule>> = {
  event: {
    writers: [...NEIGHBOURS, 'observer', 'medic', 'desk'],
    readers: [...TRUSTED, 'press'],
    sealed: OF_PEOPLE,
  },
  home: { writers: [...NEIGHBOURS, 'observer', 'desk'], readers: [...TRUSTED, 'press'], sealed: OF_PEOPLE },
  'place.plan': { writers: ['keyholder', 'desk'], readers: TRUSTED },
  'checked.in': { writers: ['steward'], readers: [...TRUSTED, 'press'] },
  // When the organiser is due tells when nobody will miss them.
  'checkin.due': { writers: ['warden', 'desk', 'keyholder'], readers: TRUSTED },
  'checkin.done': { writers: ['organiser', 'observer'], readers: TRUSTED },
  'checkin.here': { writers: ['organiser'], readers: KEEPERS },
  'alarm.raise': { writers: NEIGHBOURS, readers: ALL_TOLD, sealed: OF_PEOPLE },
  'alarm.confirm': { writers: [...NEIGHBOURS, 'observer', 'keyholder'], readers: ALL_TOLD },
  'alarm.refute': { writers: [...NEIGHBOURS, 'observer', 'keyholder'], readers: ALL_TOLD },
  // Who is on the way, and how many, is what the other side wants to know first.
  'alarm.reply': {
    writers: [...NEIGHBOURS, 'observer', 'press', 'lawyer', 'medic', 'supporter'],
    readers: TRUSTED,
  },
  'alarm.told': { writers: ['warden'], readers: TRUSTED },
  'alarm.step': { writers: ['hub'], readers: ALL_TOLD },
  'alarm.order': { writers: ['keyholder'], readers: TRUSTED },
  'feed.approve': { writers: ['keyholder'], readers: TRUSTED },
  'feed.stop': { writers: ['keyholder'], readers: TRUSTED },
  'alarm.relay': { writers: ['hub'], readers: TRUSTED },
  // Whom nobody has heard of is for those to know who are told.
  'standby.step': { writers: ['hub'], readers: ['warden', 'organiser', ...KEEPERS] },
  'place.found': { writers: ['hub'], readers: TRUSTED },
  'key.invite': { writers: ['warden', 'keyholder'], readers: KEEPERS },
  'key.grant': { writers: ['warden', 'keyholder'], readers: KEEPERS },
  'key.revoke': { writers: ['keyholder'], readers: TRUSTED },
  'key.leave': { writers: GRANTED, readers: KEEPERS },
  'key.rotate': { writers: ['keyholder'], readers: TRUSTED },
  'incident.open': { writers: ['hub'], readers: TRUSTED },
  'incident.merge': { writers: ['warden', 'keyholder'], readers: TRUSTED },
  'incident.close': { writers: ['keyholder'], readers: TRUSTED },
  'incident.archive': { writers: ['keyholder'], readers: TRUSTED },
  // The group's own key, sealed to its members by one of them; whoever seals must find it.
  'group.key': { writers: ['lawyer', 'medic', 'keyholder'], readers: TRUSTED, sealed: ['identity'] },
  'part.reseal': {
    writers: [...NEIGHBOURS, 'lawyer', 'medic', 'keyholder'],
    readers: TRUSTED,
    sealed: OF_PEOPLE,
  },
  mute: { writers: MODERATORS, readers: TRUSTED },
  unmute: { writers: MODERATORS, readers: TRUSTED },
  moderate: { writers: ['warden', 'keyholder'], readers: TRUSTED },
  // Whoever holds a copy must learn that it is to go, press and supporters too.
  erase: { writers: ['keyholder'], readers: ALL_TOLD },
};

const SEALED_READERS: Readonly<Record<Exclude<PartName, 'body'>, readonly Role[]>> = {
  witness: ['lawyer'],
  home: ['keyholder'],
  hurt: ['medic'],
  // Each opens their own group's only: it is sealed to its members.
  identity: ['lawyer', 'medic', 'keyholder'],
};

const ENTITLED: Readonly<Partial<Record<Role, readonly Role[]>>> = {
  keyholder: ROLES.filter((role) => role !== 'keyholder' && role !== 'hub'),
  warden: ['resident', 'steward'],
};

const NO_RULE: KindRule = { writers: [], readers: [] };

function ruleOf(kind: string): KindRule {
  return Object.hasOwn(RULES, kind) ? (RULES[kind] ?? NO_RULE) : NO_RULE;
}

/**
 * Whether an entry of this kind by this role has weight. Whether one is enough or two must say it, and in which log, is
 * decided by `peopleOf`. A kind without a rule may be written by nobody.
 */
export function mayWrite(role: Role, kind: string): boolean {
  return ruleOf(kind).writers.includes(role);
}

/**
 * Whether this role is a reader of this part of entries of this kind. Authors read their own, whatever their role;
 * what leaves for the public is decided elsewhere. Parts without a rule are read by nobody.
 */
export function mayRead(role: Role, kind: string, part: string): boolean {
  const { readers, sealed } = ruleOf(kind);
  if (part === 'body') return readers.includes(role);
  const name = PARTS.find((known) => known === part);
  return (
    name !== undefined &&
    name !== 'body' &&
    sealed?.includes(name) === true &&
    SEALED_READERS[name].includes(role)
  );
}

/** Whether one may vouch for the other. A warden does so only within the own cell; a deputy is a warden, so a keyholder's to grant. */
export function mayGrant(granter: Role, role: Role): boolean {
  return ENTITLED[granter]?.includes(role) ?? false;
}

/** Kinds that nobody has thought about who may write: none, or the table is behind the list of kinds. */
export function kindsWithoutRule(): readonly string[] {
  return ENTRY_KINDS.filter((kind) => !Object.hasOwn(RULES, kind));
}
