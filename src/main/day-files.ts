import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Day, DayMinute } from '../adapters/sim-day/day.ts';
import type { DayPhones } from '../adapters/sim-day/day-phones.ts';
import { organiserAlone } from '../adapters/sim-day/organiser-alone.ts';
import type { Played } from '../adapters/sim-day/play.ts';
import { bulletinOf } from '../acts/paper/bulletin.ts';
import { bulletinHtml, bulletinMarkdown } from '../acts/paper/bulletin-text.ts';
import { factReports } from '../acts/paper/facts.ts';
import { situationJson } from '../acts/paper/situation-json.ts';
import { momentText } from '../acts/words/when.ts';
import { LANGUAGES } from '../acts/words/words.ts';
import type { Json } from '../base/canonical-json.ts';
import type { Instant } from '../base/instant.ts';
import type { NumberRange } from '../base/number-range.ts';
import { readHub } from '../faces/cli/hub-reader.ts';
import { ALONE_ASSUMED, REACH_COUNTED, REACH_INVENTED, reachMarkdown } from '../faces/cli/reach-text.ts';
import type { ReachText } from '../faces/cli/reach-text.ts';
import { packTransfer } from '../faces/cli/transfer-file.ts';
import type { Primitives } from '../record/primitives.ts';
import { contextOf, gather, newGathered } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import { situationOf } from '../situation/situation.ts';
import type { Situation } from '../situation/situation.ts';
import { dayMilestones, dayReach } from './day-reach.ts';
import type { DayHub } from './day-reach.ts';

export type DayFilesNeeds = {
  readonly day: Day;
  readonly out: string;
  readonly link: string;
  readonly played: Played;
  readonly until: Instant;
  readonly crypto: Primitives;
  readonly hub: DayHub;
  readonly phones: DayPhones;
  /** The minutes of the day as the hub's clock has them. */
  readonly instantOf: (minute: DayMinute) => Instant;
  /** Also reckon how far an organiser would have come alone. */
  readonly withAlone: boolean;
};

export type DayFiles = {
  /** Facts served, and told. */
  readonly served: readonly [number, number];
  readonly reach: Omit<ReachText, 'title'>;
};

/** Draws everything a day leaves behind from the hub's entries, read over HTTP, and from what it sent. */
export async function writeDayFiles(needs: DayFilesNeeds): Promise<DayFiles> {
  const { day, out, link, played, until, crypto } = needs;
  const source = await readHub(link, played.incident, crypto);
  const gathered = newGathered({ hubKeys: new Set(source.hubKey ? [source.hubKey] : []) });
  for (const logged of source.logged) gather(gathered, logged);
  const situation = situationOf(gathered, until);
  const json = situationJson(situation);
  const write = (name: string, content: string | Uint8Array): void =>
    writeFileSync(join(out, name), content, { mode: 0o600 });
  write(
    'record.shanyrak',
    packTransfer(
      { incident: source.incident, audience: 'readers', ...(source.hubKey && { hub: source.hubKey }) },
      source.logged.map(({ entry }) => entry.wire),
    ),
  );
  write('situation.json', `${JSON.stringify(json, undefined, 2)}\n`);
  for (const language of LANGUAGES) {
    const bulletin = bulletinOf(situation, language);
    const infix = language === 'en' ? '' : `.${language}`;
    write(`bulletin${infix}.md`, bulletinMarkdown(bulletin, true));
    write(`bulletin${infix}.html`, bulletinHtml(bulletin, true));
  }
  const facts = factReports(day.facts, json, (n) => played.facts.get(n) ?? []);
  const reach = await reachIn(needs, gathered, situation);
  write('reach.md', reachMarkdown({ title: day.title, ...reach }));
  const counts = {
    entriesSaid: played.said,
    entriesOnHub: source.logged.length,
    refused: played.refused.length,
    stuckOnPhones: played.stuck,
    // On the hub, and in no figure: of strangers, and of keys that were dropped.
    ...source.leftOut,
    told: situation.reach.told,
    acknowledged: situation.reach.acknowledged,
    checkedIn: situation.reach.checkedIn,
    minutesGained: situation.clock.gained,
    homeMinutes: situation.clock.homeMinutes,
    homes: situation.homes.counts,
  };
  const simulated =
    'Phones, carriers, neighbours, check-ins and home codes are simulated or invented; the facts are those of the source text.';
  write(
    'report.json',
    `${JSON.stringify({ day: day.title, origin: day.origin, simulated, incident: source.incident, facts, counts, reach: reachJson(reach) }, undefined, 2)}\n`,
  );
  return { served: [facts.filter((f) => f.served).length, facts.length], reach };
}

async function reachIn(
  { day, phones, hub, crypto, instantOf, withAlone }: DayFilesNeeds,
  gathered: Gathered,
  situation: Situation,
): Promise<DayFiles['reach']> {
  const reach = dayReach(await dayMilestones(hub, crypto), { day, phones, gathered, situation });
  const raisedAt = day.entries.find(({ kind }) => kind === 'alarm.raise')?.at;
  if (!withAlone || raisedAt === undefined) return { reach };
  const { wallOf } = contextOf(gathered);
  const alone = organiserAlone(day, raisedAt).map(({ minute, ...rest }) => ({
    at: wallOf(instantOf(minute)),
    ...rest,
  }));
  return { reach, alone };
}

function reachJson({ reach: { curve, cells, channels }, alone }: DayFiles['reach']): Json {
  // A range without a second number has no upper end.
  const pair = ({ lo, hi }: Pick<NumberRange, 'lo' | 'hi'>): Json => (hi === undefined ? [lo] : [lo, hi]);
  return {
    invented: REACH_INVENTED,
    howCounted: REACH_COUNTED,
    curve: curve.map(({ at, told, acknowledged, checkedIn }) => ({
      at: momentText(at),
      told: pair(told),
      acknowledged: pair(acknowledged),
      checkedIn: pair(checkedIn),
    })),
    cells: cells.map(({ told, ...cell }) => ({ ...cell, told: pair(told) })),
    channels: channels.map((each) => ({ ...each })),
    ...(alone && {
      organiserAlone: {
        assumption: ALONE_ASSUMED,
        curve: alone
          .filter((_, i) => i % ALONE_EVERY_MIN === 0)
          .map(({ at, told, acknowledged, checkedIn }) => ({
            at: momentText(at),
            told,
            acknowledged,
            checkedIn: pair(checkedIn),
          })),
      },
    }),
  };
}

const ALONE_EVERY_MIN = 5;
