import type { PlaceWords } from './place-words.ts';

export const PLACE_EN: PlaceWords = {
  unsafe: 'UNSAFE',
  note: 'note',
  nothingUnsafe: 'Nothing unsafe stands in the plan. Whether the people in it are ready, only a drill tells.',
  findings: {
    'no-cells': () => ({
      says: 'There are no cells: an alarm reaches nobody.',
      todo: 'Divide the homes into cells of 10 to 40, each with two wardens.',
    }),
    'cell-small': ({ cell, homes }) => ({
      says: `Cell ${cell} has only ${homes} homes.`,
      todo: 'Join it with its neighbour, unless it lies apart: every cell takes two wardens.',
    }),
    'cell-large': ({ cell, homes }) => ({
      says: `Cell ${cell} has ${homes} homes: too many for its wardens to call at in time.`,
      todo: 'Divide it into cells of at most 40 homes.',
    }),
    'cell-no-warden': ({ cell }) => ({
      says: `Cell ${cell} has no warden: nobody calls at its doors.`,
      todo: 'Find two wardens for it.',
    }),
    'cell-one-warden': ({ cell }) => ({
      says: `Cell ${cell} has one warden. When that telephone is taken or off, the cell is not told.`,
      todo: 'Find a second warden.',
    }),
    'warden-many-cells': ({ handle, cells }) => ({
      says: `Warden ${handle} has more than two cells: ${cells}. The last of them would be told too late.`,
      todo: 'Find further wardens.',
    }),
    'warden-own-deputy': ({ handle, cell }) => ({
      says: `In cell ${cell} ${handle} is warden and deputy: when that person is taken, nobody stands in.`,
      todo: 'Name somebody else as deputy.',
    }),
    'homes-twice': ({ cells, homes }) => ({
      says: `Homes stand in several cells (${cells}): ${homes}. They would be called at twice, or each would leave them to the other.`,
      todo: 'Leave every home in one cell.',
    }),
    'keyholders-few': ({ keyholders }) => ({
      says: `There are ${keyholders} keyholders. With fewer than five the two who must act may both be out of reach.`,
      todo: 'Name five different people.',
    }),
    'keyholder-twice': ({ handle }) => ({
      says: `${handle} is a keyholder twice: one person would be the two who must agree.`,
      todo: 'Name another person for one of the two.',
    }),
    'keyholder-number-twice': ({ n }) => ({
      says: `Two keyholders have the number ${n}.`,
      todo: 'Number them from 1 to 5.',
    }),
    'keyholder-is-organiser': ({ handle }) => ({
      says: `${handle} is keyholder and organiser: one siege at dawn takes both.`,
      todo: 'Give the key to somebody less known.',
    }),
    'no-points': () => ({
      says: 'There is no point where neighbours gather: a call can only tell them to ask where.',
      todo: 'Name one or more as "points", the best first.',
    }),
    'point-no-approach': ({ point }) => ({
      says: `Nobody has written which way leads to the point ${point}: people would be sent there although that way is closed.`,
      todo: 'Write as "approach" the way by which it is reached.',
    }),
    'no-outside': () => ({
      says: 'There is no outside point: once the ring closes, those on their way have nowhere to go.',
      todo: 'Name a place outside the settlement as "outside".',
    }),
    'outside-inside': ({ code }) => ({
      says: `The outside point ${code} lies inside the settlement: people would be sent into the ring.`,
      todo: 'Choose a place that can be reached when all approaches are closed.',
    }),
    'no-viewing': () => ({
      says: 'There is no safe viewing point: press and observers will look for one by themselves.',
      todo: 'Name a place as "viewing".',
    }),
    'no-press': () => ({
      says: 'There is no press contact.',
      todo: 'Name one as "press", with an address that may be public.',
    }),
    'no-organiser': () => ({
      says: 'There is no organiser: nobody would be missed when people are taken before the machines come.',
      todo: 'Name the organisers, with check-ins and deputies.',
    }),
    'organiser-no-check-in': ({ handle }) => ({
      says: `Organiser ${handle} does not check in: that they were taken is noticed by chance.`,
      todo: 'Agree on times and write them as "checkIns".',
    }),
    'organiser-no-deputy': ({ handle }) => ({
      says: `Organiser ${handle} has no deputy.`,
      todo: 'Name deputies, in the order in which they stand in.',
    }),
    'approach-nowhere': ({ approach }) => ({
      says: `The approach ${approach} leads nowhere: an alarm there wakes no zone first.`,
      todo: 'Write as "zones" which of them it leads to.',
    }),
    'zone-no-approach': ({ zone }) => ({
      says: `No approach leads to the zone ${zone}.`,
      todo: 'Somebody will come from somewhere: add the way to an approach.',
    }),
    'person-named': ({ field }) => ({
      says: `${field} looks like a telephone number or a full name. Whoever takes this file would have it.`,
      todo: 'Use an invented word or a role with a number, such as warden-7.',
    }),
  },
  reach: {
    total: (reachable, people) => `${reachable} of ${people} people can be reached.`,
    cutOff: ({ code, people, subscribed }) =>
      `Cell ${code}: no warden can be reached; of ${people} people ${subscribed} subscribed themselves.`,
    few: (cell, reached, planned) => `Cell ${cell}: ${reached} of ${planned} wardens can be reached.`,
    others: (organisers, keyholders) =>
      `Organisers: ${organisers.reached} of ${organisers.planned}. Keyholders: ${keyholders.reached} of ${keyholders.planned}.`,
    noRoads: 'This hub has no channel: no message leaves it. See: shanyrak channel --help',
    counted: (roads) =>
      `Counted is who has shown that an address is theirs, on a road this hub has (${roads}), by role and cell: the hub knows no handles. A cell counts once a warden of it is reached. Nothing was sent; whether messages arrive, only a drill tells.`,
  },
  template: {
    head: [
      'The plan of a place, prepared before the day. docs/place-plan.md explains each field.',
      'No names and no telephone numbers: people stand here by handles, invented words such as warden-7.',
      'Then look what is missing: shanyrak place check FILE',
    ],
    settlement: 'What the settlement is called, its time, and the languages people are told in.',
    zones: [
      'Parts of the settlement. "next": where an alarm goes on to from there.',
      'With lat and lon in millionths of a degree the check can tell inside from outside.',
    ],
    cells: [
      'Cells of 10 to 40 homes, each with two wardens. Homes by code: N1..N24, or [N1, N2, N7..N9].',
      '"people": how many neighbours the wardens can call.',
    ],
    organisers: [
      'Who would be missed. They check in at these times; after graceMin minutes more it is shown as missed.',
      'Deputies in the order in which they stand in.',
    ],
    approaches: 'The ways in, and the zones they lead to.',
    points: [
      'Where neighbours gather and are safe, the best first. "approach": the way that leads there; once it is closed',
      'nobody is sent there, but to the next point.',
    ],
    outside: 'Where people gather once the ring is closed: outside the settlement.',
    viewing: 'Where press and observers see and are safe.',
    press: 'Whom the press asks. This address is made public.',
    keyholders: 'Five people of whom any two act. None of them an organiser.',
    alarm: 'Only where this place wants it otherwise than the program.',
  },
};
