import * as v from 'valibot';
import type { Writing } from './api-reach.ts';

const hash = v.pipe(v.string(), v.description('SHA-256 in base64'));
const proof = v.array(hash);

/** What a post may ask about the log. */
export const knownSize = v.optional(
  v.pipe(
    v.number(),
    v.integer(),
    v.minValue(0),
    v.description(
      'The size of the newest checkpoint the sender has: then `log.consistency` leads on from it',
    ),
  ),
);

/** What is answered of the log beside receipts: proofs, or why there are none yet. */
export const logAnswer = {
  log: v.optional(
    v.pipe(
      v.object({
        checkpoint: v.pipe(v.string(), v.description('A signed note (C2SP tlog-checkpoint)')),
        ranges: v.pipe(
          v.array(v.object({ start: v.number(), end: v.number(), proof })),
          v.description('All accepted entries of the post by their indexes, each run with one range proof'),
        ),
        consistency: v.optional(proof),
      }),
      v.description(
        'Absent while the log cannot be written: then the entries are on the disk, without proof',
      ),
    ),
  ),
  logSays: v.optional(v.pipe(v.string(), v.description('Why there is no proof, in words'))),
};

const text = (description: string): object => ({
  description,
  content: { 'text/plain': { schema: { type: 'string' } } },
});

type LogWriting = Pick<Writing, 'responses' | 'inPath'>;

/** The log under a link of the board, by signed requests, and at addresses of its own. */
export function logPaths(writing: LogWriting, token: object): Readonly<Record<string, object>> {
  return {
    ...below('/b/{token}/log', [token], writing),
    ...below('/api/log', [], writing),
    ...below('/log/{token}', [token], writing),
  };
}

function below(
  prefix: string,
  token: readonly object[],
  { responses, inPath }: LogWriting,
): Readonly<Record<string, object>> {
  const at = (path: string, summary: string, found: object, more: readonly object[] = []): object => ({
    [`${prefix}/${path}`]: { parameters: [...token, ...more], get: { summary, ...responses(found) } },
  });
  const size = (name: string): object => ({ name, in: 'query', required: true, schema: { type: 'integer' } });
  return {
    ...at('checkpoint', 'The newest checkpoint of the log (C2SP tlog-tiles)', text('A signed note')),
    ...at(
      'tile/{path}',
      'A tile of hashes, or a bundle of ids under `tile/entries/`, up to the checkpoint',
      { description: 'The tile', content: { 'application/octet-stream': {} } },
      [inPath('path')],
    ),
    ...at(
      'proof/{id}',
      'That an entry is in the log, with the newest checkpoint (C2SP tlog-proof)',
      text('A proof'),
      [inPath('id')],
    ),
    ...at('consistency', 'That the log of one size only grew to that of another', text('One hash a line'), [
      size('from'),
      size('to'),
    ]),
  };
}
