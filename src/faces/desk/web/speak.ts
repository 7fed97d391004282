import { isWell, madeLines } from '../../../acts/words/made-words.ts';
import { instant } from '../../../base/instant.ts';
import type { EntryId } from '../../../record/names.ts';
import { DeviceGone } from '../../kit/kept-device.ts';
import type { KeptDevice, NumberedIncident } from '../../kit/kept-device.ts';
import { draftsOf } from '../../kit/place-acts.ts';
import type { Act } from '../../kit/place-acts.ts';
import { logLines } from '../../kit/log-lines.ts';
import { madeOf } from '../../kit/receipts.ts';
import { showContradictions } from './contradictions.ts';
import { NOT_HEARD, SILENT } from './hub.ts';
import { tell } from './page.ts';
import type { Page } from './page.ts';

/** What became of acts. `waits`: they are kept here, and no hub has answered for them. */
export type Spoken = 'done' | 'waits' | 'no-effect' | 'not-signed';

/** Signs acts with the open device, sends them with what waits, and tells what the hub made of each. */
export function speak(page: Page, device: KeptDevice, acts: readonly Act[]): Promise<Spoken> {
  const { hub } = page;
  const side = { post: hub.post(device), heads: hub.heads, log: hub.log };
  return tellSaid(page, device, () => device.say(draftsOf(acts, instant(Date.now())), side));
}

/**
 * The same in an incident, with the key that was made for its number. It is handed in through the link and not in the name of
 * the standing key: the hub must not learn that both are one device's.
 */
export function speakIn(
  page: Page,
  device: KeptDevice,
  {
    incident,
    acts,
    about = [],
  }: {
    readonly incident: NumberedIncident;
    /** None: only what waits goes out. */
    readonly acts: readonly Act[];
    readonly about?: readonly EntryId[];
  },
): Promise<Spoken> {
  const drafts = draftsOf(acts, instant(Date.now())).map((draft) => ({ ...draft, about }));
  return tellSaid(page, device, () =>
    device.sayIn(incident, drafts, { post: page.hub.postOpenly, heads: page.hub.heads, log: page.hub.log }),
  );
}

async function tellSaid(
  page: Page,
  device: KeptDevice,
  say: () => ReturnType<KeptDevice['sayIn']>,
): Promise<Spoken> {
  const { words, language } = page;
  tell(words.device.sending);
  try {
    const said = await say();
    if (said === undefined) {
      tell(words.device.noKeyHere);
      return 'not-signed';
    }
    const copy = said.chain === 'whole' ? [] : [words.device.copies[said.chain]];
    if (!said.ok) {
      tell(...copy, spoken(said.says, page), words.device.keptHere(said.waiting));
      return 'waits';
    }
    const log = logLines(said.log, language);
    if (said.log?.standing === 'contradicted') await showContradictions(page, device);
    const made = said.receipts.map(madeOf);
    const earlier = said.receipts.length - said.said.length;
    const again = earlier > 0 ? [words.device.sentAgain(earlier)] : [];
    tell(...copy, ...again, ...made.flatMap((each) => madeLines(each, language)), ...log);
    if (made.some(({ kind }) => kind === 'not-proven')) return 'waits';
    return made.every(isWell) ? 'done' : 'no-effect';
  } catch (cause) {
    tell(cause instanceof DeviceGone ? words.device.gone : words.device.failed);
    return 'not-signed';
  }
}

function spoken(says: string, { words }: Page): string {
  if (says === SILENT) return words.device.hubSilent;
  return says === NOT_HEARD ? words.device.notHeard : says;
}
