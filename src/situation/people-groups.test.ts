import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentOf, placeLog } from '../../test/making/place.ts';
import type { PlaceLog } from '../../test/making/place.ts';
import { SEALED_RECIPIENT } from '../../test/vectors/sealed-files.ts';

const OTHER = 'age1a6zwnfsprk58ml5wvgfytjht8nj9x3zyvxwp5caq956j6554uqrs473vs7';
const key = (
  role: string,
  number: number,
  recipient = SEALED_RECIPIENT,
): Parameters<PlaceLog['says']>[2] => ({
  role,
  recipient,
  number,
});
const held = (place: PlaceLog): readonly string[] =>
  place.people().groupKeys.map(({ role, number, recipient }) => `${role} ${number} ${recipient}`);

describe('a key of a group counts', () => {
  test('once a member who made it and a keyholder say so, and not before', () => {
    const place = placeLog();
    place.grants('k1', 'nurse', 'medic');
    const first = place.says('nurse', 'group.key', key('medic', 1));
    assert.deepEqual(held(place), []);
    assert.partialDeepStrictEqual(place.people().pending, [
      { matter: { kind: 'group-key', role: 'medic', number: 1 }, needs: ['keyholder'] },
    ]);
    const second = place.says('k2', 'group.key', key('medic', 1));
    assert.deepEqual(place.people().groupKeys, [
      { role: 'medic', number: 1, recipient: SEALED_RECIPIENT, entries: [first.id, second.id] },
    ]);
    assert.deepEqual(place.people().pending, []);
  });

  test('not by the keyholder alone who let the member in, nor by two members', () => {
    const place = placeLog();
    place.grants('k1', 'nurse', 'medic');
    place.grants('k2', 'doctor', 'medic');
    for (const by of ['nurse', 'k1']) place.says(by, 'group.key', key('medic', 1));
    assert.deepEqual(held(place), []);
    const members = placeLog();
    members.grants('k1', 'nurse', 'medic');
    members.grants('k2', 'doctor', 'medic');
    for (const by of ['nurse', 'doctor']) members.says(by, 'group.key', key('medic', 1));
    assert.deepEqual(held(members), []);
    members.says('k3', 'group.key', key('medic', 1));
    assert.equal(held(members).length, 1);
  });

  test('only for whom two say the same: another recipient is another key', () => {
    const place = placeLog();
    place.says('k1', 'group.key', key('committee', 1));
    place.says('k2', 'group.key', key('committee', 1, OTHER));
    assert.deepEqual(held(place), []);
    assert.equal(place.people().pending.length, 2);
    place.says('k3', 'group.key', key('committee', 1, OTHER));
    assert.deepEqual(held(place), [`committee 1 ${OTHER}`]);
    assert.deepEqual(place.people().pending, [], 'the other one is overtaken');
  });

  test('until two agree on a later one; the number never goes back', () => {
    const place = placeLog();
    for (const by of ['k1', 'k2']) place.says(by, 'group.key', key('lawyer', 2));
    assert.equal(place.whyNot(place.says('k3', 'group.key', key('lawyer', 2, OTHER))), 'older-group-key');
    assert.equal(place.whyNot(place.says('k3', 'group.key', key('lawyer', 1))), 'older-group-key');
    for (const by of ['k4', 'k5']) place.says(by, 'group.key', key('lawyer', 3, OTHER));
    assert.deepEqual(held(place), [`lawyer 3 ${OTHER}`]);
  });

  test('for the own group only, on the place log, by who may', () => {
    const place = placeLog();
    place.grants('k1', 'nurse', 'medic');
    place.grants('k1', 'lawyer', 'lawyer');
    place.grants('k1', 'w', 'warden');
    assert.equal(place.whyNot(place.says('nurse', 'group.key', key('lawyer', 1))), 'other-group');
    assert.equal(place.whyNot(place.says('lawyer', 'group.key', key('committee', 1))), 'other-group');
    assert.equal(place.whyNot(place.says('w', 'group.key', key('medic', 1))), 'not-a-keyholder');
    const elsewhere = { incident: incidentOf('fire') };
    assert.equal(place.whyNot(place.says('k1', 'group.key', key('medic', 1), elsewhere)), 'wrong-log');
  });
});
