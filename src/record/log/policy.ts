import { bytesEqual, utf8Decode, utf8Encode } from '../../base/bytes.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { parseCheckpoint } from './checkpoint.ts';
import type { Sha256 } from './merkle.ts';
import { COSIGNATURE_ED25519, COSIGNATURE_ML_DSA_44, ED25519, parseNote, parseVerifierKey } from './note.ts';
import type { SignatureType, VerifierKey } from './note.ts';
import { openCheckpoint } from './sign-note.ts';
import type { Cosigner, LogKeys, NoteCrypto, OpenCheckpoint, OpenError } from './sign-note.ts';

export type PolicyLog = { readonly key: VerifierKey; readonly url?: string };
export type PolicyWitness = { readonly name: string; readonly key: VerifierKey; readonly url?: string };

/** Counts as one witness when `least` of its members do. */
export type PolicyGroup = {
  readonly name: string;
  readonly least: number;
  readonly members: readonly string[];
};

/** Which logs are accepted, and how many witnesses of whom a checkpoint needs. C2SP tlog-policy. */
export type Policy = {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** Each names only what stands before it. */
  readonly groups: readonly PolicyGroup[];
  /** A witness or a group; `none` asks for no witness. */
  readonly quorum: string;
};

export type PolicyFault =
  | 'too-large'
  | 'characters'
  | 'keyword'
  | 'items'
  | 'key'
  | 'key-type'
  | 'key-twice'
  | 'name-taken'
  | 'name-unknown'
  | 'member-twice'
  | 'threshold'
  | 'quorum-twice'
  | 'quorum-missing';

/** `line` counts from 1; 0 is the file as a whole. */
export type PolicyError = { readonly kind: 'policy'; readonly line: number; readonly why: PolicyFault };

// C2SP tlog-policy, "Implementation limits", asks for 32 of each; a key of ML-DSA-44 has 1.8 kB.
const POLICY_BYTES_MAX = 1_000_000;
const NONE = 'none';
const LOG_TYPES: readonly SignatureType[] = [ED25519, COSIGNATURE_ML_DSA_44];
const WITNESS_TYPES: readonly SignatureType[] = [COSIGNATURE_ED25519, COSIGNATURE_ML_DSA_44];

/** What was read so far, by opaque names: one octet a character. */
type Draft = {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  readonly groups: PolicyGroup[];
  readonly names: Set<string>;
  readonly members: Set<string>;
  quorum?: string;
};

/**
 * Reads a policy file; bytes, or text that is well-formed. Anything that is not as the specification says is refused with its line:
 * a policy that was read half could demand less than its author did. The last line may lack its newline.
 */
export function parsePolicy(policy: Uint8Array | string, sha256: Sha256): Result<Policy, PolicyError> {
  const fail = (line: number, why: PolicyFault): Result<Policy, PolicyError> =>
    err({ kind: 'policy', line, why });
  if (policy.length > POLICY_BYTES_MAX) return fail(0, 'too-large');
  if (typeof policy === 'string' && !policy.isWellFormed()) return fail(0, 'characters');
  const octets = octetsOf(typeof policy === 'string' ? utf8Encode(policy) : policy);
  const draft: Draft = { logs: [], witnesses: [], groups: [], names: new Set(), members: new Set() };
  for (const [i, line] of octets.split('\n').entries()) {
    if (hasControl(line)) return fail(i + 1, 'characters');
    const items = line.split(/[ \t]+/).filter((item) => item !== '');
    const isNothing = items.length === 0 || items[0]?.startsWith('#') === true;
    const why = isNothing ? undefined : readLine(items, draft, sha256);
    if (why !== undefined) return fail(i + 1, why);
  }
  const { logs, witnesses, groups, quorum } = draft;
  return quorum === undefined ? fail(0, 'quorum-missing') : ok(named({ logs, witnesses, groups, quorum }));
}

/** One character an octet: what is opaque stays so. */
function octetsOf(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 8_192)
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)));
  return pieces.join('');
}

/** Back to text where it is text. What is no UTF-8 gets lone surrogates, which no UTF-8 gives: two names stay two. */
function textOf(octets: string): string {
  const escaped = (char: string): string => String.fromCharCode(0xdc00 + char.charCodeAt(0));
  return (
    utf8Decode(Uint8Array.from(octets, (char) => char.charCodeAt(0))) ??
    octets.replaceAll(/[\u0080-\u00ff]/g, escaped)
  );
}

function named({ logs, witnesses, groups, quorum }: Policy): Policy {
  return {
    logs,
    witnesses: witnesses.map((witness) => ({ ...witness, name: textOf(witness.name) })),
    groups: groups.map(({ name, least, members }) => ({
      name: textOf(name),
      least,
      members: members.map(textOf),
    })),
    quorum: textOf(quorum),
  };
}

/** C2SP tlog-policy, "Character set": of the controls only tab and newline, and no DEL. */
function hasControl(line: string): boolean {
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true;
  }
  return false;
}

function readLine(items: readonly string[], draft: Draft, sha256: Sha256): PolicyFault | undefined {
  const [keyword, ...rest] = items;
  switch (keyword) {
    case 'log':
      return readLog(rest, draft, sha256);
    case 'witness':
      return readWitness(rest, draft, sha256);
    case 'group':
      return readGroup(rest, draft);
    case 'quorum':
      return readQuorum(rest, draft);
    default:
      return 'keyword';
  }
}

function readLog(items: readonly string[], draft: Draft, sha256: Sha256): PolicyFault | undefined {
  const [text, url] = items;
  if (text === undefined || items.length > 2) return 'items';
  const key = readKey(text, LOG_TYPES, draft.logs, sha256);
  if (typeof key === 'string') return key;
  draft.logs.push({ key, ...(url !== undefined && { url: textOf(url) }) });
  return undefined;
}

function readWitness(items: readonly string[], draft: Draft, sha256: Sha256): PolicyFault | undefined {
  const [name, text, url] = items;
  if (name === undefined || text === undefined || items.length > 3) return 'items';
  if (!isFree(name, draft)) return 'name-taken';
  const key = readKey(text, WITNESS_TYPES, draft.witnesses, sha256);
  if (typeof key === 'string') return key;
  draft.witnesses.push({ name, key, ...(url !== undefined && { url: textOf(url) }) });
  draft.names.add(name);
  return undefined;
}

/** Two spellings of one key, by other names or types, are one key. */
function readKey(
  text: string,
  types: readonly SignatureType[],
  others: readonly { readonly key: VerifierKey }[],
  sha256: Sha256,
): VerifierKey | PolicyFault {
  const read = parseVerifierKey(textOf(text), sha256);
  if (!read.ok) return read.error.kind === 'key-type' ? 'key-type' : 'key';
  if (!types.includes(read.value.type)) return 'key-type';
  const isKnown = others.some(({ key }) => bytesEqual(key.key, read.value.key));
  return isKnown ? 'key-twice' : read.value;
}

function isFree(name: string, { names }: Draft): boolean {
  return name !== NONE && !names.has(name);
}

function readGroup(items: readonly string[], draft: Draft): PolicyFault | undefined {
  const [name, threshold, ...members] = items;
  if (name === undefined || threshold === undefined || members.length === 0) return 'items';
  if (!isFree(name, draft)) return 'name-taken';
  for (const member of members) {
    if (!draft.names.has(member)) return 'name-unknown';
    if (draft.members.has(member)) return 'member-twice';
    draft.members.add(member);
  }
  const least = leastOf(threshold, members.length);
  if (least === undefined) return 'threshold';
  draft.groups.push({ name, least, members });
  draft.names.add(name);
  return undefined;
}

function leastOf(threshold: string, count: number): number | undefined {
  if (threshold === 'all') return count;
  if (threshold === 'any') return 1;
  const least = /^[1-9]\d{0,5}$/.test(threshold) ? Number(threshold) : 0;
  return least >= 1 && least <= count ? least : undefined;
}

function readQuorum(items: readonly string[], draft: Draft): PolicyFault | undefined {
  const [name] = items;
  if (name === undefined || items.length > 1) return 'items';
  if (draft.quorum !== undefined) return 'quorum-twice';
  if (name !== NONE && !draft.names.has(name)) return 'name-unknown';
  draft.quorum = name;
  return undefined;
}

/** Whether these cosigners are enough. Those that the policy does not name, or names with another key, count for nothing. */
export function isSatisfied(
  { witnesses, groups, quorum }: Policy,
  cosigners: readonly Pick<Cosigner, 'key'>[],
): boolean {
  if (quorum === NONE) return true;
  const isHere = ({ key }: PolicyWitness): boolean =>
    cosigners.some(
      ({ key: { name, type, key: bytes } }) =>
        name === key.name && type === key.type && bytesEqual(bytes, key.key),
    );
  const counted = new Set(witnesses.filter(isHere).map(({ name }) => name));
  for (const { name, least, members } of groups)
    if (members.filter((member) => counted.has(member)).length >= least) counted.add(name);
  return counted.has(quorum);
}

/** Whom the policy believes about one log: its keys of that name, and all witnesses. `undefined` when it accepts no such log. */
export function keysOfPolicy({ logs, witnesses }: Policy, origin: string): LogKeys | undefined {
  const log = logs.map(({ key }) => key).filter(({ name }) => name === origin);
  return log.length === 0 ? undefined : { origin, log, witnesses: witnesses.map(({ key }) => key) };
}

export type UnderPolicyError =
  | OpenError
  | { readonly kind: 'log-unknown'; readonly origin: string }
  /** Signed by the log, but not by enough witnesses: shown as such, never hidden. */
  | { readonly kind: 'unwitnessed'; readonly opened: OpenCheckpoint };

/** Opens a checkpoint of any log that the policy accepts, when enough of its witnesses cosigned it. */
export async function openUnderPolicy(
  noteText: string,
  policy: Policy,
  crypto: NoteCrypto,
): Promise<Result<OpenCheckpoint, UnderPolicyError>> {
  const note = parseNote(noteText);
  if (!note.ok) return note;
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) return checkpoint;
  const { origin } = checkpoint.value;
  const keys = keysOfPolicy(policy, origin);
  if (keys === undefined) return err({ kind: 'log-unknown', origin });
  const opened = await openCheckpoint(noteText, keys, crypto);
  if (!opened.ok || isSatisfied(policy, opened.value.cosigned)) return opened;
  return err({ kind: 'unwitnessed', opened: opened.value });
}
