import * as v from 'valibot';
import { MINUTES_MAX } from '../../record/kinds/alarm.ts';

/** The HTTP shapes of what people answer to an alarm. `minutes`: until there, only with `coming`. */

const minutes = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MINUTES_MAX)));

export const alarmAnswer = v.variant('answer', [
  v.object({ answer: v.literal('coming'), minutes }),
  v.strictObject({ answer: v.picklist(['cannot', 'confirm', 'refute']) }),
]);
export const alarmAnswered = v.object({ kind: v.picklist(['kept', 'same', 'over']) });

/** Signed by `proof`: the HMAC-SHA256 of the address, the word and the interval under the key both hubs hold. */
export const peerBeat = v.object({ word: v.string(), every: v.number(), proof: v.string() });
export const peerWord = v.object({ word: v.string() });
