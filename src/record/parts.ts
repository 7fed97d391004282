/** Who holds a group key: an age identity shared by the people of one role. */
export const GROUP_ROLES = ['lawyer', 'medic', 'committee'] as const;
export type GroupRole = (typeof GROUP_ROLES)[number];

/**
 * The parts that travel sealed only, and the group each is sealed to when nobody says otherwise. Who may write or
 * read which part of which kind is decided elsewhere (permissions: role x kind x part).
 *
 * `witness`: who saw it, and what would point to them. `hurt`: who is injured, held or missing. `home`: the
 * household, what it needs. Papers for a court go with `witness`.
 */
export const READER_OF_PART: Readonly<Record<'home' | 'hurt' | 'witness', GroupRole>> = {
  home: 'committee',
  hurt: 'medic',
  witness: 'lawyer',
};

export const SEALED_PARTS = ['home', 'hurt', 'witness'] as const;
export type SealedPartName = (typeof SEALED_PARTS)[number];

/** The part of a `group.key` entry that holds the group's identity, sealed to each member's own recipient. */
export const IDENTITY_PART = 'identity';

/** The part everybody with access to the incident reads. It is never sealed: the situation is folded from it. */
export const OPEN_PART = 'body';

const ALWAYS_SEALED: ReadonlySet<string> = new Set([...SEALED_PARTS, IDENTITY_PART]);

/** Whether a part of this name may travel sealed only; in the open it is dropped, so that a slip of a client is not kept. */
export function isAlwaysSealed(name: string): boolean {
  return ALWAYS_SEALED.has(name);
}
