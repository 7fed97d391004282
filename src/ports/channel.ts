import type { ChannelName } from '../acts/alarm/channels.ts';
import type { Tried } from '../acts/alarm/outcome.ts';

/** What one person is told, in the one language they read. Where a road shows less, it shows `text` alone. */
export type Message = {
  /** A few words: what it is about. A drill or a stand-down begins with the word that says so. */
  readonly title: string;
  /** The whole message, for one SMS part: at most 70 characters. */
  readonly text: string;
  /** A personal page to answer on; whoever has it can answer for this person. */
  readonly link?: string;
};

/**
 * One message on its way to one person. Address and link are secrets: nothing of a parcel stands in a log or in an error.
 */
export type Parcel = {
  /** The same at each try of one delivery, for carriers that know what they had before. */
  readonly key: string;
  /** As this road writes an address: a telephone number, a mailbox, a push subscription as JSON. */
  readonly address: string;
  /** Of one alarm: a later message takes the place of an earlier one where the road can do that. */
  readonly topic: string;
  readonly message: Message;
  /** After this long it is worth nothing any more. */
  readonly ttlSeconds: number;
};

/** What became of a try, as `afterTry` in acts/alarm takes it. */
export type Outcome = Tried;

/**
 * A road by which messages leave. `send` answers within `withinMs` of real time, throws for nothing that the world does, and
 * never tries twice by itself.
 */
export type Channel = {
  readonly name: ChannelName;
  /** Whose limit a message to this address counts against, such as the origin of a push service. */
  readonly providerOf: (address: string) => string;
  readonly send: (parcel: Parcel, withinMs: number) => Promise<Outcome>;
  /**
   * Does ahead, a little at each call, what the next message to each of these addresses will need anyway, and drops what it
   * did for any other; true once there is nothing left to do. A road without it has nothing to do ahead.
   */
  readonly prepare?: (addresses: Iterable<string>) => boolean;
  readonly close: () => Promise<void>;
};

/** An SMS that came in. Anybody can forge its sender. */
export type InboundSms = {
  /** The same when the network tells again of one SMS, another for the same words at another time. */
  readonly id: string;
  /** As E.164 where it is such a number, else as the network gave it: a short code, a name. */
  readonly from: string;
  readonly text: string;
};

/**
 * Whether what an SMS says is kept, so that whoever brought it may forget it; `false`: it must be brought again. A road thanks
 * for an SMS, or removes it, after that and never before: the network tells of one that was thanked for to nobody any more.
 */
export type TakeSms = (sms: InboundSms) => Promise<boolean>;
