import type { Instant } from '../../base/instant.ts';
import type { EntryId } from '../../record/names.ts';
import { CHANNEL_NAMES } from './channels.ts';
import type { ChannelName } from './channels.ts';
import { HALF_HOURS, halfHourAt, halfHourLater } from './hours.ts';
import type { Ledger, LedgerEvent, Phase, RowNumber, RowState } from './ledger.ts';
import type { Roster } from './roster.ts';

/** By what it is known which messages cannot go as they were planned. */
export type HoldingUp = {
  readonly ledger: Ledger;
  readonly roster: Roster;
  /** Minutes east of UTC, of the clock by which people's hours go; nobody's are kept where it is not known. */
  readonly offsetMinutes?: number;
  /** Roads behind which another carrier stands than at the last look. */
  readonly renewed?: ReadonlySet<ChannelName>;
  readonly asOf: Instant;
};

/** Whoever was told something hears what changes about it, whatever the hour. */
const KEEPS_HOURS: ReadonlySet<Phase> = new Set(['ask', 'call']);

/** Whether somebody may be sent a message of a phase now, by the hours they gave. */
export function isTimely(
  person: number,
  phase: Phase,
  { roster, offsetMinutes, asOf }: Pick<HoldingUp, 'roster' | 'offsetMinutes' | 'asOf'>,
): boolean {
  if (offsetMinutes === undefined || !roster.hasHours || !KEEPS_HOURS.has(phase)) return true;
  return roster.mayCall(person, halfHourAt(asOf, offsetMinutes));
}

/** What waits to go out, as it stands now that its road may be gone. */
export function stateNow(
  { state, channel }: { readonly state: RowState; readonly channel: ChannelName },
  roster: Roster,
): RowState {
  return isWaiting(state) && !roster.isOpen(channel) ? 'stranded' : state;
}

/**
 * What happens to messages that wait: those whose road the hub has given up are stranded, so that the next road is taken;
 * those for whom it has become too late in the day are put off until their hours begin; those that a carrier put off go at
 * once by the one that took its place.
 */
export function heldUp(alarm: EntryId, phases: readonly Phase[], holding: HoldingUp): readonly LedgerEvent[] {
  const { ledger, roster, renewed, asOf } = holding;
  if (!mayHold(alarm, holding)) return [];
  const [stranded, freed]: [RowNumber[], RowNumber[]] = [[], []];
  const later = new Map<Instant, RowNumber[]>();
  ledger.each(alarm, ({ state, phase, channel, person, due }, n) => {
    if (!isWaiting(state) || !phases.includes(phase)) return;
    if (!roster.isOpen(channel)) stranded.push(n);
    else if (!isTimely(person, phase, holding)) {
      const begins = hoursBegin(person, holding);
      if (due < begins) later.set(begins, [...(later.get(begins) ?? []), n]);
    } else if (state === 'deferred' && due > asOf && renewed?.has(channel) === true) freed.push(n);
  });
  const putOff = (rows: readonly RowNumber[], due: Instant): readonly LedgerEvent[] =>
    rows.length === 0 ? [] : [{ kind: 'defer', rows, at: asOf, due }];
  return [
    ...(stranded.length === 0
      ? []
      : [{ kind: 'became', state: 'stranded', rows: stranded, at: asOf } as const]),
    ...putOff(freed, asOf),
    ...[...later].flatMap(([due, rows]) => putOff(rows, due)),
  ];
}

/** Goes by counters: most often there is nothing to look for. */
function mayHold(alarm: EntryId, { ledger, roster, offsetMinutes, renewed }: HoldingUp): boolean {
  const waitsBy = (channel: ChannelName): boolean =>
    (['planned', 'deferred'] as const).some((state) => ledger.count(alarm, { state, channel }) > 0);
  const hasHours = roster.hasHours && offsetMinutes !== undefined;
  return CHANNEL_NAMES.some(
    (channel) => (hasHours || !roster.isOpen(channel) || renewed?.has(channel) === true) && waitsBy(channel),
  );
}

function hoursBegin(person: number, { roster, offsetMinutes = 0, asOf }: HoldingUp): Instant {
  const now = halfHourAt(asOf, offsetMinutes);
  let n = 1;
  while (n < HALF_HOURS && !roster.mayCall(person, (now + n) % HALF_HOURS)) n++;
  return halfHourLater(asOf, n, offsetMinutes);
}

function isWaiting(state: RowState): boolean {
  return state === 'planned' || state === 'deferred';
}
