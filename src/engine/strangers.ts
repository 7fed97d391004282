import { SECOND_MS } from '../base/instant.ts';
import type { AuthorKey } from '../record/names.ts';
import { isKnownKey } from '../situation/weight.ts';
import type { Clock } from '../ports/clock.ts';
import type { Book } from './book.ts';

// Who knocks before anybody vouches for them: a crowd of new phones fits, a flood of fresh keys does not.
const STRANGERS_BURST = 300;
const STRANGERS_PER_SECOND = 5;
const STRANGERS_WAITING_MAX = 20_000;

/** Keys nobody ever vouched for share one narrow door, and nothing dear is done for them before it. */
export function strangersGate(book: Book, clock: Clock): (author: AuthorKey) => boolean {
  let [level, at] = [STRANGERS_BURST, clock.now()];
  return (author) => {
    const people = book.people();
    if (people.founding === undefined || isKnownKey(people, author)) return true;
    const now = clock.now();
    const passed = Math.max(0, now - at) / SECOND_MS;
    [level, at] = [Math.min(STRANGERS_BURST, level + passed * STRANGERS_PER_SECOND), now];
    if (level < 1 || book.waiting() >= STRANGERS_WAITING_MAX) return false;
    level--;
    return true;
  };
}
