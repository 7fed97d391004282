import type { Hono } from 'hono';
import { parseInbound } from '../../adapters/channel-sms-http/inbound-sms.ts';
import type { HubNeeds } from './app.ts';
import { boundedBody } from './bounded-body.ts';
import { rateLimit } from './rate-limit.ts';

// 255 parts of 153 characters, each escaped: a gateway that is refused brings the same again for two days.
const BODY_BYTES_MAX: number = 256 * 1024;
// One telephone takes in a few a second. What is over that comes again.
const OVER_ALL = { perSecond: 50, burst: 500 };

/**
 * Where the gateway brings the text messages that came in. It hears the same whatever became of one, so that it learns
 * nothing of codes and brings none a second time; only where the disk fails it hears that it must.
 */
export function addGatewayRoute(app: Hono, { engine, gateway, nowMs }: HubNeeds): void {
  const limit = rateLimit(OVER_ALL);
  app.post(
    '/gateway/:secret',
    async (c, next) => {
      if (gateway?.isOpenTo(c.req.param('secret')) !== true) return c.notFound();
      return limit.allows('', nowMs())
        ? next()
        : c.json({ kind: 'too-many-requests' }, 429, { 'retry-after': '10' });
    },
    boundedBody(BODY_BYTES_MAX),
    async (c) => {
      const body = await c.req.bytes().catch(() => new Uint8Array());
      const [timestamp, signature] = [c.req.header('x-timestamp'), c.req.header('x-signature')];
      if (gateway?.isGenuine({ body, timestamp, signature }) !== true) return c.notFound();
      const sms = parseInbound(body);
      if (sms !== undefined) await engine.alarms.texts.take(sms);
      return c.json({ ok: true });
    },
  );
}
