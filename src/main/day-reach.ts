import type { Day } from '../adapters/sim-day/day.ts';
import type { DayPhones } from '../adapters/sim-day/day-phones.ts';
import { storeSqlite } from '../adapters/store-sqlite/store-sqlite.ts';
import { readVaultFile } from '../adapters/vault-file/vault-file.ts';
import { milestonesOf } from '../acts/alarm/milestones.ts';
import type { Milestone } from '../acts/alarm/milestones.ts';
import { reachOverTime } from '../acts/alarm/reach-over-time.ts';
import type { ReachOverTime } from '../acts/alarm/reach-over-time.ts';
import { assert } from '../base/assert.ts';
import { ledgerEvents } from '../engine/ledger-keeper.ts';
import { newVault } from '../record/at-rest.ts';
import type { Primitives } from '../record/primitives.ts';
import { unlock } from '../record/vault-header.ts';
import { contextOf } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import type { Situation } from '../situation/situation.ts';
import { keyFileSecret } from './hub-vault.ts';

export type DayHub = { readonly folder: string; readonly keyFile: string };

/** What became of the messages of a played day, read from its hub's own store beside the hub. */
export async function dayMilestones(
  { folder, keyFile }: DayHub,
  crypto: Primitives,
): Promise<readonly Milestone[]> {
  const header = readVaultFile(folder);
  assert(header !== undefined, 'the hub of a played day has made its folder');
  const opened = await unlock(header, keyFileSecret(keyFile, crypto), crypto);
  assert(opened.ok, 'the key of a played day lies beside its hub');
  const store = storeSqlite({ folder, vault: newVault(opened.value.dataKeys, crypto), mode: 'read' });
  try {
    return milestonesOf(ledgerEvents(store));
  } finally {
    store.close();
  }
}

/** How the call of a played day spread, by wardens and by the hub. */
export function dayReach(
  milestones: readonly Milestone[],
  { day, phones, gathered, situation }: ReachedDay,
): ReachOverTime {
  const { wallOf } = contextOf(gathered);
  const people = new Map(day.cells.map((cell) => [cell.code, cell.people]));
  return reachOverTime({
    tallies: situation.reach.cells,
    points: situation.reach.points,
    milestones,
    // Their numbers are given in the order of the list.
    cellOf: (person) => phones.phones[person - 1]?.cell,
    peopleIn: (cell) => people.get(cell),
    wallOf,
  });
}

export type ReachedDay = {
  readonly day: Day;
  readonly phones: DayPhones;
  readonly gathered: Gathered;
  readonly situation: Situation;
};
