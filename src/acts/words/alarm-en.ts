import type { ActWords, AlarmWords } from './alarm-words.ts';

function both(tells: string): ActWords {
  return { tells, asks: `${tells}?` };
}

export const ALARM_EN: AlarmWords = {
  drill: 'DRILL',
  drillOver: 'DRILL OVER',
  overAs: { lapsed: 'NOT CONFIRMED', ended: 'ENDED', false: 'FALSE ALARM', duplicate: 'DUPLICATE' },
  titles: {
    ask: 'Is it so?',
    call: 'You are needed',
    abroad: 'Be our eyes and voice',
    redirect: 'The way in is closed',
    task: 'Tell your cell',
    ready: 'Keep your phone near',
    'check-in-due': 'Check in',
    verify: 'Your code',
    removed: 'You are off the list',
    test: 'A test of this road',
  },
  acts: {
    'force.arrive': both('forces arriving'),
    'force.advance': both('forces moving in'),
    'force.use': both('force being used'),
    'force.breach': both('forces breaking in'),
    'cordon.set': both('cordon being set'),
    'cordon.complete': both('ring closed'),
    'evict.home': both('people being evicted'),
    'evict.demolish': both('homes being torn down'),
    'utility.cut': both('power or water cut'),
    'network.cut': both('phones cut off'),
    arrest: both('people being held'),
    injury: both('people hurt'),
    other: { tells: 'danger', asks: 'is there danger?' },
  },
  place: {
    neighbours: (point) => [`Safe meeting point: ${point}`, `Meet: ${point}`],
    press: (point) => [`Press, safe view: ${point}`, `Press: ${point}`],
    lawyers: (point) => [`Lawyers needed at: ${point}`, `Lawyers: ${point}`],
    observers: (point) => [`Observers, safe view: ${point}`, `View: ${point}`],
    medics: (point) => [`Medics needed at: ${point}`, `Medics: ${point}`],
    supporters: (point) => [`Supporters, meet outside: ${point}`, `Outside: ${point}`],
  },
  noPlace: 'Ask where first',
  answerAsk: (code) => [`Reply ${code}1 = yes, ${code}2 = no`, `${code}1 yes, 2 no`],
  answerCall: (code) => [
    `${code}1 20 = in 20 min, ${code}2 = no`,
    `Reply ${code}1 20 or 2 (no)`,
    `${code}1 20, no 2`,
  ],
  abroad: ['Watch, write to officials, hold a picket', 'Watch, write, picket'],
  redirect: (point) => [
    `The way in is closed. Go only to: ${point}`,
    `Way closed. Go only to: ${point}`,
    `Way closed, go: ${point}`,
  ],
  redirectNowhere: 'Way closed. Do not come, wait for word',
  drillOverSays: 'It was only a drill. Thank you.',
  overSays: {
    lapsed: 'Nobody else saw it. If you do, say so anew.',
    ended: 'The alarm is over, no need to come.',
    false: 'It is not so, no need to come.',
    duplicate: 'Told twice: the first alarm stands.',
  },
  tellCell: (cell) => `Tell your cell ${cell}`,
  tellYourCell: 'Tell your cell',
  ready: 'BE READY',
  readyOver: 'READINESS OVER',
  readySays: {
    'check-in': ['Organiser has not checked in. Phone near, charged', 'An organiser has not checked in'],
    // Whose home is besieged everybody would know.
    siege: ['There are signs of a raid. Phone near, charged', 'There are signs of a raid'],
    sign: ['There are signs of a raid. Phone near, charged', 'There are signs of a raid'],
    peer: ['A neighbouring hub is silent. Phone near, charged', 'A neighbouring hub is silent'],
  },
  readyOverSays: {
    here: 'An organiser has checked in. Thank you.',
    heard: 'The hub is heard again. Thank you.',
    over: 'It is over for now. Thank you.',
  },
  checkInDue: (until) => `check in by ${until}, or others are told to be ready`,
  verify: (code) => `code ${code}. Enter it, tell it to nobody.`,
  removed: 'you are off the list, no alarm will come to you.',
  test: 'a test of this road. Nothing has happened.',
  settlement: 'Settlement',
};
