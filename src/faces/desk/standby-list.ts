import { STANDBY_WORDS } from '../../acts/words/standby-words.ts';
import type { StandbyReport } from '../../engine/standbys.ts';
import type { Instant } from '../../base/instant.ts';
import { instantToWall } from '../../base/wall.ts';
import type { Standby } from '../../situation/standbys.ts';
import { html, NOTHING } from './html.ts';
import type { Html } from './html.ts';
import { capital, timeOf } from './view.ts';
import type { View } from './view.ts';

/** Hours as they are read at the place. */
export function placeTime(report: StandbyReport, view: View): (at: Instant) => string {
  const offset = report.offsetMinutes ?? view.options.offsetMinutes ?? 0;
  return (at) => timeOf(view, instantToWall(at, offset));
}

/**
 * Who is to be ready and why, with the hubs that say they are well. Whose check-in it is and at what hour only keyholders read:
 * who knows an organiser's hours knows when nobody misses them.
 */
export function renderStandbys(report: StandbyReport | undefined, view: View): Html {
  if (report === undefined) return NOTHING;
  const words = STANDBY_WORDS[view.options.language];
  const isKeeper = view.options.isKeeper === true;
  const time = placeTime(report, view);
  const silent = report.peers.filter(({ silentSince }) => silentSince !== undefined);
  const others = report.peers.filter((peer) => !silent.includes(peer));
  const lines = [
    ...report.standbys.map((standby) => standbyText(standby, { report, view, isNamed: isKeeper })),
    ...(isKeeper ? lateLines(report, view) : []),
    ...(isKeeper
      ? silent.map(({ name, heardAt, silentSince = report.asOf }) =>
          words.peerSilent(name, time(heardAt ?? silentSince)),
        )
      : []),
    ...(report.untold > 0 ? [words.untold(report.untold)] : []),
  ];
  const quiet = isKeeper
    ? others.map(({ name, heardAt }) =>
        heardAt === undefined ? words.peerNotYet(name) : words.peerHeard(name, time(heardAt)),
      )
    : [];
  if (lines.length + quiet.length === 0) return NOTHING;
  return html`${
    lines.length > 0 &&
    html`<ul class="watch">
      ${lines.map((line) => html`<li>${capital(line)}</li>`)}
    </ul>`
  }
  ${quiet.length > 0 && html`<p class="quiet">${capital(quiet.join(' · '))}</p>`}`;
}

function lateLines({ organisers, ...report }: StandbyReport, view: View): readonly string[] {
  const words = STANDBY_WORDS[view.options.language];
  const time = placeTime({ organisers, ...report }, view);
  const isTold = (handle: string): boolean =>
    report.standbys.some(({ who, incident, lifted }) => who === handle && incident === undefined && !lifted);
  return organisers.flatMap(({ handle, state, due }) => {
    if (due === undefined) return [];
    if (state === 'late') return [words.late(handle, time(due))];
    return state === 'missed' && !isTold(handle) ? [words.missed(handle, time(due))] : [];
  });
}

/** What a standby rests on and since when people know of it. */
export function standbyText(
  { cause, who, due, raisedAt, lifted }: Standby,
  of: { readonly report: StandbyReport; readonly view: View; readonly isNamed: boolean },
): string {
  const { report, view } = of;
  const words = STANDBY_WORDS[view.options.language];
  const time = placeTime(report, view);
  const isNamed = of.isNamed && who !== undefined;
  const why =
    isNamed && cause === 'check-in' && due !== undefined ? words.missed(who, time(due)) : words.causes[cause];
  const named = isNamed && cause === 'peer' ? `${why} (${who})` : why;
  const told =
    lifted === undefined ? words.told(time(raisedAt)) : words.over(time(raisedAt), time(lifted.at));
  return `${named}: ${told}`;
}
