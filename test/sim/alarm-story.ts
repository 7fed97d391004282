import assert from 'node:assert/strict';
import { bytesToBase64Url } from '../../src/base/bytes.ts';
import { MINUTE_MS, SECOND_MS } from '../../src/base/instant.ts';
import type { Instant } from '../../src/base/instant.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';
import { simCarriers } from '../../src/adapters/sim-day/carriers.ts';
import { seededChance } from '../../src/adapters/sim-day/chance.ts';
import { simCrowd } from '../../src/adapters/sim-day/crowd.ts';
import type { SimRoad } from '../../src/adapters/sim-phones/carrier.ts';
import { simPhones } from '../../src/adapters/sim-phones/sim-phones.ts';
import type { Deed, SimPhones } from '../../src/adapters/sim-phones/sim-phones.ts';
import type { Pace } from '../../src/acts/alarm/allowance.ts';
import type { Phase } from '../../src/acts/alarm/ledger.ts';
import type { AlarmNeeds } from '../../src/engine/alarm-desk.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { hearPhones } from '../../src/main/hear-phones.ts';
import type { Channel } from '../../src/ports/channel.ts';
import type { AlarmOrder } from '../../src/record/kinds/alarm.ts';
import type { EntryId } from '../../src/record/names.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import type { WireEntry } from '../../src/record/wire.ts';
import { keyBytes } from '../../src/record/write.ts';
import { placePlan } from '../making/place-plans.ts';
import { vaultOf } from '../making/vault.ts';
import { CELLS, settle, villageDay, WARDENS_A_CELL } from './alarm-village.ts';
import type { Neighbour } from './alarm-village.ts';
import { handClock } from './hand-clock.ts';
import type { HandClock } from './hand-clock.ts';
import { startMortalHub } from './mortal-hub.ts';
import type { MortalHub } from './mortal-hub.ts';
import { newFolder } from './temp-folder.ts';
import { newIncident, witness } from './witness.ts';
import type { Witness } from './witness.ts';

/** A message that left the hub for a carrier. `text`: as it was worded then. */
export type Sent = {
  readonly at: Instant;
  readonly road: SimRoad;
  readonly phase: Phase;
  readonly person: number;
  readonly text: string;
  readonly isTaken: boolean;
};

/** A settlement and its hub, as an alarm runs through them second by second. */
export type AlarmStory = {
  readonly phones: SimPhones;
  readonly people: readonly Neighbour[];
  readonly clock: HandClock;
  readonly began: Instant;
  readonly sent: readonly Sent[];
  readonly deeds: readonly Deed[];
  /** When the warden's own telephone told so many of a cell. */
  readonly tallies: readonly { readonly at: Instant; readonly cell: string; readonly told: number }[];
  readonly engine: () => Engine;
  /** Says something now, by a telephone that keeps it until the hub is there. */
  readonly say: (who: Witness, kind: string, body: PlainObject) => Promise<void>;
  /** `raiser` and `other` are neighbours for whom two different keyholders vouch. */
  readonly raiser: Witness;
  readonly other: Witness;
  /** A keyholder, as one speaks in the incident. */
  readonly planner: Witness;
  /** Two keyholders order something of the alarm. */
  readonly order: (order: AlarmOrder) => Promise<void>;
  /** Lets the time pass up to so many minutes after the beginning. */
  readonly until: (minute: number) => Promise<void>;
  /** Kills the hub in the middle of a round: messages have left, and nobody has heard what became of them. */
  readonly kill: () => Promise<void>;
  readonly restart: () => Promise<void>;
  readonly close: () => void;
};

const STEP_MS: number = 5 * SECOND_MS;
/** A push service throttles an origin it hardly knows; an SMS gateway takes one a second; one line calls. */
const PACES: Readonly<Record<SimRoad, Pace>> = {
  push: { perSecond: 4, burst: 20 },
  sms: { perSecond: 1, burst: 10 },
  call: { perSecond: 0.5, burst: 2 },
};
const ROADS = ['push', 'sms', 'call'] as const;

const crypto = cryptoNode();

export async function newAlarmStory(): Promise<AlarmStory> {
  const clock = handClock('2031-05-17T05:00Z');
  const phones = simPhones({ clock, chance: seededChance(20_310_517) });
  const sent: Sent[] = [];
  const needs = alarmNeeds(phones, clock, sent);
  const folder = newFolder();
  const vault = await vaultOf(folder);
  let hub: MortalHub | undefined = await startMortalHub({ folder, vault, clock, alarms: needs });
  const cast = await found(hub.engine);
  const people = await settle(phones, hub.engine.alarms, cast.wardenKeys);
  const began = clock.now();
  const deeds: Deed[] = [];
  const { say, order, unsent } = newSpeech(cast);
  let disk = folder;
  const crowd = newCrowd(people, clock, began);
  const step = async (): Promise<void> => {
    const happened = phones.pass();
    deeds.push(...happened);
    crowd.hear(happened);
    for (const { handle, body } of crowd.pass()) {
      const warden = cast.wardens.get(handle);
      assert.ok(warden);
      await say(warden, 'alarm.told', body);
    }
    // A hub that is down hears no beacon and no answer, and nobody tells it again: the worst case.
    if (hub === undefined) return;
    for (const receipt of await hub.engine.keep(unsent.splice(0)))
      assert.equal(receipt.status, 'accepted', JSON.stringify(receipt));
    await hearPhones(happened, { texts: hub.engine.alarms.texts, ask: hub.ask });
    await hub.engine.decide();
    await hub.engine.alarms.delivery.settled();
  };
  return {
    phones,
    people,
    clock,
    began,
    sent,
    deeds,
    tallies: crowd.tallies,
    engine: () => {
      assert.ok(hub);
      return hub.engine;
    },
    say,
    ...cast,
    order,
    until: async (minute) => {
      for (; clock.now() < began + minute * MINUTE_MS; clock.moveMinutes(STEP_MS / MINUTE_MS)) await step();
    },
    kill: async () => {
      assert.ok(hub);
      for (const road of ROADS) phones.carriers[road].be('slow');
      await hub.engine.decide();
      disk = hub.kill();
      for (const road of ROADS) phones.carriers[road].be('well');
      hub = undefined;
    },
    restart: async () => {
      hub = await startMortalHub({ folder: disk, vault, clock, alarms: needs });
    },
    close: () => hub?.close(),
  };
}

/** What people say of the one alarm there is; `unsent` waits on their telephones. */
function newSpeech({ holders, raiser }: Cast): Pick<AlarmStory, 'say' | 'order'> & {
  readonly unsent: WireEntry[];
} {
  const unsent: WireEntry[] = [];
  let raised: EntryId | undefined;
  const say: AlarmStory['say'] = async (who, kind, body) => {
    const isAbout = kind !== 'place.plan' && kind !== 'alarm.order';
    const said = await who.say(kind, body, { about: isAbout && raised ? [raised] : [] });
    if (kind === 'alarm.raise') raised = said.id;
    unsent.push(said.wire);
  };
  return {
    say,
    order: async (order) => {
      assert.ok(raised);
      const body = { order, alarm: raised, incident: raiser.incident };
      for (const holder of holders.slice(0, 2)) await say(holder, 'alarm.order', body);
    },
    unsent,
  };
}

/** The roads to the telephones, with all that goes over them written down. */
function alarmNeeds(phones: SimPhones, clock: HandClock, sent: Sent[]): AlarmNeeds {
  const cells = CELLS.map((code, i) => ({
    code,
    zone: 'north',
    homes: [`${code}-1`],
    people: 30,
    wardens: [`w${2 * i + 1}`, `w${2 * i + 2}`],
  }));
  const place = placePlan({
    cells,
    points: [{ code: 'gate', approach: 'north-road' }],
    outside: { code: 'yard', name: 'the school yard', lat: 43_290_000, lon: 76_810_000 },
  });
  const roads = ROADS.map((road) => {
    const { channel } = phones.carriers[road];
    const send: Channel['send'] = async (parcel, withinMs) => {
      const at = clock.now();
      const [, phase, person] = parcel.key.split(' ');
      const note = { at, road, phase: phaseOf(phase), person: Number(person), text: parcel.message.text };
      const before = sent.push({ ...note, isTaken: true }) - 1;
      const outcome = await channel.send(parcel, withinMs);
      const isTaken = outcome.kind === 'accepted' || outcome.kind === 'unknown';
      if (!isTaken) sent[before] = { ...note, isTaken };
      return outcome;
    };
    return { channel: { ...channel, send }, pace: PACES[road] };
  });
  return { roads: () => roads, place: () => place, address: () => 'https://hub.example' };
}

export function phaseOf(text: string | undefined): Phase {
  const phase = (['over', 'redirect', 'ask', 'call'] as const).find((each) => each === text);
  assert.ok(phase);
  return phase;
}

type Cast = Pick<AlarmStory, 'raiser' | 'other' | 'planner'> & {
  readonly holders: readonly Witness[];
  readonly wardens: ReadonlyMap<string, Witness>;
  readonly wardenKeys: ReadonlyMap<string, readonly Witness['key'][]>;
};

/** Founds the place, lets wardens and two neighbours in by different keyholders, and writes the incident's plan. */
async function found(engine: Engine): Promise<Cast> {
  const [place, incident] = [newIncident(crypto), newIncident(crypto)];
  const holder = (): Witness => witness(crypto, place);
  const holders = [holder(), holder(), holder(), holder(), holder()] as const;
  const hashOf = (key: string): string => bytesToBase64Url(crypto.sha256(keyBytes(key)));
  const body = {
    settlement: 'East field',
    languages: ['kk', 'ru'],
    keyholders: holders.map(({ key }, i) => ({ n: i + 1, key, next: hashOf(witness(crypto, place).key) })),
  };
  assert.ok(await engine.found({ id: place, body }));
  const wires: WireEntry[] = [];
  const grant = async (n: number, role: string, cell: string): Promise<Witness> => {
    const whom = witness(crypto, incident);
    const said = await holders[n % holders.length]?.say('key.grant', { key: whom.key, slot: 1, role, cell });
    assert.ok(said);
    wires.push(said.wire);
    return whom;
  };
  const [raiser, other] = [await grant(0, 'resident', 'c1'), await grant(1, 'resident', 'c2')];
  const wardens = new Map<string, Witness>();
  const wardenKeys = new Map<string, Witness['key'][]>();
  for (const [n, cell] of CELLS.entries()) {
    const granted = [];
    for (let i = 0; i < WARDENS_A_CELL; i++) granted.push(await grant(n + i + 2, 'warden', cell));
    wardenKeys.set(
      cell,
      granted.map(({ key }) => key),
    );
    const [first] = granted;
    if (first !== undefined) wardens.set(`warden ${cell}`, first);
  }
  const [{ signer }] = holders;
  const planner = witness(crypto, incident, signer);
  for (const receipt of await engine.keep(wires)) assert.equal(receipt.status, 'accepted');
  return { raiser, other, planner, holders, wardens, wardenKeys };
}

/** Wardens who have read that they shall tell their cell do so with their own telephones, whether the hub lives or not. */
function newCrowd(people: readonly Neighbour[], clock: HandClock, began: Instant) {
  const day = villageDay();
  const chance = seededChance(day.seed);
  const crowd = simCrowd(day, simCarriers(day, chance), chance);
  const called = new Set<string>();
  const tallies: { at: Instant; cell: string; told: number }[] = [];
  const byPhone = new Map(people.map((each) => [each.phone, each]));
  return {
    tallies,
    hear: (deeds: readonly Deed[]): void => {
      for (const { kind, phone, received } of deeds) {
        const neighbour = byPhone.get(phone);
        const isTask = kind === 'seen' && received.key.split(' ')[1] === 'call';
        if (isTask && neighbour?.isWarden === true) called.add(neighbour.cell);
      }
    },
    pass: () => {
      const minute = Math.floor((clock.now() - began) / MINUTE_MS);
      const said = crowd.passTo(minute, { isCalled: (cell) => called.has(cell), isRingClosed: false });
      for (const { body } of said) {
        const { cell, told } = body;
        if (typeof cell === 'string') tallies.push({ at: clock.now(), cell, told: Number(told) });
      }
      return said;
    },
  };
}
