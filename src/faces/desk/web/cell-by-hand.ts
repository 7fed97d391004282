import { alarmByHand } from '../../../acts/alarm/cell-work.ts';
import { ALARM_ACTS, alarmActWords } from '../../../acts/words/alarm-words.ts';
import { isCode } from '../../../record/kinds/fields.ts';
import { changeWork, withAlarm } from '../../kit/cell-notes.ts';
import { html } from '../html.ts';
import { needs } from './cell-work.ts';
import type { Cell } from './cell.ts';
import { fieldOf, onSent, show, tell } from './page.ts';

/** The form in which a warden writes down an alarm that came by another road. */
export function listenToHand(cell: Cell): void {
  const place = document.getElementById('by-hand');
  if (place === null) return;
  const { page, words } = cell;
  const { byHand } = words;
  show(
    place,
    html`<summary>${byHand.title}</summary>
      <form autocomplete="off">
        <p>${byHand.note}</p>
        <label
          >${byHand.act}
          <select name="act">
            ${ALARM_ACTS.map((act) => html`<option value="${act}">${alarmActWords(act, page.language).tells}</option>`)}
          </select></label
        >
        <label
          >${byHand.point} <input name="point" maxlength="32" autocomplete="off" spellcheck="false"
        /></label>
        <label class="choice"
          ><input type="checkbox" name="drill" value="yes" /> <span>${byHand.drill}</span></label
        >
        <p class="buttons"><button type="submit">${byHand.start}</button></p>
        <p>${needs(cell, 'none')}</p>
      </form>`,
  );
  onSent(page, place.querySelector('form'), async (form) => {
    const act = ALARM_ACTS.find((known) => known === fieldOf(form, 'act'));
    const code = fieldOf(form, 'point').trim();
    if (act === undefined || (code !== '' && !isCode(code))) return tell(byHand.noCode);
    const mode = fieldOf(form, 'drill') === '' ? 'real' : 'drill';
    const alarm = alarmByHand({ mode, act, ...(code !== '' && { point: { code } }) });
    // What was ticked of another one written down before is of no use here.
    await cell.change((notes) =>
      changeWork(withAlarm(notes, alarm), alarm.alarm, () => ({ alarm, ticks: {} })),
    );
    place.removeAttribute('open');
  });
}

/** Only while the hub does not answer: what it knows goes before what was heard. */
export function showByHand(isSilent: boolean): void {
  const place = document.getElementById('by-hand');
  if (place !== null) place.hidden = !isSilent;
}
