import { assert } from '../base/assert.ts';
import type { Extent } from '../base/edtf.ts';
import type { Entry } from '../record/entry.ts';
import type { Wall } from '../base/wall.ts';
import { isVote } from '../record/kinds/alarm.ts';
import type {
  AlarmMode,
  AlarmPolicy,
  AlarmRaiseBody,
  AlarmRelayBody,
  AlarmReplyBody,
  AlarmStep,
  AlarmStepBody,
  AlarmVoteBody,
  Relayed,
  StepReason,
} from '../record/kinds/alarm.ts';
import type { Act } from '../record/kinds/vocabulary.ts';
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
  /** Who raised it says now that it is not so. */
  readonly isTakenBack: boolean;
  /** Of those who answered unsigned that they saw it too, or that it is not so: who vouches for them. */
  readonly relayedVoices: Readonly<Record<'confirm' | 'refute', readonly AuthorKey[]>>;
  /** Distinct people by their last own answer, signed or said on by the hub. */
  readonly acknowledged: number;
  readonly coming: number;
  readonly cannot: number;
  /** When each who is coming said so, in how many minutes to be there. */
  readonly onTheWay: readonly { readonly since: Wall; readonly minutes?: number }[];
  readonly endedAs?: AlarmStep;
  readonly steps: readonly {
    readonly entry: EntryId;
    readonly author: AuthorKey;
    readonly step: AlarmStep;
    readonly tier?: number;
    readonly why?: StepReason;
    readonly policy?: AlarmPolicy;
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
  /** When it was logged, else when its author says it was. */
  readonly since: Wall | undefined;
  readonly isOfHub: boolean;
};

type AlarmBody = AlarmRaiseBody | AlarmVoteBody | AlarmReplyBody | AlarmStepBody | AlarmRelayBody;

export const ALARMS: Section<Alarm, Part> = {
  keysOf: alarmsOf,
  read: ({ entry, loggedAt }, context) => {
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
      since: loggedAt === undefined ? (when.start.lo ?? when.start.hi) : context.wallOf(loggedAt),
      isOfHub: context.isHub(author),
    };
  },
  summarise: (parts, key) => {
    const id = parts[0]?.alarms.find((alarm) => alarm === key);
    assert(id !== undefined, 'an alarm bucket holds the raise or something about it');
    const raise = parts.find((p) => p.entry === key);
    const steps = stepsOf(parts);
    const votes = votesOf(parts, raise?.author);
    // As with those who sign, whoever comes may have seen it too: one answer does not take back the other.
    const [seen, replied] = relaysOf(parts);
    const answers = [...lastOf(parts.filter(isReply), ({ author }) => author), ...replied];
    const answered = new Set(replied.map(({ body }) => body.who));
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
      relayedVoices: { confirm: vouchersOf(seen, 'confirm'), refute: vouchersOf(seen, 'refute') },
      acknowledged: answers.length + seen.filter(({ body }) => !answered.has(body.who)).length,
      coming: answers.filter((a) => answerOf(a) === 'coming').length,
      cannot: answers.filter((a) => answerOf(a) === 'cannot').length,
      onTheWay: onTheWay(answers),
      ...(ended && { endedAs: ended.step }),
      steps,
      entries: parts.map((p) => p.entry),
    };
  },
};

const OF_ALARM: ReadonlySet<string> = new Set<AlarmBody['type']>([
  'alarm-raise',
  'alarm-vote',
  'alarm-reply',
  'alarm-step',
  'alarm-relay',
]);

function isOfAlarm(body: Entry['body']): body is AlarmBody {
  return body !== undefined && OF_ALARM.has(body.type);
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
    const { type: _, ...decided } = body;
    steps.push({ entry, author, ...decided, when });
  }
  return steps.sort((a, b) => compareExtents(a.when, b.when) || (a.entry < b.entry ? -1 : 1));
}

function votesOf(
  parts: readonly Part[],
  raiser: AuthorKey | undefined,
): Pick<Alarm, 'confirmedBy' | 'refutedBy' | 'isTakenBack'> {
  const voters = { confirm: new Set<AuthorKey>(), refute: new Set<AuthorKey>() };
  for (const { author, body } of parts) if (body.type === 'alarm-vote') voters[body.vote].add(author);
  const others = (keys: ReadonlySet<AuthorKey>): readonly AuthorKey[] =>
    [...keys].filter((key) => key !== raiser).sort();
  // Who has said both is not counted as having seen it: the weaker reading wins.
  return {
    confirmedBy: others(voters.confirm).filter((key) => !voters.refute.has(key)),
    refutedBy: others(voters.refute),
    isTakenBack: raiser !== undefined && voters.refute.has(raiser),
  };
}

type Of<B extends AlarmBody> = Part & { readonly body: B };

function isReply(part: Part): part is Of<AlarmReplyBody> {
  return part.body.type === 'alarm-reply';
}

function isRelay(part: Part): part is Of<AlarmRelayBody> {
  return part.body.type === 'alarm-relay' && part.isOfHub;
}

/** What each said last of whether it is so, and what each said last of themselves. */
function relaysOf(
  parts: readonly Part[],
): readonly [seen: readonly Of<AlarmRelayBody>[], replied: readonly Of<AlarmRelayBody>[]] {
  const relays = parts.filter(isRelay);
  const last = (isMeant: boolean): readonly Of<AlarmRelayBody>[] =>
    lastOf(
      relays.filter(({ body }) => isVote(body.answer) === isMeant),
      ({ body }) => body.who,
    );
  return [last(true), last(false)];
}

/** The last answer of each; of two with one number, the one with the greater id. */
function lastOf<P extends Part>(parts: readonly P[], whose: (part: P) => string): readonly P[] {
  const last = new Map<string, P>();
  for (const part of parts) {
    // Parts come in order of id.
    const who = whose(part);
    if (part.sequence >= (last.get(who)?.sequence ?? 0)) last.set(who, part);
  }
  return [...last.values()];
}

type Answer = Of<AlarmReplyBody> | Of<AlarmRelayBody>;

function answerOf({ body }: Answer): Relayed {
  return body.type === 'alarm-reply' ? body.reply : body.answer;
}

function onTheWay(answers: readonly Answer[]): Alarm['onTheWay'] {
  const coming = answers.flatMap((answer) => {
    const { minutes } = answer.body;
    if (answerOf(answer) !== 'coming' || answer.since === undefined) return [];
    return [{ since: answer.since, ...(minutes !== undefined && { minutes }) }];
  });
  return coming.sort((a, b) => a.since - b.since || (a.minutes ?? 0) - (b.minutes ?? 0));
}

function vouchersOf(
  relays: readonly Of<AlarmRelayBody>[],
  answer: AlarmRelayBody['answer'],
): readonly AuthorKey[] {
  const vouchers = relays.flatMap(({ body }) => (body.answer === answer ? (body.voucher ?? []) : []));
  return [...new Set(vouchers)].sort();
}
