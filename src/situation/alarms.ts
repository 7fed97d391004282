import { assert } from '../base/assert.ts';
import type { Extent } from '../base/edtf.ts';
import type { Entry } from '../record/entry.ts';
import type { AlarmMode, AlarmStep } from '../record/kinds/alarm.ts';
import type { Act } from '../record/kinds/vocabulary.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import type { Context, Section } from './buckets.ts';
import { compareExtents } from './times.ts';

export type AlarmState = 'raised' | 'confirmed' | 'active' | 'lapsed' | 'stood-down';

/** One alarm as the record has it. Decisions stand in it because the hub signed them as entries. */
export type Alarm = {
  readonly id: EntryId;
  /** Unknown while only votes or answers have arrived and not the raise itself. */
  readonly mode?: AlarmMode;
  readonly act?: Act;
  readonly raisedAt?: Extent;
  readonly raisedBy?: AuthorKey;
  readonly state: AlarmState;
  /** Highest tier the hub has opened; 0 before the first. */
  readonly tier: number;
  /** Distinct authors other than the raiser who saw it too, and who say it is not so. */
  readonly confirmedBy: readonly AuthorKey[];
  readonly refutedBy: readonly AuthorKey[];
  /** Distinct authors by their last own answer. */
  readonly acknowledged: number;
  readonly coming: number;
  readonly cannot: number;
  readonly endedAs?: AlarmStep;
  readonly steps: readonly {
    readonly entry: EntryId;
    readonly author: AuthorKey;
    readonly step: AlarmStep;
    readonly tier?: number;
    readonly when: Extent;
  }[];
  readonly entries: readonly EntryId[];
};

export const ALARMS: Section<Alarm> = {
  keysOf: (entry) => {
    const type = entry.body?.type;
    if (type === 'alarm-raise') return [entry.id];
    return type === 'alarm-vote' || type === 'alarm-reply' || type === 'alarm-step' ? entry.core.about : [];
  },
  summarise: (logged, context, key) => {
    const entries = logged.map((l) => l.entry);
    const raise = entries.find((e) => e.id === key);
    const id = raise?.id ?? entries.flatMap((e) => e.core.about).find((about) => about === key);
    assert(id !== undefined, 'an alarm bucket holds the raise or something about it');
    const steps = stepsOf(entries, context);
    const votes = votesOf(entries, raise?.core.author);
    const replies = lastReplies(entries);
    const body = raise?.body?.type === 'alarm-raise' ? raise.body : undefined;
    const ended = steps.find((s) => s.step !== 'tier');
    const tier = steps.reduce((most, s) => Math.max(most, s.tier ?? 0), 0);
    return {
      id,
      ...(raise &&
        body && {
          mode: body.mode,
          act: body.act,
          raisedAt: context.timeOf(raise),
          raisedBy: raise.core.author,
        }),
      state: stateOf(ended?.step, tier, votes.confirmedBy.length),
      tier,
      ...votes,
      acknowledged: replies.size,
      coming: [...replies.values()].filter((r) => r === 'coming').length,
      cannot: [...replies.values()].filter((r) => r === 'cannot').length,
      ...(ended && { endedAs: ended.step }),
      steps,
      entries: entries.map((e) => e.id),
    };
  },
};

function stateOf(ended: AlarmStep | undefined, tier: number, confirmations: number): AlarmState {
  if (ended === 'lapsed') return 'lapsed';
  if (ended !== undefined) return 'stood-down';
  if (tier >= 2) return 'active';
  return confirmations > 0 ? 'confirmed' : 'raised';
}

function stepsOf(entries: readonly Entry[], context: Context): Alarm['steps'] {
  const steps = entries.flatMap((e) => {
    if (e.body?.type !== 'alarm-step' || !context.isHub(e.core.author)) return [];
    const { step, tier } = e.body;
    return [
      {
        entry: e.id,
        author: e.core.author,
        step,
        ...(tier !== undefined && { tier }),
        when: context.timeOf(e),
      },
    ];
  });
  return steps.sort((a, b) => compareExtents(a.when, b.when) || (a.entry < b.entry ? -1 : 1));
}

function votesOf(
  entries: readonly Entry[],
  raiser: AuthorKey | undefined,
): Pick<Alarm, 'confirmedBy' | 'refutedBy'> {
  const voters = (vote: 'confirm' | 'refute'): readonly AuthorKey[] => {
    const cast = entries.filter(
      (e) => e.body?.type === 'alarm-vote' && e.body.vote === vote && e.core.author !== raiser,
    );
    return [...new Set(cast.map((e) => e.core.author))].sort();
  };
  const refutedBy = voters('refute');
  // Who has said both is not counted as having seen it: the weaker reading wins.
  return { confirmedBy: voters('confirm').filter((author) => !refutedBy.includes(author)), refutedBy };
}

function lastReplies(entries: readonly Entry[]): ReadonlyMap<AuthorKey, string> {
  const last = new Map<
    AuthorKey,
    { readonly sequence: number; readonly id: EntryId; readonly reply: string }
  >();
  for (const { id, body, core } of entries) {
    if (body?.type !== 'alarm-reply') continue;
    const known = last.get(core.author);
    const isNewer =
      known === undefined ||
      core.sequence > known.sequence ||
      (core.sequence === known.sequence && id > known.id);
    if (isNewer) last.set(core.author, { sequence: core.sequence, id, reply: body.reply });
  }
  return new Map([...last].map(([author, { reply }]) => [author, reply]));
}
