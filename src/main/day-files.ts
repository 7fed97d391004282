import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Day } from '../adapters/sim-day/day.ts';
import type { Played } from '../adapters/sim-day/play.ts';
import { bulletinOf } from '../acts/paper/bulletin.ts';
import { bulletinHtml, bulletinMarkdown } from '../acts/paper/bulletin-text.ts';
import { factReports } from '../acts/paper/facts.ts';
import { situationJson } from '../acts/paper/situation-json.ts';
import { LANGUAGES } from '../acts/words/words.ts';
import type { Instant } from '../base/instant.ts';
import { readHub } from '../faces/cli/hub-reader.ts';
import { packTransfer } from '../faces/cli/transfer-file.ts';
import type { Primitives } from '../record/primitives.ts';
import { gather, newGathered } from '../situation/gather.ts';
import { situationOf } from '../situation/situation.ts';

export type DayFilesNeeds = {
  readonly day: Day;
  readonly out: string;
  readonly link: string;
  readonly played: Played;
  readonly until: Instant;
  readonly crypto: Primitives;
};

/** Draws everything a day leaves behind from the hub's entries alone, read over HTTP. Returns facts served and told. */
export async function writeDayFiles({
  day,
  out,
  link,
  played,
  until,
  crypto,
}: DayFilesNeeds): Promise<{ readonly served: readonly [number, number] }> {
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
    `${JSON.stringify({ day: day.title, origin: day.origin, simulated, incident: source.incident, facts, counts }, undefined, 2)}\n`,
  );
  return { served: [facts.filter((f) => f.served).length, facts.length] };
}
