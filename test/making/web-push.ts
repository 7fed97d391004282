import { readFileSync } from 'node:fs';
import { channelWebPush } from '../../src/adapters/channel-webpush/channel-webpush.ts';
import type { WebPush, WebPushOptions } from '../../src/adapters/channel-webpush/channel-webpush.ts';
import { newVapidKey } from '../../src/adapters/channel-webpush/vapid.ts';
import type { Parcel } from '../../src/ports/channel.ts';
import { newAuthority } from '../sim/certificates.ts';
import type { Authority } from '../sim/certificates.ts';
import { newFolder } from '../sim/temp-folder.ts';

let made: Authority | undefined;

/** The authority that `newPushChannel` trusts; one for all tests of a process. */
export function pushAuthority(): Authority {
  made ??= newAuthority(newFolder());
  return made;
}

/** A channel that may send to stand-ins on loopback. */
export function newPushChannel(more: Partial<WebPushOptions> = {}): WebPush {
  const vapid = { privateKey: newVapidKey(), subject: 'mailto:hub@shanyrak.example' };
  const ca = readFileSync(pushAuthority().caFile, 'utf8');
  return channelWebPush({ vapid, allowInside: true, ca, ...more });
}

export function pushParcel(address: string, text: string, more: Partial<Parcel> = {}): Parcel {
  const message = { title: 'Shanyrak', text };
  return { key: `key of ${text}`, address, topic: 'alarm-1', message, ttlSeconds: 600, ...more };
}
