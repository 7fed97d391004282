import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strangeId } from '../../../test/making/entries.ts';
import { instant } from '../../base/instant.ts';
import type { EntryId } from '../../record/names.ts';
import type { ChannelName } from './channels.ts';
import { failedRoads } from './failed-roads.ts';
import { newLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';

const AT = instant(1_000);
const [EARLIER, NEWEST] = [strangeId('earlier'), strangeId('newest')];

function plan(ledger: Ledger, alarm: EntryId, channel: ChannelName): void {
  ledger.apply({ kind: 'plan', alarm, phase: 'call', channel, due: AT, people: [1, 2] });
}

test('a road fails once the newest alarm got nothing through by it', () => {
  const ledger = newLedger();
  assert.deepEqual(failedRoads(ledger), []);
  plan(ledger, EARLIER, 'email');
  ledger.apply({ kind: 'became', state: 'failed', rows: [0, 1], at: AT });
  assert.deepEqual(failedRoads(ledger), ['email']);
  for (const channel of ['sms', 'email', 'push'] as const) plan(ledger, NEWEST, channel);
  assert.deepEqual(failedRoads(ledger), [], 'what only waits has not failed');
  ledger.apply({ kind: 'defer', rows: [2, 3], at: AT, due: instant(2_000) });
  ledger.apply({ kind: 'became', state: 'failed', rows: [4], at: AT });
  ledger.apply({ kind: 'became', state: 'accepted', rows: [5], at: AT });
  assert.deepEqual(failedRoads(ledger), ['sms']);
});
