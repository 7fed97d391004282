import { copiesBeforeUpgrade } from '../adapters/store-sqlite/before-upgrade.ts';
import type { Engine } from '../engine/engine.ts';
import { say, tell } from '../faces/cli/command.ts';
import type { Given } from '../faces/cli/command.ts';
import type { Links } from '../faces/hub/links.ts';
import type { FirstRunHere } from './first-run-door.ts';
import { isJournal } from './journal.ts';
import { isLoopback } from './locked-door.ts';
import { areScriptsBuilt, WITHOUT_SCRIPTS } from './web-scripts.ts';

type Announcing = {
  readonly given: Given;
  readonly folder: string;
  readonly address: string;
  readonly host: string;
  readonly madeKeyFile: string | undefined;
  readonly links: Links;
  readonly engine: Engine;
  readonly first: FirstRunHere | undefined;
};

/** What a hub says once it can be reached. */
export function announce(announcing: Announcing): void {
  const { given, folder, address, host, madeKeyFile, links, engine } = announcing;
  // Only now that the hub listens: a start that fails must leave the links people have.
  const isDue = links.count() === 0 || given.flag('new-links');
  const tokens = isDue && !isJournal() ? links.renew() : undefined;
  const made = tokens && {
    read: `${address}/b/${tokens.read}`,
    write: `${address}/b/${tokens.write}`,
    people: `${address}/b/${tokens.people}`,
  };
  const first = announcing.first?.sayings(address);
  if (given.flag('json')) {
    say(
      JSON.stringify({
        ready: true,
        address,
        entries: engine.size(),
        unreadable: engine.unreadable.length,
        ...made,
        ...(first?.link !== undefined && { found: first.link }),
      }),
    );
    return;
  }
  say(`The hub runs at ${address} with ${engine.size()} entries.`);
  if (madeKeyFile !== undefined)
    say(
      `Its key: ${madeKeyFile}. Keep a copy apart from the hub: without it nothing here can be read again.`,
    );
  if (made) {
    say(`Board, to read:  ${made.read}/`);
    say(`To write:        ${made.write}`);
    say(`For keyholders:  ${made.people}`);
    say('Keep these links: they are not shown again. `--new-links` revokes them and makes new ones.');
  } else if (isDue)
    say(
      'No link is printed into a journal, which others read. Stop the service and start it once by hand with --new-links.',
    );
  else say('The links made at the first start still hold. `--new-links` revokes them and makes new ones.');
  if (first) say([first.says, first.link].join(' ').trim());
  if (engine.unreadable.length > 0)
    tell(
      `${engine.unreadable.length} entries could not be read back. Copy the data folder away, then run: shanyrak fsck`,
    );
  if (copiesBeforeUpgrade(folder).length > 0)
    tell(
      `The copy of before the upgrade lies in the data folder and may be open to whoever takes the disk. Once all is well: shanyrak upgrade-done --data ${folder}`,
    );
  if (!areScriptsBuilt()) tell(WITHOUT_SCRIPTS);
  if (!isLoopback(host))
    tell(
      'This hub can be reached from other machines, without encryption on the way: put TLS in front of it.',
    );
  say('Stop it with Ctrl+C.');
}
