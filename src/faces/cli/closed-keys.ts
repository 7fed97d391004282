import { isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { Entry, EntryAsSent } from '../../record/entry.ts';
import type { Primitives } from '../../record/primitives.ts';
import { toVerify } from '../../record/verify.ts';
import { peopleOf } from '../../situation/people.ts';
import type { People } from '../../situation/people.ts';
import { sayEntries } from '../kit/say-entries.ts';
import { tell, UsageError, WorldError } from './command.ts';
import type { Device } from './device.ts';
import { incidentNow, readIncidents } from './hub-incidents.ts';
import type { HubIncident } from './hub-incidents.ts';
import { readPlace } from './hub-place.ts';
import { postingTo } from './hub-post.ts';
import { readHub } from './hub-reader.ts';
import { OLD_BLOCKS } from './secret-file.ts';

type Reaching = { readonly link: string; readonly crypto: Primitives };

/**
 * Destroys the device's keys for incidents that two keyholders have closed, once all they signed is on the hub. Run
 * after a command that spoke with a hub; whatever is in the way leaves the keys as they are until the next time.
 */
export async function destroyClosedKeys(device: Device, reaching: Reaching): Promise<void> {
  const slots = await closedSlots(device, reaching);
  for (const slot of slots) {
    device.destroy(slot);
    tell(`Incident ${slot} is closed: this device's key for it was overwritten and removed.`);
  }
  if (slots.length > 0) tell(OLD_BLOCKS);
}

/** The slots whose keys are of no more use. The command itself is done: a hub that does not tell is no news. */
async function closedSlots(device: Device, reaching: Reaching): Promise<readonly number[]> {
  try {
    const over = await slotsOver(device, reaching);
    const sent: number[] = [];
    for (const slot of over) if (!(await hasUnsent(device, slot, reaching))) sent.push(slot);
    return sent;
  } catch (cause) {
    if (cause instanceof WorldError || cause instanceof UsageError) return [];
    throw cause;
  }
}

async function slotsOver(device: Device, { link, crypto }: Reaching): Promise<readonly number[]> {
  const slots = device.slots().flatMap(({ slot }) => (slot > 0 ? [slot] : []));
  if (slots.length === 0) return [];
  const known = await readIncidents(link);
  const told = slots.flatMap((slot) => {
    const incident = incidentOfSlot(device, slot, known);
    return incident !== undefined && isOver(incident.state) ? [{ slot, incident }] : [];
  });
  if (told.length === 0) return [];
  // Not on the word of a hub: it may be in the wrong hands, and the device would have no voice on the day.
  const people = await peopleTold(link, crypto);
  return told.flatMap(({ slot, incident }) =>
    isOver(people.incidents.get(incident.id)?.state) ? [slot] : [],
  );
}

function isOver(state: string | undefined): boolean {
  return state === 'closed' || state === 'archived';
}

/** The incident a slot's key spoke in, or that bears its number; what was merged is over with what it was merged into. */
function incidentOfSlot(
  device: Device,
  slot: number,
  known: readonly HubIncident[],
): HubIncident | undefined {
  const spokenIn = device.incidentOf(slot);
  const found = known.find(({ id, number }) => (spokenIn === undefined ? number === slot : id === spokenIn));
  return found && incidentNow(found, known);
}

/** Sends what waits. The key stays while a hub has not acknowledged all it signed. */
async function hasUnsent(device: Device, slot: number, reaching: Reaching): Promise<boolean> {
  const kept = device.keyOf(slot, undefined);
  const unsent = kept?.key.unsent ?? [];
  if (kept === undefined || unsent.length === 0) return false;
  // Kept as it is until all of it is answered for: sent twice, an entry is the same entry.
  const sent = await sayEntries(
    [],
    { key: kept.key, save: () => {} },
    { post: postingTo(reaching.link), crypto: reaching.crypto },
  );
  const refused = sent.ok ? unsent.filter((_, i) => !isAccepted(sent.receipts[i])) : unsent;
  if (refused.length === 0) {
    tell(`${unsent.length} entries that waited for incident ${slot} went out.`);
    return false;
  }
  // What was refused may be taken later, such as after a flood of strangers.
  if (sent.ok) kept.save({ ...kept.key, unsent: refused });
  tell(
    `Incident ${slot} is closed, and ${refused.length} entries for it that no hub has taken wait on this device: its key is kept.`,
  );
  return true;
}

function isAccepted(receipt: Json | undefined): boolean {
  return isJsonObject(receipt) && receipt['status'] === 'accepted';
}

/** Who acts here by the place log as this link shows it: every signature checked anew. */
async function peopleTold(link: string, crypto: Primitives): Promise<People> {
  const { place, origin } = await readPlace(link);
  const { logged, hubKey } = await readHub(link, place, crypto);
  const genuine = await genuineOf(
    logged.map(({ entry }) => entry),
    crypto,
  );
  return peopleOf(
    logged.filter(({ entry }) => genuine.has(entry)),
    { hubKeys: new Set(hubKey === undefined ? [] : [hubKey]), origin, sha256: crypto.sha256 },
  );
}

async function genuineOf(entries: readonly EntryAsSent[], crypto: Primitives): Promise<ReadonlySet<Entry>> {
  const planned = entries.flatMap((entry) => {
    const plan = toVerify(entry.wire, crypto);
    return plan.ok ? [{ entry, check: plan.value.check }] : [];
  });
  const verdicts = await crypto.verifyBatch(planned.map(({ check }) => check));
  return new Set(planned.flatMap(({ entry }, i) => (verdicts[i] === true ? [entry] : [])));
}
