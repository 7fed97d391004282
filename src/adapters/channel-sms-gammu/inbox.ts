import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import type { InboundSms, TakeSms } from '../../ports/channel.ts';

const POLL_MS = 500;
// So many at one look; the rest is there at the next.
const FILES_MAX = 64;
// One part in the GSM alphabet; nobody answers an alarm with more. In UTF-16, with what smsd writes behind it.
const TEXT_CHARS_MAX = 160;
const FILE_BYTES_MAX = 2_048;
const SENDER_CHARS_MAX = 32;
const REMEMBERED_MAX = 1_000;
// gammu-smsd-files(7): IN<date>_<time>_<serial>_<from>_<part>.
const NAME = /^IN(\d{8}_\d{6})_\d{2,}_(.+)_(\d{2})\.txt$/;

/** Takes SMS that came in out of the folder where gammu-smsd lays them; each stays there until it is kept. */
export class Inbox {
  readonly #folder: string;
  readonly #take: TakeSms;
  /** How long each file was when it was looked at last: a file that grows is not whole yet. */
  #sizes: ReadonlyMap<string, number> = new Map();
  /** The modem tells of some twice. */
  readonly #kept = new Set<string>();
  #looking: NodeJS.Timeout | undefined;
  #look: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(folder: string, take: TakeSms) {
    this.#folder = folder;
    this.#take = take;
    this.#lookSoon();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#looking);
    await this.#look;
  }

  #lookSoon(): void {
    if (this.#isClosed) return;
    this.#looking = setTimeout(() => {
      this.#look = this.#takeWhole().finally(() => this.#lookSoon());
    }, POLL_MS);
  }

  async #takeWhole(): Promise<void> {
    const all = (await readdir(this.#folder).catch(() => []))
      .filter((name) => name.startsWith('IN'))
      .toSorted();
    const sizes = new Map<string, number>();
    for (const name of all.slice(0, FILES_MAX)) {
      const file = await read(join(this.#folder, name));
      if (file === undefined) continue;
      sizes.set(name, file.size);
      if (this.#sizes.get(name) !== file.size) continue;
      const isAlone = all.filter((other) => isOfSame(other, name)).length === 1;
      const sms = isAlone ? parseFile(name, file.octets) : undefined;
      if (sms !== undefined && !(await this.#isKept(sms))) continue;
      await rm(join(this.#folder, name), { force: true }).catch(() => undefined);
    }
    this.#sizes = sizes;
  }

  async #isKept(sms: InboundSms): Promise<boolean> {
    if (this.#kept.has(sms.id)) return true;
    if (!(await this.#take(sms))) return false;
    this.#kept.add(sms.id);
    for (const oldest of this.#kept) {
      if (this.#kept.size <= REMEMBERED_MAX) break;
      this.#kept.delete(oldest);
    }
    return true;
  }
}

/** Parts of one long SMS differ in the last number only. */
function isOfSame(one: string, other: string): boolean {
  const start = (name: string): string => name.slice(0, name.lastIndexOf('_'));
  return start(one) === start(other);
}

type File = { readonly size: number; readonly octets: Uint8Array };

/** A file as it lies there, of a long one only the size; no link is followed out of the folder. */
async function read(path: string): Promise<File | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      return { size, octets: size > FILE_BYTES_MAX ? new Uint8Array() : await file.readFile() };
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

/** The name says who and when, the content is UTF-16 with its mark first; what is not as it should be is nobody's SMS. */
function parseFile(name: string, octets: Uint8Array): InboundSms | undefined {
  const [, moment, sender = '', part] = NAME.exec(name) ?? [];
  const isSender = /^[^\p{Cc}\p{Cs}]+$/u.test(sender) && sender.length <= SENDER_CHARS_MAX;
  if (part !== '00' || !isSender || octets.length % 2 !== 0) return undefined;
  if (octets[0] !== 0xfe || octets[1] !== 0xff) return undefined;
  const decoded = Buffer.from(octets.slice(2)).swap16().toString('utf16le');
  // It counts bytes of UTF-8 and writes as many characters: what follows the text is zeros.
  const [text = ''] = decoded.split('\0');
  if (text === '' || text.length > TEXT_CHARS_MAX || !text.isWellFormed()) return undefined;
  const from = parsePhoneNumber(sender) ?? sender;
  const id = createHash('sha256')
    .update(JSON.stringify([from, moment, text]))
    .digest('hex')
    .slice(0, 32);
  return { id, from, text };
}
