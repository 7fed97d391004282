import { Hono } from 'hono';
import type { Language } from '../../acts/words/words.ts';
import { isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { PlanFile } from '../kit/plan-on-disk.ts';
import { boundedBody } from './bounded-body.ts';
import { guardAnswers } from './headers.ts';
import { languageOf } from './language.ts';
import { isForThisMachine, isFromOwnPage } from './own-machine.ts';
import { guessing, isSame } from './secret-path.ts';

export type PlaceEditNeeds = {
  readonly file: PlanFile;
  readonly page: (base: string, language: Language) => string;
  readonly css: string;
  readonly script: string;
  /** At least 128 random bits, as text for a path. */
  readonly token: string;
  readonly nowMs: () => number;
  /** The person says that they are through. */
  readonly done: () => void;
};

const ROOT = '/place/';
// A plan of 1 MiB, each of whose characters JSON writes as two.
const BODY_BYTES_MAX: number = 2 * 1024 * 1024 + 1_024;

/** The page of a plan beside its file, for this machine only and whoever has the path that was printed. */
export function placeEditApp(needs: PlaceEditNeeds): {
  readonly path: string;
  readonly answer: (request: Request) => Response | Promise<Response>;
} {
  const { token, nowMs } = needs;
  const mayTry = guessing(nowMs);
  const path = `${ROOT}${token}/`;
  const [app, nothing] = [pages(needs), nothingApp()];
  return {
    path,
    answer: (request) => {
      const { pathname } = new URL(request.url);
      const tried = pathname.startsWith(ROOT) ? (pathname.slice(ROOT.length).split('/')[0] ?? '') : undefined;
      if (tried === undefined || !isForThisMachine(request) || !mayTry.now()) return nothing.fetch(request);
      if (isSame(token, tried)) return app.fetch(request);
      mayTry.wrong();
      return nothing.fetch(request);
    },
  };
}

function nothingApp(): Hono {
  const app = new Hono();
  app.use(guardAnswers());
  app.notFound((c) => c.text('Not found\n', 404));
  return app;
}

function pages({ file, page, css, script, token, done }: PlaceEditNeeds): Hono {
  const app = new Hono({ strict: false }).basePath(`${ROOT}:token`);
  app.use(guardAnswers());
  app.use(async (c, next) =>
    c.req.method === 'POST' && !isFromOwnPage(c.req.raw) ? c.json({ why: 'not-from-here' }, 403) : next(),
  );
  app.notFound((c) => c.text('Not found\n', 404));
  app.onError((error, c) => {
    // The message may name a file; only its kind is said.
    process.stderr.write(`place edit: unexpected ${error.name}\n`);
    return c.json({ why: 'not-written' }, 500);
  });
  app.get('/', (c) => c.html(page(`${ROOT}${token}`, languageOf(c))));
  app.get('/plan.css', (c) => c.body(css, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/plan.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }));
  app.get('/file', (c) => c.json({ name: file.name, ...file.read() }));
  app.post('/file', boundedBody(BODY_BYTES_MAX), async (c) => {
    const asked = parseJson(await c.req.text().catch(() => ''));
    const { text, mark } = isJsonObject(asked) ? asked : {};
    if (typeof text !== 'string' || typeof mark !== 'string') return c.json({ why: 'not-yaml' }, 422);
    const written = file.write(text, mark);
    if (written.kind === 'written') return c.json({ mark: written.mark });
    return c.json({ why: written.kind }, STATUS[written.kind]);
  });
  app.post('/done', (c) => {
    done();
    return c.json({ ok: true });
  });
  return app;
}

const STATUS = { changed: 409, 'not-yaml': 422, 'not-written': 500 } as const;
