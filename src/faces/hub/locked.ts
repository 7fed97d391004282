import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { LOCKED_WORDS } from '../../acts/words/locked-words.ts';
import type { Language } from '../../acts/words/words.ts';
import { languageOf } from './language.ts';
import { guardAnswers } from './headers.ts';
import { ownStyle } from './own-style.ts';

export type LockedState = 'closed' | 'wrong' | 'wait' | 'open' | 'key-file-only' | 'terminal-only';
export type Tried = 'open' | 'wrong' | 'no-such-way';

export type LockedNeeds = {
  /** Whether a passphrase may be typed into the page: there is one, and the way to this page is safe. */
  readonly way: 'passphrase' | 'key-file-only' | 'terminal-only';
  readonly tryPassphrase: (passphrase: string) => Promise<Tried>;
  readonly page: (state: LockedState, language: Language) => string;
  readonly css: string;
  readonly nowMs: () => number;
};

// Whoever knows the passphrase needs a few tries; whoever guesses needs millions.
const TRIES_MAX = 5;
const WAIT_MS: number = 15 * 60_000;
const BODY_BYTES_MAX = 8_192;
const NO_FORM: Readonly<Record<string, unknown>> = {};

function typed(form: Readonly<Record<string, unknown>>): string {
  const value = form['passphrase'];
  return typeof value === 'string' ? value : '';
}

/**
 * The hub before it has its key. Every path is answered alike, so that nobody learns which links are right; nothing
 * is accepted, because nothing could be protected.
 */
export function lockedApp(needs: LockedNeeds): Hono {
  const app = new Hono({ strict: false });
  let tries = 0;
  let waitUntil = 0;
  let trying = Promise.resolve();
  const style = ownStyle(needs.css, '/locked.css');
  const page = (...args: Parameters<LockedNeeds['page']>): string => style.put(needs.page(...args));
  const state = needs.way === 'passphrase' ? 'closed' : needs.way;
  app.use(guardAnswers(style.csp));
  app.get('/health', (c) => c.json({ ok: true, locked: true }));
  app.post('/unlock', bodyLimit({ maxSize: BODY_BYTES_MAX }), async (c) => {
    const language = languageOf(c);
    if (needs.way !== 'passphrase') return c.html(page(state, language), 503);
    const form = await c.req.parseBody().catch(() => NO_FORM);
    const passphrase = typed(form);
    // One after the other: each try costs memory and a second, and none may be had for free beside another.
    const mine = trying.then(async () => {
      if (needs.nowMs() < waitUntil) return 'wait';
      const tried = await needs.tryPassphrase(passphrase);
      if (tried === 'open') return tried;
      tries++;
      if (tries < TRIES_MAX) return 'wrong';
      [tries, waitUntil] = [0, needs.nowMs() + WAIT_MS];
      return 'wait';
    });
    trying = mine.then(
      () => {},
      () => {},
    );
    const came = await mine;
    return c.html(page(came, language), came === 'open' ? 200 : 403);
  });
  app.all('*', (c) => {
    const language = languageOf(c);
    return c.req.method === 'GET' || c.req.method === 'HEAD'
      ? c.html(page(state, language), 503)
      : c.json({ kind: 'locked', says: LOCKED_WORDS[language].notKept }, 503, { 'retry-after': '60' });
  });
  return app;
}
