import { createHash } from 'node:crypto';
import { instant } from '../../src/base/instant.ts';
import { entryIdOf, newIncidentId } from '../../src/record/names.ts';
import type { IncidentId } from '../../src/record/names.ts';
import type { NewRow, Row } from '../../src/ports/store.ts';

/** The incident of that number, the same each time. */
export function incidentOf(n: number): IncidentId {
  return newIncidentId((length) => hash(`incident ${n}`).subarray(0, length));
}

/** Row `n`, the same each time: its id, an hour and a content that follow from the number. */
export function rowOf(n: number, incident = 0): NewRow {
  const content = Buffer.from(`row ${n}`);
  return { id: entryIdOf(hash(`row ${n}`)), incident: incidentOf(incident), loggedAt: instant(1_700_000_000_000 + n), content };
}

function hash(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

/** A row as plain values: stores hand out bytes as Buffer or Uint8Array. */
export function plainRow({ content, ...rest }: NewRow | Row): Record<string, unknown> {
  return { later: [], ...rest, content: Buffer.from(content).toString('hex') };
}
