import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from './hub-child.ts';
import type { HubChildNeeds, ProgramChild } from './hub-child.ts';

export const PASSPHRASE = 'төрт терек, бір құдық';

// Every page carries the whole style: nothing to read in a test's report.
const STYLE_OF_PAGES = /<style>\s*:root.*?<\/style>/s;

type Fields = Readonly<Record<string, string>>;

/** A form that founds a place of two keyholders, with one warden. */
export const FORM: Fields = {
  settlement: 'East field',
  'language-ru': 'yes',
  keyholders: '2',
  cells: 'c1',
  wardens: '1',
  way: 'passphrase',
  passphrase: PASSPHRASE,
  again: PASSPHRASE,
};

export type Seen = { readonly status: number; readonly text: string; readonly headers: Headers };

/** A browser without scripts, as far as these pages need one: it follows where a post sends it. */
export type FirstRunPages = {
  readonly base: () => string;
  readonly get: (path?: string) => Promise<Seen>;
  readonly bytes: (path: string) => Promise<Uint8Array>;
  readonly post: (act: string, fields?: Fields) => Promise<Seen>;
};

export function firstRunPages(link: string): FirstRunPages {
  let base = link;
  const lang = '?lang=en';
  const seen = async (answer: Response): Promise<Seen> => ({
    status: answer.status,
    text: (await answer.text()).replace(STYLE_OF_PAGES, ''),
    headers: answer.headers,
  });
  const get: FirstRunPages['get'] = async (path = '') => seen(await fetch(`${base}${path}${lang}`));
  return {
    base: () => base,
    get,
    bytes: async (path) => new Uint8Array(await (await fetch(`${base}${path}`)).arrayBuffer()),
    post: async (act, fields = {}) => {
      const answer = await fetch(`${base}/${act}${lang}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        redirect: 'manual',
      });
      const where = answer.headers.get('location');
      if (answer.status !== 303 || where === null) return seen(answer);
      base = new URL(where.replace(/[?#].*/, ''), base).href;
      return get();
    },
  };
}

export type FirstRunChild = ProgramChild & { readonly pages: FirstRunPages };

/** Starts a hub and opens the link of its first run. */
export async function startFirstRun(
  args: readonly string[],
  needs: Omit<HubChildNeeds, 'folder' | 'args'> = {},
): Promise<FirstRunChild> {
  const program = startProgram(['serve', '--port', '0', ...args], needs);
  return { ...program, pages: firstRunPages(await linkIn(program)) };
}

/** The link that was printed; waits for it, and no longer than the program runs. */
export async function linkIn(program: ProgramChild): Promise<string> {
  const { child } = program;
  for (let n = 0; n < 1_500 && child.exitCode === null && child.signalCode === null; n++) {
    const link = /http:\/\/127\.0\.0\.1:\d+\/found\/[\w-]{22}(?=\s)/.exec(program.out())?.[0];
    if (link !== undefined) return link;
    await sleep(20);
  }
  return assert.fail(`no link was printed: ${program.out()}${program.err()}`);
}

/** Fills in the form, founds, and waits for what is to be handed over. */
export async function foundOn(pages: FirstRunPages, fields: Fields = FORM): Promise<Seen> {
  const checked = await pages.post('check', fields);
  assert.equal(checked.status, 200, checked.text);
  return untilFounded(pages, await pages.post('found'));
}

/** Looks again while the page says that it is at it. */
export async function untilFounded(pages: FirstRunPages, first?: Seen): Promise<Seen> {
  let seen = first ?? (await pages.get());
  for (let n = 0; n < 500 && /The place is being founded/.test(seen.text); n++) {
    await sleep(20);
    seen = await pages.get();
  }
  return seen;
}

/** The names of what is on the page to be handed over. */
export function itemsOn({ text }: Seen): readonly string[] {
  return [...text.matchAll(/<li id="([a-z]+-\d+)"/g)].map((m) => m[1] ?? '');
}

/** Marks everything as handed over; the page after the last. */
export async function markAll(pages: FirstRunPages): Promise<Seen> {
  let seen = await pages.get();
  for (const name of itemsOn(seen)) seen = await pages.post('mark', { name, handed: 'yes' });
  return seen;
}
