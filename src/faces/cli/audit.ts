import { readFileSync } from 'node:fs';
import { utf8Decode } from '../../base/bytes.ts';
import { checkpointIn } from '../../record/log/checkpoint.ts';
import { hubLogKey } from '../../record/log/hub-log.ts';
import { parseVerifierKey, printVerifierKey } from '../../record/log/note.ts';
import type { VerifierKey } from '../../record/log/note.ts';
import { isSatisfied, parsePolicy } from '../../record/log/policy.ts';
import type { Policy } from '../../record/log/policy.ts';
import { openCheckpoint } from '../../record/log/sign-note.ts';
import type { OpenCheckpoint } from '../../record/log/sign-note.ts';
import type { Primitives } from '../../record/primitives.ts';
import { keepPair, readAuditState, saveAuditState } from './audit-state.ts';
import type { AuditState } from './audit-state.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError } from './command.ts';
import type { Command, Given } from './command.ts';
import { followLog } from './follow-log.ts';
import type { Followed } from './follow-log.ts';
import { logOverHttp } from './log-over-http.ts';
import { CHECKPOINT_BYTES_MAX } from './log-source.ts';
import type { LogOverHttp } from './log-over-http.ts';

/** No answer is no verdict: whoever runs this every hour must be able to tell it from a log that lies. */
const EXIT_UNREACHABLE = 3;

// A hub writes some thousand entries a day. A log that says it has more than this would be followed for ever.
const ENTRIES_MAX = 100_000_000;

export function auditCommand(crypto: Primitives): Command {
  return {
    name: 'audit',
    summary: 'follow another hub’s log from outside, and hold it to what it signed before',
    help: `shanyrak audit URL [--state FILE] [--key VKEY] [--policy FILE] [--json]

Follows a transparency log of the C2SP formats over HTTP: URL/checkpoint and URL/tile/…, on a hub or on any static server.
Checks the signature of the checkpoint, fetches what is new since the last time, works the tree out anew from its leaves, and
holds it to the checkpoint of now and to the one in FILE. Run it every now and then, from another place than the hub's.

  URL             where the log lies, such as https://example.org/log/SECRET
  --state FILE    holds the last checkpoint and the log's key; made the first time. Without it nothing is compared with before
  --key VKEY      the log's key (name+id+base64). Without it the key that the log's own name holds is taken at the first
                  sight and kept in FILE
  --policy FILE   which logs and witnesses are known, and how many witnesses must have cosigned (C2SP tlog-policy)
  --json          the result as JSON
What contradicts what was seen before is kept: both signed checkpoints beside FILE, never overwritten.
Exit: 0 consistent, 1 a contradiction, damage or too few witnesses, 2 used wrongly, 3 the log could not be reached.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const given = readArgs(argv, { state: text, key: text, policy: text, json: { type: 'boolean' } }, 1);
      const [url] = given.files;
      if (url === undefined) throw new UsageError('needs the URL of a log');
      const log = logOverHttp(url);
      const file = given.text('state');
      const known = file === undefined ? undefined : readAuditState(file, crypto.sha256);
      const asked = { known, key: keyIn(given, crypto), policy: policyIn(given, crypto) };
      const found = await audit(log, asked, crypto);
      return tellFound(found, { file, asJson: given.flag('json') });
    },
  };
}

type Asked = {
  readonly known: AuditState | undefined;
  readonly key: VerifierKey | undefined;
  readonly policy: Policy | undefined;
};

/** What an audit found. `opened`: the checkpoint it was about, once its signature was good. */
type Found = {
  readonly kind:
    | Exclude<Followed['kind'], 'damaged' | 'unreachable'>
    | 'damaged'
    | 'unreachable'
    | 'unsigned'
    | 'other-log'
    | 'older'
    | 'too-large'
    | 'too-few-witnesses';
  readonly says: readonly string[];
  readonly state?: AuditState;
  readonly pair?: { readonly known: string; readonly shown: string };
  readonly size?: number;
  readonly cosigned?: readonly string[];
};

async function audit(log: LogOverHttp, { known, key, policy }: Asked, crypto: Primitives): Promise<Found> {
  const got = await log.fetch('checkpoint', CHECKPOINT_BYTES_MAX);
  if (got.kind === 'unreachable') return unreachable(log, 'checkpoint');
  const noteText = got.kind === 'bytes' ? utf8Decode(got.bytes) : undefined;
  const origin = noteText === undefined ? undefined : checkpointIn(noteText)?.origin;
  if (noteText === undefined || origin === undefined)
    return {
      kind: 'damaged',
      says: [
        `${log.address}/checkpoint is ${got.kind === 'missing' ? 'not there' : 'no checkpoint of a log'}. Check the address; if it is right, the log is damaged or was closed.`,
      ],
    };
  const trusted =
    key ??
    known?.key ??
    policy?.logs.find((each) => each.key.name === origin)?.key ??
    hubLogKey(origin, crypto.sha256);
  if (trusted === undefined)
    return {
      kind: 'other-log',
      says: [
        `The log calls itself ${origin}, and no key is known for it. Ask those who run it for its key: --key.`,
      ],
    };
  if (trusted.name !== origin) return otherLog(origin, trusted.name, noteText, known);
  const witnesses = policy?.witnesses.map((each) => each.key) ?? [];
  const opened = await openCheckpoint(noteText, { origin, log: [trusted], witnesses }, crypto);
  if (!opened.ok)
    return {
      kind: 'unsigned',
      says: [
        `The checkpoint is not signed by the key of the log (${opened.error.kind}). Nothing of it is believed, and nothing was changed. Whoever serves it may have altered it: fetch it by another way.`,
      ],
    };
  const isFirst = known === undefined && key === undefined;
  const found = await hold(opened.value, { log, key: trusted, known, policy }, crypto);
  const first = isFirst
    ? [`Trusted at first sight, since the log's own name holds it: ${printVerifierKey(trusted)}`]
    : [];
  return { ...found, says: [...first, ...found.says] };
}

type Holding = {
  readonly log: LogOverHttp;
  readonly key: VerifierKey;
  readonly known: AuditState | undefined;
  readonly policy: Policy | undefined;
};

/** A checkpoint whose signature is good, held to what was seen before and to the files of the log. */
async function hold(
  opened: OpenCheckpoint,
  { log, key, known, policy }: Holding,
  crypto: Primitives,
): Promise<Found> {
  const now = opened.checkpoint;
  const before = known && (await openCheckpoint(known.noteText, { origin: key.name, log: [key] }, crypto));
  if (before?.ok === false)
    throw new UsageError(
      'the state does not hold a checkpoint signed by that key: it was made for another log',
    );
  const last = before?.value.checkpoint;
  const pair = known && { known: known.noteText, shown: opened.noteText };
  if (now.size > ENTRIES_MAX)
    return {
      kind: 'too-large',
      says: [`The log says it has ${now.size} entries: more than ${ENTRIES_MAX} are not followed.`],
    };
  if (last !== undefined && now.size < last.size)
    return {
      kind: 'older',
      says: [
        `The log shows ${now.size} entries; it showed ${last.size} before. Either whoever serves it shows an old copy, or the log was set back. Ask again by another way; if it stays so, show both checkpoints to others.`,
      ],
      ...(pair && { pair }),
    };
  const followed = await followLog(last, now, {
    log,
    sha256: crypto.sha256,
    progress: (done, of) => tell(`${done} of ${of} entries worked out …`),
  });
  if (followed.kind === 'unreachable') return unreachable(log, followed.path);
  if (followed.kind === 'damaged') return damaged(log, followed);
  if (followed.kind === 'contradiction')
    return {
      kind: 'contradiction',
      says: [
        `CONTRADICTION: the log has signed two states, of ${last?.size ?? 0} and of ${now.size} entries, and the second does not go on from the first. Something was changed or taken away after it was said.`,
        'Do not trust this hub any more. Show both checkpoints to other hubs, to the press and to a lawyer: anybody can check the signatures under them.',
      ],
      ...(pair && { pair }),
    };
  const cosigned = opened.cosigned.map(({ name }) => name);
  const state = { key, noteText: opened.noteText };
  const size = now.size;
  const added = last === undefined ? 'worked out from the first' : `${now.size - last.size} new`;
  const says = [`OK: ${now.origin}, ${now.size} entries, ${added}; ${witnessText(cosigned)}`];
  if (policy !== undefined && !isSatisfied(policy, opened.cosigned))
    return {
      kind: 'too-few-witnesses',
      says: [...says, 'WRONG: too few of the witnesses in the policy have cosigned this checkpoint.'],
      state,
      size,
      cosigned,
    };
  return { kind: 'consistent', says, state, size, cosigned };
}

function witnessText(cosigned: readonly string[]): string {
  return cosigned.length === 0
    ? 'no witness known here has cosigned it'
    : `cosigned by ${cosigned.join(', ')}`;
}

const DAMAGE = {
  missing: 'is not there',
  size: 'has not the length of a whole file',
  'hashes-differ': 'do not fit each other',
  'entries-differ': 'do not fit each other',
  'root-differs': 'signs a root to which the tiles do not lead',
} as const;

function damaged(log: LogOverHttp, { paths, why }: Extract<Followed, { readonly kind: 'damaged' }>): Found {
  const files = paths.map((path) => `${log.address}/${path}`).join(' and ');
  return {
    kind: 'damaged',
    says: [
      `DAMAGED: ${files} ${DAMAGE[why]}. The entries of the log may be whole all the same: whoever serves these files has to make them anew. Nothing was changed here, and the last state is kept.`,
    ],
  };
}

function unreachable(log: LogOverHttp, path: string): Found {
  return {
    kind: 'unreachable',
    says: [
      `${log.address}/${path} does not answer. Nothing was changed; nothing is said about the log. Try again later.`,
    ],
  };
}

function otherLog(origin: string, name: string, shown: string, known: AuditState | undefined): Found {
  const isSameHub = origin.split('/')[1] === name.split('/')[1];
  return {
    kind: 'other-log',
    says: [
      isSameHub
        ? `The hub goes on under another name of its log, ${origin}, instead of ${name}: it was brought back from a backup, and entries may be lost. Ask those who run it which. To follow the new one give another --state; keep the old.`
        : `Another log is here, ${origin}, and not ${name}. Check the address and the key.`,
    ],
    ...(known && isSameHub && { pair: { known: known.noteText, shown } }),
  };
}

function tellFound(
  { kind, says, state, pair, size, cosigned }: Found,
  { file, asJson }: { readonly file: string | undefined; readonly asJson: boolean },
): number {
  const kept = pair !== undefined && file !== undefined ? keepPair(file, pair) : undefined;
  if (state !== undefined && file !== undefined) saveAuditState(file, state);
  if (asJson) say(JSON.stringify({ ok: kind === 'consistent', kind, says, size, cosigned, kept }));
  else {
    for (const line of says) (kind === 'unreachable' ? tell : say)(line);
    if (kept) say(`Both checkpoints are kept: ${kept.join(' and ')}`);
    else if (pair) say('Without --state FILE nothing was kept of it: run it again with one.');
  }
  if (kind === 'unreachable') return EXIT_UNREACHABLE;
  return kind === 'consistent' ? EXIT_OK : EXIT_WRONG;
}

function keyIn(given: Given, { sha256 }: Primitives): VerifierKey | undefined {
  const text = given.text('key');
  const key = text === undefined ? undefined : parseVerifierKey(text, sha256);
  if (key?.ok === false) throw new UsageError('--key is the key of a log: name+id+base64');
  return key?.value;
}

function policyIn(given: Given, { sha256 }: Primitives): Policy | undefined {
  const file = given.text('policy');
  if (file === undefined) return undefined;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new UsageError(`${file} cannot be read`, { cause });
  }
  const policy = parsePolicy(bytes, sha256);
  if (policy.ok) return policy.value;
  throw new UsageError(`${file} is no policy: line ${policy.error.line} (${policy.error.why})`);
}
