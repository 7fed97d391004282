import type { Hono } from 'hono';
import type { HubNeeds } from './app.ts';
import { logHealth } from './log-routes.ts';

/** For who watches over the hub, and for everybody else: that it runs, and what is to be looked after, no hub by its name. */
export function addHealthRoute(app: Hono, needs: HubNeeds): void {
  const { peers, witnessed } = needs;
  app.get('/health', (c) => {
    const [areHeard, record] = [peers?.areHeard(), witnessed?.()];
    return c.json({
      ok: true,
      ...logHealth(needs),
      // Whether the other hubs are heard; nothing where none is expected.
      ...(areHeard !== undefined && { peers: areHeard ? 'heard' : 'silent' }),
      // Whether witnesses vouch for the record; nothing where none is asked.
      ...(record !== undefined && { record }),
    });
  });
}
