import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { DAY_MS, HOUR_MS, instant, MINUTE_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { authorKeyOf, entryIdOf, newIncidentId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import type { Standby } from '../../situation/standbys.ts';
import type { OrganiserNow } from './check-ins.ts';
import { newLedger } from './ledger.ts';
import type { Row } from './ledger.ts';
import { newRoster } from './roster.ts';
import type { Roster } from './roster.ts';
import { planStandby } from './standby-plan.ts';
import { stepStandbys, untoldReasons } from './standby.ts';
import type { IncidentNow, PeerNow, WatchNow } from './standby.ts';

const START = instant(Date.parse('2031-05-17T00:00Z'));
const INCIDENTS = [1, 2, 3].map((n) => newIncidentId((length) => new Uint8Array(length).fill(n)));
const SAID_MAX = 4;
const PLAN_MAX = 6;

function idOf(n: number): EntryId {
  const bytes = new Uint8Array(32);
  new DataView(bytes.buffer).setUint32(0, n + 1);
  return entryIdOf(bytes);
}

type Watched = {
  readonly standbys: readonly Standby[];
  readonly rows: readonly Row[];
  readonly roster: Roster;
  /** Decides and tells; how many decisions there were. */
  readonly look: (now: WatchNow) => number;
};

/** The first deputy and the organiser who is missing, by number. */
const [DEPUTY, MISSING] = [3, 20];

/** A hub without disk and network: decisions become standbys at once, and what is planned has gone out. */
function watched(): Watched {
  const [ledger, roster] = [newLedger(), newRoster()];
  const standbys: Standby[] = [];
  const rows: Row[] = [];
  ROLES.forEach((role, i) =>
    roster.put(i, { role, cell: 'c1', channels: i % 2 ? ['sms'] : ['push', 'sms'] }),
  );
  roster.put(MISSING, { role: 'organiser', channels: ['sms'] });
  let index = 0;
  const send = (standby: Standby, asOf: Instant): void => {
    const planning = { ledger, roster, deputies: [DEPUTY], missing: [MISSING], asOf };
    const before = ledger.size;
    for (const event of planStandby(standby, planning)) ledger.apply(event);
    const fresh = Array.from({ length: ledger.size - before }, (_, i) => before + i);
    if (fresh.length === 0) return;
    ledger.apply({ kind: 'claim', rows: fresh, at: asOf });
    ledger.apply({ kind: 'became', state: 'accepted', rows: fresh, at: asOf });
    rows.push(...fresh.map((n) => ledger.row(n)));
  };
  return {
    standbys,
    rows,
    roster,
    look: (now) => {
      const decisions = stepStandbys(standbys, now);
      for (const decision of decisions) {
        index++;
        if (decision.step === 'raised')
          standbys.push({ ...decision.standby, id: idOf(index), index, raisedAt: now.asOf });
        else {
          const place = standbys.findIndex(({ id }) => id === decision.standby.id);
          standbys[place] = { ...decision.standby, lifted: { at: now.asOf, why: decision.why } };
        }
      }
      for (const standby of standbys) send(standby, now.asOf);
      return decisions.length;
    },
  };
}

const quiet: WatchNow = {
  asOf: START,
  organisers: [],
  incidents: [],
  peers: [],
  ordered: new Set(),
  isAlarmRunning: false,
};

const missing = (handle: string, due: Instant): OrganiserNow => ({
  handle,
  deputies: [],
  state: 'missed',
  due,
});
const sign = (n: number, since: Instant, cause: 'siege' | 'sign' = 'siege'): IncidentNow => ({
  incident: INCIDENTS[n] ?? INCIDENTS[0]!,
  missed: [],
  signs: [{ cause, since, entries: [idOf(900)] }],
});

type Tick = {
  readonly minutes: number;
  readonly missed: readonly boolean[];
  readonly signs: readonly ('siege' | 'sign' | 'none')[];
  readonly due: readonly boolean[];
  readonly peer: PeerNow['state'];
  readonly isAlarmRunning: boolean;
  /** Which of the standbys two keyholders end. */
  readonly orders: number;
};

const anyTick: fc.Arbitrary<Tick> = fc.record({
  minutes: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 900 })),
  missed: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
  signs: fc.array(fc.constantFrom('siege', 'sign', 'none'), { minLength: 3, maxLength: 3 }),
  due: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  peer: fc.constantFrom('heard', 'silent', 'unknown'),
  isAlarmRunning: fc.boolean(),
  orders: fc.integer({ min: -6, max: 3 }),
});

function nowOf(tick: Tick, asOf: Instant, { standbys }: Watched): WatchNow {
  const organisers = tick.missed.map((isMissed, i): OrganiserNow => {
    const heard = {
      entry: idOf(1),
      author: authorKeyOf(new Uint8Array(32)),
      index: Number.MAX_SAFE_INTEGER,
      at: asOf,
    };
    return isMissed ? missing(`o${i}`, asOf) : { handle: `o${i}`, deputies: [], state: 'well', heard };
  });
  const incidents = tick.signs.map((cause, n): IncidentNow => ({
    ...(cause === 'none' ? { ...sign(n, asOf), signs: [] } : sign(n, asOf, cause)),
    missed: tick.due[n] === true ? [{ who: 'organiser', due: asOf, isHere: false, entries: [] }] : [],
  }));
  const peer = { name: 'west', state: tick.peer, isTold: true };
  const ended = standbys.at(-1 - tick.orders);
  return {
    asOf,
    organisers,
    incidents,
    peers: [tick.peer === 'silent' ? { ...peer, silentSince: asOf } : peer],
    ordered: new Set(tick.orders >= 0 && ended !== undefined ? [ended.id] : []),
    isAlarmRunning: tick.isAlarmRunning,
  };
}

describe('of any history', () => {
  const TOLD: readonly Role[] = ['organiser', 'warden', 'keyholder'];
  const share = ({ cause, incident }: Standby): string =>
    cause === 'peer' ? 'peers' : incident === undefined ? 'plan' : 'incidents';

  test('nobody is told twice by one road, no neighbour at all, each day’s share holds, and who was told hears the end', () => {
    fc.assert(
      fc.property(fc.array(anyTick, { maxLength: 60 }), (ticks) => {
        const hub = watched();
        let asOf = START;
        for (const tick of ticks) {
          asOf = instant(asOf + tick.minutes * MINUTE_MS);
          const now = nowOf(tick, asOf, hub);
          hub.look(now);
          assert.equal(hub.look(now), 0, 'what was decided is not decided again');
          const standing = hub.standbys.filter(({ lifted }) => lifted === undefined);
          const reasons = standing.map(({ cause, who, incident }) => `${cause} ${who} ${incident}`);
          assert.equal(new Set(reasons).size, reasons.length, 'one reason is told of once');
        }
        for (const { phase, person } of hub.rows) {
          assert.ok(phase === 'ready' || phase === 'over');
          assert.ok(TOLD.includes(hub.roster.role(person) ?? 'resident') && person !== MISSING);
        }
        const names = hub.rows.map((row) => `${row.alarm} ${row.phase} ${row.person} ${row.channel}`);
        assert.equal(new Set(names).size, names.length);
        for (const { id, lifted } of hub.standbys) {
          const of = (phase: string): readonly string[] =>
            hub.rows
              .filter((row) => row.alarm === id && row.phase === phase)
              .map(({ person, channel }) => `${person} ${channel}`)
              .toSorted();
          assert.deepEqual(of('over'), lifted === undefined ? [] : of('ready'));
        }
        for (const { raisedAt } of hub.standbys)
          for (const [name, all] of Map.groupBy(
            hub.standbys.filter((each) => each.raisedAt >= raisedAt && each.raisedAt - raisedAt < DAY_MS),
            share,
          ))
            assert.ok(all.length <= { peers: 2, plan: PLAN_MAX, incidents: SAID_MAX }[name]!);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a reason', () => {
  test('that is old is no news', () => {
    const hub = watched();
    hub.look({ ...quiet, incidents: [sign(0, instant(START - 7 * HOUR_MS))] });
    assert.equal(hub.standbys.length, 0);
  });

  test('told within the hour is not told again for another one like it, and after the hour is', () => {
    const hub = watched();
    const look = (minutes: number, who: readonly string[]): void => {
      const asOf = instant(START + minutes * MINUTE_MS);
      hub.look({ ...quiet, asOf, organisers: who.map((handle) => missing(handle, START)) });
    };
    look(0, ['o1', 'o2', 'o3']);
    look(59, ['o1', 'o2', 'o3']);
    assert.deepEqual(
      hub.standbys.map(({ who }) => who),
      ['o1'],
    );
    look(60, ['o1', 'o2', 'o3']);
    assert.deepEqual(
      hub.standbys.map(({ who }) => who),
      ['o1', 'o2'],
    );
  });

  test('made up in an incident does not hold up the check-in of the plan, nor the other way round', () => {
    const hub = watched();
    const due = { who: 'organiser', due: START, isHere: false, entries: [] };
    const incidents = [{ ...sign(0, START), signs: [], missed: [due] }];
    hub.look({ ...quiet, incidents });
    const asOf = instant(START + MINUTE_MS);
    hub.look({ ...quiet, asOf, incidents, organisers: [missing('o1', START)] });
    assert.deepEqual(
      hub.standbys.map(({ who }) => who),
      ['organiser', 'o1'],
    );
  });

  test('that is told in the same words waits for its hour, and is not counted as told to nobody', () => {
    const hub = watched();
    hub.look({ ...quiet, incidents: [sign(0, START, 'sign')] });
    const asOf = instant(START + 20 * MINUTE_MS);
    const now = { ...quiet, asOf, incidents: [sign(0, START, 'sign'), sign(1, asOf, 'siege')] };
    hub.look(now);
    assert.equal(hub.standbys.length, 1);
    assert.equal(untoldReasons(hub.standbys, now), 0);
    hub.look({ ...now, asOf: instant(START + 60 * MINUTE_MS) });
    assert.equal(hub.standbys.at(-1)?.cause, 'siege');
  });

  test('made up in one incident after the other uses up no share but its own', () => {
    const hub = watched();
    for (let n = 0; n < 40; n++) {
      const asOf = instant(START + n * 20 * MINUTE_MS);
      hub.look({ ...quiet, asOf, incidents: [sign(n % 3, asOf, n % 2 ? 'siege' : 'sign')] });
      hub.look({ ...quiet, asOf, incidents: [] });
    }
    assert.equal(hub.standbys.length, SAID_MAX);
    const asOf = instant(START + 14 * HOUR_MS);
    const now = { ...quiet, asOf, incidents: [sign(0, asOf)], organisers: [missing('o1', asOf)] };
    assert.equal(untoldReasons(hub.standbys, now), 1);
    hub.look(now);
    assert.equal(hub.standbys.at(-1)?.who, 'o1');
  });

  test('is told again after the hub’s clock was set back by a day', () => {
    const hub = watched();
    const ahead = instant(START + DAY_MS);
    hub.look({ ...quiet, asOf: ahead, organisers: [missing('o1', ahead)] });
    const [standby] = hub.standbys;
    assert.ok(standby);
    hub.look({ ...quiet, asOf: ahead, organisers: [], ordered: new Set([standby.id]) });
    hub.look({ ...quiet, organisers: [missing('o1', START)] });
    assert.equal(hub.standbys.length, 2);
  });
});

describe('a standby', () => {
  const raised = (now: Partial<WatchNow>): Watched => {
    const hub = watched();
    hub.look({ ...quiet, ...now });
    return hub;
  };
  const endAfter = (hub: Watched, now: Partial<WatchNow>): string | undefined => {
    hub.look({ ...quiet, ...now });
    return hub.standbys[0]?.lifted?.why;
  };

  test('for a sign is over after a day, and not while a real alarm runs', () => {
    const hub = raised({ incidents: [sign(0, START)] });
    const later = { asOf: instant(START + DAY_MS + 1), incidents: [sign(0, START)] };
    assert.equal(endAfter(hub, { ...later, isAlarmRunning: true }), undefined);
    assert.equal(endAfter(hub, later), 'time');
  });

  test('for a missing organiser is over for no time that passes', () => {
    const hub = raised({ organisers: [missing('o1', START)] });
    const asOf = instant(START + 5 * DAY_MS);
    assert.equal(endAfter(hub, { asOf, organisers: [missing('o1', asOf)] }), undefined);
    assert.equal(endAfter(hub, { asOf, organisers: [] }), 'gone');
  });

  test('for a hub that fell silent stands while nobody can say, and is over once it is heard', () => {
    const peer = { name: 'west', isTold: true };
    const hub = raised({ peers: [{ ...peer, state: 'silent', silentSince: START }] });
    assert.equal(endAfter(hub, { peers: [{ ...peer, state: 'unknown' }] }), undefined);
    assert.equal(endAfter(hub, { peers: [{ ...peer, state: 'heard' }] }), 'came');
  });

  test('for a silent hub is raised only where people are to be told of it', () => {
    const hub = raised({ peers: [{ name: 'west', isTold: false, state: 'silent', silentSince: START }] });
    assert.deepEqual(hub.standbys, []);
  });

  test('tells deputies first, and nobody who joins later than half an hour after', () => {
    const hub = raised({ organisers: [missing('o1', START)] });
    const dues = hub.rows
      .filter(({ phase }) => phase === 'ready')
      .map(({ person, due }) => [person, due - START]);
    assert.deepEqual(
      dues.filter(([, ms]) => ms === 0).map(([person]) => person),
      [DEPUTY],
    );
    hub.roster.put(90, { role: 'warden', channels: ['sms'] });
    hub.look({ ...quiet, asOf: instant(START + 31 * MINUTE_MS), organisers: [missing('o1', START)] });
    assert.ok(!hub.rows.some(({ person }) => person === 90));
  });
});
