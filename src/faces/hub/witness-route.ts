import type { Hono } from 'hono';
import type { HubNeeds } from './app.ts';
import { boundedBody } from './bounded-body.ts';
import { rateLimit } from './rate-limit.ts';

// Sixteen signatures that no quantum computer forges, and the longest proof: as much as C2SP signed-note and tlog-witness ask for.
const BODY_BYTES_MAX = 131_072;
// A hub asks once a second while its record grows, twice where it does not know what was signed last.
const PER_ADDRESS = { perSecond: 4, burst: 40 };
const OVER_ALL = { perSecond: 40, burst: 200 };

/**
 * Where other hubs have their checkpoints signed (C2SP tlog-witness). A witness there is open to all; here it is found by its secret
 * addresses only, like everything of a hub, and its other answers are those of the specification.
 */
export function addWitnessRoute(app: Hono, { witness, nowMs }: HubNeeds): void {
  const [perAddress, overAll] = [rateLimit(PER_ADDRESS), rateLimit(OVER_ALL)];
  app.post(
    '/witness/:token/add-checkpoint',
    async (c, next) => {
      const token = c.req.param('token');
      if (witness?.isOpenTo(token) !== true) return c.notFound();
      return overAll.allows('', nowMs()) && perAddress.allows(token, nowMs())
        ? next()
        : c.body(null, 429, { 'retry-after': '10' });
    },
    boundedBody(BODY_BYTES_MAX),
    async (c) => {
      const body = await c.req.text().catch(() => '');
      const reply = await witness?.addCheckpoint(body);
      switch (reply?.status) {
        case 200:
          return c.text(reply.lines);
        case 409:
          return reply.size === undefined
            ? c.body(null, 409)
            : c.body(`${reply.size}\n`, 409, { 'content-type': 'text/x.tlog.size' });
        case 503:
          return c.body(null, 503, { 'retry-after': '60' });
        case 404:
        case undefined:
          return c.notFound();
        case 400:
        case 403:
        case 422:
          return c.body(null, reply.status);
      }
    },
  );
}
