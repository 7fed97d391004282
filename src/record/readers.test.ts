import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { PERMISSIONS_PAGE, permissionsPage } from '../../test/making/permissions-page.ts';
import { ENTRY_KINDS } from './kinds/body.ts';
import { ROLES } from './kinds/vocabulary.ts';
import type { Role } from './kinds/vocabulary.ts';
import { kindsWithoutRule, mayGrant, mayRead, mayWrite, PARTS } from './readers.ts';

const DAY = 'event home place.plan checked.in checkin.due checkin.done alarm.*';
const LIVES =
  'group.key part.reseal place.found key.revoke key.rotate incident.* feed.* mute unmute moderate erase';
const TOLD = 'alarm.raise alarm.confirm alarm.refute alarm.step';
const SPEAKS = 'event home alarm.raise alarm.confirm alarm.refute alarm.reply key.leave part.reseal';
const SEALABLE = 'event home alarm.raise part.reseal';
const GROUP_KEYS = 'group.key';

type Stated = {
  readonly writes: string;
  readonly reads: string;
  readonly sealed?: string;
  readonly vouches?: string;
};

// Said once more by role, by hand, where the table says it by kind. Whoever changes one has to mean it in both.
const STATED: Readonly<Record<Role, Stated>> = {
  resident: { writes: SPEAKS, reads: `${DAY} ${LIVES}` },
  steward: { writes: `${SPEAKS} checked.in mute unmute`, reads: `${DAY} ${LIVES}` },
  warden: {
    writes: `${SPEAKS} alarm.told checkin.due key.invite key.grant incident.merge mute unmute moderate`,
    reads: `${DAY} ${LIVES} standby.step`,
    vouches: 'resident steward',
  },
  organiser: { writes: `${SPEAKS} checkin.done checkin.here`, reads: `${DAY} ${LIVES} standby.step` },
  observer: {
    writes: 'event home alarm.confirm alarm.refute alarm.reply checkin.done key.leave',
    reads: `${DAY} ${LIVES}`,
  },
  press: { writes: 'alarm.reply key.leave', reads: `event home checked.in ${TOLD} erase` },
  lawyer: {
    writes: 'alarm.reply key.leave group.key part.reseal',
    reads: `${DAY} ${LIVES}`,
    sealed: 'witness identity',
  },
  medic: {
    writes: 'event alarm.reply key.leave group.key part.reseal',
    reads: `${DAY} ${LIVES}`,
    sealed: 'hurt identity',
  },
  supporter: { writes: 'alarm.reply key.leave', reads: `${TOLD} erase` },
  desk: { writes: 'event home place.plan checkin.due key.leave', reads: `${DAY} ${LIVES}` },
  keyholder: {
    writes:
      'place.plan checkin.due alarm.confirm alarm.refute alarm.order feed.approve feed.stop key.invite key.grant key.revoke key.rotate ' +
      'incident.merge incident.close incident.archive mute unmute moderate erase group.key part.reseal',
    reads: `${DAY} ${LIVES} key.invite key.grant key.leave checkin.here standby.step`,
    sealed: 'home identity',
    vouches: 'resident warden steward organiser observer press lawyer medic supporter desk witness',
  },
  hub: {
    writes: 'alarm.step alarm.relay standby.step place.found incident.open',
    reads: `${DAY} ${LIVES} key.invite key.grant key.leave checkin.here standby.step`,
  },
  witness: { writes: 'key.leave', reads: '' },
};

/** Whether a kind stands in the list; `alarm.*` is every kind that begins so. */
function isIn(kind: string, list: string): boolean {
  return list
    .split(' ')
    .some((each) => each === kind || (each.endsWith('*') && kind.startsWith(each.slice(0, -1))));
}

for (const role of ROLES) {
  describe(role, () => {
    const { writes, reads, sealed = '', vouches = '' } = STATED[role];
    for (const kind of ENTRY_KINDS) {
      test(`${isIn(kind, writes) ? 'writes' : 'does not write'} ${kind}`, () =>
        assert.equal(mayWrite(role, kind), isIn(kind, writes)));

      for (const part of PARTS) {
        const isRead =
          part === 'body'
            ? isIn(kind, reads)
            : isIn(part, sealed) && isIn(kind, part === 'identity' ? GROUP_KEYS : SEALABLE);
        test(`${isRead ? 'reads' : 'does not read'} ${part} of ${kind}`, () =>
          assert.equal(mayRead(role, kind, part), isRead));
      }
    }

    test('vouches for these and no others', () => {
      const may = ROLES.filter((other) => mayGrant(role, other));
      assert.equal(may.join(' '), vouches);
    });
  });
}

test('every kind has its rule', () => assert.deepEqual(kindsWithoutRule(), []));

test('what the statement names exists', () => {
  const named = Object.values(STATED).flatMap(({ writes, reads }) => `${writes} ${reads}`.split(' '));
  for (const each of named.filter((name) => name !== ''))
    assert.ok(
      ENTRY_KINDS.some((kind) => isIn(kind, each)),
      each,
    );
});

test('nobody writes or reads what has no rule', () => {
  for (const role of ROLES) {
    for (const kind of ['later.kind', 'constructor', '__proto__', '']) {
      assert.equal(mayWrite(role, kind), false);
      for (const part of PARTS) assert.equal(mayRead(role, kind, part), false);
    }
    for (const part of ['photo', '', 'constructor']) assert.equal(mayRead(role, 'event', part), false);
  }
});

test('docs/permissions.md says the same', () => {
  assert.equal(readFileSync(PERMISSIONS_PAGE, 'utf8'), permissionsPage());
});
