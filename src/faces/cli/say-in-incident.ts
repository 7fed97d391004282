import { isJsonObject } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { Draft } from '../../record/write.ts';
import type { KeptKey } from '../kit/author-key.ts';
import { isNotProven } from '../kit/receipts.ts';
import { sayEntries } from '../kit/say-entries.ts';
import { destroyClosedKeys } from './closed-keys.ts';
import { EXIT_OK, EXIT_WRONG, say, tell, UsageError, WorldError } from './command.ts';
import type { Given } from './command.ts';
import { noKey, openDevice } from './device.ts';
import type { Device } from './device.ts';
import { joinedWithHub } from './hub-chain.ts';
import { incidentNamed, incidentNow, noIncident, readIncidents } from './hub-incidents.ts';
import { readPlace } from './hub-place.ts';
import { NOT_PROVEN, postingTo, tellLog } from './hub-post.ts';

/** With which key something is said; `device`: whose it is. */
export type KeyMeant = { readonly kept: KeptKey; readonly device?: Device };

type Saying = { readonly link: string; readonly given: Given; readonly crypto: Primitives };

/** Signs one entry, sends it with what waits, and tells what was refused. `id`: of the entry, once it was sent. */
export async function sayInIncident(
  draft: Draft,
  { kept, device }: KeyMeant,
  { link, given, crypto }: Saying,
): Promise<{ readonly code: number; readonly id?: EntryId | undefined }> {
  const joined = await joinedWithHub(kept, { link, crypto });
  const sent = await sayEntries([draft], joined, {
    post: postingTo(link),
    crypto,
    isDistrusted: (device?.contradictions().length ?? 0) > 0,
  });
  if (!sent.ok) {
    tell(`shanyrak: ${sent.says}`);
    tell(`The entry is kept in ${kept.file} (${sent.waiting} waiting) and goes out with the next post.`);
    return { code: EXIT_WRONG };
  }
  if (device) await destroyClosedKeys(device, { link, crypto });
  const isTrusted = tellLog(
    sent.log,
    device === undefined ? `--key ${kept.file}` : `--device ${device.folder}`,
  );
  const refused = sayReceipts(sent.receipts, given.flag('json'));
  if (sent.waiting > 0) tell(`${sent.waiting} are kept in ${kept.file} and go out with the next post.`);
  return { code: refused === 0 && isTrusted ? EXIT_OK : EXIT_WRONG, id: sent.said[0] };
}

/** The key that the device in `--device` has for the incident named by number or id, or for a new one. */
export async function deviceKeyFor(named: string, { link, given, crypto }: Saying): Promise<KeyMeant> {
  const device = await openDevice(given, crypto);
  const { slot, incident, isOver } = spokenBefore(device, named, await slotMeant(link, named));
  if (isOver) {
    await destroyClosedKeys(device, { link, crypto });
    throw new UsageError(
      `incident ${slot} is closed: nothing more is said in it. Nothing was signed. If there is something new: --incident new`,
    );
  }
  const kept = device.keyOf(slot, incident);
  if (kept === undefined) throw noKey(device.folder, slot);
  return { kept, device };
}

type SlotMeant = { readonly slot: number; readonly incident?: string; readonly isOver: boolean };

/** Without a hub the device goes on in an incident it has spoken in before. */
function spokenBefore(device: Device, named: string, meant: SlotMeant | WorldError): SlotMeant {
  if (!(meant instanceof WorldError)) return meant;
  if (named === 'new')
    throw new WorldError(
      `${meant.message.replace(/\.$/, '')}. Nothing was signed. To sign without it give --key ${device.folder}/slot-N.key, with N the number the next incident will have`,
    );
  const known = device.slots().find(({ slot }) => {
    const incident = slot > 0 ? device.incidentOf(slot) : undefined;
    return incident !== undefined && (incident === named || String(slot) === named);
  });
  if (known === undefined) throw meant;
  return { slot: known.slot, isOver: false };
}

/** Which slot speaks in the incident named, and its id; a new one takes the next number. Or why the hub does not say. */
async function slotMeant(link: string, named: string): Promise<SlotMeant | WorldError> {
  try {
    return await slotTold(link, named);
  } catch (cause) {
    if (cause instanceof WorldError) return cause;
    throw cause;
  }
}

async function slotTold(link: string, named: string): Promise<SlotMeant> {
  if (named === 'new') return { slot: (await readPlace(link)).nextNumber, incident: named, isOver: false };
  const known = await readIncidents(link);
  const found = incidentNamed(named, known);
  if (found === undefined) throw noIncident(named);
  const { id, number, state } = incidentNow(found, known);
  return { slot: number, incident: id, isOver: state !== 'open' };
}

/** Says what the hub refused or did not prove, or as JSON all it answered; of how many that is so. */
export function sayReceipts(receipts: readonly Json[], asJson: boolean): number {
  let refused = 0;
  for (const receipt of receipts) {
    if (asJson) say(JSON.stringify(receipt));
    if (!isJsonObject(receipt) || receipt['status'] === 'accepted') continue;
    refused++;
    if (isNotProven(receipt)) tell(NOT_PROVEN);
    else if (!asJson) say(`refused: ${typeof receipt['says'] === 'string' ? receipt['says'] : ''}`);
  }
  return refused;
}
