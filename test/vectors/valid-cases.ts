import { bytesToBase64Url, utf8Encode } from '../../src/base/bytes.ts';
import { commitmentOf, PART_BYTES_MAX } from '../../src/record/commit.ts';
import { canonicalJson } from '../../src/base/canonical-json.ts';
import type { EntryFlag } from '../../src/record/entry.ts';
import type { Primitives } from '../../src/record/primitives.ts';
import type { PlainObject } from '../../src/record/subset.ts';
import type { OpenPart, WireEntry, WirePart, WireParts } from '../../src/record/wire.ts';
import type { Draft } from '../../src/record/write.ts';
import { BODY_SAMPLES } from './bodies.ts';
import { OTHER_FILE, OTHER_TEXT, SEALED_FILE, SEALED_IDENTITY, SEALED_TEXT } from './sealed-files.ts';
import { bytesFor, happenedAt, openPartOf, plainCore, scribeFor, signCore } from './writing.ts';
import type { Scribe } from './writing.ts';

/** An entry that is accepted, whatever its flags say. `name` is the file's. */
export type ValidCase = {
  readonly name: string;
  readonly description: string;
  readonly entry: WireEntry;
  readonly flags: readonly ExpectedFlag[];
  readonly opens?: Opens;
};

/** What a sealed part opens to with this key, and whether that is what the author committed to. */
export type Opens = { readonly part: string; readonly identity: string; readonly text: string; readonly isGenuine: boolean };

/** A flag by what identifies it: its kind, the part dropped or sealed, the kind of the body's error. */
export type ExpectedFlag = { readonly kind: EntryFlag['kind']; readonly part?: string; readonly why?: string };

export function expectedFlag(flag: EntryFlag): ExpectedFlag {
  return flag.kind === 'body-unread' ? { kind: flag.kind, why: flag.error.kind } : flag;
}

/** Makes one case; the label of its author is its name. */
type Making = {
  readonly name: string;
  readonly description: string;
  readonly make: (scribe: Scribe) => Promise<WireEntry>;
  readonly flags?: readonly ExpectedFlag[];
  readonly opens?: Opens;
};

export async function validCases(primitives: Primitives): Promise<readonly ValidCase[]> {
  const makings = [...kinds(), ...TIMES, ...LINKS, ...WITHHELD, ...DROPPED, ...SEALED, ...UNREAD, ...LIMITS];
  return Promise.all(
    makings.map(async ({ name, description, make, flags = [], opens }) => {
      const entry = await make(scribeFor(name, primitives));
      return { name, description, entry, flags, ...(opens && { opens }) };
    }),
  );
}

function of(draft: Partial<Draft>): Making['make'] {
  return async (scribe) => (await scribe.write(draft)).wire;
}

function kinds(): readonly Making[] {
  return Object.entries(BODY_SAMPLES).map(([kind, body]) => ({
    name: `kind-${kind.replaceAll('.', '-')}`,
    description: `kind ${kind}, with every field of its body`,
    make: of({ kind, parts: { body } }),
  }));
}

const AN_ID = Buffer.from(bytesFor('some id', 32)).toString('hex');
const ANCHOR = { anchor: AN_ID, edtf: '2031-05-17' };

function at(description: string, name: string, edtf: string): Making {
  return { name: `at-${name}`, description, make: of({ at: happenedAt(edtf) }) };
}

/** The field `at` exactly as given. */
function withAt(value: PlainObject): Making['make'] {
  return (scribe) => signCore({ ...plainCore(scribe), at: value }, scribe.author);
}

const TIMES: readonly Making[] = [
  at('the year is not stated, and it goes on', 'open-end', 'XXXX-05-17T10:30/..'),
  at('somebody knows that it ended, nobody when', 'unknown-end', '2031-05-17T10:30/'),
  at('no later than noon', 'one-of', '[..2031-05-17T12:00]'),
  at('an uncertain hour', 'qualified', '2031-05-17T10:30~'),
  {
    name: 'at-offset',
    description: 'an offset from UTC of whole minutes',
    make: of({ at: happenedAt('2031-05-17T10:30', { offsetMinutes: 345 }) }),
  },
  {
    name: 'at-anchor',
    description: '30 to 60 minutes after what another entry tells',
    make: withAt({ ...ANCHOR, loMin: 30, hiMin: 60 }),
  },
  {
    name: 'at-anchor-open',
    description: 'at the earliest ten minutes before what another entry tells; the other end is open',
    make: withAt({ ...ANCHOR, loMin: -10 }),
  },
];

const LINKS: readonly Making[] = [
  {
    name: 'second-of-author',
    description: 'the second entry of an author names the first',
    make: async (scribe) => (await scribe.write({}, (await scribe.write({})).next)).wire,
  },
  {
    name: 'healed-fork',
    description: 'an author who forked names both entries before',
    make: (scribe) => {
      const other = Buffer.from(bytesFor('other id', 32)).toString('hex');
      return signCore({ ...plainCore(scribe), s: 7, p: [AN_ID, other] }, scribe.author);
    },
  },
  {
    name: 'about-and-checkpoint',
    description: 'names the entry it corrects and the newest checkpoint its author had seen',
    make: (scribe) => {
      const root = bytesToBase64Url(bytesFor('root', 16));
      const b = { origin: 'hub.example/log', size: 12_345, root };
      return signCore({ ...plainCore(scribe), re: [AN_ID], b }, scribe.author);
    },
  },
];

/** An event whose parts are changed on the wire, after it was signed. */
function tampered(change: (parts: Record<string, OpenPart>) => WireParts): Making['make'] {
  return async (scribe) => {
    const body = BODY_SAMPLES['event'] ?? {};
    const { wire } = await scribe.write({ kind: 'event', parts: { body, note: { words: 'I was there' } } });
    const open = Object.fromEntries(['body', 'note'].map((name) => [name, openPartOf(wire, name)]));
    return { ...wire, parts: change(open) };
  };
}

const WITHHELD: readonly Making[] = [
  { name: 'parts-open', description: 'two parts, both passed on', make: tampered((parts) => parts) },
  {
    name: 'part-withheld',
    description: 'a part is withheld; the commitment to it stays',
    make: tampered(({ body }) => (body ? { body } : {})),
  },
  { name: 'parts-withheld', description: 'all parts are withheld', make: tampered(() => ({})) },
];

const NO_SALT = bytesToBase64Url(new Uint8Array(16));

const DROPPED: readonly Making[] = [
  {
    name: 'part-text-changed',
    description: 'the text of a part was changed: it is dropped, the core stays',
    make: tampered((parts) => ({ ...parts, note: { ...(parts['note'] ?? { s: '' }), t: '{"words":"I was not"}' } })),
    flags: [{ kind: 'part-dropped', part: 'note', why: 'commitment-differs' }],
  },
  {
    name: 'part-salt-changed',
    description: 'the salt of a part was changed: it is dropped, and the body is then not there to read',
    make: tampered((parts) => ({ body: { s: NO_SALT, t: parts['body']?.t ?? '' } })),
    flags: [{ kind: 'part-dropped', part: 'body', why: 'commitment-differs' }],
  },
  {
    name: 'part-nobody-committed-to',
    description: 'a part that the core does not name is dropped',
    make: tampered((parts) => ({ ...parts, extra: { s: NO_SALT, t: 'planted' } })),
    flags: [{ kind: 'part-dropped', part: 'extra', why: 'no-such-part' }],
  },
  {
    name: 'part-named-like-a-prototype',
    description: 'a part with a name that is special in JavaScript is dropped like any other',
    make: tampered((parts) => Object.fromEntries([...Object.entries(parts), ['__proto__', { s: NO_SALT, t: 'x' }]])),
    flags: [{ kind: 'part-dropped', part: '__proto__', why: 'no-such-part' }],
  },
  {
    name: 'part-too-large',
    description: 'a part over 64 KiB is dropped although its commitment fits',
    make: (scribe) => withBody(scribe, 'event', `"${'ж'.repeat(PART_BYTES_MAX / 2)}"`),
    flags: [{ kind: 'part-dropped', part: 'body', why: 'too-large' }],
  },
];

/** An entry committed to this text as its body, whatever the text. */
async function withBody(scribe: Scribe, kind: string, text: string): Promise<WireEntry> {
  const { primitives, author } = scribe;
  const salt = primitives.randomBytes(16);
  const body = commitmentOf(salt, utf8Encode(text), primitives.sha256Text);
  const wire = await signCore({ ...plainCore(scribe), k: kind, parts: { body } }, author);
  return { ...wire, parts: { body: { s: bytesToBase64Url(salt), t: text } } };
}

/** An entry committed to the text of `SEALED_FILE` as its part `witness`; on the wire that part is as given. */
function withWitness(witness: WirePart): Making['make'] {
  return async ({ primitives, author, ...scribe }) => {
    const salt = bytesFor('sealed salt', 16);
    const commitment = commitmentOf(salt, utf8Encode(SEALED_TEXT), primitives.sha256Text);
    const core = { ...plainCore({ primitives, author, ...scribe }), parts: { witness: commitment } };
    return { ...(await signCore(core, author)), parts: { witness } };
  };
}

const WITNESS_SEALED: readonly ExpectedFlag[] = [{ kind: 'part-sealed', part: 'witness' }];
const OPENED = { part: 'witness', identity: SEALED_IDENTITY };

const SEALED: readonly Making[] = [
  {
    name: 'part-sealed',
    description: 'a sealed part is kept as it came; who has the key finds salt and text of the commitment',
    make: withWitness({ x: SEALED_FILE }),
    flags: WITNESS_SEALED,
    opens: { ...OPENED, text: SEALED_TEXT, isGenuine: true },
  },
  {
    name: 'part-sealed-other-text',
    description: 'a sealed part that holds another text is kept too: only who opens it can see that it does not match',
    make: withWitness({ x: OTHER_FILE }),
    flags: WITNESS_SEALED,
    opens: { ...OPENED, text: OTHER_TEXT, isGenuine: false },
  },
  {
    name: 'part-for-sealing-in-the-open',
    description: 'a witness part in the open is dropped although its commitment fits: it is for sealing only',
    make: withWitness({ s: bytesToBase64Url(bytesFor('sealed salt', 16)), t: SEALED_TEXT }),
    flags: [{ kind: 'part-dropped', part: 'witness', why: 'not-sealed' }],
  },
  {
    name: 'part-sealed-nobody-committed-to',
    description: 'a sealed part that the core does not name is dropped',
    make: async (scribe) => ({ ...(await signCore(plainCore(scribe), scribe.author)), parts: { hurt: { x: SEALED_FILE } } }),
    flags: [{ kind: 'part-dropped', part: 'hurt', why: 'no-such-part' }],
  },
];

function unread(name: string, description: string, of: { kind: string; text: string; why: string }): Making {
  return {
    name,
    description,
    make: (scribe) => withBody(scribe, of.kind, of.text),
    flags: [{ kind: 'body-unread', why: of.why }],
  };
}

const text32 = (label: string): string => bytesToBase64Url(bytesFor(label, 32));
const seat = (n: number, key: string): PlainObject => ({ n, key: text32(key), next: text32(`after ${key}`) });

// Each is well signed and kept; what it would have people do is not done.
const UNREAD_PEOPLE: readonly (readonly [kind: string, name: string, description: string, change: PlainObject])[] = [
  ['place.found', 'alone', 'one keyholder could never act: two must', { keyholders: [seat(1, 'a')] }],
  ['place.found', 'one-key-two-seats', 'one key cannot be two keyholders', { keyholders: [seat(1, 'a'), seat(2, 'a')] }],
  ['place.found', 'language', 'a language outside the list', { languages: ['kk', 'de'] }],
  ['key.invite', 'padded', 'the hash of the secret code is base64url without padding', { invitation: `${text32('code')}=` }],
  ['key.grant', 'role', 'a role outside the list', { role: 'chief' }],
  ['key.grant', 'slot', 'a slot over the largest', { slot: 10_000 }],
  ['key.grant', 'device', 'a grant names no device: that would tie its slots', { device: 'd7' }],
  ['key.revoke', 'none', 'a revocation names at least one key', { keys: [] }],
  ['key.revoke', 'too-many', 'and at most fifty', { keys: Array.from({ length: 51 }, (_, i) => text32(`key ${i}`)) }],
  ['key.revoke', 'twice', 'each key once', { keys: [text32('a'), text32('a')] }],
  ['key.rotate', 'seat', 'keyholders are counted from 1', { n: 0 }],
  ['incident.open', 'number', 'incidents are counted from 1: slot 0 is the place log', { number: 0 }],
  ['incident.merge', 'itself', 'an incident is not merged into itself', { from: BODY_SAMPLES['incident.merge']?.['into'] ?? '' }],
  ['feed.approve', 'twice', 'a place is named once', { points: [{ code: 'B2' }, { code: 'B2', name: 'the school' }] }],
  ['feed.approve', 'home', 'a feed names no home', { home: 'h-17' }],
  ['feed.approve', 'fine', 'and lies on the map in hundredths of a degree', { circle: { latE2: 4_324_123, lonE2: 7_680, radiusKm: 2 } }],
  ['feed.stop', 'words', 'to stop it says nothing more', { words: text32('words') }],
  ['erase', 'part-unnamed', 'to erase a part is to name it', { entries: [{ id: AN_ID, what: 'part' }] }],
  ['erase', 'part-of-all', 'beside a whole entry no part is named', { entries: [{ id: AN_ID, what: 'entry', part: 'body' }] }],
  ['erase', 'ground', 'a ground outside the list', { ground: 'shame' }],
];

const UNREAD: readonly Making[] = [
  unread('kind-unknown', 'a kind this version does not know is kept, and its body not read', {
    kind: 'wedding.planned',
    text: '{"guests":200}',
    why: 'body-kind-unknown',
  }),
  unread('body-not-canonical', 'a body with a space in it is kept and not read', {
    kind: 'checkin.done',
    text: '{"who": "observer-2"}',
    why: 'body-not-canonical',
  }),
  unread('body-not-json', 'a body that is no JSON is kept and not read', {
    kind: 'checkin.done',
    text: 'observer-2',
    why: 'body-not-canonical',
  }),
  unread('body-field-unknown', 'a body with a field of a later version is kept and not read', {
    kind: 'checkin.done',
    text: '{"late":true,"who":"observer-2"}',
    why: 'body-field',
  }),
  ...UNREAD_PEOPLE.map(([kind, name, description, change]) =>
    unread(`body-${kind.replaceAll('.', '-')}-${name}`, description, {
      kind,
      text: canonicalJson({ ...BODY_SAMPLES[kind], ...change }),
      why: 'body-field',
    }),
  ),
];

const LIMITS: readonly Making[] = [
  {
    name: 'everything-at-its-limit',
    description: 'as many ids, parts and characters as a core may hold, and the largest number',
    make: (scribe) => {
      const ids = (label: string, count: number): readonly string[] =>
        Array.from({ length: count }, (_, i) => Buffer.from(bytesFor(`${label} ${i}`, 32)).toString('hex'));
      const commitments = Array.from({ length: 8 }, (_, i) => [`part${i}`, bytesToBase64Url(bytesFor(`part ${i}`, 32))]);
      const root = bytesToBase64Url(bytesFor('root', 16));
      const b = { origin: 'ж'.repeat(200), size: Number.MAX_SAFE_INTEGER, root };
      const lists = { s: Number.MAX_SAFE_INTEGER, p: ids('p', 8), re: ids('re', 16), parts: Object.fromEntries(commitments), b };
      return signCore({ ...plainCore(scribe), ...lists }, scribe.author);
    },
  },
];
