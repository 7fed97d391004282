import type { Json } from '../../src/base/canonical-json.ts';
import type { Result } from '../../src/base/result.ts';
import type { EntryAsSent } from '../../src/record/entry.ts';
import type { Primitives } from '../../src/record/primitives.ts';
import { accept, newKeyCache, torsionFault, toVerify } from '../../src/record/verify.ts';
import type { EntryError } from '../../src/record/verify.ts';
import { parseWireEntry } from '../../src/record/wire.ts';
import type { WireError } from '../../src/record/wire.ts';

/** The whole road of one entry: shape, core, encodings, torsion, signature, parts. */
export async function admit(value: Json | undefined, p: Primitives): Promise<Result<EntryAsSent, EntryError | WireError>> {
  const wire = parseWireEntry(value);
  if (!wire.ok) return wire;
  const plan = toVerify(wire.value, p);
  if (!plan.ok) return plan;
  const torsion = torsionFault(plan.value, newKeyCache(1), p.isTorsionFree);
  if (torsion !== undefined) return { ok: false, error: torsion };
  const [isGenuine = false] = await p.verifyBatch([plan.value.check]);
  return accept(plan.value, isGenuine, p);
}
