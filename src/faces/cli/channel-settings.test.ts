import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../base/canonical-json.ts';
import { utf8Encode } from '../../base/bytes.ts';
import { parseChannels, roadNames } from './channel-settings.ts';

type Settings = { readonly [name: string]: { readonly [field: string]: Json | undefined } };

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n-----END CERTIFICATE-----\n';
const RATE = { perMinute: 20, burst: 3 };
const SECRET = 'planted-secret';
const SOUND: Settings = {
  email: {
    host: 'mail.example',
    port: 465,
    security: 'tls',
    from: 'alarm@place.example',
    user: 'alarm',
    password: SECRET,
    ca: PEM,
    ...RATE,
  },
  sms: {
    kind: 'json',
    url: 'https://sms.example/send?key=1',
    toField: 'to',
    textField: 'content',
    idField: 'id',
    ttlField: 'ttl',
    toList: 'yes',
    header: 'x-api-key',
    headerValue: SECRET,
    fixed: [{ name: 'from', value: '+77010000000' }],
    ...RATE,
  },
  push: {
    privateKey: Buffer.alloc(32, 7).toString('base64url'),
    contact: 'mailto:alarm@place.example',
    ...RATE,
  },
  ntfy: RATE,
};

function kept(value: unknown): Uint8Array {
  return utf8Encode(JSON.stringify(value));
}

function faultsOf(value: unknown): readonly string[] {
  const read = parseChannels(kept(value));
  return read.ok ? [] : read.error.map(({ field, why }) => `${field} ${why}`);
}

/** The sound settings with some fields of one channel changed, or taken away where they are `undefined`. */
function changed(name: string, over: Settings[string]): Settings {
  return { ...SOUND, [name]: { ...SOUND[name], ...over } };
}

const GATE = { kind: 'sms-gate', url: 'http://192.168.8.20:8080', user: 'sms', password: SECRET, ...RATE };

describe('the channels of a hub', () => {
  test('are none where nothing is kept', () => {
    assert.deepEqual(parseChannels(undefined), { ok: true, value: {} });
  });

  test('are read as their adapters take them', () => {
    const read = parseChannels(kept(SOUND));
    assert.ok(read.ok, JSON.stringify(read));
    const { email, sms, push, ntfy } = read.value;
    const pace = { perSecond: 20 / 60, burst: 3 };
    assert.deepEqual(email, {
      config: {
        host: 'mail.example',
        port: 465,
        security: 'tls',
        from: 'alarm@place.example',
        login: { user: 'alarm', password: SECRET },
        ca: PEM,
      },
      pace,
    });
    assert.deepEqual(sms, {
      config: {
        kind: 'json',
        url: 'https://sms.example/send?key=1',
        headers: { 'x-api-key': SECRET },
        fields: { to: 'to', text: 'content', id: 'id', ttlSeconds: 'ttl' },
        isToList: true,
        fixed: { from: '+77010000000' },
      },
      pace,
    });
    assert.deepEqual(push?.config.vapid.privateKey, new Uint8Array(32).fill(7));
    assert.deepEqual(ntfy, { config: {}, pace });
    assert.deepEqual(roadNames(read.value), ['push', 'sms', 'email']);
  });

  test('may be one telephone alone', () => {
    const read = parseChannels(kept({ sms: { ...GATE, sim: 2 } }));
    assert.ok(read.ok);
    assert.deepEqual(read.value.sms?.config, {
      kind: 'sms-gate',
      url: 'http://192.168.8.20:8080',
      login: { user: 'sms', password: SECRET },
      simNumber: 2,
    });
    assert.deepEqual(roadNames(read.value), ['sms']);
  });
});

/** What is kept, and the field it is refused for. */
const FAULTS: readonly (readonly [string, unknown, string])[] = [
  ['a road nobody knows', { fax: RATE }, 'fax'],
  ['a field nobody reads', changed('ntfy', { topic: 'x' }), 'ntfy.topic'],
  ['no pace', changed('email', { perMinute: undefined }), 'email.perMinute'],
  ['a pace of nought', changed('email', { burst: 0 }), 'email.burst'],
  ['mail in the open beyond this machine', changed('email', { security: 'plain' }), 'email.security'],
  ['a sender who is a list', changed('email', { from: 'a@b.example, c@d.example' }), 'email.from'],
  ['a host that is more', changed('email', { host: 'mail.example/x' }), 'email.host'],
  ['a user without a password', changed('email', { password: undefined }), 'email.password'],
  ['a password of two lines', changed('email', { password: `${SECRET}\n` }), 'email.password'],
  ['a certificate that is none', changed('email', { ca: SECRET }), 'email.ca'],
  ['a login in an address', changed('sms', { url: `https://u:${SECRET}@sms.example/` }), 'sms.url'],
  ['plain http to the open network', changed('sms', { url: 'http://sms.example/send' }), 'sms.url'],
  ['a header of two lines', changed('sms', { headerValue: `${SECRET}\r\nX: y` }), 'sms.headerValue'],
  ['a header that is ours to write', changed('sms', { header: 'Content-Length' }), 'sms.header'],
  ['a field of the prototype', changed('sms', { toField: '__proto__' }), 'sms.toField'],
  ['a telephone without a login', { sms: { ...GATE, user: undefined } }, 'sms.user'],
  ['a key cut short', changed('push', { privateKey: 'AAAA' }), 'push.privateKey'],
  ['a contact nobody can write to', changed('push', { contact: 'alarm@place.example' }), 'push.contact'],
];

describe('channels are refused for', () => {
  for (const [title, value, field] of FAULTS)
    test(title, () => {
      const faults = faultsOf(value);
      assert.equal(faults[0]?.split(' ')[0], field, faults.join('; '));
      assert.ok(!faults.join().includes(SECRET), 'no value stands in what is said');
    });

  test('what is no JSON of ours, or more than a hub ever has', () => {
    for (const text of ['', 'null', '[]', '{"email":', `{"ntfy":{"ca":"${'x'.repeat(300_000)}"}}`])
      assert.equal(parseChannels(utf8Encode(text)).ok, false, text.slice(0, 20));
    assert.equal(parseChannels(Uint8Array.of(0xff)).ok, false);
  });

  test('whatever else stands there, with words and without a throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...Object.entries(SOUND).flatMap(([name, fields]) =>
            Object.keys(fields).map((f) => [name, f] as const),
          ),
        ),
        fc.jsonValue({ maxDepth: 2 }),
        ([name, field], value) => {
          for (const fault of faultsOf(changed(name, { [field]: value as Json })))
            assert.ok(fault.length > 5);
        },
      ),
    );
  });
});
