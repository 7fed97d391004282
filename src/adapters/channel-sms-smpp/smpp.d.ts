// As much of the package as is used here; it brings no types of its own.
declare module 'smpp' {
  import type { EventEmitter } from 'node:events';
  import type { AddressInfo, Socket } from 'node:net';

  /** A message of the protocol, with its fields by their names; what came from outside may hold anything. */
  export type Pdu = {
    readonly command: string;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly [field: string]: unknown;
    readonly response: (fields?: Readonly<Record<string, unknown>>) => Pdu;
    readonly isResponse: () => boolean;
    readonly toBuffer: () => Buffer;
  };

  export type Session = EventEmitter & {
    readonly socket: Socket;
    /** `false`: the connection takes nothing any more. */
    readonly send: (pdu: Pdu, onAnswer?: (answer: Pdu) => void) => boolean;
  };

  export type SmppServer = {
    readonly listen: (port: number, host: string, listening: () => void) => void;
    readonly address: () => AddressInfo | string | null;
    readonly close: (closed: () => void) => void;
  };

  const smpp: {
    readonly Session: new (options: { readonly socket: Socket }) => Session;
    readonly PDU: new (command: string, fields: Readonly<Record<string, unknown>>) => Pdu;
    readonly createServer: (onSession: (session: Session) => void) => SmppServer;
  };
  export default smpp;
}
