import { cellsText } from './cells-text.ts';
import type { ReachReportWords } from './reach-report-words.ts';

export const REACH_REPORT_EN: ReachReportWords = {
  title: 'How far it reached',
  link: 'How far it reached',
  drillSays: 'This is a drill: nothing of it is real.',
  none: 'The hub has no messages of this alarm: none was to go out, or they were forgotten, as a day after the end they are.',
  isRunning: (time) => `As of ${time}, and not over yet: these numbers still move.`,
  all: (people, told, seen, answered) =>
    `People to be told: ${people}. A message went out to ${told}; known to have seen one: ${seen}; answered: ${answered}.`,
  answers: (coming, cannot) => `Of the answers: coming ${coming}, cannot ${cannot}.`,
  byWardens: (told, coming) =>
    `By themselves wardens told ${told} neighbours, as they ticked; coming: ${coming}.`,
  mend: {
    heading: 'What to mend next',
    nothing: 'Nothing stands out. Hold the next drill at another hour.',
    says: {
      'not-called': () =>
        'Nobody confirmed it, so the cells were not called. A second person has to say that they see it, one whom somebody else vouches for.',
      'no-warden': ({ cells }) =>
        `${cellsText(cells, 'Cell', 'Cells')}: the hub has no address of any warden there. Ask them to set up how they are reached (shanyrak reach), or name others in the plan.`,
      silent: ({ cells }) =>
        `${cellsText(cells, 'Cell', 'Cells')}: no warden answered. Speak with them; see the plan for deputies.`,
      'one-answered': ({ cells }) =>
        `${cellsText(cells, 'Cell', 'Cells')}: one warden answered. If that telephone is taken, nobody calls at the doors.`,
      'road-down': ({ channel }, roads) =>
        `${roads[channel]}: nothing got through. See: shanyrak channel test, shanyrak doctor.`,
      'over-missed': ({ people }) =>
        `Told of it, and not that it is over: ${people}. Wardens have to tell them.`,
      'over-late': ({ seconds }) =>
        `It took ${Math.ceil(seconds / 60)} minutes until the last heard that it is over; three are allowed. A faster road is needed, or a second one.`,
      'too-slow': ({ channel, messages }, roads) =>
        `${roads[channel]}: not gone when it was over: ${messages}. Add a second carrier or SIM, or let more people have notifications.`,
      'dead-address': ({ channel, messages }, roads) =>
        `${roads[channel]}: sent to addresses that do not take them any more: ${messages}. Those people have to set up again how they are reached.`,
      unseen: ({ seen, handed }) =>
        `Only ${seen} of ${handed} notifications were seen. Mobile internet was down, or telephones were silent: let people add a number.`,
      'no-road': ({ people }) =>
        `On the list without an address by a road that this hub has now: ${people}. Set up that road, or ask them for another.`,
    },
  },
  times: {
    heading: 'How long it took',
    note: 'From the first message of each kind. Told: a carrier took the message over. Only notifications tell that they were seen.',
    phases: {
      ask: 'Question to the wardens',
      call: 'Call to the cells',
      redirect: 'Go elsewhere',
      over: 'It is over',
    },
    began: 'began',
    half: 'half told',
    most: '90 % told',
    last: 'last one told',
    duration: (minutes, seconds) => (minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds} s`),
    never: 'not reached',
    chart: 'People told, known to have seen it, and answered, over time',
  },
  people: 'people',
  told: 'told',
  seen: 'seen',
  answered: 'answered',
  cells: {
    heading: 'By cell',
    note: 'Neighbours: those who let the hub write to them. Where they are fewer than five in a cell they are counted together, so that nobody is told of alone.',
    cell: 'cell',
    wardensAnswered: 'wardens who answered',
    partOf: (answered, wardens) => `${answered} of ${wardens}`,
    neighbours: 'neighbours',
    few: 'few',
    fewTogether: (cells) => (cells === 1 ? '1 cell with few' : `${cells} cells with few, together`),
    ticked: 'as wardens ticked',
    ticks: (told, coming, unreached) => `told ${told}, coming ${coming}, not reached ${unreached}`,
  },
  others: { heading: 'People in no cell', role: 'role', gone: 'no longer on the list' },
  roads: {
    heading: 'By road',
    note: 'Messages, not people: whoever did not see a notification was sent a text as well. Answered: by whichever road that person answered.',
    road: 'road',
    handed: 'handed on',
    spared: 'not needed',
    failed: 'failed',
    dropped: 'never left',
    waiting: 'waiting',
    until: (count, time) => `${count}, by ${time} at the latest`,
    why: 'why not',
    reasons: {
      gone: 'no such address any more',
      address: 'address refused',
      message: 'message refused',
      inside: 'address lies inside, and is never called',
      late: 'too late to be worth anything',
      nobody: 'nobody to tell any more',
      unsaid: 'it left, and nobody said what became of it',
      'not-taken': 'the carrier did not take it',
      'too-slow': 'its turn did not come before the end',
      stranded: 'its road was given up while it waited',
      unknown: 'reason not kept',
    },
  },
};
