import type { Readable } from 'node:stream';
import SmtpConnection from 'nodemailer/lib/smtp-connection';

type Settings = ConstructorParameters<typeof SmtpConnection>[0];
type Login = { readonly user: string; readonly password: string };
type Envelope = { readonly from: string; readonly to: string };

// What mail servers commonly allow one client at once.
const CONNECTIONS_MAX = 5;
// Below the patience of any server, so that it is us who hang up and no mail meets a closed line.
const IDLE_MS = 20_000;
// Ends a connection that went silent where no mail waits for it.
const SILENT_MS = 30_000;
const GOODBYE_MS = 1_000;
const REPLY_BYTES_MAX = 16_384;

/** Connections to one mail server, kept for the next mail. Nothing is tried twice here. */
export class SmtpConnections {
  readonly #settings: Settings;
  readonly #login: Login | undefined;
  readonly #open = new Set<SmtpConnection>();
  readonly #idle = new Map<SmtpConnection, NodeJS.Timeout>();
  readonly #waiting: (() => void)[] = [];

  constructor(settings: Settings, login: Login | undefined) {
    this.#settings = {
      ...settings,
      socketTimeout: SILENT_MS,
      socketCloseTimeout: GOODBYE_MS,
      maxResponseSize: REPLY_BYTES_MAX,
    };
    this.#login = login;
  }

  /** Resolves once the server took the mail; rejects with what it said, or when `signal` ends the try. */
  async carry(envelope: Envelope, letter: Readable, signal: AbortSignal): Promise<void> {
    const connection = await this.#take(signal);
    if (signal.aborted) this.#giveBack(connection);
    signal.throwIfAborted();
    const failure = await handOver(connection, { envelope, letter, signal });
    if (failure === undefined) this.#giveBack(connection);
    else if (isOfMail(failure)) connection.reset((error) => this.#giveBack(connection, error ?? undefined));
    else connection.close();
    if (failure !== undefined) throw failure;
  }

  close(): void {
    for (const connection of this.#open) connection.close();
  }

  async #take(signal: AbortSignal): Promise<SmtpConnection> {
    for (;;) {
      // A place that was offered to somebody who no longer wants it goes to the next.
      if (signal.aborted) this.#wakeNext();
      signal.throwIfAborted();
      for (const idle of this.#idle.keys()) {
        this.#forget(idle);
        return idle;
      }
      if (this.#open.size < CONNECTIONS_MAX) return this.#connect(signal);
      await this.#change(signal);
    }
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(wake), 1);
        resolve();
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.push(wake);
    });
  }

  #wakeNext(): void {
    this.#waiting.shift()?.();
  }

  #connect(signal: AbortSignal): Promise<SmtpConnection> {
    const connection = new SmtpConnection(this.#settings);
    this.#open.add(connection);
    connection.once('end', () => {
      this.#open.delete(connection);
      this.#forget(connection);
      this.#wakeNext();
    });
    return new Promise((resolve, reject) => {
      const settle = (failure?: Error | null): void => {
        signal.removeEventListener('abort', stop);
        if (!failure) return resolve(connection);
        connection.close();
        reject(failure);
      };
      const stop = (): void => settle(new Error('stopped'));
      signal.addEventListener('abort', stop, { once: true });
      // Stays for the life of the connection: an error while it is idle is no error of any mail.
      connection.on('error', settle);
      connection.connect((failure) => {
        if (failure || this.#login === undefined) return settle(failure);
        connection.login({ user: this.#login.user, pass: this.#login.password }, settle);
      });
    });
  }

  #giveBack(connection: SmtpConnection, failure?: Error): void {
    if (failure !== undefined) connection.close();
    if (!this.#open.has(connection)) return;
    this.#idle.set(connection, setTimeout(() => connection.close(), IDLE_MS).unref());
    this.#wakeNext();
  }

  #forget(connection: SmtpConnection): void {
    clearTimeout(this.#idle.get(connection));
    this.#idle.delete(connection);
  }
}

type Mail = { readonly envelope: Envelope; readonly letter: Readable; readonly signal: AbortSignal };

function handOver(
  connection: SmtpConnection,
  { envelope, letter, signal }: Mail,
): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve(new Error('stopped'));
      connection.close();
    };
    signal.addEventListener('abort', stop, { once: true });
    connection.send(envelope, letter, (failure) => {
      signal.removeEventListener('abort', stop);
      resolve(failure ?? undefined);
    });
  });
}

/** The server refused this mail and stays on the line for others. */
function isOfMail(failure: Error): boolean {
  const code = 'code' in failure ? failure.code : undefined;
  const reply = 'responseCode' in failure ? failure.responseCode : undefined;
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && reply !== 421;
}
