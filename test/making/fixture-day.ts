import type { EntryId } from '../../src/record/names.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import type { Fixture, Say } from './board-fixture.ts';

const REPORT: PlainObject = { id: 'report-a', stance: 'participant', link: 'saw' };
const PRESS: PlainObject = { id: 'paper-b', stance: 'press', link: 'saw' };
const OFFICIAL: PlainObject = { id: 'city-hall', stance: 'official', link: 'saw' };
const HEARSAY: PlainObject = { id: 'neighbour-c', stance: 'resident', link: 'heard' };
const MEDIC: PlainObject = { id: 'medic-1', stance: 'observer', link: 'saw' };
const WARDEN: PlainObject = { id: 'warden-1', stance: 'resident', link: 'saw' };

/** Author, time (`D` is the day), act, modality, lane, and what else is said. */
type Line = readonly [string, string, string, string, string, PlainObject?];

function range(of: string, lo: number, hi: number, words: string): PlainObject {
  return { number: { of, lo, hi, words } };
}

const SIX = ['police', 'riot-police', 'state-security', 'procurer', 'fire-service', 'bailiff'];
const RIOT = ['bailiff', 'riot-police'];
const ACTIVE = ['women', 'pensioners', 'organisations'];

const MORNING: readonly Line[] = [
  ['a', 'D', 'detain.siege', 'ongoing', 'authorities', { actors: ['police'] }],
  [
    'a',
    '[DT07:00..DT09:00]',
    'cordon.set',
    'done',
    'authorities',
    { actors: ['police'], place: { name: 'by the organiser’s home' } },
  ],
  ['a', '10:30', 'force.arrive', 'done', 'authorities', { actors: SIX, unit: 'battalion' }],
  ['b', '10:30', 'force.arrive', 'done', 'authorities', { actors: SIX, source: PRESS }],
  [
    'a',
    '[DT10:30..DT11:00]',
    'cordon.set',
    'done',
    'authorities',
    { actors: ['police'], ...range('quarters', 3, 9, 'several') },
  ],
  [
    'a',
    'DT10:35/DT11:25',
    'resist.obstruct',
    'done',
    'residents',
    { actors: ACTIVE, ...range('people', 24, 99, 'dozens') },
  ],
  ['a', '[DT10:45..]', 'arrive', 'done', 'press', { actors: ['press', 'television'] }],
  ['a', 'DT10:55/DT12:00', 'resist.occupy', 'done', 'residents', { actors: ['women', 'children'] }],
  ['a', 'DT11:10/..', 'resist.obstruct', 'ongoing', 'residents', { actors: ['residents'] }],
  ['a', 'DT11:20/DT12:40', 'resist.force', 'attempted', 'residents', { actors: ['young-men'] }],
  ['a', 'DT11:00/..', 'force.use', 'ongoing', 'authorities', { actors: ['police', 'riot-police'] }],
  [
    'c',
    '11:40',
    'injury',
    'done',
    'residents',
    { actors: ['pensioners'], source: MEDIC, ...range('people', 2, 3, '2-3') },
  ],
  ['c', '12:20', 'death', 'alleged', 'residents', { source: HEARSAY, ...range('people', 1, 1, '1') }],
];

const AFTERNOON: readonly Line[] = [
  ['a', '[DT12:15..DT13:00]', 'cordon.complete', 'done', 'authorities', { actors: ['police'] }],
  [
    'd',
    '[DT12:30..DT12:35]',
    'access.deny',
    'done',
    'authorities',
    { actors: ['police'], place: { approach: 'north' } },
  ],
  ['a', '13:20', 'force.breach', 'attempted-failed', 'authorities', { actors: RIOT }],
  ['a', '[DT13:40..DT14:00]', 'force.breach', 'attempted-failed', 'authorities', { actors: RIOT }],
  [
    'd',
    'DT13:00/..',
    'turned-back',
    'ongoing',
    'supporters',
    { actors: ['neighbours'], place: { approach: 'south' } },
  ],
  ['b', '14:30', 'evict.demolish', 'denied', 'authorities', { source: OFFICIAL }],
  [
    'b',
    '14:00',
    'evict.demolish',
    'done',
    'authorities',
    { topic: 'count', actors: ['authorities'], source: PRESS, ...range('homes', 1, 1, '1') },
  ],
  [
    'b',
    '14:00',
    'evict.demolish',
    'alleged',
    'authorities',
    { topic: 'count', actors: ['authorities'], source: OFFICIAL, ...range('homes', 4, 5, '4-5') },
  ],
  [
    'a',
    'D',
    'opinion',
    'opinion',
    'others',
    { actors: ['government'], topic: 'regime', text: 'What the teller thinks of the regime.' },
  ],
  ['a', '199X', 'claim.history', 'background', 'residents', { actors: ['residents'] }],
  ['a', 'D', 'claim.gain', 'alleged', 'others', { actors: ['company'], topic: 'elite-flats' }],
  [
    'a',
    'D',
    'claim.outcome',
    'done',
    'authorities',
    { actors: ['police'], text: 'The police were turned back.' },
  ],
  ['a', 'XXXX', 'picket', 'planned', 'supporters', { place: { name: 'embassies abroad' } }],
];

const DEMOLISH = 'evict.demolish';

const REFUSALS: readonly Line[] = [
  [
    'a',
    '[..DT12:00]',
    'refuse.order',
    'refused',
    'workers',
    { group: 'bulldozer-drivers', order: DEMOLISH, answer: 'announced' },
  ],
  [
    'a',
    '[DT12:00..DT13:00]',
    'refuse.order',
    'refused',
    'workers',
    { group: 'bulldozer-drivers', order: DEMOLISH, answer: 'refused', all: 'yes' },
  ],
  [
    'a',
    'DT12:00/DT13:00',
    'order.demolish',
    'ordered',
    'workers',
    { group: 'prison-gang', order: DEMOLISH, by: 'authorities', threat: 'truncheons' },
  ],
  [
    'a',
    '[DT12:05..DT13:00]',
    'refuse.order',
    'refused',
    'workers',
    { group: 'prison-gang', answer: 'refused', threat: 'truncheons', by: 'prison-service' },
  ],
  [
    'a',
    '[..DT13:00]',
    'refuse.order',
    'refused',
    'workers',
    { group: 'other-workers', order: DEMOLISH, answer: 'refused' },
  ],
  [
    'a',
    '[..DT14:30]',
    'refuse.order',
    'refused',
    'workers',
    { group: 'fire-crews', order: 'force.use', answer: 'refused', by: 'police' },
  ],
];

const HOME_CODES: readonly string[] = Array.from({ length: 84 }, (_, i) => `H${i + 1}`);

/** 5 April as told, with invented counts: the day all pictures of the board are judged by. */
export async function tellTheDay({ say }: Fixture): Promise<void> {
  await tellPlan(say);
  await tellLines(say, MORNING);
  await tellBulldozers(say);
  await tellLines(say, REFUSALS);
  await tellLines(say, AFTERNOON);
  await tellHomes(say);
  await tellAlarms(say);
  await tellPeople(say);
}

async function tellLines(say: Say, lines: readonly Line[]): Promise<void> {
  for (const [author, at, act, modality, lane, more] of lines)
    await say(author, 'event', at, { act, modality, lane, source: REPORT, ...more });
}

async function tellPlan(say: Say): Promise<void> {
  const cells = [0, 1, 2, 3].map((n) => ({
    code: `c${n + 1}`,
    zone: `z${n + 1}`,
    homes: HOME_CODES.slice(n * 21, n * 21 + 21),
  }));
  const outside = { code: 'yard', name: 'school yard, south' };
  const approaches = ['north', 'east', 'south', 'canal'];
  await say('hub', 'place.plan', 'D', {
    settlement: 'Shanyrak',
    date: 'XXXX-04-05',
    offset: '+05:00',
    cells,
    approaches,
    outside,
  });
  await say('hub', 'checkin.due', '09:00', { who: 'organiser', graceMin: 15 });
}

async function tellBulldozers(say: Say): Promise<void> {
  const source = REPORT;
  const id = await say('a', 'event', 'DT10:40/DT12:00', {
    act: DEMOLISH,
    modality: 'attempted',
    lane: 'authorities',
    actors: ['bailiff'],
    source,
  });
  const hundreds = range('people', 200, 999, 'hundreds');
  const came = {
    act: 'arrive',
    modality: 'done',
    lane: 'supporters',
    actors: ['neighbours'],
    source,
    ...hundreds,
  };
  await say('a', 'event', { at: '[DT10:40..]', after: { id, loMin: 0, hiMin: 60 } }, came);
  const ordered = {
    act: 'order.demolish',
    modality: 'ordered',
    lane: 'workers',
    group: 'bulldozer-drivers',
    order: DEMOLISH,
    by: 'city-officer',
    source,
  };
  await say('a', 'event', { at: '10:45', after: { id, loMin: 0, hiMin: 30 } }, ordered);
}

async function tellHomes(say: Say): Promise<void> {
  await say('d', 'home', '13:45', { homes: HOME_CODES.slice(0, 30), state: 'standing', source: WARDEN });
  await say('d', 'home', '14:30', { homes: ['H34'], state: 'reached', source: REPORT });
}

async function tellAlarms(say: Say): Promise<void> {
  const raised: EntryId = await say('d', 'alarm.raise', '10:32', { mode: 'real', act: 'force.arrive' });
  await say('e', 'alarm.confirm', { at: '10:33', about: [raised] }, {});
  await say('f', 'alarm.confirm', { at: '10:34', about: [raised] }, {});
  await say('hub', 'alarm.step', { at: '10:35', about: [raised] }, { step: 'tier', tier: 2 });
  await say('g', 'alarm.reply', { at: '10:40', about: [raised] }, { reply: 'coming', minutes: 20 });
  const drill = await say('d', 'alarm.raise', '08:00', { mode: 'drill', act: 'force.arrive' });
  await say('hub', 'alarm.step', { at: '08:30', about: [drill] }, { step: 'ended' });
}

const TOLD = [
  ['10:36', 60],
  ['10:45', 180],
  ['11:00', 330],
  ['11:20', 418],
] as const;
const CAME = [
  ['10:40', 24, 60],
  ['11:00', 60, 200],
  ['11:40', 200, 800],
  ['12:30', 200, 950],
  ['14:20', 200, 999],
] as const;

async function tellPeople(say: Say): Promise<void> {
  for (const [at, n] of TOLD) {
    const [acknowledged, coming] = [Math.round(n * 0.55), Math.round(n * 0.4)];
    await say('w1', 'alarm.told', at, {
      cell: 'c1',
      told: n,
      acknowledged,
      coming,
      cannot: 12,
      unreached: 31,
    });
  }
  for (const [at, lo, hi] of CAME)
    await say('s1', 'checked.in', at, { point: 'yard', number: { lo, hi, words: 'hundreds' } });
}
