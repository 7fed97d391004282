import type { Context, Hono } from 'hono';
import type { Admitted } from './admission.ts';
import type { HubNeeds } from './app.ts';
import { languageOf } from './language.ts';

/** The page on which a warden works through the own cell. It holds nothing of anybody until a device is opened in it. */
export function addCellPage(app: Hono<Admitted>, { pages }: HubNeeds): void {
  app.get('/cell', (c) => cellPage(c, pages, `/b/${c.req.param('token') ?? ''}`));
}

export function cellPage(c: Context, pages: HubNeeds['pages'], base: string): Response | Promise<Response> {
  return c.html(pages.cell({ base, language: languageOf(c) }));
}

/** The cell of the key that signs, and the alarms that concern it; for wardens only. */
export function addCellRoute(app: Hono<Admitted>, { engine }: HubNeeds): void {
  app.get('/cell', (c) => {
    const { key } = c.get('pass');
    const told = key === undefined ? undefined : engine.alarms.cellOf(key);
    return told === undefined ? c.notFound() : c.json(told);
  });
}
