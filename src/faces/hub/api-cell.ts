import * as v from 'valibot';
import { ALARM_ENDS } from '../../acts/words/alarm-words.ts';

/** The HTTP shapes of a warden's own work, and the routes that give them. */

const point = v.object({ code: v.string(), name: v.optional(v.string()) });
const alarm = v.object({
  alarm: v.string(),
  incident: v.string(),
  number: v.number(),
  mode: v.picklist(['real', 'drill']),
  act: v.optional(v.string()),
  tier: v.number(),
  point: v.optional(v.pipe(point, v.description('Where people are needed and safe now'))),
  isOutside: v.boolean(),
  endedAs: v.optional(v.picklist(ALARM_ENDS)),
});
const cell = v.object({
  cell: v.string(),
  homes: v.array(v.string()),
  settlement: v.string(),
  alarms: v.pipe(v.array(alarm), v.description('Those that run or ended within a day')),
});

/** How the description of the hub writes an answer. */
type Writing = {
  readonly answer: (description: string, schema: v.GenericSchema) => object;
  readonly responses: (found: object) => object;
  readonly inPath: (name: string) => object;
};

const SUMMARY = 'The page on which a warden works through the own cell';

/** The facts for the key that signs; the page by a link of the hub, and by the link in a warden's message. */
export function cellPaths({ answer, responses, inPath }: Writing): Readonly<Record<string, object>> {
  const token = inPath('token');
  const page = { parameters: [token], get: { summary: SUMMARY, ...responses({ description: 'HTML' }) } };
  return {
    '/api/cell': {
      parameters: [],
      get: {
        summary: 'The cell of the signing key and its alarms; for wardens',
        ...responses(answer('The cell', cell)),
      },
    },
    '/b/{token}/cell': page,
    '/a/{token}/cell': page,
    '/a/{token}/{file}': {
      parameters: [token, inPath('file')],
      get: {
        summary: 'A stylesheet or script of that page',
        ...responses({ description: 'CSS or JavaScript' }),
      },
    },
  };
}
