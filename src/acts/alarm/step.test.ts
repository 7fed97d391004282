import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt, on, situationFrom } from '../../../test/making/days.ts';
import { writer } from '../../../test/making/entries.ts';
import { placeLog } from '../../../test/making/place.ts';
import type { Entry } from '../../record/entry.ts';
import { instantToWall } from '../../base/wall.ts';
import type { Alarm } from '../../situation/alarms.ts';
import type { Standings } from '../../situation/people-state.ts';
import { POLICY_DEFAULT, stepAlarm } from './step.ts';
import type { Looking } from './step.ts';

const hub = writer('hub');
const raiser = writer('raiser');
const alarm = raiser.says({
  kind: 'alarm.raise',
  body: { mode: 'real', act: 'force.arrive' },
  at: on('10:31'),
});
const drill = raiser.says({
  kind: 'alarm.raise',
  body: { mode: 'drill', act: 'force.arrive' },
  at: on('10:31'),
});

type Row = {
  readonly title: string;
  readonly about?: Entry;
  readonly confirms?: number;
  readonly refutes?: number;
  /** Steps the hub has taken, at 10:32. */
  readonly steps?: readonly string[];
  readonly at?: string;
  readonly follows: string;
};

const TABLE: readonly Row[] = [
  { title: 'a new alarm asks the wardens at once', follows: 'tier 1' },
  { title: 'a drill takes the same steps', about: drill, follows: 'tier 1' },
  { title: 'a new alarm asks the wardens first, although two have seen it', confirms: 2, follows: 'tier 1' },
  { title: 'an alarm nobody has confirmed waits', steps: ['tier 1'], follows: 'nothing' },
  {
    title: 'an alarm one other has confirmed calls the neighbours',
    confirms: 1,
    steps: ['tier 1'],
    follows: 'tier 2',
  },
  {
    title: 'as many "no" as "yes" hold nothing back',
    confirms: 1,
    refutes: 1,
    steps: ['tier 1'],
    follows: 'tier 2',
  },
  {
    title: 'more "no" than "yes" hold the neighbours back',
    confirms: 1,
    refutes: 2,
    steps: ['tier 1'],
    follows: 'nothing',
  },
  { title: 'and three against two', confirms: 2, refutes: 3, steps: ['tier 1'], follows: 'nothing' },
  { title: 'no "no" is enough for a "yes"', refutes: 2, steps: ['tier 1'], follows: 'nothing' },
  {
    title: 'an alarm nobody has confirmed in fifteen minutes still waits',
    steps: ['tier 1'],
    at: '10:47',
    follows: 'nothing',
  },
  { title: 'and lapses after them', steps: ['tier 1'], at: '10:48', follows: 'lapsed' },
  {
    title: 'an alarm held back by "no" lapses too',
    confirms: 1,
    refutes: 2,
    steps: ['tier 1'],
    at: '10:48',
    follows: 'lapsed',
  },
  {
    title: 'a confirmation in the last moment still counts',
    confirms: 1,
    steps: ['tier 1'],
    at: '12:00',
    follows: 'tier 2',
  },
  {
    title: 'an active alarm does not lapse, and waits for people',
    confirms: 1,
    steps: ['tier 1', 'tier 2'],
    at: '12:00',
    follows: 'nothing',
  },
  {
    title: 'an active alarm is not called off by "no"',
    confirms: 1,
    refutes: 9,
    steps: ['tier 1', 'tier 2'],
    follows: 'nothing',
  },
  { title: 'a lapsed alarm stays lapsed', confirms: 5, steps: ['tier 1', 'lapsed'], follows: 'nothing' },
  { title: 'a false alarm stays stood down', confirms: 5, steps: ['tier 1', 'false'], follows: 'nothing' },
  {
    title: 'an ended alarm stays ended',
    confirms: 5,
    steps: ['tier 1', 'tier 2', 'ended'],
    follows: 'nothing',
  },
  { title: 'an alarm told twice stays stood down', confirms: 5, steps: ['duplicate'], follows: 'nothing' },
];

// Nobody founded the place: each key is a voice of its own.
const NOBODY = placeLog({ founded: false }).people();

function alarmOf(entries: readonly Entry[]): Alarm {
  const [found] = situationFrom(entries, { hubs: [hub.key] }).alarms;
  assert.ok(found);
  return found;
}

function entriesOf({ about = alarm, confirms = 0, refutes = 0, steps = [] }: Row): readonly Entry[] {
  const votes = (kind: string, n: number): readonly Entry[] =>
    Array.from({ length: n }, (_, i) => writer(`${kind} ${i}`).says({ kind, body: {}, about: [about] }));
  const taken = steps.map((text) => {
    const [step = '', tier] = text.split(' ');
    return hub.says({
      kind: 'alarm.step',
      body: { step, ...(tier !== undefined && { tier: Number(tier) }) },
      at: on('10:32'),
      about: [about],
    });
  });
  return [about, ...votes('alarm.confirm', confirms), ...votes('alarm.refute', refutes), ...taken];
}

/** What the hub looks at, with nobody coming and no false alarm of late. */
function looking(people: Standings, time: string, over: Partial<Looking> = {}): Looking {
  const asOf = instantToWall(clockAt(time), 0);
  return { people, asOf, doubts: new Map(), ordered: {}, expected: 0, raisedBefore: 0, ...over };
}

describe('what follows for an alarm', () => {
  for (const row of TABLE) {
    test(`${row.title}: ${row.follows}`, () => {
      const found = alarmOf(entriesOf(row));
      const decision = stepAlarm(found, looking(NOBODY, row.at ?? '10:35'));
      const { step, tier } = decision?.body ?? { step: 'nothing' };
      assert.equal(tier === undefined ? step : `${step} ${tier}`, row.follows);
      if (decision) assert.equal(decision.alarm, found.id);
    });
  }

  test('nothing follows from answers while the alarm itself has not come', () => {
    const vote = writer('neighbour').says({ kind: 'alarm.confirm', body: {}, about: [alarm] });
    assert.equal(stepAlarm(alarmOf([vote]), looking(NOBODY, '10:35')), undefined);
  });

  test('a stricter policy asks for more, and waits longer', () => {
    const policy = { ...POLICY_DEFAULT, confirmationsMin: 2, lapseAfterMin: 30 };
    const one = alarmOf(entriesOf({ title: '', confirms: 1, steps: ['tier 1'], follows: '' }));
    const two = alarmOf(entriesOf({ title: '', confirms: 2, steps: ['tier 1'], follows: '' }));
    assert.equal(stepAlarm(one, looking(NOBODY, '11:02'), policy), undefined);
    assert.equal(stepAlarm(one, looking(NOBODY, '11:03'), policy)?.body.step, 'lapsed');
    assert.equal(stepAlarm(two, looking(NOBODY, '10:35'), policy)?.body.tier, 2);
  });

  test('the same decision is not taken again once it stands in the record', () => {
    const row: Row = { title: '', confirms: 1, follows: '' };
    const first = stepAlarm(alarmOf(entriesOf(row)), looking(NOBODY, '10:35'));
    const second = stepAlarm(alarmOf(entriesOf({ ...row, steps: ['tier 1'] })), looking(NOBODY, '10:35'));
    const third = stepAlarm(
      alarmOf(entriesOf({ ...row, steps: ['tier 1', 'tier 2'] })),
      looking(NOBODY, '10:35'),
    );
    assert.deepEqual([first?.body.tier, second?.body.tier, third], [1, 2, undefined]);
  });
});

describe('where a place was founded', () => {
  /** Raised by `raiser`; each of the others says it too, or that it is not so. Who is vouched for by whom: `key by`. */
  const stepOf = (
    vouched: readonly string[],
    confirms: readonly string[],
    refutes: readonly string[] = [],
  ) => {
    const place = placeLog();
    for (const line of vouched) {
      const [key = '', by = ''] = line.split(' ');
      place.grants(by, key, 'resident', { cell: 'c1' });
    }
    const vote =
      (kind: string) =>
      (label: string): Entry =>
        writer(label).says({ kind, body: {}, about: [alarm] });
    const entries = [
      ...entriesOf({ title: '', steps: ['tier 1'], follows: '' }),
      ...confirms.map(vote('alarm.confirm')),
      ...refutes.map(vote('alarm.refute')),
    ];
    return stepAlarm(alarmOf(entries), looking(place.people(), '10:35'))?.body.tier;
  };

  test('two whom different people vouch for call the neighbours', () => {
    assert.equal(stepOf(['raiser k1', 'a k2'], ['a']), 2);
  });

  test('ten whom one person vouches for are one voice', () => {
    const keys = Array.from({ length: 10 }, (_, i) => `false-${i}`);
    assert.equal(stepOf(['raiser k1', ...keys.map((key) => `${key} k1`)], keys), undefined);
    assert.equal(stepOf(['raiser k1', 'a k2', ...keys.map((key) => `${key} k1`)], [...keys, 'a']), 2);
  });

  test('a keyholder is a voice, and the same as those they vouch for', () => {
    assert.equal(stepOf(['raiser k1'], ['k2']), 2);
    assert.equal(stepOf(['raiser k1'], ['k1']), undefined);
  });

  test('who is not vouched for has no voice, even where what they wrote is shown', () => {
    assert.equal(stepOf(['raiser k1'], ['stranger', 'another']), undefined);
    assert.equal(stepOf(['a k1'], ['a']), undefined, 'a stranger raised it: one voice');
    assert.equal(stepOf(['a k1', 'b k2'], ['a', 'b']), 2);
  });

  test('ten who say no by one voucher hold back no more than one does', () => {
    const keys = Array.from({ length: 10 }, (_, i) => `no-${i}`);
    assert.equal(stepOf(['raiser k1', 'a k2', ...keys.map((key) => `${key} k3`)], ['a'], keys), 2);
    assert.equal(stepOf(['raiser k1', 'a k2', 'no k3', 'not k4'], ['a'], ['no', 'not']), undefined);
  });
});
