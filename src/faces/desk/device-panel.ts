import { html } from './html.ts';
import type { Html } from './html.ts';
import type { View } from './view.ts';

/** Where the script shows the device that this browser keeps. Without a script it is not there at all. */
export function renderDevicePanel({ options }: View): Html {
  return html`<section id="device" class="device" hidden data-language="${options.language}"></section>
    <p id="told" class="told" role="status"></p>`;
}
