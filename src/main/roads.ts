import { channelEmail } from '../adapters/channel-email/channel-email.ts';
import { channelNtfy } from '../adapters/channel-ntfy/channel-ntfy.ts';
import { channelSmsHttp } from '../adapters/channel-sms-http/channel-sms-http.ts';
import { channelWebPush } from '../adapters/channel-webpush/channel-webpush.ts';
import type { Road } from '../engine/deliver.ts';
import type { ChannelSettings } from '../faces/cli/channel-settings.ts';
import type { Channel } from '../ports/channel.ts';

/** The roads of a hub as its settings say: the only place that knows which adapters there are. */
export function roadsOf({ email, sms, push, ntfy }: ChannelSettings): readonly Road[] {
  const webPush = push && { channel: channelWebPush(push.config), pace: push.pace };
  const topics = ntfy && { channel: channelNtfy(ntfy.config), pace: ntfy.pace };
  const notices = webPush && topics ? byAddress(webPush, topics) : (webPush ?? topics);
  return [
    ...(email ? [{ channel: channelEmail(email.config), pace: email.pace }] : []),
    ...(sms ? [{ channel: channelSmsHttp(sms.config), pace: sms.pace }] : []),
    ...(notices ? [notices] : []),
  ];
}

/** Web Push and ntfy are one road to whoever is told: an address in JSON is a browser's subscription, any other a topic. */
function byAddress(webPush: Road, topics: Road): Road {
  const roadTo = (address: string): Road => (address.startsWith('{') ? webPush : topics);
  const channel: Channel = {
    name: webPush.channel.name,
    providerOf: (address) => roadTo(address).channel.providerOf(address),
    send: (parcel, withinMs) => roadTo(parcel.address).channel.send(parcel, withinMs),
    close: async () => void (await Promise.all([webPush.channel.close(), topics.channel.close()])),
  };
  return { channel, pace: webPush.pace, paceOf: (address) => roadTo(address).pace };
}
