import * as v from 'valibot';
import type { Writing } from './api-reach.ts';

const point = v.object({ code: v.string(), name: v.optional(v.string()) });
const whole = v.pipe(v.number(), v.integer());
const template = v.object({
  settlement: v.string(),
  offsetMinutes: whole,
  points: v.array(point),
  circle: v.optional(v.object({ latE2: whole, lonE2: whole, radiusKm: whole })),
  words: v.pipe(v.string(), v.description('SHA-256 of all that can be said with these, in base64url')),
});
const templates = v.object({
  isOpen: v.boolean(),
  approved: v.array(template),
  waiting: v.array(template),
  proposed: v.array(template),
});

/** For keyholders; then what whoever has an address of the feed reads. */
export function feedPaths({ answer, responses, inPath }: Writing): Readonly<Record<string, object>> {
  const token = inPath('token');
  return {
    '/api/feed': {
      parameters: [],
      get: {
        summary:
          'What the feed of alarms may say: approved, waiting for a second voice, possible now; for keyholders',
        ...responses(answer('Templates', templates)),
      },
    },
    '/feed/{token}/atom.xml': {
      parameters: [token],
      get: {
        summary:
          'The alarms that are for those outside, as Atom. With If-None-Match 304 where there is nothing new',
        ...responses({ description: 'Atom 1.0', content: { 'application/atom+xml': {} } }),
      },
    },
    '/feed/{token}/cap/{message}': {
      parameters: [token, inPath('message')],
      get: {
        summary: 'One message about an alarm, in the Common Alerting Protocol',
        ...responses({ description: 'CAP 1.2', content: { 'application/cap+xml': {} } }),
      },
    },
  };
}
