import { channelEmail } from '../adapters/channel-email/channel-email.ts';
import { channelNtfy } from '../adapters/channel-ntfy/channel-ntfy.ts';
import { channelSmsGammu } from '../adapters/channel-sms-gammu/channel-sms-gammu.ts';
import { channelSmsHttp } from '../adapters/channel-sms-http/channel-sms-http.ts';
import { channelSmsSmpp } from '../adapters/channel-sms-smpp/channel-sms-smpp.ts';
import { channelWebPush } from '../adapters/channel-webpush/channel-webpush.ts';
import { newVapid } from '../adapters/channel-webpush/vapid.ts';
import type { Road } from '../engine/deliver.ts';
import type { ChannelSettings, SmsRoad } from '../faces/cli/channel-settings.ts';
import type { Channel, TakeSms } from '../ports/channel.ts';

/**
 * The roads of a hub as its settings say: the only place that knows which adapters there are. `take`: for text messages that
 * come in; without it none are fetched.
 */
export function roadsOf({ email, sms, push, ntfy }: ChannelSettings, take?: TakeSms): readonly Road[] {
  const webPush = push && { channel: channelWebPush(push.config), pace: push.pace };
  const topics = ntfy && { channel: channelNtfy(ntfy.config), pace: ntfy.pace };
  const notices = webPush && topics ? byAddress(webPush, topics) : (webPush ?? topics);
  return [
    ...(email ? [{ channel: channelEmail(email.config), pace: email.pace }] : []),
    ...(sms ? [{ channel: smsBy(sms.config, take), pace: sms.pace }] : []),
    ...(notices ? [notices] : []),
  ];
}

function smsBy(config: SmsRoad, take: TakeSms | undefined): Channel {
  switch (config.kind) {
    case 'sms-gate':
    case 'json':
      return channelSmsHttp(config);
    case 'smpp':
      return channelSmsSmpp(config, take);
    case 'gammu':
      return onceThere(() => channelSmsGammu(config, take));
  }
}

/** A modem's folder may come later than the hub, on a machine that starts: until then its messages are put off. */
function onceThere(open: () => Channel): Channel {
  let channel: Channel | undefined;
  const now = (): Channel | undefined => {
    try {
      channel ??= open();
    } catch {
      return undefined;
    }
    return channel;
  };
  now();
  return {
    name: 'sms',
    providerOf: () => 'modem',
    send: async (parcel, withinMs) =>
      (await now()?.send(parcel, withinMs)) ?? { kind: 'deferred', scope: 'provider' },
    close: async () => channel?.close(),
  };
}

/** By which a browser subscribes to the notifications of a hub with these settings. */
export function pushKeyOf({ push }: ChannelSettings): string | undefined {
  return push && newVapid(push.config.vapid).applicationServerKey;
}

/** Web Push and ntfy are one road to whoever is told: an address in JSON is a browser's subscription, any other a topic. */
function byAddress(webPush: Road, topics: Road): Road {
  const roadTo = (address: string): Road => (address.startsWith('{') ? webPush : topics);
  const channel: Channel = {
    name: webPush.channel.name,
    providerOf: (address) => roadTo(address).channel.providerOf(address),
    send: (parcel, withinMs) => roadTo(parcel.address).channel.send(parcel, withinMs),
    prepare: (addresses) =>
      webPush.channel.prepare?.([...addresses].filter((address) => roadTo(address) === webPush)) ?? true,
    close: async () => void (await Promise.all([webPush.channel.close(), topics.channel.close()])),
  };
  return { channel, pace: webPush.pace, paceOf: (address) => roadTo(address).pace };
}
