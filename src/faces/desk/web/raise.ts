import { ALARM_ACTS } from '../../../acts/words/alarm-words.ts';
import { newIncidentId, parseEntryId, parseIncidentId } from '../../../record/names.ts';
import type { Acting } from './committee.ts';
import { confirm } from './confirm.ts';
import { fieldOf, tell } from './page.ts';
import { speakIn } from './speak.ts';

/** Raises an alarm in an incident of its own, with the key that was made for the next number. */
export async function raiseAlarm(
  { page, device, place, refresh }: Acting,
  form: HTMLFormElement,
): Promise<void> {
  const { questions, device: words } = page.words;
  const act = ALARM_ACTS.find((known) => known === fieldOf(form, 'act'));
  const [cell, isDrill] = [fieldOf(form, 'cell'), fieldOf(form, 'drill') !== ''];
  if (act === undefined) return tell(words.nothingChosen);
  if (!(await confirm({ lines: [isDrill ? questions.drill : questions.raise], isFinal: true }, questions)))
    return;
  // The number may have moved since the page was opened.
  const { nextNumber } = (await page.hub.place()) ?? place;
  await speakIn(page, device, {
    incident: { id: newIncidentId(page.crypto.randomBytes), number: nextNumber },
    acts: [
      {
        kind: 'alarm.raise',
        body: { mode: isDrill ? 'drill' : 'real', act, ...(cell !== '' && { place: { cell } }) },
      },
    ],
  });
  await refresh();
}

/** "I see it too", or that it is not so. */
export async function voteOnAlarm({ page, device, refresh }: Acting, dataset: DOMStringMap): Promise<void> {
  const { questions, device: words } = page.words;
  const vote = (['confirm', 'refute'] as const).find((known) => known === dataset['vote']);
  const [alarm, id] = [parseEntryId(dataset['alarm']), parseIncidentId(dataset['incident'])];
  if (vote === undefined || alarm === undefined || id === undefined) return tell(words.failed);
  if (!(await confirm({ lines: [questions.votes[vote]], isFinal: false }, questions))) return;
  const incident = { id, number: Number(dataset['number']) };
  await speakIn(page, device, { incident, acts: [{ kind: `alarm.${vote}`, body: {} }], about: [alarm] });
  await refresh();
}
