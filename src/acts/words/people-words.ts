import type { PeopleBody } from '../../record/kinds/body.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { PeopleRefusal } from '../../situation/people-refusals.ts';
import { PEOPLE_EN } from './people-en.ts';
import { PEOPLE_KK } from './people-kk.ts';
import { PEOPLE_RU } from './people-ru.ts';
import type { Language } from './words.ts';

/** Roles, acts about people and keys, and why one has no effect, in one language. */
export type PeopleWords = {
  /** One person in the role, lower case. */
  readonly roles: Readonly<Record<Role, string>>;
  /** A short label for the act, lower case. */
  readonly acts: Readonly<Record<PeopleBody['type'], string>>;
  /** What happened and what to do next, whole sentences. */
  readonly refusals: Readonly<Record<PeopleRefusal, string>>;
  /** The entry itself is never lost: said once before every reason. */
  readonly kept: string;
  /** "One more is needed: keyholder or warden." */
  readonly oneMore: (roles: string) => string;
  readonly or: string;
  /** Said beside an order to erase that is kept: why it is not carried out, or not yet. */
  readonly erasing: Readonly<Record<EraseHindrance, string>>;
};

/** What keeps an entry from being erased: it is not here, has no such part, or is the hub's own. */
export const ERASE_HINDRANCES = ['not-here', 'no-such-part', 'hubs-own'] as const;
export type EraseHindrance = (typeof ERASE_HINDRANCES)[number];

const WORDS: Readonly<Record<Language, PeopleWords>> = { en: PEOPLE_EN, kk: PEOPLE_KK, ru: PEOPLE_RU };

export function roleName(role: Role, language: Language): string {
  return WORDS[language].roles[role];
}

/** `warden · c1`: a role, and the cell it is of, where it is of one. */
export function roleInCell(role: Role, cell: string | undefined, language: Language): string {
  return cell === undefined ? roleName(role, language) : `${roleName(role, language)} · ${cell}`;
}

export function peopleActName(act: PeopleBody['type'], language: Language): string {
  return WORDS[language].acts[act];
}

/** Words for the author of an act without effect: that it is kept, what happened, what to do next. */
export function peopleRefusalText(reason: PeopleRefusal, language: Language): string {
  const { kept, refusals } = WORDS[language];
  return `${kept} ${refusals[reason]}`;
}

/** Whose word an act of two still needs. `roles`: who may give it. */
export function oneMoreText(roles: readonly Role[], language: Language): string {
  const { oneMore, or, roles: names } = WORDS[language];
  return oneMore(roles.map((role) => names[role]).join(or));
}

/** Why what two order to erase is not erased, or not yet. */
export function erasingText(why: EraseHindrance, language: Language): string {
  return WORDS[language].erasing[why];
}
