import type { Addressed } from '../../acts/alarm/address.ts';
import { HALF_HOURS, HOUR_SPANS_MAX } from '../../acts/alarm/hours.ts';
import type { HourSpan } from '../../acts/alarm/hours.ts';
import { NOTICE_WORDS } from '../../acts/words/notice-words.ts';
import { REACH_WORDS } from '../../acts/words/reach-words.ts';
import { SUBSCRIBE_WORDS } from '../../acts/words/subscribe-words.ts';
import type { ReachShown } from '../../engine/reach.ts';
import type { Offer } from '../../engine/subscribers.ts';
import type { AtPage, OwnState, SubscribeState } from '../kit/subscriber-state.ts';
import { renderFormPage } from './form-page.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';

/** How near somebody may say they are, in kilometres. */
const NEAR_KM: readonly number[] = [1, 3, 10, 50];

export function renderSubscribe(state: SubscribeState, at: AtPage): string {
  const words = SUBSCRIBE_WORDS[at.language];
  if (state.kind === 'code') return page(words.codeTitle, codeForm(state, at), at);
  const { offer } = state;
  return page(words.title, offer.channels.length === 0 ? noRoads(at) : askForm(offer, at), at);
}

export function renderOwnPage(state: OwnState, at: AtPage): string {
  const words = SUBSCRIBE_WORDS[at.language];
  if (state.kind === 'left') return page(words.ownTitle, html`<p>${words.left}</p>`, at);
  const { offer, reach, isNew } = state;
  return page(
    words.ownTitle,
    html`${isNew && html`<p><strong>${words.done}</strong></p>`}
      <p>${words.ownPage}</p>
      ${ownAddresses(reach, at)} ${reach.waiting.map((each) => ownCode(each, at))}
      ${nearForm(offer, reach, at)}
      ${
        reach.channels.length > 0 &&
        html`<h2>${words.addAddress}</h2>
          ${form('add', at, html`${addressFields(reach.channels, at)} ${button(REACH_WORDS[at.language].add)}`)}`
      }
      ${form(
        'leave',
        at,
        html`<p class="quiet">${words.leaveNote}</p>
          ${button(words.leave)}`,
      )}`,
    at,
  );
}

function page(title: string, content: Html, { base, language, told, pushKey }: AtPage): string {
  return renderFormPage({
    language,
    title,
    ...(pushKey !== undefined && {
      script: `${base}/subscribe.js`,
      data: { base, language, key: pushKey },
    }),
    css: `${base}/form.css`,
    hrefOf: (l) => `${base}?lang=${l}`,
    content: html`${told !== undefined && html`<p class="notice" role="status">${told}</p>`}${content}`,
    foot: NOTICE_WORDS[language].footLocked,
  });
}

function noRoads({ language }: AtPage): Html {
  return html`<p>${REACH_WORDS[language].noRoads}</p>`;
}

function askForm(offer: Offer, at: AtPage): Html {
  const words = SUBSCRIBE_WORDS[at.language];
  return html`<p>${words.what(offer.settlement)}</p>
    ${form(
      'ask',
      at,
      html`${choiceFields(offer, {}, at)} ${addressFields(offer.channels, at)}
        <p class="quiet">${words.codeNote}</p>
        <p class="quiet">${words.kept}</p>
        ${button(REACH_WORDS[at.language].add)}`,
    )}`;
}

function codeForm({ ticket, channel, shown }: SubscribeState & { readonly kind: 'code' }, at: AtPage): Html {
  return form(
    'code',
    at,
    html`<p>${REACH_WORDS[at.language].codeSent(shown)}</p>
      <input type="hidden" name="ticket" value="${ticket}" />
      <input type="hidden" name="channel" value="${channel}" />
      ${digitsField('digits', at)}`,
  );
}

function ownCode({ channel, shown }: ReachShown['waiting'][number], at: AtPage): Html {
  return form(
    'code',
    at,
    html`<p>${REACH_WORDS[at.language].codeSent(shown)}</p>
      <input type="hidden" name="channel" value="${channel}" />
      ${digitsField(`digits-${channel}`, at)}`,
  );
}

function digitsField(id: string, { language }: AtPage): Html {
  const words = REACH_WORDS[language];
  return html`<label for="${id}">${words.digits}</label>
    <input
      id="${id}"
      name="digits"
      type="text"
      inputmode="numeric"
      autocomplete="one-time-code"
      maxlength="12"
      required
    />
    ${button(words.confirm)}`;
}

function ownAddresses({ addresses }: ReachShown, at: AtPage): Html {
  const words = REACH_WORDS[at.language];
  if (addresses.length === 0) return html`<p>${words.none}</p>`;
  return html`<ul>
    ${addresses.map(
      ({ channel, shown }) =>
        html`<li>
          ${form(
            'remove',
            at,
            html`<input type="hidden" name="channel" value="${channel}" /><span
                ><b>${words.roads[channel]}</b> ${shown}</span
              >
              <button type="submit" class="plain">${words.remove}</button>`,
          )}
        </li>`,
    )}
  </ul>`;
}

/** The language of messages is that of the page on which this is saved. */
function nearForm(offer: Offer, reach: ReachShown, at: AtPage): Html {
  const { messagesIn, inThisLanguage } = REACH_WORDS[at.language];
  const { language, hours = [] } = reach;
  const { save, moreHours } = SUBSCRIBE_WORDS[at.language];
  const isOther = language !== at.language;
  const mayChoose = offer.isNearKnown || offer.zones.length > 0 || offer.offsetMinutes !== undefined;
  const hasMore = offer.offsetMinutes !== undefined && hours.length + 1 < HOUR_SPANS_MAX;
  return form(
    'near',
    at,
    html`${choiceFields(offer, reach, at)} ${hasMore && html`<p class="quiet">${moreHours}</p>`}
    ${language !== undefined && html`<p>${messagesIn[language]}</p>`} ${mayChoose && button(save)}
    ${isOther && html`<button type="submit" class="plain" name="language" value="${at.language}">${inThisLanguage}</button>`}`,
  );
}

type Choices = Pick<ReachShown, 'circle' | 'zones' | 'hours'>;

/** How near, in which parts, and when; each where the plan of the place lets it be asked. */
function choiceFields(offer: Offer, { circle, zones = [], hours = [] }: Choices, at: AtPage): Html {
  const words = SUBSCRIBE_WORDS[at.language];
  const { isNearKnown, zones: parts, offsetMinutes } = offer;
  return html`${isNearKnown && nearField(offer, circle?.radiusMetres, at)}
  ${isNearKnown && parts.length === 0 && html`<p class="quiet">${words.noParts}</p>`}
  ${parts.length > 0 && partsField(offer, zones, at)}
  ${offsetMinutes !== undefined && hoursField(hours, offsetMinutes, at)}`;
}

function partsField({ settlement, zones }: Offer, chosen: readonly string[], at: AtPage): Html {
  const words = SUBSCRIBE_WORDS[at.language];
  return html`<fieldset>
    <legend>${words.parts(settlement)}</legend>
    <div class="near-zones">${zones.map((code) => partField(code, chosen.includes(code)))}</div>
    <p class="quiet">${words.partsNote}</p>
  </fieldset>`;
}

function partField(code: string, isChosen: boolean): Html {
  const box = isChosen
    ? html`<input type="checkbox" name="zone-${code}" value="1" checked />`
    : html`<input type="checkbox" name="zone-${code}" value="1" />`;
  return html`<label class="near-zone">${box} <span>${code}</span></label>`;
}

const HALF_HOUR_MIN = 30;
const HOUR_MIN = 60;

/** As many spans as there are, and one to fill in. */
function hoursField(hours: readonly HourSpan[], offsetMinutes: number, at: AtPage): Html {
  const words = SUBSCRIBE_WORDS[at.language];
  const rows = Array.from({ length: Math.min(HOUR_SPANS_MAX, hours.length + 1) }, (_, n) => hours[n]);
  return html`<fieldset>
    <legend>${words.hours}</legend>
    ${rows.map(
      (span, n) =>
        html`<div class="day-span">
          <label for="from-${n}">${words.from}</label> ${clockField(`from-${n}`, span?.from)}
          <label for="to-${n}">${words.to}</label> ${clockField(`to-${n}`, span?.to)}
        </div>`,
    )}
    <p class="quiet">${words.hoursNote(utcText(offsetMinutes))}</p>
  </fieldset>`;
}

function clockField(name: string, chosen: number | undefined): Html {
  const option = (value: string, text: string, isChosen: boolean): Html =>
    isChosen
      ? html`<option value="${value}" selected>${text}</option>`
      : html`<option value="${value}">${text}</option>`;
  const minutes = Array.from({ length: HALF_HOURS }, (_, n) => n * HALF_HOUR_MIN);
  return html`<select id="${name}" name="${name}">
    ${option('', '–', chosen === undefined)}
    ${minutes.map((minute) => option(String(minute), clockText(minute), minute === chosen))}
  </select>`;
}

function clockText(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / HOUR_MIN))}:${two(minutes % HOUR_MIN)}`;
}

function utcText(offsetMinutes: number): string {
  return `UTC${offsetMinutes < 0 ? '−' : '+'}${clockText(Math.abs(offsetMinutes))}`;
}

const METRES = 1_000;

function nearField({ settlement }: Offer, radiusMetres: number | undefined, at: AtPage): Html {
  const words = SUBSCRIBE_WORDS[at.language];
  const option = (value: number, text: string): Html =>
    value * METRES === (radiusMetres ?? 0)
      ? html`<option value="${value}" selected>${text}</option>`
      : html`<option value="${value}">${text}</option>`;
  return html`<label for="near">${words.howNear(settlement)}</label>
    <select id="near" name="near">
      ${NEAR_KM.map((km) => option(km, words.withinKm(km)))} ${option(0, words.anywhere)}
    </select>
    <p class="quiet">${words.nearNote}</p>`;
}

function addressFields(channels: readonly Addressed[], { language }: AtPage): Html {
  const words = REACH_WORDS[language];
  return html`<label for="channel">${words.road}</label>
    <select id="channel" name="channel">
      ${channels.map((channel) => html`<option value="${channel}">${words.roads[channel]}</option>`)}
    </select>
    <label for="address">${words.address}</label>
    <input
      id="address"
      name="address"
      type="text"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      maxlength="2048"
      required
    />
    <p class="quiet">${words.addressNote}</p>`;
}

function form(what: string, { base, language }: AtPage, content: Html): Html {
  return html`<form method="post" action="${base}?lang=${language}" data-form="${what}">
    <input type="hidden" name="do" value="${what}" />
    ${content}
  </form>`;
}

function button(text: string): Html {
  return html`<button type="submit">${text}</button>`;
}
