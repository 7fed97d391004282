import type { PhoneNumber, SimPhones } from '../../src/adapters/sim-phones/sim-phones.ts';
import type { Habits } from '../../src/adapters/sim-phones/person.ts';
import type { Day } from '../../src/adapters/sim-day/day.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { AuthorKey } from '../../src/record/names.ts';

/** A settlement of 600 telephones in 20 cells of 30. What its people do is invented; its chance is the same at each run. */
export const CELLS: readonly string[] = Array.from({ length: 20 }, (_, i) => `c${i + 1}`);
const PHONES_A_CELL = 30;
export const WARDENS_A_CELL = 2;
/** Of each cell three are off, a tenth; in every fourth one of them is a warden's. */
const OFF_A_CELL = 3;
/** Texts a minute by a warden's own telephone: the least that one SIM sends (alarm.md). */
const TEXTS_PER_MINUTE = 10;

const HABITS: Habits = {
  seenPerMille: 850,
  seenAfterSeconds: { lo: 5, hi: 120 },
  heardPerMille: 700,
  comingPerMille: 250,
  cannotPerMille: 150,
  answerAfterSeconds: { lo: 10, hi: 300 },
  minutes: { lo: 5, hi: 40 },
};

/** Somebody in the settlement. `person`: their number on the hub, where the hub knows of their telephone. */
export type Neighbour = {
  readonly phone: PhoneNumber;
  readonly cell: string;
  readonly isWarden: boolean;
  readonly isOff: boolean;
  readonly person?: number;
};

/** Gives everybody a telephone, and the hub the contacts of those it can write to. `wardens`: their keys, by cell. */
export async function settle(
  phones: SimPhones,
  { contacts }: Engine['alarms'],
  wardens: ReadonlyMap<string, readonly AuthorKey[]>,
): Promise<readonly Neighbour[]> {
  const people: Neighbour[] = [];
  for (const [c, cell] of CELLS.entries()) {
    for (let i = 0; i < PHONES_A_CELL; i++) {
      const isWarden = i < WARDENS_A_CELL;
      const isOff = c % 4 === 0 ? i > 0 && i <= OFF_A_CELL : i >= PHONES_A_CELL - OFF_A_CELL;
      // Two of three neighbours let the hub push to them; every tenth has left a number as well.
      const roads = isWarden ? ALL : i % 3 === 0 ? [] : i % 10 === 4 ? (['push', 'sms'] as const) : PUSH;
      const addresses = Object.fromEntries(roads.map((road) => [road, `${road} ${cell} ${i}`]));
      const phone = phones.add({ area: cell, addresses, habits: HABITS, isOff });
      const of = isWarden ? wardens.get(cell)?.[i] : undefined;
      const contact =
        roads.length > 0 &&
        (await contacts.put({
          role: isWarden ? 'warden' : 'resident',
          cell,
          language: i % 2 === 0 ? 'kk' : 'ru',
          ...(of !== undefined && { of }),
          addresses: roads.map((channel) => ({
            channel,
            address: `${channel} ${cell} ${i}`,
            isVerified: true,
          })),
        }));
      people.push({ phone, cell, isWarden, isOff, ...(contact && { person: contact.person }) });
    }
  }
  return people;
}

const ALL = ['push', 'sms', 'call'] as const;
const PUSH = ['push'] as const;

/** The settlement as a day file has it, for the simulated crowd: the first warden of a cell texts those who can be reached. */
export function villageDay(): Day {
  const reachable = PHONES_A_CELL - OFF_A_CELL;
  return {
    title: 'A call to twenty cells',
    origin: 'invented',
    date: '2031-05-17',
    offset: '+00:00',
    from: 0,
    until: 60,
    seed: 5,
    settlement: 'East field',
    cells: CELLS.map((code) => ({ code, homes: [`${code}-1`], people: PHONES_A_CELL })),
    approaches: ['north-road'],
    outside: { code: 'yard', name: 'the school yard' },
    points: [],
    roles: CELLS.map((cell) => ({
      handle: `warden ${cell}`,
      role: 'warden',
      cell,
      inside: false,
      isVouched: true,
    })),
    network: [],
    crowd: {
      smsPerMinute: TEXTS_PER_MINUTE,
      doorsPerMinute: 1,
      reachablePerMille: Math.ceil((1_000 * reachable) / PHONES_A_CELL),
      comingPerMille: HABITS.comingPerMille,
      cannotPerMille: HABITS.cannotPerMille,
      walkMin: { lo: 5, hi: 20 },
      tallyEveryMin: 1,
      countEveryMin: 5,
      homesEveryMin: 0,
    },
    entries: [],
    facts: [],
  };
}
