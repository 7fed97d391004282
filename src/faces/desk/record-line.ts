import { logFaultLine } from '../../acts/words/log-words.ts';
import type { Situation } from '../../situation/situation.ts';
import { html, joined } from './html.ts';
import type { Html } from './html.ts';
import { figureLink, grouped } from './view.ts';
import type { View } from './view.ts';

/** What the record itself lacks and who counts in it: on every board, so that a gap is never taken for calm. */
export function renderRecordLine({ entries, unlogged, unread, chains }: Situation, view: View): Html {
  const words = view.words.integrity;
  const { waiting, logFault, language } = view.options;
  const gaps = chains.filter((c) => c.missing > 0);
  const missing = gaps.reduce((n, c) => n + c.missing, 0);
  const count = (of: 'forked' | 'healed' | 'ahead' | 'offLog'): number =>
    chains.reduce((n, c) => n + c[of].length, 0);
  const [forks, healed, ahead, offLog] = [count('forked'), count('healed'), count('ahead'), count('offLog')];
  const parts: readonly Html[] = [
    html`<span>${words.entries(grouped(entries), entries)}</span>`,
    ...(unlogged > 0 ? [html`<span>${words.unlogged(grouped(unlogged), unlogged)}</span>`] : []),
    ...(missing > 0 ? [html`<span class="warn">${words.missing(missing, gaps.length)}</span>`] : []),
    ...(forks > 0 ? [figureLink(view, 'forks', words.forks(grouped(forks), forks))] : []),
    ...(healed > 0 ? [figureLink(view, 'forks-healed', words.healed(grouped(healed), healed))] : []),
    ...(unread > 0 ? [html`<span class="warn">${words.unread(grouped(unread), unread)}</span>`] : []),
    ...(ahead > 0 ? [figureLink(view, 'ahead', words.ahead(grouped(ahead), ahead))] : []),
    ...(offLog > 0 ? [figureLink(view, 'off-log', words.offLog(grouped(offLog), offLog))] : []),
    ...(view.options.isFounded ? [] : [html`<span class="warn">${words.notFounded}</span>`]),
    ...(waiting > 0 ? [html`<span>${words.waiting(grouped(waiting), waiting)}</span>`] : []),
    ...(logFault === undefined ? [] : [html`<span class="warn">${logFaultLine(logFault, language)}</span>`]),
    ...(unlogged + missing + forks + unread + ahead + offLog === 0
      ? [html`<span>${words.whole}</span>`]
      : []),
  ];
  return html`<p class="record-line"><b>${words.heading}</b> ${joined(parts, html` · `)}</p>`;
}
