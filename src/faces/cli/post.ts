import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { canonicalJson, isJsonArray, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { parseBody } from '../../record/kinds/body.ts';
import { newIncidentId, parseEntryId, parseIncidentId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { isPlainObject } from '../../record/subset.ts';
import { parseWireEntry } from '../../record/wire.ts';
import type { WireEntry } from '../../record/wire.ts';
import { writeEntry } from '../../record/write.ts';
import type { Place } from '../../record/write.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError } from './command.ts';
import type { Command, Given } from './command.ts';
import { readTransfer } from './transfer-file.ts';

const BATCH = 250;

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
      const given = readArgs(argv, { to: text, key: text, kind: text, at: text, body: text, re: text, incident: text, json: { type: 'boolean' } }, 1);
      const link = given.need('to').replace(/\/$/, '');
      const [file] = given.files;
      return file === undefined ? postOne(link, given, crypto) : postFile(link, file, { crypto, asJson: given.flag('json') });
    },
  };
}

async function postFile(link: string, file: string, { crypto, asJson }: { readonly crypto: Primitives; readonly asJson: boolean }): Promise<number> {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}`);
  const read = await readTransfer(file, crypto);
  if (!read.ok) {
    tell(`shanyrak post: ${file} is not sound (line ${read.error.line}: ${read.error.why}). Nothing was sent.`);
    return EXIT_WRONG;
  }
  const wires = read.value.entries.map((e) => e.wire);
  let refused = 0;
  for (let at = 0; at < wires.length; at += BATCH) {
    const receipts = await send(link, wires.slice(at, at + BATCH));
    if (receipts === undefined) return EXIT_WRONG;
    refused += report(receipts, asJson);
  }
  tell(`${wires.length - refused} of ${wires.length} entries are on the hub.`);
  return refused === 0 ? EXIT_OK : EXIT_WRONG;
}

async function postOne(link: string, given: Given, crypto: Primitives): Promise<number> {
  const [kind, keyFile] = [given.need('kind'), given.need('key')];
  const edtf = parseEdtf(given.need('at'));
  if (!edtf.ok) throw new UsageError(`--at: ${edtf.error.why}`);
  const body = parseJson(given.need('body'));
  if (!isPlainObject(body)) throw new UsageError('--body is a JSON object of texts, whole numbers, lists and objects');
  const checked = parseBody(kind, canonicalJson(body));
  if (!checked.ok) throw new UsageError(checked.error.kind === 'body-field' ? `--body: ${checked.error.field} ${checked.error.why}` : `"${kind}" is not a kind of entry`);
  const { seed, place, unsent } = readKey(keyFile, given.text('incident'), crypto);
  const draft = { kind, at: { edtf: edtf.value }, about: idsOf(given.text('re')), parts: { body } };
  const written = await writeEntry(draft, place, crypto.signerFromSeed(seed), crypto);
  const waiting = [...unsent, written.wire];
  // Kept before it is sent: a number used twice would be a fork, and what the hub did not answer for goes out next time.
  saveKey(keyFile, { seed, place: written.next, unsent: waiting });
  const receipts = await send(link, waiting);
  if (receipts === undefined) {
    tell(`The entry is kept in ${keyFile} (${waiting.length} waiting) and goes out with the next post.`);
    return EXIT_WRONG;
  }
  saveKey(keyFile, { seed, place: written.next, unsent: [] });
  const refused = report(receipts, given.flag('json'));
  if (refused === 0 && !given.flag('json')) say(`${written.id}  incident ${place.incident}`);
  return refused === 0 ? EXIT_OK : EXIT_WRONG;
}

function idsOf(text: string | undefined): readonly EntryId[] {
  return (text?.split(',') ?? []).map((item) => {
    const id = parseEntryId(item);
    if (id === undefined) throw new UsageError(`--re: "${item}" is not an entry id`);
    return id;
  });
}

type Key = { readonly seed: Uint8Array; readonly place: Place; readonly unsent: readonly WireEntry[] };

function readKey(file: string, incident: string | undefined, crypto: Primitives): Key {
  if (!existsSync(file)) {
    const id = incident === 'new' ? newIncidentId(crypto.randomBytes) : parseIncidentId(incident);
    if (id === undefined) throw new UsageError('a new KEYFILE needs --incident ID or --incident new');
    return { seed: crypto.newSigner().seed, place: { incident: id, sequence: 0, previous: '' }, unsent: [] };
  }
  const value = parseJson(readFileSync(file, 'utf8'));
  const kept = isJsonObject(value) ? value : {};
  const seed = Buffer.from(typeof kept['seed'] === 'string' ? kept['seed'] : '', 'base64url');
  const [id, previous, sequence] = [parseIncidentId(kept['incident']), kept['previous'] === '' ? ('' as const) : parseEntryId(kept['previous']), kept['sequence']];
  if (id === undefined || previous === undefined || typeof sequence !== 'number' || seed.length !== 32) throw new UsageError(`${file} is not a key file of this program`);
  if (incident !== undefined && incident !== id) throw new UsageError(`${file} belongs to incident ${id}`);
  const unsent = (isJsonArray(kept['unsent']) ? kept['unsent'] : []).flatMap((item) => {
    const wire = parseWireEntry(item);
    return wire.ok ? [wire.value] : [];
  });
  return { seed, place: { incident: id, sequence, previous }, unsent };
}

function saveKey(file: string, { seed, place, unsent }: Key): void {
  const text = JSON.stringify({ seed: Buffer.from(seed).toString('base64url'), ...place, unsent });
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
}

const TIMEOUT_MS = 60_000;

async function send(link: string, entries: readonly WireEntry[]): Promise<readonly Json[] | undefined> {
  const response = await fetch(`${link}/entries`, { method: 'POST', body: JSON.stringify({ entries }), signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(() => undefined);
  const answer = response && parseJson(await response.text());
  const receipts = isJsonObject(answer) ? answer['receipts'] : undefined;
  if (isJsonArray(receipts)) return receipts;
  const says = isJsonObject(answer) && typeof answer['says'] === 'string' ? answer['says'] : response?.status === 404 ? 'the hub does not know that link, or it may only read' : 'the hub does not answer; is it running?';
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
