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

/** What an event the lanes show: no opinion, and not the outcome, which stands above them. */
export function isOnLanes(claim: Claim): boolean {
  return !isOpinion(claim) && claim.act !== 'claim.outcome' && claim.topic !== 'total';
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
  readonly threat?: string;
  readonly answer?: Answer;
  readonly numbers: readonly { readonly number: NumberOf }[];
};

/** One line for a claim, from coded fields only: who, what, how many. */
export function claimText(claim: Sayable, view: View): string {
  const { terms, words } = view;
  const who = whoText(claim, view);
  const what = claim.answer === undefined ? terms.clauses[claim.modality](terms.acts[claim.act]) : terms.answers[claim.answer];
  const threat = claim.threat === undefined ? '' : `, ${words.lanes.under(codeText(claim.threat, terms.threats))}`;
  const numbers = numbersText(claim.numbers.map((n) => n.number), view);
  const line = `${who === '' ? '' : `${who}: `}${what}${threat}${numbers === '' ? '' : `, ${numbers}`}`;
  return claim.grade === 'rumour' ? `${words.lanes.rumour}: ${line}` : line;
}

function whoText(claim: Sayable, { terms, words }: View): string {
  if (claim.group !== undefined) {
    const group = codeText(claim.group, terms.groups);
    return claim.all ? words.lanes.allOf(group) : group;
  }
  const actors = bodiesText(claim.actors, terms.bodies);
  return actors === terms.lanes[claim.lane] ? '' : actors;
}

/** Bodies in the order of the vocabulary, which runs from the state to the street. */
export function bodiesText(codes: readonly BodyCode[], names: Readonly<Record<BodyCode, string>>): string {
  return BODIES.filter((body) => codes.includes(body))
    .map((body) => names[body])
    .join(', ');
}

/** Every distinct number told, side by side; a contradiction is never averaged. */
export function numbersText(numbers: readonly NumberOf[], { terms }: View): string {
  const byText = new Map(numbers.map((n) => [`${n.of} ${rangeText(n)}`, n]));
  const ofEach = Map.groupBy(byText.values(), (n) => n.of);
  return [...ofEach].map(([of, list]) => terms.counted[of](list.map(rangeText).join(' / '), list.at(-1)?.hi ?? list.at(-1)?.lo ?? 0)).join(', ');
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
