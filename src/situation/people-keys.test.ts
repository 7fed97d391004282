import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { codeOf, FOUNDING, incidentOf, keyOf, NEEDS, nextOf, placeLog } from '../../test/making/place.ts';
import { withoutBody } from '../../test/making/entries.ts';
import { peopleOf } from './people.ts';

const FIRE = incidentOf('fire');

describe('a place is founded', () => {
  test('by the hub, and the first founding stays', () => {
    const place = placeLog();
    const again = place.says('hub', 'place.found', { ...FOUNDING, settlement: 'West field' });
    assert.equal(place.whyNot(again), 'already-founded');
    const { founding, keyholders } = place.people();
    assert.equal(founding?.settlement, 'East field');
    assert.deepEqual(founding?.languages, ['kk', 'ru']);
    assert.deepEqual(
      keyholders.map(({ n, key, state }) => [n, key, state]),
      [1, 2, 3, 4, 5].map((n) => [n, keyOf(`k${n}`), 'standing']),
    );
  });

  test('by nobody else', () => {
    const place = placeLog({ founded: false });
    const meddling = place.says('k1', 'place.found', FOUNDING);
    const early = place.grants('k1', 'w', 'warden');
    assert.equal(place.whyNot(meddling), 'not-the-hub');
    assert.equal(place.whyNot(early), 'not-founded');
    assert.equal(place.people().founding, undefined);
    assert.deepEqual(place.standing('w'), { kind: 'none' });
  });
});

describe('a grant', () => {
  test('says as whom a key speaks, in its slot and nowhere else', () => {
    const place = placeLog();
    const grant = place.grants('k1', 'w', 'warden');
    place.grants('w', 'w-1', 'resident', { slot: 1 });
    place.says('hub', 'incident.open', { incident: FIRE, number: 1 });
    assert.deepEqual(place.standing('w'), {
      kind: 'granted',
      role: 'warden',
      cell: 'c1',
      voucher: keyOf('k1'),
      grant: grant.id,
    });
    assert.deepEqual(place.standing('w', FIRE), { kind: 'wrong-slot' });
    assert.equal(place.standing('w-1', FIRE).kind, 'granted');
    assert.deepEqual(place.standing('w-1'), { kind: 'wrong-slot' });
    assert.deepEqual(place.standing('stranger'), { kind: 'none' });
  });

  test('of the keyholders and the hub is not needed, in any log', () => {
    const place = placeLog();
    for (const incident of [undefined, FIRE]) {
      assert.partialDeepStrictEqual(place.standing('k2', incident), { kind: 'granted', role: 'keyholder' });
      assert.partialDeepStrictEqual(place.standing('hub', incident), { kind: 'granted', role: 'hub' });
    }
  });

  test('lifts what its key had said while it waited', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    assert.equal(place.standing('w', undefined, 0).kind, 'granted');
  });

  test('waits for the number of its incident', () => {
    const place = placeLog();
    place.grants('k1', 'r-3', 'resident', { slot: 3 });
    assert.deepEqual(place.standing('r-3', FIRE), { kind: 'none' });
    place.says('hub', 'incident.open', { incident: FIRE, number: 3 });
    assert.equal(place.standing('r-3', FIRE).kind, 'granted');
  });

  test('by a warden is for residents and stewards of the own cell', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    for (const role of ['resident', 'steward'])
      assert.equal(place.whyNot(place.grants('w', role, role)), undefined, role);
    for (const role of [
      'warden',
      'organiser',
      'observer',
      'press',
      'lawyer',
      'medic',
      'desk',
      'keyholder',
      'hub',
    ])
      assert.equal(place.whyNot(place.grants('w', `x-${role}`, role)), 'role-not-grantable', role);
    assert.equal(place.whyNot(place.grants('w', 'y', 'resident', { cell: 'c2' })), 'other-cell');
    const nowhere = place.says('w', 'key.grant', { key: keyOf('z'), slot: 0, role: 'resident' });
    assert.equal(place.whyNot(nowhere), 'other-cell');
  });

  test('by a warden without a cell is for nobody', () => {
    const place = placeLog();
    place.says('k1', 'key.grant', { key: keyOf('w'), slot: 0, role: 'warden' });
    const grant = place.says('w', 'key.grant', { key: keyOf('r'), slot: 0, role: 'resident' });
    assert.equal(place.whyNot(grant), 'other-cell');
  });

  test('by a keyholder is for every role but keyholder and hub, in any cell', () => {
    const place = placeLog();
    for (const role of ['resident', 'warden', 'steward', 'press', 'lawyer', 'desk', 'witness'])
      assert.equal(place.whyNot(place.grants('k2', role, role, { cell: 'c9' })), undefined, role);
    for (const role of ['keyholder', 'hub'])
      assert.equal(place.whyNot(place.grants('k2', role, role)), 'role-not-grantable');
  });

  test('by a resident, a stranger or the hub has no effect', () => {
    const place = placeLog();
    place.grants('k1', 'r', 'resident');
    assert.equal(place.whyNot(place.grants('r', 'x', 'resident')), 'role-may-not');
    assert.equal(place.whyNot(place.grants('stranger', 'x', 'resident')), 'no-grant');
    assert.equal(place.whyNot(place.grants('hub', 'x', 'resident')), 'role-may-not');
    assert.equal(place.whyNot(place.says('k1', 'key.grant', sample('x'), { incident: FIRE })), 'wrong-log');
    assert.deepEqual(place.standing('x'), { kind: 'none' });
  });

  test('for a slot used before, or a key that serves elsewhere: the first in the log stays', () => {
    const place = placeLog();
    const first = place.grants('k1', 'r-2', 'resident', { slot: 2 });
    assert.equal(place.whyNot(place.grants('k2', 'r-2', 'organiser', { slot: 2 })), 'slot-reused');
    assert.equal(place.whyNot(place.grants('k1', 'r-2', 'resident', { slot: 3 })), 'key-reused');
    assert.equal(place.whyNot(place.grants('k1', 'k2', 'resident')), 'key-reused');
    assert.equal(place.whyNot(place.grants('k1', 'hub', 'resident')), 'key-reused');
    assert.equal(place.people().grants.get(keyOf('r-2'))?.entry, first.id);
    assert.equal(place.people().grants.size, 1);
  });
});

function sample(key: string): Record<string, string | number> {
  return { key: keyOf(key), slot: 0, role: 'resident', cell: 'c1' };
}

describe('a revoked warden', () => {
  const revoked = (from?: number): ReturnType<typeof placeLog> => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden'); // 1
    place.grants('w', 'early', 'resident'); // 2
    place.grants('w', 'late', 'resident'); // 3
    place.revokes('k2', ['w'], from);
    place.revokes('k3', ['w'], from);
    return place;
  };

  test('grants no more, and what was granted before stays good', () => {
    const place = revoked();
    const after = place.grants('w', 'after', 'resident');
    assert.equal(place.whyNot(after), 'revoked');
    for (const key of ['early', 'late']) assert.equal(place.standing(key).kind, 'granted', key);
    assert.deepEqual(place.standing('w'), { kind: 'revoked', from: 5 });
    assert.equal(place.standing('w', undefined, 4).kind, 'granted');
    assert.deepEqual(place.people().grants.get(keyOf('w'))?.end, { index: 5, why: 'revoked' });
  });

  test('loses what was granted since the index the two name', () => {
    const place = revoked(3);
    assert.equal(place.standing('early').kind, 'granted');
    assert.deepEqual(place.standing('late'), { kind: 'none' });
    assert.deepEqual(
      place.people().refused.map((r) => r.reason),
      ['voucher-revoked'],
    );
  });

  test('whose grants were undone has them vouched for anew', () => {
    const place = revoked(3);
    const anew = place.grants('k4', 'late', 'resident');
    assert.equal(place.whyNot(anew), undefined);
    assert.equal(place.standing('late').kind, 'granted');
    assert.equal(place.whyNot(place.grants('k4', 'w', 'warden')), 'key-revoked');
  });

  test('takes along a chain of grants, when the keyholder who began it was seized', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden'); // 1
    place.grants('w', 'r', 'resident'); // 2
    const shown = place.says('w', 'moderate', { entries: ['ab'.repeat(32)] });
    place.says('w', 'key.invite', { invitation: codeOf('a'), role: 'resident', cell: 'c1', until: 5 });
    assert.equal(place.people().moderated.size, 1);
    assert.equal(place.people().invitations.length, 1);
    place.revokes('k2', ['k1'], 1);
    place.revokes('k3', ['k1'], 1);
    for (const key of ['w', 'r']) assert.deepEqual(place.standing(key), { kind: 'none' }, key);
    assert.equal(place.people().moderated.size, 0);
    assert.deepEqual(place.people().invitations, []);
    assert.equal(place.whyNot(shown), undefined);
  });
});

describe('an invitation', () => {
  const invite = (
    role = 'resident',
  ): {
    readonly invitation: string;
    readonly role: string;
    readonly cell: string;
    readonly until: number;
  } => ({
    invitation: codeOf('one'),
    role,
    cell: 'c1',
    until: 1_936_000_000_000,
  });

  test('is open, with what it offers and until when', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    const entry = place.says('w', 'key.invite', invite());
    assert.deepEqual(place.people().invitations, [{ ...invite(), entry: entry.id, by: keyOf('w') }]);
    assert.equal(place.whyNot(place.says('k1', 'key.invite', invite())), 'invitation-reused');
  });

  test('offers only what its author may grant', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    assert.equal(place.whyNot(place.says('w', 'key.invite', invite('lawyer'))), 'role-not-grantable');
    assert.equal(place.whyNot(place.says('w', 'key.invite', { ...invite(), cell: 'c7' })), 'other-cell');
  });

  test('closes with its author', () => {
    const place = placeLog();
    place.grants('k1', 'w', 'warden');
    place.says('w', 'key.invite', invite());
    place.says('w', 'key.leave');
    assert.deepEqual(place.people().invitations, []);
  });
});

describe('whoever leaves', () => {
  test('is without weight from there on, in any log, and comes back with a new key only', () => {
    const place = placeLog();
    place.grants('k1', 'r-1', 'resident', { slot: 1 });
    place.says('hub', 'incident.open', { incident: FIRE, number: 1 });
    const leave = place.says('r-1', 'key.leave', {}, { incident: FIRE });
    assert.equal(place.whyNot(leave), undefined);
    assert.deepEqual(place.standing('r-1', FIRE), { kind: 'left' });
    assert.equal(place.standing('r-1', FIRE, place.last() - 1).kind, 'granted');
    assert.equal(place.whyNot(place.says('r-1', 'key.leave')), 'left');
    assert.equal(place.whyNot(place.grants('k1', 'r-1', 'resident', { slot: 1 })), 'slot-reused');
  });

  test('was somebody', () => {
    const place = placeLog();
    for (const who of ['stranger', 'k1'])
      assert.equal(place.whyNot(place.says(who, 'key.leave')), 'no-grant');
    place.grants('k1', 'r', 'resident');
    place.revokes('k1', ['r']);
    place.revokes('k2', ['r']);
    assert.equal(place.whyNot(place.says('r', 'key.leave')), 'revoked');
  });
});

describe('a keyholder goes on with the key on paper', () => {
  const rotate = (
    place: ReturnType<typeof placeLog>,
    n: number,
    by: string,
    after = `${by}-next`,
  ): string | undefined => place.whyNot(place.says(by, 'key.rotate', { n, next: nextOf(after) }));

  test('and the old key is without weight from there on', () => {
    const place = placeLog();
    assert.equal(rotate(place, 1, 'k1-paper'), undefined);
    assert.deepEqual(place.standing('k1'), { kind: 'revoked', from: 1 });
    assert.partialDeepStrictEqual(place.standing('k1', undefined, 0), { kind: 'granted', role: 'keyholder' });
    assert.partialDeepStrictEqual(place.standing('k1-paper'), { kind: 'granted', role: 'keyholder' });
    assert.deepEqual(place.standing('k1-paper', undefined, 0), { kind: 'none' });
    assert.equal(place.whyNot(place.grants('k1', 'x', 'warden')), 'revoked');
    assert.equal(place.whyNot(place.grants('k1-paper', 'x', 'warden')), undefined);
    assert.equal(place.people().keyholders[0]?.key, keyOf('k1-paper'));
    assert.equal(place.people().keyholders.length, 5);
  });

  test('and with no other: not a stranger’s, not another keyholder’s, not the same paper twice', () => {
    const place = placeLog();
    assert.equal(rotate(place, 1, 'thief'), 'wrong-next');
    assert.equal(rotate(place, 1, 'k2-paper'), 'wrong-next');
    assert.equal(rotate(place, 1, 'k1'), 'wrong-next');
    assert.equal(rotate(place, 1, 'k1-paper'), undefined);
    assert.equal(rotate(place, 1, 'k1-paper'), 'wrong-next');
    assert.equal(rotate(place, 1, 'k1-paper-next'), undefined);
  });

  test('also after the key in use was revoked: the paper is the recovery', () => {
    const place = placeLog();
    place.revokes('k2', ['k1']);
    place.revokes('k3', ['k1']);
    assert.equal(place.people().keyholders[0]?.state, 'revoked');
    assert.equal(place.whyNot(place.grants('k1', 'x', 'warden')), 'revoked');
    assert.equal(rotate(place, 1, 'k1-paper'), undefined);
    assert.equal(place.people().keyholders[0]?.state, 'standing');
    assert.equal(place.whyNot(place.grants('k1-paper', 'x', 'warden')), undefined);
  });

  test('unless two have revoked the commitment itself, because the paper is lost too', () => {
    const place = placeLog();
    for (const by of ['k2', 'k3'])
      place.says(by, 'key.revoke', {
        keys: [keyOf('k1'), nextOf('k1-paper')],
        origin: NEEDS.origin,
        index: 1,
      });
    assert.equal(place.people().keyholders[0]?.state, 'closed');
    assert.equal(rotate(place, 1, 'k1-paper'), 'next-revoked');
  });

  test('which two can undo, as of before, when a thief was quicker; and all that came of it', () => {
    const place = placeLog();
    rotate(place, 1, 'k1-paper', 'thief-2'); // 1
    place.grants('k1-paper', 'w', 'warden'); // 2
    rotate(place, 1, 'thief-2'); // 3
    place.grants('thief-2', 'v', 'warden'); // 4
    for (const by of ['k2', 'k3'])
      place.says(by, 'key.revoke', { keys: [nextOf('k1-paper')], origin: NEEDS.origin, index: 1 });
    assert.deepEqual(place.people().keyholders[0], {
      n: 1,
      key: keyOf('k1'),
      next: nextOf('k1-paper'),
      state: 'standing',
    });
    assert.partialDeepStrictEqual(place.standing('k1'), { kind: 'granted', role: 'keyholder' });
    for (const thief of ['k1-paper', 'thief-2'])
      assert.deepEqual(place.standing(thief), { kind: 'revoked', from: 1 }, thief);
    for (const key of ['w', 'v']) assert.deepEqual(place.standing(key), { kind: 'none' }, key);
  });

  test('a rotation long before the index that is named stays', () => {
    const place = placeLog();
    rotate(place, 1, 'k1-paper');
    for (const by of ['k2', 'k3'])
      place.says(by, 'key.revoke', { keys: [nextOf('k1-paper')], origin: NEEDS.origin, index: 2 });
    assert.equal(place.people().keyholders[0]?.key, keyOf('k1-paper'));
  });

  test('one key never holds two places', () => {
    const place = placeLog();
    rotate(place, 1, 'k1-paper', 'k2-paper');
    assert.equal(rotate(place, 2, 'k2-paper'), undefined);
    assert.equal(rotate(place, 1, 'k2-paper'), 'key-reused');
  });

  test('a dropped key does not come back by rotation', () => {
    const place = placeLog();
    place.revokes('k2', ['k1-paper']);
    place.revokes('k3', ['k1-paper']);
    assert.equal(rotate(place, 1, 'k1-paper'), 'revoked');
    assert.equal(rotate(place, 9 - 4, 'nobody'), 'wrong-next');
  });
});

describe('what cannot be judged is said so', () => {
  test('an act without its body has no effect until the body is there', () => {
    const place = placeLog();
    const grant = place.grants('k1', 'w', 'warden');
    const bare = place.log.map((l) => (l.entry.id === grant.id ? { ...l, entry: withoutBody(grant) } : l));
    const people = peopleOf(bare, NEEDS);
    assert.deepEqual(people.refused, [{ entry: grant.id, reason: 'body-missing' }]);
    assert.deepEqual(peopleOf([...bare, { entry: grant }], NEEDS), place.people());
  });

  test('an act no hub has logged waits', () => {
    const place = placeLog();
    const grant = place.grants('k1', 'w', 'warden');
    const people = peopleOf(
      place.log.map(({ entry, ...rest }) => (entry.id === grant.id ? { entry } : { entry, ...rest })),
      NEEDS,
    );
    assert.deepEqual(people.waiting, [grant.id]);
    assert.equal(people.grants.size, 0);
  });

  test('entries of other kinds are passed over', () => {
    const place = placeLog();
    place.says('k1', 'alarm.confirm');
    assert.deepEqual(place.people(), placeLog().people());
  });
});

test('ten thousand grants are folded with nothing lost', () => {
  const place = placeLog();
  for (let w = 0; w < 50; w++) place.grants('k1', `w${w}`, 'warden', { cell: `c${w}` });
  for (let i = 0; i < 10_000; i++)
    place.grants(`w${i % 50}`, `d${i}`, 'resident', { slot: 1 + (i % 5), cell: `c${i % 50}` });
  const people = place.people();
  assert.equal(people.grants.size, 10_050);
  assert.deepEqual(people.refused, []);
});
