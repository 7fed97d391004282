import type { Entry, EntryAsSent } from '../../record/entry.ts';
import type { Primitives } from '../../record/primitives.ts';
import { toVerify } from '../../record/verify.ts';
import { peopleOf } from '../../situation/people.ts';
import type { People } from '../../situation/people.ts';
import { tell, UsageError, WorldError } from './command.ts';
import type { Device } from './device.ts';
import { incidentNow, readIncidents } from './hub-incidents.ts';
import type { HubIncident } from './hub-incidents.ts';
import { readPlace } from './hub-place.ts';
import { readHub } from './hub-reader.ts';
import { sayEntries } from './say-entries.ts';
import { OLD_BLOCKS } from './secret-file.ts';

type Reaching = { readonly link: string; readonly crypto: Primitives };

/**
 * Destroys the device's keys for incidents that two keyholders have closed, once all they signed is on the hub. Run
 * after a command that spoke with a hub; whatever is in the way leaves the keys as they are until the next time.
 */
export async function destroyClosedKeys(device: Device, reaching: Reaching): Promise<void> {
  try {
    await destroyNow(device, reaching);
  } catch (cause) {
    // The command itself is done. A hub that does not tell, or a link that may not ask, is no news.
    if (!(cause instanceof WorldError || cause instanceof UsageError)) throw cause;
  }
}

async function destroyNow(device: Device, { link, crypto }: Reaching): Promise<void> {
  const slots = device.slots().flatMap(({ slot }) => (slot > 0 ? [slot] : []));
  if (slots.length === 0) return;
  const known = await readIncidents(link);
  const over = slots.flatMap((slot) => {
    const incident = incidentOfSlot(device, slot, known);
    return incident !== undefined && isOver(incident.state) ? [{ slot, incident }] : [];
  });
  if (over.length === 0) return;
  // Not on the word of a hub: it may be in the wrong hands, and the device would have no voice on the day.
  const people = await peopleTold(link, crypto);
  let destroyed = 0;
  for (const { slot, incident } of over) {
    if (!isOver(people.incidents.get(incident.id)?.state)) continue;
    if (await hasUnsent(device, slot, { link, crypto })) continue;
    device.destroy(slot);
    destroyed++;
    tell(`Incident ${slot} is closed: this device's key for it was overwritten and removed.`);
  }
  if (destroyed > 0) tell(OLD_BLOCKS);
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

/** Sends what waits. The key stays while a hub has not answered for all it signed. */
async function hasUnsent(device: Device, slot: number, reaching: Reaching): Promise<boolean> {
  const kept = device.keyOf(slot, undefined);
  if (kept === undefined || kept.key.unsent.length === 0) return false;
  const sent = await sayEntries([], kept, reaching);
  if (sent.ok) {
    tell(`${sent.receipts.length} entries that waited for incident ${slot} went out.`);
    return false;
  }
  tell(
    `Incident ${slot} is closed, and ${sent.waiting} entries for it wait on this device: its key is kept until they are sent.`,
  );
  return true;
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
