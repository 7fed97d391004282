import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clockAt } from '../../test/making/days.ts';
import { strangeId } from '../../test/making/entries.ts';
import { cryptoNode } from '../adapters/crypto-node/crypto-node.ts';
import { storeMemory } from '../adapters/store-memory/store-memory.ts';
import { utf8Encode } from '../base/bytes.ts';
import type { LedgerEvent } from '../acts/alarm/ledger.ts';
import type { EntryId } from '../record/names.ts';
import type { Primitives } from '../record/primitives.ts';
import { openAnswerCodes } from './answer-codes.ts';
import { openLedger } from './ledger-keeper.ts';

const [OLD, NEW] = [strangeId('old alarm'), strangeId('new alarm')];
const crypto = cryptoNode();
/** One of five hundred codes: many draw what another has. */
const coarse: Primitives = {
  ...crypto,
  sha256: (bytes) => {
    const [a = 0, b = 0] = crypto.sha256(bytes);
    return crypto.sha256(utf8Encode(`${(a * 256 + b) % 500}`));
  },
};

test('codes stay as they were sent, and no two people share one, when an alarm is forgotten and the process ends', async () => {
  const store = storeMemory();
  const keeper = openLedger(store);
  const call = (alarm: EntryId): LedgerEvent => ({
    kind: 'plan',
    alarm,
    phase: 'call',
    channel: 'sms',
    due: clockAt('10:31'),
    people: Array.from({ length: 120 }, (_, i) => i),
  });
  await keeper.commit([call(OLD), call(NEW)]);
  const codes = openAnswerCodes(store, keeper.ledger, coarse);
  const rows = Array.from({ length: 120 }, (_, i) => 120 + i);
  const sent = rows.map((n) => codes.codeOf(keeper.ledger.row(n)));
  const drawn = rows.map((n) => codes.drawOf(n));
  assert.ok(
    drawn.some((draw) => draw > 0),
    'some drew what the old alarm had',
  );
  await keeper.forget((id) => id === OLD, codes.drawOf);
  assert.deepEqual(keeper.ledger.alarms, [NEW]);
  await keeper.commit([call(strangeId('third alarm'))]);
  const all = Array.from({ length: 240 }, (_, i) => 120 + i);
  const known = all.map((n) => codes.codeOf(keeper.ledger.row(n)));
  assert.deepEqual(known.slice(0, 120), sent);
  assert.equal(new Set(known).size, 240);
  assert.deepEqual(
    known.map((code) => codes.withCode(code)),
    all.map((n) => [n]),
  );

  const again = openLedger(store);
  const codesAgain = openAnswerCodes(store, again.ledger, coarse);
  assert.deepEqual(
    all.map((n) => codesAgain.codeOf(again.ledger.row(n))),
    known,
  );
  assert.deepEqual(
    rows.map((n) => codesAgain.drawOf(n)),
    drawn,
    'and so they stay when more is forgotten',
  );
});
