import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import type { Context } from 'hono';
import { ATOM_FILE, atomFeed } from '../../acts/dispatch/atom.ts';
import { capAlert, capIdentifier } from '../../acts/dispatch/cap.ts';
import { lastState } from '../../acts/dispatch/feed-alarm.ts';
import type { FeedInForce } from '../../engine/feed.ts';
import type { HubNeeds } from './app.ts';
import { languageOf } from './language.ts';
import { rateLimit } from './rate-limit.ts';

/** One reader of the feed, by their address. */
type Reading = { Variables: { feed: FeedInForce } };

// A newsroom asks once a minute, and for each message once; several of its machines may share one address.
const PER_TOKEN = { perSecond: 2, burst: 120 };
const OVER_ALL = { perSecond: 200, burst: 1_000 };
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * The alarms that are for those outside, for whoever has an address: an Atom feed whose entries lead to CAP messages. While
 * keyholders have approved no words for it, or one of them has stopped it, there is no such path. Only the path and two
 * headers are read: nothing that is posted is looked at, and no XML but ours is ever opened.
 */
export function feedApp({ engine, feeds, nowMs }: HubNeeds): Hono<Reading> {
  const app = new Hono<Reading>();
  const { feed: desk } = engine.alarms;
  const [perToken, overAll] = [rateLimit(PER_TOKEN), rateLimit(OVER_ALL)];
  app.use(async (c, next) => {
    const token = c.req.param('token') ?? '';
    const isAsked = READS.has(c.req.method) && feeds?.isOpenTo(token) === true;
    const feed = isAsked ? desk.inForce() : undefined;
    if (feed === undefined) return c.notFound();
    if (!perToken.allows(token, nowMs()) || !overAll.allows('', nowMs())) return tooOften(c);
    c.set('feed', feed);
    return next();
  });
  app.get(`/${ATOM_FILE}`, (c) => {
    const { since, ...place } = c.get('feed');
    const alarms = desk.alarms();
    const language = languageOf(c);
    const newest = alarms.map((alarm) => capIdentifier(alarm, lastState(alarm)));
    return answer(c, 'application/atom+xml', {
      of: [place.template.words, String(since), language, ...newest],
      text: () => atomFeed(alarms, place, { language, begun: since }),
    });
  });
  app.get('/cap/:message', (c) => {
    const asked = c.req.param('message');
    const alarm = desk.alarms().find(({ name }) => asked.startsWith(name));
    const state = alarm?.states.find((each) => `${capIdentifier(alarm, each)}.xml` === asked);
    if (alarm === undefined || state === undefined) return c.notFound();
    const place = c.get('feed');
    // A message names those before it that are kept.
    const before = alarm.states.filter(({ at }) => at <= state.at).map((each) => capIdentifier(alarm, each));
    return answer(c, 'application/cap+xml', {
      of: [place.template.words, ...before],
      text: () => capAlert(alarm, state, place),
    });
  });
  return app;
}

function tooOften(c: Context): Response {
  return c.text('Too many requests. Nothing was lost: ask again in a minute.\n', 429, {
    'retry-after': '60',
  });
}

/** What a document is made of, and how. Whoever has it already is told so without its being made again. */
type Document = { readonly of: readonly string[]; readonly text: () => string };

function answer(
  c: Context<Reading>,
  type: 'application/atom+xml' | 'application/cap+xml',
  { of, text }: Document,
): Response {
  const etag = `"${createHash('sha256').update(JSON.stringify(of)).digest('base64url')}"`;
  c.header('etag', etag);
  if (hasAlready(c.req.header('if-none-match'), etag)) return c.body(null, 304);
  return c.body(text(), 200, { 'content-type': `${type}; charset=utf-8` });
}

// RFC 9110, 13.1.2: a list, or any at all. Longer than a reader of one document has reason to send.
const TAGS_CHARS_MAX = 1_000;

function hasAlready(given: string | undefined, etag: string): boolean {
  if (given === undefined || given.length > TAGS_CHARS_MAX) return false;
  return given.trim() === '*' || given.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
