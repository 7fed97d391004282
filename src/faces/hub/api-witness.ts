import * as v from 'valibot';
import type { Writing } from './api-reach.ts';

const notes = v.pipe(
  v.object({ notes: v.pipe(v.array(v.string()), v.minLength(2), v.maxLength(2)) }),
  v.description('Two signed notes of one log'),
);
const kept = v.object({ number: v.number(), kind: v.string(), origin: v.string(), entries: v.number() });
const notKept = v.object({ kind: v.string(), says: v.string() });

/** For hubs that have an address of the witness door. */
export function witnessPaths({
  answer,
  body,
  inPath,
}: Omit<Writing, 'responses'>): Readonly<Record<string, object>> {
  const evidence = {
    summary: 'Two notes of one log, of one size with two roots, to be kept as evidence',
    requestBody: body(notes),
    responses: {
      200: answer('Kept', kept),
      400: answer('Not two notes', notKept),
      422: answer('They prove nothing, and why', notKept),
    },
  };
  const text = { 'text/plain': {} };
  return {
    '/b/{token}/log/evidence': { parameters: [inPath('token')], post: evidence },
    '/api/log/evidence': { parameters: [], post: evidence },
    '/witness/{token}/add-checkpoint': {
      parameters: [inPath('token')],
      post: {
        summary: 'A checkpoint of a log that this hub witnesses, to be signed (C2SP tlog-witness)',
        requestBody: { required: true, content: text },
        responses: {
          200: { description: 'Cosignature lines of a signed note', content: text },
          400: { description: 'No such request, or its old size is the larger one' },
          403: { description: 'Signed by no key that is trusted for this log' },
          404: { description: 'No such address, or this log is not witnessed' },
          409: {
            description: 'Another checkpoint was signed before: its size, or the same size with another root',
            content: { 'text/x.tlog.size': {} },
          },
          422: { description: 'The consistency proof does not hold' },
        },
      },
    },
  };
}
