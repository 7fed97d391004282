import { toJsonSchema } from '@valibot/to-json-schema';
import * as v from 'valibot';

/** The HTTP shapes, once: requests are checked by them and the OpenAPI document is made from them. */

/** A phone that was offline for a day sends a few hundred; more comes in several posts. */
export const BATCH_ENTRIES_MAX = 1_000;
export const BODY_BYTES_MAX: number = 4 * 1024 * 1024;
export const PAGE_ENTRIES_MAX = 1_000;

const wirePart = v.object({ s: v.string(), t: v.string() });
const wireEntry = v.object({ e: v.string(), g: v.string(), parts: v.optional(v.record(v.string(), wirePart)) });

/** Only the frame: each entry inside is read by the record's own strict parser and answered by itself. */
export const postedBatch = v.object({ entries: v.pipe(v.array(v.unknown()), v.maxLength(BATCH_ENTRIES_MAX)) });

export const cursorQuery = v.object({
  since: v.optional(v.pipe(v.string(), v.regex(/^(-1|\d{1,12})$/), v.transform(Number), v.integer()), '-1'),
  limit: v.optional(v.pipe(v.string(), v.regex(/^\d{1,4}$/), v.transform(Number), v.minValue(1), v.maxValue(PAGE_ENTRIES_MAX)), '250'),
  incident: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{16}$/))),
});

const receipt = v.variant('status', [
  v.object({ status: v.literal('accepted'), id: v.string(), index: v.number(), isNew: v.boolean(), flags: v.array(v.unknown()) }),
  v.object({ status: v.literal('refused'), error: v.looseObject({ kind: v.string() }), says: v.string() }),
]);
const receipts = v.object({ receipts: v.array(receipt) });
const page = v.object({ entries: v.array(v.object({ ...wireEntry.entries, index: v.number(), loggedAt: v.number() })), next: v.number() });
const problem = v.object({ kind: v.string(), says: v.string() });

const json = (schema: v.GenericSchema): object => ({ 'application/json': { schema: toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'output' }) } });
const answer = (description: string, schema: v.GenericSchema): object => ({ description, content: json(schema) });
const failures: object = {
  400: answer('The request is not of this form', problem),
  404: { description: 'No such page. Also the answer to every request without a valid link.' },
  413: answer('The body is larger than allowed', problem),
  429: answer('Too many requests; Retry-After says when', problem),
  503: answer('The disk failed; nothing of this request was kept', problem),
};

/** The OpenAPI 3.1 description of the hub, made from the same schemas. */
export function openApi(): object {
  const batch = v.object({ entries: v.pipe(v.array(wireEntry), v.maxLength(BATCH_ENTRIES_MAX)) });
  const token = { name: 'token', in: 'path', required: true, schema: { type: 'string' }, description: 'The capability in the link' };
  const query = ['since', 'limit', 'incident'].map((name) => ({ name, in: 'query', schema: { type: 'string' } }));
  return {
    openapi: '3.1.0',
    info: { title: 'Shanyrak hub', version: '1-draft', description: 'Entries go in by POST and come out by cursor; changes are announced as server-sent events.' },
    paths: {
      '/health': { get: { summary: 'Whether the hub runs', responses: { 200: { description: 'It runs' } } } },
      '/b/{token}/entries': {
        parameters: [token],
        post: {
          summary: 'Offer entries; each is answered by itself, in order. Offering one again changes nothing.',
          requestBody: { required: true, content: json(batch) },
          responses: { 200: answer('One receipt an entry; accepted means on the disk', receipts), ...failures },
        },
        get: { summary: 'Entries after an index', parameters: query, responses: { 200: answer('A page', page), ...failures } },
      },
      '/b/{token}/situation': { parameters: [token], get: { summary: 'What is so, as far as the record tells', responses: { 200: { description: 'The situation' }, ...failures } } },
      '/b/{token}/changes': { parameters: [token], get: { summary: 'Server-sent events: one for each change, with the size of the log', responses: { 200: { description: 'text/event-stream' } } } },
      '/b/{token}/': { parameters: [token], get: { summary: 'The board', responses: { 200: { description: 'HTML' } } } },
    },
  };
}
