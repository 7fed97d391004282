import { DAY_MS } from '../base/instant.ts';
import type { CellAlarm, CellTold } from '../acts/alarm/cell-work.ts';
import type { PlacePlan } from '../acts/alarm/place-plan.ts';
import type { AuthorKey } from '../record/names.ts';
import type { Alarm } from '../situation/alarms.ts';
import { planOf } from '../situation/gather.ts';
import type { Gathered } from '../situation/gather.ts';
import type { Clock } from '../ports/clock.ts';
import { alarmsIn } from './alarms-in.ts';
import type { Book } from './book.ts';
import { isStanding } from './contacts.ts';
import type { Outbox } from './outbox.ts';

type CellNeeds = {
  readonly book: Book;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly place: () => PlacePlan | undefined;
};

/** What a warden works by, for the key they were let in with; nothing for others, or where no cell was named. */
export type CellDesk = (key: AuthorKey) => CellTold | undefined;

/** So long after its end a warden still learns of it, to tell those whom they told. */
const OVER_FOR_MS: number = DAY_MS;
// A warden works through one; nobody raises so many in a day without keys being withdrawn.
const ALARMS_MAX = 20;

/** Facts only: whom a warden tells, and whom they told, never comes here. */
export function newCellDesk({ book, clock, outbox, place }: CellNeeds): CellDesk {
  return (key) => {
    const people = book.people();
    const grant = people.grants.get(key);
    const cell = grant?.role === 'warden' ? grant.cell : undefined;
    if (cell === undefined || !isStanding(people, key)) return undefined;
    const told = book.incidents().flatMap((incident) => {
      const g = book.gathered(incident);
      return g === undefined ? [] : toldIn(g, { book, clock, outbox });
    });
    return {
      cell,
      homes: homesOf(cell, { book, place }),
      settlement: people.founding?.settlement ?? place()?.settlement ?? '',
      alarms: told.slice(-ALARMS_MAX),
    };
  };
}

/** By the plan of the place; where it names none of the cell, by the newest incident that has a plan of it. */
function homesOf(cell: string, { book, place }: Pick<CellNeeds, 'book' | 'place'>): readonly string[] {
  const isMeant = ({ code }: { readonly code: string }): boolean => code === cell;
  const planned = place()?.cells.find(isMeant);
  if (planned !== undefined) return planned.homes;
  const told = book.incidents().map((incident) => {
    const g = book.gathered(incident);
    return g && planOf(g)?.cells.find(isMeant);
  });
  return told.findLast((each) => each !== undefined)?.homes ?? [];
}

function toldIn(g: Gathered, needs: Omit<CellNeeds, 'place'>): readonly CellAlarm[] {
  return alarmsIn(g)
    .filter((alarm) => !isLongOver(alarm, g, needs.clock))
    .flatMap((alarm) => cellAlarm(alarm, needs) ?? []);
}

function isLongOver({ endedAs, steps }: Alarm, g: Gathered, clock: Clock): boolean {
  const end = steps.find(({ step }) => step !== 'tier');
  const loggedAt = end && g.byId.get(end.entry)?.loggedAt;
  return endedAs !== undefined && (loggedAt === undefined || clock.now() - loggedAt > OVER_FOR_MS);
}

/** In the incident in which it was raised, also when that has become another's: its keys speak there. */
function cellAlarm(
  { id, mode, act, tier, endedAs }: Alarm,
  { book, outbox }: Pick<CellNeeds, 'book' | 'outbox'>,
): CellAlarm | undefined {
  const incident = book.held(id)?.logged.entry.core.incident;
  const number = incident && book.people().incidents.get(incident)?.number;
  const meeting = outbox.sceneOf(id)?.meeting;
  if (incident === undefined || number === undefined || mode === undefined || meeting === undefined)
    return undefined;
  const { point, isOutside } = meeting;
  return {
    alarm: id,
    incident,
    number,
    mode,
    ...(act !== undefined && { act }),
    tier,
    ...(point && { point: { code: point.code, ...(point.name !== undefined && { name: point.name }) } }),
    isOutside,
    ...(endedAs !== undefined && endedAs !== 'tier' && { endedAs }),
  };
}
