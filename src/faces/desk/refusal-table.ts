import type { Act } from '../../record/kinds/vocabulary.ts';
import type { Claim } from '../../situation/claims.ts';
import type { AnswerGiven, Refusal } from '../../situation/refusals.ts';
import type { Situation } from '../../situation/situation.ts';
import { orderedAct } from './claim-words.ts';
import { html, joined } from './html.ts';
import type { Html } from './html.ts';
import { codeText, figureLink, whenOf } from './view.ts';
import type { View } from './view.ts';

/** The ledger of ordered groups: who was told to do what, under which threat, and what they answered, step by step. */
export function renderRefusals({ refusals, lanes }: Situation, view: View): Html {
  const words = view.words.refusals;
  if (refusals.length === 0) return html`<p class="quiet">${words.none}</p>`;
  return html`<table class="ledger">
    <thead>
      <tr>
        <th scope="col">${words.group}</th>
        <th scope="col">${words.by}</th>
        <th scope="col">${words.order}</th>
        <th scope="col">${words.threat}</th>
        <th scope="col">${words.answer}</th>
      </tr>
    </thead>
    <tbody>
      ${refusals.map((r) =>
        row(
          r,
          lanes.flatMap((l) => l.claims.filter((c) => c.group === r.group)),
          view,
        ),
      )}
    </tbody>
  </table>`;
}

/** Orders, and who gave them, may stand in the answers too: "refused to demolish" says what was ordered. */
function row(refusal: Refusal, claims: readonly Claim[], view: View): Html {
  const { terms, words } = view;
  const none = html`<span class="quiet">${words.refusals.notSaid}</span>`;
  const cell = (label: string, texts: readonly string[]): Html =>
    html`<td data-label="${label}">${texts.length === 0 ? none : [...new Set(texts)].join(', ')}</td>`;
  const by = [...refusal.orders, ...refusal.threats, ...claims].flatMap((o) =>
    o.by === undefined ? [] : terms.bodies[o.by],
  );
  return html`<tr>
    <th scope="row">
      ${figureLink(view, `refusal-${refusal.group}`, codeText(refusal.group, terms.groups))}
    </th>
    ${cell(words.refusals.by, by)}${cell(
      words.refusals.order,
      [...refusal.orders, ...claims].flatMap((o) => orderText(o, view)),
    )}${cell(
      words.refusals.threat,
      [...refusal.threats, ...claims].flatMap((t) =>
        t.threat === undefined ? [] : codeText(t.threat, terms.threats),
      ),
    )}
    <td data-label="${words.refusals.answer}" class="answer">
      <div>
        ${refusal.steps.length === 0 ? html`<span class="quiet">${words.refusals.noAnswer}</span>` : joined(stepsOf(refusal.steps, view), html`<br />`)}
      </div>
    </td>
  </tr>`;
}

function orderText({ order }: { readonly order?: Act }, { terms }: View): readonly string[] {
  return order === undefined ? [] : [terms.acts[orderedAct(order, undefined) ?? order].noun];
}

/** Each answer once, with its time; "all" where the whole group is said to have answered so. */
function stepsOf(steps: readonly AnswerGiven[], view: View): readonly Html[] {
  const byText = new Map(
    steps.map((s) => {
      const answer = view.terms.answers[s.answer];
      const text = s.all ? `${view.words.refusals.all} ${answer}` : answer;
      return [
        `${text} ${whenOf(view, s.when)}`,
        html`<b class="${s.answer}">${text}</b> ${whenOf(view, s.when)}`,
      ];
    }),
  );
  return [...byText.values()];
}
