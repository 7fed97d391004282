import type { Context, Hono } from 'hono';
import { peopleJson } from '../../acts/paper/people-json.ts';
import { requestRefusalText } from '../../acts/words/request-words.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Result } from '../../base/result.ts';
import type { RequestError } from '../../engine/requests.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import { keepersOnly, vouchersOnly } from './admission.ts';
import type { Admitted } from './admission.ts';
import type { HubNeeds } from './app.ts';
import { boundedBody } from './bounded-body.ts';
import { languageOf } from './language.ts';

const REQUEST_BYTES_MAX = 16_384;

/** Who asks to be vouched for, who is, and the links of the hub. What changes people is an entry like any other. */
export function addPeopleRoutes(app: Hono<Admitted>, { engine, requests }: HubNeeds): void {
  const small = boundedBody(REQUEST_BYTES_MAX);
  app.get('/place', (c) => c.json(placeOf(engine)));
  app.post('/requests', small, async (c) => {
    return answerAsked(c, requests.ask(parseJson(await c.req.text().catch(() => ''))));
  });
  app.get('/requests', vouchersOnly, (c) => c.json({ requests: requests.open() }));
  app.get('/people', keepersOnly, (c) =>
    c.json(peopleJson(engine.people(), engine.alarms.standbys.standing())),
  );
}

function answerAsked(c: Context<Admitted>, asked: Result<number, RequestError>): Response {
  return asked.ok ? c.json({ number: asked.value }, 202) : c.json(refusalOf(c, asked.error), 422);
}

function refusalOf(c: Context<Admitted>, error: RequestError): RequestError & { readonly says: string } {
  return { ...error, says: requestRefusalText(error, languageOf(c)) };
}

/**
 * What concerns the key itself, or changes the hub and is no entry: for signed requests only. A link can be read over a
 * shoulder; this needs the key itself.
 */
export function addSignedRoutes(app: Hono<Admitted>, { engine, pages, requests, links }: HubNeeds): void {
  app.get('/committee', (c) => {
    const { key, role } = c.get('pass');
    // Links in it lead on from the page that asks: no link of the hub is known here.
    const page = { base: '.', incident: engine.shown(), language: languageOf(c), isKeeper: true };
    return key === undefined
      ? c.notFound()
      : c.html(pages.committeeFor({ key, role }, requests.open(), page));
  });
  app.get('/slots', (c) => {
    const { key } = c.get('pass');
    if (key === undefined) return c.notFound();
    const slots = requests.slotsOf(key);
    return slots.ok ? c.json(slots.value) : c.json(refusalOf(c, slots.error), 404);
  });
  app.post('/slots', boundedBody(REQUEST_BYTES_MAX), async (c) => {
    const { key } = c.get('pass');
    if (key === undefined) return c.notFound();
    return answerAsked(c, requests.askMore(key, parseJson(await c.req.text().catch(() => ''))));
  });
  app.post('/requests/:number/turn-down', vouchersOnly, (c) =>
    requests.turnDown(Number(c.req.param('number'))) ? c.json({ ok: true }) : c.notFound(),
  );
  app.get('/feed', keepersOnly, (c) => c.json(feedOf(engine)));
  app.get('/links', keepersOnly, (c) => c.json({ links: links.list() }));
  app.post('/links', keepersOnly, boundedBody(REQUEST_BYTES_MAX), async (c) => {
    const body = parseJson(await c.req.text().catch(() => ''));
    const { role: name, mayPost = false, isToSubscribe = false } = isJsonObject(body) ? body : {};
    const role = ROLES.find((known) => known === name);
    if (role !== undefined && isToSubscribe === true && isOwnList(role) && mayPost === false)
      return c.json({ path: `/subscribe/${links.make({ role, mayPost, isToSubscribe })}` }, 201);
    if (role === undefined || typeof mayPost !== 'boolean' || isToSubscribe !== false)
      return c.json({ kind: 'not-a-link', says: LINK_FORMS }, 400);
    return c.json({ path: `/b/${links.make({ role, mayPost })}` }, 201);
  });
  app.delete('/links/:name', keepersOnly, (c) =>
    links.revoke([c.req.param('name') ?? '']) > 0 ? c.json({ ok: true }) : c.notFound(),
  );
}

/** The words of the feed: what is approved, what waits for a second voice, what could be approved now. */
function feedOf({ alarms, people }: HubNeeds['engine']): object {
  const { feed, pending } = people();
  const proposed = alarms.feed.proposed();
  return {
    isOpen: alarms.feed.inForce() !== undefined,
    approved: feed ? [feed.template] : [],
    waiting: pending.flatMap(({ matter }) => (matter.kind === 'feed' ? [matter.template] : [])),
    proposed: proposed ? [proposed] : [],
  };
}

const LINK_FORMS =
  'A link is {"role": …, "mayPost": true or false}, or {"role": "supporter" or "press", "isToSubscribe": true}.';

/** Whoever is of the place is let in by somebody; only these put themselves on the list. */
function isOwnList(role: Role): boolean {
  return role === 'supporter' || role === 'press';
}

/** What every program of the place has to know before it signs anything. */
function placeOf(engine: HubNeeds['engine']): object {
  const { founding, incidents } = engine.people();
  return {
    isFounded: founding !== undefined,
    ...(founding && {
      place: founding.place,
      settlement: founding.settlement,
      languages: founding.languages,
    }),
    origin: engine.origin,
    hubKey: engine.hubKey,
    size: engine.size(),
    nextNumber: Math.max(0, ...[...incidents.values()].map(({ number }) => number)) + 1,
  };
}
