/**
 * The closed vocabularies of the record (docs/record-format.md, after HURIDOCS, PLOVER and the Crowd Counting
 * Consortium, with own terms where none of them has one). A code once published is never given another meaning.
 */

export const LANES = ['authorities', 'workers', 'residents', 'supporters', 'press', 'others'] as const;
export type Lane = (typeof LANES)[number];

/** Who acts, always as a group: bodies of the authorities, ordered hands, the other sides. */
export const BODIES = [
  'police',
  'riot-police',
  'state-security',
  'procurer',
  'bailiff',
  'court-officer',
  'fire-service',
  'prison-service',
  'city-officer',
  'private-guards',
  'authorities',
  'drivers',
  'labourers',
  'prisoners',
  'fire-crews',
  'workers',
  'residents',
  'women',
  'children',
  'pensioners',
  'young-men',
  'organisations',
  'organiser',
  'neighbours',
  'supporters',
  'press',
  'television',
  'medic',
  'lawyer',
  'observer',
  'company',
  'government',
  'unknown',
] as const;
export type BodyCode = (typeof BODIES)[number];

export const ACTS = [
  'force.arrive',
  'force.advance',
  'force.use',
  'force.breach',
  'cordon.set',
  'cordon.complete',
  'cordon.lift',
  'access.deny',
  'order.leave',
  'order.demolish',
  'order.use-force',
  'notice.serve',
  'paper.shown',
  'paper.refused',
  'identify.asked',
  'identify.refused',
  'evict.home',
  'evict.demolish',
  'seize.goods',
  'utility.cut',
  'network.cut',
  'arrest',
  'release',
  'detain.siege',
  'injury',
  'death',
  'threaten.force',
  'threaten.arrest',
  'intimidate',
  'resist.obstruct',
  'resist.occupy',
  'resist.force',
  'assemble',
  'arrive',
  'refuse.order',
  'comply.order',
  'halt.machine',
  'withdraw',
  'negotiate',
  'promise',
  'observer.denied',
  'press.barred',
  'salvage.allowed',
  'salvage.denied',
  'shelter.none',
  'need',
  'offer',
  'check-in',
  'turned-back',
  'claim.intent',
  'claim.gain',
  'claim.outcome',
  'claim.history',
  'opinion',
  'picket',
  'protest.address',
  'spelling',
] as const;
export type Act = (typeof ACTS)[number];

export const MODALITIES = [
  'done',
  'ongoing',
  'attempted',
  'attempted-failed',
  'prevented',
  'threatened',
  'ordered',
  'refused',
  'planned',
  'denied',
  'alleged',
  'background',
  'opinion',
] as const;
export type Modality = (typeof MODALITIES)[number];

export const HOME_STATES = ['standing', 'threatened', 'reached', 'damaged', 'demolished', 'unknown'] as const;
export type HomeState = (typeof HOME_STATES)[number];

/** What an ordered group did with its order. `announced`: said they would not go on. */
export const ANSWERS = ['announced', 'refused', 'partly', 'complied'] as const;
export type Answer = (typeof ANSWERS)[number];

export const STANCES = [
  'resident',
  'participant',
  'supporter',
  'press',
  'official',
  'observer',
  'court',
] as const;
export type Stance = (typeof STANCES)[number];

/** How the source knows: saw it, heard it from someone, quotes another source, holds a document. */
export const LINKS = ['saw', 'heard', 'quotes', 'document'] as const;
export type Link = (typeof LINKS)[number];

export const COUNTED = ['people', 'homes', 'vehicles', 'attempts', 'quarters'] as const;
export type Counted = (typeof COUNTED)[number];

export const RELATIONS = ['supports', 'denies', 'corrects'] as const;
export type Relation = (typeof RELATIONS)[number];

/** What an alarm is answered with. `acknowledged`: has read it, says no more yet. */
export const REPLIES = ['acknowledged', 'coming', 'cannot'] as const;
export type Reply = (typeof REPLIES)[number];

export const APPROACH_STATES = ['open', 'closed', 'unknown'] as const;
export type ApproachState = (typeof APPROACH_STATES)[number];

/** Who a key speaks as. `keyholder` comes from the founding, `hub` from the hub's own key; all others are granted. */
export const ROLES = [
  'resident',
  'warden',
  'steward',
  'organiser',
  'observer',
  'press',
  'lawyer',
  'medic',
  'supporter',
  'desk',
  'keyholder',
  'hub',
  'witness',
] as const;
export type Role = (typeof ROLES)[number];

/** The languages a settlement speaks on its boards and in its messages. */
export const SPOKEN = ['kk', 'ru', 'en'] as const;
export type Spoken = (typeof SPOKEN)[number];

/** How much of an entry an erasure takes, from mild to harsh: the key of a sealed part, a part, the whole entry. */
export const ERASED = ['sealed', 'part', 'entry'] as const;
export type Erased = (typeof ERASED)[number];

/** Why something was erased. */
export const ERASE_GROUNDS = [
  'consent-withdrawn',
  'danger-to-person',
  'minor',
  'court-order',
  'error',
] as const;
export type EraseGround = (typeof ERASE_GROUNDS)[number];

/** Who decided that it be erased; two keyholders carry it out. */
export const ERASE_OFFICES = ['keyholders', 'committee', 'court'] as const;
export type EraseOffice = (typeof ERASE_OFFICES)[number];
