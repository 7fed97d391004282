import { BODIES } from '../../record/kinds/vocabulary.ts';
import type { Act, Answer, BodyCode } from '../../record/kinds/vocabulary.ts';
import type { NumberOf, PlaceRef } from '../../record/kinds/event.ts';
import type { Claim } from '../../situation/claims.ts';
import type { Episode } from '../../situation/episodes.ts';
import { codeText, rangeText } from './view.ts';
import type { View } from './view.ts';

/** What is not an event: shown only as what a source thinks or remembers. */
export function isOpinion(claim: Pick<Episode, 'act' | 'modality'>): boolean {
  return claim.modality === 'opinion' || claim.modality === 'background' || OPINION_ACTS.has(claim.act);
}

const OPINION_ACTS: ReadonlySet<Act> = new Set(['opinion', 'claim.history', 'claim.gain', 'claim.intent']);

/** Calls on others: what is needed, where protests go. They are shown by themselves, since they last. */
export function isCall(claim: Pick<Episode, 'act' | 'modality'>): boolean {
  return !isOpinion(claim) && CALL_ACTS.has(claim.act);
}

const CALL_ACTS: ReadonlySet<Act> = new Set(['need', 'offer', 'picket', 'protest.address']);

/** What the lanes show: things that happened or are said to; the outcome and a stated total stand elsewhere. */
export function isOnLanes(claim: Claim): boolean {
  return !isOpinion(claim) && !isCall(claim) && claim.act !== 'claim.outcome' && claim.topic !== 'total';
}

/** Modes in which the thing was tried and did not come about, or nobody says that it did. */
const TRIED: ReadonlySet<string> = new Set(['attempted', 'attempted-failed', 'prevented']);
const HAPPENED: ReadonlySet<string> = new Set(['done', 'ongoing']);

export type Standing = 'done' | 'tried' | 'said';

/** How firmly a claim is drawn. A rumour is only said, whatever it says. */
export function standingOf(claim: Pick<Claim, 'modality' | 'grade' | 'answer'>): Standing {
  if (claim.grade === 'rumour') return 'said';
  if (claim.answer !== undefined || HAPPENED.has(claim.modality)) return 'done';
  return TRIED.has(claim.modality) ? 'tried' : 'said';
}

export function isRefusal(claim: Pick<Claim, 'answer' | 'act'>): boolean {
  return claim.answer === undefined ? claim.act === 'refuse.order' : claim.answer !== 'complied';
}

/** What a sentence is made of: the coded fields of a claim, or of one entry. */
export type Sayable = Pick<Claim, 'lane' | 'act' | 'modality' | 'actors' | 'all' | 'grade'> & {
  readonly group?: string;
  readonly order?: Act;
  readonly threat?: string;
  readonly answer?: Answer;
  readonly numbers: readonly { readonly number: NumberOf }[];
};

/** One line for a claim, from coded fields only: who, what, to whom, how many. */
export function claimText(claim: Sayable, view: View): string {
  const { terms, words } = view;
  const group = groupText(claim, view);
  const threat = claim.threat === undefined ? '' : codeText(claim.threat, terms.threats);
  const isSubject = claim.group !== undefined && (claim.answer !== undefined || claim.lane === 'workers');
  const who = isSubject ? group : actorsText(claim, view);
  const object = isSubject ? '' : [group, threat].filter((t) => t !== '').join(': ');
  const under = isSubject && threat !== '' ? `, ${words.lanes.under(threat)}` : '';
  const numbers = numbersText(
    claim.numbers.map((n) => n.number),
    view,
  );
  const line = `${who === '' ? '' : `${who}: `}${whatText(claim, view)}${object === '' ? '' : ` (${object})`}${under}${numbers === '' ? '' : `, ${numbers}`}`;
  return claim.grade === 'rumour' ? `${words.lanes.rumour}: ${line}` : line;
}

/** What was done. Acts that order, threaten or refuse by themselves are not ordered, threatened or refused once more. */
function whatText({ act, modality, answer, lane, order }: Sayable, { terms }: View): string {
  if (answer !== undefined) return terms.answers[answer];
  const ordered = orderedAct(act, order);
  if (modality === 'ordered' && lane === 'workers' && ordered !== undefined)
    return terms.clauses.ordered(terms.acts[ordered]);
  const isItself =
    (modality === 'ordered' && act.startsWith('order.')) ||
    (modality === 'threatened' && act.startsWith('threaten.')) ||
    (modality === 'refused' && act === 'refuse.order');
  return isItself ? terms.acts[act].did : terms.clauses[modality](terms.acts[act]);
}

const ORDERED: Readonly<Partial<Record<Act, Act>>> = {
  'order.demolish': 'evict.demolish',
  'order.use-force': 'force.use',
};

/** What an order tells somebody to do, where the record says. */
export function orderedAct(act: Act, order: Act | undefined): Act | undefined {
  return ORDERED[order ?? act] ?? order ?? ORDERED[act];
}

function groupText({ group, all }: Sayable, { terms, words }: View): string {
  if (group === undefined) return '';
  const name = codeText(group, terms.groups);
  return all ? words.lanes.allOf(name) : name;
}

function actorsText({ actors, lane }: Sayable, { terms }: View): string {
  const names = bodiesText(actors, terms.bodies);
  return names === terms.lanes[lane] ? '' : names;
}

/** Bodies in the order of the vocabulary, which runs from the state to the street. */
export function bodiesText(codes: readonly BodyCode[], names: Readonly<Record<BodyCode, string>>): string {
  return BODIES.filter((body) => codes.includes(body))
    .map((body) => names[body])
    .join(', ');
}

/** Every distinct number told, side by side; a contradiction is never averaged. */
function numbersText(numbers: readonly NumberOf[], { terms }: View): string {
  const byText = new Map(numbers.map((n) => [`${n.of} ${rangeText(n)}`, n]));
  const ofEach = Map.groupBy(byText.values(), (n) => n.of);
  return [...ofEach]
    .map(([of, list]) =>
      terms.counted[of](list.map(rangeText).join(' / '), list.at(-1)?.hi ?? list.at(-1)?.lo ?? 0),
    )
    .join(', ');
}

export function placesText(places: readonly PlaceRef[], { words }: View): string {
  const texts = places.flatMap((p) => [
    p.name ?? [],
    p.zone === undefined ? [] : words.places.zone(p.zone),
    p.cell === undefined ? [] : words.places.cell(p.cell),
    p.home === undefined ? [] : words.places.home(p.home),
    p.approach === undefined ? [] : words.places.approach(p.approach),
    p.point === undefined ? [] : words.places.point(p.point),
  ]);
  return texts.flat().join(', ');
}

/** Who says so, as stances: "participant, press". */
export function stancesText(claim: Claim, { terms }: View): string {
  return [...new Set(claim.told.map((t) => terms.stances[t.stance]))].join(', ');
}
