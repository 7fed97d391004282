import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { alarmHub } from '../making/alarm-hub.ts';
import type { AlarmHub, Member } from '../making/alarm-hub.ts';
import { placePlan } from '../making/place-plans.ts';
import { hubHere } from '../sim/hub-here.ts';
import type { HubHere } from '../sim/hub-here.ts';
import { handClock } from '../sim/hand-clock.ts';
import { witness } from '../sim/witness.ts';
import { cryptoNode } from '../../src/adapters/crypto-node/crypto-node.ts';

// The text of the day, row 19: "The best-known organiser is besieged at home all day"; row 20: "In the morning police cars block
// his way". The hours of the check-ins are invented. Hours are those of the place, five hours east of UTC.
const PLAN = placePlan({
  organisers: [
    { handle: 'o1', checkIns: ['07:00', '12:00', '21:00'], graceMin: 30, deputies: ['o2', 'o3'] },
    { handle: 'o2', checkIns: ['21:00'], deputies: [] },
    { handle: 'o3', checkIns: ['21:00'], deputies: [] },
  ],
});
const DAY = {
  settlement: 'Shanyrak',
  date: '2031-05-17',
  offset: '+05:00',
  cells: [{ code: 'c1', homes: ['c1-1'] }],
  approaches: ['north-road'],
};
const BLOCKED = {
  act: 'detain.siege',
  topic: 'way-blocked',
  modality: 'ongoing',
  lane: 'authorities',
  actors: ['police'],
  source: { id: 'n1', stance: 'resident', link: 'saw' },
};

type Told = { readonly at: string; readonly line: string };

let hub: AlarmHub;
let web: HubHere;
let people: Readonly<Record<'o1' | 'o2' | 'o3' | 'warden' | 'apa' | 'desk', Member>>;
const told: Told[] = [];
const boards = new Map<string, string>();

const clock = handClock('2031-05-16T20:30+05:00');
const hourNow = (): string => new Date(clock.now() + 5 * 3_600_000).toISOString().slice(11, 16);

/** Lets minutes pass until that hour, and notes what went out in each. */
async function until(hour: string): Promise<void> {
  let before = new Map<string, number>();
  for (const line of told) before.set(line.line, (before.get(line.line) ?? 0) + 1);
  for (;;) {
    await hub.run();
    const now = Map.groupBy(hub.told(), (line) => line);
    for (const [line, all] of now)
      for (let n = before.get(line) ?? 0; n < all.length; n++) told.push({ at: hourNow(), line });
    before = new Map([...now].map(([line, all]) => [line, all.length]));
    if (hourNow() === hour) return;
    clock.moveMinutes(1);
  }
}

async function look(name: string): Promise<void> {
  const page = await web.ask(`${web.people}/?lang=en&incident=${hub.incident}`);
  boards.set(name, (await page.text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '));
}

const here = (who: Member, handle: string): Promise<unknown> =>
  hub.says(who.standing, 'checkin.here', { who: handle });

before(async () => {
  hub = await alarmHub({ clock, needs: { place: () => PLAN } });
  const { engine, store } = hub;
  web = await hubHere({ engine, store, clock });
  people = {
    o1: await hub.member(1, 'organiser', 'c1', { sms: '+7o1' }),
    o2: await hub.member(2, 'organiser', 'c1', { sms: '+7o2' }),
    o3: await hub.member(3, 'organiser', 'c1', { sms: '+7o3' }),
    warden: await hub.member(4, 'warden', 'c1', { sms: '+7w1' }),
    apa: await hub.member(5, 'resident', 'c1', { sms: '+7a1' }),
    desk: await hub.member(1, 'desk', 'c1'),
  };
  for (const name of ['o1', 'o2', 'o3'] as const) await here(people[name], name);
  await until('06:00');
  await hub.says(witness(cryptoNode(), hub.incident, hub.keyholders[4]?.signer), 'place.plan', DAY);
  await until('07:45');
  await look('missed');
  await until('09:50');
  await hub.says(people.apa.key, 'event', BLOCKED);
  await until('10:29');
  await look('before the arrival');
  await hub.says(people.apa.key, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
  await until('10:35');
  await hub.says(people.warden.key, 'alarm.confirm', {}, [hub.alarm().id]);
  await until('13:00');
});

const firstTo = (address: string, text: RegExp): string | undefined =>
  told.find(({ line }) => line.startsWith(`sms ${address}: `) && text.test(line))?.at;

describe('row 19: the best-known organiser is besieged at home all day', () => {
  test('he is missed when the grace of his first check-in is over; his deputies hear it, and wardens', () => {
    const missed = /BE READY: Shanyrak\. Organiser has not checked in/;
    // One after the other: the clock of this story goes by minutes.
    assert.equal(firstTo('+7o2', missed), '07:31');
    for (const address of ['+7o3', '+7w1']) assert.equal(firstTo(address, missed), '07:32');
  });

  test('nobody else hears it: no neighbour, and not he himself, whose telephone may be in other hands', () => {
    for (const address of ['+7a1', '+7o1']) assert.equal(firstTo(address, /not checked in/), undefined);
  });

  test('it is told once, however long he is silent', () => {
    const lines = told.filter(({ line }) => line.startsWith('sms +7o2: ') && line.includes('not checked in'));
    assert.equal(lines.length, 1);
  });

  test('keyholders read on the board who it is, and since when', () => {
    assert.match(boards.get('missed') ?? '', /Check-in of o1: due 07:00, has not come: .* told since 07:31/);
  });

  test('two of them withdraw his key; what his telephone says from then on counts for nothing, and his deputy goes on', async () => {
    const body = { keys: [people.o1.standing.key], origin: hub.engine.origin, index: hub.engine.size() };
    for (const by of hub.keyholders.slice(0, 2)) await hub.says(by, 'key.revoke', body);
    await here(people.o1, 'o1');
    await here(people.o2, 'o2');
    await hub.run();
    const { organisers, standbys } = hub.engine.alarms.standbys.report();
    assert.equal(organisers.find(({ handle }) => handle === 'o1')?.state, 'missed');
    assert.equal(organisers.find(({ handle }) => handle === 'o2')?.state, 'well');
    assert.ok(standbys.some(({ cause, lifted }) => cause === 'check-in' && lifted === undefined));
  });
});

describe('row 20: in the morning police cars block his way', () => {
  test('readiness is raised before 10:30, at once, naming nobody and no place', () => {
    for (const address of ['+7o2', '+7o3', '+7w1'])
      assert.equal(
        firstTo(address, /BE READY: Shanyrak\. There are signs of a raid\. Phone near, charged$/),
        '09:51',
      );
    assert.equal(firstTo('+7a1', /BE READY/), undefined);
    assert.match(
      boards.get('before the arrival') ?? '',
      /An organiser is besieged or their way is blocked: .* told since 09:51/,
    );
  });

  test('it raised no alarm: the first is the one that a neighbour raises when they come', () => {
    assert.equal(hub.engine.situation(hub.incident).alarms.length, 1);
    assert.equal(firstTo('+7w1', /forces arriving\?/), '10:29');
    assert.equal(firstTo('+7a1', /forces arriving/), '10:35');
  });

  test('and while the alarm runs nobody is asked to be ready any more', () => {
    assert.deepEqual(
      told.filter(({ at, line }) => at > '10:30' && at < '13:01' && line.includes('BE READY')),
      [],
    );
  });
});
