import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { AlarmNeeds } from '../../src/engine/alarm-desk.ts';
import type { EntryId, IncidentId } from '../../src/record/names.ts';
import type { Alarm } from '../../src/situation/alarms.ts';
import type { Reach } from '../../src/situation/reach.ts';
import type { Cli } from '../sim/cli.ts';
import type { Person } from './browser.ts';
import { newCommittee, ok } from './committee.ts';
import type { Committee } from './committee.ts';
import { placePlan } from './place-plans.ts';
import { typePassphrase } from './screens.ts';

const OPEN_WITHIN_MS = 90_000;

/** A place with two residents of cell c1, who can raise an alarm and confirm it. */
export type CellPlace = {
  readonly place: Committee;
  /** Raised by one and, unless it is to wait, confirmed by the other. */
  readonly raise: (wish?: {
    readonly mode?: 'real' | 'drill';
    readonly isConfirmed?: boolean;
  }) => Promise<void>;
  readonly confirm: () => Promise<void>;
  /** Nobody comes in by the north road any more. */
  readonly closeTheWay: () => Promise<void>;
  /** Two keyholders say that it has ended. */
  readonly end: () => Promise<void>;
  readonly alarm: () => Alarm;
  readonly reach: () => Reach;
  /** The entries of this kind, in the order of the log. */
  readonly said: (kind: string) => readonly SaidEntry[];
};

export type SaidEntry = {
  readonly author: string;
  readonly about: readonly string[];
  readonly body: unknown;
};

const PLAN = placePlan({
  cells: [
    { code: 'c1', zone: 'north', homes: 'N1..N40', people: 45, wardens: ['w1', 'w2'], deputies: ['w3'] },
    { code: 'c2', zone: 'north', homes: ['S1'], people: 3, wardens: ['w3', 'w4'] },
  ],
  organisers: undefined,
  points: [{ code: 'B2', name: 'the bakery yard', approach: 'north-road' }],
});

export async function cellPlace(cli: Cli, needs: AlarmNeeds = {}): Promise<CellPlace> {
  const place = await newCommittee(cli, [], { alarms: { place: () => PLAN, ...needs } });
  const { disk } = place;
  const { engine } = disk.hub;
  const voices = [
    await place.member('resident', '--cell', 'c1'),
    await place.member('resident', '--cell', 'c1'),
  ];
  let [incident, number]: [string, number] = ['', 0];
  const post = async (
    voice: number,
    kind: string,
    body: object,
    ...more: readonly string[]
  ): Promise<string> => {
    const key = join(voices[voice] ?? '', `slot-${number}.key`);
    const what = ['--kind', kind, '--at', '2031-05-17T10:30', '--body', JSON.stringify(body)];
    return ok(await cli.run('post', '--to', disk.write, '--key', key, ...what, ...more)).out;
  };
  const decide = async (): Promise<void> => {
    for (let i = 0; i < 4; i++) await engine.decide();
  };
  const now = (): IncidentId => engine.incidents().at(-1) ?? fail('nobody raised an alarm');
  const alarm = (): Alarm => engine.situation(now()).alarms[0] ?? fail('nobody raised an alarm');
  const confirm = async (): Promise<void> => {
    await post(1, 'alarm.confirm', {}, '--incident', incident, '--re', alarm().id);
    await decide();
  };
  return {
    place,
    confirm,
    alarm,
    raise: async ({ mode = 'real', isConfirmed = true } = {}) => {
      number++;
      const out = await post(0, 'alarm.raise', { mode, act: 'force.arrive' }, '--incident', 'new');
      incident = /incident (\S+)/.exec(out)?.[1] ?? '';
      await decide();
      if (isConfirmed) await confirm();
    },
    closeTheWay: async () => {
      const body = {
        act: 'access.deny',
        modality: 'done',
        lane: 'authorities',
        actors: ['police'],
        place: { approach: 'north-road' },
        source: { id: 'r1', stance: 'resident', link: 'saw' },
      };
      await post(0, 'event', body, '--incident', incident);
    },
    end: async () => {
      const id: EntryId = alarm().id;
      for (const n of [1, 2]) ok(await cli.run('alarm', 'order', 'ended', id.slice(0, 12), ...place.as(n)));
      await decide();
    },
    reach: () => engine.situation(now()).reach,
    said: (kind) => {
      const { entries } = engine.read({ after: -1, limit: 1_000 });
      return entries
        .filter((entry) => entry.kind === kind)
        .map(({ e, parts }) => saidEntry(e, parts['body']));
    },
  };
}

function saidEntry(core: string, part: unknown): SaidEntry {
  const { a, re } = JSON.parse(core) as { readonly a: string; readonly re?: readonly string[] };
  const text = typeof part === 'object' && part !== null && 't' in part ? String(part.t) : 'null';
  return { author: a, about: re ?? [], body: JSON.parse(text) };
}

function fail(why: string): never {
  throw new Error(why);
}

/** For a browser that would ask which program is to write text messages, and hear no press until it is told. */
export const NO_COMPOSER = `addEventListener('click', (event) => {
  if (event.target.closest?.('a[href^="sms:"]')) event.preventDefault();
})`;

/** Opens the page of a warden's own work in a browser that keeps the device. */
export async function openCell({ page }: Pick<Person, 'page'>, link: string, lang = 'en'): Promise<void> {
  await page.goto(`${link}/cell?lang=${lang}`);
  await openDeviceHere(page);
}

/** Opens the device on the page that is shown. */
export async function openDeviceHere(page: Page): Promise<void> {
  await typePassphrase(page);
  await page.locator('#list .names li').first().waitFor({ timeout: OPEN_WITHIN_MS });
}

export async function writeDown(page: Page, lines: readonly string[]): Promise<void> {
  await page.click('#several summary');
  await page.fill('#several textarea', lines.join('\n'));
  await page.click('#several button');
}
