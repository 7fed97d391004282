import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ANY_ALARM, CALLING } from '../../../test/making/cells.ts';
import { LANGUAGES } from '../words/words.ts';
import { runnerNote } from './runner-note.ts';

const NOW = { settlement: 'Shanyrak', at: '08:05' };

test('what a runner’s telephone reads is the alarm in plain words, with the hour at which it was so', () => {
  assert.equal(
    runnerNote(CALLING, NOW, ['kk', 'en']),
    'Shanyrak 08:05\nДАБЫЛ. Күштер келді. Қауіпсіз жиналу орны: the bakery yard.\nALARM. Forces arriving. Safe meeting point: the bakery yard.',
  );
  const note = (over: object): string =>
    runnerNote({ ...CALLING, ...over }, NOW, ['en']).split('\n')[1] ?? '';
  assert.equal(note({ tier: 1, mode: 'drill' }), 'DRILL. Forces arriving?');
  assert.equal(
    note({ isOutside: true }),
    'ALARM. Forces arriving. The way in is closed. Go only to: the bakery yard.',
  );
  assert.equal(note({ endedAs: 'false' }), 'FALSE ALARM. It is not so, no need to come.');
});

test('no key, id, link or number of anybody stands in it, and it fits a picture that another telephone reads', () => {
  fc.assert(
    fc.property(ANY_ALARM, (alarm) => {
      const note = runnerNote(alarm, NOW, LANGUAGES);
      for (const secret of [alarm.alarm, alarm.incident, 'http', 'sms:', 'tel:'])
        assert.ok(!note.includes(secret));
      assert.ok(new TextEncoder().encode(note).length < 1_000);
    }),
  );
});
