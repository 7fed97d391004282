import type { Context, Hono } from 'hono';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import { boardReaders } from './admission.ts';
import type { Admitted } from './admission.ts';
import type { ReachReportPages } from './app.ts';

type Find = (alarm: EntryId, c: Context<Admitted>) => ReachReportPages | undefined;
type Found = Extract<ReachReportPages, { readonly text: unknown }>;

/** How far an alarm reached, as a page, as text and as JSON, for those who read the board. */
export function addReachReportRoutes(app: Hono<Admitted>, find: Find): void {
  const pagesOf = (c: Context<Admitted>): ReachReportPages | undefined => {
    const alarm = parseEntryId(c.req.param('alarm'));
    return alarm && find(alarm, c);
  };
  const plain = (c: Context<Admitted>, answer: (found: Found) => Response): Response | Promise<Response> => {
    const found = pagesOf(c);
    if (found === undefined) return c.notFound();
    return 'none' in found ? c.json({ kind: 'no-report', says: found.none }, 404) : answer(found);
  };
  app.get('/alarms/:alarm/report', boardReaders, (c) => {
    const found = pagesOf(c);
    return found === undefined ? c.notFound() : c.html(found.page());
  });
  app.get('/alarms/:alarm/report.txt', boardReaders, (c) => plain(c, ({ text }) => c.text(text())));
  app.get('/alarms/:alarm/report.json', boardReaders, (c) => plain(c, ({ json }) => c.json(json())));
}
