import type { Context, Hono } from 'hono';
import { reachRefusalText } from '../../acts/words/reach-refusals.ts';
import type { ReachRefusal } from '../../acts/words/reach-refusals.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { AuthorKey } from '../../record/names.ts';
import type { Admitted } from './admission.ts';
import type { HubNeeds } from './app.ts';
import { boundedBody } from './bounded-body.ts';
import { languageOf } from './language.ts';

// A push subscription and three short addresses.
const REACH_BYTES_MAX = 8_192;

/** How the owner of a key is reached: for signed requests only, each about the key that signed. */
export function addReachRoutes(app: Hono<Admitted>, { engine, pushKey }: HubNeeds): void {
  const small = boundedBody(REACH_BYTES_MAX);
  const { reach } = engine.alarms;
  app.get('/reach', (c) => withKey(c, async (key) => c.json(reach.of(key))));
  app.get('/push-key', (c) => {
    const key = pushKey?.();
    return key === undefined ? c.notFound() : c.json({ key });
  });
  app.put('/reach', small, (c) =>
    withKey(c, async (key) => {
      const set = await reach.set(key, await bodyIn(c));
      if (!set.ok) return refuse(c, set.error);
      const notSent = set.value.notSent.map((each) => ({
        ...each,
        says: reachRefusalText(each.why, languageOf(c)),
      }));
      return c.json({ ...set.value, notSent });
    }),
  );
  app.post('/reach/verify', small, (c) =>
    withKey(c, async (key) => {
      const proven = await reach.prove(key, await bodyIn(c));
      return proven.ok ? c.json(proven.value) : refuse(c, proven.error);
    }),
  );
  app.delete('/reach', (c) =>
    withKey(c, async (key) => {
      await reach.leave(key);
      return c.json(reach.of(key));
    }),
  );
}

async function withKey(
  c: Context<Admitted>,
  answer: (key: AuthorKey) => Promise<Response>,
): Promise<Response> {
  const { key } = c.get('pass');
  return key === undefined ? c.notFound() : answer(key);
}

async function bodyIn(c: Context<Admitted>): Promise<Json | undefined> {
  return parseJson(await c.req.text().catch(() => ''));
}

function refuse(c: Context<Admitted>, kind: ReachRefusal): Response {
  return c.json({ kind, says: reachRefusalText(kind, languageOf(c)) }, 422);
}
