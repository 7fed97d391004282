import { doorList } from '../../../acts/alarm/door-list.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { needs } from './cell-work.ts';
import type { Cell } from './cell.ts';
import { show, tell } from './page.ts';
import { onPrint } from './paper.ts';

/** Shows the list for the doors, forty homes a sheet, and asks for it to be printed. */
export async function showDoors(cell: Cell): Promise<void> {
  const { words, page } = cell;
  const place = document.getElementById('doors');
  const sheets = doorList(cell.told()?.homes ?? [], cell.notes().neighbours);
  if (place === null) return;
  if (sheets.length === 0) return tell(words.doors.none);
  show(
    place,
    html`${sheets.map((homes) => sheet(cell, homes))}
      <p class="buttons">
        <button type="button" class="plain" data-print>${page.words.device.print}</button>
      </p>
      <p>${needs(cell, 'none')}</p>`,
  );
  onPrint(place);
  place.scrollIntoView({ block: 'start' });
}

function sheet({ words, told }: Cell, homes: readonly string[]): Html {
  const half = Math.ceil(homes.length / 2);
  const { settlement = '', cell = '' } = told() ?? {};
  return html`<div class="paper doors">
    <h2>${settlement}</h2>
    <p>${words.doors.title(cell)}</p>
    <div class="sides">
      ${[homes.slice(0, half), homes.slice(half)].map((side) => side.length > 0 && table(words, side))}
    </div>
    <p>${words.doors.note}</p>
  </div>`;
}

function table({ doors, work }: Cell['words'], homes: readonly string[]): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${doors.home}</th>
        ${[work.told, work.coming, work.cannot].map((name) => html`<th scope="col">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${homes.map(
        (home) =>
          html`<tr>
            <th scope="row">${home}</th>
            <td><i></i></td>
            <td><i></i></td>
            <td><i></i></td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
