import type { Day } from '../../adapters/sim-day/day.ts';
import { clockText } from '../../adapters/sim-day/day-times.ts';
import type { PlayNews } from '../../adapters/sim-day/play.ts';
import { TERMS } from '../../acts/words/sentence-words.ts';
import { ACTS, BODIES, HOME_STATES, MODALITIES } from '../../record/kinds/vocabulary.ts';
import { say } from './command.ts';

/** What a played day says on the terminal while it runs. */
export type DayProgress = {
  readonly begins: (what: { readonly board: string; readonly minutes: number }) => void;
  readonly news: (news: PlayNews) => void;
  readonly restarted: () => void;
  readonly ends: () => void;
};

const terms = TERMS.en;

export function dayProgress(day: Day): DayProgress {
  let homes = 0;
  return {
    begins: ({ board, minutes }) => {
      say(
        `${day.title}. ${clockText(day.from)} to ${clockText(day.until)} in about ${Math.max(1, Math.round(minutes * 60))} s.`,
      );
      say('The hub is real. SIMULATED: phones, carriers, neighbours, and the clock they go by.');
      say(`Board, live: ${board}`);
    },
    news: (news) => {
      const text = describe(news) + weightOf(day, news);
      const isHome = news.kind === 'entry' && news.entry.kind === 'home';
      if (!isHome || homes++ % HOMES_SHOWN_EVERY === 0) say(`${clockText(news.minute)}  ${text}`);
    },
    restarted: () =>
      say('       The hub died and was started again; phones keep what it had not answered for.'),
    ends: () => {},
  };
}

/** Why an entry will move no figure, where it will not. */
function weightOf({ roles }: Day, news: PlayNews): string {
  const role = news.kind === 'entry' ? roles.find(({ handle }) => handle === news.entry.by) : undefined;
  if (role?.isVouched === false) return ' (a stranger: hidden until somebody vouches)';
  const isDropped = role?.seizedAt !== undefined && news.minute >= role.seizedAt;
  return isDropped ? ' (the key was dropped: kept without weight)' : '';
}

// A night of many homes would scroll everything else away.
const HOMES_SHOWN_EVERY = 20;

const KINDS: Readonly<Record<string, string>> = {
  'alarm.raise': 'ALARM raised by a resident',
  'alarm.confirm': 'alarm confirmed by a neighbour',
  'alarm.refute': 'alarm denied',
  'checkin.due': 'a check-in is due',
  'checkin.done': 'a check-in came',
  'checked.in': 'people checked in',
};

function describe(news: PlayNews): string {
  if (news.kind === 'network') return `network ${news.where}: ${news.state} (simulated)`;
  if (news.kind === 'seized') return `${news.handle}: phone seized; two keyholders dropped its key`;
  if (news.kind === 'alarm-step')
    return `hub: alarm goes to ${news.tier === 1 ? 'wardens, as a question' : 'cells and neighbours'}`;
  const { kind, body } = news.entry;
  const act = ACTS.find((a) => a === body['act']);
  if (kind === 'home') return `home ${HOME_STATES.find((s) => s === body['state']) ?? ''}`;
  if (kind !== 'event' || act === undefined) return KINDS[kind] ?? kind;
  const actors = BODIES.filter((b) => Array.isArray(body['actors']) && body['actors'].includes(b)).map(
    (b) => terms.bodies[b],
  );
  const modality = MODALITIES.find((m) => m === body['modality']) ?? 'done';
  const qualifier = terms.modalities[modality];
  return `${terms.acts[act].noun}${qualifier === '' ? '' : ` (${qualifier})`}${actors.length > 0 ? `: ${actors.join(', ')}` : ''}`;
}
