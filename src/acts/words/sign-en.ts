import type { SignWords } from './sign-words.ts';

export const SIGN_EN: SignWords = {
  labels: {
    letIn: 'Let in',
    turnDown: 'Turn down',
    moreKeys: (count) => `${count} more ${count === 1 ? 'key' : 'keys'} for a device that is in`,
    letInNote:
      'Let in nobody whose number was not told to you by the person: a link can be stolen, a face cannot.',
    agree: 'Agree',
    saidByYou: 'You have said so; another must.',
    keys: 'Keys',
    keysNote:
      'Choose all keys of the device that you know of. The record does not say which keys are one device’s.',
    slot: (slot) => (slot === 0 ? 'for the place' : `for incident ${slot}`),
    since: (index) => `let in with entry ${index}`,
    withdraw: 'Withdraw',
    hide: 'Hide what they say',
    showAgain: 'Show it again',
    keyField: 'Key of 43 characters',
    fromField: 'From which entry of the log on; left empty: from now on',
    invite: 'Invite one device',
    role: 'Role',
    cell: 'Cell',
    holdsFor: 'Holds for',
    hours: (hours) => (hours < 48 ? `${hours} hours` : `${hours / 24} days`),
    makeInvitation: 'Make the invitation',
    close: 'Close',
    putAway: 'Put away',
    merge: 'Make them one',
    mergeFrom: 'This incident',
    mergeInto: 'goes into this one',
    raise: 'Raise an alarm',
    whatIsSeen: 'What do you see?',
    onlyADrill: 'Only a drill',
    raiseIt: 'Raise it',
    votes: { confirm: 'I see it too', refute: 'It is not so' },
    orders: {
      abroad: 'Call abroad',
      ended: 'It is over',
      false: 'It was false',
      duplicate: 'Same as another',
    },
    you: 'You',
    speaksAs: (as) => `Your key speaks here as: ${as}.`,
    leave: 'Leave',
    byCommand: 'Withdrawing a paper that was lost too is done by command: shanyrak revoke.',
  },
  questions: {
    letIn: (requests, keys) =>
      `You vouch for the ${keys} keys of request ${requests}: from now on what they say counts. Did the person tell you this number?`,
    turnDown: (requests) =>
      `Request ${requests} is forgotten. The invitation stays used: they will need a new one.`,
    revoke: (keys) =>
      `What these keys say from now on has no weight any more, and what they alone decided since is undone: ${keys}. What they said before stays good.`,
    revokeFrom: (index) => `It holds from entry ${index} of the log on.`,
    mute: (keys) => `Entries of these keys are hidden from now on: ${keys}. They are kept all the same.`,
    unmute: (keys) => `Entries of these keys are shown again from now on: ${keys}.`,
    close: (incident) =>
      `${incident} is closed: nothing more is decided in it. Its alarms are over, and those who were told hear so.`,
    archive: (incident) => `${incident} is put away. Nothing of it is deleted.`,
    raise:
      'The wardens are asked at once whether it is so. Once one more has seen it, whom somebody else vouches for, the neighbours are called. A false alarm weighs for thirty days.',
    drill: 'A drill: everybody is told first that it is one. It stays in the settlement.',
    votes: {
      confirm: 'You say that you see it too, with your own eyes. That may call the neighbours.',
      refute: 'You say that it is not so. While more say so than have seen it too, nobody more is called.',
    },
    order: {
      abroad:
        'Supporters abroad are called, and press, lawyers and observers with them: thousands may hear of it.',
      ended: 'The alarm is over: all who were told hear that it has ended.',
      false:
        'The alarm is taken back as false: all who were told hear so, and it weighs for thirty days on who vouches for whoever raised it.',
      duplicate: 'The alarm is the same as another: all who were told hear that the other one goes on.',
    },
    merge: (from, into) => `${from} becomes part of ${into}; its entries count there from now on.`,
    erase: (entry) =>
      `Entry ${entry} is destroyed on the hub, in its backups and on every device that syncs. Nobody can bring it back.`,
    groupKey: (role, number, recipient) =>
      `Key ${number} of the group ${role} is ${recipient}: what is sealed to the group goes to it. Compare each letter with a member, face to face.`,
    invite: (as, until) => `One device may ask to be let in as: ${as}. The invitation holds until ${until}.`,
    leave:
      'Your standing key ends here: you vouch, decide and invite no more. Your keys for incidents to come are not named; remove the device from this browser afterwards.',
    forget:
      'The keys in this browser are destroyed. Unless a folder with them lies elsewhere, nobody can ever speak with them again.',
    forgetWaiting: (count) =>
      `${count === 1 ? '1 act that was signed and is' : `${count} acts that were signed and are`} not on the hub yet would be lost.`,
    second: 'Said by you alone it waits: it is so once a second says it too.',
    final: 'This cannot be taken back.',
    yes: 'Sign and send',
    no: 'Not now',
  },
  device: {
    title: 'Your key',
    insecure:
      'This page cannot sign here: it came over a connection that others can change (plain http). Open the hub at its https address, or on the hub’s own machine; or use the commands: shanyrak approve, revoke, invite.',
    oldBrowser:
      'This browser lacks what signing needs. Use a newer one, or the commands: shanyrak approve, revoke, invite.',
    noneHere:
      'This browser keeps no key yet. Those who have a device folder bring it in here. Those who were invited open their invitation’s link, or with its words:',
    bringFiles: 'All files of the folder (device.json, place.key, …), or the .zip it was handed over as',
    bring: 'Bring it in',
    bringNote:
      'From then on use it here only, and destroy the folder: two copies that both sign contradict each other.',
    passphrase: 'Passphrase of the device',
    passphraseNew:
      'At least 16 characters, such as four or five words nobody ever said in a row. Nobody can tell it to you again.',
    open: 'Open',
    working: (percent) => `Working out the key: ${percent} %`,
    isOpen: (key) => `Open in this tab: key ${key}.`,
    closeIt: 'Close it',
    forgetIt: 'Remove it from this browser',
    brought: 'The device is in this browser now. Destroy the folder it came from.',
    faults: {
      'none-here': 'There is no device in this browser.',
      'one-is-here': 'This browser keeps a device already. Nothing was changed: open it, or remove it first.',
      damaged: 'The device is damaged. Nothing was changed: bring in a copy of its folder.',
      'wrong-passphrase': 'That does not open it. Nothing was changed: check the passphrase.',
      'short-passphrase': 'The passphrase is too short: at least 16 characters. Nothing was made.',
      'not-a-device':
        'These are not the files of a device. Choose all files of its folder. Nothing was changed.',
      'other-place': 'This device is for another place than this hub’s. Nothing was signed.',
    },
    copies: {
      'older-copy':
        'This is an older copy of the key: the hub has later entries by it. Nothing is lost: what you say goes on after them. If you have the newer copy, go on with that one and remove this. If it was not you, somebody else has this key: ask two keyholders to withdraw it, and join again.',
      forked:
        'This key has said something else under a number it used already: a copy of it was used. Nothing is lost: what you say now joins both again. If it was not you, somebody else has this key: ask two keyholders to withdraw it, and join again.',
    },
    hubSilent: 'The hub does not answer.',
    notHeard: 'The hub hears nothing from this key: nobody has let it in, or it was withdrawn.',
    keptHere: (count) =>
      count === 1
        ? 'What was signed is kept here and is sent again as soon as the hub answers.'
        : `${count} signed acts are kept here and are sent again as soon as the hub answers.`,
    sentAgain: (count) =>
      count === 1 ? '1 act signed before was sent again.' : `${count} acts signed before were sent again.`,
    sending: 'Signing and sending …',
    nothingChosen: 'Nothing was chosen.',
    notAKey: 'That is not a key of 43 characters.',
    noKeyHere:
      'This device has no key for this incident, or it has spoken in another one. Nothing was signed. Ask for more keys above.',
    gone: 'The device is no longer in this browser. Nothing was signed.',
    turnedDown: 'Turned down.',
    invited: 'Invitation',
    invitedOnce:
      'Whoever has the link, the words or the picture can use it, once. Give it from hand to hand. It is not shown again.',
    print: 'Print',
    noLink: 'It holds no link of the hub, since yours shows who asks: tell them the hub’s address.',
    failed: 'That did not work. Nothing that the hub confirmed is lost: load the page again.',
  },
  join: {
    title: 'Join',
    what: 'Your keys are made here, by chance, and stay in this browser, sealed under your passphrase. A warden lets them in.',
    withoutScript: 'Without a script this page does nothing. The command does it too: shanyrak join.',
    words: 'The twelve words of the invitation',
    wordsNote: 'Whoever opened the invitation’s link or code needs no words.',
    join: 'Make keys and ask to be let in',
    notAnInvitation: 'That is no invitation: twelve words, or the link as it was given. Nothing was made.',
    otherPlace: 'This invitation is for another place. Nothing was made.',
    invitedAs: (as) => `You are invited as: ${as}.`,
    number: (number) => `Your request has the number ${number}.`,
    tell: 'Tell this number to your warden, face to face. They let you in.',
    waiting: 'Not let in yet. This page looks again by itself; you may close it and come back.',
    letIn: 'You were let in. Your keys speak here now.',
    onwards: 'To people and keys',
  },
  slots: {
    have: (incidents, count, next) =>
      `${count === 1 ? 'Key for incident' : 'Keys for incidents'} ${incidents}; the next incident is number ${next}.`,
    none: (next) => `No key for an incident to come; the next incident is number ${next}.`,
    row: (first, last) => `${first} to ${last}`,
    few: 'Ask for more before they are needed.',
    more: 'Ask for more keys',
    stillOpen: 'It is still open: tell this number to your warden, face to face. They let the new keys in.',
    keysStay: 'The keys stay in this browser: with them you can ask again.',
  },
  rotate: {
    offer: 'A keyholder who goes on with the key from paper',
    title: 'Go on with the key from paper',
    what: 'For a keyholder whose device is lost or was taken. This browser becomes the new device, the key of the old one ends, and a new paper takes the place of the old one. Have a printer or a pen ready.',
    n: 'Number of the keyholder, as on the paper',
    choose: 'Choose',
    words: 'The 24 words of the paper',
    wordsNote: 'In their order, with spaces between. They are read in this browser and sent nowhere.',
    start: 'Make the new device',
    back: 'Back',
    notThePaper: 'These are not the 24 words of a paper: compare each with it. Nothing was made.',
    paper: (keyholder) => `${keyholder}: first the new paper`,
    paperWhat:
      'Nothing is signed yet. On this paper is the key that follows the one you go on with now. Print it, or copy the words by hand: it is shown only now.',
    earlier:
      'If you printed a new paper here before, it counts for nothing: destroy it. The old paper stays good until all is done.',
    confirm: 'Once it is on paper, type two of its words, read off the paper:',
    word: (place) => `Word ${place}`,
    onPaper: 'It is on paper: go on',
    notTheseWords:
      'That is not what stands on the new paper: compare it with the words here. Nothing was signed.',
    otherNumber: 'Another number',
    makePaper: 'Make a paper for this number',
    question: (keyholder) =>
      `You go on as ${keyholder} with the key from the old paper; the key before it ends. The next key is the one on the new paper.`,
    already:
      'This key was put to use before, and another paper follows it: the one that was confirmed then. Keep that one and destroy any other. If the device that used it is lost, remove the key from this browser and go on from that paper. If you do not have it, tell the other keyholders.',
    done: 'Put the new paper where the old one was, and destroy the old one.',
    waits:
      'Keep both papers, the old one and the new one, until this has gone through. If the hub’s link you opened may only read, open one that may write.',
    again: 'Try again',
    noEffect:
      'Nothing has changed, and the old paper is as good as it was. Keep both papers until another new one is made. If the number was wrong, choose the right one; the words of a paper that was used before count no more: then remove the device from this browser and begin with the right paper.',
  },
};
