import { canonicalJson, isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { PART_BYTES_MAX } from '../../record/commit.ts';
import { parseBody } from '../../record/kinds/body.ts';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { isPlainObject } from '../../record/subset.ts';
import type { WireEntry } from '../../record/wire.ts';
import { writeEntry } from '../../record/write.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError } from './command.ts';
import type { Command, Given } from './command.ts';
import { readKey, saveKey } from './key-file.ts';
import { readTransfer } from './transfer-file.ts';

const BATCH = 250;
// docs/record-format.md: an entry names at most so many others.
const ABOUT_MAX = 16;
// Below the 4 MiB a hub takes at once, with room for the frame around the list.
const BATCH_BYTES: number = 3 * 1024 * 1024;

export function postCommand(crypto: Primitives): Command {
  return {
    name: 'post',
    summary: 'sign and send an entry, or send a transfer file',
    help: `shanyrak post --to LINK FILE
shanyrak post --to LINK --key KEYFILE --kind KIND --at EDTF --body JSON [--re ID,ID] [--incident ID]

The first form offers every entry of a transfer file. The second writes one entry, signs it and sends it. KEYFILE
keeps the key and its place in the chain; it is made (readable by you only) when it is not there. Keep one a person
and incident, and do not use it from two places at once.

  --to LINK        the hub's link that may write
  --at EDTF        when it happened: XXXX-04-05T10:30, [..2006-07-07T12:00], 2006-07-07T04:00/..
  --body JSON      the content, e.g. {"act":"force.arrive","modality":"done","lane":"authorities","source":…}
  --incident ID    for a new KEYFILE: the incident; "new" opens one
  --json           the hub's receipts as JSON
Exit: 0 all kept by the hub, 1 something was refused or the hub did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const given = readArgs(
        argv,
        {
          to: text,
          key: text,
          kind: text,
          at: text,
          body: text,
          re: text,
          incident: text,
          json: { type: 'boolean' },
        },
        1,
      );
      const link = given.need('to').replace(/\/$/, '');
      if (!URL.canParse(link)) throw new UsageError('--to is a link such as http://127.0.0.1:8420/b/…');
      const [file] = given.files;
      return file === undefined
        ? postOne(link, given, crypto)
        : postFile(link, file, { crypto, asJson: given.flag('json') });
    },
  };
}

async function postFile(
  link: string,
  file: string,
  { crypto, asJson }: { readonly crypto: Primitives; readonly asJson: boolean },
): Promise<number> {
  const read = await readTransfer(file, crypto);
  if (!read.ok) {
    tell(
      `shanyrak post: ${file} is not sound (line ${read.error.line}: ${read.error.why}). Nothing was sent.`,
    );
    return EXIT_WRONG;
  }
  const wires = read.value.entries.map((e) => e.wire);
  let refused = 0;
  for (const batch of batchesOf(wires)) {
    const receipts = await send(link, batch);
    if (receipts === undefined) return EXIT_WRONG;
    refused += report(receipts, asJson);
  }
  tell(`${wires.length - refused} of ${wires.length} entries are on the hub.`);
  return refused === 0 ? EXIT_OK : EXIT_WRONG;
}

/** As many entries a post as a hub takes: it bounds the list and the bytes. */
function batchesOf(wires: readonly WireEntry[]): readonly (readonly WireEntry[])[] {
  const batches: WireEntry[][] = [];
  let bytes = 0;
  for (const wire of wires) {
    const size = Buffer.byteLength(JSON.stringify(wire)) + 1;
    const last = batches.at(-1);
    if (last === undefined || last.length >= BATCH || bytes + size > BATCH_BYTES) {
      batches.push([wire]);
      bytes = size;
    } else {
      last.push(wire);
      bytes += size;
    }
  }
  return batches;
}

async function postOne(link: string, given: Given, crypto: Primitives): Promise<number> {
  const [kind, keyFile] = [given.need('kind'), given.need('key')];
  const edtf = parseEdtf(given.need('at'));
  if (!edtf.ok) throw new UsageError(`--at: ${edtf.error.why}`);
  const body = parseJson(given.need('body'));
  if (!isPlainObject(body))
    throw new UsageError('--body is a JSON object of texts, whole numbers, lists and objects');
  const checked = parseBody(kind, canonicalJson(body));
  if (!checked.ok)
    throw new UsageError(
      checked.error.kind === 'body-field'
        ? `--body: ${checked.error.field} ${checked.error.why}`
        : `"${kind}" is not a kind of entry`,
    );
  if (Buffer.byteLength(canonicalJson(body).normalize('NFC')) > PART_BYTES_MAX)
    throw new UsageError(`--body is larger than ${PART_BYTES_MAX} bytes`);
  const { seed, place, unsent } = readKey(keyFile, given.text('incident'), crypto);
  const draft = { kind, at: { edtf: edtf.value }, about: idsOf(given.text('re')), parts: { body } };
  const written = await writeEntry(draft, place, crypto.signerFromSeed(seed), crypto);
  const waiting = [...unsent, written.wire];
  // Kept before it is sent: a number used twice would be a fork, and what the hub did not answer for goes out next time.
  saveKey(keyFile, { seed, place: written.next, unsent: waiting });
  const receipts: Json[] = [];
  for (const batch of batchesOf(waiting)) {
    const answered = await send(link, batch);
    if (answered === undefined) {
      const left = waiting.slice(receipts.length);
      saveKey(keyFile, { seed, place: written.next, unsent: left });
      tell(`The entry is kept in ${keyFile} (${left.length} waiting) and goes out with the next post.`);
      return EXIT_WRONG;
    }
    receipts.push(...answered);
  }
  saveKey(keyFile, { seed, place: written.next, unsent: [] });
  const refused = report(receipts, given.flag('json'));
  if (refused === 0 && !given.flag('json')) say(`${written.id}  incident ${place.incident}`);
  return refused === 0 ? EXIT_OK : EXIT_WRONG;
}

function idsOf(text: string | undefined): readonly EntryId[] {
  const ids = (text?.split(',') ?? []).map((item) => {
    const id = parseEntryId(item);
    if (id === undefined) throw new UsageError(`--re: "${item}" is not an entry id`);
    return id;
  });
  if (ids.length > ABOUT_MAX || new Set(ids).size < ids.length)
    throw new UsageError(`--re names at most ${ABOUT_MAX} entries, each once`);
  return ids;
}

const TIMEOUT_MS = 60_000;

async function send(link: string, entries: readonly WireEntry[]): Promise<readonly Json[] | undefined> {
  const response = await fetch(`${link}/entries`, {
    method: 'POST',
    body: JSON.stringify({ entries }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => undefined);
  const answer = response && parseJson(await response.text());
  const receipts = isJsonObject(answer) ? answer['receipts'] : undefined;
  if (isJsonArray(receipts)) return receipts;
  const says =
    isJsonObject(answer) && typeof answer['says'] === 'string'
      ? answer['says']
      : response?.status === 404
        ? 'the hub does not know that link, or it may only read'
        : 'the hub does not answer; is it running?';
  tell(`shanyrak post: ${says}`);
  return undefined;
}

function report(receipts: readonly Json[], asJson: boolean): number {
  let refused = 0;
  for (const receipt of receipts) {
    if (asJson) say(JSON.stringify(receipt));
    if (!isJsonObject(receipt) || receipt['status'] === 'accepted') continue;
    refused++;
    if (!asJson) say(`refused: ${typeof receipt['says'] === 'string' ? receipt['says'] : ''}`);
  }
  return refused;
}
