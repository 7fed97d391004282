import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { ANY_ALARM, CALLING } from '../../../test/making/cells.ts';
import { ALARM_ENDS, ALARM_WORDS, overWords } from '../words/alarm-words.ts';
import { LANGUAGES } from '../words/words.ts';
import { composable } from './composer-link.ts';
import {
  cellRows,
  cellTally,
  cellTasks,
  mayHaveHeard,
  neighbourText,
  openedNow,
  owedTo,
  textPhase,
  ticked,
  toldNow,
} from './cell-work.ts';
import type { CellAlarm, Tick } from './cell-work.ts';
import { TEXT_MAX } from './fit-text.ts';

const ENDED: CellAlarm = { ...CALLING, endedAs: 'ended' };
const OUTSIDE: CellAlarm = { ...CALLING, isOutside: true, point: { code: 'K9' } };
const IN_KAZAKH = { settlement: 'Шаңырақ', language: 'kk' } as const;

describe('what a warden still owes a neighbour', () => {
  test('is nothing before two have said so: one voice reaches no cell', () => {
    assert.equal(owedTo({ ...CALLING, tier: 1 }), undefined);
    assert.equal(owedTo(CALLING), 'call');
    assert.equal(owedTo(CALLING, toldNow(CALLING)), undefined);
  });

  test('is the way elsewhere once the way in is closed, but for those who cannot come', () => {
    const told = toldNow(CALLING);
    assert.equal(owedTo(OUTSIDE, told), 'redirect');
    assert.equal(owedTo(OUTSIDE, { ...told, answer: 'cannot' }), undefined);
    assert.equal(owedTo(OUTSIDE, toldNow(OUTSIDE, told)), undefined);
    assert.equal(owedTo(OUTSIDE, toldNow(OUTSIDE)), undefined);
    assert.equal(owedTo({ ...OUTSIDE, point: { code: 'K10' } }, toldNow(OUTSIDE)), 'redirect');
  });

  test('is that it is over, for those who were told or whose text was opened, and for nobody else', () => {
    assert.equal(owedTo(ENDED), undefined);
    assert.equal(owedTo(ENDED, toldNow(CALLING)), 'over');
    assert.equal(owedTo(ENDED, openedNow(CALLING)), 'over');
    assert.equal(owedTo(ENDED, toldNow(ENDED, openedNow(CALLING))), undefined);
  });

  test('ends: told once what is owed, nobody is owed it again while nothing changes', () => {
    fc.assert(
      fc.property(ANY_ALARM, ANY_ALARM, (before, now) => {
        const tick = owedTo(before) === undefined ? {} : toldNow(before);
        if (owedTo(now, tick) !== undefined) assert.equal(owedTo(now, toldNow(now, tick)), undefined);
      }),
    );
  });
});

describe('a tick', () => {
  test('of an answer is one of told too, and a second press takes it back', () => {
    const coming = ticked(CALLING, {}, 'coming');
    assert.deepEqual([coming.told?.point, coming.answer], ['B2', 'coming']);
    assert.equal(ticked(CALLING, coming, 'cannot').answer, 'cannot');
    assert.equal(ticked(CALLING, coming, 'coming').answer, undefined);
    assert.deepEqual(ticked(CALLING, coming, 'told'), {});
  });

  test('taken back does not forget that a text was opened: it may have gone', () => {
    const opened = openedNow(CALLING);
    assert.deepEqual(ticked(CALLING, ticked(CALLING, opened, 'told'), 'told'), opened);
  });

  test('that somebody knows that it is over, taken back, is a task again, and forgets nothing else', () => {
    const coming = ticked(CALLING, {}, 'coming');
    const knows = ticked(ENDED, coming, 'told');
    assert.deepEqual([owedTo(ENDED, knows), textPhase(ENDED, knows)], [undefined, 'over']);
    assert.deepEqual(ticked(ENDED, knows, 'told'), coming);
    assert.equal(owedTo(ENDED, coming), 'over');
  });

  test('tells what a text to that one says: what is owed, or once more what holds', () => {
    const told = toldNow(CALLING);
    const phases = [CALLING, OUTSIDE, { ...CALLING, tier: 1 }, ENDED].map((alarm) => [
      textPhase(alarm),
      textPhase(alarm, told),
    ]);
    assert.deepEqual(phases, [
      ['call', 'call'],
      ['call', 'redirect'],
      [undefined, 'call'],
      [undefined, 'over'],
    ]);
  });

  test('whatever is pressed, who may have heard of an alarm is never forgotten once it is over', () => {
    const presses = fc.array(fc.constantFrom('told', 'coming', 'cannot', 'else'));
    fc.assert(
      fc.property(presses, (all) => {
        const tick = all.reduce<Tick>((before, as) => ticked(ENDED, before, as), toldNow(CALLING));
        assert.ok(mayHaveHeard(tick));
      }),
    );
  });
});

describe('the text to neighbours', () => {
  test('is one part of an SMS, with the status first, in words that send nobody to a road that is closed', () => {
    fc.assert(
      fc.property(
        ANY_ALARM,
        fc.constantFrom(...LANGUAGES),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        (alarm, language, settlement) => {
          const words = ALARM_WORDS[language];
          for (const phase of ['call', 'redirect', 'over'] as const) {
            const text = neighbourText(alarm, phase, { settlement, language });
            assert.ok(text.length <= TEXT_MAX, text);
            assert.equal(text, composable(text));
            if (phase === 'over') {
              if (alarm.endedAs === undefined) assert.equal(text, '');
              else assert.ok(text.startsWith(overWords(words, alarm.mode, alarm.endedAs).status), text);
            } else if (alarm.mode === 'drill') assert.ok(text.startsWith(`${words.drill}. `), text);
          }
        },
      ),
    );
  });

  test('names the point outside for those who have not been told, too', () => {
    const texts = (['call', 'redirect'] as const).map((phase) => neighbourText(OUTSIDE, phase, IN_KAZAKH));
    assert.deepEqual(texts, [
      'Шаңырақ: күштер келді. Жиналу: K9. 1 20 = 20 минутта, 2 = жоқ',
      'Шаңырақ. Кіреберіс жабық. Тек мына жерге барыңыз: K9',
    ]);
    const over = ALARM_ENDS.map((endedAs) => neighbourText({ ...CALLING, endedAs }, 'over', IN_KAZAKH));
    assert.equal(over[1], 'АЯҚТАЛДЫ: Шаңырақ. Дабыл аяқталды, келу қажет емес.');
  });
});

test('rows are the neighbours and the homes of the plan without any, by home; counts are of people', () => {
  const neighbours = [
    { home: 'N10', number: '87010000010', name: 'B' },
    { home: 'N2', number: '87010000002', name: 'A' },
    { home: 'N2', number: '87010000003', name: 'C' },
  ];
  const rows = cellRows(neighbours, ['N1', 'N2', 'N10']);
  assert.deepEqual(
    rows.map(({ key }) => key),
    ['N1 ', 'N2 87010000002', 'N2 87010000003', 'N10 87010000010'],
  );
  const told = toldNow(CALLING);
  const ticks = { 'N1 ': told, 'N2 87010000002': { ...told, answer: 'coming' as const }, gone: told };
  assert.deepEqual(cellTally('c1', rows, ticks), {
    cell: 'c1',
    told: 2,
    acknowledged: 1,
    coming: 1,
    cannot: 0,
    unreached: 2,
  });
  assert.deepEqual(
    cellTasks(CALLING, rows, ticks).map((task) => [task.phase, task.rows.length]),
    [['call', 2]],
  );
});
