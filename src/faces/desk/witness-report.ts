import type { Instant } from '../../base/instant.ts';
import { instantToWall } from '../../base/wall.ts';
import { WITNESS_WORDS } from '../../acts/words/witness-words.ts';
import type { Evidence } from '../../engine/evidence.ts';
import type { WitnessBoard } from '../../engine/witness-board.ts';
import type { WatchedNow } from '../../engine/witness-desk.ts';
import { html, joined, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { grouped, timeOf } from './view.ts';
import type { View } from './view.ts';

/** How far the record is witnessed: under every board, so that what no other hub vouches for is never taken for more. */
export function renderWitnessLine(view: View): Html {
  const board = view.options.witnesses;
  if (board === undefined) return NOTHING;
  const words = WITNESS_WORDS[view.options.language];
  const { witnesses, upTo, hasRule, size } = board;
  const isAll = upTo !== undefined && upTo.size === size;
  const signed = witnesses.filter((each) => each.size === size).length;
  const others = witnesses.flatMap(({ name, state }) =>
    state === 'signed' || state === 'doubts' ? [] : words.states[state](name),
  );
  const said =
    upTo === undefined
      ? words.none
      : isAll
        ? words.all(hour(upTo.at, view))
        : words.upTo(grouped(upTo.size), hour(upTo.at, view));
  const parts: readonly Html[] =
    witnesses.length === 0
      ? [html`<span class="warn">${words.alone}</span>`]
      : [
          // What came a moment ago is not witnessed yet, and that alone is no fault.
          upTo === undefined || (!isAll && others.length > 0)
            ? html`<span class="warn">${said}</span>`
            : html`<span>${said}</span>`,
          html`<span>${words.signed(grouped(signed), grouped(witnesses.length))}</span>`,
          ...(hasRule ? [] : [html`<span class="warn">${words.noRule}</span>`]),
          ...others.map((text) => html`<span>${text}</span>`),
        ];
  return html`<p class="record-line"><b>${words.heading}</b> ${joined(parts, html` · `)}</p>`;
}

/** Records that contradict what was signed of them, this hub's own first. */
export function renderContradictions(view: View): Html {
  const board = view.options.witnesses;
  if (board === undefined) return NOTHING;
  const open = board.evidence.filter(({ answeredAt }) => answeredAt === undefined);
  const convicted = [...new Set(open.map(({ origin }) => origin))];
  const strips = [
    ...doubted(board, view),
    ...convicted.map((origin) => found(origin, open, board, view)),
    ...board.watched.flatMap((log) => (convicted.includes(log.origin) ? [] : shorter(log, view))),
  ];
  return html`<section
    class="alarms"
    aria-label="${WITNESS_WORDS[view.options.language].heading}"
    data-part="contradictions"
    ${strips.length === 0 && html`hidden`}
  >
    ${strips}
  </section>`;
}

function doubted({ doubts, size }: WitnessBoard, view: View): readonly Html[] {
  const words = WITNESS_WORDS[view.options.language].doubted;
  if (doubts.length === 0) return [];
  const says = doubts.map(({ witness, kind, theirs, since }) => {
    const what =
      kind === 'longer' && theirs > size
        ? words.longer(witness, grouped(theirs), grouped(size))
        : words.other(witness, grouped(theirs));
    return html`<p>${what} ${words.since(hour(since, view))}</p>`;
  });
  return [
    strip(
      words.heading,
      html`${says}
        <p>${words.means}</p>
        <p>${words.todo}</p>`,
    ),
  ];
}

/** All that is held against one log in one place: the oldest pair of each kind, and how many there are. */
function found(origin: string, open: readonly Evidence[], board: WitnessBoard, view: View): Html {
  const words = WITNESS_WORDS[view.options.language].found;
  const pairs = open.filter((each) => each.origin === origin);
  const facts = (['forked', 'unproven'] as const).flatMap((kind) => {
    const [oldest, ...more] = pairs.filter((each) => each.kind === kind);
    if (oldest === undefined) return [];
    const [first, second] = [grouped(oldest.first.size), grouped(oldest.second.size)];
    const what = kind === 'forked' ? words.forked(first) : words.unproven(first, second);
    const said = [what, ...(more.length > 0 ? [words.pairs(grouped(more.length + 1))] : [])];
    return { kind, what: said.join(' '), at: oldest.at };
  });
  return about({ name: nameOf(origin, board, words.own), origin, facts }, view);
}

/** Where a hub shows a shorter record; a proof against it says more. */
function shorter({ name, origin, signed, shorter: back }: WatchedNow, view: View): readonly Html[] {
  if (back === undefined || signed === undefined) return [];
  const words = WITNESS_WORDS[view.options.language].found;
  const what = words.shorter(grouped(back.size), grouped(signed.size));
  return [about({ name, origin, facts: [{ kind: 'shorter', what, at: back.at }] }, view)];
}

type Fact = { readonly kind: Evidence['kind'] | 'shorter'; readonly what: string; readonly at: Instant };
type About = { readonly name: string; readonly origin: string; readonly facts: readonly Fact[] };

function about({ name, origin, facts }: About, view: View): Html {
  const words = WITNESS_WORDS[view.options.language].found;
  const [gravest] = facts;
  return strip(
    words.heading(name),
    html`${facts.map(({ what, at }) => html`<p>${what} ${words.since(hour(at, view))}</p>`)}
      ${gravest && html`<p>${words.means[gravest.kind]}</p>`}
      <p>${words.todo}</p>
      <p class="details">${words.log(origin)}</p>`,
  );
}

function strip(heading: string, content: Html): Html {
  return html`<div class="strip contradiction">
    <h2>${heading}</h2>
    ${content}
  </div>`;
}

/** What people here call the hub of a log; one that they do not watch goes by its log's name. */
function nameOf(origin: string, { watched, origin: own }: WitnessBoard, ofThis: string): string {
  if (origin === own) return ofThis;
  return watched.find((log) => log.origin === origin)?.name ?? origin;
}

function hour(at: Instant, view: View): string {
  return timeOf(view, instantToWall(at, view.options.offsetMinutes ?? 0));
}
