import type { Context, Hono } from 'hono';
import { ADDRESSED } from '../../acts/alarm/address.ts';
import type { Addressed } from '../../acts/alarm/address.ts';
import { HOUR_SPANS_MAX, parseHours } from '../../acts/alarm/hours.ts';
import type { HourSpan } from '../../acts/alarm/hours.ts';
import type { AtPage } from '../kit/subscriber-state.ts';
import { addressBucket } from './address-bucket.ts';
import type { HubNeeds } from './app.ts';
import { FORM_CSP, POLICY } from './headers.ts';
import { languageOf } from './language.ts';
import { rateLimit } from './rate-limit.ts';

/** A form as a browser sends it; a field that is not there is empty. */
export type Form = (name: string) => string;

// A push subscription as a browser writes it, percent-encoded.
export const FORM_BYTES_MAX = 8_192;
// A whole settlement may sit behind one carrier address: forty presses at once, then one every five seconds.
const PER_ADDRESS = { perSecond: 0.2, burst: 40 };
// All that a proxy on this machine lets through.
const PER_PROXY = { perSecond: 5, burst: 400 };
const METRES_PER_KM = 1_000;
const KM_MAX = 1_000;

/** Whether too much has come from where this request comes from. One count for each page. */
export function floodGate({ nowMs }: HubNeeds): (c: Context) => boolean {
  const [byAddress, byProxy] = [rateLimit(PER_ADDRESS), rateLimit(PER_PROXY)];
  return (c) => {
    const from = addressBucket(c);
    return !(from === undefined ? byProxy.allows('', nowMs()) : byAddress.allows(from, nowMs()));
  };
}

/** Lets a page send its forms back, and serves it the styles and scripts beside it, where it is open. */
export function servePage(
  app: Hono,
  path: '/subscribe/:token' | '/s/:token',
  { pages }: HubNeeds,
  isOpen: (token: string) => boolean,
): void {
  app.use(path, async (c, next) => {
    await next();
    if (c.res.status !== 404) c.res.headers.set(POLICY, FORM_CSP);
  });
  app.get(`${path}/:file{[a-z]+[.](css|js)}`, (c) => {
    const file = pages.files[c.req.param('file') ?? ''];
    return file === undefined || !isOpen(c.req.param('token') ?? '')
      ? c.notFound()
      : c.body(file.text, 200, { 'content-type': file.type });
  });
}

export function atPage(c: Context, { pushKey }: HubNeeds, page: 'subscribe' | 's', told?: string): AtPage {
  const base = `/${page}/${c.req.param('token') ?? ''}`;
  const key = pushKey?.();
  return {
    base,
    language: languageOf(c),
    ...(told !== undefined && { told }),
    ...(key !== undefined && { pushKey: key }),
  };
}

export async function formIn(c: Context): Promise<Form> {
  const form: Readonly<Record<string, unknown>> = await c.req.parseBody().catch(() => ({}));
  return (name) => {
    const value = Object.hasOwn(form, name) ? form[name] : undefined;
    return typeof value === 'string' ? value : '';
  };
}

export function channelIn(form: Form): Addressed | undefined {
  return ADDRESSED.find((each) => each === form('channel'));
}

/** How near somebody says they are; 0 and whatever is no such number is anywhere. */
export function metresIn(form: Form): number | undefined {
  const km = Number(form('near'));
  return Number.isInteger(km) && km > 0 && km <= KM_MAX ? km * METRES_PER_KM : undefined;
}

/** The parts of the settlement that were ticked, of those that were offered. */
export function zonesIn(form: Form, offered: readonly string[]): readonly string[] | undefined {
  const ticked = offered.filter((code) => form(`zone-${code}`) !== '');
  return ticked.length > 0 ? ticked : undefined;
}

/** The hours that were chosen, none where every field was left empty; `not-hours` for half of a span and one without length. */
export function hoursIn(form: Form): readonly HourSpan[] | undefined | 'not-hours' {
  const spans = Array.from({ length: HOUR_SPANS_MAX }, (_, n) => [form(`from-${n}`), form(`to-${n}`)]).filter(
    ([from, to]) => from !== '' || to !== '',
  );
  if (spans.length === 0) return undefined;
  const whole = spans.map(([from, to]) => ({ from: minuteIn(from), to: minuteIn(to) }));
  return parseHours(whole) ?? 'not-hours';
}

function minuteIn(text: string = ''): number {
  return /^\d{1,4}$/.test(text) ? Number(text) : -1;
}
