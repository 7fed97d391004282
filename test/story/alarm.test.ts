import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { MINUTE_MS, SECOND_MS } from '../../src/base/instant.ts';
import type { Instant } from '../../src/base/instant.ts';
import { newAlarmStory, phaseOf } from '../sim/alarm-story.ts';
import type { AlarmStory, Sent } from '../sim/alarm-story.ts';
import type { Neighbour } from '../sim/alarm-village.ts';

// Minutes after the alarm is raised.
const [CONFIRMED, PUSH_CUT, RING_CLOSED, KILLED, RESTARTED, MEASURED, RETRACTED, END] = [
  4, 5, 9.5, 10, 12, 30, 31, 36,
];
const OVER_WITHIN_MS: number = 3 * MINUTE_MS;

let story: AlarmStory;

before(async () => {
  story = await newAlarmStory();
  const { raiser, other, planner, say, until, phones } = story;
  await say(raiser, 'alarm.raise', { mode: 'real', act: 'force.arrive' });
  await say(planner, 'place.plan', PLAN);
  await until(CONFIRMED);
  await say(other, 'alarm.confirm', {});
  await until(PUSH_CUT);
  phones.cut('push');
  await until(RING_CLOSED);
  await say(other, 'event', RING);
  await until(KILLED);
  await story.kill();
  await until(RESTARTED);
  await story.restart();
  await until(RETRACTED);
  await story.order('false');
  await until(END);
});

after(() => story.close());

const PLAN = {
  settlement: 'East field',
  date: '2031-05-17',
  offset: '+00:00',
  cells: [{ code: 'c1', homes: ['c1-1'] }],
  approaches: ['north-road'],
  outside: { code: 'yard', name: 'the school yard' },
};
const RING = {
  act: 'cordon.complete',
  modality: 'done',
  lane: 'authorities',
  actors: ['police'],
  source: { id: 'w1', stance: 'resident', link: 'saw' },
};

function minute(n: number): number {
  return story.began + n * MINUTE_MS;
}

/** When something of the call first came up on each telephone that is on: by the hub, or by the warden's own text. */
function reachedAt(): ReadonlyMap<Neighbour, { readonly byHub?: Instant; readonly byWarden?: Instant }> {
  const reached = new Map<Neighbour, { byHub?: Instant; byWarden?: Instant }>();
  for (const each of story.people.filter(({ isOff }) => !isOff)) {
    const [first] = story.phones.received(each.phone).filter(({ key }) => key.split(' ')[1] === 'call');
    reached.set(each, first === undefined ? {} : { byHub: first.at });
  }
  for (const { at, cell, told } of story.tallies) {
    // A warden goes through the list of those who can be reached: the neighbours first, the other warden last.
    const list = [...reached.keys()].filter((each) => each.cell === cell);
    const inOrder = list.toSorted((a, b) => Number(a.isWarden) - Number(b.isWarden));
    for (const each of inOrder.slice(0, told)) {
      const known = reached.get(each);
      if (known !== undefined) known.byWarden ??= at;
    }
  }
  return reached;
}

function tookBy(until: number, of: (sent: Sent) => boolean = () => true): readonly Sent[] {
  return story.sent.filter((sent) => sent.isTaken && sent.at < until && of(sent));
}

const person = ({ person: n }: Sent): number => n;

describe('600 telephones in 20 cells; push is cut, the hub is killed, text messages live', () => {
  test('the alarm is asked, confirmed by another voucher, and called, before push is cut', () => {
    const asked = tookBy(minute(1), ({ phase }) => phase === 'ask');
    assert.equal(new Set(asked.map(person)).size, 40);
    assert.equal(tookBy(minute(CONFIRMED), ({ phase }) => phase === 'call').length, 0);
    const called = tookBy(minute(PUSH_CUT), ({ phase }) => phase === 'call');
    assert.ok(called.length > 200, `${called.length} were called before push was cut`);
  });

  test('at least 95 of 100 who can be reached were told within 30 minutes', (t) => {
    const reached = reachedAt();
    assert.equal(reached.size, 540);
    const toldBy = (ms: number) => {
      const all = [...reached.values()];
      const hub = all.filter(({ byHub = Infinity }) => byHub <= ms);
      const warden = all.filter(({ byWarden = Infinity }) => byWarden <= ms);
      const told = all.filter(({ byHub = Infinity, byWarden = Infinity }) => Math.min(byHub, byWarden) <= ms);
      return { told: told.length, hub: hub.length, warden: warden.length };
    };
    t.diagnostic('minute   told   of 540   by the hub   by wardens   handed push   sms   call');
    for (const at of [CONFIRMED, PUSH_CUT, 7, KILLED, RESTARTED, 15, 20, MEASURED]) {
      const { told, hub, warden } = toldBy(minute(at));
      const handed = (road: Sent['road']): string =>
        String(tookBy(minute(at), (sent) => sent.road === road).length);
      t.diagnostic(
        [
          [at, 6],
          [told, 7],
          [`${Math.round((1_000 * told) / reached.size) / 10} %`, 9],
          [hub, 13],
          [warden, 13],
          [handed('push'), 14],
          [handed('sms'), 6],
          [handed('call'), 7],
        ]
          .map(([value, width]) => String(value).padStart(Number(width)))
          .join(''),
      );
    }
    assert.ok(toldBy(minute(MEASURED)).told >= 0.95 * reached.size);
  });

  test('the ladder goes from push to a text message to a call, and the hub goes on where it was killed', (t) => {
    const smsAt = story.sent.filter(({ road, phase }) => road === 'sms' && phase === 'ask')[0]?.at ?? 0;
    assert.ok(smsAt >= minute(1));
    assert.equal(tookBy(minute(RESTARTED)).length, tookBy(minute(KILLED) + 1).length);
    const more = tookBy(minute(RESTARTED + 3)).length - tookBy(minute(RESTARTED)).length;
    assert.ok(more > 100, `${more} messages waited for the hub`);
    const { push, sms } = story.phones.carriers;
    const twice = push.repeats() + sms.repeats();
    t.diagnostic(
      `${more} messages waited on the disk; ${twice} of those under way at the kill were sent once more`,
    );
    assert.ok(twice > 0);
  });

  test('nobody sees one message twice by one road, nor one that was not meant', () => {
    const roles = new Map(story.people.map((each) => [each.phone, each]));
    for (const [phone, neighbour] of roles) {
      const seen = new Set<string>();
      for (const { key, road, message } of story.phones.received(phone)) {
        const [, phase = '', who, by] = key.split(' ');
        assert.deepEqual([Number(who), by], [neighbour.person, road]);
        assert.ok(!seen.has(`${phase} ${road}`), `${phase} by ${road} came twice`);
        seen.add(`${phase} ${road}`);
        if (phaseOf(phase) === 'ask') assert.ok(neighbour.isWarden);
        assert.ok(message.text.length <= 70 && !/https?:/.test(message.text));
      }
    }
  });

  test('once the ring is closed no message sends anybody to the closed way; those called are told where to go', () => {
    const later = story.sent.filter(({ at }) => at >= minute(RING_CLOSED));
    assert.deepEqual(
      later.filter(({ text }) => text.includes('gate')).map(({ text }) => text),
      [],
    );
    assert.ok(tookBy(minute(RING_CLOSED), ({ text }) => text.includes('gate')).length > 0);
    const called = new Set(tookBy(minute(RING_CLOSED), ({ phase }) => phase === 'call').map(person));
    const redirected = new Set(tookBy(minute(RETRACTED), ({ phase }) => phase === 'redirect').map(person));
    assert.deepEqual(
      [...called].filter((n) => !redirected.has(n)),
      [],
    );
    for (const { text, phase } of story.sent) if (phase === 'redirect') assert.match(text, /yard/);
  });

  test('within 3 minutes of two keyholders saying that it is false all who were told are told so', (t) => {
    const key = ({ road, person: n }: Sent): string => `${road} ${n}`;
    const told = new Set(tookBy(minute(RETRACTED), ({ phase }) => phase !== 'over').map(key));
    const over = story.sent.filter(({ phase, isTaken }) => phase === 'over' && isTaken);
    const overAt = new Map(over.map((sent) => [key(sent), sent.at]));
    const late = [...told].filter(
      (each) => (overAt.get(each) ?? Infinity) > minute(RETRACTED) + OVER_WITHIN_MS,
    );
    const last = Math.max(...overAt.values()) - minute(RETRACTED);
    t.diagnostic(
      `${told.size} telephones by road were told; the last was handed the retraction after ${last / SECOND_MS} s`,
    );
    assert.deepEqual(late, []);
    assert.deepEqual(
      [...overAt.keys()].filter((each) => !told.has(each)),
      [],
    );
    const first = over[0]?.at ?? 0;
    const after = story.sent.filter(({ at, phase }) => at >= first && phase !== 'over');
    assert.deepEqual(after, [], 'nothing else goes out once it is over');
    const { alarms } = story.engine();
    assert.equal(alarms.keeper.ledger.backlog('push') + alarms.keeper.ledger.backlog('sms'), 0);
  });
});
