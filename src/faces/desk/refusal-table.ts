import type { Act } from '../../record/kinds/vocabulary.ts';
import type { AnswerGiven, OrderGiven, Refusal } from '../../situation/refusals.ts';
import type { Situation } from '../../situation/situation.ts';
import { html, joined } from './html.ts';
import type { Html } from './html.ts';
import { codeText, figureLink, whenOf } from './view.ts';
import type { View } from './view.ts';

// What an order to do something orders, where the entry names no act of its own.
const ORDERED: Readonly<Partial<Record<Act, Act>>> = { 'order.demolish': 'evict.demolish', 'order.leave': 'withdraw', 'order.use-force': 'force.use' };

/** The ledger of ordered groups: who was told to do what, under which threat, and what they answered, step by step. */
export function renderRefusals({ refusals }: Situation, view: View): Html {
  const words = view.words.refusals;
  if (refusals.length === 0) return html`<p class="quiet">${words.none}</p>`;
  return html`<table class="ledger"><thead><tr><th scope="col">${words.group}</th><th scope="col">${words.by}</th><th scope="col">${words.order}</th><th scope="col">${words.threat}</th><th scope="col">${words.answer}</th></tr></thead>
<tbody>${refusals.map((r) => row(r, view))}</tbody></table>`;
}

function row(refusal: Refusal, view: View): Html {
  const { terms, words } = view;
  const none = html`<span class="quiet">${words.refusals.notSaid}</span>`;
  const cell = (label: string, texts: readonly string[]): Html =>
    html`<td data-label="${label}">${texts.length === 0 ? none : [...new Set(texts)].join(', ')}</td>`;
  const by = [...refusal.orders, ...refusal.threats].flatMap((o) => (o.by === undefined ? [] : terms.bodies[o.by]));
  return html`<tr><th scope="row">${figureLink(view, `refusal-${refusal.group}`, codeText(refusal.group, terms.groups))}</th>
${cell(words.refusals.by, by)}${cell(words.refusals.order, refusal.orders.flatMap((o) => orderText(o, view)))}${cell(words.refusals.threat, refusal.threats.map((t) => codeText(t.threat, terms.threats)))}
<td data-label="${words.refusals.answer}" class="answer">${refusal.steps.length === 0 ? html`<span class="quiet">${words.refusals.noAnswer}</span>` : joined(stepsOf(refusal.steps, view), html`<br>`)}</td></tr>`;
}

function orderText({ order }: OrderGiven, { terms }: View): readonly string[] {
  return order === undefined ? [] : [terms.acts[ORDERED[order] ?? order].noun];
}

/** Each answer once, with its time; "all" where the whole group is said to have answered so. */
function stepsOf(steps: readonly AnswerGiven[], view: View): readonly Html[] {
  const byText = new Map(
    steps.map((s) => {
      const answer = view.terms.answers[s.answer];
      const text = s.all ? `${view.words.lanes.allOf('').trim()} ${answer}` : answer;
      return [`${text} ${whenOf(view, s.when)}`, html`<b class="${s.answer}">${text}</b> ${whenOf(view, s.when)}`];
    }),
  );
  return [...byText.values()];
}
