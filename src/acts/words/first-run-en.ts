import type { FirstRunWords } from './first-run-words.ts';

const KEPT = 'Until they are handed over, devices and papers lie';

export const FIRST_RUN_EN: FirstRunWords = {
  form: {
    title: 'Found a place',
    says: [
      'This sets up the hub of your settlement on this machine, and the keys of those who will look after it. Nothing leaves the machine.',
      'You will need a printer, and for each keyholder a stick or their own device at hand.',
    ],
    settlement: {
      label: 'Name of the settlement',
      hint: 'As it will stand on the papers. It stays as it is.',
    },
    languages: 'Languages of the papers',
    keyholders: {
      label: 'Keyholders',
      hint: 'Any two of them act together: they let people in, withdraw keys, close and erase. One alone cannot. With five the place still acts when some are taken away.',
    },
    wardens: {
      label: 'First wardens',
      hint: 'A warden looks after a cell of 10 to 40 homes and lets its people in. Each gets an invitation on paper, for seven days. Leave the cells empty to invite them later.',
    },
    cells: { label: 'Cells', hint: 'Short codes with spaces between: c1 c2 c3' },
    wardensPerCell: { label: 'Wardens for each cell', hint: 'Two, because one phone can be taken.' },
    key: {
      label: 'Key of the hub',
      hint: 'All that the hub keeps is encrypted with it, and it is needed at every start. Without it nothing can be read again, by anybody.',
    },
    ways: {
      passphrase: {
        label: 'A passphrase',
        cost: 'Nothing to find and nothing to lose. After each power cut somebody must come to the machine and type it, and who knows it can be made to say it.',
      },
      'key-file': {
        label: 'A key file on a stick',
        cost: 'With the stick in, the hub starts by itself. Whoever takes the machine with the stick opens everything; whoever loses it without a copy has lost everything.',
      },
    },
    passphrase: {
      label: 'Passphrase',
      hint: 'Four or five words that nobody ever said in a row, at least 16 characters.',
    },
    again: 'The same words again',
    keyFile: {
      label: 'File on the stick',
      hint: 'The whole path, such as /media/stick/hub.key. A key file that is there already is taken as it is.',
    },
    lookOver: 'Look it over',
    mend: 'Nothing was made yet. Mend what is marked; a passphrase has to be typed anew.',
    faults: {
      'settlement-length': 'Give a name of 1 to 200 characters.',
      'languages-wrong': 'Choose at least one.',
      'keyholders-number': 'Choose two to five.',
      'wardens-many':
        'At most 60 invitations at once: take fewer cells or fewer wardens each. Others can be invited later.',
      'wardens-without-cells': 'Choose how many wardens each cell is to have.',
      'cells-wrong': 'A code has letters, digits and hyphens, 32 at most. Put spaces between two codes.',
      'passphrase-short': 'At least 16 characters, such as four or five words.',
      'passphrase-long': 'That is too long: 500 characters at most.',
      'passphrase-differs': 'The two were not the same. Type both anew.',
      'key-file-path': 'Give the whole path of a file, from the top.',
      'key-file-folder': 'There is no such folder, or it cannot be written. Is the stick in?',
      'key-file-in-hub': 'That is in the hub’s own folder, where a key protects nothing.',
      'key-file-other':
        'A file of that name is there, and it is not a hub’s key. Nothing is written over: give another name.',
    },
  },
  languageNames: { kk: 'Kazakh', ru: 'Russian', en: 'English' },
  check: {
    title: 'Look it over',
    settlement: 'Settlement',
    languages: 'Languages',
    keyholders: 'Keyholders',
    wardens: 'First wardens',
    noWardens: 'none for now',
    inCells: (wardens, cells) => `${wardens}, cells ${cells}`,
    key: 'Key of the hub',
    passphrase: 'a passphrase',
    sameDisk: 'This file would lie on the same disk as the hub: whoever takes the machine has both.',
    makes: (keyholders, wardens) =>
      `This makes the hub, a device and a paper for each of ${keyholders} keyholders${wardens === 0 ? '' : wardens === 1 ? ', and 1 invitation' : `, and ${wardens} invitations`}. A place is founded once: this cannot be taken back.`,
    found: 'Found the place',
    change: 'Change something',
  },
  places: {
    memory: (folder) =>
      `${KEPT} in the memory of this machine, in ${folder}. They are gone when the machine is switched off or you log out: hand everything over before that.`,
    'memory-and-swap': (folder) =>
      `${KEPT} in the memory of this machine, in ${folder}. They are gone when the machine is switched off or you log out. But this machine may write its memory to its disk (swap): switch that off first, or use a machine whose disk is encrypted.`,
    disk: (folder) =>
      `${KEPT} on the disk of this machine, in ${folder}, since no memory was found for it. What is deleted there can often be found again: do this only on a machine whose disk is encrypted.`,
  },
  founding: {
    title: 'The place is being founded',
    says: 'A few seconds. This page goes on by itself.',
    key: 'Key of the hub',
    keyholders: (done, of) => `Keyholders: ${done} of ${of}`,
    wardens: (done, of) => `Invitations: ${done} of ${of}`,
    onHub: 'The founding, on the hub’s record',
    lookAgain: 'Look again',
  },
  handingOver: {
    title: (settlement) => `${settlement} is founded`,
    says: [
      'Now give each device and each paper to its keyholder. Any two devices, or any two papers, act for the place: never let two come into one hand, and keep a keyholder’s paper apart from the device.',
      'Mark what was handed over. When everything is, this machine forgets it.',
    ],
    keyFile: (file) =>
      `The key of the hub: ${file}. Make a copy now and keep it in another house: without the key nothing can be read again.`,
    keyholder: (n) => `Keyholder ${n}`,
    devices:
      'A device is one .zip file with one folder: save it straight to the keyholder’s stick, and unpack it on their own machine. The commands take that folder (--device keyholder-1); a page that signs in the browser takes the files in it. It is not sealed: whoever has a copy acts as this keyholder.',
    device: 'Device',
    download: 'Download',
    paper: 'Paper',
    print: 'Open to print',
    invitations: 'Invitations',
    invitationsSay:
      'Each is for one device, once, for seven days. Write the hub’s link on it by hand; it goes from hand to hand, without a name.',
    warden: (n, cell) => `${n}: warden, cell ${cell}`,
    mark: 'Handed over',
    handed: 'handed over',
    unmark: 'Not yet',
    left: (n) => `Left to hand over: ${n}.`,
    forgetSays:
      'This takes every device and paper off this machine. What the browser saved and the printer kept, you delete there yourself.',
    forget: 'All handed over: forget them here',
    links:
      'The links to the hub were printed once, in the window in which it was started first. Write them down on paper.',
  },
  stopped: {
    title: 'The founding stopped',
    by: {
      'note-damaged':
        'The note of what was begun is damaged. Nothing was changed. Copy that folder to a safe place and start with another data folder.',
      'another-begun':
        'Papers for another hub are whole in that folder. They were left alone: move them away, then start the hub again.',
      'another-place':
        'This hub was founded for another place meanwhile. Its keyholders stay; these papers count for nothing and can be deleted.',
      'not-taken': 'The hub did not take the founding. Nothing counts yet: start the hub again.',
      'invitation-refused':
        'The place is founded, but the hub did not take the wardens’ invitations: those papers count for nothing. The keyholders’ devices and papers count; a keyholder invites the wardens anew.',
      'holds-something':
        'Somebody has written to this hub meanwhile, and a place is founded on a new one. Nothing was made: start with another data folder.',
      'key-made-meanwhile':
        'Somebody else gave this hub its key meanwhile. Nothing was changed: start the hub again and open it with that key.',
      'key-file-unwritable':
        'The key file could not be written. Nothing was made: look at the stick and try again.',
      'papers-unwritable':
        'A device or paper could not be written: no room, or no leave. What was begun counts for nothing yet: make room and try again.',
      'papers-not-gone':
        'Devices or papers could not be taken off this machine, and what is in that folder still counts. Start the hub again to try once more, or destroy the folder yourself.',
      'store-failed':
        'The hub’s disk did not take it: full, or not to be written. Make room and start the hub again; it goes on from here.',
    },
    folder: (folder) => `The folder: ${folder}`,
  },
  lost: {
    title: 'What was to be handed over is gone',
    says: [
      'The place is founded. Before everything was marked as handed over, the machine was switched off or somebody logged out: what still lay in its memory is gone, and nobody can bring it back.',
      'What had been handed over counts. Where two keyholders have their device or their paper, the place can act.',
      'If fewer than two have theirs, nobody can act here. Then stop the hub and found the place anew in another folder: npm start -- --data NEW-FOLDER',
    ],
    goOn: 'Two or more have theirs: go on',
  },
  over: {
    title: 'Handed over and forgotten',
    says: [
      'This machine holds no keyholder’s key and no paper any more.',
      'What the browser saved or the printer kept lies where they put it: delete it there, and empty the bin.',
      'The hub runs on. Next, wardens join with their invitations, a keyholder lets them in, and a first backup is made: docs/run-a-hub.md tells how.',
    ],
  },
  notFromHere:
    'This did not come from the hub’s own page, or the browser does not say where it came from. Nothing was done. Open the link in another browser on this machine.',
  foot: 'This page is for this machine only, and only until the place is founded and handed over. No cookies; nothing is loaded from elsewhere.',
};
