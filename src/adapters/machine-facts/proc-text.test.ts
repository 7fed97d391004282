import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { leavesCore, offersHibernation, reachablePorts, swapLines } from './proc-text.ts';

const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:20E4 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 100 0 0 10 0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0000000000000000 100 0 0 10 0
   2: 0A01A8C0:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3 1 0000000000000000 100 0 0 10 0
   3: 0A01A8C0:8F16 2217C0CB:01BB 01 00000000:00000000 00:00000000 00000000     0        0 4 1 0000000000000000 100 0 0 10 0
   4: 0200017F:0035 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 5 1 0000000000000000 100 0 0 10 0
`;
const TCP6 = `  sl  local_address                         remote_address                        st
   0: 00000000000000000000000001000000:20E4 00000000000000000000000000000000:0000 0A
   1: 0000000000000000FFFF00000100007F:20E5 00000000000000000000000000000000:0000 0A
   2: 00000000000000000000000000000000:20E6 00000000000000000000000000000000:0000 0A
   3: 0000000000000000FFFF00000A01A8C0:20E7 00000000000000000000000000000000:0000 0A
`;

describe('what Linux tells of itself', () => {
  test('ports that others can reach: neither those of this machine only nor connections', () => {
    assert.deepEqual(reachablePorts(TCP), [22, 443]);
    assert.deepEqual(reachablePorts(TCP6), [8422, 8423]);
    assert.deepEqual(reachablePorts(''), []);
  });

  test('swap by its file and type', () => {
    const text =
      'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n/dev/sda2                               partition\t999\t\t0\t\t-2\n/a\\040b file 1 0 -3\n';
    assert.deepEqual(swapLines(text), [
      { file: '/dev/sda2', type: 'partition' },
      { file: '/a b', type: 'file' },
    ]);
    assert.deepEqual(swapLines('Filename Type Size Used Priority\n'), []);
  });

  test('a core is left where the soft limit is not 0 and a pattern says where', () => {
    const limits = (soft: string): string =>
      `Limit                     Soft Limit           Hard Limit           Units\nMax core file size        ${soft}                    unlimited            bytes\n`;
    assert.equal(leavesCore(limits('unlimited'), 'core\n'), true);
    assert.equal(leavesCore(limits('1024'), '|/lib/systemd/systemd-coredump %P\n'), true);
    assert.equal(leavesCore(limits('0'), 'core\n'), false);
    assert.equal(leavesCore(limits('unlimited'), '\n'), false);
  });

  test('hibernation is offered where the kernel lists the disk and does not disable it', () => {
    assert.equal(offersHibernation('freeze mem disk\n', '[platform] shutdown\n'), true);
    assert.equal(offersHibernation('freeze mem\n', '[platform] shutdown\n'), false);
    assert.equal(offersHibernation('freeze mem disk\n', '[disabled]\n'), false);
    assert.equal(offersHibernation('', ''), false);
  });
});
