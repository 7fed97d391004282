import type { Context, Next } from 'hono';
import type { Page } from '../../engine/reading.ts';
import type { AuthorKey } from '../../record/names.ts';
import { mayRead, mayWrite } from '../../record/readers.ts';
import type { Role } from '../../record/kinds/vocabulary.ts';
import type { Pass } from './links.ts';

/** What a request was let in with; `key` when it was signed by somebody of the place. */
export type Admitted = { Variables: { pass: Pass & { readonly key?: AuthorKey } } };

type Handler = (c: Context<Admitted>, next: Next) => Promise<Response | void>;

/** For everybody else the page is not there. */
function only(isAllowed: (pass: Pass) => boolean): Handler {
  return async (c, next) => (isAllowed(c.get('pass')) ? next() : c.notFound());
}

/** Those who may hand in entries; each entry is signed by its author all the same. */
export const writersOnly: Handler = only(({ mayPost }) => mayPost);

/** The board holds who is on the way and when the organiser is due: not for press and supporters. */
export const boardReaders: Handler = only(({ role }) => mayRead(role, 'alarm.reply', 'body'));

/** Those who vouch for others: they see who asks. */
export const vouchersOnly: Handler = only(({ role }) => mayWrite(role, 'key.grant'));

/** Those who keep the place log: they see who was granted what. */
export const keepersOnly: Handler = only(isKeeper);

export function isKeeper({ role }: Pass): boolean {
  return mayRead(role, 'key.grant', 'body');
}

/** The entries of a page that this role reads, each with the parts that it reads. What waits is for those who moderate. */
export function readBy(role: Role, { entries, ...page }: Page): Page {
  const isModerator = mayWrite(role, 'moderate');
  return {
    ...page,
    entries: entries
      .filter(({ kind, weight }) => mayRead(role, kind, 'body') && (weight !== 'waits' || isModerator))
      .map((entry) => ({ ...entry, parts: partsReadBy(role, entry) })),
  };
}

type Entry = Page['entries'][number];

/** Sealed files may pass through every hand: only their readers open them. */
function partsReadBy(role: Role, { kind, parts }: Entry): Entry['parts'] {
  const named = Object.entries(parts).filter(
    ([name, part]) => part !== undefined && ('x' in part || name !== 'body' || mayRead(role, kind, name)),
  );
  return Object.fromEntries(named);
}
