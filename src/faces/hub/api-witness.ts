import type { Writing } from './api-reach.ts';

/** For hubs that have an address of the witness door. */
export function witnessPaths({ inPath }: Pick<Writing, 'inPath'>): Readonly<Record<string, object>> {
  const text = { 'text/plain': {} };
  return {
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
