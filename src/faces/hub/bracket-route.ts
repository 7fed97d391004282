import type { Hono } from 'hono';
import { parseEntryId } from '../../record/names.ts';
import { boardReaders } from './admission.ts';
import type { Admitted } from './admission.ts';
import type { HubNeeds } from './app.ts';

/** Tells of one entry when it was signed at the earliest and at the latest, and who vouches for it. */
export function addBracketRoute(app: Hono<Admitted>, { engine }: HubNeeds): void {
  app.get('/bracket/:id', boardReaders, (c) => {
    const id = parseEntryId(c.req.param('id'));
    const bracket = id && engine.brackets()(id);
    return bracket === undefined ? c.notFound() : c.json(bracket);
  });
}
