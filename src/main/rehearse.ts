import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as letOthersIn } from 'node:timers/promises';
import { clockScenario } from '../adapters/clock-scenario/clock-scenario.ts';
import { memoryFolder } from '../adapters/machine-facts/memory-folder.ts';
import { dayPeople } from '../adapters/sim-day/day-people.ts';
import { dayPhones } from '../adapters/sim-day/day-phones.ts';
import { minuteToInstant } from '../adapters/sim-day/day-times.ts';
import { playDay } from '../adapters/sim-day/play.ts';
import type { Played, PlayNews } from '../adapters/sim-day/play.ts';
import type { ChannelName } from '../acts/alarm/channels.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import type { ReachReport } from '../acts/alarm/reach-report.ts';
import { ALARM_WORDS } from '../acts/words/alarm-words.ts';
import { LANGUAGES } from '../acts/words/words.ts';
import { assert } from '../base/assert.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { AlarmNeeds } from '../engine/alarm-desk.ts';
import type { Clock } from '../ports/clock.ts';
import type { Message } from '../ports/channel.ts';
import type { Gathered } from '../situation/gather.ts';
import type { Primitives } from '../record/primitives.ts';
import { KEY_FILE_BYTES } from '../record/vault-header.ts';
import type { DrillDay } from './drill-day.ts';
import { makeVault } from './hub-vault.ts';
import { simRoads } from './sim-roads.ts';
import type { SimRoads } from './sim-roads.ts';
import { startHub } from './start-hub.ts';
import type { StartedHub } from './start-hub.ts';

/** What is cut in a rehearsal: a carrier that takes nothing, or mobile internet on all telephones. */
export const FAILING = ['push', 'sms', 'call', 'internet'] as const;
export type Failing = (typeof FAILING)[number];

export type RehearseNeeds = {
  readonly drill: DrillDay;
  readonly plan: PlacePlan;
  readonly failing: readonly Failing[];
  /** Telephones of neighbours; else a part of the people of each cell. */
  readonly neighbours?: number;
  readonly crypto: Primitives;
  readonly news: (news: PlayNews) => void;
  readonly signal: AbortSignal;
  /** In which its folder is made; else in memory, where the machine offers that. */
  readonly root?: string;
};

/** A message that a carrier was given. */
export type SentMessage = { readonly road: ChannelName; readonly at: Instant; readonly message: Message };

export type Rehearsed = {
  readonly report: ReachReport;
  readonly played: Played;
  readonly sent: readonly SentMessage[];
  readonly telephones: number;
  /** The record of the drill. */
  readonly gathered: Gathered;
};

/** The ladder goes by minutes; a telephone that is looked at every five seconds answers soon enough. */
const STEP_MS: number = 5 * SECOND_MS;
/** Where nothing happened just now. */
const QUIET_STEP_MS: number = 20 * SECOND_MS;
const ADDRESS = 'http://rehearsal.invalid';

/**
 * Holds a drill on a hub of its own: real engine, ledger, ladder and routes, in a folder that nobody can open and that is gone
 * afterwards; simulated telephones, and a clock that goes on as soon as all is done. The same seed gives the same figures.
 */
export async function rehearse(needs: RehearseNeeds): Promise<Rehearsed> {
  const root = needs.root ?? memoryFolder(process.env) ?? tmpdir();
  const folder = mkdtempSync(join(root, 'shanyrak-rehearsal-'));
  try {
    return await rehearseIn(folder, needs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rehearseIn(folder: string, needs: RehearseNeeds): Promise<Rehearsed> {
  const { drill, plan, crypto, failing, neighbours } = needs;
  const { day } = drill;
  let passedMs = 0;
  const instantOf = (minute: number): Instant => minuteToInstant(minute, day.date, plan.offsetMinutes);
  const pace = { from: instantOf(day.from), since: instant(0), speed: 1, until: instantOf(day.until) };
  const clock = clockScenario(pace, () => passedMs);
  const people = dayPeople(day, crypto);
  const wanted = { instantOf, ...(neighbours !== undefined && { neighbours }) };
  const phones = dayPhones(day, people, wanted);
  const roads = simRoads(phones, clock);
  for (const what of failing) {
    if (what === 'internet') roads.phones.cut('push');
    else roads.phones.carriers[what].be('away');
  }
  const sent: SentMessage[] = [];
  const alarms = { ...noting(roads.needs, clock, sent), place: () => plan, isRehearsal: true };
  // The key is in memory only: what lies in the folder is closed once this ends, however it ends.
  const vault = await makeVault(
    folder,
    { kind: 'key-file', key: crypto.randomBytes(KEY_FILE_BYTES) },
    crypto,
  );
  const failed = (cause: unknown): never => {
    throw cause;
  };
  const hub = await startHub(
    { folder, clock, crypto, progress: undefined, failed, alarms, isAlone: true },
    vault,
  );
  try {
    await hub.engine.found({ id: people.place, body: people.founding });
    await roads.list(hub.engine.alarms);
    const step = stepper(hub, roads);
    const played = await playDay({
      day,
      link: `${ADDRESS}/b/${hub.links.renew().write}`,
      send: async (url, init) => hub.app.request(url, init),
      crypto,
      people,
      minuteNow: () => day.from + passedMs / MINUTE_MS,
      news: needs.news,
      signal: needs.signal,
      drillEndsAt: drill.endsAt,
      rest: async () => {
        passedMs += await step();
        // Ctrl+C and timers come through here.
        await letOthersIn();
      },
    });
    return { ...reportOf(hub, played), played, sent, telephones: phones.phones.length };
  } finally {
    await hub.close();
  }
}

/** The roads, with all that is given to them written down. */
function noting(needs: AlarmNeeds, clock: Clock, sent: SentMessage[]): AlarmNeeds {
  const roads = (needs.roads?.() ?? []).map(({ channel, ...road }) => ({
    ...road,
    channel: {
      ...channel,
      send: (...parcel: Parameters<typeof channel.send>) => {
        const { message } = parcel[0];
        assert(saysDrill(message.text) && saysDrill(message.title), 'a drill says first that it is one');
        sent.push({ road: channel.name, at: clock.now(), message });
        return channel.send(...parcel);
      },
    },
  }));
  return { ...needs, roads: () => roads };
}

function saysDrill(text: string): boolean {
  return LANGUAGES.some((language) => text.startsWith(ALARM_WORDS[language].drill));
}

/** Lets people and hub do what is due now; how far the clock may go on. */
function stepper({ engine, app }: StartedHub, roads: SimRoads): () => Promise<number> {
  const side = {
    desk: engine.alarms,
    isPractice: true,
    ask: async (path: string, init: RequestInit) => app.request(path, init),
  };
  let rows = 0;
  let changes = 0;
  return async () => {
    const deeds = await roads.live(side);
    await engine.decide();
    await engine.alarms.delivery.settled();
    const { ledger } = engine.alarms.keeper;
    const isQuiet = deeds === 0 && ledger.size === rows && engine.changes() === changes;
    [rows, changes] = [ledger.size, engine.changes()];
    return isQuiet ? QUIET_STEP_MS : STEP_MS;
  };
}

function reportOf(
  { engine }: StartedHub,
  { alarm: id, incident }: Played,
): Pick<Rehearsed, 'report' | 'gathered'> {
  const gathered = engine.gathered(incident);
  const alarm = engine.situation(incident).alarms.find((each) => each.id === id);
  const report = gathered && alarm && engine.alarms.reachReport(alarm, gathered);
  assert(gathered !== undefined && report !== undefined, 'a drill that was raised has asked somebody');
  return { report, gathered };
}
