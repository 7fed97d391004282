import { canonicalJson, parseJson } from '../../base/canonical-json.ts';
import { parseEdtf } from '../../base/edtf.ts';
import { PART_BYTES_MAX } from '../../record/commit.ts';
import { parseBody } from '../../record/kinds/body.ts';
import { parseEntryId } from '../../record/names.ts';
import type { EntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { isPlainObject } from '../../record/subset.ts';
import { logLines } from '../kit/log-lines.ts';
import { handIn } from '../kit/say-entries.ts';
import { EXIT_OK, EXIT_WRONG, readArgs, say, tell, UsageError } from './command.ts';
import type { Command, Given } from './command.ts';
import { keptKeyIn } from './device.ts';
import { linkIn, postingTo } from './hub-post.ts';
import { deviceKeyFor, sayInIncident, sayReceipts } from './say-in-incident.ts';
import type { KeyMeant } from './say-in-incident.ts';
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
  // There is no key beside which the hub's log could be kept: it is held to itself from the first batch to the last.
  const { receipts, said, says } = await handIn(wires, undefined, { post: postingTo(link), crypto });
  const refused = sayReceipts(receipts, asJson);
  for (const line of logLines(said, 'en')) tell(line);
  if (says !== undefined) {
    tell(`shanyrak post: ${says}`);
    return EXIT_WRONG;
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
  const draft = { kind, at: { edtf: edtf.value }, about, parts: { body } };
  const meant = await keyMeant(link, given, crypto);
  const { code, id } = await sayInIncident(draft, meant, { link, given, crypto });
  if (code === EXIT_OK && !given.flag('json')) say(`${id}  incident ${meant.kept.key.place.incident}`);
  return code;
}

/** The key file given, or the one that the device has for the incident named. */
async function keyMeant(link: string, given: Given, crypto: Primitives): Promise<KeyMeant> {
  const named = given.text('incident');
  if (given.text('device') === undefined) {
    const incident = named === undefined ? {} : { incident: named };
    return { kept: await keptKeyIn(given.need('key'), { given, crypto, ...incident }) };
  }
  if (named === undefined) throw new UsageError('needs --incident: a number, an id, or "new"');
  return deviceKeyFor(named, { link, given, crypto });
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
