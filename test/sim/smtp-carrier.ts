import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';

type Step = 'greeting' | 'ehlo' | 'starttls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'body' | 'rset';
/** A line to answer each step with; instead of a line, `hang` says nothing and `cut` cuts the connection. */
export type SmtpScript = Partial<Record<Step, string>>;

export type TakenLetter = {
  readonly from: string;
  readonly to: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly subject: string;
  readonly text: string;
};

export type SmtpCarrier = {
  readonly port: number;
  /** How it answers from now on; a step that is not named goes well. */
  readonly play: (script: SmtpScript) => void;
  readonly letters: () => readonly TakenLetter[];
  /** Every line a client said, the letters' own lines aside. */
  readonly heard: () => readonly string[];
  readonly connections: () => number;
  readonly end: () => Promise<void>;
};

export type SmtpTraits = {
  readonly security?: 'tls' | 'starttls';
  readonly identity?: { readonly cert: string; readonly key: string };
  /** What it says it can do, one a line. */
  readonly extensions?: readonly string[];
};

const GOES_WELL: Required<SmtpScript> = {
  greeting: '220 carrier.test ESMTP',
  ehlo: '250',
  starttls: '220 2.0.0 go ahead',
  auth: '235 2.7.0 welcome',
  mail: '250 2.1.0 ok',
  rcpt: '250 2.1.5 ok',
  data: '354 go ahead',
  body: '250 2.0.0 taken',
  rset: '250 2.0.0 ok',
};

/** As much of RFC 5321 as a mail server needs to take letters, on a free port of this machine. */
export async function startSmtpCarrier(traits: SmtpTraits = {}): Promise<SmtpCarrier> {
  let script: SmtpScript = {};
  const letters: TakenLetter[] = [];
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const serve = (socket: Socket): void => {
    const converse = new Conversation(socket, {
      traits,
      replyTo: (step) => script[step] ?? GOES_WELL[step],
      heard,
      take: (letter) => letters.push(letter),
    });
    converse.begin();
  };
  const server =
    traits.security === 'tls' ? createTlsServer(traits.identity ?? {}, serve) : createServer(serve);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: portOf(server.address()),
    play: (next) => {
      script = next;
    },
    letters: () => [...letters],
    heard: () => [...heard],
    connections: () => sockets.size,
    end: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not a port');
  return address.port;
}

type World = {
  readonly traits: SmtpTraits;
  readonly replyTo: (step: Step) => string;
  readonly heard: string[];
  readonly take: (letter: TakenLetter) => void;
};

class Conversation {
  #socket: Socket;
  readonly #world: World;
  #rest = '';
  #from = '';
  #to = '';
  #isInBody = false;
  #isSilent = false;

  constructor(socket: Socket, world: World) {
    this.#socket = socket;
    this.#world = world;
  }

  begin(): void {
    this.#listen();
    this.#answer('greeting');
  }

  #listen(): void {
    this.#socket.on('error', () => undefined);
    this.#socket.on('data', (chunk: Buffer) => {
      this.#rest += chunk.toString('latin1');
      this.#read();
    });
  }

  #read(): void {
    for (;;) {
      const end = this.#isInBody ? '\r\n.\r\n' : '\r\n';
      const at = this.#rest.indexOf(end);
      if (at < 0) return;
      const said = this.#rest.slice(0, at);
      this.#rest = this.#rest.slice(at + end.length);
      if (this.#isInBody) this.#hearBody(said);
      else this.#hear(said);
    }
  }

  #hear(line: string): void {
    this.#world.heard.push(line);
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') this.#welcome();
    else if (verb === 'STAR') this.#secure();
    else if (verb === 'AUTH') this.#answer('auth');
    else if (verb === 'MAIL') this.#from = this.#answer('mail').startsWith('2') ? pathIn(line) : '';
    else if (verb === 'RCPT' && this.#from !== '')
      this.#to = this.#answer('rcpt').startsWith('2') ? pathIn(line) : '';
    else if (verb === 'DATA' && this.#to !== '') this.#isInBody = this.#answer('data').startsWith('3');
    else if (verb === 'RCPT' || verb === 'DATA') this.#say('503 5.5.1 not yet');
    else if (verb === 'RSET') this.#reset();
    else if (verb === 'QUIT') this.#socket.end('221 2.0.0 bye\r\n');
    else this.#say('502 5.5.1 unknown');
  }

  #reset(): void {
    this.#from = '';
    this.#to = '';
    this.#answer('rset');
  }

  #welcome(): void {
    const { security, extensions = ['AUTH PLAIN LOGIN'] } = this.#world.traits;
    const canSecure = security === 'starttls' && !(this.#socket instanceof TLSSocket);
    const lines = [...extensions, ...(canSecure ? ['STARTTLS'] : [])];
    const reply = this.#world.replyTo('ehlo');
    if (reply !== GOES_WELL.ehlo) return void this.#answer('ehlo');
    this.#say(
      ['carrier.test', ...lines].map((text, i) => `250${i === lines.length ? ' ' : '-'}${text}`).join('\r\n'),
    );
  }

  #secure(): void {
    if (!this.#answer('starttls').startsWith('2')) return;
    this.#socket.removeAllListeners('data');
    this.#socket = new TLSSocket(this.#socket, { isServer: true, ...this.#world.traits.identity });
    this.#listen();
  }

  #hearBody(raw: string): void {
    this.#isInBody = false;
    const reply = this.#world.replyTo('body');
    if (!/^[45]/.test(reply))
      this.#world.take(parseLetter(raw.replaceAll('\r\n..', '\r\n.'), this.#from, this.#to));
    this.#from = '';
    this.#to = '';
    this.#answer('body');
  }

  #answer(step: Step): string {
    const reply = this.#world.replyTo(step);
    if (reply === 'cut') this.#socket.destroy();
    else if (reply !== 'hang') this.#say(reply);
    if (reply.startsWith('421')) this.#socket.end();
    // What was sent ahead (RFC 2920) gets no answer either.
    this.#isSilent ||= reply === 'hang' || reply === 'cut' || reply.startsWith('421');
    return reply;
  }

  #say(text: string): void {
    if (!this.#isSilent) this.#socket.write(Buffer.from(`${text}\r\n`, 'latin1'));
  }
}

function pathIn(line: string): string {
  return /<([^>]*)>/.exec(line)?.[1] ?? '';
}

export function parseLetter(raw: string, from: string, to: string): TakenLetter {
  const at = raw.indexOf('\r\n\r\n');
  const unfolded = raw.slice(0, at).replaceAll(/\r\n[ \t]+/g, ' ');
  const headers = new Map(
    unfolded.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const encoding = headers.get('content-transfer-encoding') ?? '7bit';
  return {
    from,
    to,
    headers,
    subject: decodeWords(headers.get('subject') ?? ''),
    text: decode(raw.slice(at + 4), encoding)
      .replaceAll('\r\n', '\n')
      .trim(),
  };
}

/** RFC 2045, 6. */
function decode(text: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  return encoding === 'quoted-printable' ? unquote(text.replaceAll(/=\r\n/g, '')) : text;
}

/** RFC 2047. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : unquote(word.replaceAll('_', ' ')),
    );
}

function unquote(text: string): string {
  const bytes = text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
