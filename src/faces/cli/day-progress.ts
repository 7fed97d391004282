import type { Day } from '../../adapters/sim-day/day.ts';
import { clockText } from '../../adapters/sim-day/day-times.ts';
import type { PlayNews } from '../../adapters/sim-day/play.ts';
import { TERMS } from '../../acts/words/sentence-words.ts';
import { ACTS, BODIES } from '../../record/kinds/vocabulary.ts';
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
      say(`${day.title}. ${clockText(day.from)} to ${clockText(day.until)} in about ${Math.max(1, Math.round(minutes * 60))} s.`);
      say('The hub is real. SIMULATED: phones, carriers, neighbours, and the clock they go by.');
      say(`Board, live: ${board}`);
    },
    news: (news) => {
      if (news.kind === 'network') say(`${clockText(news.minute)}  network ${news.where}: ${news.state} (simulated)`);
      else if (news.kind === 'alarm-step') say(`${clockText(news.minute)}  hub: alarm goes to ${news.tier === 1 ? 'wardens, as a question' : 'cells and neighbours'}`);
      else if (news.entry.kind === 'home' && homes++ % HOMES_SHOWN_EVERY !== 0) return;
      else say(`${clockText(news.minute)}  ${describe(news.entry.kind, news.entry.body)}`);
    },
    restarted: () => say('       The hub died and was started again; phones keep what it had not answered for.'),
    ends: () => {},
  };
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

function describe(kind: string, body: Readonly<Record<string, unknown>>): string {
  if (kind === 'home') return `home ${String(body['state'])}`;
  const act = ACTS.find((a) => a === body['act']);
  if (kind !== 'event' || act === undefined) return KINDS[kind] ?? kind;
  const actors = BODIES.filter((b) => Array.isArray(body['actors']) && body['actors'].includes(b)).map((b) => terms.bodies[b]);
  const modality = body['modality'] === 'done' ? '' : ` (${String(body['modality'])})`;
  return `${terms.acts[act].noun}${modality}${actors.length > 0 ? `: ${actors.join(', ')}` : ''}`;
}
