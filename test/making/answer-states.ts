import type { AlarmOrder } from '../../src/record/kinds/alarm.ts';
import { answerHub } from './answer-hub.ts';
import type { AnswerHub } from './answer-hub.ts';
import type { Role } from '../../src/record/kinds/vocabulary.ts';

/** A page on which somebody answers, as it looks at one moment: the hub that serves it, and its path. */
export type AnswerState = { readonly hub: AnswerHub; readonly path: string };

type Mode = 'real' | 'drill';

async function asked(mode: Mode = 'real'): Promise<AnswerState> {
  const hub = await answerHub();
  await hub.raise(mode);
  return { hub, path: hub.linkTo('push', 'w1@push') };
}

async function called(mode: Mode = 'real', address = 'n1@push'): Promise<AnswerState> {
  const { hub, path } = await asked(mode);
  await hub.answer(path, { answer: 'confirm' });
  await hub.run();
  return { hub, path: hub.linkTo('push', address) };
}

async function answered(mode: Mode = 'real'): Promise<AnswerState> {
  const state = await called(mode);
  await state.hub.answer(state.path, { answer: 'coming', minutes: '20' });
  await state.hub.answer(state.path, { answer: 'confirm' });
  return state;
}

async function over(mode: Mode, as: AlarmOrder): Promise<AnswerState> {
  const state = await answered(mode);
  await state.hub.orderNow(as);
  return state;
}

/** Called by its warden, by two more voices and by keyholders, so that supporters hear of it who live far away. */
async function abroad(): Promise<AnswerState> {
  const hub = await answerHub();
  const role: Role = 'supporter';
  await hub.engine.alarms.contacts.put({
    role,
    language: 'ru',
    circle: { lat: 50_000_000, lon: 70_000_000, radiusMetres: 10_000 },
    addresses: [{ channel: 'push', address: 's1@push', isVerified: true }],
  });
  await hub.raise();
  await hub.orderNow('abroad');
  return { hub, path: hub.linkTo('push', 's1@push') };
}

async function redirected(): Promise<AnswerState> {
  const state = await called();
  await state.hub.says(state.hub.apa.key, 'event', {
    act: 'cordon.complete',
    modality: 'done',
    lane: 'authorities',
    actors: ['police'],
    source: { id: 'w1', stance: 'resident', link: 'saw' },
  });
  return state;
}

async function closed(): Promise<AnswerState> {
  const state = await called();
  const { hub } = state;
  for (const keyholder of hub.keyholders.slice(0, 2))
    await hub.says(keyholder, 'incident.close', { incident: hub.incident });
  return state;
}

/** Every look of the page, by name. */
export const ANSWER_STATES: Readonly<Record<string, () => Promise<AnswerState>>> = {
  ask: () => asked(),
  'ask-drill': () => asked('drill'),
  call: () => called(),
  'call-drill': () => called('drill'),
  task: () => called('real', 'w1@push'),
  answered: () => answered(),
  redirected,
  abroad,
  over: () => over('real', 'ended'),
  'over-false': () => over('real', 'false'),
  'over-drill': () => over('drill', 'ended'),
  closed,
};
