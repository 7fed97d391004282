import { Hono } from 'hono';
import type { Context } from 'hono';
import * as v from 'valibot';
import type { Meaning } from '../../acts/alarm/sms-answer.ts';
import type { RowNumber } from '../../acts/alarm/ledger.ts';
import { ANSWER_WORDS } from '../../acts/words/answer-words.ts';
import type { AnswerFault } from '../../acts/words/answer-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { Language } from '../../acts/words/words.ts';
import { parseJson } from '../../base/canonical-json.ts';
import type { Answered, Asked } from '../../engine/answers.ts';
import type { StandbyTold } from '../../engine/standbys.ts';
import { StoreFailure } from '../../ports/store.ts';
import { alarmAnswer } from './api-alarm.ts';
import { cellPage } from './cell-routes.ts';
import type { HubNeeds } from './app.ts';
import { boundedBody } from './bounded-body.ts';
import { POLICY } from './headers.ts';
import { ownStyle } from './own-style.ts';
import type { OwnStyle } from './own-style.ts';
import { rateLimit } from './rate-limit.ts';

/** One person, by the link in their message. */
type Asking = { Variables: { rows: readonly RowNumber[]; asked: Asked; language: Language } };

// One form with two fields.
const ANSWER_BYTES_MAX = 2_048;
// A person presses a button twice; a program tries all of them at once.
const PER_TOKEN = { perSecond: 2, burst: 40 };
// A settlement answers within a minute.
const OVER_ALL = { perSecond: 1_000, burst: 4_000 };

const STATUS = { unclear: 422, 'too-often': 429, 'too-many': 429, 'not-kept': 503 } as const;

/**
 * The page of one person's link: whoever has it answers for them. To look at it changes nothing at all, since programs that
 * show a link's first words open it too; only a post answers.
 */
export function answerApp({ engine: { alarms }, pages, nowMs }: HubNeeds): Hono<Asking> {
  const app = new Hono<Asking>();
  const style = ownStyle(pages.answer.css, pages.answer.href);
  const [perToken, overAll] = [rateLimit(PER_TOKEN), rateLimit(OVER_ALL)];
  const show = (c: Context<Asking>, fault?: AnswerFault): Response => page(c, { pages, style, fault });
  app.use(async (c, next) => {
    const token = c.req.param('token') ?? '';
    const rows = alarms.codes.withToken(token);
    const asked = alarms.asked(rows);
    const ready = alarms.standbys.told(rows);
    const who = asked ?? ready;
    if (who === undefined) return c.notFound();
    c.set('rows', rows);
    c.set('language', LANGUAGES.find((l) => l === c.req.query('lang')) ?? who.contact.language);
    const isAllowed = perToken.allows(token, nowMs()) && overAll.allows('', nowMs());
    if (asked !== undefined) {
      c.set('asked', asked);
      return isAllowed ? next() : show(c, 'too-often');
    }
    if (!isAllowed) return c.text('', 429, { 'retry-after': '5' });
    if (ready === undefined || c.req.path.endsWith('/seen')) return next();
    return c.req.method === 'POST' ? c.notFound() : readyPage(c, ready, { pages, style });
  });
  // Named by what follows the `?`, so that no page that is saved or printed holds the token.
  app.get('/', (c) =>
    c.req.query('open') === 'cell' && isWarden(c.get('asked'))
      ? c.redirect(`${baseOf(c)}/cell?lang=${c.get('language')}`, 303)
      : show(c),
  );
  app.post('/', boundedBody(ANSWER_BYTES_MAX), async (c) => {
    const meaning = await meaningIn(c);
    const { isOver, answers } = c.get('asked');
    const isAsked = meaning !== undefined && (isOver || answers.includes(meaning.answer));
    if (!isAsked) return show(c, 'unclear');
    const answered = await alarms.answered(c.get('rows'), meaning).catch(notKept);
    if (answered === 'gone') return c.notFound();
    if (answered === 'too-many' || answered === 'not-kept') return show(c, answered);
    return isJson(c) ? told(c, answered) : backToPage(c);
  });
  app.use('/:rest{cell|[a-z]+[.](css|js)}', async (c, next) =>
    isWarden(c.get('asked')) ? next() : c.notFound(),
  );
  app.get('/cell', (c) => cellPage(c, pages, baseOf(c)));
  app.get('/:file{[a-z]+[.](css|js)}', (c) => {
    const file = pages.files[c.req.param('file')];
    return file === undefined ? c.notFound() : c.body(file.text, 200, { 'content-type': file.type });
  });
  app.post('/seen', boundedBody(ANSWER_BYTES_MAX), async (c) => {
    await alarms.seen(c.get('rows'));
    return c.body(null, 204);
  });
  return app;
}

/** Whose own work has a page: beside the answer, with the same link. */
function isWarden({ contact }: Asked): boolean {
  return contact.role === 'warden' && contact.cell !== undefined;
}

function baseOf(c: Context<Asking>): string {
  return `/a/${c.req.param('token') ?? ''}`;
}

type Shown = {
  readonly pages: HubNeeds['pages'];
  readonly style: OwnStyle;
  readonly fault?: AnswerFault | undefined;
};

function page(c: Context<Asking>, { pages, style, fault }: Shown): Response {
  const language = c.get('language');
  const status = fault === undefined ? 200 : STATUS[fault];
  if (fault === 'too-often' || fault === 'not-kept') c.header('retry-after', '5');
  if (fault !== undefined && isJson(c))
    return c.json({ kind: fault, says: ANSWER_WORDS[language].faults[fault] }, status);
  const asked = c.get('asked');
  const cell = `?lang=${language}&open=cell`;
  const at = { language, ...(fault && { fault }), ...(isWarden(asked) && { cell }) };
  const text = pages.answer.page(asked, at);
  c.header(POLICY, style.csp);
  return c.body(style.put(text), status, { 'content-type': 'text/html; charset=utf-8' });
}

/** What somebody who is to be ready sees: nothing to answer. */
function readyPage(c: Context<Asking>, told: StandbyTold, { pages, style }: Shown): Response {
  c.header(POLICY, style.csp);
  const text = pages.answer.ready(told, { language: c.get('language') });
  return c.body(style.put(text), 200, { 'content-type': 'text/html; charset=utf-8' });
}

/** What a program hears, such as the one behind the buttons of a notification. */
function told(c: Context<Asking>, answered: Exclude<Answered, 'gone' | 'too-many'>): Response {
  const isTaken = answered === 'kept' || answered === 'same';
  return c.json({ kind: answered }, isTaken ? 200 : 409);
}

/** So that to load the page again does not answer again. */
function backToPage(c: Context<Asking>): Response {
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(pathname + search, 303);
}

function notKept(cause: unknown): 'not-kept' {
  if (cause instanceof StoreFailure) return 'not-kept';
  throw cause;
}

function isJson(c: Context): boolean {
  return (c.req.header('content-type') ?? '').startsWith('application/json');
}

/** An answer as JSON or as a form, in which a number is written in digits, and nothing is nothing. */
async function meaningIn(c: Context): Promise<Meaning | undefined> {
  const text = await c.req.text().catch(() => '');
  const said = isJson(c) ? parseJson(text) : formIn(text);
  const read = v.safeParse(alarmAnswer, said);
  if (!read.success) return undefined;
  const { answer } = read.output;
  const minutes = 'minutes' in read.output ? read.output.minutes : undefined;
  return { answer, ...(minutes !== undefined && { minutes }) };
}

function formIn(text: string): object {
  const form = new URLSearchParams(text);
  const [answer, minutes] = [form.get('answer'), form.get('minutes') ?? ''];
  return {
    answer,
    ...(minutes !== '' && { minutes: /^\d{1,4}$/.test(minutes) ? Number(minutes) : minutes }),
  };
}
