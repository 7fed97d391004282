import { assert } from '../../base/assert.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { instant } from '../../base/instant.ts';
import { civilToWall, wallToInstant } from '../../base/wall.ts';
import type { EntryId } from '../../record/names.ts';
import { authorKeyOf, newIncidentId } from '../../record/names.ts';
import type { Primitives, Signer } from '../../record/primitives.ts';
import type { PlainObject } from '../../record/subset.ts';
import { accept, toVerify } from '../../record/verify.ts';
import { writeEntry } from '../../record/write.ts';
import type { Place } from '../../record/write.ts';
import { gather, newGathered } from '../../situation/gather.ts';
import type { Gathered } from '../../situation/gather.ts';
import { situationOf } from '../../situation/situation.ts';
import type { Situation } from '../../situation/situation.ts';

const OFFSET_MIN = 300;

type Extra = { readonly about?: readonly EntryId[]; readonly after?: { readonly id: EntryId; readonly loMin: number; readonly hiMin?: number } };

/** Says one thing as one author, at a time written as `10:30` or as EDTF with `D` for the day. */
export type Say = (author: string, kind: string, at: string, body: PlainObject, extra?: Extra) => Promise<EntryId>;

export type Fixture = { readonly say: Say; readonly gathered: Gathered; readonly at: (time: string) => Situation };

/** A record in memory that tests fill sentence by sentence, through the real writer and verifier. */
export function newFixture(primitives: Primitives): Fixture {
  const hub = primitives.newSigner();
  const gathered = newGathered({ hubKeys: new Set([authorKeyOf(hub.key)]) });
  const incident = newIncidentId(primitives.randomBytes);
  const authors = new Map<string, { readonly signer: Signer; place: Place }>();
  const say: Say = async (author, kind, at, body, extra = {}) => {
    const known = authors.get(author) ?? { signer: author === 'hub' ? hub : primitives.newSigner(), place: { incident, sequence: 0, previous: '' } };
    authors.set(author, known);
    const edtf = parseEdtf(/^\d\d:\d\d$/.test(at) ? `XXXX-04-05T${at}` : at.replaceAll('D', 'XXXX-04-05'));
    assert(edtf.ok, `the fixture writes a time: ${at}`);
    const draft = { kind, at: { edtf: edtf.value, ...(extra.after && { anchor: extra.after }) }, about: extra.about ?? [], parts: { body } };
    const written = await writeEntry(draft, known.place, known.signer, primitives);
    known.place = written.next;
    const plan = toVerify(written.wire, primitives.sha256);
    assert(plan.ok, 'the fixture writes what it would read');
    const entry = accept(plan.value, true, primitives.sha256);
    assert(entry.ok && entry.value.body !== undefined, `the fixture writes a body: ${entry.ok ? JSON.stringify(entry.value.flags) : ''}`);
    gather(gathered, { entry: entry.value, index: gathered.byId.size, loggedAt: instant(0) });
    return written.id;
  };
  return { say, gathered, at: (time) => situationOf(gathered, moment(time)) };
}

function moment(time: string): ReturnType<typeof instant> {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return wallToInstant(civilToWall({ year: 2000, month: 4, day: 5, hour, minute, second: 0 }), OFFSET_MIN);
}

const REPORT: PlainObject = { id: 'report-a', stance: 'participant', link: 'saw' };
const PRESS: PlainObject = { id: 'paper-b', stance: 'press', link: 'saw' };
const OFFICIAL: PlainObject = { id: 'city-hall', stance: 'official', link: 'saw' };
const HEARSAY: PlainObject = { id: 'neighbour-c', stance: 'resident', link: 'heard' };

function event(act: string, modality: string, lane: string, more: PlainObject = {}): PlainObject {
  return { act, modality, lane, source: REPORT, ...more };
}

function range(of: string, lo: number, hi: number, words: string): PlainObject {
  return { number: { of, lo, hi, words } };
}

const HOME_CODES: readonly string[] = Array.from({ length: 84 }, (_, i) => `H${i + 1}`);

/** 5 April as told, with invented counts: the day all pictures of the board are judged by. */
export async function tellTheDay(fixture: Fixture): Promise<void> {
  await tellPlan(fixture.say);
  const bulldozers = await tellMorning(fixture.say);
  await tellRefusals(fixture.say, bulldozers);
  await tellAfternoon(fixture.say);
  await tellAlarm(fixture.say);
  await tellPeople(fixture.say);
}

async function tellPlan(say: Say): Promise<void> {
  const cells = [0, 1, 2, 3].map((n) => ({ code: `c${n + 1}`, zone: `z${n + 1}`, homes: HOME_CODES.slice(n * 21, n * 21 + 21) }));
  await say('hub', 'place.plan', 'D', {
    settlement: 'Shanyrak', date: 'XXXX-04-05', offset: '+05:00', cells, approaches: ['north', 'east', 'south', 'canal'], outside: { code: 'yard', name: 'school yard, south' },
  });
  await say('hub', 'checkin.due', '09:00', { who: 'organiser', graceMin: 15 });
  await say('a', 'event', 'XXXX-04-05', event('detain.siege', 'ongoing', 'authorities', { actors: ['police'] }));
  await say('a', 'event', '[D..XXXX-04-05T09:00]'.replace('D', 'XXXX-04-05T07:00'), event('cordon.set', 'done', 'authorities', { actors: ['police'], place: { name: 'by the organiser’s home' } }));
}

async function tellMorning(say: Say): Promise<EntryId> {
  const six = ['police', 'riot-police', 'state-security', 'procurer', 'fire-service', 'bailiff'];
  await say('a', 'event', '10:30', event('force.arrive', 'done', 'authorities', { actors: six, unit: 'battalion' }));
  await say('b', 'event', '10:30', event('force.arrive', 'done', 'authorities', { actors: six, source: PRESS }));
  await say('a', 'event', '[XXXX-04-05T10:30..XXXX-04-05T11:00]', event('cordon.set', 'done', 'authorities', { actors: ['police'], ...range('quarters', 3, 9, 'several') }));
  const bulldozers = await say('a', 'event', 'XXXX-04-05T10:40/XXXX-04-05T12:00', event('evict.demolish', 'attempted', 'authorities', { actors: ['bailiff'], source: REPORT }));
  await say('a', 'event', 'XXXX-04-05T10:35/XXXX-04-05T11:25', event('resist.obstruct', 'done', 'residents', { actors: ['women', 'pensioners', 'organisations'], ...range('people', 24, 99, 'dozens') }));
  await say('a', 'event', '[XXXX-04-05T10:40..]', event('arrive', 'done', 'supporters', { actors: ['neighbours'], ...range('people', 200, 999, 'hundreds') }), { after: { id: bulldozers, loMin: 0, hiMin: 60 } });
  await say('a', 'event', '[XXXX-04-05T10:45..]', event('arrive', 'done', 'press', { actors: ['press', 'television'] }));
  await say('a', 'event', 'XXXX-04-05T10:55/XXXX-04-05T12:00', event('resist.occupy', 'done', 'residents', { actors: ['women', 'children'] }));
  await say('a', 'event', 'XXXX-04-05T11:10/..', event('resist.obstruct', 'ongoing', 'residents', { actors: ['residents'] }));
  await say('a', 'event', 'XXXX-04-05T11:20/XXXX-04-05T12:40', event('resist.force', 'attempted', 'residents', { actors: ['young-men'] }));
  await say('a', 'event', 'XXXX-04-05T11:00/..', event('force.use', 'ongoing', 'authorities', { actors: ['police', 'riot-police'] }));
  await say('c', 'event', '11:40', event('injury', 'done', 'residents', { actors: ['pensioners'], source: { id: 'medic-1', stance: 'observer', link: 'saw' }, ...range('people', 2, 3, '2-3') }));
  await say('c', 'event', '12:20', event('death', 'alleged', 'residents', { source: HEARSAY, ...range('people', 1, 1, '1') }));
  return bulldozers;
}

async function tellRefusals(say: Say, bulldozers: EntryId): Promise<void> {
  const workers = (group: string, more: PlainObject): PlainObject => event('refuse.order', 'done', 'workers', { group, order: 'evict.demolish', ...more });
  await say('a', 'event', '10:45', event('order.demolish', 'ordered', 'workers', { group: 'bulldozer-drivers', order: 'evict.demolish', by: 'city-officer' }), { after: { id: bulldozers, loMin: 0, hiMin: 30 } });
  await say('a', 'event', '[..XXXX-04-05T12:00]', workers('bulldozer-drivers', { answer: 'announced', by: 'city-officer' }));
  await say('a', 'event', '[XXXX-04-05T12:00..XXXX-04-05T13:00]', workers('bulldozer-drivers', { answer: 'refused', all: 'yes' }));
  await say('a', 'event', 'XXXX-04-05T12:00/XXXX-04-05T13:00', event('order.demolish', 'ordered', 'workers', { group: 'prison-gang', order: 'evict.demolish', actors: ['prisoners'], by: 'authorities', threat: 'truncheons' }));
  await say('a', 'event', '[XXXX-04-05T12:05..XXXX-04-05T13:00]', workers('prison-gang', { answer: 'refused', threat: 'truncheons', by: 'prison-service' }));
  await say('a', 'event', '[..XXXX-04-05T13:00]', workers('other-workers', { answer: 'refused' }));
  await say('a', 'event', '[..XXXX-04-05T14:30]', event('refuse.order', 'done', 'workers', { group: 'fire-crews', order: 'force.use', answer: 'refused', by: 'police' }));
}

async function tellAfternoon(say: Say): Promise<void> {
  await say('a', 'event', '[XXXX-04-05T12:15..XXXX-04-05T13:00]', event('cordon.complete', 'done', 'authorities', { actors: ['police'] }));
  await say('a', 'event', 'XXXX-04-05T13:00/..', event('access.deny', 'ongoing', 'authorities', { actors: ['police'] }));
  await say('a', 'event', '13:20', event('force.breach', 'attempted-failed', 'authorities', { actors: ['bailiff', 'riot-police'] }));
  await say('a', 'event', '[XXXX-04-05T13:40..XXXX-04-05T14:00]', event('force.breach', 'attempted-failed', 'authorities', { actors: ['bailiff', 'riot-police'] }));
  await say('d', 'event', 'XXXX-04-05T13:00/..', event('turned-back', 'ongoing', 'supporters', { actors: ['neighbours'], place: { approach: 'south' } }));
  await say('d', 'home', '14:30', { homes: ['H34'], state: 'reached', source: REPORT });
  await say('d', 'home', '13:45', { homes: HOME_CODES.slice(0, 30), state: 'standing', source: { id: 'warden-1', stance: 'resident', link: 'saw' } });
  await say('b', 'event', '14:30', event('evict.demolish', 'denied', 'authorities', { source: OFFICIAL }));
  await say('b', 'event', '14:00', event('evict.demolish', 'done', 'authorities', { topic: 'count', actors: ['authorities'], source: PRESS, ...range('homes', 1, 1, '1') }));
  await say('b', 'event', '14:10', event('evict.demolish', 'alleged', 'authorities', { topic: 'count', actors: ['authorities'], source: OFFICIAL, ...range('homes', 4, 5, '4-5') }));
  await say('a', 'event', 'XXXX-04-05', event('opinion', 'opinion', 'others', { actors: ['government'], topic: 'regime' }));
  await say('a', 'event', '199X', event('claim.history', 'background', 'residents', { actors: ['residents'] }));
  await say('a', 'event', 'XXXX-04-05', event('claim.gain', 'alleged', 'others', { actors: ['company'], topic: 'elite-flats' }));
  await say('a', 'event', 'XXXX-04-05', event('claim.outcome', 'done', 'authorities', { actors: ['police'] }));
  await say('a', 'event', 'XXXX', event('picket', 'planned', 'supporters', { place: { name: 'embassies abroad' } }));
}

async function tellAlarm(say: Say): Promise<void> {
  const raised = await say('d', 'alarm.raise', '10:32', { mode: 'real', act: 'force.arrive' });
  await say('e', 'alarm.confirm', '10:33', {}, { about: [raised] });
  await say('f', 'alarm.confirm', '10:34', {}, { about: [raised] });
  await say('hub', 'alarm.step', '10:35', { step: 'tier', tier: 2 }, { about: [raised] });
  await say('g', 'alarm.reply', '10:40', { reply: 'coming', minutes: 20 }, { about: [raised] });
  const drill = await say('d', 'alarm.raise', '08:00', { mode: 'drill', act: 'force.arrive' });
  await say('hub', 'alarm.step', '08:30', { step: 'ended' }, { about: [drill] });
}

async function tellPeople(say: Say): Promise<void> {
  const told = [['10:36', 60], ['10:45', 180], ['11:00', 330], ['11:20', 418]] as const;
  for (const [at, n] of told) {
    await say('w1', 'alarm.told', at, { cell: 'c1', told: n, acknowledged: Math.round(n * 0.55), coming: Math.round(n * 0.4), cannot: 12, unreached: 31 });
  }
  const came = [['10:40', 24, 60], ['11:00', 60, 200], ['11:40', 200, 800], ['12:30', 200, 950], ['14:20', 200, 999]] as const;
  for (const [at, lo, hi] of came) await say('s1', 'checked.in', at, { point: 'yard', number: { lo, hi, words: 'hundreds' } });
}
