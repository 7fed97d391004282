import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ConnectionOptions } from 'node:tls';
import smpp from 'smpp';
import type { Pdu, Session } from 'smpp';
import { orAborted } from './or-aborted.ts';

export type Line = {
  readonly host: string;
  readonly port: number;
  /** Without it, in the clear. */
  readonly tls?: ConnectionOptions;
  /** What `bind_transceiver` says of us. */
  readonly bind: Fields;
  readonly window: number;
};

type Fields = Readonly<Record<string, unknown>>;
/** Gives the fields of the answer, when there is one to give; rejects for nothing. */
type OnRequest = (pdu: Pdu) => Promise<Fields>;
/** `busy`: it never left, for all places were taken. `silence`: it left, and no answer came. */
export type Submitted = { readonly status: number } | 'busy' | 'silence';

// Below what carriers wait for, commonly 60 s, before they hang up on a silent line.
const ENQUIRE_EVERY_MS = 30_000;
const ENQUIRE_WITHIN_MS = 10_000;
// What a carrier that reads nothing can make us hold for it.
const UNREAD_BYTES_MAX = 262_144;
const GOODBYE_MS = 1_000;

/** Connects and binds; rejects when there is no carrier, it does not want us, or `signal` ends the try. */
export async function bindSession(
  line: Line,
  onRequest: OnRequest,
  signal: AbortSignal,
): Promise<SmppSession> {
  const { host, port, tls } = line;
  const socket = tls === undefined ? connect({ host, port }) : connectTls({ host, port, ...tls });
  // Heard from the first moment on: what nobody hears ends the process.
  socket.on('error', () => socket.destroy());
  try {
    await once(socket, tls === undefined ? 'connect' : 'secureConnect', { signal });
    socket.setNoDelay(true);
    const session = new SmppSession(socket, line, onRequest);
    await session.bind(signal);
    return session;
  } catch (failure) {
    socket.destroy();
    throw failure;
  }
}

/** One connection that carries messages both ways, no more of ours at once than the carrier allows. */
export class SmppSession {
  readonly #session: Session;
  readonly #socket: Socket;
  readonly #line: Line;
  readonly #onRequest: OnRequest;
  /** Ends the wait of everybody who asked something on this line. */
  readonly #asked = new Set<() => void>();
  readonly #queue = new Set<() => void>();
  /** Messages without an answer, and of them those that nobody waits for any more. */
  #underWay = 0;
  #givenUp = 0;
  #isEnding = false;
  #isEnquiring = false;
  #enquiring: NodeJS.Timeout | undefined;

  constructor(socket: Socket, line: Line, onRequest: OnRequest) {
    this.#socket = socket;
    this.#line = line;
    this.#onRequest = onRequest;
    this.#session = new smpp.Session({ socket });
    // A PDU that cannot be read: whatever follows on this line is not to be trusted.
    this.#session.on('error', () => socket.destroy());
    this.#session.on('pdu', (pdu: Pdu) => void this.#hear(pdu));
    socket.once('close', () => {
      this.#end();
      clearInterval(this.#enquiring);
      for (const end of this.#asked) end();
    });
  }

  get isOpen(): boolean {
    return !this.#isEnding && this.#socket.writable;
  }

  /** Resolves when the line is closed. */
  async closed(): Promise<void> {
    if (!this.#socket.closed) await once(this.#socket, 'close');
  }

  async bind(signal: AbortSignal): Promise<void> {
    const answer = await orAborted(this.#ask('bind_transceiver', this.#line.bind), signal);
    const isBound = answer?.command === 'bind_transceiver_resp' && answer.command_status === 0;
    if (!isBound) throw new Error('not bound');
    this.#enquiring = setInterval(() => void this.#enquire(), ENQUIRE_EVERY_MS);
  }

  /** Hands over one message, once. */
  async submit(fields: Fields, signal: AbortSignal): Promise<Submitted> {
    while (this.isOpen && !signal.aborted && this.#underWay >= this.#line.window) await this.#turn(signal);
    if (signal.aborted || !this.isOpen) return 'busy';
    this.#underWay += 1;
    const answering = this.#ask('submit_sm', fields);
    void answering.then(() => {
      this.#underWay -= 1;
      this.#callNext();
    });
    const answer = await orAborted(answering, signal);
    if (answer === undefined) return this.#giveUp(answering);
    if (/^(?:submit_sm_resp|generic_nack)$/.test(answer.command)) return { status: answer.command_status };
    this.#socket.destroy();
    return 'silence';
  }

  async close(): Promise<void> {
    this.#end();
    await orAborted(this.#ask('unbind', {}), AbortSignal.timeout(GOODBYE_MS));
    this.#socket.destroy();
  }

  /** Its place stays taken until an answer comes. With all of them taken so, nothing comes through here any more. */
  #giveUp(answering: Promise<unknown>): 'silence' {
    this.#givenUp += 1;
    void answering.then(() => {
      this.#givenUp -= 1;
    });
    if (this.#givenUp >= this.#line.window) this.#socket.destroy();
    else void this.#enquire();
    return 'silence';
  }

  /** The answer to one request, whenever it comes; `undefined` when the line was closed before. */
  #ask(command: string, fields: Fields): Promise<Pdu | undefined> {
    return new Promise((resolve) => {
      const end = (): void => settle();
      const settle = (answer?: Pdu): void => {
        this.#asked.delete(end);
        resolve(answer);
      };
      this.#asked.add(end);
      const hasLeft = this.#session.send(new smpp.PDU(command, fields), settle);
      if (!hasLeft) end();
    });
  }

  /** Waits for a place, in the order of asking. */
  async #turn(signal: AbortSignal): Promise<void> {
    let call = (): void => undefined;
    const called = new Promise<void>((resolve) => {
      call = resolve;
    });
    this.#queue.add(call);
    await orAborted(called, signal);
    // A place that was offered to somebody who no longer wants it goes to the next.
    if (!this.#queue.delete(call) && signal.aborted) this.#callNext();
  }

  #callNext(): void {
    for (const call of this.#queue) {
      this.#queue.delete(call);
      return call();
    }
  }

  #end(): void {
    this.#isEnding = true;
    for (const call of this.#queue) call();
  }

  /** Ends a line on which nobody answers: it may be open for hours. */
  async #enquire(): Promise<void> {
    if (this.#isEnquiring || !this.isOpen) return;
    this.#isEnquiring = true;
    const answer = await orAborted(this.#ask('enquire_link', {}), AbortSignal.timeout(ENQUIRE_WITHIN_MS));
    this.#isEnquiring = false;
    if (answer === undefined) this.#socket.destroy();
  }

  async #hear(pdu: Pdu): Promise<void> {
    // Nobody answers these.
    if (pdu.isResponse() || pdu.command === 'alert_notification' || pdu.command === 'outbind') return;
    if (this.#socket.writableLength > UNREAD_BYTES_MAX) return void this.#socket.destroy();
    this.#session.send(pdu.response(await this.#onRequest(pdu)));
    if (pdu.command !== 'unbind') return;
    this.#end();
    this.#socket.end();
  }
}
