import { HOUR_MS, instant, MINUTE_MS, SECOND_MS } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { bytesToBase64Url } from '../base/bytes.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Addressed } from '../acts/alarm/address.ts';
import { afterGoing, afterRefusal, waitFor } from '../acts/alarm/allowance.ts';
import { renderMessage } from '../acts/alarm/message.ts';
import type { NotProven, NotSent } from '../acts/words/reach-refusals.ts';
import type { Spoken } from '../record/kinds/vocabulary.ts';
import type { Outcome, Parcel } from '../ports/channel.ts';
import type { Road } from './deliver.ts';
import type { HubVoice } from './hub-voice.ts';
import type { LedgerKeeper } from './ledger-keeper.ts';

/** Who has to show that an address is theirs. `who`: a name for them that nobody else has. */
export type CodeAsked = {
  readonly who: string;
  readonly channel: Addressed;
  readonly address: string;
  readonly language: Spoken;
};

/** Six digits that went to an address and prove, typed in, that whoever asked reads what arrives there. In memory only. */
export type AddressCodes = {
  /** Sends a code, which takes the place of an earlier one by the same road. Resolves once a carrier has it, or not. */
  readonly send: (asked: CodeAsked) => Promise<Result<undefined, NotSent>>;
  /** The address that the digits prove, once. */
  readonly prove: (who: string, channel: Addressed, digits: string) => Result<string, NotProven>;
  /** The addresses from which digits are still to come. */
  readonly waiting: (who: string) => readonly Pick<CodeAsked, 'channel' | 'address'>[];
  /** Codes that went out by these roads prove nothing any more; without any named, by all. */
  readonly forget: (who: string, isMeant?: (channel: Addressed) => boolean) => void;
};

export type CodeNeeds = {
  readonly voice: Pick<HubVoice, 'book' | 'clock' | 'crypto'>;
  readonly keeper: Pick<LedgerKeeper, 'allowances'>;
  /** Those there are now. */
  readonly roads: () => readonly Road[];
  /** Codes an hour for all together, and by some roads fewer: nobody's telephone must be made to ring by us. */
  readonly perHour: number;
  readonly perHourBy?: Readonly<Partial<Record<Addressed, number>>>;
};

const GOOD_FOR_MS: number = 15 * MINUTE_MS;
const TRIES = 3;
/** Codes an hour for one asker, and to one address, whoever asks. */
const EACH_PER_HOUR = 5;
const SEND_WITHIN_MS = 10_000;
const KEY_BYTES = 12;
/** What a notification that carries a code is filed under; the worker of the pages knows it by that. */
const CODE_TOPIC = 'verify';

type Waiting = CodeAsked & { readonly digits: string; readonly until: Instant; tries: number };

export function newAddressCodes(needs: CodeNeeds): AddressCodes {
  const { clock } = needs.voice;
  const waiting = new Map<string, Waiting>();
  let sent: readonly Sent[] = [];
  const nameOf = (who: string, channel: Addressed): string => `${channel} ${who}`;
  const forgetOld = (now: Instant): void => {
    sent = sent.filter(({ at }) => now - at < HOUR_MS);
    for (const [name, { until }] of waiting) if (until <= now) waiting.delete(name);
  };
  return {
    send: async (asked) => {
      const now = clock.now();
      forgetOld(now);
      if (isTooMany(sent, asked, needs)) return err('too-many-codes');
      const road = needs.roads().find(({ channel }) => channel.name === asked.channel);
      if (road === undefined) return err('no-road');
      if (!takeTurn(road, asked.address, needs)) return err('carrier-busy');
      sent = [...sent, { ...asked, at: now }];
      const digits = sixDigits(needs.voice.crypto.randomBytes);
      const code = { ...asked, digits, until: instant(now + GOOD_FOR_MS), tries: 0 };
      const name = nameOf(asked.who, asked.channel);
      waiting.set(name, code);
      const handed = await hand(road, parcelOf(asked, digits, needs), needs);
      if (!handed.ok && waiting.get(name) === code) waiting.delete(name);
      return handed;
    },
    prove: (who, channel, digits) => {
      forgetOld(clock.now());
      const code = waiting.get(nameOf(who, channel));
      if (code === undefined) return err('no-code');
      code.tries++;
      const isRight = isSame(code.digits, digits);
      if (isRight || code.tries >= TRIES) waiting.delete(nameOf(who, channel));
      if (isRight) return ok(code.address);
      return err(code.tries >= TRIES ? 'last-wrong-code' : 'wrong-code');
    },
    waiting: (who) => {
      forgetOld(clock.now());
      return [...waiting.values()]
        .filter((code) => code.who === who)
        .map(({ channel, address }) => ({ channel, address }));
    },
    forget: (who, isMeant = () => true) => {
      for (const [name, code] of waiting) if (code.who === who && isMeant(code.channel)) waiting.delete(name);
    },
  };
}

type Sent = CodeAsked & { readonly at: Instant };

/** `sent`: within the hour. */
function isTooMany(
  sent: readonly Sent[],
  { who, channel, address }: CodeAsked,
  { perHour, perHourBy }: CodeNeeds,
): boolean {
  const count = (isMeant: (each: Sent) => boolean): number => sent.filter(isMeant).length;
  return (
    sent.length >= perHour ||
    count((each) => each.channel === channel) >= (perHourBy?.[channel] ?? perHour) ||
    count((each) => each.who === who) >= EACH_PER_HOUR ||
    count((each) => each.address === address) >= EACH_PER_HOUR
  );
}

/** A code takes its turn with the messages of an alarm, and never goes before them. */
function takeTurn({ channel, pace }: Road, address: string, { voice, keeper }: CodeNeeds): boolean {
  const provider = channel.providerOf(address);
  const allowance = keeper.allowances.get(provider);
  const asOf = voice.clock.now();
  if (waitFor(0, { allowance, pace, asOf }) > 0) return false;
  keeper.allowances.set(provider, afterGoing(allowance, pace, { gone: 1, asOf }));
  return true;
}

async function hand(
  { channel }: Road,
  parcel: Parcel,
  { voice, keeper }: CodeNeeds,
): Promise<Result<undefined, NotSent>> {
  const outcome = await channel.send(parcel, SEND_WITHIN_MS).catch((): Outcome => ({ kind: 'unknown' }));
  switch (outcome.kind) {
    case 'accepted':
    case 'unknown':
      // It may have arrived: whoever waits for it finds out, and asks again.
      return ok(undefined);
    case 'deferred': {
      const now = voice.clock.now();
      const provider = channel.providerOf(parcel.address);
      if (outcome.scope === 'provider' && outcome.afterMs !== undefined)
        keeper.allowances.set(
          provider,
          afterRefusal(keeper.allowances.get(provider), now, instant(now + Math.ceil(outcome.afterMs))),
        );
      return err('carrier-busy');
    }
    case 'gone':
    case 'refused':
      return err('address-refused');
  }
}

function parcelOf({ address, language }: CodeAsked, digits: string, { voice }: CodeNeeds): Parcel {
  const settlement = voice.book.people().founding?.settlement ?? '';
  return {
    key: `${CODE_TOPIC} ${bytesToBase64Url(voice.crypto.randomBytes(KEY_BYTES))}`,
    address,
    topic: CODE_TOPIC,
    message: renderMessage({ kind: 'verify', digits }, settlement, language),
    ttlSeconds: GOOD_FOR_MS / SECOND_MS,
  };
}

const DIGITS = 6;
const CODES = 10 ** DIGITS;
const FOUR_BYTES = 2 ** 32;

/** Each code as likely as any other: numbers past the last whole million are drawn again. */
function sixDigits(randomBytes: (length: number) => Uint8Array): string {
  for (;;) {
    const drawn = randomBytes(4).reduce((sum, byte) => sum * 256 + byte, 0);
    if (drawn < FOUR_BYTES - (FOUR_BYTES % CODES)) return String(drawn % CODES).padStart(DIGITS, '0');
  }
}

/** Takes as long however much of it is right. */
function isSame(code: string, typed: string): boolean {
  let differs = code.length ^ typed.length;
  for (let i = 0; i < code.length; i++) differs |= code.charCodeAt(i) ^ typed.charCodeAt(i);
  return differs === 0;
}
