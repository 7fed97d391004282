import { Hono } from 'hono';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import * as v from 'valibot';
import { refusalText } from '../../acts/words/refusal-words.ts';
import type { AnswerFault } from '../../acts/words/answer-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Asked } from '../../engine/answers.ts';
import type { Engine } from '../../engine/engine.ts';
import type { keepEvidence } from '../../engine/keep-evidence.ts';
import type { JoinRequest, Requests } from '../../engine/requests.ts';
import type { StandbyTold } from '../../engine/standbys.ts';
import type { WitnessHealth } from '../../engine/witness-board.ts';
import { parseAuthorKey, parseIncidentId } from '../../record/names.ts';
import type { AuthorKey, EntryId, IncidentId } from '../../record/names.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Primitives } from '../../record/primitives.ts';
import { StoreFailure } from '../../ports/store.ts';
import type { PeerDoor } from '../kit/peer-door.ts';
import type { WitnessDoor } from '../kit/witness-door.ts';
import type { SecretAddresses } from '../kit/secret-addresses.ts';
import type { SmsGateway } from '../kit/sms-gateway.ts';
import type { AtPage, OwnState, SubscribeState } from '../kit/subscriber-state.ts';
import { BODY_BYTES_MAX, cursorQuery, openApi, postedBatch } from './api.ts';
import { answerPage, postedBody } from './columns-answer.ts';
import { feedApp } from './feed-routes.ts';
import { FORM_CSP, guardAnswers, POLICY, SILENT_CSP } from './headers.ts';
import { languageOf } from './language.ts';
import { boundedBody } from './bounded-body.ts';
import type { Links } from './links.ts';
import { boardReaders, isKeeper, readBy, writersOnly } from './admission.ts';
import type { Admitted } from './admission.ts';
import { answerApp } from './alarm-routes.ts';
import { addBracketRoute } from './bracket-route.ts';
import { addGatewayRoute } from './gateway-route.ts';
import { addCellPage, addCellRoute } from './cell-routes.ts';
import { addEvidenceRoute } from './evidence-route.ts';
import { addHealthRoute } from './health-route.ts';
import { addPeerRoute } from './peer-route.ts';
import { addWitnessRoute } from './witness-route.ts';
import { addPeopleRoutes, addSignedRoutes } from './people-routes.ts';
import { addLogRoutes, logApp, saidOfLog } from './log-routes.ts';
import { rateLimit } from './rate-limit.ts';
import type { RateLimit } from './rate-limit.ts';
import { addReachReportRoutes } from './reach-report-routes.ts';
import { addReachRoutes } from './reach-routes.ts';
import type { Signatures } from './signatures.ts';
import { addOwnPageRoutes } from './own-page-routes.ts';
import { addSubscribeRoutes } from './subscribe-routes.ts';

/** What the pages need to know of a request. */
export type PageRequest = {
  readonly base: string;
  readonly incident: IncidentId | undefined;
  readonly language: Language;
  /** Whether the reader keeps the place log: then pages lead to the committee's. */
  readonly isKeeper: boolean;
};

/** The pages of the hub, made elsewhere. A function answers `undefined` when there is no such page. */
export type Pages = {
  readonly board: (request: PageRequest) => string;
  readonly boardBody: (request: PageRequest) => string;
  readonly why: (figure: string, request: PageRequest) => string | undefined;
  readonly about: (request: PageRequest) => string;
  /** Where the plan of a place is filled in; nothing of the hub's record is on it. */
  readonly plan: (request: PageRequest) => string;
  readonly committee: (requests: readonly JoinRequest[], request: PageRequest) => string;
  /** What one key sees of people and keys and may do, for the script to put in the page. */
  readonly committeeFor: (
    key: { readonly key: AuthorKey; readonly role: Role },
    requests: readonly JoinRequest[],
    request: PageRequest,
  ) => string;
  readonly join: (request: PageRequest) => string;
  /** The entries that say what is asked; the bare form when nothing is. */
  readonly search: (asked: string, request: PageRequest) => string;
  readonly situation: (request: PageRequest) => Json | undefined;
  /** How far an alarm reached; nothing where the incident asked for has no such alarm. */
  readonly reachReport: (alarm: EntryId, request: PageRequest) => ReachReportPages | undefined;
  /** On which one person answers an alarm; its style goes with it. */
  readonly answer: {
    readonly page: (
      asked: Asked,
      at: { readonly language: Language; readonly fault?: AnswerFault; readonly cell?: string },
    ) => string;
    /** Where a message asks to be ready, which asks for no answer. */
    readonly ready: (told: StandbyTold, at: { readonly language: Language }) => string;
    readonly css: string;
    readonly href: string;
  };
  /** The page of a warden's own work; `base`: where it lies, without the slash at the end. */
  readonly cell: (at: { readonly base: string; readonly language: Language }) => string;
  readonly subscribe: (state: SubscribeState, at: AtPage) => string;
  readonly ownPage: (state: OwnState, at: AtPage) => string;
  readonly files: Readonly<Record<string, { readonly type: string; readonly text: string }>>;
};

/** `none`: why there is no report; then the page says so. */
export type ReachReportPages = { readonly page: () => string } & (
  | { readonly none: string }
  | { readonly text: () => string; readonly json: () => Json }
);

export type HubNeeds = {
  readonly engine: Engine;
  readonly crypto: Primitives;
  readonly links: Links;
  readonly pages: Pages;
  readonly signatures: Signatures;
  readonly requests: Requests;
  /** Without it no text message comes in. */
  readonly gateway?: SmsGateway | undefined;
  /** Who may read the feed of alarms; nobody without it. */
  readonly feeds?: SecretAddresses;
  /** Who may read the transparency log without a link of the board; nobody without it. */
  readonly logs?: SecretAddresses;
  /** Without it no other hub says here that it is well. */
  readonly peers?: PeerDoor | undefined;
  /** Without it this hub witnesses no other. */
  readonly witness?: WitnessDoor | undefined;
  /** Keeps two notes of one log that contradict each other. */
  readonly keepEvidence?: (notes: readonly [string, string]) => ReturnType<typeof keepEvidence>;
  /** How far the record is witnessed, for who watches over the hub. */
  readonly witnessed?: () => WitnessHealth | undefined;
  /** By which a browser subscribes to the hub's notifications; nothing where it sends none. */
  readonly pushKey?: () => string | undefined;
  readonly nowMs: () => number;
};

// A whole settlement may read through one link and one carrier address: the limits stop a flood, not a crowd.
const PER_LINK = { perSecond: 200, burst: 400 };
const STREAMS_MAX = 2_000;
// More copies of one key than an entry can name.
const HEADS_MAX = 16;
const HEARTBEAT_MS = 15_000;
// Changes that come together are announced once.
const ANNOUNCE_WAIT_MS = 200;

/** The hub over HTTP. Without a valid link every path but `/health` is 404, with the same bytes. */
export function hubApp(needs: HubNeeds): Hono {
  // The board is handed out as `/b/TOKEN/`; people copy links with and without the last slash.
  const app = new Hono({ strict: false });
  app.use(guardAnswers());
  app.notFound((c) => c.text('Not found\n', 404));
  app.onError((error, c) => answerFailure(error, c));
  addHealthRoute(app, needs);
  const limit = rateLimit(PER_LINK);
  app.route('/b/:token', linkedApp(needs, limit));
  app.route('/api', signedApp(needs, limit));
  app.route('/a/:token', answerApp(needs));
  app.route('/feed/:token', feedApp(needs));
  app.route('/log/:token', logApp(needs));
  addGatewayRoute(app, needs);
  addPeerRoute(app, needs);
  addWitnessRoute(app, needs);
  addSubscribeRoutes(app, needs);
  addOwnPageRoutes(app, needs);
  return app;
}

/** For people and programs that have a link: whoever has it has what it opens. */
function linkedApp(needs: HubNeeds, limit: RateLimit): Hono<Admitted> {
  const app = new Hono<Admitted>();
  app.use(async (c, next) => {
    const token = c.req.param('token') ?? '';
    const pass = needs.links.passOf(token);
    if (pass === undefined || pass.isToSubscribe === true) return c.notFound();
    if (!limit.allows(token, needs.nowMs())) return tooOften(c);
    c.set('pass', pass);
    return next();
  });
  addEntryRoutes(app, needs);
  addPageRoutes(app, needs);
  addPeopleRoutes(app, needs);
  addCellPage(app, needs);
  addLogRoutes(app, needs.engine);
  addBracketRoute(app, needs);
  addEvidenceRoute(app, needs);
  app.get('/changes', boardReaders, (c) => changes(c, needs.engine));
  app.get('/openapi.json', (c) => c.json(openApi()));
  return app;
}

/** For programs that have a key of the place: each request is signed, and opens what the key's role reads. */
function signedApp(needs: HubNeeds, limit: RateLimit): Hono<Admitted> {
  const app = new Hono<Admitted>();
  app.use(async (c, next) => {
    const signed = await needs.signatures(c.req.raw);
    if (signed === undefined) return c.notFound();
    if (!limit.allows(signed.key, needs.nowMs())) return tooOften(c);
    c.set('pass', { role: signed.role, mayPost: true, key: signed.key });
    return next();
  });
  addEntryRoutes(app, needs);
  addPeopleRoutes(app, needs);
  addSignedRoutes(app, needs);
  addReachRoutes(app, needs);
  addCellRoute(app, needs);
  addLogRoutes(app, needs.engine);
  addEvidenceRoute(app, needs);
  return app;
}

function tooOften(c: Context): Response {
  return c.json(
    {
      kind: 'too-many-requests',
      says: 'Too many requests through this link. Nothing was lost: try again in a second.',
    },
    429,
    { 'retry-after': '1' },
  );
}

function addEntryRoutes(app: Hono<Admitted>, { engine, crypto }: HubNeeds): void {
  app.post('/entries', writersOnly, boundedBody(BODY_BYTES_MAX), async (c) => {
    const body = await postedBody(c, crypto);
    if (body instanceof Response) return body;
    const batch = postedEntries(body);
    if (batch === undefined)
      return c.json(
        {
          kind: 'not-a-batch',
          says: 'A post is {"entries": […]} with at most 1000 entries, and perhaps "known", a number. Nothing was kept.',
        },
        400,
      );
    const receipts = await engine.keep(batch.entries);
    return c.json({
      ...(await saidOfLog(c, engine, receipts, batch.known)),
      receipts: receipts.map((r) =>
        r.status === 'refused' ? { ...r, says: refusalText(r.error, languageOf(c)) } : r,
      ),
    });
  });
  app.get('/entries', async (c) => {
    const query = v.safeParse(cursorQuery, c.req.query());
    if (!query.success)
      return c.json(
        { kind: 'bad-query', says: 'since and limit are numbers, incident is 16 characters.' },
        400,
      );
    const incident = parseIncidentId(query.output.incident);
    const page = engine.read({
      after: query.output.since,
      limit: query.output.limit,
      ...(incident && { incident }),
    });
    return answerPage(c, readBy(c.get('pass').role, page), crypto);
  });
  // So that an older copy of a device goes on after its own last words: ids and numbers of a key that is named.
  app.get('/chain/:incident/:key', (c) => {
    const [incident, key] = [parseIncidentId(c.req.param('incident')), parseAuthorKey(c.req.param('key'))];
    if (incident === undefined || key === undefined) return c.notFound();
    const heads = engine.headsOf(incident, key).map(({ id, core }) => ({ id, number: core.sequence }));
    return c.json({ heads: heads.slice(0, HEADS_MAX) });
  });
  app.get('/erasures', (c) => c.json({ erased: engine.erased() }));
  app.get('/incidents', (c) =>
    c.json({
      incidents: engine.incidents(),
      shown: engine.shown(),
      lives: [...engine.people().incidents.values()].map(({ id, number, state, into }) => ({
        id,
        number,
        state,
        ...(into !== undefined && { into }),
      })),
      size: engine.size(),
      hubKey: engine.hubKey,
    }),
  );
}

type Posted = { readonly entries: readonly Json[]; readonly known: number | undefined };

/** The entries of a post that has the right frame. Each is still untrusted. */
function postedEntries(body: Json | undefined): Posted | undefined {
  const entries = isJsonObject(body) ? body['entries'] : undefined;
  const frame = v.safeParse(postedBatch, body);
  return Array.isArray(entries) && frame.success ? { entries, known: frame.output.known } : undefined;
}

function addPageRoutes(app: Hono<Admitted>, { engine, pages, requests }: HubNeeds): void {
  const request = (c: Context<Admitted>): PageRequest => ({
    isKeeper: isKeeper(c.get('pass')),
    base: `/b/${c.req.param('token') ?? ''}`,
    incident: parseIncidentId(c.req.query('incident')) ?? engine.shown(),
    language: languageOf(c),
  });
  app.get('/', boardReaders, (c) => c.html(pages.board(request(c))));
  app.get('/board-body', boardReaders, (c) => c.html(pages.boardBody(request(c))));
  app.get('/why/:figure', boardReaders, (c) => {
    const page = pages.why(c.req.param('figure') ?? '', request(c));
    return page === undefined ? c.notFound() : c.html(page);
  });
  app.use('/search', async (c, next) => {
    await next();
    c.res.headers.set(POLICY, FORM_CSP);
  });
  app.get('/search', boardReaders, (c) => c.html(pages.search('', request(c))));
  app.post('/search', boardReaders, boundedBody(SEARCH_BYTES_MAX), async (c) => {
    const form = await c.req.parseBody().catch(() => NO_FORM);
    const { q } = form;
    return c.html(pages.search(typeof q === 'string' ? q.trim() : '', request(c)));
  });
  app.get('/committee', (c) => c.html(pages.committee(requests.open(), request(c))));
  app.get('/join', (c) => c.html(pages.join(request(c))));
  app.get('/about', (c) => c.html(pages.about(request(c))));
  app.get('/plan', (c) => c.html(pages.plan(request(c)), 200, { [POLICY]: SILENT_CSP }));
  app.get('/situation', boardReaders, (c) => {
    const situation = pages.situation(request(c));
    return situation === undefined ? c.notFound() : c.json(situation);
  });
  addReachReportRoutes(app, (alarm, c) => pages.reachReport(alarm, request(c)));
  app.get('/:file{[a-z]+[.](css|js)}', (c) => {
    const file = pages.files[c.req.param('file')];
    return file === undefined ? c.notFound() : c.body(file.text, 200, { 'content-type': file.type });
  });
}

// A question of a few words, as a form sends it.
const SEARCH_BYTES_MAX = 4_096;
const NO_FORM: Readonly<Record<string, unknown>> = {};

let streams = 0;

function changes(c: Context, engine: Engine): Response | Promise<Response> {
  // Nobody reads what a HEAD is answered with: its stream would stay open for ever.
  if (c.req.method !== 'GET') return c.body(null, 200, { 'content-type': 'text/event-stream' });
  if (streams >= STREAMS_MAX)
    return c.json(
      { kind: 'too-many-streams', says: 'Too many boards are open. This page still works: reload it.' },
      503,
    );
  return streamSSE(c, async (stream) => {
    streams++;
    let wake = (): void => {};
    const stop = engine.onChange(() => wake());
    stream.onAbort(() => wake());
    try {
      while (!stream.aborted && !stream.closed) {
        const count = engine.changes();
        await stream.writeSSE({ event: 'changed', data: String(engine.size()), id: String(count) });
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, HEARTBEAT_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
          // What came or went while the line above was being written.
          if (engine.changes() !== count || stream.aborted) wake();
        });
        if (!stream.aborted) await stream.sleep(ANNOUNCE_WAIT_MS);
      }
    } finally {
      stop();
      streams--;
    }
  });
}

function answerFailure(error: Error, c: Context): Response {
  if (error instanceof StoreFailure) {
    return c.json(
      { kind: `store-${error.kind}`, says: STORE_WORDS[error.kind] },
      503,
      error.retryable ? { 'retry-after': '5' } : {},
    );
  }
  // Who loses the network while sending hears no answer anyway, and is no news for the log.
  if ('code' in error && error.code === 'ECONNRESET') return c.body(null, 400);
  // The message may hold what a person wrote; only its kind goes to the log.
  process.stderr.write(`hub: unexpected ${error.name}\n`);
  return c.json(
    {
      kind: 'unexpected',
      says: 'Something went wrong here. What was acknowledged before is safe; keep your copy and try again.',
    },
    500,
  );
}

const STORE_WORDS: Readonly<Record<StoreFailure['kind'], string>> = {
  full: 'The hub’s disk is full. Nothing of this post was kept; keep your copy. Whoever runs the hub must make room.',
  'read-only': 'The hub’s disk cannot be written. Nothing of this post was kept; keep your copy.',
  'in-use': 'The hub’s store is busy. Nothing of this post was kept; send it again.',
  'newer-format': 'The hub’s store belongs to a newer program.',
  'older-format': 'The hub’s store belongs to an older program.',
  broken:
    'The hub’s store is damaged. Nothing of this post was kept; keep your copy and tell whoever runs the hub.',
  'other-key':
    'The hub’s store is sealed under another key. Nothing of this post was kept; keep your copy and tell whoever runs the hub.',
  unavailable:
    'The hub’s store cannot be reached. Nothing of this post was kept; keep your copy and try again.',
};
