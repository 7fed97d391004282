import { renderMessage } from '../../acts/alarm/message.ts';
import { bytesToHex, utf8Decode } from '../../base/bytes.ts';
import type { Outcome } from '../../ports/channel.ts';
import type { Primitives } from '../../record/primitives.ts';
import { alarmSettings } from './alarm-settings.ts';
import type { OpenRoads } from './channel.ts';
import { settingOf, smsKindOf } from './channel-kinds.ts';
import type { ChannelKind } from './channel-kinds.ts';
import { EXIT_OK, EXIT_WRONG, say, tell, UsageError } from './command.ts';
import type { Given } from './command.ts';
import { languageIn } from './findings.ts';
import type { HubSettings } from './hub-settings.ts';

// A mail server may look up who we are before it greets.
const ANSWER_WITHIN_MS = 20_000;
const TTL_SECONDS = 600;
const KEY_BYTES = 16;

type Testing = { readonly settings: HubSettings; readonly crypto: Primitives; readonly openRoads: OpenRoads };

/** Sends one message that says it is a test, by this road alone, and tells what became of it. */
export async function testChannel(
  kind: ChannelKind,
  given: Given,
  { settings, crypto, openRoads }: Testing,
): Promise<number> {
  const { channels, plan, isPlayed } = settings.read((store) => ({
    ...alarmSettings(store),
    isPlayed: utf8Decode(store.setting('clock-kind') ?? new Uint8Array()) === 'replay',
  }));
  if (isPlayed) throw new UsageError('the folder is of a played day: nothing is sent from there');
  const { [settingOf(kind)]: one } = channels;
  const [road] = await openRoads({ [settingOf(kind)]: one });
  const isOther = settingOf(kind) === 'sms' && smsKindOf(channels.sms?.config.kind) !== kind;
  if (road === undefined || isOther) throw new UsageError(`${kind} is not set up on this hub`);
  const message = renderMessage({ kind: 'test' }, plan?.settlement ?? '', languageIn(given));
  const key = `test ${bytesToHex(crypto.randomBytes(KEY_BYTES))}`;
  const parcel = { key, address: given.need('to'), topic: key, message, ttlSeconds: TTL_SECONDS };
  const outcome = await road.channel.send(parcel, ANSWER_WITHIN_MS);
  await road.channel.close();
  if (outcome.kind === 'accepted') say(outcomeWords(outcome));
  else tell(`shanyrak channel: ${outcomeWords(outcome)}`);
  return outcome.kind === 'accepted' ? EXIT_OK : EXIT_WRONG;
}

function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'accepted':
      return 'The carrier took the message. Whether it arrives, only whoever it was for can tell: ask.';
    case 'deferred':
      return outcome.scope === 'address'
        ? 'the carrier does not take it for this address just now. Try again later.'
        : 'the carrier did not take it: nobody answers there, it refuses the login or the certificate, or asks us to wait. Check host, port, password and certificates.';
    case 'gone':
      return 'the carrier says that this address is no more.';
    case 'refused':
      return REFUSED_WORDS[outcome.why];
    case 'unknown':
      return 'it left, and nobody said what became of it. It may have arrived: ask whoever it was for.';
  }
}

const REFUSED_WORDS: Readonly<Record<Extract<Outcome, { readonly kind: 'refused' }>['why'], string>> = {
  address: 'this is no address for that road, or the carrier will never take it.',
  message: 'the carrier refuses this message. Check what it is given: the fields, the sender.',
  inside: 'the address leads to this machine or its neighbours: subscribers may not send the hub there.',
};
