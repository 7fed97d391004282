import { Hono } from 'hono';
import type { Context } from 'hono';
import { FIRST_RUN_WORDS } from '../../acts/words/first-run-words.ts';
import { LANGUAGES } from '../../acts/words/words.ts';
import type { FirstRunActs, FirstRunAt, FirstRunStage, HandOverFile, Typed } from '../kit/first-run.ts';
import { boundedBody } from './bounded-body.ts';
import { guardAnswers, HEADERS, POLICY } from './headers.ts';
import { languageOf } from './language.ts';
import { isForThisMachine, isFromOwnPage } from './own-machine.ts';
import { ownStyle, styledCsp } from './own-style.ts';
import { guessing, isSame } from './secret-path.ts';

export type FirstRunNeeds = {
  readonly acts: FirstRunActs;
  readonly page: (stage: FirstRunStage, at: FirstRunAt) => string;
  readonly css: string;
  /** At least 128 random bits, as text for a path. */
  readonly newToken: () => string;
  readonly nowMs: () => number;
};

export type FirstRunApp = {
  /** The path to be printed: whoever has it, on this machine, is let in. */
  readonly path: () => string;
  /** `undefined` for everything that is not of a first run, and for wrong tokens: then the hub answers as it always does. */
  readonly answer: (request: Request) => Response | Promise<Response> | undefined;
};

const ROOT = '/found/';
// The form in Cyrillic letters, percent-encoded, with the longest passphrase twice.
const BODY_BYTES_MAX: number = 64 * 1024;
const STYLE_HREF = '/first-run.css';
const PROGRESS_SECONDS = '1';

/**
 * The pages of a first run, for this machine only. The link that was printed opens them until the place is being
 * founded; from then on a fresh one, that stood on no terminal, opens what is to be handed over, and in the end none.
 */
export function firstRunApp(needs: FirstRunNeeds): FirstRunApp {
  const { acts, nowMs, newToken } = needs;
  const mayTry = guessing(nowMs);
  let token = newToken();
  // Holds while the place is being founded, for whoever presses the button twice.
  let before: string | undefined;
  const base = (): string => ROOT + token;
  const renew = (): void => {
    before = token;
    token = newToken();
  };
  const app = firstRunPages({ ...needs, base, renew });
  return {
    path: base,
    answer: (request) => {
      // Every request to the hub comes by here.
      if (!request.url.includes(ROOT)) return undefined;
      const { pathname, search } = new URL(request.url);
      const { kind } = acts.stage();
      if (!pathname.startsWith(ROOT) || !isForThisMachine(request) || kind === 'over') return undefined;
      if (kind !== 'founding') before = undefined;
      const tried = pathname.slice(ROOT.length).split('/')[0] ?? '';
      if (!mayTry.now()) return undefined;
      if (isSame(token, tried)) return app.fetch(request);
      if (before !== undefined && isSame(before, tried))
        return new Response(null, { status: 303, headers: { ...HEADERS, location: base() + search } });
      mayTry.wrong();
      return undefined;
    },
  };
}

type PagesNeeds = FirstRunNeeds & { readonly base: () => string; readonly renew: () => void };

function firstRunPages(needs: PagesNeeds): Hono {
  const { acts, base, renew } = needs;
  const style = ownStyle(needs.css, STYLE_HREF);
  const at = (c: Context, isRefused = false): FirstRunAt => ({
    base: base(),
    language: languageOf(c),
    isRefused,
  });
  const page = (c: Context, isRefused = false): string =>
    style.put(needs.page(acts.stage(), at(c, isRefused)));
  const back = (c: Context, where = ''): Response =>
    c.redirect(`${base()}?lang=${languageOf(c)}${where}`, 303);
  const app = new Hono({ strict: false }).basePath(`${ROOT}:token`);
  app.use(guardAnswers(style.csp));
  app.use(async (c, next) =>
    c.req.method === 'POST' && !isFromOwnPage(c.req.raw) ? c.html(page(c, true), 403) : next(),
  );
  app.notFound((c) => c.text('Not found\n', 404));
  app.onError((error, c) => {
    // The message may name a file; only its kind goes to the log.
    process.stderr.write(`hub: unexpected ${error.name}\n`);
    return c.text(`${FIRST_RUN_WORDS[languageOf(c)].stopped.by['store-failed']}\n`, 500);
  });
  app.get('/', (c) => {
    if (acts.stage().kind === 'founding') c.header('refresh', PROGRESS_SECONDS);
    return c.html(page(c));
  });
  app.get('/file/:name', (c) => {
    const file = acts.file(c.req.param('name') ?? '');
    return file === undefined ? c.notFound() : sent(file, c);
  });
  app.post('/check', boundedBody(BODY_BYTES_MAX), async (c) => {
    const form = await formOf(c);
    acts.check(typedIn(form), { first: textIn(form, 'passphrase'), second: textIn(form, 'again') });
    const stage = acts.stage();
    return stage.kind === 'form' && stage.faults.length > 0 ? c.html(page(c), 422) : back(c);
  });
  app.post('/change', (c) => {
    acts.change();
    return back(c);
  });
  app.post('/found', (c) => {
    if (acts.found()) renew();
    return back(c);
  });
  app.post('/mark', boundedBody(BODY_BYTES_MAX), async (c) => {
    const form = await formOf(c);
    const name = textIn(form, 'name');
    acts.mark(name, textIn(form, 'handed') === 'yes');
    return back(c, /^[a-z]+-\d+$/.test(name) ? `#${name}` : '');
  });
  app.post('/forget', async (c) => {
    await acts.forget();
    // Nothing answers at this address any more: what there is to say is said now.
    return acts.stage().kind === 'over' ? c.html(page(c)) : back(c);
  });
  return app;
}

function sent(file: HandOverFile, c: Context): Response {
  if (file.kind === 'page') {
    const css = /<style>([^]*?)<\/style>/.exec(file.html)?.[1] ?? '';
    return c.html(file.html, 200, { [POLICY]: styledCsp(css) });
  }
  return c.body(Uint8Array.from(file.bytes), 200, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="${file.name}"`,
  });
}

type Form = Readonly<Record<string, unknown>>;

async function formOf(c: Context): Promise<Form> {
  return c.req.parseBody().catch(() => ({}));
}

function textIn(form: Form, name: string): string {
  const value = form[name];
  return typeof value === 'string' ? value : '';
}

function typedIn(form: Form): Typed {
  return {
    settlement: textIn(form, 'settlement'),
    languages: LANGUAGES.filter((language) => textIn(form, `language-${language}`) !== ''),
    keyholders: textIn(form, 'keyholders'),
    cells: textIn(form, 'cells'),
    wardensPerCell: textIn(form, 'wardens'),
    way: textIn(form, 'way') === 'key-file' ? 'key-file' : 'passphrase',
    keyFile: textIn(form, 'key-file'),
  };
}

/** What stands beside a first run while there is no hub yet: nothing. */
export function noHubApp(): Hono {
  const app = new Hono();
  app.use(guardAnswers());
  app.get('/health', (c) => c.json({ ok: true, locked: true }));
  app.notFound((c) => c.text('Not found\n', 404));
  return app;
}
