import { MINUTE_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { instantToWall, wallToCivil } from '../base/wall.ts';
import { utf8Encode } from '../base/bytes.ts';
import type { OrganiserNow } from '../acts/alarm/check-ins.ts';
import type { Row } from '../acts/alarm/ledger.ts';
import { renderMessage } from '../acts/alarm/message.ts';
import { worthSeconds } from '../acts/alarm/outcome.ts';
import { entryIdOf } from '../record/names.ts';
import type { EntryId } from '../record/names.ts';
import type { Parcel } from '../ports/channel.ts';
import type { OutboxNeeds } from './outbox.ts';
import type { HubVoice } from './hub-voice.ts';

/** Reminds organisers of a check-in before they are missed. */
export type Reminders = {
  readonly tend: (organisers: readonly OrganiserNow[], asOf: Instant) => Promise<void>;
  readonly parcelFor: (row: Row, organisers: readonly OrganiserNow[]) => Parcel | undefined;
};

/** So long before the end of the grace. */
const BEFORE_MS: number = 10 * MINUTE_MS;
/**
 * By a notification alone, which is sealed to the device: a text message would tell the carrier who is an organiser, and when nobody
 * misses them.
 */
const ROAD = 'push';

export function newReminders({ voice, ...needs }: OutboxNeeds & { readonly voice: HubVoice }): Reminders {
  const { keeper, contacts } = needs;
  const idOf = (who: string, due: Instant): EntryId =>
    entryIdOf(voice.crypto.sha256(utf8Encode(`reminder ${who} ${due}`)));
  return {
    tend: async (organisers, asOf) => {
      for (const { handle, key, open } of organisers) {
        const person = key && contacts.of(key)?.person;
        const isDue =
          open !== undefined && !open.isAnswered && asOf >= Math.max(open.due, open.until - BEFORE_MS);
        if (!isDue || person === undefined || !contacts.roster.has(person, ROAD)) continue;
        const row = { alarm: idOf(handle, open.due), phase: 'remind', channel: ROAD } as const;
        if (keeper.ledger.find({ ...row, person }) !== undefined) continue;
        await keeper.commit([{ kind: 'plan', ...row, due: asOf, people: [person] }]);
      }
    },
    parcelFor: (row, organisers) => {
      const { alarm, phase, person, channel } = row;
      const meant = organisers.find(({ handle, open }) => open && idOf(handle, open.due) === alarm);
      const contact = contacts.get(person);
      const to = contact?.addresses.find((a) => a.isVerified && a.channel === channel);
      const open = meant?.open;
      // Who has come meanwhile is not reminded.
      if (phase !== 'remind' || open === undefined || open.isAnswered || !contact || !to) return undefined;
      const settlement = voice.book.people().founding?.settlement ?? needs.place()?.settlement ?? '';
      const until = clockOf(open.until, needs.place()?.offsetMinutes ?? 0);
      return {
        key: `${alarm} ${phase} ${person} ${channel}`,
        address: to.address,
        topic: alarm,
        message: renderMessage({ kind: 'check-in-due', until }, settlement, contact.language),
        ttlSeconds: worthSeconds(row, voice.clock.now()),
      };
    },
  };
}

/** `07:30` at the place. */
function clockOf(at: Instant, offsetMinutes: number): string {
  const { hour, minute } = wallToCivil(instantToWall(at, offsetMinutes));
  return [hour, minute].map((n) => String(n).padStart(2, '0')).join(':');
}
