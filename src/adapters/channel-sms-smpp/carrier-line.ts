import { setTimeout as wait } from 'node:timers/promises';
import type { Pdu } from 'smpp';
import type { TakeSms } from '../../ports/channel.ts';
import { InboundIds, parseDeliver } from './inbound.ts';
import { orAborted } from './or-aborted.ts';
import { bindSession } from './smpp-session.ts';
import type { Line, SmppSession } from './smpp-session.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const BIND_WITHIN_MS = 10_000;
// SMPP 3.4, 5.1.3: to be sent again later; never to be sent again; no such command here.
const AGAIN = 0x64;
const NEVER_AGAIN = 0x65;
const NO_SUCH_COMMAND = 0x03;
// What a carrier can make us hold that is not kept yet; it brings the rest again.
const TAKING_MAX = 64;

type Fields = Readonly<Record<string, unknown>>;

/** The line to one carrier: opened when it is needed, and not more often than a carrier puts up with. */
export class CarrierLine {
  readonly #line: Line;
  readonly #take: TakeSms | undefined;
  readonly #ids = new InboundIds();
  readonly #closing = new AbortController();
  #taking = 0;
  #session: SmppSession | undefined;
  #opening: Promise<SmppSession | undefined> | undefined;
  #failures = 0;
  #notBeforeMs = 0;

  constructor(line: Line, take: TakeSms | undefined) {
    this.#line = line;
    this.#take = take;
    if (take !== undefined) void this.#listen();
  }

  /** The open line; or, when there is none, for how long it is no use to ask again. */
  async session(signal: AbortSignal): Promise<SmppSession | number> {
    if (this.#session?.isOpen === true) return this.#session;
    if (!this.#closing.signal.aborted && this.#restMs() === 0) {
      this.#opening ??= this.#open();
      const session = await orAborted(this.#opening, signal);
      if (session !== undefined) return session;
    }
    return this.#restMs();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#opening;
    await this.#session?.close();
  }

  #restMs(): number {
    return Math.max(0, Math.ceil(this.#notBeforeMs - performance.now()));
  }

  async #open(): Promise<SmppSession | undefined> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(BIND_WITHIN_MS)]);
    try {
      this.#session = await bindSession(this.#line, (pdu) => this.#answer(pdu), signal);
      this.#failures = 0;
      return this.#session;
    } catch {
      if (this.#closing.signal.aborted) return undefined;
      // Whatever it was: it is about no message, and each next try waits longer.
      this.#failures += 1;
      this.#notBeforeMs =
        performance.now() + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
      return undefined;
    } finally {
      this.#opening = undefined;
    }
  }

  /** Keeps the line open for those who answer: a carrier holds their SMS only for a while. */
  async #listen(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const session = await this.session(signal);
      if (typeof session !== 'number') await orAborted(session.closed(), signal);
      const restMs = Math.max(FIRST_WAIT_MS, this.#restMs());
      await wait(restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** The fields of our answer to what the carrier asks: of an SMS, once it is kept. */
  async #answer(pdu: Pdu): Promise<Fields> {
    if (pdu.command === 'unknown' || pdu.command === 'enquire_link' || pdu.command === 'unbind') return {};
    if (pdu.command !== 'deliver_sm') return { command_status: NO_SUCH_COMMAND };
    const inbound = parseDeliver(pdu);
    if (inbound.kind === 'unread') return { command_status: NEVER_AGAIN };
    if (inbound.kind === 'receipt' || this.#take === undefined) return {};
    if (this.#taking === TAKING_MAX) return { command_status: AGAIN };
    const { from, text } = inbound;
    this.#taking += 1;
    const isKept = await this.#take({ id: this.#ids.idOf(from, text), from, text });
    this.#taking -= 1;
    return isKept ? {} : { command_status: AGAIN };
  }
}
