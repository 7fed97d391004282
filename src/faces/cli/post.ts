import { canonicalJson, isJsonObject, parseJson } from '../../base/canonical-json.ts';
import type { Json } from '../../base/canonical-json.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { PART_BYTES_MAX } from '../../record/commit.ts';
import { parseBody } from '../../record/kinds/body.ts';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { isPlainObject } from '../../record/subset.ts';
import type { KeptKey } from '../kit/author-key.ts';
import { batchesOf, sayEntries } from '../kit/say-entries.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError, WorldError } from './command.ts';
import type { Command, Given } from './command.ts';
import { destroyClosedKeys } from './closed-keys.ts';
import { keptKeyIn, noKey, openDevice } from './device.ts';
import type { Device } from './device.ts';
import { joinedWithHub } from './hub-chain.ts';
import { incidentNamed, incidentNow, noIncident, readIncidents } from './hub-incidents.ts';
import { readPlace } from './hub-place.ts';
import { linkIn, postEntries } from './hub-post.ts';
import { readTransfer } from './transfer-file.ts';

// docs/record-format.md: an entry names at most so many others.
const ABOUT_MAX = 16;

export function postCommand(crypto: Primitives): Command {
  return {
    name: 'post',
    summary: 'sign and send an entry, or send a transfer file',
    help: `shanyrak post --to LINK FILE
shanyrak post --to LINK --device DIR --incident NUMBER --kind KIND --at EDTF --body JSON [--re ID,ID]
shanyrak post --to LINK --key KEYFILE --kind KIND --at EDTF --body JSON [--re ID,ID] [--incident ID]

The first form offers every entry of a transfer file. The others write one entry, sign it and send it: with the key that a
device of the place has for that incident, or with a key file. KEYFILE keeps the key and its place in the chain; outside of a
device's folder it is made (readable by you only) when it is not there. Keep one a person and incident, and do not use it from
two places at once.

  --to LINK        the hub's link that may write
  --at EDTF        when it happened: XXXX-04-05T10:30, [..2006-07-07T12:00], 2006-07-07T04:00/..
  --body JSON      the content, e.g. {"act":"force.arrive","modality":"done","lane":"authorities","source":…}
  --device DIR     the folder with the keys of this device
  --incident ID    the incident, by its number or id, "new" for one the hub has not heard of; for a new KEYFILE by its id
  --passphrase-file FILE  for a sealed device folder: a file that holds its passphrase
  --json           the hub's receipts as JSON
Exit: 0 all kept by the hub, 1 something was refused or the hub did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const given = readArgs(
        argv,
        {
          to: text,
          key: text,
          device: text,
          kind: text,
          at: text,
          body: text,
          re: text,
          incident: text,
          'passphrase-file': text,
          json: { type: 'boolean' },
        },
        1,
      );
      const link = linkIn(given);
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
    const posted = await postEntries(link, batch);
    if (!posted.ok) {
      tell(`shanyrak post: ${posted.says}`);
      return EXIT_WRONG;
    }
    refused += report(posted.receipts, asJson);
  }
  tell(`${wires.length - refused} of ${wires.length} entries are on the hub.`);
  return refused === 0 ? EXIT_OK : EXIT_WRONG;
}

async function postOne(link: string, given: Given, crypto: Primitives): Promise<number> {
  const kind = given.need('kind');
  if ((given.text('key') === undefined) === (given.text('device') === undefined))
    throw new UsageError('needs one of --key and --device');
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
  const about = idsOf(given.text('re'));
  const { kept, device } = await keyMeant(link, given, crypto);
  const draft = { kind, at: { edtf: edtf.value }, about, parts: { body } };
  const joined = await joinedWithHub(kept, { link, crypto });
  const sent = await sayEntries([draft], joined, { post: (entries) => postEntries(link, entries), crypto });
  if (!sent.ok) {
    tell(`shanyrak post: ${sent.says}`);
    tell(`The entry is kept in ${kept.file} (${sent.waiting} waiting) and goes out with the next post.`);
    return EXIT_WRONG;
  }
  if (device) await destroyClosedKeys(device, { link, crypto });
  const refused = report(sent.receipts, given.flag('json'));
  if (sent.waiting > 0) tell(`${sent.waiting} are kept in ${kept.file} and go out with the next post.`);
  const [id] = sent.said;
  if (refused === 0 && !given.flag('json')) say(`${id}  incident ${kept.key.place.incident}`);
  return refused === 0 ? EXIT_OK : EXIT_WRONG;
}

type KeyMeant = { readonly kept: KeptKey; readonly device?: Device };

/** The key file given, or the one that the device has for the incident named. */
async function keyMeant(link: string, given: Given, crypto: Primitives): Promise<KeyMeant> {
  const named = given.text('incident');
  if (given.text('device') === undefined) {
    const incident = named === undefined ? {} : { incident: named };
    return { kept: await keptKeyIn(given.need('key'), { given, crypto, ...incident }) };
  }
  if (named === undefined) throw new UsageError('needs --incident: a number, an id, or "new"');
  const device = await openDevice(given, crypto);
  const { slot, incident, isOver } = spokenBefore(device, named, await slotMeant(link, named));
  if (isOver) {
    await destroyClosedKeys(device, { link, crypto });
    throw new UsageError(
      `incident ${slot} is closed: nothing more is said in it. Nothing was signed. If there is something new: --incident new`,
    );
  }
  const kept = device.keyOf(slot, incident);
  if (kept === undefined) throw noKey(device.folder, slot);
  return { kept, device };
}

type SlotMeant = { readonly slot: number; readonly incident?: string; readonly isOver: boolean };

/** Without a hub the device goes on in an incident it has spoken in before. */
function spokenBefore(device: Device, named: string, meant: SlotMeant | WorldError): SlotMeant {
  if (!(meant instanceof WorldError)) return meant;
  if (named === 'new')
    throw new WorldError(
      `${meant.message.replace(/\.$/, '')}. Nothing was signed. To sign without it give --key ${device.folder}/slot-N.key, with N the number the next incident will have`,
    );
  const known = device.slots().find(({ slot }) => {
    const incident = slot > 0 ? device.incidentOf(slot) : undefined;
    return incident !== undefined && (incident === named || String(slot) === named);
  });
  if (known === undefined) throw meant;
  return { slot: known.slot, isOver: false };
}

/** Which slot speaks in the incident named, and its id; a new one takes the next number. Or why the hub does not say. */
async function slotMeant(link: string, named: string): Promise<SlotMeant | WorldError> {
  try {
    return await slotTold(link, named);
  } catch (cause) {
    if (cause instanceof WorldError) return cause;
    throw cause;
  }
}

async function slotTold(link: string, named: string): Promise<SlotMeant> {
  if (named === 'new') return { slot: (await readPlace(link)).nextNumber, incident: named, isOver: false };
  const known = await readIncidents(link);
  const found = incidentNamed(named, known);
  if (found === undefined) throw noIncident(named);
  const { id, number, state } = incidentNow(found, known);
  return { slot: number, incident: id, isOver: state !== 'open' };
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
