import type { Instant } from '../../base/instant.ts';
import type { EntryId } from '../../record/names.ts';
import type { ChannelName } from './channels.ts';
import { newLedger } from './ledger.ts';
import type { LedgerEvent, Phase, RowState } from './ledger.ts';

/** That one message came so far: handed to its carrier, seen on a screen, answered. */
export type Milestone = {
  readonly alarm: EntryId;
  readonly at: Instant;
  readonly kind: 'handed' | 'seen' | 'answered';
  readonly phase: Phase;
  readonly channel: ChannelName;
  readonly person: number;
};

const KIND_OF: Readonly<Partial<Record<RowState, Milestone['kind']>>> = {
  accepted: 'handed',
  unknown: 'handed',
  seen: 'seen',
  answered: 'answered',
};

/** How far each message of all alarms came, and when; out of all that ever happened to a ledger, in its order. */
export function milestonesOf(events: readonly LedgerEvent[]): readonly Milestone[] {
  const ledger = newLedger();
  return events.flatMap((event): readonly Milestone[] => {
    ledger.apply(event);
    const kind = event.kind === 'became' ? KIND_OF[event.state] : undefined;
    if (event.kind !== 'became' || kind === undefined) return [];
    return event.rows.filter(ledger.holds).map((n) => {
      const { alarm, phase, channel, person } = ledger.row(n);
      return { alarm, at: event.at, kind, phase, channel, person };
    });
  });
}
