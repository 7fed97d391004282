import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';
import { alarmAnswer, alarmAnswered, peerBeat, peerWord } from './api-alarm.ts';
import { bracketPaths, checkpointFault } from './api-bracket.ts';
import { feedPaths } from './api-feed.ts';
import { knownSize, logAnswer, logPaths } from './api-log.ts';
import { witnessPaths } from './api-witness.ts';
import { cellPaths } from './api-cell.ts';
import { pagePaths } from './api-pages.ts';
import * as api from './api-people.ts';
import { reachPaths } from './api-reach.ts';
import { PAGE_BYTES_MAX } from '../../engine/reading.ts';
import { COLUMNS_TYPE } from '../../record/columns.ts';

/** The HTTP shapes, once: requests are checked by them and the OpenAPI document is made from them. */

/** A phone that was offline for a day sends a few hundred; more comes in several posts. */
export const BATCH_ENTRIES_MAX = 1_000;
export const BODY_BYTES_MAX: number = 4 * 1024 * 1024;
export const PAGE_ENTRIES_MAX = 1_000;

const wirePart = v.union([v.object({ s: v.string(), t: v.string() }), v.object({ x: v.string() })]);
const wireEntry = v.object({
  e: v.string(),
  g: v.string(),
  parts: v.optional(v.record(v.string(), wirePart)),
});

/** Only the frame: each entry inside is read by the record's own strict parser and answered by itself. */
export const postedBatch = v.object({
  entries: v.pipe(v.array(v.unknown()), v.maxLength(BATCH_ENTRIES_MAX)),
  known: knownSize,
});

export const cursorQuery = v.object({
  since: v.optional(v.pipe(v.string(), v.regex(/^(-1|\d{1,12})$/), v.transform(Number), v.integer()), '-1'),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,4}$/),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(PAGE_ENTRIES_MAX),
    ),
    '250',
  ),
  incident: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{16}$/))),
});

/** Whether it counts, waits until somebody vouches for its key, or is kept without weight. */
const weight = v.picklist(['counts', 'waits', 'none']);

const receipt = v.variant('status', [
  v.object({
    status: v.literal('accepted'),
    id: v.string(),
    index: v.number(),
    isNew: v.boolean(),
    added: v.array(v.string()),
    weight,
    flags: v.array(v.unknown()),
    made: v.optional(
      v.pipe(
        v.object({
          refused: v.array(v.object({ reason: v.string(), target: v.optional(v.string()) })),
          needs: v.optional(v.array(v.string())),
          sameNumber: v.optional(v.string()),
          faults: v.optional(v.array(v.object({ target: v.string(), why: v.string() }))),
        }),
        v.description('Of an act about people, keys or incidents: what the hub made of it'),
      ),
    ),
  }),
  v.object({ status: v.literal('refused'), error: v.looseObject({ kind: v.string() }), says: v.string() }),
]);
const receipts = v.object({ receipts: v.array(receipt), ...logAnswer });
const erased = v.array(
  v.object({
    index: v.number(),
    id: v.string(),
    by: v.pipe(v.string(), v.description('The erase entry')),
    parts: v.optional(v.pipe(v.array(v.string()), v.description('Absent: the whole entry'))),
  }),
);
const erasures = v.object({ erased });
const heads = v.object({ heads: v.array(v.object({ id: v.string(), number: v.number() })) });
const PLACED = { index: v.number(), loggedAt: v.number(), kind: v.string() };
const page = v.object({
  entries: v.array(v.object({ ...wireEntry.entries, ...PLACED, weight, checkpointFault })),
  erased,
  next: v.number(),
});
const problem = v.object({ kind: v.string(), says: v.string() });

const incidents = v.object({
  incidents: v.array(v.string()),
  shown: v.pipe(v.optional(v.string()), v.description('The one to show when nobody names one')),
  lives: v.pipe(
    v.array(
      v.object({ id: v.string(), number: v.number(), state: v.string(), into: v.optional(v.string()) }),
    ),
    v.description('Those the hub has numbered, by number; keys of slot n speak in number n'),
  ),
  size: v.number(),
  hubKey: v.string(),
});

// OpenAPI 3.1 means JSON Schema 2020-12 unless a schema says otherwise: they need not name it, one by one.
const json = (schema: v.GenericSchema): object => {
  const { $schema: _, ...plain } = toJsonSchema(schema, {
    errorMode: 'ignore',
    typeMode: 'output',
    target: 'draft-2020-12',
  });
  return { 'application/json': { schema: plain } };
};
const answer = (description: string, schema: v.GenericSchema): object => ({
  description,
  content: json(schema),
});
const failures: object = {
  400: answer('The request is not of this form', problem),
  404: { description: 'No such page. Also the answer to every request without a valid link.' },
  413: answer('The body is larger than allowed', problem),
  429: answer('Too many requests; Retry-After says when', problem),
  503: answer('The disk failed; nothing of this request was kept', problem),
};

const batch = v.object({
  entries: v.pipe(v.array(wireEntry), v.maxLength(BATCH_ENTRIES_MAX)),
  known: knownSize,
});
const TEXT = { schema: { type: 'string' } };
const TOKEN = {
  name: 'token',
  in: 'path',
  required: true,
  ...TEXT,
  description: 'The capability in the link',
};
const inPath = (name: string): object => ({ name, in: 'path', required: true, ...TEXT });
const inQuery = (...names: readonly string[]): readonly object[] =>
  names.map((name) => ({ name, in: 'query', ...TEXT }));
const LOOKING = inQuery('incident', 'lang');
const HTML = { description: 'HTML' };
const SEARCH_FORM = { type: 'object', properties: { q: { type: 'string' } } };

const get = (summary: string, found: object, parameters: readonly object[] = []): object => ({
  parameters: [TOKEN, ...parameters],
  get: { summary, responses: { 200: found, ...failures } },
});

// docs/record-format.md, "Columns".
const COLUMNS = { [COLUMNS_TYPE]: { schema: { type: 'string', format: 'binary' } } };
const ENTRIES = {
  post: {
    summary: 'Offer entries; each is answered by itself, in order. Offering one again changes nothing.',
    requestBody: { required: true, content: { ...json(batch), ...COLUMNS } },
    responses: {
      200: answer('One receipt an entry; accepted means on the disk', receipts),
      415: answer('Columns in an unknown Content-Encoding; gzip, br or none', problem),
      ...failures,
    },
  },
  get: {
    summary: 'Entries after an index, in order',
    description:
      `A page holds at most \`limit\` entries (250 if not given, up to ${PAGE_ENTRIES_MAX}) and at most ` +
      `${PAGE_BYTES_MAX} bytes of them as the hub keeps them; one entry that is larger comes alone. It may hold ` +
      'fewer, or none, and not be the last: go on with `since` at `next` until `next` no longer grows.',
    parameters: inQuery('since', 'limit', 'incident'),
    responses: { 200: { description: 'A page', content: { ...json(page), ...COLUMNS } }, ...failures },
  },
};

const INCIDENTS = {
  summary: 'The incidents here, the newest last',
  responses: {
    200: answer('Incidents, size of the log, and the key the hub signs its decisions with', incidents),
    ...failures,
  },
};

const OF_CHAIN = ['incident', 'key'].map(inPath);
const CHAIN = {
  summary: 'The last entries of a key in an incident or on the place log; more than one after a fork',
  responses: { 200: answer('Heads', heads), ...failures },
};

const ERASURES = {
  summary: 'All that was ever erased here: whoever keeps copies asks at each sync and erases them too',
  responses: { 200: answer('Every erased entry, or its erased parts', erasures), ...failures },
};

const body = (schema: v.GenericSchema): object => ({ required: true, content: json(schema) });

const responses = (found: object, status = 200): object => ({ responses: { [status]: found, ...failures } });

/** The routes about people, under a link or signed: what a role may not see answers 404. */
function peoplePaths(base: string, token: readonly object[]): Readonly<Record<string, object>> {
  const at = (path: string, operations: object): [string, object] => [
    base + path,
    { parameters: token, ...operations },
  ];
  return Object.fromEntries([
    at('/place', {
      get: { summary: 'What a program of the place must know', ...responses(answer('The place', api.place)) },
    }),
    at('/requests', {
      get: {
        summary: 'Who asks to be vouched for; for wardens and keyholders',
        ...responses(answer('Requests', api.joinRequests)),
      },
      post: {
        summary: 'Ask to be vouched for, with the code of an invitation',
        requestBody: body(api.joinRequest),
        responses: {
          202: answer('Kept until somebody vouches', api.taken),
          422: answer('Not taken, and why', problem),
          ...failures,
        },
      },
    }),
    at('/people', {
      get: { summary: 'Who may speak as what; for keyholders', ...responses(answer('People', api.people)) },
    }),
  ]);
}

// A link can be read over a shoulder: what changes the hub itself needs the key.
const SIGNED_PATHS: Readonly<Record<string, object>> = {
  '/api/slots': {
    parameters: [],
    get: {
      summary: 'Up to which incident the device that signs has asked for keys, and its open request',
      ...responses(answer('Slots', api.slots)),
    },
    post: {
      summary: 'Ask for keys for further incidents; each slot once a device',
      requestBody: body(api.moreSlots),
      responses: {
        202: answer('Kept until somebody vouches', api.taken),
        422: answer('Not taken, and why', problem),
        ...failures,
      },
    },
  },
  '/api/requests/{number}/turn-down': {
    parameters: [inPath('number')],
    post: { summary: 'Forget a request', ...responses(answer('Forgotten', api.done)) },
  },
  '/api/committee': {
    parameters: [],
    get: {
      summary: 'What the signing key sees of people and keys, with the acts it may do',
      ...responses(HTML),
    },
  },
  '/api/links': {
    parameters: [],
    get: { summary: 'The links by name; for keyholders', ...responses(answer('Links', api.links)) },
    post: {
      summary: 'Make a link for a role; for keyholders',
      requestBody: body(api.newLink),
      ...responses(answer('Shown this once', api.madeLink), 201),
    },
  },
  '/api/links/{name}': {
    parameters: [inPath('name')],
    delete: { summary: 'Revoke a link; for keyholders', ...responses(answer('Revoked', api.done)) },
  },
};

const ANSWER = {
  ...body(alarmAnswer),
  content: {
    ...json(alarmAnswer),
    'application/x-www-form-urlencoded': {
      schema: { type: 'object', properties: { answer: { type: 'string' }, minutes: { type: 'string' } } },
    },
  },
};

const ALARM_PATHS: Readonly<Record<string, object>> = {
  '/a/{token}': {
    parameters: [TOKEN],
    get: { summary: 'What one person is asked of an alarm. It changes nothing', ...responses(HTML) },
    post: {
      summary: 'Answer for that person; the same again changes nothing',
      requestBody: ANSWER,
      responses: {
        200: answer('Taken, or there before: to JSON', alarmAnswered),
        303: { description: 'Back to the page: to a form' },
        409: answer('It is over: to JSON', alarmAnswered),
        422: answer('Not what is asked', problem),
        ...failures,
      },
    },
  },
  '/a/{token}/seen': {
    parameters: [TOKEN],
    post: {
      summary: 'The notification came up on a screen',
      responses: { 204: { description: 'Noted' }, ...failures },
    },
  },
  '/gateway/{secret}': {
    parameters: [inPath('secret')],
    post: {
      summary: 'A text message that came in, as “SMS Gateway for Android” tells of it',
      ...responses(answer('Whatever became of it', api.done)),
    },
  },
  '/peer/{id}': {
    parameters: [inPath('id')],
    post: {
      summary: 'Another hub says that it is well',
      requestBody: body(peerBeat),
      responses: {
        200: answer('Heard; the word for the next time', peerWord),
        409: answer('Not counted; the word to say it with', peerWord),
        ...failures,
      },
    },
  },
};

const HEALTH = {
  get: {
    summary: 'Whether the hub runs, and hears the others',
    responses: { 200: { description: 'It runs' } },
  },
};

export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Shanyrak hub',
      version: '1-draft',
      description:
        'Entries go in by POST and come out by cursor; changes are announced as server-sent events. Under /b/{token} ' +
        'whoever has the link has what it opens; under /api each request is signed by a key of the place (RFC 9421).',
    },
    paths: {
      '/health': HEALTH,
      '/b/{token}/entries': { parameters: [TOKEN], ...ENTRIES },
      '/b/{token}/chain/{incident}/{key}': { parameters: [TOKEN, ...OF_CHAIN], get: CHAIN },
      '/api/chain/{incident}/{key}': { parameters: OF_CHAIN, get: CHAIN },
      '/b/{token}/erasures': { parameters: [TOKEN], get: ERASURES },
      '/api/erasures': { parameters: [], get: ERASURES },
      '/b/{token}/incidents': { parameters: [TOKEN], get: INCIDENTS },
      '/b/{token}/situation': get(
        'What is so, as far as the record tells',
        { description: 'The situation' },
        LOOKING,
      ),
      '/b/{token}/changes': get('Server-sent events: one for each change, with the size of the log', {
        description: 'text/event-stream',
      }),
      '/b/{token}': get('The board', HTML, LOOKING),
      '/b/{token}/board-body': get('What the board’s script puts in place of the old', HTML, LOOKING),
      '/b/{token}/search': {
        parameters: [TOKEN, ...LOOKING],
        get: { summary: 'The form to search with', ...responses(HTML) },
        post: {
          summary: 'The entries whose texts hold all words of `q`',
          requestBody: { content: { 'application/x-www-form-urlencoded': { schema: SEARCH_FORM } } },
          ...responses(HTML),
        },
      },
      '/b/{token}/committee': get(
        'People and keys, for keyholders and for whoever opens a device there',
        HTML,
        LOOKING,
      ),
      ...pagePaths(get, { inPath, looking: LOOKING }),
      ...bracketPaths(get, { answer, inPath }),
      '/b/{token}/why/{figure}': get('The entries a figure of the board rests on', HTML, [
        inPath('figure'),
        ...LOOKING,
      ]),
      '/b/{token}/{file}': get('The board’s stylesheet and script', { description: 'CSS or JavaScript' }, [
        inPath('file'),
      ]),
      ...peoplePaths('/b/{token}', [TOKEN]),
      '/api/entries': { ...ENTRIES, parameters: [] },
      '/api/incidents': { parameters: [], get: INCIDENTS },
      ...peoplePaths('/api', []),
      ...SIGNED_PATHS,
      ...ALARM_PATHS,
      ...reachPaths({ answer, body, responses, inPath }),
      ...feedPaths({ answer, body, responses, inPath }),
      ...witnessPaths({ answer, body, inPath }),
      ...cellPaths({ answer, responses, inPath }),
      ...logPaths({ responses, inPath }, TOKEN),
      '/b/{token}/openapi.json': get('This description', { description: 'OpenAPI 3.1' }),
    },
  };
}
