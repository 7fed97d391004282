import type { PlanEditorWords } from './plan-editor-words.ts';

export const PLAN_EDITOR_EN: PlanEditorWords = {
  title: 'The plan of the place',
  what: 'Fill this in with the wardens, long before the day: who is told in which order, who goes on when somebody is taken, and where people are safe. It need not be finished at once.',
  handles:
    'No names and no telephone numbers: write people here by invented words, such as warden-7. Who that is, only those know who vouched for them.',
  stays: {
    hub: 'What you type stays in this browser: nothing of it is sent, to this hub or to anybody. Save it as a file and keep that where you keep keys.',
    file: 'This page is served by your own computer from the file below. Nothing of it leaves the computer.',
  },
  onwards: {
    hub: 'This page does not give the plan to the hub. Whoever runs the hub takes it up from the file: shanyrak place use place.yaml --data DIR',
    file: 'A hub takes the plan up with: shanyrak place use FILE --data DIR',
  },
  noScript:
    'This page needs its script, which makes the form and checks the plan in this browser. Without it: shanyrak place new place.yaml, a text editor, and shanyrak place check place.yaml.',
  insecure:
    'This page came over plain http: somebody on the way could have changed it and would read the plan. Open it over https or on the hub’s own machine, or use: shanyrak place edit place.yaml',
  parts: {
    settlement: {
      title: 'Settlement and languages',
      hint: 'What the settlement is called, the clock it goes by, and the languages people are told in, the first one first.',
      one: 'Settlement',
      add: '',
    },
    zones: {
      title: 'Zones',
      hint: 'Parts of the settlement, large enough that one can be cut off from the next. Tick the zones an alarm goes on to from here. With a place on the map the check can tell inside from outside.',
      one: 'Zone',
      add: 'Add a zone',
    },
    cells: {
      title: 'Cells',
      hint: 'Ten to forty homes that lie together, and the two wardens who call at their doors. People: how many neighbours the wardens can call.',
      one: 'Cell',
      add: 'Add a cell',
    },
    organisers: {
      title: 'Organisers',
      hint: 'Who would be missed. Each says at set times of the day that they are free; who stands in for them is written in that order.',
      one: 'Organiser',
      add: 'Add an organiser',
    },
    approaches: {
      title: 'Approaches',
      hint: 'The ways in by which machines and police can come. Tick the zones each of them leads to.',
      one: 'Approach',
      add: 'Add an approach',
    },
    points: {
      title: 'Points where neighbours gather',
      hint: 'Where people gather and are safe, the best first. Once the way that leads there is closed, they are called to the next point.',
      one: 'Point',
      add: 'Add a point',
    },
    outside: {
      title: 'Outside point',
      hint: 'Where people gather once the ring is closed: outside the settlement, and reached without passing through it.',
      one: 'Outside point',
      add: '',
    },
    viewing: {
      title: 'Viewing point',
      hint: 'Where press and observers see and are safe.',
      one: 'Viewing point',
      add: '',
    },
    press: {
      title: 'Press contact',
      hint: 'Whom the press asks. The address is made public.',
      one: 'Press contact',
      add: '',
    },
    keyholders: {
      title: 'Keyholders',
      hint: 'Five people of whom any two act together. None of them an organiser: one dawn must not take both.',
      one: 'Keyholder',
      add: 'Add a keyholder',
    },
    alarm: {
      title: 'What the alarm does otherwise',
      hint: 'Leave this empty, unless the place has a reason to want it otherwise than the program.',
      one: 'Alarm',
      add: '',
    },
  },
  fields: {
    settlement: 'Name of the settlement',
    offset: 'Clock, hours east of UTC',
    languages: 'Languages, the first one first',
    code: 'Code',
    next: 'An alarm goes on to',
    map: 'Place on the map',
    zone: 'Zone',
    homes: 'Homes',
    people: 'People',
    wardens: 'Wardens',
    deputies: 'Deputies',
    handle: 'Handle',
    checkIns: 'Checks in at',
    graceMin: 'Missed after (minutes)',
    zones: 'Leads to',
    name: 'What people call it',
    approach: 'The way that leads there',
    address: 'Address, made public',
    n: 'Number',
    lapseAfterMin: 'Over when nobody confirms it (minutes)',
    targetComing: 'People needed',
    widenAfterMin: 'Next tier opens by itself after (minutes)',
  },
  samples: {
    code: 'a short word, such as north',
    map: '43.304, 76.801',
    homes: 'N1..N24, or N1, N2, N7..N9',
    wardens: 'warden-1, warden-2',
    deputies: 'with commas between',
    checkIns: '07:00, 21:00',
    graceMin: '30 if left empty',
    languages: 'kk, ru, en',
  },
  choose: 'choose',
  noneToChoose: 'There is none yet.',
  homes: (homes) => (homes === 1 ? '1 home' : `${homes} homes`),
  remove: 'Remove',
  removed: 'Removed:',
  putBack: 'Put it back',
  up: 'Move up',
  counted: ({ cells, people, wardens }) =>
    `${cells} ${cells === 1 ? 'cell' : 'cells'}, ${people} ${people === 1 ? 'person' : 'people'}, ${wardens} ${wardens === 1 ? 'warden' : 'wardens'}`,
  unsafe: (n) => (n === 0 ? 'nothing is unsafe' : n === 1 ? '1 thing is unsafe' : `${n} things are unsafe`),
  toMend: (n) => (n === 1 ? '1 field is still to be mended' : `${n} fields are still to be mended`),
  mendTitle: 'To be mended first',
  foundTitle: 'What is missing',
  notYetChecked: 'What is missing or unsafe is looked for once these are mended.',
  file: {
    title: 'The file',
    open: 'Open a plan from this device',
    anew: 'Begin a new plan',
    save: 'Save as a file',
    saveBack: 'Save',
    done: 'I am done',
    ended:
      'The page has ended and the command with it. You may close this window. To go on: shanyrak place edit FILE',
    opened: (name) => `${name} is open.`,
    saved: (name) =>
      `${name} was handed to the browser: look for it among your downloads and take it to where you keep keys.`,
    savedBack: (name) => `${name} is saved. What stood there before is beside it, as ${name}.bak.`,
    unsaved: 'There are changes that are not saved.',
    remarks:
      'Remarks that somebody wrote into the file (lines after #) are not kept: the program’s own stand in their place, in the language of this page.',
    left: 'This stood in the file and has no place in a plan. It will not be saved:',
    loses: 'There are changes that are not saved, and they would be lost. Go on all the same?',
    goOn: 'Go on',
    stay: 'Stay here',
    faults: {
      'too-large':
        'This file is larger than a plan may be (1 MiB). Nothing was opened; what you had is still here.',
      'not-utf8': 'This is not a text file in UTF-8. Nothing was opened; what you had is still here.',
      'not-yaml':
        'This file cannot be read as a plan. Nothing was opened; what you had is still here. Mend the place in a text editor:',
      'not-a-plan':
        'This file is no plan of a place. Nothing was opened; what you had is still here. Choose another one.',
      'too-many':
        'This file holds more than a plan may. Nothing was opened; what you had is still here. Too much of:',
      changed:
        'The file was changed by somebody else since this page read it. Nothing was written: your changes are still here. Save them as another file below, or reload this page to read the file anew.',
      'not-written':
        'The file could not be written: its old text is still there, and your changes are still here. Check the folder, its owner and the room on the disk, then save again.',
      'no-answer':
        'The command that serves this page does not answer. Your changes are still here: save them as another file below.',
    },
  },
  keep: {
    title: 'Keep the draft in this browser',
    what: 'So that a reload or an empty battery costs nothing. It is sealed with a passphrase: whoever takes this device reads nothing of it without. Without this the draft is gone when the page is closed.',
    passphrase: 'Passphrase, at least 16 characters',
    short: 'Take at least 16 characters: four words that do not belong together.',
    keep: 'Keep it sealed',
    kept: 'The draft is kept sealed in this browser and follows each change. This is no file: save one in the end.',
    forget: 'Throw the kept draft away',
    forgotten: 'The kept draft is thrown away.',
    found: 'A sealed draft lies in this browser.',
    open: 'Open the draft',
    wrong: 'This passphrase does not open it. The draft is still there.',
    full: 'This browser does not keep it. The draft is here as long as the page is open: save a file.',
    working: (percent) => `Working … ${percent} %`,
  },
};
