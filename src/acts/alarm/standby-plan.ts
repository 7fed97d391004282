import { instant, MINUTE_MS } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Standby } from '../../situation/standbys.ts';
import type { ReadyOver } from '../words/alarm-words.ts';
import { CHANNEL_NAMES } from './channels.ts';
import { heldUp } from './held-up.ts';
import { followUps } from './ladder.ts';
import type { Ledger, LedgerEvent } from './ledger.ts';
import type { StandbySaying } from './message.ts';
import { firstRoad, planOver, WAVE_EVERY_MS } from './plan.ts';
import type { Roster } from './roster.ts';

export type StandbyPlanning = {
  readonly ledger: Ledger;
  readonly roster: Roster;
  /** Who stands in for whoever is missing, as far as the hub knows them: told first, in this order. */
  readonly deputies: readonly number[];
  /** Organisers who are missing: their telephones may be in other hands. */
  readonly missing: readonly number[];
  readonly asOf: Instant;
};

/** Who is asked to be ready. Neighbours sleep on: only an alarm that two stand behind calls them. */
const TOLD: ReadonlySet<Role> = new Set(['organiser', 'warden', 'keyholder']);
/** Who is let in, or reached for the first time, later than that is not told of it any more. */
const TOLD_WITHIN_MS: number = 30 * MINUTE_MS;

/**
 * The messages a standby calls for now that are not in the ledger yet: one to each person by their first road, deputies first,
 * and a text message where no notification was seen; once it is lifted, that it is over, to all who were told. Asked again it
 * asks for nothing twice.
 */
export function planStandby(
  { id: alarm, raisedAt, lifted }: Pick<Standby, 'id' | 'raisedAt' | 'lifted'>,
  { ledger, roster, deputies, missing, asOf }: StandbyPlanning,
): readonly LedgerEvent[] {
  if (lifted !== undefined) return planOver(alarm, { ledger, roster, asOf });
  const isTold = (person: number): boolean =>
    CHANNEL_NAMES.some((channel) => ledger.find({ alarm, phase: 'ready', channel, person }) !== undefined);
  const isMeant = (person: number): boolean => {
    const role = roster.role(person);
    return role !== undefined && TOLD.has(role) && !missing.includes(person) && !isTold(person);
  };
  const people = Array.from({ length: roster.end }, (_, person) => person).filter(isMeant);
  const rankOf = (person: number): number => {
    const at = deputies.indexOf(person);
    return at < 0 ? deputies.length : at;
  };
  const ranks = asOf - raisedAt > TOLD_WITHIN_MS ? [] : [...Map.groupBy(people, rankOf)];
  const first = ranks
    .sort(([a], [b]) => a - b)
    .flatMap(([rank, those]) =>
      CHANNEL_NAMES.flatMap((channel): readonly LedgerEvent[] => {
        const by = those.filter((person) => firstRoad(roster, person) === channel);
        const due = instant(asOf + rank * WAVE_EVERY_MS);
        return by.length === 0 ? [] : [{ kind: 'plan', alarm, phase: 'ready', channel, due, people: by }];
      }),
    );
  const planning = { ledger, roster, asOf };
  return [...heldUp(alarm, ['ready'], planning), ...first, ...followUps(alarm, planning, ['ready'])];
}

/** What people are told of it; of one that is over, that it is. */
export function standbySaying({ cause, lifted }: Pick<Standby, 'cause' | 'lifted'>): StandbySaying {
  return lifted === undefined
    ? { kind: 'ready', cause }
    : { kind: 'ready-over', as: lifted.why === 'came' ? overAs(cause) : 'over' };
}

function overAs(cause: Standby['cause']): ReadyOver {
  return cause === 'peer' ? 'heard' : 'here';
}
