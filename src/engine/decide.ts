import { assert } from '../base/assert.ts';
import { stepAlarm } from '../acts/alarm/step.ts';
import type { AlarmDecision } from '../acts/alarm/step.ts';
import type { AlarmStepBody } from '../record/kinds/alarm.ts';
import type { Erased as Ordered } from '../record/kinds/vocabulary.ts';
import type { EntryId, IncidentId } from '../record/names.ts';
import { SEALED_PARTS } from '../record/parts.ts';
import type { PlainObject } from '../record/subset.ts';
import type { Alarm } from '../situation/alarms.ts';
import type { Gathered } from '../situation/gather.ts';
import type { DrawerChange } from '../ports/store.ts';
import type { EraseTarget } from './erase.ts';
import type { Eraser } from './eraser.ts';
import { openingsDue } from './openings.ts';
import type { AlarmDesk } from './alarm-desk.ts';
import { alarmsIn } from './alarms-in.ts';
import { lookAt, stepsAsLogged } from './look-at-alarm.ts';
import { sayAsHub } from './hub-voice.ts';
import type { HubVoice } from './hub-voice.ts';

/** One round at a time: a decision taken twice would be two entries. Asked during a round, another follows it. */
export function decider(d: HubVoice, erase: Eraser['erase'], desk: AlarmDesk): () => Promise<void> {
  let running: Promise<void> | undefined;
  // What came while a round was under way may not have been seen by it.
  let isAskedAgain = false;
  const done = new Set<string>();
  const round = async (): Promise<void> => {
    await eraseAsDecided(d, erase, done);
    for (const body of openingsDue(d.book)) await sayOnPlace(d, 'incident.open', body);
    for (const incident of d.book.incidents()) {
      const gathered = d.book.gathered(incident);
      if (gathered === undefined) continue;
      // The alarms alone: this runs several times a second, over every incident the hub has ever had.
      for (const alarm of alarmsIn(gathered)) await tendAlarm(alarm, { d, desk, incident, gathered });
    }
    desk.feed.keep();
    // After the alarms: nobody waits for them because of what is none.
    await desk.standbys.tend();
    await desk.forget();
  };
  const rounds = async (): Promise<void> => {
    try {
      do {
        isAskedAgain = false;
        await round();
      } while (isAskedAgain);
    } finally {
      // At once: whoever asks from now on begins anew.
      running = undefined;
    }
  };
  return () => {
    if (running !== undefined) isAskedAgain = true;
    running ??= rounds();
    return running;
  };
}

type Tending = {
  readonly d: HubVoice;
  readonly desk: AlarmDesk;
  readonly incident: IncidentId;
  readonly gathered: Gathered;
};

/** Takes the decision that is due, with its messages; else plans what is due without one. */
async function tendAlarm(alarm: Alarm, tending: Tending): Promise<void> {
  const { d, desk, incident, gathered } = tending;
  desk.feed.look(alarm);
  const body = decisionFor(alarm, tending);
  if (body === undefined) return desk.planDue(alarm, gathered);
  const say = (changes: readonly DrawerChange[] = []): Promise<void> =>
    sayStep(d, incident, { alarm: alarm.id, body }, changes);
  await desk.decided({ alarm, g: gathered, body, say });
}

/** Nothing more is decided in an incident that two have closed, but that its alarms are over: those told must hear it. */
function decisionFor(alarm: Alarm, { d, desk, incident, gathered }: Tending): AlarmStepBody | undefined {
  const { founding, incidents } = d.book.people();
  if (alarm.endedAs !== undefined || alarm.mode === undefined) return undefined;
  const state = incidents.get(incident)?.state;
  if (state === 'closed' || state === 'archived')
    return alarm.tier === 0 ? undefined : { type: 'alarm-step', step: 'ended', why: 'order' };
  if (founding !== undefined && state !== 'open') return undefined;
  return stepAlarm(stepsAsLogged(alarm, gathered), lookAt(alarm, gathered, d), desk.policy())?.body;
}

async function sayStep(
  d: HubVoice,
  incident: IncidentId,
  { alarm, body }: AlarmDecision,
  changes: readonly DrawerChange[],
): Promise<void> {
  const { type: _, ...said } = body;
  const draft = { kind: 'alarm.step', about: [alarm], parts: { body: said } };
  await sayAsHub(d, incident, draft, changes);
}

/**
 * Carries out what two keyholders have ordered; carried out before, it changes nothing. What has not come yet is asked
 * for again. The hub's own entries stay: without them it would say the same again.
 */
async function eraseAsDecided(
  { book, hubKey }: HubVoice,
  erase: Eraser['erase'],
  done: Set<string>,
): Promise<void> {
  for (const { id, what, part, entries } of book.people().erasures) {
    const [, second] = entries;
    const name = `${id} ${what} ${part ?? ''} ${second}`;
    if (done.has(name) || book.held(id)?.logged.entry.core.author === hubKey) continue;
    const { faults } = await erase(targetsOf(id, what, part), second);
    if (!faults.some(({ why }) => why === 'not-here')) done.add(name);
  }
}

function targetsOf(id: EntryId, what: Ordered, part: string | undefined): readonly EraseTarget[] {
  if (what === 'entry') return [{ id, what }];
  const names = what === 'sealed' && part === undefined ? SEALED_PARTS : [part ?? ''];
  return names.map((name) => ({ id, what: { part: name } }));
}

/** Numbers an incident on the place log, whose keys then speak in it. */
async function sayOnPlace(d: HubVoice, kind: string, body: PlainObject): Promise<void> {
  const place = d.book.people().founding?.place;
  assert(place !== undefined, 'only a founded place has a log of its own');
  await sayAsHub(d, place, { kind, parts: { body } });
}

/** What the founding of a place says; keys and seats are checked by the fold like everybody's. */
export type NewPlace = { readonly id: IncidentId; readonly body: PlainObject };

/** Founds the place: from now on only keys somebody vouches for count. Once only. */
export async function foundPlace(d: HubVoice, { id, body }: NewPlace): Promise<boolean> {
  if (d.book.people().founding !== undefined) return false;
  await sayAsHub(d, id, { kind: 'place.found', parts: { body } });
  return d.book.people().founding?.place === id;
}
