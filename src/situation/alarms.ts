import { assert } from '../base/assert.ts';
import type { Extent } from '../base/edtf.ts';
import type { Entry } from '../record/entry.ts';
import type {
  AlarmMode,
  AlarmRaiseBody,
  AlarmReplyBody,
  AlarmStep,
  AlarmStepBody,
  AlarmVoteBody,
} from '../record/kinds/alarm.ts';
import type { Act, Reply } from '../record/kinds/vocabulary.ts';
import type { AuthorKey, EntryId } from '../record/names.ts';
import type { Section } from './buckets.ts';
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

/** One entry of an alarm, with its time and whether a hub of ours signed it. */
type Part = {
  readonly entry: EntryId;
  readonly author: AuthorKey;
  readonly sequence: number;
  /** The alarms it belongs to: the one it raises, or those it votes on, answers or moves. */
  readonly alarms: readonly EntryId[];
  readonly body: AlarmBody;
  readonly when: Extent;
  readonly isOfHub: boolean;
};

type AlarmBody = AlarmRaiseBody | AlarmVoteBody | AlarmReplyBody | AlarmStepBody;

export const ALARMS: Section<Alarm, Part> = {
  keysOf: alarmsOf,
  read: ({ entry }, context) => {
    const { id, body, core } = entry;
    if (!isOfAlarm(body)) return undefined;
    const when = context.timeOf(entry);
    const { author, sequence } = core;
    return {
      entry: id,
      author,
      sequence,
      alarms: alarmsOf(entry),
      body,
      when,
      isOfHub: context.isHub(author),
    };
  },
  summarise: (parts, key) => {
    const id = parts[0]?.alarms.find((alarm) => alarm === key);
    assert(id !== undefined, 'an alarm bucket holds the raise or something about it');
    const raise = parts.find((p) => p.entry === key);
    const steps = stepsOf(parts);
    const votes = votesOf(parts, raise?.author);
    const replies = lastReplies(parts);
    const ended = steps.find((s) => s.step !== 'tier');
    const tier = steps.reduce((most, s) => Math.max(most, s.tier ?? 0), 0);
    return {
      id,
      ...(raise?.body.type === 'alarm-raise' && {
        mode: raise.body.mode,
        act: raise.body.act,
        raisedAt: raise.when,
        raisedBy: raise.author,
      }),
      state: stateOf(ended?.step, tier, votes.confirmedBy.length),
      tier,
      ...votes,
      acknowledged: replies.length,
      coming: replies.filter((r) => r === 'coming').length,
      cannot: replies.filter((r) => r === 'cannot').length,
      ...(ended && { endedAs: ended.step }),
      steps,
      entries: parts.map((p) => p.entry),
    };
  },
};

function isOfAlarm(body: Entry['body']): body is AlarmBody {
  const type = body?.type;
  return type === 'alarm-raise' || type === 'alarm-vote' || type === 'alarm-reply' || type === 'alarm-step';
}

function alarmsOf({ id, body, core }: Entry): readonly EntryId[] {
  if (!isOfAlarm(body)) return [];
  return body.type === 'alarm-raise' ? [id] : core.about;
}

function stateOf(ended: AlarmStep | undefined, tier: number, confirmations: number): AlarmState {
  if (ended === 'lapsed') return 'lapsed';
  if (ended !== undefined) return 'stood-down';
  if (tier >= 2) return 'active';
  return confirmations > 0 ? 'confirmed' : 'raised';
}

function stepsOf(parts: readonly Part[]): Alarm['steps'] {
  const steps: Alarm['steps'][number][] = [];
  for (const { entry, author, body, when, isOfHub } of parts) {
    if (body.type !== 'alarm-step' || !isOfHub) continue;
    const { step, tier } = body;
    steps.push({ entry, author, step, ...(tier !== undefined && { tier }), when });
  }
  return steps.sort((a, b) => compareExtents(a.when, b.when) || (a.entry < b.entry ? -1 : 1));
}

function votesOf(
  parts: readonly Part[],
  raiser: AuthorKey | undefined,
): Pick<Alarm, 'confirmedBy' | 'refutedBy'> {
  const voters = { confirm: new Set<AuthorKey>(), refute: new Set<AuthorKey>() };
  for (const { author, body } of parts)
    if (body.type === 'alarm-vote' && author !== raiser) voters[body.vote].add(author);
  // Who has said both is not counted as having seen it: the weaker reading wins.
  const confirmedBy = [...voters.confirm].filter((author) => !voters.refute.has(author)).sort();
  return { confirmedBy, refutedBy: [...voters.refute].sort() };
}

/** The last own answer of each author; of two with one number, the one with the greater id. */
function lastReplies(parts: readonly Part[]): readonly Reply[] {
  const last = new Map<AuthorKey, Part>();
  for (const part of parts) {
    // Parts come in order of id.
    if (part.body.type === 'alarm-reply' && part.sequence >= (last.get(part.author)?.sequence ?? 0))
      last.set(part.author, part);
  }
  return [...last.values()].flatMap(({ body }) => (body.type === 'alarm-reply' ? body.reply : []));
}
