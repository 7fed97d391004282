import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { event, on, shown, situationFrom } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';

const [desk, organiser] = [writer('desk'), writer('organiser')];
const due = (time: string, graceMin = 10, who = 'organiser'): Entry =>
  desk.says({ kind: 'checkin.due', body: { who, graceMin }, at: time.startsWith('[') ? time : on(time) });
const done = (time: string, who = 'organiser'): Entry =>
  organiser.says({ kind: 'checkin.done', body: { who }, at: time.startsWith('[') ? time : on(time) });

/** When the missed check-ins were due. */
function missed(entries: readonly Entry[], asOf = '18:00'): readonly string[] {
  return situationFrom(entries, { asOf }).missed.map(
    (m) => `${m.who} ${shown(m.due.end)}${m.cameAt ? `, came ${shown(m.cameAt.start)}` : ''}`,
  );
}

describe('a check-in is missed', () => {
  test('once its hour and its grace have passed, and not before', () => {
    assert.deepEqual(missed([due('10:15')], '10:25'), []);
    assert.deepEqual(missed([due('10:15')], '10:26'), ['organiser 10:15']);
    assert.deepEqual(missed([due('10:15', 0)], '10:16'), ['organiser 10:15']);
  });

  test('with the entry that made it due', () => {
    const entry = due('10:15');
    assert.deepEqual(situationFrom([entry]).missed[0]?.entries, [entry.id]);
  });

  test('and then late, once the person has come after the grace, however long after', () => {
    assert.deepEqual(missed([due('10:15'), done('10:26')]), ['organiser 10:15, came 10:26']);
    assert.deepEqual(missed([due('10:15'), done('17:00'), done('17:30')]), ['organiser 10:15, came 17:00']);
    assert.deepEqual(missed([due('10:15'), done('[..XXXX-05-17T11:00]')]), [
      'organiser 10:15, came ? .. 11:00',
    ]);
    assert.deepEqual(missed([due('10:15'), done('10:26', 'observer')]), ['organiser 10:15']);
  });

  test('and not yet late before the person has come', () => {
    const entries = [due('10:15'), done('11:00')];
    assert.deepEqual(missed(entries, '10:59'), ['organiser 10:15']);
    assert.deepEqual(missed(entries, '11:00'), ['organiser 10:15, came 11:00']);
  });

  test('with the entry by which the person came late beside it', () => {
    const [asked, came] = [due('10:15'), done('10:40')];
    assert.deepEqual(situationFrom([asked, came]).missed[0]?.entries, [asked.id, came.id]);
  });

  test('not when one came within the grace, or early, or is said to have come by then', () => {
    for (const time of ['10:25', '10:15', '10:05', '06:00', '[..XXXX-05-17T10:20]']) {
      assert.deepEqual(missed([due('10:15'), done(time)]), [], time);
    }
  });

  test('by its own role only', () => {
    assert.deepEqual(missed([due('10:15'), due('10:15', 10, 'observer'), done('10:14', 'observer')]), [
      'organiser 10:15',
    ]);
  });

  test('not once the desk has corrected that it was due', () => {
    const slip = due('10:15');
    const mended = desk.says({ ...event('check-in', { relation: 'corrects' }), about: [slip] });
    assert.deepEqual(missed([slip, mended]), []);
  });
});

describe('of several check-ins', () => {
  const hourly = ['10:00', '11:00', '12:00'].map((time) => due(time));

  test('each has its own answer', () => {
    assert.deepEqual(missed([...hourly, done('10:02'), done('11:58')]), ['organiser 11:00, came 11:58']);
    assert.deepEqual(missed([...hourly, done('09:58'), done('10:55'), done('12:09')]), []);
  });

  test('one answer given late is not an early one to the next', () => {
    assert.deepEqual(missed([...hourly, done('10:05')]), ['organiser 11:00', 'organiser 12:00']);
  });

  test('one given after the grace is an early one to the next', () => {
    assert.deepEqual(missed([...hourly, done('10:20'), done('12:00')]), ['organiser 10:00, came 10:20']);
  });

  test('that two people wrote down the same, one answer is enough', () => {
    assert.deepEqual(missed([due('10:15'), due('10:15'), done('10:10')]), []);
  });

  test('whose grace runs into the next, being on time is enough', () => {
    assert.deepEqual(missed([due('10:00', 30), due('10:10', 30), done('10:10')]), []);
    assert.deepEqual(missed([due('10:00', 30), due('10:10', 30), done('09:59'), done('10:39')]), []);
  });

  test('that many have written down, at one hour and at many, each has its own answer', () => {
    const time = (n: number): string =>
      `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`;
    const minutes = Array.from({ length: 600 }, (_, n) => n);
    const all = minutes.flatMap((n) => [due(time(n), 0), due(time(n), 0)]);
    const odd = minutes.filter((n) => n % 2 === 1).map((n) => done(time(n)));
    assert.equal(missed([...all, ...odd]).length, 600);
  });

  test('that lie around midnight, each is missed on its own day', () => {
    assert.deepEqual(missed([due('23:50'), due('18T00:50'), done('18T00:45')], '18T02:00'), [
      'organiser 23:50, came 18T00:45',
    ]);
  });
});

describe('readiness', () => {
  const ready = (entries: readonly Entry[]): boolean => situationFrom(entries).readiness.isRaised;
  const says = (time: string, act: string, over = {}): Entry =>
    organiser.says({ ...event(act, over), at: on(time) });
  const arrival = says('10:30', 'force.arrive');

  test('is not raised by nothing', () => {
    assert.deepEqual(situationFrom([]).readiness, { isRaised: false, entries: [] });
    assert.equal(ready([says('10:00', 'assemble'), arrival]), false);
  });

  for (const act of ['detain.siege', 'cordon.set', 'notice.serve']) {
    test(`is raised by a sign before the force arrives: ${act}`, () => {
      assert.equal(ready([says('08:00', act), arrival]), true);
      assert.equal(ready([says('08:00', act)]), true);
      assert.equal(ready([says('11:00', act), arrival]), false);
    });
  }

  test('is not raised by what may have been after the arrival', () => {
    const between = organiser.says({ ...event('force.arrive'), at: `[${on('10:00')}..${on('10:30')}]` });
    assert.equal(ready([between, says('10:15', 'cordon.set')]), false);
    assert.equal(ready([between, says('09:45', 'cordon.set')]), true);
    const perhaps = organiser.says({ ...event('cordon.set'), at: `[${on('08:00')}..${on('11:00')}]` });
    assert.equal(ready([between, perhaps]), true);
  });

  test('is raised by a threat or a plan of a sign, not by an opinion, a denial or what was years before', () => {
    assert.equal(ready([says('08:00', 'cordon.set', { modality: 'threatened' }), arrival]), true);
    for (const modality of ['opinion', 'denied', 'background'])
      assert.equal(ready([says('08:00', 'cordon.set', { modality }), arrival]), false);
  });

  test('is raised by an arrival that is only planned', () => {
    assert.equal(ready([says('09:00', 'force.arrive', { modality: 'planned' })]), true);
  });

  test('is not raised by one who was late and has come', () => {
    const entries = [due('14:00'), done('14:40')];
    assert.equal(situationFrom(entries, { asOf: '14:30' }).readiness.isRaised, true);
    assert.equal(situationFrom(entries, { asOf: '15:00' }).readiness.isRaised, false);
  });

  test('is raised by a missed check-in at any hour, with its entry', () => {
    const entry = due('14:00');
    assert.deepEqual(situationFrom([arrival, entry]).readiness, { isRaised: true, entries: [entry.id] });
  });
});
