import { Hono } from 'hono';
import type { Context, Env } from 'hono';
import { logFaultAnswer } from '../../acts/words/log-words.ts';
import { bytesToBase64 } from '../../base/base64.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Receipt } from '../../engine/keep.ts';
import { answerOfLog } from '../../engine/log-answer.ts';
import type { LogAnswer } from '../../engine/log-answer.ts';
import type { LogHead, LogKeeper } from '../../engine/log-keeper.ts';
import { parseSize } from '../../record/log/checkpoint.ts';
import { printTlogProof } from '../../record/log/proof-file.ts';
import { parseEntryId } from '../../record/names.ts';
import type { HubNeeds } from './app.ts';
import { IMMUTABLE } from './headers.ts';
import { languageOf } from './language.ts';
import { rateLimit } from './rate-limit.ts';

const TEXT = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';
// A mirror that begins takes all tiles one after the other; four of them hold a thousand entries.
const PER_TOKEN = { perSecond: 50, burst: 2_000 };
const OVER_ALL = { perSecond: 500, burst: 5_000 };
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * The transparency log as C2SP tlog-tiles has it, below `at`, with proofs that whoever has no tiles asks for. Ids and hashes
 * are all there is to read. Tiles are not compressed: hashes do not shrink.
 */
export function addLogRoutes<E extends Env>(app: Hono<E>, engine: Engine, at = '/log'): void {
  const { log } = engine;
  if (log === undefined) return;
  app.get(`${at}/checkpoint`, (c) => {
    const head = log.head();
    return head === undefined ? c.notFound() : c.body(head.note, 200, { 'content-type': TEXT });
  });
  app.get(`${at}/tile/:path{.+}`, (c) => {
    const tile = log.tile(`tile/${c.req.param('path') ?? ''}`);
    return tile === undefined
      ? c.notFound()
      : c.body(Uint8Array.from(tile), 200, { 'content-type': BYTES, 'cache-control': IMMUTABLE });
  });
  app.get(`${at}/proof/:id`, (c) => {
    const id = parseEntryId(c.req.param('id'));
    const index = id && engine.indexOf(id);
    const head = log.head();
    if (index === undefined || head === undefined || index >= head.size) return c.notFound();
    return c.body(proofOf(index, head, log), 200, { 'content-type': TEXT });
  });
  app.get(`${at}/consistency`, (c) => consistency(c, log));
}

function proofOf(index: number, { size, note }: LogHead, log: LogKeeper): string {
  return printTlogProof({ index, hashes: log.inclusionProof({ index, size }), checkpoint: note });
}

/** One hash a line in base64, as witnesses are given them; nothing where both sizes are the same. */
function consistency(c: Context, log: LogKeeper): Response | Promise<Response> {
  const [from, to] = [parseSize(c.req.query('from') ?? ''), parseSize(c.req.query('to') ?? '')];
  const size = log.head()?.size ?? 0;
  if (from === undefined || to === undefined || from < 1 || from > to || to > size) return c.notFound();
  const lines = log.consistencyProof({ from, to }).map((hash) => `${bytesToBase64(hash)}\n`);
  return c.body(lines.join(''), 200, { 'content-type': TEXT });
}

/** The same for mirrors and witnesses, who have a secret address and no link of the board. */
export function logApp({ engine, logs, nowMs }: HubNeeds): Hono {
  const app = new Hono();
  const [perToken, overAll] = [rateLimit(PER_TOKEN), rateLimit(OVER_ALL)];
  app.use(async (c, next) => {
    const token = c.req.param('token') ?? '';
    if (!READS.has(c.req.method) || logs?.isOpenTo(token) !== true) return c.notFound();
    if (perToken.allows(token, nowMs()) && overAll.allows('', nowMs())) return next();
    return c.text('Too many requests. Ask again in a few seconds.\n', 429, { 'retry-after': '5' });
  });
  addLogRoutes(app, engine, '');
  return app;
}

/** Said while the log cannot be written, for who watches over the hub. */
export function logHealth({ engine: { log } }: HubNeeds): { readonly log?: 'behind' } {
  return log?.trouble() === undefined ? {} : { log: 'behind' };
}

/** The proof that accepted entries are in the log, or why there is none: they are on the disk all the same. */
export async function saidOfLog(
  c: Context,
  { log }: Engine,
  receipts: readonly Receipt[],
  known: number | undefined,
): Promise<{ readonly log?: LogAnswer; readonly logSays?: string }> {
  const answer = log && (await answerOfLog(log, receipts, known));
  if (answer === undefined) return {};
  return 'kind' in answer ? { logSays: logFaultAnswer(answer.kind, languageOf(c)) } : { log: answer };
}
