import assert from 'node:assert/strict';
import { clockAt, on } from '../making/days.ts';
import { writer } from '../making/entries.ts';
import { placeLog } from '../making/place.ts';
import { holdAwake, holdMovedOn, holdToldOfEnd, OUT, ROADS } from './alarm-holds.ts';
import { instant, MINUTE_MS, SECOND_MS } from '../../src/base/instant.ts';
import type { Instant } from '../../src/base/instant.ts';
import { instantToWall } from '../../src/base/wall.ts';
import type { Entry } from '../../src/record/entry.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import type { Alarm } from '../../src/situation/alarms.ts';
import { summaries } from '../../src/situation/buckets.ts';
import { contextOf, gather, newGathered } from '../../src/situation/gather.ts';
import { CHANNEL_NAMES } from '../../src/acts/alarm/channels.ts';
import type { ChannelName } from '../../src/acts/alarm/channels.ts';
import type { HourSpan } from '../../src/acts/alarm/hours.ts';
import { newLedger } from '../../src/acts/alarm/ledger.ts';
import type { LedgerEvent, RowNumber } from '../../src/acts/alarm/ledger.ts';
import { afterTry } from '../../src/acts/alarm/outcome.ts';
import type { Tried } from '../../src/acts/alarm/outcome.ts';
import { planMessages } from '../../src/acts/alarm/plan.ts';
import { newRoster } from '../../src/acts/alarm/roster.ts';
import { stepAlarm } from '../../src/acts/alarm/step.ts';

/** A place whose people are five vouchers' and two wardens', and those who can be told: one of each kind. */
const place = placeLog();
const VOUCHED = ['r1 k1', 'r2 k2', 'r3 k3', 'r4 k1', 'r5 k2'].map((line) => line.split(' '));
for (const [key = '', by = ''] of VOUCHED) place.grants(by, key, 'resident', { cell: 'c1' });
for (const [key, by] of [
  ['w1', 'k4'],
  ['w2', 'k5'],
] as const)
  place.grants(by, key, 'warden', { cell: 'c1' });
const people = place.people();
const VOUCHER = new Map([
  ...VOUCHED.map(([key = '', by = '']) => [key, by] as const),
  ['w1', 'k4'],
  ['w2', 'k5'],
]);
export const KEYS: readonly string[] = ['r1', 'r2', 'r3', 'r4', 'r5', 'w1', 'w2', 'k1', 'k2'];
const SITE = { cell: 'c1', zoneOf: () => 'north' };
const NEAR = { lat: 43_000_000, lon: 76_000_000, radiusMetres: 5_000 };

const ROLES = [
  'warden',
  'warden',
  'resident',
  'resident',
  'resident',
  'press',
  'lawyer',
  'supporter',
] as const;
const OFFSET_MIN = 300;

function channelsOf(role: (typeof ROLES)[number]): readonly ChannelName[] {
  if (role === 'warden') return ['push', 'sms', 'call'];
  if (role === 'lawyer') return ['sms', 'email'];
  return role === 'press' ? ['email'] : ['push', 'sms'];
}

/** Something that happens; `n` chooses among whom or what it happens to. */
export type Happening = { readonly what: (typeof WHAT)[number]; readonly n: number };
export const WHAT = [
  'confirm',
  'refute',
  'order abroad',
  'order ended',
  'order false',
  'relay',
  'time',
  'send',
  'send',
  'send',
  'seen',
  'answer',
  'ring',
  'crash',
  'road',
  'road',
  'hours',
  'address',
] as const;
/** What carriers do; with nothing the hub dies before it hears. */
const TRIES: readonly (Tried | undefined)[] = [
  { kind: 'accepted' },
  { kind: 'accepted' },
  { kind: 'deferred', scope: 'address' },
  { kind: 'deferred', scope: 'provider', afterMs: 30 * SECOND_MS },
  { kind: 'gone' },
  { kind: 'refused', why: 'message' },
  { kind: 'unknown' },
  undefined,
];
/** One hub with one alarm, from the raise on: what it decides and sends, and what was said to it. */
export class World {
  readonly gathered = newGathered({ hubKeys: new Set([writer('hub').key]) });
  readonly ledger = newLedger();
  readonly roster = newRoster();
  /** As people gave them, and as they were last changed. */
  readonly channels: (readonly ChannelName[])[] = ROLES.map(channelsOf);
  readonly hours: (HourSpan | undefined)[] = ROLES.map(() => undefined);
  readonly open = new Set<ChannelName>(ROADS);
  readonly hub = writer('hub');
  readonly writers = new Map(KEYS.map((key) => [key, writer(key)]));
  readonly confirmed = new Set<string>();
  readonly refuted = new Set<string>();
  readonly orders = new Map<string, Set<string>>();
  readonly relayed = new Set<string>();
  /** Times that a carrier took a message over, by person, road and phase. */
  readonly sent = new Map<string, number>();
  /** Those of them that no carrier spoke of: they are sent again. */
  readonly doubtful = new Set<string>();
  readonly raise: Entry;
  readonly by: string;
  now: Instant = clockAt('10:31');
  isRingClosed = false;

  constructor(by: string, mode: 'real' | 'drill') {
    this.by = by;
    this.raise = writer(by).says({
      kind: 'alarm.raise',
      body: { mode, act: 'force.arrive' },
      at: on('10:31'),
    });
    this.take(this.raise);
    for (const person of ROLES.keys()) this.list(person);
    this.writers.set(by, writer(`${by} again`));
  }

  list(person: number): void {
    const [role = 'resident', hours] = [ROLES[person], this.hours[person]];
    this.roster.put(person, {
      role,
      cell: 'c1',
      channels: this.channels[person] ?? [],
      ...(hours && { hours: [hours] }),
      ...(role === 'supporter' && { circle: NEAR }),
    });
    this.roster.open([...this.open, 'task']);
  }

  take(entry: Entry): void {
    gather(this.gathered, { entry, index: this.gathered.byId.size, loggedAt: this.now });
  }

  says(key: string, kind: string, body: PlainObject = {}): void {
    const by = key === this.by ? undefined : this.writers.get(key);
    if (by) this.take(by.says({ kind, body, about: [this.raise] }));
  }

  alarm(): Alarm {
    const [alarm] = summaries(this.gathered.subjects.alarms, contextOf(this.gathered));
    assert.ok(alarm);
    return alarm;
  }

  /** Decides and plans until nothing follows; holds that no tier opens without its voices. */
  settle(): void {
    for (;;) {
      const alarm = this.alarm();
      const logged = {
        ...alarm,
        steps: alarm.steps.map((step) => ({
          ...step,
          when: { ...step.when, start: this.loggedAt(step.entry) },
        })),
      };
      const looking = {
        people,
        doubts: new Map(),
        ordered: this.ordered(),
        expected: 0,
        raisedBefore: 0,
        asOf: instantToWall(this.now, 0),
      };
      const decision = stepAlarm(logged, looking);
      if (decision === undefined) break;
      if (decision.body.tier !== undefined) this.holdQuorum(decision.body.tier);
      const { type: _, ...body } = decision.body;
      this.take(this.hub.says({ kind: 'alarm.step', body, about: [this.raise] }));
    }
    // Where the data network is down, a text message and a call follow at once: one road is planned at a time.
    for (let roads = 0; roads < 5; roads++)
      for (const event of this.plan()) {
        holdAwake(this, event);
        this.ledger.apply(event);
      }
    assert.deepEqual(this.plan(), [], 'planned again, nothing is planned');
    holdMovedOn(this);
  }

  /** Counted here, minute by minute. */
  isAwake(person: number): boolean {
    const hours = this.hours[person];
    if (hours === undefined || ROLES[person] === 'warden') return true;
    const minute = (Math.floor(this.now / MINUTE_MS) + OFFSET_MIN) % (24 * 60);
    const since = (from: number, to: number): number => (to - from + 24 * 60) % (24 * 60);
    return since(hours.from, minute) < since(hours.from, hours.to);
  }

  plan(): readonly LedgerEvent[] {
    const { ledger, roster, isRingClosed, now } = this;
    const offsetMinutes = OFFSET_MIN;
    return planMessages(this.alarm(), { ledger, roster, site: SITE, isRingClosed, offsetMinutes, asOf: now });
  }

  loggedAt(id: Entry['id']): Alarm['steps'][number]['when']['start'] {
    const at = instantToWall(this.gathered.byId.get(id)?.loggedAt ?? this.now, 0);
    return { lo: at, hi: at };
  }

  /** The rule in other words: who vouches for whom is counted here, without the code that is tried. */
  holdQuorum(tier: number): void {
    if (tier === 1) return;
    if ((this.orders.get('abroad')?.size ?? 0) >= 2)
      return assert.ok(tier <= (this.alarm().mode === 'drill' ? 2 : 4));
    assert.ok(tier < 4, 'tier 4 is opened by two keyholders');
    assert.ok(tier < 3 || this.alarm().mode === 'real', 'a drill stays in the settlement');
    const seen = [...this.confirmed].filter((key) => !this.refuted.has(key));
    const voices = new Set([this.by, ...seen].map((key) => VOUCHER.get(key) ?? key));
    const unsigned = tier === 2 && [...this.relayed].some((by) => !voices.has(by)) ? 1 : 0;
    assert.ok(voices.size + unsigned >= tier, `tier ${tier} with ${[...voices].join(' ')}`);
    if (tier === 3) assert.ok([this.by, ...seen].some((key) => key.startsWith('w')));
    const against = new Set([...this.refuted].map((key) => VOUCHER.get(key) ?? key));
    assert.ok(against.size <= voices.size + unsigned - 1, 'as many saw it as say it is not so');
  }

  /** What goes out now by a road; what has no address any more never does. */
  claim(channel: ChannelName, limit: number): readonly RowNumber[] {
    const due = this.ledger.due(channel, this.now, limit);
    const has = (n: RowNumber): boolean =>
      this.channels[this.ledger.row(n).person]?.includes(channel) === true;
    const [rows, nobody] = [due.filter(has), due.filter((n) => !has(n))];
    this.ledger.apply({ kind: 'became', state: 'failed', rows: nobody, at: this.now });
    this.ledger.apply({ kind: 'claim', rows, at: this.now });
    for (const { phase, person } of rows.map(this.ledger.row))
      assert.ok(
        phase === 'over' || phase === 'redirect' || this.isAwake(person),
        `${person} is called outside their hours`,
      );
    return rows;
  }

  /** Carriers take some of what is due; the rest is put off, lost or refused. */
  send(n: number): void {
    for (const channel of this.open) {
      for (const row of this.claim(channel, 3)) {
        const { phase, person } = this.ledger.row(row);
        if (phase !== 'over')
          assert.equal(this.alarm().endedAs, undefined, 'after the end only that it is over');
        const key = `${channel} ${phase} ${person}`;
        const tried = TRIES[(n + row) % TRIES.length];
        if (tried === undefined) continue;
        const isOut = tried.kind === 'accepted' || tried.kind === 'unknown';
        if (isOut) this.sent.set(key, (this.sent.get(key) ?? 0) + 1);
        if (tried.kind === 'unknown') this.doubtful.add(key);
        this.ledger.apply(afterTry(row, { row: this.ledger.row(row), tried, asOf: this.now }));
      }
    }
  }

  ordered(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.orders].map(([order, keys]) => [order, keys.size]));
  }

  crash(): void {
    this.ledger.apply({ kind: 'epoch', at: this.now });
  }

  happens({ what, n }: Happening): void {
    const key = KEYS[n % KEYS.length] ?? '';
    const isOther = key !== this.by;
    switch (what) {
      case 'confirm':
      case 'refute':
        if (isOther) (what === 'confirm' ? this.confirmed : this.refuted).add(key);
        return this.says(key, `alarm.${what}`);
      case 'order abroad':
      case 'order ended':
      case 'order false': {
        // The place log holds that only keyholders order, each once (people-decisions.test.ts).
        const order = what.slice('order '.length);
        if (key.startsWith('k')) this.orders.set(order, (this.orders.get(order) ?? new Set()).add(key));
        return;
      }
      case 'relay': {
        const voucher = `k${1 + (n % 5)}`;
        this.relayed.add(voucher);
        const body = { answer: 'confirm', who: writer(`p${n}`).key, voucher: writer(voucher).key };
        return this.take(this.hub.says({ kind: 'alarm.relay', body, about: [this.raise] }));
      }
      case 'time':
        this.now = instant(this.now + (n % 10) * MINUTE_MS);
        return;
      case 'send':
        return this.send(n);
      case 'seen':
      case 'answer':
        if (this.ledger.size === 0 || !OUT.has(this.ledger.row(n % this.ledger.size).state)) return;
        return this.ledger.apply({
          kind: 'became',
          state: what === 'seen' ? 'seen' : 'answered',
          rows: [n % this.ledger.size],
          at: this.now,
        });
      case 'ring':
        this.isRingClosed = true;
        return;
      case 'crash':
        return this.crash();
      case 'road': {
        const road = ROADS[n % ROADS.length] ?? 'push';
        if (!this.open.delete(road)) this.open.add(road);
        return this.roster.open([...this.open, 'task']);
      }
      case 'hours': {
        const person = n % ROLES.length;
        const half = Math.floor((this.now / MINUTE_MS + OFFSET_MIN) / 30) * 30;
        const at = (halfHours: number): number => (half + 30 * halfHours) % (24 * 60);
        // None, now only, from soon on, and until now.
        this.hours[person] = [
          undefined,
          { from: at(0), to: at(1) },
          { from: at(1), to: at(9) },
          { from: at(40), to: at(0) },
        ][Math.floor(n / ROLES.length) % 4];
        return this.list(person);
      }
      case 'address': {
        const person = n % ROLES.length;
        const had = this.channels[person] ?? [];
        this.channels[person] = had.includes('sms') ? had.filter((each) => each !== 'sms') : [...had, 'sms'];
        return this.list(person);
      }
    }
  }

  /** Carriers that are well again take all that waits. */
  drain(): void {
    for (let i = 0; i < 200; i++) {
      this.now = instant(this.now + MINUTE_MS);
      this.settle();
      for (const channel of this.open) {
        const rows = this.claim(channel, 100);
        this.ledger.apply({ kind: 'became', state: 'accepted', rows, at: this.now });
      }
      if (CHANNEL_NAMES.every((channel) => this.ledger.backlog(channel) === 0) && this.plan().length === 0)
        return;
    }
    assert.fail('it never comes to rest');
  }

  holdEnd(): void {
    const { endedAs, mode, tier } = this.alarm();
    assert.ok(mode === 'real' || tier <= 2, 'a drill stays in the settlement');
    // Where nobody knows whether a message went out, it goes out again and takes the place of the first; never a call.
    for (const [key, times] of this.sent)
      assert.ok(
        times === 1 || (this.doubtful.has(key) && times <= 3 && !key.startsWith('call ')),
        `${key}: ${times} times`,
      );
    if (endedAs === undefined) return;
    this.crash();
    this.drain();
    holdToldOfEnd(this);
    for (const road of ROADS) this.open.add(road);
    this.roster.open([...this.open, 'task']);
    this.drain();
    holdToldOfEnd(this);
  }
}
