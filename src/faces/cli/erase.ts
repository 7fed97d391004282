import type { Instant } from '../../base/instant.ts';
import { NAMED_MAX } from '../../record/kinds/people.ts';
import { ERASE_GROUNDS, ERASE_OFFICES, ERASED } from '../../record/kinds/vocabulary.ts';
import type { Erased } from '../../record/kinds/vocabulary.ts';
import { parseEntryId } from '../../record/names.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, readArgs, tell, UsageError } from './command.ts';
import type { Command, Given } from './command.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, openDevice } from './device.ts';
import { readPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdToPlace, sayActs } from './place-act.ts';
import type { Act } from './place-act.ts';

export function eraseCommand(crypto: Primitives, now: () => Instant): Command {
  return {
    name: 'erase',
    summary: 'destroy what is sealed, a part, or a whole entry, with a second keyholder',
    help: `shanyrak erase ID … --what WHAT [--part NAME] --ground GROUND --office OFFICE --device DIR --to LINK [--json]

Two keyholders erase: each runs this with the same ID, WHAT and NAME, within whatever time; shanyrak people shows what waits
for a second. Ground and office are those of the first. What is erased is gone for ever, here and in the backups the hub
knows of; the 32-byte id and its place in the log stay, and who it was that erased it, and why. Take the mildest that is enough.

  ID                      the id of an entry, 64 digits, as the board's lists and shanyrak show print it
  --what WHAT             ${ERASED.join(', ')}: only what is sealed (with --part one of them), one part, or all of it
  --part NAME             the part: body, witness, home, hurt, …
  --ground GROUND         ${ERASE_GROUNDS.join(', ')}
  --office OFFICE         by whose decision: ${ERASE_OFFICES.join(', ')}
${DEVICE_HELP}
  --to LINK               your link of the hub
  --json                  the hub's receipt as JSON
Exit: 0 said (it may wait for a second), 1 it had no effect, or the hub did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const options = { to: text, what: text, part: text, ground: text, office: text };
      const given = readArgs(argv, { ...DEVICE_OPTIONS, ...options, json: { type: 'boolean' } }, NAMED_MAX);
      const act = actIn(given);
      const link = linkIn(given);
      const device = await openDevice(given, crypto);
      holdToPlace(device.standing(), await readPlace(link));
      const code = await sayActs([act], device, { link, given, crypto, now });
      if (code === EXIT_OK)
        tell(
          'Once two have said it the hub erases it within seconds. Copies that left the hub are out of reach.',
        );
      return code;
    },
  };
}

function actIn(given: Given): Act {
  const what = oneOf(given, 'what', ERASED);
  const [ground, office] = [oneOf(given, 'ground', ERASE_GROUNDS), oneOf(given, 'office', ERASE_OFFICES)];
  const part = partIn(given, what);
  const ids = given.files.map((text) => {
    const id = parseEntryId(text);
    if (id === undefined) throw new UsageError(`"${text}" is not the id of an entry: 64 digits 0-9, a-f`);
    return id;
  });
  if (ids.length === 0) throw new UsageError('needs the ID of an entry');
  if (new Set(ids).size < ids.length) throw new UsageError('names an entry twice');
  const entries = ids.map((id) => ({ id, what, ...(part !== undefined && { part }) }));
  return { kind: 'erase', body: { entries, ground, office } };
}

function oneOf<T extends string>(given: Given, name: string, known: readonly T[]): T {
  const text = given.need(name);
  const found = known.find((each) => each === text);
  if (found === undefined) throw new UsageError(`--${name} is one of ${known.join(', ')}`);
  return found;
}

function partIn(given: Given, what: Erased): string | undefined {
  const part = given.text('part');
  if (what === 'part' && part === undefined) throw new UsageError('needs --part: which one');
  if (what === 'entry' && part !== undefined)
    throw new UsageError('--part has no place beside a whole entry');
  if (part !== undefined && !/^[a-z][a-z0-9]{0,15}$/.test(part))
    throw new UsageError('--part is the name of a part, such as body, witness or hurt');
  return part;
}
