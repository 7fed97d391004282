// The file beside which `place edit` serves the page.
import { isJsonObject, parseJson } from '../../../base/canonical-json.ts';
import type { Json } from '../../../base/canonical-json.ts';
import type { PlanFileFault } from '../../../acts/words/plan-editor-words.ts';

const TIMEOUT_MS = 10_000;

/** `mark`: which bytes were read; who saves must name them. `text` is not there as long as the file is not. */
export type ServedPlan = { readonly name: string; readonly mark: string; readonly text?: string };

export async function fetchPlan(base: string): Promise<ServedPlan | undefined> {
  const told = (await ask(`${base}/file`)).value;
  if (!isJsonObject(told)) return undefined;
  const { name, mark, text } = told;
  if (typeof name !== 'string' || typeof mark !== 'string') return undefined;
  return { name, mark, ...(typeof text === 'string' && { text }) };
}

/** The mark of what stands in the file now, or why it was not written. */
export async function sendPlan(
  base: string,
  plan: { readonly mark: string; readonly text: string },
): Promise<{ readonly mark: string } | { readonly why: PlanFileFault }> {
  const { status, value } = await ask(`${base}/file`, JSON.stringify(plan));
  const mark = isJsonObject(value) ? value['mark'] : undefined;
  if (typeof mark === 'string') return { mark };
  return { why: status === 409 ? 'changed' : status === 0 || status === 404 ? 'no-answer' : 'not-written' };
}

/** Ends the command; whether it heard. */
export async function sayDone(base: string): Promise<boolean> {
  return (await ask(`${base}/done`, '')).status === 200;
}

async function ask(
  url: string,
  body?: string,
): Promise<{ readonly status: number; readonly value: Json | undefined }> {
  const how = { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' } as const;
  const post = body === undefined ? {} : { method: 'POST', body };
  const answer = await fetch(url, { ...how, ...post, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    () => undefined,
  );
  if (answer === undefined) return { status: 0, value: undefined };
  return { status: answer.status, value: parseJson(await answer.text().catch(() => '')) };
}
