import { isWell, madeLines } from '../../../acts/words/made-words.ts';
import { instant } from '../../../base/instant.ts';
import { DeviceGone } from '../../kit/kept-device.ts';
import type { KeptDevice } from '../../kit/kept-device.ts';
import { draftsOf } from '../../kit/place-acts.ts';
import type { Act } from '../../kit/place-acts.ts';
import { madeOf } from '../../kit/receipts.ts';
import { NOT_HEARD, SILENT } from './hub.ts';
import { tell } from './page.ts';
import type { Page } from './page.ts';

/** What became of acts. `waits`: they are kept here, and no hub has answered for them. */
export type Spoken = 'done' | 'waits' | 'no-effect' | 'not-signed';

/** Signs acts with the open device, sends them with what waits, and tells what the hub made of each. */
export async function speak(page: Page, device: KeptDevice, acts: readonly Act[]): Promise<Spoken> {
  const { words, language, hub } = page;
  tell(words.device.sending);
  try {
    const said = await device.say(draftsOf(acts, instant(Date.now())), {
      post: (entries) => hub.post(device, entries),
      heads: () => hub.heads(device),
    });
    const copy = said.chain === 'whole' ? [] : [words.device.copies[said.chain]];
    if (!said.ok) {
      tell(...copy, spoken(said.says, page), words.device.keptHere(said.waiting));
      return 'waits';
    }
    const made = said.receipts.map(madeOf);
    const earlier = said.receipts.length - said.said.length;
    const again = earlier > 0 ? [words.device.sentAgain(earlier)] : [];
    tell(...copy, ...again, ...made.flatMap((each) => madeLines(each, language)));
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
