import { bytesToBase64Url } from '../../base/bytes.ts';
import { instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { INVITATION_CODE_BYTES, printInvitation } from '../../record/invitation.ts';
import type { Invitation } from '../../record/invitation.ts';
import { isCode } from '../../record/kinds/fields.ts';
import { ROLES } from '../../record/kinds/vocabulary.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Primitives } from '../../record/primitives.ts';
import { secretWords } from '../../record/secret-words.ts';
import { EXIT_OK, readArgs, say, tell, UsageError, writePrivate } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { askHub, readPlace } from './hub-place.ts';
import type { HubPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdPaperFree } from './papers.ts';
import type { Papers } from './papers.ts';
import { holdToPlace, sayActs } from './place-act.ts';
import type { Act } from './place-act.ts';

const HOUR_MS = 3_600_000;
// A paper that still holds next season is a paper nobody remembers.
const HOURS_MAX: number = 24 * 92;

export function inviteCommand(crypto: Primitives, now: () => Instant, papers: Papers): Command {
  return {
    name: 'invite',
    summary: 'invite one device: a link, twelve words and a paper',
    help: `shanyrak invite --device DIR --to LINK --role ROLE [--cell C] --hours N --paper FILE [--hub LINK] [--json]

Puts an invitation on the place log and makes a paper of it. The hub keeps only the hash of its code, and the record never
tells who used it. It is for one device, once: give it from hand to hand.

${DEVICE_HELP}
  --to LINK               your own link of the hub; it is not passed on
  --role ROLE             ${ROLES.filter((role) => role !== 'hub' && role !== 'keyholder').join(', ')}
  --cell C                the cell they stand for
  --hours N               how long it holds
  --paper FILE            where to write the page to print (HTML); nothing is written over
  --hub LINK              a link for the invited to use, which goes on the paper; none that shows who asks to join
  --json                  the invitation as JSON
Exit: 0 invited, 1 the hub made nothing of it, or did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const options = { to: text, role: text, cell: text, hours: text, paper: text, hub: text };
      const given = readArgs(argv, { ...DEVICE_OPTIONS, ...options, json: { type: 'boolean' } }, 0);
      const link = linkIn(given);
      const offer = offerIn(given, now);
      const paper = given.need('paper');
      holdPaperFree(paper);
      const device = await openDevice(given, crypto);
      const place = await readPlace(link);
      holdToPlace(device.standing(), place);
      const hub = await hubLinkIn(given);
      const made = newInvitation({ ...offer, ...(hub !== undefined && { hub }) }, place, crypto);
      // The paper before the act: an invitation on the log whose code nobody has is of no use.
      writePrivate(paper, papers.invitation({ ...made.paper, hasHub: hub !== undefined }));
      const code = await sayActs([made.act], device, { link, given, crypto, now });
      tellInvitation(made, given, paper);
      if (code !== EXIT_OK)
        tell('It holds only once the hub has taken the invitation: read what it said first.');
      return code;
    },
  };
}

function tellInvitation({ paper: { line, words } }: MadeInvitation, given: Given, file: string): void {
  if (given.flag('json')) say(JSON.stringify({ invitation: line, words, paper: file }));
  else say(`${line}\nIn words: ${words}\nThe paper to print: ${file}`);
  tell('Whoever has any of these can use it, once. Delete the file when the paper is printed.');
}

/** What is offered, before there is a code. */
type Offer = Pick<Invitation, 'role' | 'cell' | 'until' | 'hub'>;

function offerIn(given: Given, now: () => Instant): Offer {
  const role = ROLES.find((known) => known === given.need('role'));
  if (role === undefined || role === 'hub' || role === 'keyholder')
    throw new UsageError('--role is a role somebody can be invited to; keyholders are named at the founding');
  const cell = given.text('cell');
  if (cell !== undefined && !isCode(cell))
    throw new UsageError('--cell is a code of letters, digits and hyphens');
  const hours = given.whole('hours', { lo: 1, hi: HOURS_MAX });
  if (hours === undefined) throw new UsageError('needs --hours');
  return { role, ...(cell !== undefined && { cell }), until: instant(now() + hours * HOUR_MS) };
}

/** A link that opens the list of those who ask would make every invited person one who sees them. */
async function hubLinkIn(given: Given): Promise<string | undefined> {
  const hub = given.text('hub')?.replace(/\/$/, '');
  if (hub === undefined) return undefined;
  const { response } = await askHub(`${hub}/requests`);
  if (response?.ok === true)
    throw new UsageError('--hub is a link that shows who asks to join: give one that may only write');
  return hub;
}

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
      line: printInvitation({ ...offer, place, code, next: nextNumber }),
      role,
      ...inCell,
      until,
    },
  };
}
