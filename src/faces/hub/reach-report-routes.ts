import type { Context, Hono } from 'hono';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import { boardReaders } from './admission.ts';
import type { Admitted } from './admission.ts';
import type { Pages } from './app.ts';

type Find = (alarm: EntryId, c: Context<Admitted>) => ReturnType<Pages['reachReport']>;

/** How far an alarm reached, as a page, as text and as JSON, for those who read the board. */
export function addReachReportRoutes(app: Hono<Admitted>, find: Find): void {
  const found = (c: Context<Admitted>): ReturnType<Find> => {
    const alarm = parseEntryId(c.req.param('alarm'));
    return alarm && find(alarm, c);
  };
  app.get('/alarms/:alarm/report', boardReaders, (c) => {
    const report = found(c);
    return report === undefined ? c.notFound() : c.html(report.page());
  });
  app.get('/alarms/:alarm/report.txt', boardReaders, (c) => {
    const report = found(c);
    return report === undefined ? c.notFound() : c.text(report.text());
  });
  app.get('/alarms/:alarm/report.json', boardReaders, (c) => {
    const report = found(c);
    return report === undefined ? c.notFound() : c.json(report.json());
  });
}
