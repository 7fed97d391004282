/** A day of twelve minutes: an alarm, a ring that closes with the network inside it, and what is said meanwhile. */
export const TINY_DAY = `title: A tiny day
origin: Invented for a test
date: XXXX-05-17
from: "10:00"
until: "10:12"
seed: 3
place:
  settlement: Example field
  cells:
    - { code: c1, zone: east, homes: E1..E4, people: 20 }
    - { code: c2, homes: [W1, W2], people: 10 }
  approaches: [north-gate]
  outside: { code: yard, name: the school yard }
  points:
    - { code: mosque, steward: steward-1 }
    - { code: yard, steward: steward-2 }
sources:
  report: { stance: participant, link: saw }
  reprint: { stance: press, link: quotes, quotes: report }
roles:
  - { handle: desk-1, role: desk, inside: false }
  - { handle: apa-1, role: resident, cell: c1, inside: true }
  - { handle: neighbour-1, role: resident, cell: c1, inside: true }
  - { handle: reporter-1, role: observer, inside: true }
  - { handle: steward-1, role: steward, inside: true }
  - { handle: steward-2, role: steward, inside: false }
  - { handle: warden-1, role: warden, cell: c1, inside: true }
  - { handle: warden-2, role: warden, cell: c2, inside: false }
network:
  - { at: "10:05", where: inside, state: cut }
  - { at: "10:09", where: inside, state: up }
crowd:
  smsPerMinute: 6
  doorsPerMinute: 2
  reachablePerMille: 900
  comingPerMille: 600
  cannotPerMille: 200
  walkMin: { lo: 1, hi: 2 }
  tallyEveryMin: 1
  countEveryMin: 1
entries:
  - at: "10:01"
    author: reporter-1
    label: arrival
    act: force.arrive
    lane: authorities
    actors: [police]
    when: "10:00..10:01"
    number: dozens
    source: report
    facts: [1]
  - at: "10:02"
    author: apa-1
    label: alarm
    kind: alarm.raise
    mode: real
    act: force.arrive
  - at: "10:03"
    author: neighbour-1
    kind: alarm.confirm
    re: [alarm]
  - at: "10:05"
    author: reporter-1
    label: ring
    act: cordon.complete
    lane: authorities
    actors: [police]
    after: { anchor: arrival, from: 2, to: 6 }
    source: report
  - at: "10:06"
    author: [reporter-1, neighbour-1]
    kind: home
    state: reached
    homes: [E1..E4]
    repeat: { every: 1, take: 2 }
  - at: "10:07"
    author: reporter-1
    act: refuse.order
    lane: workers
    actors: [drivers]
    group: loader-crew
    order: evict.demolish
    answer: refused
    re: [arrival]
    facts: [2]
  - at: "10:11"
    author: desk-1
    act: claim.outcome
    modality: alleged
    lane: press
    actors: [press]
    source: reprint
    text: The machines left.
    lang: en
facts:
  - { n: 1, says: Police came, serves: the clock, expect: [{ at: /clock/startedBy, has: arrival }] }
  - { n: 2, says: The crew refused, serves: the ledger, notYet: shown later }
`;
