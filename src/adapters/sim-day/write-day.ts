import { newIncidentId } from '../../record/names.ts';
import type { EntryId, IncidentId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import type { WireEntry } from '../../record/wire.ts';
import type { Day, DayEntry } from './day.ts';
import { simPhone } from './phone.ts';
import { entrySaying, nothingSaid, planSaying, remember } from './speak.ts';

/** What a day file holds, signed: for looking at a day without playing it. */
export type WrittenDay = {
  readonly incident: IncidentId;
  readonly wires: readonly WireEntry[];
  readonly facts: ReadonlyMap<number, readonly EntryId[]>;
};

/**
 * Signs the plan and every entry of a day that counts, in order, each by its role's own key. No crowd, no network, no hub;
 * and nothing of phones nobody vouches for, or after two keyholders dropped their keys.
 */
export async function writeDay(day: Day, crypto: Primitives): Promise<WrittenDay> {
  const incident = newIncidentId(crypto.randomBytes);
  const wires: WireEntry[] = [];
  const hub = {
    post: async (entries: readonly WireEntry[]) => {
      wires.push(...entries);
      return { receipts: entries.map(() => ({ status: 'accepted' })), answer: {} };
    },
    since: async () => undefined,
    log: async () => undefined,
  };
  const phones = new Map(
    day.roles.map(({ handle, inside }) => [
      handle,
      simPhone({ handle, isInside: inside, incident, crypto, hub }),
    ]),
  );
  const said = nothingSaid();
  const plan = planSaying(day);
  await phones.get(plan.by)?.say(plan.saying);
  await phones.get(plan.by)?.flush();
  for (const entry of day.entries.filter((each) => counts(day, each))) {
    const phone = phones.get(entry.by);
    const id = await phone?.say(entrySaying(entry, day, said));
    await phone?.flush();
    if (id !== undefined) remember(entry, id, said);
  }
  return { incident, wires, facts: said.facts };
}

function counts({ roles }: Day, { by, at }: DayEntry): boolean {
  const role = roles.find(({ handle }) => handle === by);
  return role?.isVouched === true && (role.seizedAt === undefined || at < role.seizedAt);
}
