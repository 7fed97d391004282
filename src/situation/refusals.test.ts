import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { event, on, situationFrom, source } from '../../test/making/days.ts';
import { writer } from '../../test/making/entries.ts';
import type { Entry } from '../record/entry.ts';
import type { PlainObject } from '../record/subset.ts';
import type { Refusal } from './refusals.ts';

const who = writer('reporter');
const says = (time: string, act: string, over: PlainObject): Entry =>
  who.says({ ...event(act, { group: 'drivers', ...over }), at: time.startsWith('[') ? time : on(time) });
const answers = (time: string, answer: string, over: PlainObject = {}): Entry =>
  says(time, 'refuse.order', { modality: 'refused', lane: 'workers', answer, ...over });

function ledger(entries: readonly Entry[]): readonly Refusal[] {
  return situationFrom(entries).refusals;
}

describe('the refusal ledger', () => {
  test('has a group once it was ordered, with no answer yet', () => {
    const [drivers] = ledger([
      says('11:00', 'order.demolish', { modality: 'ordered', order: 'evict.demolish', by: 'bailiff' }),
    ]);
    assert.deepEqual(
      drivers?.orders.map((o) => [o.order, o.by]),
      [['evict.demolish', 'bailiff']],
    );
    assert.equal(drivers?.answer, undefined);
  });

  test('says what was ordered by the act, where the order is not named, and by whom only where it is told', () => {
    const [drivers] = ledger([
      says('11:00', 'order.use-force', {}),
      says('11:30', 'force.use', { modality: 'ordered' }),
    ]);
    assert.deepEqual(
      drivers?.orders.map((o) => [o.order, o.by]),
      [
        ['order.use-force', undefined],
        ['force.use', undefined],
      ],
    );
  });

  test('keeps threats apart from answers', () => {
    const [drivers] = ledger([
      says('12:00', 'threaten.force', { modality: 'threatened', threat: 'truncheons', by: 'unknown' }),
      answers('12:30', 'refused'),
    ]);
    assert.deepEqual(
      drivers?.threats.map((t) => [t.threat, t.by]),
      [['truncheons', 'unknown']],
    );
    assert.deepEqual(
      drivers?.steps.map((s) => s.answer),
      ['refused'],
    );
  });

  test('has the steps in order of time, and the last one is the answer', () => {
    const steps = [answers('13:25', 'refused', { all: 'yes' }), answers('[..XXXX-05-17T12:00]', 'announced')];
    for (const entries of [steps, steps.toReversed()]) {
      const [drivers] = ledger(entries);
      assert.deepEqual(
        drivers?.steps.map((s) => [s.answer, s.all]),
        [
          ['announced', false],
          ['refused', true],
        ],
      );
      assert.equal(drivers?.answer, 'refused');
    }
  });

  test('shows one who gave in: the last answer, with the refusal before it', () => {
    const [drivers] = ledger([answers('12:00', 'refused'), answers('14:00', 'complied')]);
    assert.deepEqual([drivers?.answer, drivers?.steps.length], ['complied', 2]);
  });

  test('keeps groups apart, in the order of their names', () => {
    const entries = [
      answers('12:00', 'refused'),
      answers('12:30', 'partly', { group: 'prison-gang' }),
      answers('12:00', 'announced', { group: 'crews' }),
    ];
    assert.deepEqual(
      ledger(entries).map((r) => [r.group, r.answer]),
      [
        ['crews', 'announced'],
        ['drivers', 'refused'],
        ['prison-gang', 'partly'],
      ],
    );
  });

  test('rests on the entries about the group, with the source of each', () => {
    const step = answers('12:00', 'refused', { source: source('paper', { stance: 'press', link: 'heard' }) });
    const [drivers] = ledger([step]);
    assert.deepEqual(drivers?.entries, [step.id]);
    assert.equal(drivers?.steps[0]?.source.stance, 'press');
  });

  test('knows nothing but the group: no field has room for a person, a plate or a number', () => {
    const [drivers] = ledger([
      answers('12:00', 'refused', {
        text: 'И. Иванов, 123 ABC',
        quote: '«Не поеду», — И. Иванов',
        place: { name: 'у дома Иванова' },
      }),
    ]);
    assert.deepEqual(Object.keys(drivers ?? {}).sort(), [
      'answer',
      'entries',
      'group',
      'orders',
      'steps',
      'threats',
    ]);
    assert.deepEqual(Object.keys(drivers?.steps[0] ?? {}).sort(), [
      'all',
      'answer',
      'entry',
      'source',
      'when',
    ]);
    assert.doesNotMatch(JSON.stringify(drivers), /Иванов|ABC/);
  });
});

test('an opinion about a group, a denial or a plan is no answer of it', () => {
  for (const modality of ['opinion', 'denied', 'planned']) {
    const [drivers] = ledger([answers('12:00', 'refused', { modality })]);
    assert.deepEqual([drivers?.answer, drivers?.steps.length], [undefined, 0], modality);
  }
});

test('an answer that was corrected is taken back', () => {
  const slip = answers('12:00', 'refused');
  const mended = who.says({
    ...event('refuse.order', { group: 'drivers', answer: 'announced', relation: 'corrects' }),
    at: on('12:00'),
    about: [slip],
  });
  assert.deepEqual(
    ledger([slip, mended]).map((r) => [r.answer, r.steps.length]),
    [['announced', 1]],
  );
});
