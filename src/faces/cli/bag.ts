import { readFileSync } from 'node:fs';
import { utf8Encode } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import type { SealFile } from '../../ports/sealer.ts';
import { parseRecipient } from '../../record/age-key.ts';
import type { Recipient } from '../../record/age-key.ts';
import { bagOf } from '../../record/bag.ts';
import type { BagFile } from '../../record/bag-layout.ts';
import { AUDIENCES } from '../../record/bundle.ts';
import type { Audience } from '../../record/bundle.ts';
import type { Primitives } from '../../record/primitives.ts';
import { writeNewFolder } from './bag-folder.ts';
import { bagSource } from './bag-source.ts';
import type { BagSource } from './bag-source.ts';
import { EXIT_OK, readArgs, tell, UsageError } from './command.ts';
import type { Command, Given } from './command.ts';
import { KEY_HELP, KEY_OPTIONS } from './hub-key.ts';
import { tarOf } from './tar.ts';

const HELP = `shanyrak bag INCIDENT --data DIR --out FOLDER [--for readers|public|lawyer]
shanyrak bag INCIDENT --from LINK --out FOLDER [--for readers|lawyer]
shanyrak bag FILE --out FOLDER [--for readers|lawyer]

Makes an evidence bag (BagIt 1.0) that strangers can check without this program and without us: the exact bytes of each entry,
its signature, its parts, the proof that the hub's log held it, the log's signed checkpoint, stamps on it, and verify.py, which
checks all of that with Python and openssl. docs/record-format.md says how to do it by hand.

  INCIDENT          its number or id
  FILE              a transfer file (.shanyrak): without a hub there are no proofs, and the bag says so
  --data DIR        a hub's data folder: the only way to stamps, and to the hub's signature under the list of what is in the bag
  --from LINK       a running hub through its link
${KEY_HELP}
  --out FOLDER      a new folder; nothing is ever written over
  --for AUDIENCE    readers: what they may read, in the open, and sealed parts as they are.
                    lawyer: the same as one file, sealed by age to the lawyers' group, or to --to.
                    public: no entry at all, only the account for the public and the proofs that the entries behind it were in
                    the log; an hour late while the incident is open. It is a draft for two keyholders to publish
  --to AGE1…        seal it to this recipient instead of the group of the place
Exit: 0 written, 1 the world failed, 2 the command was used wrongly.`;

/** What a bag for a lawyer is called. */
const SEALED_NAME = 'bag.tar.age';

export function bagCommand(
  crypto: Primitives,
  now: () => Instant,
  sealFile: () => Promise<SealFile>,
): Command {
  return {
    name: 'bag',
    summary: 'make an evidence bag that strangers can check',
    help: HELP,
    run: async (argv) => {
      const given = readArgs(
        argv,
        {
          ...KEY_OPTIONS,
          data: { type: 'string' },
          from: { type: 'string' },
          out: { type: 'string' },
          to: { type: 'string' },
          for: { type: 'string', default: 'readers' },
        },
        1,
      );
      const audience = AUDIENCES.find((name) => name === given.text('for'));
      if (audience === undefined) throw new UsageError(`--for is one of ${AUDIENCES.join(', ')}`);
      if (given.text('to') !== undefined && audience !== 'lawyer')
        throw new UsageError('takes --to with --for lawyer only');
      const out = given.need('out');
      const source = await bagSource({ given, crypto, audience });
      const recipient = audience === 'lawyer' ? recipientOf(given, source) : undefined;
      const contents = {
        ...source,
        audience,
        checker: checkerBytes(),
        info: infoOf(source, audience, now()),
      };
      const files = await bagOf(contents, crypto);
      writeNewFolder(out, recipient === undefined ? files : await sealed(files, recipient, await sealFile()));
      for (const line of told(source, { audience, out, files })) tell(line);
      return EXIT_OK;
    },
  };
}

/** `verify.py`, which lies beside this file and goes into every bag byte for byte. */
function checkerBytes(): Uint8Array {
  return readFileSync(new URL('verify.py', import.meta.url));
}

function recipientOf(given: Given, { lawyer }: BagSource): Recipient {
  const text = given.text('to');
  const recipient = text === undefined ? lawyer : parseRecipient(text);
  if (recipient !== undefined) return recipient;
  throw new UsageError(
    text === undefined
      ? 'knows no key of the lawyers’ group here: give --to AGE1…, or --data DIR of a place whose lawyers agreed on one'
      : '--to is no age recipient (age1…) with a right checksum',
  );
}

const FOR_WHOM: Readonly<Record<Audience, string>> = {
  readers: 'Entries of one incident, for readers of it: it holds what they wrote, in the open',
  lawyer: 'Entries of one incident, for the lawyer',
  public:
    'An account of one incident for the public, and the proofs that the entries behind it were in the log',
};

function infoOf(
  { entries }: BagSource,
  audience: Audience,
  at: Instant,
): readonly (readonly [string, string])[] {
  return [
    ['Bagging-Date', new Date(at).toISOString().slice(0, 10)],
    ['Bag-Software-Agent', 'shanyrak'],
    ['External-Description', `${FOR_WHOM[audience]}. ${entries.length} entries`],
  ];
}

async function sealed(
  files: readonly BagFile[],
  recipient: Recipient,
  sealFile: SealFile,
): Promise<readonly BagFile[]> {
  const file = await sealFile(tarOf('bag', files), [recipient]);
  if (!file.ok) throw new UsageError('cannot seal to that recipient: it is no key anybody can hold');
  return [
    { path: SEALED_NAME, bytes: file.value },
    { path: 'README.txt', bytes: utf8Encode(opening(recipient)) },
  ];
}

function opening(recipient: Recipient): string {
  return `An evidence bag, sealed by age (https://age-encryption.org) to
${recipient}

Whoever holds the identity of that recipient, in a file IDENTITY, opens it with the programs age and tar:

  age --decrypt --identity IDENTITY ${SEALED_NAME} | tar -x

and checks it with Python and openssl:

  python3 bag/verify.py

It holds what people wrote, in the open, once it is unpacked: unpack it where nobody else reads.
`;
}

/** What it holds, who may have it, and what it cannot prove. */
function told(
  source: BagSource,
  {
    audience,
    out,
    files,
  }: { readonly audience: Audience; readonly out: string; readonly files: readonly BagFile[] },
): readonly string[] {
  const stamps = files.filter(({ path }) => path.endsWith('.tsr')).length;
  const { entries, log, signer } = source;
  const unproven = entries.filter(
    ({ index }) => log === undefined || index === undefined || index >= log.size,
  );
  const whose: Readonly<Record<Audience, string>> = {
    readers: 'It is for readers of the incident: it holds what they wrote, in the open.',
    lawyer: `It is ${out}/${SEALED_NAME}, which only the lawyer can open; README.txt beside it says how. Keep no other copy.`,
    public:
      'No entry is in it, only their places in the log. It is a draft, nothing is published: let two keyholders read the account first.',
  };
  return [
    `${entries.length} entries, written to ${out}. ${whose[audience]}`,
    ...(log === undefined
      ? [
          'No log proof: there is no log here, so the bag proves who signed what, and neither an order nor a time.',
        ]
      : [`Proven by the log ${log.origin} of ${log.size} entries; stamps of authorities: ${stamps}.`]),
    ...(log !== undefined && unproven.length > 0
      ? [`Not proven yet: ${unproven.length} entries that no checkpoint covers.`]
      : []),
    ...(signer === undefined && log !== undefined
      ? ['The hub did not sign the list of what is in the bag: that takes its data folder (--data DIR).']
      : []),
  ];
}
