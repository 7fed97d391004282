import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incidentOf, keyOf, nextOf, ORIGIN, placeLog } from '../../test/making/place.ts';
import type { PlaceLog } from '../../test/making/place.ts';
import type { PlainObject } from '../../src/record/subset.ts';

const [FIRE, SMOKE, NIGHT] = [incidentOf('fire'), incidentOf('smoke'), incidentOf('night')];
const AN_ENTRY = 'ab'.repeat(32);

/** What waits for a second, as text: matter, who said it, whose word is needed. */
function pending(place: PlaceLog): readonly string[] {
  return place
    .people()
    .pending.map(({ matter, said, needs }) => `${matter.kind} by ${said.length}, needs ${needs.join('|')}`);
}

const whyNot = (place: PlaceLog, by: string, kind: string, body: PlainObject): string | undefined =>
  place.whyNot(place.says(by, kind, body));

describe('a key is revoked by two keyholders', () => {
  test('and not by one, who is told that one more is needed', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    const first = place.revokes('k1', ['w']);
    assert.equal(place.standing('w').kind, 'granted');
    assert.deepEqual(place.people().pending, [
      {
        matter: { kind: 'revoke', key: keyOf('w') },
        said: [{ entry: first.id, by: keyOf('k1'), n: 1, from: 2 }],
        needs: ['keyholder'],
      },
    ]);
  });

  test('a second signature by the same keyholder counts once', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    place.revokes('k1', ['w']);
    assert.equal(place.whyNot(place.revokes('k1', ['w'])), 'already-said');
    assert.equal(place.standing('w').kind, 'granted');
    assert.deepEqual(pending(place), ['revoke by 1, needs keyholder']);
  });

  test('nor does the same keyholder count twice with the old key and the one from paper', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    place.revokes('k1', ['w']);
    place.says('k1-paper', 'key.rotate', { n: 1, next: nextOf('k1-third') });
    place.revokes('k1-paper', ['w']);
    assert.equal(place.standing('w').kind, 'granted');
    assert.deepEqual(pending(place), ['revoke by 1, needs keyholder']);
    place.revokes('k2', ['w']);
    assert.equal(place.standing('w').kind, 'revoked');
  });

  test('not by a warden', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    assert.equal(place.whyNot(place.revokes('w', ['k1'])), 'not-a-keyholder');
  });

  test('who agree on what is in both their lists, from the later of their indexes', () => {
    const place = placeLog();
    for (const key of ['a', 'b', 'c']) place.grants('k1', key, 'steward'); // 1 2 3
    place.revokes('k1', ['a', 'b'], 2);
    place.revokes('k2', ['b', 'c'], 3);
    assert.equal(place.standing('a').kind, 'granted');
    assert.deepEqual(place.standing('b'), { kind: 'revoked', from: 3 });
    assert.equal(place.standing('c').kind, 'granted');
    assert.deepEqual(pending(place), ['revoke by 1, needs keyholder', 'revoke by 1, needs keyholder']);
  });

  test('never later than the second was logged, nor by an index of another log', () => {
    const place = placeLog();
    for (const key of ['a', 'b']) place.grants('k1', key, 'steward');
    place.revokes('k1', ['a'], 1_000_000); // 3
    place.revokes('k2', ['a'], 2_000_000); // 4
    assert.deepEqual(place.standing('a'), { kind: 'revoked', from: 4 });
    for (const by of ['k1', 'k2'])
      place.says(by, 'key.revoke', { keys: [keyOf('b')], origin: 'elsewhere.example/log', index: 0 });
    assert.deepEqual(place.standing('b'), { kind: 'revoked', from: 6 });
    assert.notEqual(ORIGIN, 'elsewhere.example/log');
  });

  test('and again from further back, when two say so', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden'); // 1
    place.grants('w', 'r', 'resident'); // 2
    place.revokes('k1', ['w'], 3);
    place.revokes('k2', ['w'], 2);
    assert.deepEqual(place.standing('w'), { kind: 'revoked', from: 3 });
    assert.equal(place.whyNot(place.revokes('k3', ['w'], 3)), 'already-so');
    assert.deepEqual(pending(place), []);
    place.revokes('k3', ['w'], 1);
    assert.deepEqual(pending(place), ['revoke by 1, needs keyholder']);
    assert.equal(place.standing('r').kind, 'granted');
    place.revokes('k4', ['w'], 2);
    assert.deepEqual(place.standing('w'), { kind: 'revoked', from: 2 });
    assert.deepEqual(place.standing('r'), { kind: 'none' });
  });

  test('before anybody has granted it: it cannot be let in', () => {
    const place = placeLog();
    place.revokes('k1', ['seized']);
    place.revokes('k2', ['seized']);
    assert.equal(place.whyNot(place.grants('k1', 'seized', 'resident')), 'key-revoked');
  });

  test('a hub’s key too: what it numbers later has no effect', () => {
    const place = placeLog();
    place.revokes('k1', ['hub']);
    place.revokes('k2', ['hub']);
    assert.equal(whyNot(place, 'hub', 'incident.open', { incident: FIRE, number: 1 }), 'revoked');
  });
});

describe('two keyholders who revoke each other', () => {
  test('alone: neither counts', () => {
    const place = placeLog();
    place.revokes('k1', ['k2']);
    place.revokes('k2', ['k1']);
    for (const key of ['k1', 'k2']) assert.equal(place.standing(key).kind, 'granted', key);
    assert.equal(pending(place).length, 2);
  });

  for (const [winner, loser] of [
    ['k1', 'k2'],
    ['k2', 'k1'],
  ] as const) {
    test(`the first in the log whom a third supports stays: ${winner}`, () => {
      const place = placeLog();
      place.revokes('k1', ['k2']);
      place.revokes('k2', ['k1']);
      place.revokes('k3', [loser]);
      assert.equal(place.standing(loser).kind, 'revoked');
      // What the loser had said has no voice any more: a fourth who supports it stands alone.
      place.revokes('k4', [winner]);
      assert.equal(place.standing(winner).kind, 'granted');
      assert.deepEqual(pending(place), ['revoke by 1, needs keyholder']);
      place.revokes('k5', [winner]);
      assert.equal(place.standing(winner).kind, 'revoked');
    });
  }

  test('two against two: the pair whose second is logged first stays, however far back the other reaches', () => {
    const place = placeLog();
    place.revokes('k1', ['k3', 'k4'], 1);
    place.revokes('k3', ['k1', 'k2'], 1);
    place.revokes('k2', ['k3', 'k4'], 1);
    assert.equal(place.whyNot(place.revokes('k4', ['k1', 'k2'], 0)), 'revoked');
    for (const key of ['k1', 'k2']) assert.equal(place.standing(key).kind, 'granted', key);
    for (const key of ['k3', 'k4']) assert.equal(place.standing(key).kind, 'revoked', key);
  });

  test('what two have decided stays, when one of them is revoked as of before', () => {
    const place = placeLog();
    place.revokes('k1', ['k2']); // 1
    place.revokes('k3', ['k2']); // 2
    place.revokes('k4', ['k1'], 1);
    place.revokes('k5', ['k1'], 1);
    assert.deepEqual(place.standing('k1'), { kind: 'revoked', from: 1 });
    assert.equal(place.standing('k2').kind, 'revoked');
    assert.equal(whyNot(place, 'k2-paper', 'key.rotate', { n: 2, next: nextOf('k2-third') }), undefined);
  });
});

describe('an incident', () => {
  const opened = (): PlaceLog => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    place.grants('k2', 'v', 'warden', { cell: 'c2' });
    for (const [i, incident] of [FIRE, SMOKE, NIGHT].entries())
      place.says('hub', 'incident.open', { incident, number: i + 1 });
    return place;
  };
  const stateOf = (place: PlaceLog, incident = FIRE): string | undefined =>
    place.people().incidents.get(incident)?.state;

  test('is numbered by the hub, once', () => {
    const place = opened();
    const open = (by: string, body: PlainObject): string | undefined =>
      whyNot(place, by, 'incident.open', body);
    assert.equal(open('k1', { incident: incidentOf('x'), number: 9 }), 'not-the-hub');
    assert.equal(open('hub', { incident: FIRE, number: 9 }), 'incident-known');
    assert.equal(open('hub', { incident: incidentOf('place'), number: 9 }), 'incident-known');
    assert.equal(open('hub', { incident: incidentOf('x'), number: 1 }), 'number-taken');
    assert.deepEqual(place.people().incidents.get(SMOKE), { id: SMOKE, number: 2, state: 'open' });
  });

  test('is closed by two keyholders, not by one and not by wardens', () => {
    const place = opened();
    const close = (by: string): string | undefined => whyNot(place, by, 'incident.close', { incident: FIRE });
    assert.equal(close('w'), 'not-a-keyholder');
    assert.equal(close('k1'), undefined);
    assert.equal(stateOf(place), 'open');
    assert.deepEqual(pending(place), ['close by 1, needs keyholder']);
    assert.equal(close('k1'), 'already-said');
    assert.equal(close('k2'), undefined);
    assert.equal(stateOf(place), 'closed');
    assert.deepEqual(pending(place), []);
    assert.equal(close('k3'), 'already-closed');
    assert.equal(whyNot(place, 'k3', 'incident.close', { incident: incidentOf('x') }), 'incident-unknown');
  });

  test('is put away by one keyholder, after it was closed', () => {
    const place = opened();
    const archive = (): string | undefined => whyNot(place, 'k5', 'incident.archive', { incident: FIRE });
    assert.equal(archive(), 'not-closed');
    for (const by of ['k1', 'k2']) place.says(by, 'incident.close', { incident: FIRE });
    assert.equal(archive(), undefined);
    assert.equal(stateOf(place), 'archived');
    assert.equal(archive(), 'already-so');
    assert.equal(whyNot(place, 'k5', 'incident.archive', { incident: incidentOf('x') }), 'incident-unknown');
  });

  test('is merged by two wardens or keyholders whom different people vouch for', () => {
    const place = opened();
    place.grants('k1', 'u', 'warden', { cell: 'c3' });
    const merge = (by: string): string | undefined =>
      whyNot(place, by, 'incident.merge', { from: FIRE, into: SMOKE });
    assert.equal(merge('w'), undefined);
    for (const near of ['u', 'k1']) {
      assert.equal(merge(near), undefined);
      assert.equal(stateOf(place), 'open', `${near} and w are one hand`);
    }
    assert.deepEqual(pending(place), ['merge by 3, needs keyholder|warden']);
    assert.equal(merge('v'), undefined);
    assert.partialDeepStrictEqual(place.people().incidents.get(FIRE), { state: 'merged', into: SMOKE });
    assert.equal(merge('k3'), 'already-closed');
    assert.equal(whyNot(place, 'k3', 'incident.merge', { from: SMOKE, into: FIRE }), 'already-closed');
  });

  test('merged takes the number of the other; its own holds for what was logged before', () => {
    const place = opened();
    for (const slot of [1, 2, 3]) place.grants('k1', `r-${slot}`, 'resident', { slot });
    const before = place.last();
    for (const by of ['k1', 'k2']) place.says(by, 'incident.merge', { from: FIRE, into: SMOKE });
    const merged = place.last();
    for (const by of ['k1', 'k2']) place.says(by, 'incident.merge', { from: SMOKE, into: NIGHT });
    const kinds = (incident: typeof FIRE, index: number): readonly string[] =>
      [1, 2, 3].map((slot) => place.standing(`r-${slot}`, incident, index).kind);
    assert.deepEqual(kinds(FIRE, before), ['granted', 'granted', 'granted']);
    assert.deepEqual(kinds(FIRE, merged), ['wrong-slot', 'granted', 'granted']);
    assert.deepEqual(kinds(FIRE, place.last()), ['wrong-slot', 'wrong-slot', 'granted']);
    assert.deepEqual(kinds(SMOKE, merged), ['wrong-slot', 'granted', 'granted']);
    assert.deepEqual(kinds(NIGHT, place.last()), ['wrong-slot', 'wrong-slot', 'granted']);
  });

  test('what waits for a second about an incident no longer open is dropped', () => {
    const place = opened();
    place.says('k3', 'incident.merge', { from: FIRE, into: SMOKE });
    for (const by of ['k1', 'k2']) place.says(by, 'incident.close', { incident: FIRE });
    assert.deepEqual(pending(place), []);
  });
});

describe('a loud key is muted', () => {
  const crowd = (): PlaceLog => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    place.grants('k2', 'v', 'warden', { cell: 'c2' });
    for (const s of ['s', 's2']) place.grants('w', s, 'steward');
    place.grants('v', 't', 'steward', { cell: 'c2' });
    place.grants('k3', 'loud', 'resident');
    return place;
  };
  const mute = (place: PlaceLog, by: string, kind = 'mute'): string | undefined =>
    whyNot(place, by, kind, { keys: [keyOf('loud')] });

  test('by two stewards of different wardens, from there on', () => {
    const place = crowd();
    mute(place, 's');
    const before = place.last();
    mute(place, 't');
    assert.deepEqual(place.standing('loud'), { kind: 'muted' });
    assert.equal(place.standing('loud', undefined, before).kind, 'granted');
    assert.equal(mute(place, 'k1'), 'already-so');
  });

  test('not by a warden and the stewards that warden let in', () => {
    const place = crowd();
    for (const by of ['s', 's2', 'w']) mute(place, by);
    assert.equal(place.standing('loud').kind, 'granted');
    assert.deepEqual(pending(place), ['mute by 3, needs keyholder|warden|steward']);
  });

  test('and shown again by two; then muted anew only by two', () => {
    const place = crowd();
    for (const by of ['s', 't']) mute(place, by);
    const hidden = place.last();
    mute(place, 's', 'unmute');
    assert.equal(place.standing('loud').kind, 'muted');
    mute(place, 't', 'unmute');
    assert.equal(place.standing('loud').kind, 'granted');
    assert.equal(place.standing('loud', undefined, hidden).kind, 'muted');
    assert.equal(mute(place, 't', 'unmute'), 'not-muted');
    mute(place, 's');
    assert.equal(place.standing('loud').kind, 'granted');
    mute(place, 'k5');
    assert.equal(place.standing('loud').kind, 'muted');
  });

  test('in an incident, by the keys of its slot', () => {
    const place = crowd();
    place.says('hub', 'incident.open', { incident: FIRE, number: 1 });
    place.grants('w', 's-1', 'steward', { slot: 1 });
    place.grants('v', 't-1', 'steward', { slot: 1, cell: 'c2' });
    const keys = { keys: [keyOf('loud')] };
    assert.equal(place.whyNot(place.says('s', 'mute', keys, { incident: FIRE })), 'wrong-slot');
    for (const by of ['s-1', 't-1']) place.says(by, 'mute', keys, { incident: FIRE });
    assert.equal(place.standing('loud').kind, 'muted');
  });

  test('but never a keyholder or the hub; and a resident mutes nobody', () => {
    const place = crowd();
    for (const key of ['k4', 'hub'])
      assert.equal(whyNot(place, 's', 'mute', { keys: [keyOf(key)] }), 'may-not-be-muted');
    assert.equal(mute(place, 'loud'), 'role-may-not');
  });

  test('and what it does while muted has no effect', () => {
    const place = crowd();
    for (const by of ['k4', 'k5']) place.says(by, 'mute', { keys: [keyOf('w')] });
    assert.equal(place.whyNot(place.grants('w', 'x', 'resident')), 'muted');
  });
});

describe('entries of a newcomer', () => {
  test('are shown by one warden or keyholder, not by a steward', () => {
    const place = placeLog();
    place.grants('k1', 's', 'steward');
    const body = { entries: [AN_ENTRY] };
    assert.equal(whyNot(place, 's', 'moderate', body), 'role-may-not');
    assert.equal(place.people().moderated.size, 0);
    assert.equal(whyNot(place, 'k2', 'moderate', body), undefined);
    assert.deepEqual([...place.people().moderated], [AN_ENTRY]);
    assert.equal(whyNot(place, 'k1', 'moderate', body), 'already-so');
  });
});

describe('an erasure', () => {
  const erase = (over: PlainObject = {}): PlainObject => ({
    entries: [{ id: AN_ENTRY, what: 'part', part: 'witness' }],
    ground: 'consent-withdrawn',
    office: 'keyholders',
    ...over,
  });

  test('takes effect when two keyholders name the same thing', () => {
    const place = placeLog();
    const first = place.says('k1', 'erase', erase());
    assert.deepEqual(place.people().erasures, []);
    assert.deepEqual(pending(place), ['erase by 1, needs keyholder']);
    assert.equal(whyNot(place, 'k1', 'erase', erase()), 'already-said');
    assert.equal(
      whyNot(place, 'k2', 'erase', erase({ entries: [{ id: AN_ENTRY, what: 'entry' }] })),
      undefined,
    );
    assert.deepEqual(place.people().erasures, []);
    const second = place.says('k3', 'erase', erase({ ground: 'court-order', office: 'court' }));
    assert.deepEqual(place.people().erasures, [
      {
        id: AN_ENTRY,
        what: 'part',
        part: 'witness',
        ground: 'consent-withdrawn',
        office: 'keyholders',
        entries: [first.id, second.id],
      },
    ]);
    assert.equal(whyNot(place, 'k4', 'erase', erase()), 'already-so');
    assert.deepEqual(pending(place), ['erase by 1, needs keyholder']);
  });

  test('never takes an act that says who may speak', () => {
    const place = placeLog();
    const grant = place.grants('k1', 'w', 'warden');
    const body = erase({ entries: [{ id: grant.id, what: 'entry' }] });
    for (const by of ['k1', 'k2']) assert.equal(whyNot(place, by, 'erase', body), 'is-needed');
    assert.equal(whyNot(place, 'w', 'erase', erase()), 'not-a-keyholder');
  });
});
