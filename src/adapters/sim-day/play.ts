import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '../../base/assert.ts';
import { utf8Encode } from '../../base/bytes.ts';
import { parseCore } from '../../record/signed.ts';
import { newIncidentId } from '../../record/names.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { simCarriers } from './carriers.ts';
import type { Carriers } from './carriers.ts';
import { seededChance } from './chance.ts';
import { simCommittee } from './committee.ts';
import type { CastPhone } from './committee.ts';
import { simCrowd } from './crowd.ts';
import type { Day, DayEntry, DayMinute } from './day.ts';
import type { DayPeople } from './day-people.ts';
import { hubClient } from './hub-client.ts';
import type { HubClient } from './hub-client.ts';
import { simPhone } from './phone.ts';
import type { Saying } from './phone.ts';
import { entrySaying, momentAt, nothingSaid, remember } from './speak.ts';
import type { SaidSoFar } from './speak.ts';

/** Something just happened in the played day, for the progress line. */
export type PlayNews =
  | {
      readonly kind: 'entry';
      readonly minute: DayMinute;
      readonly entry: DayEntry;
      readonly isInside: boolean;
    }
  | { readonly kind: 'network'; readonly minute: DayMinute; readonly where: string; readonly state: string }
  | { readonly kind: 'seized'; readonly minute: DayMinute; readonly handle: string }
  | { readonly kind: 'alarm-step'; readonly minute: DayMinute; readonly tier: number };

export type PlayNeeds = {
  readonly day: Day;
  /** The hub's address with a capability to write. */
  readonly link: string;
  /** To a hub in this process; else over HTTP. */
  readonly send?: Parameters<typeof hubClient>[1];
  readonly crypto: Primitives;
  /** With whose founding the hub's place was founded. */
  readonly people: DayPeople;
  /** The scenario's minute now. */
  readonly minuteNow: () => number;
  readonly news: (news: PlayNews) => void;
  readonly signal: AbortSignal;
  /** Lets the time pass between two looks; else real time does. */
  readonly rest?: () => Promise<unknown>;
  /** When a keyholder ends the alarm, where it is a drill. */
  readonly drillEndsAt?: DayMinute;
};

export type Played = {
  readonly incident: IncidentId;
  /** The first that was raised. */
  readonly alarm: EntryId | undefined;
  /** Entry ids by fact number. */
  readonly facts: ReadonlyMap<number, readonly EntryId[]>;
  readonly said: number;
  readonly stuck: number;
  readonly refused: readonly string[];
};

const TICK_MS = 50;
// Real time given to phones at the end to get rid of what still waits.
const LAST_FLUSH_MS = 10_000;

/** Plays the day against a real hub over HTTP: every phone signs for itself and lives with its network. */
export async function playDay(needs: PlayNeeds): Promise<Played> {
  const { day, crypto, signal, rest = () => sleep(TICK_MS) } = needs;
  const chance = seededChance(day.seed);
  const carriers = simCarriers(day, chance);
  const incident = newIncidentId(crypto.randomBytes);
  const hub = hubClient(needs.link, needs.send);
  const phones = phonesOf(needs, incident, hub);
  const stage: Stage = {
    ...needs,
    phones,
    carriers,
    hub,
    saidSoFar: nothingSaid(),
    said: 0,
    cursor: -1,
    tier: 0,
    alarm: undefined,
    isRingClosed: false,
  };
  const crowd = simCrowd(day, carriers, chance);
  const committee = simCommittee({ day, people: needs.people, incident, crypto, hub });
  await committee.begin(phones);
  stage.said++;
  const seizures = seizuresOf(day);
  const entries = [...day.entries];
  const changes = [...day.network];
  let endsAt = needs.drillEndsAt ?? Infinity;
  for (;;) {
    signal.throwIfAborted();
    const minute = Math.min(needs.minuteNow(), day.until);
    while (changes[0] && changes[0].at <= minute)
      needs.news({ kind: 'network', minute: changes[0].at, ...pickNetwork(changes.shift()) });
    while (seizures[0] && seizures[0].at <= minute) {
      const { handle = '' } = seizures.shift() ?? {};
      const keys = phones.filter((each) => each.handle === handle).map(({ phone }) => phone.key);
      await committee.drop(keys, minute);
      needs.news({ kind: 'seized', minute, handle });
    }
    while (entries[0] && entries[0].at <= minute) {
      const entry = entries.shift();
      if (entry) await sayEntry(stage, entry);
    }
    for (const { handle, kind, body } of crowd.passTo(Math.floor(minute), {
      isCalled: () => stage.tier >= 2,
      isRingClosed: stage.isRingClosed,
    })) {
      const about = kind === 'alarm.told' && stage.alarm !== undefined ? [stage.alarm] : [];
      await sayBy(stage, handle, { kind, at: momentAt(minute, day), about, body });
    }
    await flushAll(stage, minute);
    await listen(stage, minute);
    if (minute >= endsAt && stage.alarm !== undefined) {
      endsAt = Infinity;
      await committee.endDrill(stage.alarm, minute);
    }
    if (minute >= day.until) break;
    await rest();
  }
  await lastFlush(stage);
  const all = phones.map(({ phone }) => phone);
  return {
    incident,
    alarm: stage.alarm,
    facts: stage.saidSoFar.facts,
    said: stage.said,
    stuck: all.reduce((n, p) => n + p.waiting(), 0),
    refused: all.flatMap((p) => p.refused()),
  };
}

function phonesOf(
  { day, people, crypto }: PlayNeeds,
  incident: IncidentId,
  hub: HubClient,
): readonly CastPhone[] {
  return people.cast.map(({ signer, ...key }) => {
    const { handle } = key;
    const isInside = day.roles.find((role) => role.handle === handle)?.inside ?? false;
    return { ...key, phone: simPhone({ handle, isInside, incident, crypto, hub, signer }) };
  });
}

type Stage = PlayNeeds & {
  readonly phones: readonly CastPhone[];
  readonly carriers: Carriers;
  readonly hub: HubClient;
  readonly saidSoFar: SaidSoFar;
  said: number;
  cursor: number;
  tier: number;
  alarm: EntryId | undefined;
  isRingClosed: boolean;
};

/** The phones whose keys are dropped during the day, in order of time. */
function seizuresOf({ roles }: Day): { readonly handle: string; readonly at: DayMinute }[] {
  return roles
    .flatMap(({ handle, seizedAt: at }) => (at === undefined ? [] : [{ handle, at }]))
    .sort((a, b) => a.at - b.at);
}

function pickNetwork(change: Day['network'][number] | undefined): {
  readonly where: string;
  readonly state: string;
} {
  return { where: change?.where ?? '', state: change?.state ?? '' };
}

async function sayEntry(stage: Stage, entry: DayEntry): Promise<void> {
  const id = await sayBy(stage, entry.by, entrySaying(entry, stage.day, stage.saidSoFar));
  remember(entry, id, stage.saidSoFar);
  if (entry.kind === 'alarm.raise') stage.alarm ??= id;
  if (entry.body['act'] === 'cordon.complete') stage.isRingClosed = true;
  stage.news({
    kind: 'entry',
    minute: entry.at,
    entry,
    isInside: stage.phones.find(({ handle }) => handle === entry.by)?.phone.isInside ?? false,
  });
}

async function sayBy(stage: Stage, handle: string, saying: Saying): Promise<EntryId> {
  const found = stage.phones.find((key) => key.handle === handle && key.kinds.has(saying.kind));
  assert(found !== undefined, 'the cast has a key for each kind that somebody writes');
  stage.said++;
  return found.phone.say(saying);
}

async function flushAll(stage: Stage, minute: DayMinute): Promise<void> {
  const waiting = stage.phones.filter(
    ({ phone }) => phone.waiting() > 0 && stage.carriers.carries(minute, phone.isInside),
  );
  await Promise.all(waiting.map(({ phone }) => phone.flush()));
}

/** A phone outside reads the hub, as any would, and learns which tier of the alarm is open. */
async function listen(stage: Stage, minute: DayMinute): Promise<void> {
  const page = await stage.hub.since(stage.cursor);
  if (page === undefined) return;
  stage.cursor = page.next;
  for (const { e, parts } of page.entries) {
    const core = parseCore(utf8Encode(e));
    const tier =
      core.ok && core.value.kind === 'alarm.step'
        ? /"tier":(\d)/.exec(parts['body']?.t ?? '')?.[1]
        : undefined;
    if (tier === undefined || Number(tier) <= stage.tier) continue;
    stage.tier = Number(tier);
    stage.news({ kind: 'alarm-step', minute, tier: stage.tier });
  }
}

async function lastFlush(stage: Stage): Promise<void> {
  const until = performance.now() + LAST_FLUSH_MS;
  while (performance.now() < until && stage.phones.some(({ phone }) => phone.waiting() > 0)) {
    await flushAll(stage, stage.day.until);
    stage.signal.throwIfAborted();
    await sleep(TICK_MS);
  }
  await listen(stage, stage.day.until);
}
