import type { Context, Hono } from 'hono';
import { reachRefusalText } from '../../acts/words/reach-refusals.ts';
import { REACH_WORDS } from '../../acts/words/reach-words.ts';
import { SUBSCRIBE_WORDS } from '../../acts/words/subscribe-words.ts';
import type { ReachShown } from '../../engine/reach.ts';
import type { PlainObject } from '../../record/subset.ts';
import { reachBody } from '../kit/reach-told.ts';
import type { HubNeeds } from './app.ts';
import { boundedBody } from './bounded-body.ts';
import { languageOf } from './language.ts';
import {
  atPage,
  channelIn,
  floodGate,
  FORM_BYTES_MAX,
  formIn,
  hoursIn,
  metresIn,
  servePage,
  zonesIn,
} from './subscriber-forms.ts';
import type { Form } from './subscriber-forms.ts';

type Asking = { readonly needs: HubNeeds; readonly person: number };
/** What is told above the page, and whether something was refused. */
type Told = { readonly told?: string; readonly isRefused?: true };

/** The page of one's own of somebody who subscribed: whoever has its address changes what they gave, or leaves. */
export function addOwnPageRoutes(app: Hono, needs: HubNeeds): void {
  const isFlood = floodGate(needs);
  const { subscribers } = needs.engine.alarms;
  servePage(app, '/s/:token', needs, (token) => subscribers.personOf(token) !== undefined);
  app.get('/s/:token', (c) => {
    const person = subscribers.personOf(c.req.param('token'));
    return person === undefined ? c.notFound() : ownPage(c, { needs, person });
  });
  app.post('/s/:token', boundedBody(FORM_BYTES_MAX), async (c) => {
    const person = subscribers.personOf(c.req.param('token'));
    if (person === undefined) return c.notFound();
    const words = SUBSCRIBE_WORDS[languageOf(c)];
    if (isFlood(c)) return ownPage(c, { needs, person }, { told: words.tooOften, isRefused: true });
    const form = await formIn(c);
    if (form('do') !== 'leave')
      return ownPage(c, { needs, person }, await change(c, { needs, person }, form));
    await subscribers.reach.leave(person);
    return c.html(needs.pages.ownPage({ kind: 'left' }, atPage(c, needs, 's')));
  });
}

function ownPage(
  c: Context,
  { needs, person }: Asking,
  { told, isRefused }: Told = {},
): Response | Promise<Response> {
  const { subscribers } = needs.engine.alarms;
  const reach = subscribers.reach.of(person);
  const isNew = c.req.query('new') !== undefined;
  const state = { kind: 'own', offer: subscribers.offer(), reach, isNew } as const;
  return c.html(needs.pages.ownPage(state, atPage(c, needs, 's', told)), isRefused === true ? 422 : 200);
}

async function change(c: Context, { needs, person }: Asking, form: Form): Promise<Told> {
  const { reach } = needs.engine.alarms.subscribers;
  const language = languageOf(c);
  const channel = channelIn(form);
  if (form('do') === 'code') {
    const proven = await reach.prove(person, { channel: channel ?? '', digits: form('digits') });
    return proven.ok
      ? { told: REACH_WORDS[language].confirmed }
      : { told: reachRefusalText(proven.error, language), isRefused: true };
  }
  const body = bodyOf(reach.of(person), form, needs);
  if (body === 'not-hours') return { told: reachRefusalText(body, language), isRefused: true };
  const set = await reach.set(person, body ?? null);
  const refused = set.ok ? set.value.notSent[0]?.why : set.error;
  if (refused !== undefined) return { told: reachRefusalText(refused, language), isRefused: true };
  return form('do') === 'add' ? {} : { told: SUBSCRIBE_WORDS[language].saved };
}

/** What a press asks for, as the whole of how somebody is to be reached. */
function bodyOf(shown: ReachShown, form: Form, needs: HubNeeds): PlainObject | undefined | 'not-hours' {
  const { language = 'ru' } = shown;
  const channel = channelIn(form);
  switch (form('do')) {
    case 'add':
      return channel && reachBody(shown, language, [{ channel, address: form('address') }]);
    case 'remove':
      return reachBody(
        { ...shown, addresses: shown.addresses.filter((each) => each.channel !== channel) },
        language,
      );
    case 'near':
      return choicesIn(form, shown, needs);
    default:
      return undefined;
  }
}

/** How near, in which parts and when, as far as the page could ask for it; the rest stays as it was. */
function choicesIn(form: Form, shown: ReachShown, { engine }: HubNeeds): PlainObject | 'not-hours' {
  const { subscribers } = engine.alarms;
  const offer = subscribers.offer();
  const circle = offer.isNearKnown ? subscribers.circleOf(metresIn(form)) : shown.circle;
  const zones = offer.zones.length > 0 ? zonesIn(form, offer.zones) : shown.zones;
  const hours = offer.offsetMinutes === undefined ? shown.hours : hoursIn(form);
  if (hours === 'not-hours') return hours;
  const { addresses, waiting, language = 'ru' } = shown;
  return reachBody(
    { addresses, waiting, ...(circle && { circle }), ...(zones && { zones }), ...(hours && { hours }) },
    form('language') || language,
  );
}
