import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { openCli } from '../../../test/sim/cli.ts';
import { cryptoNode } from '../../adapters/crypto-node/crypto-node.ts';
import { cryptoWeb } from '../../adapters/crypto-web/crypto-web.ts';
import { folderMemory } from '../../adapters/folder-memory/folder-memory.ts';
import { instant } from '../../base/instant.ts';
import { parseCore } from '../../record/signed.ts';
import { authorKeyOf, entryIdFor, newIncidentId } from '../../record/names.ts';
import { signingInput } from '../../record/signing.ts';
import type { WireEntry } from '../../record/wire.ts';
import { bringDevice, DeviceGone, isDeviceHere, makeDevice, openDevice } from './kept-device.ts';
import type { DeviceResult, KeptDevice } from './kept-device.ts';
import type { AskLog } from './look-at-log.ts';
import { draftsOf } from './place-acts.ts';
import type { ChainHead } from './own-chain.ts';
import type { Posted } from './say-entries.ts';

const real = cryptoNode();
// Many are made and opened here: what Argon2id costs is tried once, with the folder of the commands.
const crypto = {
  ...real,
  stretch: (text: Uint8Array, { salt }: { readonly salt: Uint8Array }) =>
    real.stretch(text, { salt, memoryKiB: 64, passes: 1 }),
};
const WORDS = 'river lamp stone bread';
const NEW = { place: newIncidentId(crypto.randomBytes), slots: [3, 4], crypto };
const DRAFTS = draftsOf([{ kind: 'key.leave', body: {} }], instant(Date.parse('2031-05-17T10:30Z')));

function device(result: DeviceResult): KeptDevice {
  assert.ok(result.ok, result.ok ? '' : result.why);
  return result.device;
}

const why = (result: DeviceResult): string => (result.ok ? 'ok' : result.why);

// A hub of an older version: it shows no log.
const NO_LOG: AskLog = { newest: async () => undefined, growth: async () => undefined };

/** A hub that takes what comes, or is away. */
function hub(): {
  readonly got: WireEntry[];
  isAway: boolean;
  readonly post: (w: readonly WireEntry[]) => Promise<Posted>;
  readonly heads: () => Promise<readonly ChainHead[]>;
  readonly log: AskLog;
} {
  const it = {
    got: [] as WireEntry[],
    isAway: false,
    post: async (wires: readonly WireEntry[]): Promise<Posted> => {
      if (it.isAway) return { ok: false, says: 'away' };
      it.got.push(...wires);
      return { ok: true, receipts: wires.map(() => ({ status: 'accepted' })), answer: {} };
    },
    heads: async () => (it.isAway ? [] : headsIn(it.got)),
    log: NO_LOG,
  };
  return it;
}

/** Entries on which no other hangs. */
function headsIn(wires: readonly WireEntry[]): readonly ChainHead[] {
  const said = wires.map(({ e, g }) => {
    const core = parseCore(Buffer.from(e));
    assert.ok(core.ok);
    const signed = Buffer.concat([signingInput(Buffer.from(e)), Buffer.from(g, 'base64url')]);
    return {
      id: entryIdFor(signed, crypto.sha256Text),
      number: core.value.sequence,
      before: core.value.previous,
    };
  });
  return said.filter(({ id }) => !said.some(({ before }) => before.includes(id)));
}

function sequences(wires: readonly WireEntry[]): readonly number[] {
  return wires.map(({ e }) => {
    const core = parseCore(Buffer.from(e));
    assert.ok(core.ok);
    return core.value.sequence;
  });
}

describe('a device that a browser keeps', () => {
  test('is made of chance: a standing key and one for each incident to come, sealed, opened by its passphrase only', async () => {
    const files = new Map<string, string>();
    const made = device(await makeDevice(folderMemory(files), WORDS, NEW));
    assert.deepEqual([...files.keys()].sort(), ['device.json', 'place.key', 'slot-3.key', 'slot-4.key']);
    assert.deepEqual(
      (await made.slots()).map(({ slot }) => slot),
      [0, 3, 4],
    );
    for (const [name, text] of files)
      if (name !== 'device.json') assert.match(text, /^\{"box":"[\w-]+"\}\n$/);
    assert.doesNotMatch([...files.values()].join(), /seed|incident/);
    const again = device(await openDevice(folderMemory(files), WORDS, crypto));
    assert.deepEqual([again.key, again.place], [made.key, NEW.place]);
    assert.equal(why(await openDevice(folderMemory(files), `${WORDS}s`, crypto)), 'wrong-passphrase');
    const other = device(await makeDevice(folderMemory(), WORDS, NEW));
    assert.notEqual(other.key, made.key);
  });

  test('is never made over another, nor under a passphrase that is guessed in a day', async () => {
    const folder = folderMemory();
    assert.equal(why(await makeDevice(folder, 'river lamp', NEW)), 'short-passphrase');
    assert.equal(await isDeviceHere(folder), false);
    const first = device(await makeDevice(folder, WORDS, NEW));
    assert.equal(why(await makeDevice(folder, WORDS, NEW)), 'one-is-here');
    assert.equal(device(await openDevice(folder, WORDS, crypto)).key, first.key);
    assert.equal(why(await openDevice(folderMemory(), WORDS, crypto)), 'none-here');
  });

  test('whose files were exchanged for one another, or damaged, does not open', async () => {
    const files = new Map<string, string>();
    device(await makeDevice(folderMemory(files), WORDS, NEW));
    const opened = async (change: ReadonlyMap<string, string>): Promise<string> =>
      why(await openDevice(folderMemory(new Map([...files, ...change])), WORDS, crypto));
    const slot = files.get('slot-3.key') ?? '';
    assert.equal(await opened(new Map([['place.key', slot]])), 'wrong-passphrase');
    assert.equal(await opened(new Map([['place.key', '{"seed":"x"}']])), 'damaged');
    assert.equal(await opened(new Map([['device.json', '{}']])), 'damaged');
    assert.equal(await opened(new Map()), 'ok');
  });

  test('keeps what it signed while the hub is away, also over a crash, and sends it again in its order', async () => {
    const files = new Map<string, string>();
    const at = hub();
    const first = device(await makeDevice(folderMemory(files), WORDS, NEW));
    at.isAway = true;
    const away = await first.say(DRAFTS, at);
    assert.deepEqual(away, { ok: false, says: 'away', waiting: 1, chain: 'whole' });
    // The tab dies after it signed and before it heard.
    await assert.rejects(
      first.say(DRAFTS, { ...at, post: () => Promise.reject(new Error('the tab is gone')) }),
      /the tab is gone/,
    );
    at.isAway = false;
    const second = device(await openDevice(folderMemory(files), WORDS, crypto));
    assert.equal(await second.waiting(), 2);
    const sent = await second.say(DRAFTS, at);
    assert.ok(sent.ok);
    assert.equal(sent.receipts.length, 3);
    assert.deepEqual(sequences(at.got), [0, 1, 2]);
    assert.equal(await second.waiting(), 0);
  });

  test('open in two tabs that sign at once never uses a number twice', async () => {
    const folder = folderMemory();
    const at = hub();
    const one = device(await makeDevice(folder, WORDS, NEW));
    const other = device(await openDevice(folder, WORDS, crypto));
    await Promise.all([one, other, one, other].map((tab) => tab.say(DRAFTS, at)));
    assert.deepEqual(sequences(at.got), [0, 1, 2, 3]);
  });

  test('that is an older copy goes on after what the newer one said, and says so', async () => {
    const files = new Map<string, string>();
    const at = hub();
    const made = device(await makeDevice(folderMemory(files), WORDS, NEW));
    const older = new Map(files);
    await made.say(DRAFTS, at);
    const copy = device(await openDevice(folderMemory(older), WORDS, crypto));
    const said = await copy.say(DRAFTS, at);
    assert.deepEqual([said.ok, said.chain], [true, 'older-copy']);
    assert.deepEqual(sequences(at.got), [0, 1]);
    assert.equal(headsIn(at.got).length, 1, 'one chain, no fork');
  });

  test('taken away in another tab signs nothing any more', async () => {
    const folder = folderMemory();
    const at = hub();
    const made = device(await makeDevice(folder, WORDS, NEW));
    await folder.clear();
    await assert.rejects(made.say(DRAFTS, at), DeviceGone);
    device(await makeDevice(folder, `${WORDS} two`, NEW));
    await assert.rejects(made.say(DRAFTS, at), DeviceGone);
    await assert.rejects(made.makeSlots([9]), DeviceGone);
    assert.deepEqual([at.got, (await folder.names()).includes('slot-9.key')], [[], false]);
  });

  test('makes keys for more incidents, kept sealed before anybody hears of them, and none anew', async () => {
    const files = new Map<string, string>();
    const made = device(await makeDevice(folderMemory(files), WORDS, NEW));
    const before = new Map(files);
    const [three, four] = (await made.slots()).slice(1);
    const more = await made.makeSlots([4, 5, 6]);
    assert.deepEqual(
      more.map(({ slot }) => slot),
      [4, 5, 6],
    );
    assert.deepEqual(more[0], four);
    for (const [name, text] of before) assert.equal(files.get(name), text, name);
    assert.match(files.get('slot-6.key') ?? '', /^\{"box":"[\w-]+"\}\n$/);
    // Asked with again, after an answer that was lost, they are the same.
    assert.deepEqual(await made.makeSlots([4, 5, 6]), more);
    const again = device(await openDevice(folderMemory(files), WORDS, crypto));
    assert.deepEqual((await again.slots()).slice(1), [three, ...more]);
    assert.equal(new Set((await again.slots()).map(({ key }) => key)).size, 5);
  });

  test('open in two tabs makes one key for an incident, whichever tab asks first', async () => {
    const folder = folderMemory();
    const one = device(await makeDevice(folder, WORDS, NEW));
    const two = device(await openDevice(folder, WORDS, crypto));
    const [a, b] = await Promise.all([one.makeSlots([5, 6]), two.makeSlots([5, 6, 7])]);
    assert.deepEqual(b.slice(0, 2), a);
  });

  test('goes on with a secret that was made before, such as one from paper, with its note from the first moment', async () => {
    const files = new Map<string, string>();
    const { seed, key } = crypto.newSigner();
    const of = { place: NEW.place, slots: [], seed, note: '{"keyholder":3}', crypto };
    const made = device(await makeDevice(folderMemory(files), WORDS, of));
    assert.equal(made.key, authorKeyOf(key));
    assert.deepEqual([...files.keys()].sort(), ['device.json', 'note', 'place.key']);
    assert.equal(await made.note(), '{"keyholder":3}');
    assert.ok(![...files.values()].join().includes(Buffer.from(seed).toString('base64url')));
    const at = hub();
    assert.ok((await made.say(DRAFTS, at)).ok);
    assert.deepEqual(sequences(at.got), [0]);
  });

  test('keeps a small note sealed', async () => {
    const files = new Map<string, string>();
    const made = device(await makeDevice(folderMemory(files), WORDS, NEW));
    assert.equal(await made.note(), undefined);
    await made.keepNote('{"number":7}');
    assert.equal(await made.note(), '{"number":7}');
    assert.doesNotMatch([...files.values()].join(), /number/);
  });

  test('keeps what a warden wrote down of the cell sealed, whichever tab changes it, until it is taken away', async () => {
    const files = new Map<string, string>();
    const folder = folderMemory(files);
    const one = device(await makeDevice(folder, WORDS, NEW));
    const two = device(await openDevice(folder, WORDS, crypto));
    const add = (line: string) => (text: string | undefined) => `${text ?? ''}${line};`;
    await Promise.all([
      one.changeCell(add('+77015550001')),
      two.changeCell(add('N2')),
      one.changeCell(add('N3')),
    ]);
    assert.deepEqual([await one.cell(), await two.cell()], Array(2).fill('+77015550001;N2;N3;'));
    assert.doesNotMatch([...files.values()].join(), /\+7701555/);
    await folder.clear();
    await assert.rejects(one.changeCell(add('N4')), DeviceGone);
    assert.deepEqual([...files.keys()], []);
  });
});

describe('a device folder of the commands', () => {
  /** What `join` wrote, and the file with its passphrase, if any. */
  async function joined(...more: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const cli = openCli();
    const root = mkdtempSync(join(tmpdir(), 'device-'));
    const [folder, words] = [join(root, 'device'), join(root, 'words')];
    writeFileSync(words, `${WORDS}\n`);
    const code = Buffer.alloc(16, 7).toString('base64url');
    const line = `shanyrak:invite?place=${NEW.place}&code=${code}&role=resident&until=4102444800000&next=1`;
    const request = ['--request', join(root, 'request.json'), '--slots', '2'];
    const sealing = more.includes('sealed') ? ['--passphrase-file', words] : [];
    try {
      const run = await cli.run('join', line, '--device', folder, ...request, ...sealing);
      assert.equal(run.code, 0, run.err);
    } finally {
      cli.end();
    }
    return new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  }

  test('that is sealed is taken over as it is, by its passphrase, with the browser’s own cryptography', async () => {
    const brought = await joined('sealed');
    const files = new Map<string, string>();
    const web = cryptoWeb();
    assert.equal(why(await bringDevice(folderMemory(files), brought, `${WORDS}s`, real)), 'wrong-passphrase');
    assert.equal(files.size, 0);
    const taken = device(await bringDevice(folderMemory(files), brought, WORDS, web));
    assert.equal(files.get('place.key'), brought.get('place.key'));
    assert.deepEqual(
      (await taken.slots()).map(({ slot }) => slot),
      [0, 1, 2],
    );
    // And what the browser writes the commands can read.
    assert.ok((await taken.say(DRAFTS, hub())).ok);
    assert.equal(device(await openDevice(folderMemory(files), WORDS, real)).key, taken.key);
  });

  test('that lies open is sealed when it comes', async () => {
    const brought = await joined();
    const seed = /"seed":"([\w-]{43})"/.exec(brought.get('place.key') ?? '')?.[1];
    assert.ok(seed);
    const files = new Map<string, string>();
    assert.equal(why(await bringDevice(folderMemory(files), brought, 'short', crypto)), 'short-passphrase');
    const taken = device(await bringDevice(folderMemory(files), brought, WORDS, crypto));
    assert.ok(![...files.values()].join().includes(seed));
    assert.equal(device(await openDevice(folderMemory(files), WORDS, crypto)).key, taken.key);
  });

  test('with something missing or of another program is refused, and one is never put over another', async () => {
    const brought = await joined();
    const folder = folderMemory();
    for (const gone of ['device.json', 'place.key']) {
      const less = new Map([...brought].filter(([name]) => name !== gone));
      assert.equal(why(await bringDevice(folder, less, WORDS, crypto)), 'not-a-device');
    }
    const other = new Map([...brought, ['slot-2.key', 'hello']]);
    assert.equal(why(await bringDevice(folder, other, WORDS, crypto)), 'not-a-device');
    assert.equal(await isDeviceHere(folder), false);
    device(await makeDevice(folder, WORDS, NEW));
    assert.equal(why(await bringDevice(folder, brought, WORDS, crypto)), 'one-is-here');
  });

  test('speaks in an incident with the key made for its number, and never in two with one key', async () => {
    const files = new Map<string, string>();
    const at = hub();
    const made = device(await makeDevice(folderMemory(files), WORDS, NEW));
    const [one, other] = [newIncidentId(crypto.randomBytes), newIncidentId(crypto.randomBytes)];
    const first = await made.sayIn({ id: one, number: 3 }, DRAFTS, at);
    assert.ok(first?.ok);
    const again = device(await openDevice(folderMemory(files), WORDS, crypto));
    await again.sayIn({ id: one, number: 3 }, DRAFTS, at);
    assert.deepEqual(sequences(at.got), [0, 1]);
    const authors = at.got.map(({ e }) => JSON.parse(e) as { readonly a: string; readonly i: string });
    assert.deepEqual(new Set(authors.map(({ i }) => i)), new Set([one]));
    assert.ok(
      authors.every(({ a }) => a !== made.key),
      'not with the key of the place log',
    );
    for (const nowhere of [
      { id: other, number: 3 },
      { id: other, number: 9 },
      { id: other, number: 0 },
    ])
      assert.equal(await again.sayIn(nowhere, DRAFTS, at), undefined);
    assert.equal(at.got.length, 2);
  });
});
