// The stand-in push service in a process of its own: `node bench/push-carrier-child.ts ADDRESSES`, told what to do by its parent.
import { readFileSync } from 'node:fs';
import { newAuthority } from '../test/sim/certificates.ts';
import { startPushService } from '../test/sim/push-carrier.ts';
import { newFolder } from '../test/sim/temp-folder.ts';
import type { PushPlace, PushReport } from './push-work.ts';

const OPENS_ONE_OF = 20;

const authority = newAuthority(newFolder());
const service = await startPushService({
  certificate: authority.certify('localhost', 2),
  speaks: 'both',
  opensOneOf: OPENS_ONE_OF,
});
const place: PushPlace = {
  addresses: Array.from({ length: Number(process.argv[2]) }, () => service.subscribe()),
  ca: readFileSync(authority.caFile, 'utf8'),
};
process.on('message', () => {
  const report: PushReport = {
    requests: service.counts.requests,
    faults: [...new Set(service.faults)],
    opened: service.taken.length,
    sizes: [...new Set(service.taken.map(({ bytes }) => bytes))],
  };
  process.send?.(report);
});
process.on('disconnect', () => process.exit());
process.send?.(place);
