import type { CellWords } from './cell-words.ts';

export const CELL_EN: CellWords = {
  open: 'Tell your cell',
  forWardens: 'For wardens: tell your cell',
  title: (cell) => `Your cell ${cell}`,
  kept: 'Numbers, names and ticks stay on this telephone, sealed with your device’s key. The hub gets counts only.',
  noDevice:
    'There is no device of yours in this browser. Open this page where you keep it, or bring it in first.',
  toDevice: 'Bring in a device',
  notWarden:
    'The hub does not know the key of this device as a warden of a cell. What is written here stays.',
  silent:
    'The hub does not answer. This page goes on with what it knows: texts and ticks need no hub. Do not close it.',
  withoutScript: 'This page needs JavaScript.',
  foot: 'No cookies; nobody is counted. Close the device when you are done: then the list is sealed.',
  needs: {
    none: 'Needs no network',
    phone: 'Needs the phone network',
    internet: 'Needs the internet',
  },
  work: {
    none: 'No alarm runs. Write down your cell now, so that it is here on the day.',
    wait: 'Nobody else has confirmed it yet. Do not text your cell: this page says when it is time.',
    tasks: {
      call: (people) => `To be called: ${people}`,
      redirect: (people) => `The way is closed. To be sent elsewhere: ${people}`,
      over: (people) => `It is over. You told these, tell them so: ${people}`,
    },
    allTold: 'Everybody on your list has been told.',
    allOver: 'Everybody whom you told knows that it is over. Nothing more is to be done.',
    textIn: 'Text them in',
    textThese: (people) => (people === 1 ? 'Text this one' : `Text these ${people}`),
    tickThese: (people) => (people === 1 ? 'Sent: tick this one' : `Sent: tick these ${people}`),
    group:
      'A text to several may become a group in which all see each other’s numbers. Choose separate messages (“mass text”) in your telephone’s settings, or text one by one in the list below.',
    atTheDoor: (homes) => `No number, tell them at the door: ${homes}`,
    text: 'Text',
    call: 'Call',
    told: 'told',
    coming: 'coming',
    cannot: 'cannot',
    everybody: (people) => `Everybody in the cell: ${people}`,
  },
  counts: {
    now: ({ told, coming, cannot }) => `Told ${told}, coming ${coming}, cannot ${cannot}`,
    send: 'Send the counts',
    note: 'Only these numbers are sent, signed. Sent again they take the place of the old ones.',
    sent: 'The hub has these counts.',
    notSent: 'Not sent yet.',
    changed: 'Changed since they were sent.',
    waits: 'Signed, and waiting for the internet: they go out by themselves while this page is open.',
    noLink:
      'This page was opened by the link of one message, by which nothing is handed in. Open it once from your own link to the hub, where your keys are.',
  },
  runner: {
    show: 'For a runner: show the alarm as a picture',
    note: 'Another telephone photographs it and reads the alarm, without a network. No name, number or key stands in it.',
  },
  doors: {
    show: 'Print a list for the doors',
    title: (cell) => `Cell ${cell}: from door to door`,
    home: 'Home',
    note: 'Homes by code only. Destroy it afterwards.',
    none: 'No homes are known yet: they come from the plan of the place and from your list.',
  },
  list: {
    title: (people) => `Your neighbours: ${people}`,
    none: 'Nobody is written down yet.',
    home: 'Home, by its code',
    number: 'Number',
    numberNote: 'As your telephone dials it. Leave it empty for somebody whom you tell at the door.',
    name: 'Name, only for you',
    nameNote: 'Not needed.',
    add: 'Write down',
    remove: 'Remove',
    several: 'Several at once',
    severalNote: 'One a line: home, number, name. For example: N1 +7 700 000 00 00 Name',
    addAll: 'Write all down',
    added: (people) => (people === 1 ? 'Written down, on this telephone only.' : `Written down: ${people}.`),
    removed: 'Removed.',
    full: 'The list is full: 200 at most. The last ones were not written down.',
    faults: {
      home: (line) => `No home’s code stands in front: “${line}”. The line is still in the field.`,
      number: (line) => `That is no number your telephone could dial: “${line}”. It is still in the field.`,
    },
  },
};
