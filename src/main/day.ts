import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readDay } from '../adapters/sim-day/day-file.ts';
import type { Day } from '../adapters/sim-day/day.ts';
import { dayPhones } from '../adapters/sim-day/day-phones.ts';
import { dayPeople } from '../adapters/sim-day/day-people.ts';
import { minuteToInstant } from '../adapters/sim-day/day-times.ts';
import { playDay } from '../adapters/sim-day/play.ts';
import type { Played } from '../adapters/sim-day/play.ts';
import { MINUTE_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { parseOffset } from '../record/signed.ts';
import type { Primitives } from '../record/primitives.ts';
import { EXIT_OK, EXIT_USAGE, EXIT_WRONG, readArgs, say, tell, WorldError } from '../faces/cli/command.ts';
import type { Command } from '../faces/cli/command.ts';
import { dayProgress } from '../faces/cli/day-progress.ts';
import { ALONE_ASSUMED, reachLines } from '../faces/cli/reach-text.ts';
import type { ReachText } from '../faces/cli/reach-text.ts';
import { faultLine, readYamlFile } from '../faces/cli/yaml-text.ts';
import { writeDayFiles } from './day-files.ts';
import { printFounding } from './founding-file.ts';
import { HubProcessError, startHubProcess } from './hub-process.ts';

const DAY_DEFAULT = 'days/5-april.yaml';
// Four hours in a minute.
const SPEED_DEFAULT = 240;
const SPEED_MAX = 100_000;
// Real time for the hub to be up before the scenario's clock starts.
const LEAD_MS = 1_500;
const MARKER = '.shanyrak-played-day';

const HELP = `shanyrak day [FILE] [--speed N] [--exit] [--organiser-only] [--out DIR]

Plays a day file against a real hub: a child process with its own store and real HTTP. Phones, carriers and
neighbours are simulated: people speak to the hub over HTTP only, and the messages of its alarm go to simulated
telephones and nowhere else. The board is live at the printed address.

  FILE        the day (${DAY_DEFAULT})
  --speed N   scenario seconds in one real second (${SPEED_DEFAULT}: four hours in a minute)
  --exit      end when the day is over; otherwise the board stays up until Ctrl+C
  --organiser-only
              beside it, how far one organiser would come alone, by one phone: an assumption, not a finding
  --out DIR   where to write (out/NAME): bulletin.md and .html (also .ru and .kk), record.shanyrak,
              situation.json, report.json, reach.md (who was told, by time, cell and road), and the hub's store
Exit: 0 played, 1 the day file is wrong or the hub failed, 2 the command was used wrongly.`;

export function dayCommand(crypto: Primitives): Command {
  return {
    name: 'day',
    summary: 'play a day on a real hub with simulated phones',
    help: HELP,
    run: async (argv) => {
      const given = readArgs(
        argv,
        {
          speed: { type: 'string' },
          exit: { type: 'boolean' },
          'organiser-only': { type: 'boolean' },
          out: { type: 'string' },
        },
        1,
      );
      const file = given.files[0] ?? DAY_DEFAULT;
      const speed = given.whole('speed', { lo: 1, hi: SPEED_MAX }) ?? SPEED_DEFAULT;
      const day = dayIn(file);
      if (day === undefined) return EXIT_WRONG;
      const out = given.text('out') ?? join('out', basename(file).replace(/\.ya?ml$/, ''));
      if (!prepareFolder(out)) return EXIT_USAGE;
      const [staysUp, withAlone] = [!given.flag('exit'), given.flag('organiser-only')];
      return play({ day, out, speed, staysUp, withAlone, crypto });
    },
  };
}

function dayIn(file: string): Day | undefined {
  const day = readYamlFile(file, 'day file', readDay);
  if (day.ok) return day.value;
  tell(faultLine(day.error));
  tell('The day was not played. Mend that line and try again; docs/day-files.md says what each field means.');
  return undefined;
}

/** Takes a new or empty folder, or one an earlier play left; never somebody else's files. */
function prepareFolder(out: string): boolean {
  try {
    return takeFolder(out);
  } catch (cause) {
    throw new WorldError(
      `${out} cannot be made a folder and written to. Nothing was played: give another with --out`,
      { cause },
    );
  }
}

function takeFolder(out: string): boolean {
  const holds = existsSync(out) ? readdirSync(out) : [];
  if (holds.length > 0 && !holds.includes(MARKER)) {
    tell(`shanyrak day: ${out} holds other files. Nothing was changed: give another folder with --out.`);
    return false;
  }
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  writeFileSync(
    join(out, MARKER),
    'Made by `shanyrak day`; playing again into this folder replaces what is here.\n',
  );
  return true;
}

type Playing = {
  readonly day: Day;
  readonly out: string;
  readonly speed: number;
  readonly staysUp: boolean;
  readonly withAlone: boolean;
  readonly crypto: Primitives;
};

async function play({ day, out, speed, staysUp, withAlone, crypto }: Playing): Promise<number> {
  const stop = new AbortController();
  const asked = new Promise<void>((resolve) => {
    const end = (): void => {
      stop.abort();
      resolve();
    };
    process.once('SIGINT', end).once('SIGTERM', end);
  });
  const offset = day.offset === undefined ? 0 : (parseOffset(day.offset) ?? 0);
  const instantOf = (minute: number): Instant => minuteToInstant(minute, day.date, offset);
  const [from, until] = [instantOf(day.from), instantOf(day.until)];
  const since = Date.now() + LEAD_MS;
  const progress = dayProgress(day);
  const people = dayPeople(day, crypto);
  const founding = join(out, 'founding.json');
  writeFileSync(founding, printFounding({ id: people.place, body: people.founding }), { mode: 0o600 });
  const phones = dayPhones(day, people, { instantOf });
  const phonesFile = join(out, 'phones.json');
  writeFileSync(phonesFile, JSON.stringify(phones), { mode: 0o600 });
  const files = { folder: join(out, 'hub'), keyFile: join(out, 'hub.key') };
  const hub = await startHubProcess({
    ...files,
    scenario: [from, since, speed, until].join(','),
    founding,
    phones: phonesFile,
    restarted: progress.restarted,
  }).catch(sayHubFailure);
  if (hub === undefined) return EXIT_WRONG;
  try {
    progress.begins({ board: `${hub.readLink}/`, minutes: (day.until - day.from) / speed });
    const minuteNow = (): number => day.from + (Math.max(0, Date.now() - since) * speed) / MINUTE_MS;
    const played = await playDay({
      day,
      link: hub.writeLink,
      crypto,
      people,
      minuteNow,
      news: progress.news,
      signal: stop.signal,
    });
    progress.ends();
    const left = { day, out, link: hub.peopleLink, played, until, crypto, hub: files, phones };
    const { served, reach } = await writeDayFiles({ ...left, instantOf, withAlone });
    report(played, out, served);
    sayReach(reach);
    if (staysUp) {
      say(`The board stays up at ${hub.readLink}/ until Ctrl+C.`);
      await asked;
    }
    return played.refused.length === 0 && played.stuck === 0 ? EXIT_OK : EXIT_WRONG;
  } catch (cause) {
    if (!stop.signal.aborted) throw cause;
    progress.ends();
    tell('Interrupted. What the phones had sent is kept in the out folder; nothing else was written.');
    return EXIT_WRONG;
  } finally {
    await hub.stop();
  }
}

function sayHubFailure(cause: unknown): undefined {
  if (!(cause instanceof HubProcessError)) throw cause;
  tell(`shanyrak day: the hub could not be started: ${cause.message}`);
}

function report(played: Played, out: string, served: readonly [number, number]): void {
  say(`${played.said} entries were said; ${played.refused.length} refused, ${played.stuck} still on phones.`);
  if (served[1] > 0) say(`${served[0]} of ${served[1]} facts of the text are served.`);
  say(
    `Written to ${out}: bulletin.md, bulletin.html, record.shanyrak, situation.json, report.json, reach.md`,
  );
}

// A line each half an hour fits one screen.
const SHOWN_EVERY_MIN = 30;

function sayReach(reach: Omit<ReachText, 'title'>): void {
  say('');
  say(
    'How the call spread. SIMULATED people; ranges, since one person may be told by a warden and by the hub.',
  );
  for (const line of reachLines(reach, SHOWN_EVERY_MIN)) say(line);
  if (reach.alone !== undefined) say(ALONE_ASSUMED);
}
