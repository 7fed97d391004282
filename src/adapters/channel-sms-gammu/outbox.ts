import { randomBytes } from 'node:crypto';
import { readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../ports/channel.ts';

const POLL_MS = 100;
// gammu-smsd-files(7): OUT<priority><date>_<time>_<serial>_<to>_<note>.
const OURS = /^OUTC\d{8}_\d{6}_\d{8}_\+\d{8,15}_x([0-9a-f]{8})?[0-9a-f]*\.txt$/;
// While settings change, two of us hand files to one modem for a while: the note says whose each is.
const PROCESS = randomBytes(4).toString('hex');
const ACCEPTED: Outcome = { kind: 'accepted' };
const UNKNOWN: Outcome = { kind: 'unknown' };
const OF_MODEM: Outcome = { kind: 'deferred', scope: 'provider' };
// It says nothing of why; the next number may do.
const OF_NUMBER: Outcome = { kind: 'deferred', scope: 'address' };

type Waiting = {
  readonly name: string;
  readonly untilMs: number;
  readonly settle: (outcome: Outcome) => void;
};

/**
 * Hands files to gammu-smsd and looks where they go: it moves what it sent to `sent` and what it could not send to `error`,
 * one after the other, first the one whose name is first.
 */
export class Outbox {
  readonly #folder: string;
  readonly #note = `x${PROCESS}${randomBytes(4).toString('hex')}`;
  readonly #start = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '_');
  readonly #waiting = new Map<string, Waiting>();
  #serial = 0;
  #looking: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(folder: string) {
    this.#folder = folder;
    // What an earlier process left is long planned again; sent now it would come twice, and late.
    for (const part of ['outbox', 'sent', 'error'] as const) {
      for (const name of readdirSync(this.#at(part))) if (isOfEarlier(name)) rmSync(this.#at(part, name));
    }
  }

  async send(to: string, text: string, withinMs: number): Promise<Outcome> {
    if (this.#isClosed) return OF_MODEM;
    const untilMs = performance.now() + withinMs - POLL_MS;
    this.#serial += 1;
    const name = `OUTC${this.#start}_${String(this.#serial).padStart(8, '0')}_${to}_${this.#note}.txt`;
    const hidden = this.#at('outbox', `.${name}`);
    try {
      // Whole or not at all: smsd reads whatever it finds, names with a dot before them aside. And at once, so that no older
      // name appears after a newer.
      writeFileSync(hidden, Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), { flag: 'wx', mode: 0o660 });
      renameSync(hidden, this.#at('outbox', name));
    } catch {
      return OF_MODEM;
    }
    return new Promise((settle) => {
      this.#waiting.set(name, { name, untilMs, settle });
      this.#lookSoon();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#looking);
    await this.#look();
  }

  #at(part: 'outbox' | 'sent' | 'error', name = ''): string {
    return join(this.#folder, part, name);
  }

  #lookSoon(): void {
    this.#looking ??= setTimeout(() => void this.#look(), POLL_MS);
  }

  async #look(): Promise<void> {
    this.#looking = undefined;
    // Before the lists: what is laid there meanwhile is in none of them.
    const waiting = [...this.#waiting.keys()];
    // In the order in which a file moves, so that none is missed on its way.
    const outbox = await this.#list('outbox');
    const sent = await this.#list('sent');
    const error = await this.#list('error');
    for (const name of waiting) {
      if (sent.has(name)) await this.#settle(name, 'sent', ACCEPTED);
      else if (error.has(name)) await this.#settle(name, 'error', OF_NUMBER);
      else if (!outbox.has(name)) await this.#settle(name, 'outbox', UNKNOWN);
    }
    const nowMs = performance.now();
    const late = [...this.#waiting.values()].filter(({ untilMs }) => this.#isClosed || untilMs <= nowMs);
    // The newest first: as long as an older one lies there, smsd cannot have come to a newer.
    const newestFirst = late
      .map(({ name }) => name)
      .toSorted()
      .toReversed();
    for (const name of newestFirst) await this.#withdraw(name);
    if (this.#waiting.size > 0) this.#lookSoon();
  }

  async #list(part: 'outbox' | 'sent' | 'error'): Promise<ReadonlySet<string>> {
    return new Set(await readdir(this.#at(part)).catch(() => []));
  }

  /** What is not sent in time is not to be sent an hour later. */
  async #withdraw(name: string): Promise<void> {
    if (!(await isRemoved(this.#at('outbox', name)))) {
      if (await isRemoved(this.#at('sent', name))) return this.#settle(name, 'sent', ACCEPTED);
      return this.#settle(name, 'error', (await isRemoved(this.#at('error', name))) ? OF_NUMBER : UNKNOWN);
    }
    const hasOlder = [...(await this.#list('outbox'))].some((other) => OURS.test(other) && other < name);
    await this.#settle(name, 'outbox', hasOlder ? OF_MODEM : UNKNOWN);
  }

  /** Nothing that names a number stays behind. */
  async #settle(name: string, part: 'outbox' | 'sent' | 'error', outcome: Outcome): Promise<void> {
    await rm(this.#at(part, name), { force: true }).catch(() => undefined);
    this.#waiting.get(name)?.settle(outcome);
    this.#waiting.delete(name);
  }
}

/** A file of a process that has ended; one that is not sent yet may have a dot before its name. */
function isOfEarlier(name: string): boolean {
  const ours = OURS.exec(name.replace(/^\./, ''));
  return ours !== null && ours[1] !== PROCESS;
}

async function isRemoved(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch {
    return false;
  }
}
