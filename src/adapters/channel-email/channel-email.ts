import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { assert } from '../../base/assert.ts';
import type { Channel, Outcome, Parcel } from '../../ports/channel.ts';
import { writeLetter } from './letter.ts';
import { domainOf, parseMailbox } from './mailbox.ts';
import { SmtpConnections } from './smtp-connections.ts';
import { outcomeOfFailure } from './smtp-outcome.ts';

/** The mail server of the operator, which carries all mail onwards. */
export type EmailConfig = {
  readonly host: string;
  readonly port: number;
  /** `plain`: without encryption, only to a mail server on this machine. */
  readonly security: 'tls' | 'starttls' | 'plain';
  /** The mailbox that mails come from; its domain names us to the server. */
  readonly from: string;
  readonly login?: { readonly user: string; readonly password: string };
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly ca?: string;
};

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/** Mail in plain text through one SMTP server. Whatever is wrong with the settings is said here, not at the first alarm. */
export function channelEmail(config: EmailConfig): Channel {
  const { host, port, security, login, ca } = config;
  const from = parseMailbox(config.from);
  assert(from !== undefined, 'mail comes from one mailbox');
  assert(security !== 'plain' || LOOPBACK.test(host), 'only mail to this machine goes unencrypted');
  const connections = new SmtpConnections(
    {
      host,
      port,
      // Otherwise the name of the machine would stand in every mail.
      name: domainOf(from),
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'plain',
      tls: {
        ...(isIP(host) === 0 && { servername: host }),
        ...(ca !== undefined && { ca }),
      },
    },
    login,
  );
  const closing = new AbortController();
  return {
    name: 'email',
    providerOf: () => `${host}:${port}`,
    send: async (parcel: Parcel, withinMs: number): Promise<Outcome> => {
      const to = parseMailbox(parcel.address);
      if (to === undefined) return { kind: 'refused', why: 'address' };
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(withinMs)]);
      const letter = Readable.from([await writeLetter(from, to, parcel)]);
      try {
        await connections.carry({ from, to }, letter, signal);
        return { kind: 'accepted' };
      } catch (failure) {
        return outcomeOfFailure(failure, letter.readableDidRead);
      }
    },
    close: () => {
      closing.abort();
      connections.close();
      return Promise.resolve();
    },
  };
}
