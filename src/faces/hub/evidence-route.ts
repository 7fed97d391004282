import type { Hono } from 'hono';
import { isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { NotEvidence } from '../../engine/evidence.ts';
import type { Admitted } from './admission.ts';
import { writersOnly } from './admission.ts';
import type { HubNeeds } from './app.ts';
import { boundedBody } from './bounded-body.ts';

// Two notes with the lines of a log and a few witnesses.
const BODY_BYTES_MAX = 131_072;

/** Where whoever found two notes of one log that contradict each other brings both, so that they are kept and shown. */
export function addEvidenceRoute(app: Hono<Admitted>, { keepEvidence }: HubNeeds): void {
  app.post('/log/evidence', writersOnly, boundedBody(BODY_BYTES_MAX), async (c) => {
    const notes = notesIn(parseJson(await c.req.text().catch(() => '')));
    if (notes === undefined || keepEvidence === undefined)
      return c.json(
        { kind: 'not-notes', says: 'A post is {"notes": [first, second]}. Nothing was kept.' },
        400,
      );
    const kept = await keepEvidence(notes);
    if (!kept.ok) return c.json({ ...kept.error, says: SAYS[kept.error.kind] }, 422);
    const { n, kind, origin, first } = kept.value;
    return c.json({ number: n, kind, origin, entries: first.size });
  });
}

function notesIn(body: Json | undefined): readonly [string, string] | undefined {
  const notes = isJsonObject(body) ? body['notes'] : undefined;
  const [first, second, ...more] = isJsonArray(notes) ? notes : [];
  const areTwo = typeof first === 'string' && typeof second === 'string' && more.length === 0;
  return areTwo ? [first, second] : undefined;
}

const SAYS: Readonly<Record<NotEvidence['kind'], string>> = {
  'not-signed': 'They are not two checkpoints that one known log signed. Nothing was kept.',
  same: 'Both say the same. Nothing was kept.',
  'sizes-differ':
    'They are of different sizes, and an honest log has both. Bring two of one size. Nothing was kept.',
  enough: 'So many pairs of this log are kept already that more prove nothing.',
};
