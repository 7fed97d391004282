import { bytesToBase64Url } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import { INVITATION_CODE_BYTES, printInvitation, printInvitationLink } from '../../record/invitation.ts';
import type { Invitation } from '../../record/invitation.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Primitives } from '../../record/primitives.ts';
import { secretWords } from '../../record/secret-words.ts';
import type { HubPlace } from './hub-place.ts';
import type { Act } from './place-acts.ts';

// A paper that still holds next season is a paper nobody remembers.
export const INVITATION_HOURS_MAX: number = 24 * 92;

/** What is offered, before there is a code. */
export type Offer = Pick<Invitation, 'role' | 'cell' | 'until' | 'hub'>;

export type MadeInvitation = {
  readonly act: Act;
  readonly paper: {
    readonly settlement: string;
    readonly languages: HubPlace['languages'];
    readonly words: string;
    readonly line: string;
    readonly role: Role;
    readonly cell?: string;
    readonly until: Instant;
  };
};

/** An invitation with a fresh code: the act for the place log, and what goes on paper. */
export function newInvitation(
  offer: Offer,
  {
    place,
    settlement,
    languages,
    nextNumber,
  }: Pick<HubPlace, 'place' | 'settlement' | 'languages' | 'nextNumber'>,
  crypto: Primitives,
): MadeInvitation {
  const code = crypto.randomBytes(INVITATION_CODE_BYTES);
  const { role, cell, until } = offer;
  const inCell = cell === undefined ? {} : { cell };
  const invitation = bytesToBase64Url(crypto.sha256(code));
  return {
    act: { kind: 'key.invite', body: { invitation, role, ...inCell, until } },
    paper: {
      settlement,
      languages,
      words: secretWords(code),
      line: lineOf({ ...offer, place, code, next: nextNumber }),
      role,
      ...inCell,
      until,
    },
  };
}

function lineOf({ hub, ...invitation }: Invitation): string {
  return hub === undefined ? printInvitation(invitation) : printInvitationLink({ ...invitation, hub });
}
