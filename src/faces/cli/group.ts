import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../base/instant.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { newGroupKey, openGroupKey } from '../../engine/group-keys.ts';
import { KEYHOLDERS, parseShare, printShare, recover, splitForKeyholders } from '../../engine/recovery.ts';
import type { Brought } from '../../engine/recovery.ts';
import { openParts, planReseal, sealTo } from '../../engine/sealed-parts.ts';
import type { Sealer } from '../../ports/sealer.ts';
import { parseIdentity, parseRecipient } from '../../record/age-key.ts';
import type { Identity, Recipient } from '../../record/age-key.ts';
import { RECIPIENTS_MAX } from '../../record/commit.ts';
import type { EntryAsSent } from '../../record/entry.ts';
import { GROUP_ROLES, IDENTITY_PART } from '../../record/parts.ts';
import type { Primitives } from '../../record/primitives.ts';
import { writeEntry } from '../../record/write.ts';
import type { Draft } from '../../record/write.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError, WorldError, writePrivate } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_OPTIONS } from './device.ts';
import { agreeOnGroup } from './group-agree.ts';
import { openingWords, recoveryWords } from './group-words.ts';
import { readKey, saveKey, textOf } from './key-file.ts';
import { packTransfer, readTransfer } from './transfer-file.ts';

type Doing = { readonly given: Given; readonly crypto: Primitives; readonly sealer: Sealer };

// More transfer files than anybody opens at once.
const FILES_MAX = 32;

const HELP = `shanyrak group new ROLE --number N --to RECIPIENTS --key KEYFILE --at EDTF --out FILE
                   [--keyholders RECIPIENTS --shares DIR] [--incident ID]
shanyrak group open FILE… --identity IDENTITY…
shanyrak group reseal FILE… --identity IDENTITY… --entry ID --part NAME --to RECIPIENTS --key KEYFILE --at EDTF --out FILE
shanyrak group agree ROLE --number N --recipient AGE1… --device DIR --to LINK
shanyrak group recover --share FILE --identity IDENTITY --share FILE --identity IDENTITY --out FILE

Keys of the groups to which parts of entries are sealed: ${GROUP_ROLES.join(', ')}. IDENTITY and RECIPIENTS are files of the
age program, one key a line (age-keygen -o IDENTITY makes one and says its recipient). Secrets are never printed.

new      makes a key for a role: an entry for the place log, its secret sealed to each member in RECIPIENTS; with
         --keyholders also five shares, any two of which bring it back
agree    says with a device of the place that this is the group's key. It counts once two say so, one of them a keyholder: who
         made it (new signs it with the device's place.key) and a keyholder another vouched for, or two keyholders. Compare the
         recipient with a member face to face before; shanyrak people shows what counts
open     opens the sealed parts of transfer files that the identities fit, through the group keys in those files too,
         and checks each against what its author signed
reseal   writes an entry that passes one opened part on to new readers
recover  brings a group's identity back from two keyholders' shares, each with the identity given after it

  --to RECIPIENTS   whom to seal to; of agree, your link of the hub
  --recipient AGE1… the group's recipient, as new printed it
  --device DIR      the folder with the keys of this device; --passphrase-file FILE when it is sealed
  --keyholders F    the recipients of the five keyholders; --shares DIR is where share-1 to share-5 are written
  --key KEYFILE     the key that signs, as for post; --incident ID when it is new
  --at EDTF         when it happened, as for post
  --out FILE        where to write: a transfer file to be sent with post, or the identity that came back
  --json            the result as JSON
Exit: 0 done, 1 something did not open, is not genuine, or the world failed, 2 used wrongly.`;

/** `sealer` is loaded only here: no other command needs it. */
export function groupCommand(crypto: Primitives, now: () => Instant, sealer: () => Promise<Sealer>): Command {
  return {
    name: 'group',
    summary: 'keys of lawyer, medic and committee: make, open, pass on, bring back',
    help: HELP,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const many = { type: 'string', multiple: true } as const;
      const one = { at: text, entry: text, incident: text, key: text, keyholders: text, number: text };
      const agree = { ...DEVICE_OPTIONS, recipient: text } as const;
      const more = { out: text, part: text, shares: text, to: text, identity: many, share: many };
      const given = readArgs(argv, { ...one, ...agree, ...more, json: { type: 'boolean' } }, FILES_MAX);
      const [name = ''] = given.files;
      if (name === AGREE) return agreeOnGroup({ given, crypto, now });
      const run = SUBCOMMANDS.get(name);
      if (run === undefined)
        throw new UsageError(`needs one of ${[...SUBCOMMANDS.keys(), AGREE].join(', ')}`);
      return run({ given, crypto, sealer: await sealer() });
    },
  };
}

const AGREE = 'agree';
const SUBCOMMANDS: ReadonlyMap<string, (doing: Doing) => Promise<number>> = new Map([
  ['new', makeNew],
  ['open', openFiles],
  ['reseal', reseal],
  ['recover', bringBack],
]);

async function makeNew(doing: Doing): Promise<number> {
  const { given, crypto, sealer } = doing;
  const role = GROUP_ROLES.find((name) => name === given.files[1]);
  if (role === undefined) throw new UsageError(`new: ROLE is one of ${GROUP_ROLES.join(', ')}`);
  const number = given.whole('number', { lo: 1, hi: 10_000 });
  if (number === undefined) throw new UsageError('needs --number, one more than the newest key of the role');
  const members = recipientsIn(given.need('to'));
  const [keyholders, folder] = [given.text('keyholders'), given.text('shares')];
  if ((keyholders === undefined) !== (folder === undefined))
    throw new UsageError('--keyholders and --shares belong together');
  const holders = keyholders === undefined ? [] : recipientsIn(keyholders);
  if (keyholders !== undefined && holders.length !== KEYHOLDERS)
    throw new UsageError(`${keyholders} holds ${holders.length} different recipients, not ${KEYHOLDERS}`);
  const at = atOf(given);
  // Asked for before anything is made, as what is missing later would leave half of it.
  given.need('out');
  readKey(given.need('key'), given.text('incident'), crypto);
  const made = await newGroupKey({ role, number, members, at }, sealer, crypto);
  if (!made.ok) throw new UsageError(UNUSABLE);
  const { draft, identity, recipient } = made.value;
  // The shares first: a key that is public and cannot be brought back would be used all the same.
  if (folder !== undefined) await writeShares(folder, { identity, holders, sealer });
  const { id } = await signTo(draft, doing);
  if (given.flag('json')) say(JSON.stringify({ id, role, number, recipient, members: members.length }));
  else say(`${recipient}\nKey ${number} of the group "${role}", for ${members.length} members. Entry ${id}`);
  return EXIT_OK;
}

const UNUSABLE = 'one of the recipients is a key nobody can hold the secret of';

async function writeShares(
  folder: string,
  of: { readonly identity: Identity; readonly holders: readonly Recipient[]; readonly sealer: Sealer },
): Promise<void> {
  const shares = await splitForKeyholders(of.identity, of.holders, of.sealer);
  if (!shares.ok) throw new UsageError(UNUSABLE);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new WorldError(`the folder ${folder} cannot be made`, { cause });
  }
  for (const share of shares.value)
    writePrivate(join(folder, `share-${share.holder}`), `${printShare(share)}\n`);
  tell(
    `Five shares are in ${folder}: one to each keyholder, then delete them here. Any two bring the key back.`,
  );
}

/** Signs the draft and writes it to `--out`; it stays in the key file too, until a hub has answered for it. */
async function signTo(draft: Draft, { given, crypto }: Doing): Promise<{ readonly id: string }> {
  const [keyFile, out] = [given.need('key'), given.need('out')];
  const key = readKey(keyFile, given.text('incident'), crypto);
  const { id, wire, next } = await writeEntry(draft, key.place, crypto.signerFromSeed(key.seed), crypto);
  saveKey(keyFile, { ...key, place: next, unsent: [...key.unsent, wire] }, crypto);
  writePrivate(out, packTransfer({ incident: next.incident, audience: 'readers' }, [wire]));
  return { id };
}

async function openFiles(doing: Doing): Promise<number> {
  const { given, crypto, sealer } = doing;
  const needs = { sealer, sha256Text: crypto.sha256Text };
  const { entries, identities } = await readSealed(doing);
  let [opened, wrong] = [0, 0];
  for (const entry of entries) {
    for (const { part, result } of await openParts(entry, identities, needs)) {
      if (result.ok) opened++;
      else if (result.error.kind !== 'not-for-this-key') wrong++;
      const text = !result.ok
        ? undefined
        : part === IDENTITY_PART
          ? '(a group’s secret, not shown)'
          : result.value.t;
      if (given.flag('json'))
        say(
          JSON.stringify({
            id: entry.id,
            part,
            ...(result.ok ? { ok: true, text } : { ok: false, ...result.error }),
          }),
        );
      else say(`${entry.id} ${part}: ${result.ok ? `genuine\n${text}` : openingWords(result.error)}`);
    }
  }
  if (opened === 0 && wrong === 0) tell('No sealed part in the files is sealed to these identities.');
  return wrong === 0 && opened > 0 ? EXIT_OK : EXIT_WRONG;
}

type Readable = { readonly entries: readonly EntryAsSent[]; readonly identities: readonly Identity[] };

/** The entries of all files, and the identities given with those of groups that they open. */
async function readSealed({ given, crypto, sealer }: Doing): Promise<Readable> {
  const files = given.files.slice(1);
  if (files.length === 0) throw new UsageError('needs a FILE');
  const own = given.all('identity').flatMap(identitiesIn);
  if (own.length === 0) throw new UsageError('needs --identity');
  const entries: EntryAsSent[] = [];
  for (const file of files) {
    const read = await readTransfer(file, crypto);
    if (!read.ok) throw new WorldError(`${file} is not sound (line ${read.error.line}: ${read.error.why})`);
    entries.push(...read.value.entries);
  }
  const needs = { sealer, sha256Text: crypto.sha256Text };
  const groups: Identity[] = [];
  for (const entry of entries.filter((e) => e.body?.type === 'group-key')) {
    for (const identity of own) {
      const group = await openGroupKey(entry, identity, needs);
      if (group.ok) groups.push(group.value);
      else if (group.error.kind === 'not-of-this-recipient')
        tell(`${entry.id}: ${openingWords(group.error)}`);
    }
  }
  return { entries, identities: [...new Set([...own, ...groups])] };
}

async function reseal(doing: Doing): Promise<number> {
  const { given, crypto, sealer } = doing;
  const [wanted, name, at] = [given.need('entry'), given.need('part'), atOf(given)];
  const recipients = recipientsIn(given.need('to'));
  const { entries, identities } = await readSealed(doing);
  const entry = entries.find((e) => e.id === wanted);
  if (entry === undefined) throw new UsageError(`there is no entry ${wanted} in the files`);
  const openings = await openParts(entry, identities, { sealer, sha256Text: crypto.sha256Text });
  const opening = openings.find(({ part }) => part === name);
  if (opening === undefined) throw new UsageError(`the entry has no sealed part "${name}" here`);
  if (!opening.result.ok) throw new WorldError(`${name}: ${openingWords(opening.result.error)}`);
  const draft = await planReseal(entry, { name, part: opening.result.value, at }, sealTo(sealer, recipients));
  if (!draft.ok) throw new UsageError(UNUSABLE);
  const { id } = await signTo(draft.value, doing);
  if (given.flag('json'))
    say(JSON.stringify({ id, about: entry.id, part: name, readers: recipients.length }));
  else
    say(
      `${id}\n${name} of ${entry.id} is sealed to ${recipients.length} new readers. Send the file with post.`,
    );
  return EXIT_OK;
}

async function bringBack({ given, sealer }: Doing): Promise<number> {
  const [shares, identities] = [given.all('share'), given.all('identity')];
  if (shares.length !== 2 || identities.length !== 2)
    throw new UsageError(
      'recover needs --share and --identity twice, each share with its keyholder’s identity',
    );
  const out = given.need('out');
  const brought = shares.map((file, i): Brought => {
    const share = parseShare(textOf(file));
    const [identity] = identitiesIn(identities[i] ?? '');
    if (share === undefined || identity === undefined)
      throw new WorldError(`${file} is not a whole share. Try another copy`);
    return { share, identity };
  });
  const [first, second] = brought;
  if (first === undefined || second === undefined) throw new UsageError('recover needs two shares');
  const back = await recover(first, second, sealer);
  if (!back.ok) throw new WorldError(recoveryWords(back.error));
  writePrivate(out, `${back.value}\n`);
  if (given.flag('json'))
    say(JSON.stringify({ recipient: first.share.of, holders: brought.map((b) => b.share.holder) }));
  else
    say(
      `${first.share.of}\nIts identity is in ${out}. Compare this recipient with the place log before you use it.`,
    );
  return EXIT_OK;
}

function atOf(given: Given): Draft['at'] {
  const edtf = parseEdtf(given.need('at'));
  if (!edtf.ok) throw new UsageError(`--at: ${edtf.error.why}`);
  return { edtf: edtf.value };
}

/** Lines of a file of the age program: comments and empty lines left out. */
function keyLines(file: string): readonly string[] {
  const lines = textOf(file)
    .split('\n')
    .map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

function identitiesIn(file: string): readonly Identity[] {
  const found = keyLines(file).map(parseIdentity);
  const good = found.filter((identity) => identity !== undefined);
  // The line itself is never named: it may be a secret with a slip in it.
  if (good.length === 0 || good.length < found.length)
    throw new UsageError(`${file} is not a file of age identities (AGE-SECRET-KEY-1…), one a line`);
  return good;
}

function recipientsIn(file: string): readonly Recipient[] {
  const found = keyLines(file).map((line) => {
    const recipient = parseRecipient(line);
    if (recipient === undefined)
      throw new UsageError(`${file} holds a line that is not an age recipient (age1…) with a right checksum`);
    return recipient;
  });
  const different = [...new Set(found)];
  if (different.length === 0 || different.length > RECIPIENTS_MAX)
    throw new UsageError(`${file} holds ${different.length} recipients, not 1 to ${RECIPIENTS_MAX}`);
  return different;
}
