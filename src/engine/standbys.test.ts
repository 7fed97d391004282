import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setClock } from '../../test/sim/hand-clock.ts';
import { alarmHub } from '../../test/making/alarm-hub.ts';
import {
  CAME,
  MISSED,
  missedHub,
  OVER,
  PLAN,
  settled,
  standbyHub,
  standbyHubAgain,
  stepsIn,
} from '../../test/making/standby-hub.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { StoreFailure } from '../ports/store.ts';

describe('an organiser who does not check in', () => {
  test('is missed once the grace is over: deputies first, then wardens are told, once; neighbours sleep on', async () => {
    const hub = await standbyHub();
    hub.clock.moveMinutes(139);
    await hub.run();
    assert.deepEqual(hub.news(), []);
    hub.clock.moveMinutes(2);
    await hub.run();
    assert.deepEqual(hub.news(), [`sms +7o2: ${MISSED}`]);
    await settled(hub);
    assert.deepEqual(hub.news(), [`push w1@p: ${MISSED}`, `sms +7w1: ${MISSED}`]);
    await hub.here(hub.o2, 'o2');
    for (let i = 0; i < 20; i++) {
      hub.clock.moveMinutes(5);
      await hub.run();
    }
    assert.deepEqual(hub.news(), []);
    assert.deepEqual(stepsIn(hub).length, 1);
    assert.equal(hub.engine.incidents().length, 0, 'no alarm comes of it');
  });

  test('who comes after all is late and not missing, and all who were told hear so', async () => {
    const hub = await missedHub();
    await settled(hub);
    hub.news();
    await hub.here(hub.o1, 'o1');
    await hub.run();
    await settled(hub);
    assert.deepEqual(hub.news(), [`push w1@p: ${CAME}`, `sms +7o2: ${CAME}`, `sms +7w1: ${CAME}`]);
    assert.equal(hub.engine.alarms.standbys.report().organisers[0]?.state, 'late');
    await settled(hub);
    assert.deepEqual(hub.news(), []);
  });

  test('what had not gone out when they came never goes, and nobody hears of its end', async () => {
    const hub = await missedHub();
    await hub.here(hub.o1, 'o1');
    await hub.run();
    await settled(hub);
    assert.deepEqual(hub.news(), [`sms +7o2: ${CAME}`, `sms +7o2: ${MISSED}`].toSorted());
  });

  test('is not checked in by another organiser, whatever handle that one gives', async () => {
    const hub = await missedHub();
    hub.news();
    await hub.here(hub.o2, 'o1');
    await hub.run();
    const [o1] = hub.engine.alarms.standbys.report().organisers;
    assert.equal(o1?.state, 'missed');
    assert.equal(hub.news().filter((line) => line.includes('OVER')).length, 0);
  });

  test('who goes on with another key is heard once the old one is withdrawn', async () => {
    const hub = await missedHub();
    const other = await hub.member(4, 'organiser', 'c1');
    await hub.here(other, 'o1');
    const state = (): string | undefined => hub.engine.alarms.standbys.report().organisers[0]?.state;
    assert.equal(state(), 'missed');
    const body = { keys: [hub.o1.standing.key], origin: hub.engine.origin, index: hub.engine.size() };
    for (const by of hub.keyholders.slice(0, 2)) await hub.says(by, 'key.revoke', body);
    await hub.here(other, 'o1');
    await hub.run();
    assert.equal(state(), 'late');
  });

  test('is over once two keyholders say so, and not told again for the same check-in', async () => {
    const hub = await missedHub();
    await settled(hub);
    hub.news();
    const [standby] = hub.engine.alarms.standbys.report().standbys;
    const place = hub.engine.people().founding?.place;
    assert.ok(standby && place);
    const order = { order: 'ended', alarm: standby.id, incident: place };
    await hub.says(hub.keyholders[0]!, 'alarm.order', order);
    await hub.run();
    assert.deepEqual(hub.news(), []);
    await hub.says(hub.keyholders[1]!, 'alarm.order', order);
    await hub.run();
    assert.deepEqual(hub.news(), [`push w1@p: ${OVER}`, `sms +7o2: ${OVER}`, `sms +7w1: ${OVER}`]);
    hub.clock.moveMinutes(60);
    await hub.run();
    await settled(hub);
    // o2 did not come at nine either.
    assert.deepEqual(stepsIn(hub).filter((body) => body.includes('"o1"')).length, 1);
  });

  test('who has never checked in is not missed: nobody was there to hear of', async () => {
    const hub = await alarmHub({ needs: { place: () => PLAN } });
    await hub.member(3, 'warden', 'c1', { sms: '+7w1' });
    for (let i = 0; i < 30; i++) {
      hub.clock.moveMinutes(60);
      await hub.run();
    }
    assert.deepEqual(hub.told(), []);
  });

  test('of a day that the clock jumped over is asked for anew, and for ten minutes nobody is missed', async () => {
    const clock = setClock('2031-05-17T05:30Z');
    const hub = await alarmHub({ clock, needs: { place: () => PLAN } });
    const o1 = await hub.member(1, 'organiser', 'c1', { sms: '+7o1' });
    await hub.member(3, 'warden', 'c1', { sms: '+7w1' });
    await hub.says(o1.standing, 'checkin.here', { who: 'o1' });
    await hub.run();
    clock.setMinutes(24 * 60);
    await hub.run();
    const move = async (minutes: number): Promise<void> => {
      clock.moveMinutes(minutes);
      await hub.run();
    };
    await move(9);
    assert.deepEqual(hub.told(), []);
    await hub.says(o1.standing, 'checkin.here', { who: 'o1' });
    await move(9);
    assert.deepEqual(hub.told(), []);
  });
});

describe('a hub that was killed', () => {
  test('goes on where it was: nobody is told twice, and who comes ends it', async () => {
    const first = await missedHub();
    assert.deepEqual(first.news(), [`sms +7o2: ${MISSED}`]);
    const hub = await standbyHubAgain(first);
    await hub.run();
    await settled(hub);
    assert.deepEqual(hub.news(), [`push w1@p: ${MISSED}`, `sms +7w1: ${MISSED}`]);
    hub.clock.moveMinutes(15);
    await hub.run();
    assert.deepEqual([hub.news(), stepsIn(hub).length], [[], 1]);
    await hub.here(hub.o1, 'o1');
    await hub.run();
    await settled(hub);
    assert.deepEqual(hub.news(), [`push w1@p: ${CAME}`, `sms +7o2: ${CAME}`, `sms +7w1: ${CAME}`]);
  });

  test('over the hour of a check-in gives everybody ten minutes before they are missed', async () => {
    const first = await standbyHub();
    first.clock.moveMinutes(150);
    const hub = await standbyHubAgain(first);
    await hub.run();
    assert.deepEqual(hub.news(), []);
    hub.clock.moveMinutes(9);
    await hub.run();
    assert.deepEqual(hub.news(), []);
    hub.clock.moveMinutes(2);
    await hub.run();
    assert.deepEqual(hub.news(), [`sms +7o2: ${MISSED}`]);
  });
});

describe('an organiser whose check-in is not answered', () => {
  const due = 'push o1@p: Shanyrak: check in by 08:20, or others are told to be ready';

  test('is reminded once, ten minutes before they are missed, by a notification that carriers cannot read', async () => {
    const hub = await standbyHub();
    const { o1, engine } = hub;
    const key = o1.standing.key;
    const push = { channel: 'push', address: 'o1@p', isVerified: true } as const;
    const sms = { channel: 'sms', address: '+7o1', isVerified: true } as const;
    await engine.alarms.contacts.put(
      { role: 'organiser', language: 'en', of: key, addresses: [push, sms] },
      o1.person,
    );
    hub.clock.moveMinutes(129);
    await hub.run();
    assert.deepEqual(hub.news(), []);
    for (let i = 0; i < 10; i++) {
      hub.clock.moveMinutes(1);
      await hub.run();
    }
    assert.deepEqual(hub.news(), [due]);
    await hub.here(o1, 'o1');
    hub.clock.moveMinutes(5);
    await hub.run();
    assert.deepEqual(hub.news(), []);
  });

  test('is not reminded by a text message, nor once they have come', async () => {
    const hub = await standbyHub();
    hub.clock.moveMinutes(139);
    await hub.run();
    assert.deepEqual(hub.news(), []);
  });
});

describe('who was told', () => {
  test('is forgotten a day after all is over, reminders too, and not while a standby stands', async () => {
    const hub = await missedHub();
    hub.clock.moveMinutes(3 * 24 * 60);
    const second = await standbyHubAgain(hub);
    const { ledger } = second.engine.alarms.keeper;
    await second.run();
    const told = ledger.alarms;
    assert.ok(told.length > 0);
    await second.here(second.o1, 'o1');
    await second.here(second.o2, 'o2');
    await second.run();
    assert.deepEqual(second.engine.alarms.standbys.standing(), []);
    second.clock.moveMinutes(25 * 60);
    await second.run();
    assert.deepEqual(
      told.filter((id) => ledger.alarms.includes(id)),
      [],
    );
  });
});

describe('a message that asks to be ready', () => {
  test('has a page that its reader alone opens, says so when it was seen, and asks nothing', async () => {
    const hub = await missedHub();
    await settled(hub);
    const { ledger } = hub.engine.alarms.keeper;
    const n = ledger.find({
      alarm: ledger.alarms[0]!,
      phase: 'ready',
      channel: 'push',
      person: hub.warden.person,
    });
    assert.ok(n !== undefined);
    const told = hub.engine.alarms.standbys.told([n]);
    assert.deepEqual(told?.saying, { kind: 'ready', cause: 'check-in' });
    assert.equal(hub.engine.alarms.asked([n]), undefined);
  });

  test('is said and kept together: neither is there where the disk was full', async () => {
    const memory = storeMemory();
    let isFull = false;
    const store = {
      ...memory,
      append: async (...args: Parameters<typeof memory.append>) => {
        if (isFull && (args[1] ?? []).length > 0) throw new StoreFailure('full', true);
        return memory.append(...args);
      },
    };
    const hub = await standbyHub(store);
    hub.clock.moveMinutes(141);
    isFull = true;
    await assert.rejects(hub.run(), StoreFailure);
    assert.deepEqual([stepsIn(hub), hub.news()], [[], []]);
    isFull = false;
    await hub.run();
    assert.deepEqual([stepsIn(hub).length, hub.news()], [1, [`sms +7o2: ${MISSED}`]]);
  });
});
