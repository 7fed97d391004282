import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { NEIGHBOURS_MAX, parseDialled, parseNeighbourLine, withNeighbour } from './neighbour.ts';
import type { Neighbour } from './neighbour.ts';

describe('a line of a warden’s list', () => {
  test('is a home, a number and a name, however people part them', () => {
    const whole = { home: 'N1', number: '+77012345678', name: 'Айгүл апа' };
    for (const line of [
      'N1 +7 701 234 56 78 Айгүл апа',
      'N1, +7 (701) 234-56-78, Айгүл апа',
      ' N1;00 7 701 2345678;Айгүл апа ',
      'N1\t+77012345678\tАйгүл  апа',
    ])
      assert.deepEqual(parseNeighbourLine(line), { ok: true, value: whole }, line);
  });

  test('may lack the number, the name or both', () => {
    const read = (line: string): unknown => {
      const parsed = parseNeighbourLine(line);
      return parsed.ok ? parsed.value : parsed.error;
    };
    assert.deepEqual(read('N12'), { home: 'N12', name: '' });
    assert.deepEqual(read('N12 Серік'), { home: 'N12', name: 'Серік' });
    assert.deepEqual(read('N12 8 701 234 56 78'), { home: 'N12', number: '87012345678', name: '' });
    assert.deepEqual([read(''), read('«дом» 1'), read('x'.repeat(300))], ['home', 'home', 'home']);
    assert.deepEqual(
      [read('N1 102'), read('N1 +0 000 000 00'), read('N1 12/34 567890')],
      Array(3).fill('number'),
    );
  });

  test('is read again as what was written, for every home, number and name', () => {
    const home = fc.stringMatching(/^[A-Za-zА-Яа-я\d]{1,12}$/);
    const number = fc.stringMatching(/^\+[1-9]\d{7,14}$|^[1-9]\d{7,14}$/);
    const name = fc.stringMatching(/^(?:[А-Яа-яӘәІіҢңҒғҮүҰұҚқӨөҺһ]{1,12}){0,2}$/u);
    const part = fc.constantFrom(' ', ', ', ';', '\t');
    fc.assert(
      fc.property(home, number, name, part, (of, to, called, between) => {
        const read = parseNeighbourLine([of, to, called].join(between));
        assert.deepEqual(read, { ok: true, value: { home: of, number: to, name: called } });
      }),
    );
  });

  test('never throws, and gives a home that is a code and a number that can be dialled', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 220 }), (line) => {
        const read = parseNeighbourLine(line);
        if (!read.ok) return;
        const { number, name } = read.value;
        if (number !== undefined) assert.equal(parseDialled(number), number);
        assert.ok(name.length <= 60 && !/[\r\n]/.test(name));
      }),
    );
  });
});

test('the same number in the same home is one neighbour, and the list ends at its limit', () => {
  const one: Neighbour = { home: 'N1', number: '87012345678', name: 'A' };
  assert.deepEqual(withNeighbour([one], { ...one, name: 'B' }), [{ ...one, name: 'B' }]);
  assert.equal(withNeighbour([one], { ...one, home: 'N2' }).length, 2);
  const full = Array.from({ length: NEIGHBOURS_MAX }, (_, n) => ({ home: `H${n}`, name: '' }));
  assert.equal(withNeighbour(full, one).length, NEIGHBOURS_MAX);
});
