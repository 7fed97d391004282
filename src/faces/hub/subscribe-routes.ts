import type { Context, Hono } from 'hono';
import { reachRefusalText } from '../../acts/words/reach-refusals.ts';
import { SUBSCRIBE_WORDS } from '../../acts/words/subscribe-words.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
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

/**
 * Supporters and press put themselves on the list by a link that was handed out: an address, then the code that went there.
 * Works without a script. Without such a link there is no page.
 */
export function addSubscribeRoutes(app: Hono, needs: HubNeeds): void {
  const isFlood = floodGate(needs);
  servePage(app, '/subscribe/:token', needs, (token) => roleOf(needs, token) !== undefined);
  app.get('/subscribe/:token', (c) =>
    roleOf(needs, c.req.param('token')) === undefined ? c.notFound() : askPage(c, needs),
  );
  app.post('/subscribe/:token', boundedBody(FORM_BYTES_MAX), async (c) => {
    const role = roleOf(needs, c.req.param('token'));
    if (role === undefined) return c.notFound();
    if (isFlood(c)) return askPage(c, needs, SUBSCRIBE_WORDS[languageOf(c)].tooOften, 429);
    const form = await formIn(c);
    return form('do') === 'code' ? confirm(c, needs, form) : ask(c, needs, { role, form });
  });
}

function roleOf({ links }: HubNeeds, token: string): Role | undefined {
  const pass = links.passOf(token);
  return pass?.isToSubscribe === true ? pass.role : undefined;
}

function askPage(
  c: Context,
  needs: HubNeeds,
  told?: string,
  status: 200 | 422 | 429 = 200,
): Response | Promise<Response> {
  const offer = needs.engine.alarms.subscribers.offer();
  return c.html(needs.pages.subscribe({ kind: 'ask', offer }, atPage(c, needs, 'subscribe', told)), status);
}

async function ask(
  c: Context,
  needs: HubNeeds,
  { role, form }: { readonly role: Role; readonly form: Form },
): Promise<Response> {
  const { subscribers } = needs.engine.alarms;
  const language = languageOf(c);
  const channel = channelIn(form);
  const radiusMetres = metresIn(form);
  const zones = zonesIn(form, subscribers.offer().zones);
  const hours = hoursIn(form);
  if (channel === undefined) return askPage(c, needs, reachRefusalText('not-a-contact', language), 422);
  if (hours === 'not-hours') return askPage(c, needs, reachRefusalText(hours, language), 422);
  const asked = await subscribers.ask({
    role,
    language,
    channel,
    address: form('address'),
    ...(radiusMetres !== undefined && { radiusMetres }),
    ...(zones && { zones }),
    ...(hours && { hours }),
  });
  return asked.ok
    ? codePage(c, needs, asked.value)
    : askPage(c, needs, reachRefusalText(asked.error, language), 422);
}

/** Asks for the digits while they can come; afterwards for an address again. */
function codePage(c: Context, needs: HubNeeds, ticket: string, told?: string): Response | Promise<Response> {
  const asked = needs.engine.alarms.subscribers.asked(ticket);
  if (asked === undefined) return askPage(c, needs, told, told === undefined ? 200 : 422);
  const state = { kind: 'code', ticket, ...asked } as const;
  return c.html(
    needs.pages.subscribe(state, atPage(c, needs, 'subscribe', told)),
    told === undefined ? 200 : 422,
  );
}

async function confirm(c: Context, needs: HubNeeds, form: Form): Promise<Response> {
  const language = languageOf(c);
  const ticket = form('ticket');
  const confirmed = await needs.engine.alarms.subscribers.confirm(
    ticket,
    form('digits').replaceAll(/\s/g, ''),
  );
  return confirmed.ok
    ? c.redirect(`/s/${confirmed.value}?new=1&lang=${language}`, 303)
    : codePage(c, needs, ticket, reachRefusalText(confirmed.error, language));
}
