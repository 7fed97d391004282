import type { Channel, Outcome, Parcel } from '../../src/ports/channel.ts';
import type { Road } from '../../src/engine/deliver.ts';

/** A road that keeps what it was given, and whose carrier answers as it is told. */
export type HandRoad = Road & {
  readonly sent: readonly Parcel[];
  readonly answer: (outcome: Outcome) => void;
  /** The six digits of the newest message. */
  readonly digits: () => string;
};

export function handRoad(
  name: Channel['name'],
  pace: Road['pace'] = { perSecond: 100, burst: 100 },
): HandRoad {
  const sent: Parcel[] = [];
  let outcome: Outcome = { kind: 'accepted' };
  const channel: Channel = {
    name,
    providerOf: () => `${name} carrier`,
    send: async (parcel) => {
      sent.push(parcel);
      return outcome;
    },
    close: async () => {},
  };
  return {
    channel,
    pace,
    sent,
    answer: (given) => {
      outcome = given;
    },
    digits: () => /\b\d{6}\b/.exec(sent.at(-1)?.message.text ?? '')?.[0] ?? '',
  };
}
