import { roleInCell } from '../../../acts/words/people-words.ts';
import { isJsonObject } from '../../../base/canonical-json.ts';
import { instant } from '../../../base/instant.ts';
import { instantToWall } from '../../../base/wall.ts';
import { isCode } from '../../../record/kinds/fields.ts';
import { ROLES } from '../../../record/kinds/vocabulary.ts';
import type { Role } from '../../../record/kinds/vocabulary.ts';
import { mayWrite } from '../../../record/readers.ts';
import { INVITATION_HOURS_MAX, newInvitation } from '../../kit/new-invitation.ts';
import { dayAndTime } from '../day-and-time.ts';
import { html } from '../html.ts';
import { invitationSheet } from '../key-paper.ts';
import type { Acting } from './committee.ts';
import { confirm } from './confirm.ts';
import { fieldOf, show, tell } from './page.ts';
import { onPrint, paperToPrint } from './paper.ts';
import { speak } from './speak.ts';

const HOUR_MS = 3_600_000;

/** Makes an invitation, puts its hash on the place log, and shows it: as a picture, a link and words, to be printed. */
export async function inviteOne(acting: Acting, form: HTMLFormElement): Promise<void> {
  const { page, device, refresh } = acting;
  const { words, language } = page;
  const role = ROLES.find((known) => known === fieldOf(form, 'role'));
  const [cell, hours] = [fieldOf(form, 'cell').trim(), Number(fieldOf(form, 'hours'))];
  const isWhole = Number.isInteger(hours) && hours >= 1 && hours <= INVITATION_HOURS_MAX;
  if (role === undefined || !isWhole || (cell !== '' && !isCode(cell)))
    return tell(words.device.nothingChosen);
  const until = instant(Date.now() + hours * HOUR_MS);
  const as = roleInCell(role, cell === '' ? undefined : cell, language);
  const by = `${dayAndTime(instantToWall(until, 0))} UTC`;
  if (!(await confirm({ lines: [words.questions.invite(as, by)], isFinal: false }, words.questions))) return;
  const hub = await linkForInvited(acting, role);
  const offer = { role, ...(cell !== '' && { cell }), until, ...(hub !== undefined && { hub }) };
  // The number of the next incident may have moved since the page was opened.
  const place = (await page.hub.place()) ?? acting.place;
  const { act, paper } = newInvitation(offer, place, page.crypto);
  const became = await speak(page, device, [act]);
  await refresh();
  // Signed and not answered for yet, it goes out later: then its code must be in somebody's hands.
  if (became === 'done' || became === 'waits')
    showInvitation(acting, { ...paper, hasHub: hub !== undefined });
}

/**
 * A link that opens the list of those who ask would make every invited person one who sees them: then a keyholder makes one
 * for the role. Who vouches for others gets one to read and hand in as well, since they pass it on; what a link does not
 * open, their key does.
 */
async function linkForInvited({ page, device }: Acting, role: Role): Promise<string | undefined> {
  const { hub } = page;
  const seen = await hub.ask({ path: '/requests' });
  if (seen.status === 404) return hub.link;
  const body = JSON.stringify({ role: mayWrite(role, 'key.grant') ? 'desk' : role, mayPost: true });
  const made = await hub.askAs(device, { method: 'POST', path: '/links', body });
  const path = isJsonObject(made.value) ? made.value['path'] : undefined;
  return made.status === 201 && typeof path === 'string' ? location.origin + path : undefined;
}

function showInvitation({ page }: Acting, paper: Parameters<typeof invitationSheet>[0]): void {
  const { device } = page.words;
  const place = document.getElementById('invitation');
  if (place === null) return;
  show(
    place,
    html`<h3>${device.invited}</h3>
      <p><strong>${device.invitedOnce}</strong></p>
      ${!paper.hasHub && html`<p>${device.noLink}</p>`}
      ${paperToPrint(page, paper.settlement, invitationSheet(paper))}`,
  );
  onPrint(place);
  place.scrollIntoView({ block: 'start' });
}
