import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hashOf, incidentOf, keyOf, placeLog } from '../../../test/making/place.ts';
import { eventBody } from '../../../test/sim/witness.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import { parseBody } from '../../record/kinds/body.ts';
import { parseEntryId } from '../../record/names.ts';
import { agreeAct, parseMatter } from './committee-matters.ts';

// The recipient of age's own test vectors (C2SP/CCTV).
const RECIPIENT = 'age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z';
const PLACE = { origin: 'hub.example/log', size: 900 };

describe('a second voice', () => {
  test('says the very matter that waits, of every kind, as an act the record accepts', () => {
    const id = parseEntryId('ab'.repeat(32));
    const [a, b] = [incidentOf('a'), incidentOf('b')];
    const matters = [
      { kind: 'revoke', key: keyOf('r1') },
      { kind: 'mute', key: keyOf('r1') },
      { kind: 'unmute', key: keyOf('r1') },
      { kind: 'close', incident: a },
      { kind: 'merge', from: a, into: b },
      { kind: 'erase', id, what: 'part', part: 'hurt', ground: 'minor', office: 'committee' },
      { kind: 'erase', id, what: 'entry', ground: 'error', office: 'keyholders' },
      { kind: 'group-key', role: 'medic', number: 2, recipient: RECIPIENT },
    ];
    for (const matter of matters) {
      const read = parseMatter(JSON.stringify(matter));
      assert.deepEqual({ ...read }, matter);
      assert.ok(read);
      const { kind, body } = agreeAct(read, { place: PLACE, from: 12 });
      const parsed = parseBody(kind, canonicalJson(body));
      assert.ok(parsed.ok, kind);
    }
  });

  test('begins a revocation where the first said, not where the log ends now', () => {
    const matter = parseMatter(JSON.stringify({ kind: 'revoke', key: keyOf('r1') }));
    assert.ok(matter);
    assert.deepEqual(agreeAct(matter, { place: PLACE, from: 12 }).body, {
      keys: [keyOf('r1')],
      origin: PLACE.origin,
      index: 12,
    });
  });

  test('is not made of what is no matter', () => {
    const whole = {
      kind: 'erase',
      id: 'ab'.repeat(32),
      what: 'entry',
      ground: 'error',
      office: 'keyholders',
    };
    for (const wrong of [
      '',
      '[]',
      'null',
      { kind: 'revoke', key: hashOf(keyOf('x')).slice(1) },
      { kind: 'close', incident: 'x' },
      { kind: 'merge', from: incidentOf('a') },
      { kind: 'found', key: keyOf('x') },
      { ...whole, ground: 'whim' },
      { ...whole, id: 'ab' },
      { kind: 'group-key', role: 'medic', number: 1, recipient: RECIPIENT.slice(1) },
    ])
      assert.equal(parseMatter(typeof wrong === 'string' ? wrong : JSON.stringify(wrong)), undefined);
  });

  test('of an erasure has the ground and office of the first at hand', () => {
    const log = placeLog();
    const event = log.says('k3', 'event', eventBody('x'), { incident: incidentOf('i') });
    const body = { entries: [{ id: event.id, what: 'entry' }], ground: 'minor', office: 'court' };
    log.says('k1', 'erase', body);
    const [pending] = log.people().pending;
    assert.deepEqual(pending?.erase, { ground: 'minor', office: 'court' });
    const read = parseMatter(JSON.stringify({ ...pending?.matter, ...pending?.erase }));
    assert.ok(read);
    assert.deepEqual(agreeAct(read, { place: PLACE, from: 0 }), { kind: 'erase', body });
  });
});
