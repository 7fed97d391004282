import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bytesEqual } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import { KEYHOLDERS_MAX } from '../../record/kinds/people.ts';
import type { Primitives } from '../../record/primitives.ts';
import { EXIT_OK, readArgs, tell, UsageError, writePrivate } from './command.ts';
import type { Command, Given } from './command.ts';
import { fileOfSlot } from '../kit/device-files.ts';
import { newNextKey, paperSeed, rotateAct } from '../kit/paper-key.ts';
import { DEVICE_HELP, DEVICE_OPTIONS, makeDevice, UNSEALED } from './device.ts';
import { askSecretly, firstLineOf } from './hub-key.ts';
import { readPlace } from './hub-place.ts';
import { linkIn } from './hub-post.ts';
import { holdPaperFree } from './papers.ts';
import type { Papers } from './papers.ts';
import { holdToPlace, sayActs } from './place-act.ts';

export function rotateCommand(crypto: Primitives, now: () => Instant, papers: Papers): Command {
  return {
    name: 'rotate',
    summary: 'go on as a keyholder with the key from paper, on a new device',
    help: `shanyrak rotate --n N --words WORDS --device DIR --to LINK --new-paper FILE [--json]

Keyholder N goes on with the key whose 24 words stand on paper, and promises a fresh one, which goes on a new paper. The old
key ends with it. DIR is a new folder, for the keys of the new device. After a failure run it again with the same one.

${DEVICE_HELP}
  --to LINK               a link of the hub that may write
  --n N                   the number of the keyholder
  --words WORDS           the 24 words in quotes; others on this machine may see them in the list of programs, so better:
  --words-file FILE       a file that holds them, on one line; without either they are asked for on the terminal
  --new-paper FILE        where to write the new page to print (HTML); nothing is written over
  --json                  the hub's receipt as JSON
Exit: 0 done, 1 it had no effect, or the hub did not answer, 2 used wrongly.`,
    run: async (argv) => {
      const text = { type: 'string' } as const;
      const options = { to: text, n: text, words: text, 'words-file': text, 'new-paper': text };
      const given = readArgs(argv, { ...DEVICE_OPTIONS, ...options, json: { type: 'boolean' } }, 0);
      return rotate(given, { crypto, now, papers });
    },
  };
}

type Rotating = { readonly crypto: Primitives; readonly now: () => Instant; readonly papers: Papers };

async function rotate(given: Given, { crypto, now, papers }: Rotating): Promise<number> {
  const link = linkIn(given);
  const n = given.whole('n', { lo: 1, hi: KEYHOLDERS_MAX });
  if (n === undefined) throw new UsageError('needs --n');
  const [folder, paper] = [given.need('device'), given.need('new-paper')];
  const seed = await secretIn(given);
  const isAgain = existsSync(join(folder, fileOfSlot(0)));
  if (!isAgain) holdPaperFree(paper);
  const hub = await readPlace(link);
  const device = await makeDevice(folder, given, crypto);
  if (isAgain && !bytesEqual(device.standing().key.seed, seed))
    throw new UsageError(`${folder} has another standing key: give a new folder for the new device`);
  if (!isAgain) device.make(0, { place: hub.place, seed });
  const standing = device.standing();
  holdToPlace(standing, hub);
  if (!device.isSealed) tell(UNSEALED);
  // What was signed before and is on its way goes first, and is all there is to do.
  if (standing.key.unsent.length > 0) return sayActs([], device, { link, given, crypto, now });
  holdPaperFree(paper);
  const next = newNextKey(crypto);
  const { settlement, languages } = hub;
  // Before it is signed: a promise whose secret is on no paper would lock the keyholder out at the next loss.
  writePrivate(paper, papers.keyholder({ settlement, languages, words: next.words, n }));
  const code = await sayActs([rotateAct(n, next)], device, { link, given, crypto, now });
  tell(
    code === EXIT_OK
      ? `The new paper: ${paper}. Print it, put it where the old one was, destroy the old one, delete the file.`
      : `Keep the old paper and ${paper} until this has gone through. Run it again with the same --device; after a wrong number, with another --new-paper.`,
  );
  return code;
}

async function secretIn(given: Given): Promise<Uint8Array> {
  const [typed, file] = [given.text('words'), given.text('words-file')];
  if (typed !== undefined && file !== undefined)
    throw new UsageError('takes one of --words and --words-file');
  const text = typed ?? (file === undefined ? await askSecretly('The 24 words: ') : firstLineOf(file));
  if (text === undefined) throw new UsageError('needs --words-file or --words');
  const secret = paperSeed(text);
  if (secret === undefined)
    throw new UsageError('these are not the 24 words of a paper: compare each with it. Nothing was changed');
  return secret;
}
