import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { clockAt, on, situationFrom } from '../../../test/making/days.ts';
import { writer } from '../../../test/making/entries.ts';
import { placeLog } from '../../../test/making/place.ts';
import { instantToWall } from '../../base/wall.ts';
import type { Entry } from '../../record/entry.ts';
import type { AlarmOrder } from '../../record/kinds/alarm.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { PlainObject } from '../../record/subset.ts';
import type { Alarm } from '../../situation/alarms.ts';
import { POLICY_DEFAULT, stepAlarm } from './step.ts';
import type { Looking } from './step.ts';
import { waitsFor } from './waits-for.ts';

/** Residents r1 to r5 whom keyholders k1 to k5 vouch for, two wardens, an observer; as `key role voucher`. */
const PEOPLE = [
  'r1 resident k1',
  'r2 resident k2',
  'r3 resident k3',
  'r4 resident k4',
  'w1 warden k3',
  'w2 warden k4',
  'o1 observer k5',
];

type Told = {
  readonly by?: string;
  readonly mode?: 'real' | 'drill';
  readonly confirms?: readonly string[];
  readonly refutes?: readonly string[];
  /** What keyholders order, once for each of them. */
  readonly orders?: readonly AlarmOrder[];
  readonly relays?: readonly PlainObject[];
  /** Decisions so far, taken at 10:32: `tier 1`, `false`. */
  readonly steps?: readonly string[];
  readonly at?: string;
} & Partial<Pick<Looking, 'expected' | 'raisedBefore' | 'doubts'>>;

const place = placeLog();
for (const line of PEOPLE) {
  const [key = '', role = '', by = ''] = line.split(' ');
  place.grants(by, key, role, { cell: 'c1' });
}
const people = place.people();

/** An alarm of which all this was said, and what a decision about it looks at. */
function sceneOf(told: Told): { readonly alarm: Alarm; readonly looking: Looking } {
  const { by = 'r1', mode = 'real', at = '10:35', doubts = new Map(), expected = 0, raisedBefore = 0 } = told;
  const alarm = writer(by).says({
    kind: 'alarm.raise',
    body: { mode, act: 'force.arrive' },
    at: on('10:31'),
  });
  const about = [alarm];
  const all = (kind: string, keys: readonly string[] = []): readonly Entry[] =>
    keys.map((key) => writer(key).says({ kind, body: {}, about }));
  const ordered: Record<string, number> = {};
  for (const order of told.orders ?? []) ordered[order] = (ordered[order] ?? 0) + 1;
  const hub = writer('hub');
  const relays = (told.relays ?? []).map((body) => hub.says({ kind: 'alarm.relay', body, about }));
  const steps = (told.steps ?? []).map((text) => {
    const [step = '', tier] = text.split(' ');
    const body = { step, ...(tier !== undefined && { tier: Number(tier) }) };
    return hub.says({ kind: 'alarm.step', body, at: on('10:32'), about });
  });
  const entries = [
    alarm,
    ...all('alarm.confirm', told.confirms),
    ...all('alarm.refute', told.refutes),
    ...relays,
    ...steps,
  ];
  const [found] = situationFrom(entries, { hubs: [hub.key] }).alarms;
  assert.ok(found);
  const asOf = instantToWall(clockAt(at), 0);
  return { alarm: found, looking: { people, doubts, ordered, expected, raisedBefore, asOf } };
}

/** What follows, as `tier 3 voices`, `false order`. */
function follows(told: Told): string {
  const { alarm, looking } = sceneOf(told);
  const { step, tier, why } = stepAlarm(alarm, looking)?.body ?? {};
  return [step ?? 'nothing', tier, why].filter((word) => word !== undefined).join(' ');
}

/** What it waits for, as `tier 2 voices 1`. */
function waits(told: Told): string {
  const { alarm, looking } = sceneOf(told);
  const waiting = waitsFor(alarm, looking);
  if (waiting === undefined) return 'nothing';
  const { tier, kind } = waiting;
  const number = 'missing' in waiting ? waiting.missing : 'minutes' in waiting ? waiting.minutes : '';
  return `tier ${tier} ${kind} ${number}`.trim();
}

const relayOf = (answer: string, who: string, voucher?: string): PlainObject => ({
  answer,
  who: writer(who).key,
  ...(voucher !== undefined && { voucher: writer(voucher).key }),
});
const CALLED = ['tier 1', 'tier 2'];

describe('press, lawyers, observers and near supporters are called', () => {
  test('by three voices with a warden among them, while too few are coming', () => {
    assert.equal(follows({ confirms: ['r2', 'w1'], steps: CALLED, expected: 199 }), 'tier 3 voices');
  });

  test('by three voices with an observer among them', () => {
    assert.equal(follows({ confirms: ['r2', 'o1'], steps: CALLED }), 'tier 3 voices');
    assert.equal(follows({ by: 'w1', confirms: ['r1', 'r2'], steps: CALLED }), 'tier 3 voices');
  });

  test('not by neighbours alone, however many', () => {
    assert.equal(follows({ confirms: ['r2', 'r3', 'r4'], steps: CALLED, at: '12:00' }), 'nothing');
  });

  test('not by two voices, nor by three of whom two have one voucher', () => {
    assert.equal(follows({ confirms: ['w1'], steps: CALLED }), 'nothing');
    assert.equal(follows({ confirms: ['r3', 'w1'], steps: CALLED }), 'nothing');
  });

  test('not while enough are coming, and by the time all the same', () => {
    const told = { confirms: ['r2', 'w1'], steps: CALLED, expected: POLICY_DEFAULT.peopleWanted };
    assert.equal(follows({ ...told, at: '10:51' }), 'nothing');
    assert.equal(follows({ ...told, at: '10:52' }), 'tier 3 time');
  });

  test('not while more say it is not so', () => {
    assert.equal(follows({ confirms: ['r2', 'w1'], refutes: ['r4', 'o1', 'k1'], steps: CALLED }), 'nothing');
  });

  test('not by answers that nobody signed', () => {
    const relays = ['k2', 'k3', 'k4', 'k5'].map((by, i) => relayOf('confirm', `p${i}`, by));
    assert.equal(follows({ confirms: ['w1'], relays, steps: CALLED }), 'nothing');
  });
});

describe('supporters abroad are called', () => {
  const open = ['tier 1', 'tier 2', 'tier 3'];
  test('by two keyholders, at once', () => {
    assert.equal(follows({ orders: ['abroad', 'abroad'], steps: open, expected: 900 }), 'tier 4 order');
  });

  test('not by one, and not by any number of voices', () => {
    assert.equal(follows({ orders: ['abroad'], steps: open }), 'nothing');
    assert.equal(follows({ confirms: ['r2', 'w1', 'w2', 'o1', 'k1'], steps: open, at: '16:00' }), 'nothing');
  });

  test('by an order that opens the tiers below it first', () => {
    const orders = ['abroad', 'abroad'] as const;
    assert.equal(follows({ orders, steps: ['tier 1'] }), 'tier 2 order');
    assert.equal(follows({ orders, steps: CALLED }), 'tier 3 order');
  });
});

describe('an alarm ends', () => {
  for (const order of ['ended', 'false', 'duplicate'] as const)
    test(`as ${order} by two keyholders who say the same`, () => {
      assert.equal(follows({ orders: [order, order], steps: CALLED }), `${order} order`);
      assert.equal(follows({ orders: [order], steps: CALLED }), 'nothing');
    });

  test('not by two who say different things', () => {
    assert.equal(follows({ orders: ['ended', 'false'], steps: CALLED }), 'nothing');
  });

  test('before anybody was asked, too', () => {
    assert.equal(follows({ orders: ['false', 'false'] }), 'false order');
  });

  test('for good', () => {
    assert.equal(follows({ orders: ['abroad', 'abroad'], steps: [...CALLED, 'ended'] }), 'nothing');
  });
});

describe('a drill', () => {
  const drill = { mode: 'drill' } as const;
  test('asks and calls like a real alarm', () => {
    assert.equal(follows(drill), 'tier 1 voices');
    assert.equal(follows({ ...drill, confirms: ['r2'], steps: ['tier 1'] }), 'tier 2 voices');
  });

  test('goes no further, whoever says so', () => {
    const all = { confirms: ['r2', 'w1', 'o1'], orders: ['abroad', 'abroad', 'abroad'] as const };
    assert.equal(follows({ ...drill, ...all, steps: CALLED, at: '12:00' }), 'nothing');
  });

  test('is ended by one keyholder', () => {
    assert.equal(follows({ ...drill, orders: ['ended'], steps: CALLED }), 'ended order');
  });
});

describe('an answer that nobody signed', () => {
  test('is one confirmation for the neighbours, where its person is not the raiser’s voucher’s', () => {
    assert.equal(follows({ relays: [relayOf('confirm', 'p1', 'k2')], steps: ['tier 1'] }), 'tier 2 voices');
    assert.equal(follows({ relays: [relayOf('confirm', 'p1', 'k1')], steps: ['tier 1'] }), 'nothing');
    assert.equal(follows({ relays: [relayOf('confirm', 'p1')], steps: ['tier 1'] }), 'nothing');
  });

  test('counts once, however many there are', () => {
    const two = [relayOf('confirm', 'p1', 'k2'), relayOf('confirm', 'p2', 'k3')];
    assert.equal(follows({ relays: two, refutes: ['r4', 'o1'], steps: ['tier 1'] }), 'nothing');
  });

  test('is taken by what the person said last', () => {
    const changed = [relayOf('confirm', 'p1', 'k2'), relayOf('refute', 'p1', 'k2')];
    assert.equal(follows({ relays: changed, steps: ['tier 1'] }), 'nothing');
  });

  test('counts from the hub only', () => {
    const forged = writer('r4').says({ kind: 'alarm.relay', body: relayOf('confirm', 'p1', 'k2') });
    assert.equal(situationFrom([forged], { hubs: [writer('hub').key] }).alarms[0]?.acknowledged ?? 0, 0);
  });
});

describe('who has raised false alarms', () => {
  const doubted = (n: number): ReadonlyMap<AuthorKey, number> => new Map([[writer('k1').key, n]]);
  test('needs one more beside, and is heard again with every other', () => {
    assert.equal(follows({ doubts: doubted(1), confirms: ['r2'], steps: ['tier 1'] }), 'nothing');
    assert.equal(follows({ doubts: doubted(1), confirms: ['r2', 'r3'], steps: ['tier 1'] }), 'tier 2 voices');
    assert.equal(follows({ doubts: doubted(9), confirms: ['r2', 'r3'], steps: ['tier 1'] }), 'tier 2 voices');
  });

  test('weighs on those alone whom the same one vouches for', () => {
    assert.equal(
      follows({ by: 'r2', doubts: doubted(2), confirms: ['r3'], steps: ['tier 1'] }),
      'tier 2 voices',
    );
  });
});

test('whoever raised it and takes it back has no voice for it any more', () => {
  assert.equal(follows({ confirms: ['r2'], refutes: ['r1'], steps: ['tier 1'] }), 'nothing');
  assert.equal(follows({ confirms: ['r2', 'r3'], refutes: ['r1'], steps: ['tier 1'] }), 'tier 2 voices');
});

test('a fourth alarm of one key in an hour asks nobody', () => {
  assert.equal(follows({ raisedBefore: 2 }), 'tier 1 voices');
  assert.equal(follows({ raisedBefore: 3 }), 'lapsed too-many');
});

test('the first decision settles by what all others are taken', () => {
  const alarm = writer('r1').says({ kind: 'alarm.raise', body: { mode: 'real', act: 'force.arrive' } });
  const [found] = situationFrom([alarm]).alarms;
  assert.ok(found);
  const strict = { ...POLICY_DEFAULT, confirmationsMin: 4 };
  const asOf = instantToWall(clockAt('10:35'), 0);
  const looking = { people, doubts: new Map(), ordered: {}, expected: 0, raisedBefore: 0, asOf };
  assert.deepEqual(stepAlarm(found, looking, strict)?.body.policy, strict);
});

describe('what an alarm waits for', () => {
  const ASKED = ['tier 1'];
  test('is a second voice, and one whom somebody else vouches for where a second has the same voucher', () => {
    assert.equal(waits({ steps: ASKED }), 'tier 2 voices 1');
    assert.equal(waits({ by: 'r3', confirms: ['w1'], steps: ASKED }), 'tier 2 other-voucher');
    assert.equal(waits({ relays: [relayOf('confirm', 'p1', 'k1')], steps: ASKED }), 'tier 2 other-voucher');
    assert.equal(waits({ confirms: ['r2'], steps: ASKED }), 'tier 2 opening');
  });

  test('is that fewer deny it than have seen it', () => {
    assert.equal(waits({ confirms: ['r2'], refutes: ['r3', 'r4'], steps: ASKED }), 'tier 2 doubt');
  });

  test('is a warden or an observer, then too few who come or the time, before the press is called', () => {
    assert.equal(waits({ confirms: ['r2'], steps: CALLED }), 'tier 3 voices 1');
    assert.equal(waits({ confirms: ['r2', 'r3'], steps: CALLED }), 'tier 3 trusted');
    const enough = { confirms: ['r2', 'w1'], steps: CALLED, expected: POLICY_DEFAULT.peopleWanted };
    assert.equal(waits({ ...enough, at: '10:40' }), 'tier 3 turnout 12');
    assert.equal(waits({ ...enough, at: '10:52' }), 'tier 3 opening');
  });

  test('is two keyholders, before it goes abroad', () => {
    const open = [...CALLED, 'tier 3'];
    assert.equal(waits({ steps: open }), 'tier 4 keyholders 2');
    assert.equal(waits({ steps: open, orders: ['abroad'] }), 'tier 4 keyholders 1');
  });

  test('is nothing once it is over, and once a drill has reached the neighbours', () => {
    assert.equal(waits({ steps: [...CALLED, 'ended'] }), 'nothing');
    assert.equal(waits({ mode: 'drill', confirms: ['r2'], steps: CALLED }), 'nothing');
  });
});
