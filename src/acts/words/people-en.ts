import type { PeopleWords } from './people-words.ts';

export const PEOPLE_EN: PeopleWords = {
  roles: {
    resident: 'resident',
    warden: 'warden',
    steward: 'steward',
    organiser: 'organiser',
    observer: 'observer',
    press: 'reporter',
    lawyer: 'lawyer',
    medic: 'medic',
    supporter: 'supporter',
    desk: 'desk worker',
    keyholder: 'keyholder',
    hub: 'hub',
    witness: 'witness of the log',
  },
  acts: {
    'place-found': 'place founded',
    'key-invite': 'invitation',
    'key-grant': 'role given to a key',
    'key-revoke': 'key withdrawn',
    'key-leave': 'left the circle',
    'key-rotate': 'keyholder’s key replaced',
    'incident-open': 'incident numbered',
    'incident-merge': 'two incidents made one',
    'incident-close': 'incident closed',
    'alarm-order': 'alarm ordered',
    'feed-approve': 'feed of alarms approved',
    'feed-stop': 'feed of alarms stopped',
    'incident-archive': 'incident put away',
    mute: 'hidden from now on',
    unmute: 'shown again',
    moderate: 'newcomer’s entries shown',
    erase: 'erasure',
    'group-key': 'group key',
  },
  kept: 'The entry is kept and has no effect.',
  oneMore: (roles) => `One more must say so: ${roles}.`,
  or: ' or ',
  erasing: {
    'not-here':
      'The hub holds no such entry, or no longer. The order is kept: if the entry comes, it is erased then. Compare the id.',
    'no-such-part':
      'That entry has no such part; nothing of it will be erased. See which it has: shanyrak show.',
    'hubs-own':
      'That entry is the hub’s own decision and stays: without it the hub would decide the same again.',
  },
  refusals: {
    'body-missing': 'Its open part is not here. Send the entry again with it.',
    'not-founded': 'This place has not been founded yet. Found it on the hub first.',
    'already-founded':
      'This place was founded before, and the first founding stays. Go on with its keyholders.',
    'wrong-log': 'It belongs in the place log and stands in an incident. Write it again in the place log.',
    'not-the-hub': 'Only the hub may do this. Leave it to the hub.',
    'not-a-keyholder': 'Only a keyholder may do this. Ask two of them.',
    'no-grant': 'Nobody had vouched for this key by then. Ask a warden, then do it again.',
    'wrong-slot': 'This key is for another incident or log. Use the key that is for this one.',
    left: 'This key had left by then. Ask a warden to let in a new key.',
    revoked: 'This key had been withdrawn by then. Make a new key and ask two keyholders or a warden.',
    muted: 'Entries of this key were hidden by then. Speak with a warden; two can show them again.',
    'role-may-not': 'This role may not do this. Ask a warden or a keyholder.',
    'role-not-grantable':
      'You may not give this role. Ask a keyholder; keyholders themselves are set at the founding.',
    'other-cell':
      'A warden lets in people of the own cell only. Ask the warden of that cell, or a keyholder.',
    'slot-reused':
      'This key had been given this place before, and the first grant stays. Nothing more is needed.',
    'key-reused':
      'This key serves elsewhere already; one key serves one place. Make a new key on the device.',
    'key-revoked': 'This key was withdrawn and cannot be let in again. Make a new key on the device.',
    'voucher-revoked':
      'Whoever vouched had been withdrawn by then. Ask another warden or a keyholder to vouch again.',
    'invitation-reused': 'This invitation exists already. Make a new code for each invitation.',
    'wrong-next':
      'This is not the next key that this keyholder had promised. Check the paper and the number.',
    'next-revoked':
      'Two keyholders have withdrawn the next key too. This seat stays empty; the others go on.',
    'already-said': 'You have said this before; it counts once. Another must say it too.',
    'already-so': 'It was so already. Nothing more is needed.',
    'not-muted': 'Entries of this key are not hidden. Nothing is to be done.',
    'may-not-be-muted': 'Keyholders and the hub cannot be hidden. Two keyholders can withdraw a key.',
    'incident-unknown': 'The hub has not numbered this incident. Wait until it has, then do it again.',
    'incident-known': 'This incident has its number already. Nothing more is needed.',
    'number-taken': 'Another incident has this number. Take the next free one.',
    'already-closed':
      'This incident is closed or was merged into another. Open a new one if there is something new.',
    'not-closed': 'The incident is not closed yet. Two keyholders close it first.',
    'is-needed': 'That entry says who may speak; it cannot be erased. Withdraw the key instead.',
    'other-group': 'That key is of another group. Leave it to a member of that group, or to a keyholder.',
    'older-group-key':
      'Two have agreed on a key of that group with this number or a higher one. Take the next number.',
    'handle-taken':
      'This handle belongs to another key, and this check-in counts for nobody. Choose your own handle; if your old device is lost, two keyholders withdraw its key first.',
  },
};
