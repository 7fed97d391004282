import { COMMITTEE_WORDS } from '../../../acts/words/committee-words.ts';
import { FEED_WORDS } from '../../../acts/words/feed-words.ts';
import { STANDBY_WORDS } from '../../../acts/words/standby-words.ts';
import type { SignQuestions } from '../../../acts/words/sign-words.ts';
import {
  agreeAct,
  archiveAct,
  closeAct,
  feedAct,
  feedMark,
  mergeAct,
  muteAct,
  orderAct,
  parseMatter,
  revokeAct,
  stopFeedAct,
} from '../../kit/committee-matters.ts';
import type { WaitingMatter } from '../../kit/committee-matters.ts';
import type { HubPlace } from '../../kit/hub-place.ts';
import { askingIn, grantsFor, shuffled } from '../../kit/join-requests.ts';
import type { KeptDevice } from '../../kit/kept-device.ts';
import type { Act } from '../../kit/place-acts.ts';
import { NAMED_MAX } from '../../../record/kinds/people.ts';
import { parseAuthorKey, parseIncidentId } from '../../../record/names.ts';
import type { AuthorKey } from '../../../record/names.ts';
import { confirm } from './confirm.ts';
import { followHub, peopleShown } from './follow.ts';
import { inviteOne } from './invite.ts';
import { fieldOf, tell } from './page.ts';
import type { Page } from './page.ts';
import { showBring, showOpen } from './panel.ts';
import type { Screen } from './panel.ts';
import { rotateFirst, showPaperForm } from './rotate.ts';
import { slotsShown } from './slots.ts';
import { raiseAlarm, voteOnAlarm } from './raise.ts';
import { showReach } from './reach.ts';
import { speak } from './speak.ts';

/** The open device, the place it is for, and how to look again after an act. */
export type Acting = {
  readonly page: Page;
  readonly device: KeptDevice;
  readonly place: HubPlace;
  readonly refresh: () => Promise<void>;
};

/** The screen of people and keys: once a device is open, what its key may do can be done. */
export function committeeScreen(page: Page): Screen {
  const screen: Screen = {
    without: () => showBring(page, screen, () => showPaperForm(page, screen)),
    opened: async (device) => {
      const place = await page.hub.place();
      if (place === undefined) return tell(page.words.device.hubSilent);
      if (place.place !== device.place) return tell(page.words.device.faults['other-place']);
      showOpen(page, device);
      // What a crash or a cut line left behind goes out first.
      const said = (await device.waiting()) > 0 ? await speak(page, device, []) : undefined;
      const people = document.getElementById('people');
      if (people === null) return;
      const onwards = (): Promise<void> => start({ page, device, place }, people);
      await rotateFirst({ page, device, place, people, onwards }, said);
    },
  };
  return screen;
}

/** What the key sees and may do, and the slots of its device; both follow the hub. */
async function start(opened: Omit<Acting, 'refresh'>, people: HTMLElement): Promise<void> {
  const { page, device } = opened;
  const [showPeople, showSlots] = [peopleShown(page, device, people), slotsShown(page, device)];
  const refresh = followHub(page, (isAsked) => {
    // No act waits for it, and what could not be asked now is asked with the next change.
    void showSlots().catch(() => {});
    return showPeople(isAsked);
  });
  await refresh();
  listen({ ...opened, refresh }, people);
  await showReach(page, device);
}

function listen(acting: Acting, people: HTMLElement): void {
  people.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-act]') : null;
    if (button !== null) handle(acting, () => pressed(acting, button));
  });
  people.addEventListener('submit', (event) => {
    event.preventDefault();
    const { target, submitter } = event;
    if (!(target instanceof HTMLFormElement)) return;
    const which = submitter instanceof HTMLButtonElement ? submitter.value : '';
    handle(acting, () => sent(acting, target, which));
  });
}

let isBusy = false;

/** One act at a time: a second press while one is under way is no second act. */
function handle({ page }: Acting, work: () => Promise<void>): void {
  if (isBusy) return;
  isBusy = true;
  // What was told of the act before is no answer to this one.
  tell();
  void work()
    .catch(() => tell(page.words.device.failed))
    .finally(() => {
      isBusy = false;
    });
}

type Asked = {
  readonly acts: readonly Act[];
  readonly lines: readonly string[];
  readonly isFinal?: boolean;
  /** It waits for a second voice. */
  readonly isFirst?: boolean;
};

/** Asks, signs, sends, and shows how things stand afterwards. */
async function ask({ page, device, refresh }: Acting, asked: Asked): Promise<void> {
  const { questions } = page.words;
  const lines = [...asked.lines, ...(asked.isFirst === true ? [questions.second] : [])];
  if (!(await confirm({ lines, isFinal: asked.isFinal === true }, questions))) return;
  await speak(page, device, asked.acts);
  await refresh();
}

async function pressed(acting: Acting, { dataset }: HTMLElement): Promise<void> {
  const { questions } = acting.page.words;
  const incident = parseIncidentId(dataset['incident']);
  const name = COMMITTEE_WORDS[acting.page.language].incident(Number(dataset['number']));
  switch (dataset['act']) {
    case 'leave':
      return ask(acting, {
        acts: [{ kind: 'key.leave', body: {} }],
        lines: [questions.leave],
        isFinal: true,
      });
    case 'vote':
      return voteOnAlarm(acting, dataset);
    case 'order':
      return order(acting, parseMatter(dataset['matter'] ?? ''));
    case 'feed':
      return approveFeed(acting, parseMatter(dataset['matter'] ?? ''));
    case 'stop-feed': {
      const lines = [FEED_WORDS[acting.page.language].questions.stop];
      return ask(acting, { acts: [stopFeedAct()], lines });
    }
    case 'agree':
      return agree(acting, parseMatter(dataset['matter'] ?? ''), Number(dataset['from']));
    case 'close':
      if (incident === undefined) return;
      return ask(acting, {
        acts: [closeAct(incident)],
        lines: [questions.close(name)],
        isFinal: true,
        isFirst: true,
      });
    case 'archive':
      if (incident === undefined) return;
      return ask(acting, { acts: [archiveAct(incident)], lines: [questions.archive(name)] });
    default:
  }
}

/** The first voice; of a drill that is to end, the only one. */
async function order(acting: Acting, matter: WaitingMatter | undefined): Promise<void> {
  if (matter?.kind !== 'order') return tell(acting.page.words.device.failed);
  const lines = [orderLine(matter, acting)];
  await ask(acting, { acts: [orderAct(matter)], lines, isFinal: true, isFirst: true });
}

/** The first voice for what the feed may say. */
async function approveFeed(acting: Acting, matter: WaitingMatter | undefined): Promise<void> {
  if (matter?.kind !== 'feed') return tell(acting.page.words.device.failed);
  const lines = [feedQuestion(matter, acting)];
  await ask(acting, { acts: [feedAct(matter.template)], lines, isFirst: true });
}

function feedQuestion(
  { template }: Extract<WaitingMatter, { readonly kind: 'feed' }>,
  { page }: Acting,
): string {
  return FEED_WORDS[page.language].questions.approve(feedMark(template));
}

/** The second voice. What it does is told from what will be signed. */
async function agree(acting: Acting, matter: WaitingMatter | undefined, from: number): Promise<void> {
  if (matter === undefined || !Number.isSafeInteger(from)) return tell(acting.page.words.device.failed);
  const lines =
    matter.kind === 'feed'
      ? [feedQuestion(matter, acting)]
      : matter.kind === 'order'
        ? [orderLine(matter, acting)]
        : agreeLines(matter, from, acting.page.words.questions);
  const isFinal = !['mute', 'unmute', 'feed'].includes(matter.kind);
  await ask(acting, { acts: [agreeAct(matter, { place: acting.place, from })], lines, isFinal });
}

/** On the place log there are no alarms: what is over there is that people were to be ready. */
function orderLine(
  { order, incident }: Extract<WaitingMatter, { readonly kind: 'order' }>,
  { page, place }: Acting,
): string {
  return incident === place.place
    ? STANDBY_WORDS[page.language].endQuestion
    : page.words.questions.order[order];
}

function agreeLines(
  matter: Exclude<WaitingMatter, { readonly kind: 'order' | 'feed' }>,
  from: number,
  questions: SignQuestions,
): readonly string[] {
  switch (matter.kind) {
    case 'revoke':
      return [questions.revoke(short(matter.key)), questions.revokeFrom(from)];
    case 'mute':
      return [questions.mute(short(matter.key))];
    case 'unmute':
      return [questions.unmute(short(matter.key))];
    case 'close':
      return [questions.close(matter.incident)];
    case 'merge':
      return [questions.merge(matter.from, matter.into)];
    case 'erase':
      return [questions.erase(short(matter.id))];
    case 'group-key':
      return [questions.groupKey(matter.role, matter.number, matter.recipient)];
  }
}

async function sent(acting: Acting, form: HTMLFormElement, which: string): Promise<void> {
  switch (form.dataset['form']) {
    case 'asking':
      return which === 'turn-down' ? turnDown(acting, form) : letIn(acting, form);
    case 'keys':
      return ofKeys(acting, form, which);
    case 'invite':
      return inviteOne(acting, form);
    case 'raise':
      return raiseAlarm(acting, form);
    case 'check-in':
      return checkIn(acting, form);
    case 'merge':
      return merge(acting, form);
    default:
  }
}

function chosen(form: HTMLFormElement): readonly number[] {
  return new FormData(form).getAll('number').map(Number).filter(Number.isSafeInteger);
}

/** The keys come from the hub's list of this moment, and the entries of several requests are mixed. */
async function letIn(acting: Acting, form: HTMLFormElement): Promise<void> {
  const { page, device } = acting;
  const numbers = chosen(form);
  if (numbers.length === 0) return tell(page.words.device.nothingChosen);
  const answer = await page.hub.askAs(device, { path: '/requests' });
  if (answer.status !== 200) return tell(page.words.device.hubSilent);
  const open = askingIn(answer.value ?? null).filter(({ number }) => numbers.includes(number));
  const grants = open.flatMap(grantsFor);
  if (grants.length === 0) return acting.refresh();
  await ask(acting, {
    acts: shuffled(grants, page.crypto),
    lines: [page.words.questions.letIn(open.map(({ number }) => number).join(', '), grants.length)],
    isFinal: false,
  });
}

async function turnDown({ page, device, refresh }: Acting, form: HTMLFormElement): Promise<void> {
  const { questions, device: words, labels } = page.words;
  const numbers = chosen(form);
  if (numbers.length === 0) return tell(words.nothingChosen);
  const question = { lines: [questions.turnDown(numbers.join(', '))], isFinal: true, yes: labels.turnDown };
  if (!(await confirm(question, questions))) return;
  for (const number of numbers) {
    const { status } = await page.hub.askAs(device, {
      method: 'POST',
      path: `/requests/${number}/turn-down`,
    });
    tell(status === 200 ? words.turnedDown : words.hubSilent);
  }
  await refresh();
}

async function ofKeys(acting: Acting, form: HTMLFormElement, which: string): Promise<void> {
  const { page, place } = acting;
  const { questions, device: words } = page.words;
  const typed = new FormData(form)
    .getAll('key')
    .flatMap((value) => (typeof value === 'string' ? value.trim() : []));
  const keys = typed.flatMap((text): readonly AuthorKey[] => {
    const key = parseAuthorKey(text);
    return key === undefined ? [] : [key];
  });
  if (typed.length === 0) return tell(words.nothingChosen);
  if (keys.length < typed.length || keys.length > NAMED_MAX) return tell(words.notAKey);
  const names = keys.map(short).join(', ');
  const isFirst = true;
  if (which === 'mute')
    return ask(acting, { acts: [muteAct('mute', keys)], lines: [questions.mute(names)], isFirst });
  if (which === 'unmute')
    return ask(acting, { acts: [muteAct('unmute', keys)], lines: [questions.unmute(names)], isFirst });
  const text = fieldOf(form, 'from');
  // The log has grown since the page was opened: from now on is from where it ends now.
  const now = (await page.hub.place()) ?? place;
  const from = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  const since = from === undefined ? [] : [questions.revokeFrom(from)];
  await ask(acting, {
    acts: [revokeAct(keys, now, from)],
    lines: [questions.revoke(names), ...since],
    isFinal: true,
    isFirst,
  });
}

/** An organiser says that they are free. */
async function checkIn(acting: Acting, form: HTMLFormElement): Promise<void> {
  const who = fieldOf(form, 'who');
  if (who === '') return tell(acting.page.words.device.nothingChosen);
  const { question } = STANDBY_WORDS[acting.page.language].checkIn;
  await ask(acting, { acts: [{ kind: 'checkin.here', body: { who } }], lines: [question(who)] });
}

async function merge(acting: Acting, form: HTMLFormElement): Promise<void> {
  const { questions, device: words } = acting.page.words;
  const [from, into] = [parseIncidentId(fieldOf(form, 'from')), parseIncidentId(fieldOf(form, 'into'))];
  if (from === undefined || into === undefined || from === into) return tell(words.nothingChosen);
  const nameOf = (name: string): string =>
    form.querySelector<HTMLSelectElement>(`[name=${name}]`)?.selectedOptions[0]?.text ?? '';
  const lines = [questions.merge(nameOf('from'), nameOf('into'))];
  await ask(acting, { acts: [mergeAct(from, into)], lines, isFinal: true, isFirst: true });
}

/** As the lists of the page show a key or an entry. */
function short(text: string): string {
  return text.slice(0, 12);
}
