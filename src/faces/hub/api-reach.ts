import * as v from 'valibot';
import { ADDRESSED } from '../../acts/alarm/address.ts';
import { SPOKEN } from '../../record/kinds/vocabulary.ts';

/** The HTTP shapes of how people are reached, and the routes that take and give them. */

const channel = v.picklist(ADDRESSED);
const shown = v.array(v.object({ channel, shown: v.pipe(v.string(), v.description('Covered')) }));
const circle = v.object({ lat: v.number(), lon: v.number(), radiusMetres: v.number() });
const reach = v.object({
  language: v.optional(v.picklist(SPOKEN)),
  circle: v.optional(circle),
  addresses: shown,
  waiting: v.pipe(shown, v.description('Where a code went that has not come back')),
  channels: v.pipe(v.array(channel), v.description('The roads of this hub')),
  notSent: v.optional(v.array(v.object({ channel, why: v.string(), says: v.string() }))),
});
const wanted = v.object({
  language: v.picklist(SPOKEN),
  circle: v.optional(circle),
  addresses: v.array(
    v.object({
      channel,
      address: v.pipe(v.optional(v.string()), v.description('Absent: what there is stays')),
    }),
  ),
});
const typed = v.object({ channel, digits: v.string() });
const pushKey = v.object({ key: v.pipe(v.string(), v.description('For pushManager.subscribe')) });

/** How the description of the hub writes an answer and a body. */
export type Writing = {
  readonly answer: (description: string, schema: v.GenericSchema) => object;
  readonly body: (schema: v.GenericSchema) => object;
  readonly responses: (found: object) => object;
  readonly inPath: (name: string) => object;
};

const HTML = { description: 'HTML' };
const FORM = { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } } };

/** Of the key that signs; then the pages of those without one. */
export function reachPaths(writing: Writing): Readonly<Record<string, object>> {
  const { answer, body, responses } = writing;
  const found = responses(answer('How the signing key is reached', reach));
  return {
    '/api/reach': {
      parameters: [],
      get: { summary: 'How the owner of the signing key is reached', ...found },
      put: { summary: 'Change it; a code goes to each new address', requestBody: body(wanted), ...found },
      delete: { summary: 'Forget it', ...found },
    },
    '/api/reach/verify': {
      parameters: [],
      post: { summary: 'Give back the code that went to an address', requestBody: body(typed), ...found },
    },
    '/api/push-key': {
      parameters: [],
      get: {
        summary: 'The key by which a browser subscribes to notifications',
        ...responses(answer('The key', pushKey)),
      },
    },
    ...formPaths(
      '/subscribe/{token}',
      'The page on which supporters and press put themselves on the list',
      writing,
    ),
    ...formPaths('/s/{token}', 'The own page of somebody on the list', writing),
  };
}

function formPaths(
  path: string,
  summary: string,
  { responses, inPath }: Writing,
): Readonly<Record<string, object>> {
  const token = inPath('token');
  return {
    [path]: {
      parameters: [token],
      get: { summary, ...responses(HTML) },
      post: { summary: `${summary}: its forms`, requestBody: FORM, ...responses(HTML) },
    },
    [`${path}/{file}`]: {
      parameters: [token, inPath('file')],
      get: {
        summary: 'A stylesheet or script of the page',
        ...responses({ description: 'CSS or JavaScript' }),
      },
    },
  };
}
