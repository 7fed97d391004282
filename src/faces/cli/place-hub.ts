import { reachability } from '../../acts/alarm/reachability.ts';
import type { Reachability, Reached } from '../../acts/alarm/reachability.ts';
import { CHANNEL_NAMES } from '../../acts/alarm/channels.ts';
import type { ChannelName } from '../../acts/alarm/channels.ts';
import { checkPlace, isPlaceUnsafe } from '../../acts/care/place-check.ts';
import { PLACE_WORDS } from '../../acts/words/place-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { storeSqlite } from '../../adapters/store-sqlite/store-sqlite.ts';
import { utf8Encode } from '../../base/bytes.ts';
import type { Contacts } from '../../engine/contacts.ts';
import type { Primitives } from '../../record/primitives.ts';
import { alarmSettings, PLAN_SETTING } from './alarm-settings.ts';
import { roadNames } from './channel-settings.ts';
import { EXIT_OK, EXIT_WRONG, say, tell, UsageError } from './command.ts';
import type { Given } from './command.ts';
import { openFolder } from './hub-key.ts';
import { openSettings, TAKEN_UP_WORDS } from './hub-settings.ts';
import { keptHub } from './kept-hub.ts';
import { readPlaceFile, refusePlace } from './place-file.ts';

/** Keeps the plan in a file sealed on a hub, by which its alarms go from then on. */
export async function usePlace(file: string, given: Given, crypto: Primitives): Promise<number> {
  const read = readPlaceFile(file);
  if (!read.ok) return refusePlace(read.error, 'taken', given.flag('json'));
  const { plan, json } = read.value;
  (await openSettings(given, crypto)).change(PLAN_SETTING, () => utf8Encode(JSON.stringify(json)));
  const unsafe = checkPlace(plan).filter(isPlaceUnsafe).length;
  if (given.flag('json')) say(JSON.stringify({ ok: true, cells: plan.cells.length, unsafe }));
  else say(`Alarms go by this plan from now on, ${plan.cells.length} cells. ${TAKEN_UP_WORDS}`);
  if (unsafe > 0) tell(`${unsafe} things in it are unsafe. See: shanyrak place check ${file}`);
  return EXIT_OK;
}

/** Says how many people of the plan an alarm would reach now. Nothing is sent. */
export async function reachPlace(language: Language, given: Given, crypto: Primitives): Promise<number> {
  const folder = given.need('data');
  const store = storeSqlite({ folder, vault: await openFolder(folder, given, crypto), mode: 'read' });
  try {
    const { plan, channels } = alarmSettings(store);
    if (plan === undefined)
      throw new UsageError('finds no plan on this hub; give it one first: shanyrak place use FILE');
    const roads = roadNames(channels);
    const { contacts } = (await keptHub(store, crypto)).alarms;
    const found = reachability(plan, reachedBy(contacts, roads));
    if (given.flag('json')) say(JSON.stringify({ ...found, roads }));
    else for (const line of reachLines(found, roads, language)) say(line);
    return found.cellsCutOff.length === 0 && plan.cells.length > 0 ? EXIT_OK : EXIT_WRONG;
  } finally {
    store.close();
  }
}

/** Who has an address they showed to be theirs on a road this hub has, and still stands. */
function reachedBy({ roster, all }: Contacts, roads: readonly ChannelName[]): Reached {
  roster.open(roads);
  const reached = [...all()].filter(({ person }) => CHANNEL_NAMES.some((road) => roster.has(person, road)));
  const countIn = (role: string): ReadonlyMap<string, number> => {
    const cells = Map.groupBy(
      reached.filter((each) => each.role === role),
      ({ cell = '' }) => cell,
    );
    return new Map([...cells].map(([cell, { length }]) => [cell, length]));
  };
  const count = (role: string): number => reached.filter((each) => each.role === role).length;
  return {
    wardensIn: countIn('warden'),
    subscribersIn: countIn('resident'),
    organisers: count('organiser'),
    keyholders: count('keyholder'),
  };
}

function reachLines(
  { people, reachable, cells, cellsCutOff, organisers, keyholders }: Reachability,
  roads: readonly ChannelName[],
  language: Language,
): readonly string[] {
  const { reach } = PLACE_WORDS[language];
  const lacking = cells.flatMap((cell) => {
    const { reached, planned } = cell.wardens;
    if (cellsCutOff.includes(cell.code)) return [reach.cutOff(cell)];
    return reached < planned ? [reach.few(cell.code, reached, planned)] : [];
  });
  return [
    reach.total(reachable, people),
    ...lacking.map((line) => `  ${line}`),
    reach.others(organisers, keyholders),
    roads.length === 0 ? reach.noRoads : reach.counted(roads.join(', ')),
  ];
}
