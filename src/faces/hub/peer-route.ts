import type { Hono } from 'hono';
import { parseJson } from '../../base/canonical-json.ts';
import type { HubNeeds } from './app.ts';
import { boundedBody } from './bounded-body.ts';
import { rateLimit } from './rate-limit.ts';

// A word, a number and a proof.
const BODY_BYTES_MAX = 512;
// A hub says it every half minute at most, twice where one of the two has started anew.
const PER_ADDRESS = { perSecond: 1, burst: 10 };
const OVER_ALL = { perSecond: 20, burst: 100 };

/** Where other hubs say that they are well. It answers with the word for the next time, and to everybody else as if it were not there. */
export function addPeerRoute(app: Hono, { peers, nowMs }: HubNeeds): void {
  const [perAddress, overAll] = [rateLimit(PER_ADDRESS), rateLimit(OVER_ALL)];
  app.post(
    '/peer/:id',
    async (c, next) => {
      const id = c.req.param('id');
      if (peers?.isOpenTo(id) !== true) return c.notFound();
      return overAll.allows('', nowMs()) && perAddress.allows(id, nowMs())
        ? next()
        : c.body(null, 429, { 'retry-after': '10' });
    },
    boundedBody(BODY_BYTES_MAX),
    async (c) => {
      const said = parseJson(await c.req.text().catch(() => ''));
      const answer = peers?.hear(c.req.param('id'), said);
      if (answer === undefined) return c.notFound();
      return c.json({ word: answer.word }, answer.kind === 'heard' ? 200 : 409);
    },
  );
}
