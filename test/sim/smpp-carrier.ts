import type { AddressInfo, Socket } from 'node:net';
import smpp from 'smpp';
import type { Pdu, Session } from 'smpp';

/** What it says to a message: a status, or nothing, or it cuts the line before or within its answer. */
export type SmppReply = number | 'hang' | 'cut' | 'cut-within';

export type TakenSms = {
  readonly to: string;
  readonly from: string;
  readonly text: string;
  /** As they stood in `submit_sm`. */
  readonly fields: Pdu;
};

export type SmppCarrier = {
  readonly port: number;
  /** How it answers messages from now on. */
  readonly reply: (reply: SmppReply) => void;
  /** What it took over, in order. */
  readonly taken: () => readonly TakenSms[];
  /** Every command it heard. */
  readonly heard: () => readonly string[];
  /** How many messages at most waited for its answer on one line. */
  readonly widest: () => number;
  /** Sends a person's SMS, or whatever else these fields say, on the newest line; gives the status it is answered with. */
  readonly deliver: (fields: Readonly<Record<string, unknown>>) => Promise<number>;
  /** Asks whatever command on the newest line; gives the status. */
  readonly ask: (command: string) => Promise<number>;
  /** Writes these bytes on the newest line. */
  readonly write: (bytes: Uint8Array) => void;
  /** How much of what it wrote on the newest line was not read. */
  readonly unreadBytes: () => number;
  readonly end: () => Promise<void>;
};

export type SmppTraits = {
  readonly login: { readonly user: string; readonly password: string };
  /** What it answers to a login, where that is not for the login to say. */
  readonly onBind?: () => SmppReply;
  /** Whether it sends word of each message that asks for it. */
  readonly sendsReceipts?: boolean;
  /** How long it thinks about each message. */
  readonly thinkMs?: number;
  /** Told of each message that it takes over. */
  readonly onSms?: (sms: TakenSms) => void;
};

const OK = 0x00;
// SMPP 3.4, 5.1.3: bind failed.
const NOT_BOUND = 0x0d;
const BINDS = ['bind_transceiver', 'bind_transmitter', 'bind_receiver'];
// 5.2.12: word of what became of a message.
const RECEIPT = 0x04;

/** A carrier on a free port of this machine, on the other side of the library that our adapter uses. */
export async function startSmppCarrier(traits: SmppTraits): Promise<SmppCarrier> {
  let reply: SmppReply = OK;
  let widest = 0;
  const taken: TakenSms[] = [];
  const heard: string[] = [];
  const lines: Session[] = [];
  const serve = (session: Session): void => {
    let waiting = 0;
    lines.push(session);
    session.on('error', () => session.socket.destroy());
    session.once('close', () => lines.splice(lines.indexOf(session), 1));
    session.on('pdu', (pdu: Pdu) => {
      heard.push(pdu.command);
      if (BINDS.includes(pdu.command)) return answer(session, pdu, traits.onBind?.() ?? mayBind(pdu, traits));
      if (pdu.command === 'submit_sm') {
        waiting += 1;
        widest = Math.max(widest, waiting);
        setTimeout(() => {
          waiting -= 1;
          const fields = { message_id: String(taken.length + 1) };
          const sms = smsOf(pdu);
          if (reply === OK) taken.push(sms);
          answer(session, pdu, reply, fields);
          if (reply === OK) traits.onSms?.(sms);
          if (reply === OK && traits.sendsReceipts === true) sendReceipt(session, pdu, fields.message_id);
        }, traits.thinkMs ?? 0);
      } else if (!pdu.isResponse()) answer(session, pdu, OK);
      if (pdu.command === 'unbind') session.socket.end();
    });
  };
  const server = smpp.createServer(serve);
  await new Promise<void>((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const newest = (): Session => lines.at(-1) ?? fail('nobody is on the line');
  const ask = (command: string, fields: Readonly<Record<string, unknown>> = {}): Promise<number> =>
    new Promise((resolve) => {
      newest().send(new smpp.PDU(command, fields), (got) => resolve(got.command_status));
    });
  return {
    port: portOf(server.address()),
    reply: (next) => {
      reply = next;
    },
    taken: () => [...taken],
    heard: () => [...heard],
    widest: () => widest,
    deliver: (fields) => ask('deliver_sm', fields),
    ask,
    write: (bytes) => void newest().socket.write(bytes),
    unreadBytes: () => newest().socket.writableLength,
    end: async () => {
      const sockets: readonly Socket[] = lines.map(({ socket }) => socket);
      const closed = new Promise<void>((resolve) => {
        server.close(resolve);
      });
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function mayBind(pdu: Pdu, { login }: SmppTraits): SmppReply {
  return pdu['system_id'] === login.user && pdu['password'] === login.password ? OK : NOT_BOUND;
}

function answer(
  session: Session,
  pdu: Pdu,
  reply: SmppReply,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  if (reply === 'hang') return;
  if (reply === 'cut') return void session.socket.destroy();
  const answered = pdu.response({ ...fields, ...(reply !== 'cut-within' && { command_status: reply }) });
  if (reply !== 'cut-within') return void session.send(answered);
  session.socket.write(answered.toBuffer().subarray(0, 10), () => session.socket.resetAndDestroy());
}

/** SMPP 3.4, appendix B, as most carriers write it. */
function sendReceipt(session: Session, pdu: Pdu, id: string): void {
  if (pdu['registered_delivery'] !== 1) return;
  const fields = {
    source_addr: pdu['destination_addr'],
    destination_addr: pdu['source_addr'],
    esm_class: RECEIPT,
    receipted_message_id: id,
    message_state: 2,
    short_message: `id:${id} sub:001 dlvrd:001 submit date:2611280800 done date:2611280801 stat:DELIVRD err:000 text:1 20`,
  };
  session.send(new smpp.PDU('deliver_sm', fields));
}

function smsOf(pdu: Pdu): TakenSms {
  const content: unknown = pdu['short_message'];
  const text = typeof content === 'object' && content !== null ? String(Reflect.get(content, 'message')) : '';
  return { to: String(pdu['destination_addr']), from: String(pdu['source_addr']), text, fields: pdu };
}

function portOf(address: AddressInfo | string | null): number {
  return address === null || typeof address === 'string' ? fail('not a port') : address.port;
}

function fail(why: string): never {
  throw new Error(why);
}
