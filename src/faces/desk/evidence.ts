import { bracketLines, bracketRange } from '../../acts/words/bracket-words.ts';
import { peopleActName } from '../../acts/words/people-words.ts';
import type { Instant } from '../../base/instant.ts';
import { instantToWall } from '../../base/wall.ts';
import type { Entry } from '../../record/entry.ts';
import type { AlarmStepBody } from '../../record/kinds/alarm.ts';
import type { EventBody } from '../../record/kinds/event.ts';
import type { EntryId } from '../../record/names.ts';
import { STANDBY_WORDS } from '../../acts/words/standby-words.ts';
import { SEALED_WORDS } from '../../acts/words/sealed-words.ts';
import { contextOf } from '../../situation/gather.ts';
import type { Gathered } from '../../situation/gather.ts';
import type { Situation } from '../../situation/situation.ts';
import { bodiesText, claimText, placesText } from './claim-words.ts';
import { dayAndTime } from './day-and-time.ts';
import { capital, codeText, rangeText, viewOf, whenOf } from './view.ts';
import type { BoardOptions, View } from './view.ts';

/** One entry behind a figure, in the words of one language. `text` and `quote` are as their author wrote them. */
export type EvidenceRow = {
  readonly id: string;
  readonly when: string;
  /** What it says, from coded fields only. */
  readonly sentence: string;
  readonly source?: {
    readonly id: string;
    readonly stance: string;
    readonly link: string;
    readonly grade?: string;
  };
  readonly places?: string;
  readonly text?: string;
  readonly quote?: string;
  readonly isLogged: boolean;
  /** Between what moments it was signed: the span, and one line a bound with who vouches for it. */
  readonly signed?: { readonly span: string; readonly bounds: readonly string[] };
};

/** The entries behind a figure, in order of time. Entries that are not here are left out. */
export function evidenceRows(
  ids: readonly EntryId[],
  gathered: Gathered,
  situation: Situation,
  options: BoardOptions,
): readonly EvidenceRow[] {
  const view = viewOf(options, situation.asOf);
  const { timeOf } = contextOf(gathered);
  const grades = new Map(
    situation.lanes.flatMap((l) =>
      l.claims.flatMap((c) => c.entries.map((id) => [id, view.words.grades[c.grade]] as const)),
    ),
  );
  const found = ids
    .flatMap((id) => gathered.byId.get(id) ?? [])
    .map((logged) => ({ logged, when: timeOf(logged.entry) }));
  found.sort(
    (a, b) =>
      (a.when.start.hi ?? a.when.start.lo ?? 0) - (b.when.start.hi ?? b.when.start.lo ?? 0) ||
      (a.logged.entry.id < b.logged.entry.id ? -1 : 1),
  );
  return found.map(({ logged, when }) => {
    const grade = grades.get(logged.entry.id);
    return {
      ...saidBy(logged.entry, view, grade),
      id: logged.entry.id,
      when: whenOf(view, when),
      sentence: capital(sentenceOf(logged.entry, view)),
      isLogged: logged.index !== undefined,
      ...signedWhen(logged.entry, options),
    };
  });
}

function signedWhen(
  { id }: Entry,
  { bracketOf, language, offsetMinutes }: BoardOptions,
): Pick<EvidenceRow, 'signed'> {
  const bracket = bracketOf?.(id);
  if (bracket === undefined) return {};
  const timeOf = (at: Instant): string => dayAndTime(instantToWall(at, offsetMinutes ?? 0));
  const bounds = bracketLines(bracket, timeOf, language);
  return { signed: { span: bracketRange(bracket, timeOf), bounds } };
}

function saidBy(
  { body }: Entry,
  { terms, ...view }: View,
  grade: string | undefined,
): Omit<EvidenceRow, 'id' | 'when' | 'sentence' | 'isLogged' | 'signed'> {
  if (body?.type !== 'event' && body?.type !== 'home') return {};
  const { source, text } = body;
  const said = {
    id: source.id,
    stance: terms.stances[source.stance],
    link: terms.links[source.link],
    ...(grade !== undefined && { grade }),
  };
  const places = body.type === 'event' && body.place ? placesText([body.place], { terms, ...view }) : '';
  const quote = body.type === 'event' ? body.quote : undefined;
  return {
    source: said,
    ...(places !== '' && { places }),
    ...(text !== undefined && { text }),
    ...(quote !== undefined && { quote }),
  };
}

/** What an entry says, from coded fields only. */
function sentenceOf({ body }: Entry, view: View): string {
  const { words, terms } = view;
  const { kinds } = words;
  if (body === undefined) return words.why.notUnderstood;
  switch (body.type) {
    case 'event':
      return eventText(body, view);
    case 'home':
      return kinds.home(body.homes.join(', '), terms.homeStates[body.state]);
    case 'plan':
      return kinds.plan(body.settlement);
    case 'checked-in':
      return kinds.checkedIn(body.point, rangeText(body.number));
    case 'check-in-due':
      return kinds.due(codeText(body.who, terms.bodies), body.graceMin);
    case 'check-in-done':
    case 'check-in-here':
      return kinds.done(codeText(body.who, terms.bodies));
    case 'alarm-raise':
      return kinds.raise(
        body.mode === 'drill' ? words.alarm.drill : words.alarm.real,
        terms.acts[body.act].noun,
      );
    case 'alarm-vote':
      return kinds[body.vote];
    case 'alarm-reply':
      return kinds.reply[body.reply];
    case 'alarm-told':
      return kinds.tally(body.cell, body.told, body.acknowledged);
    case 'alarm-step':
      return stepText(body, view);
    case 'alarm-relay':
      return kinds.relayed({ ...kinds.reply, confirm: kinds.confirm, refute: kinds.refute }[body.answer]);
    case 'standby-step':
      return STANDBY_WORDS[view.options.language].said[body.step];
    case 'group-key':
      return SEALED_WORDS[view.options.language].groupKey(body.role, body.number);
    case 'part-reseal':
      return SEALED_WORDS[view.options.language].reseal;
    default:
      return peopleActName(body.type, view.options.language);
  }
}

function stepText({ step, tier }: AlarmStepBody, { words: { kinds } }: View): string {
  return step === 'tier' ? kinds.tier(tier ?? 0) : kinds.step[step];
}

function eventText(body: EventBody, view: View): string {
  const told = {
    grade: 'single',
    all: body.all === true,
    numbers: body.number ? [{ number: body.number }] : [],
  } as const;
  const { refusals } = view.words;
  const parts = [
    claimText({ ...body, ...told }, view),
    body.order !== undefined && `${refusals.order}: ${view.terms.acts[body.order].noun}`,
    body.by !== undefined && `${refusals.by}: ${bodiesText([body.by], view.terms.bodies)}`,
    body.unit,
  ];
  return parts.filter((part) => typeof part === 'string').join(' · ');
}
