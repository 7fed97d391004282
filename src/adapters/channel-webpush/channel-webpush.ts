import { instant } from '../../base/instant.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import type { Resolve } from '../http-post/outside.ts';
import type { PushReach } from './open-socket.ts';
import { outcomeOf } from './outcome.ts';
import { pushBody } from './push-body.ts';
import { readyKeys } from './ready-keys.ts';
import { sealBody, SEALED_BYTES } from './seal-body.ts';
import { ServiceQueue } from './service-queue.ts';
import type { Subscription } from './subscription.ts';
import { newVapid } from './vapid.ts';
import type { VapidIdentity } from './vapid.ts';

export type WebPushOptions = {
  readonly vapid: VapidIdentity;
  /** Lets endpoints lead to this machine and its neighbours: for tests, and for a push service that the operator runs. */
  readonly allowInside?: boolean;
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string;
  readonly resolve?: Resolve;
};

export type WebPush = Channel & {
  /** What a page hands to `pushManager.subscribe`, base64url. */
  readonly applicationServerKey: string;
  /** Makes keys ahead of time: sending then takes a third of the work. They are used once, and stay in memory until then. */
  readonly prepare: (addresses: Iterable<string>) => boolean;
};

// A connection that is silent for longer may be dead without knowing; and it tells a watcher that we are there.
const IDLE_MS = 30_000;

/** Web Push (RFC 8030) to whatever service a browser chose. An address is a subscription as a browser writes it, in JSON. */
export function channelWebPush(options: WebPushOptions): WebPush {
  const { ca, allowInside = false, resolve } = options;
  const reach: PushReach = { allowInside, ca, resolve };
  const vapid = newVapid(options.vapid);
  const keys = readyKeys();
  const services = new Map<string, ServiceQueue>();
  let isClosed = false;

  const serviceOf = ({ origin, hostname, port }: Subscription): ServiceQueue => {
    const known = services.get(origin);
    if (known) return known;
    const forget = (): void => {
      services.delete(origin);
      made.close();
    };
    const made = new ServiceQueue(origin, { hostname, port }, reach, { afterMs: IDLE_MS, onIdle: forget });
    services.set(origin, made);
    return made;
  };

  const send = async (parcel: Parcel, withinMs: number): Promise<Outcome> => {
    const ready = keys.take(parcel.address);
    if (!ready) return { kind: 'refused', why: 'address' };
    const plain = pushBody(parcel.message, parcel.topic);
    if (!plain) return { kind: 'refused', why: 'message' };
    if (isClosed) return { kind: 'deferred', scope: 'provider' };
    const { origin, path } = ready.subscription;
    const headers = {
      authorization: vapid.authorization(origin, Date.now()),
      'content-encoding': 'aes128gcm',
      'content-length': String(SEALED_BYTES),
      ttl: String(Math.max(0, Math.floor(parcel.ttlSeconds))),
      topic: vapid.topicName(parcel.topic),
      // Anything less waits on a telephone that sleeps.
      urgency: 'high',
    };
    const body = sealBody(ready.keys, plain);
    const ending = await serviceOf(ready.subscription).send({ path, headers, body }, withinMs);
    return outcomeOf(ending, instant(Date.now()));
  };

  return {
    name: 'push',
    providerOf: keys.originOf,
    send,
    close: async () => {
      isClosed = true;
      for (const service of services.values()) service.close();
      services.clear();
    },
    applicationServerKey: vapid.applicationServerKey,
    prepare: keys.prepare,
  };
}
