import type { CheckBagStamp } from '../../record/bag-check.ts';
import { checkStamp } from './check-stamp.ts';

/** A stamp by the certificates that lie beside it in the bag: whose they are is for the reader to compare. */
export const checkBagStamp: CheckBagStamp = ({ data, reply, certificates }) => {
  const stamp = checkStamp({ data, reply, anchors: certificates, intermediates: certificates });
  return stamp.ok ? { ok: true, value: stamp.value.genTime } : stamp;
};
