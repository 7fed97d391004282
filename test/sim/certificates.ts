import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why no certificate can be made here, or `false`. */
export const cannotMakeCertificates: string | false =
  spawnSync('openssl', ['version']).status !== 0 && 'there is no openssl here';

export type Certificate = { readonly certFile: string; readonly keyFile: string };
export type Authority = {
  readonly caFile: string;
  readonly certify: (name: string, days: number) => Certificate;
};

/** A throw-away certificate authority in a folder of its own, trusted by nobody who is not told to. */
export function newAuthority(folder: string): Authority {
  const at = (name: string): string => join(folder, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    ['req', '-x509', ...key, '-keyout', at('ca.key'), '-out', at('ca.pem')],
    ['-days', '30', '-subj', '/CN=A test only'],
  );
  return {
    caFile: at('ca.pem'),
    certify: (name, days) => {
      const [certFile, keyFile, ask, names] = [
        `${name}.pem`,
        `${name}.key`,
        `${name}.csr`,
        `${name}.ext`,
      ].map(at);
      if (!certFile || !keyFile || !ask || !names) throw new Error('four names');
      writeFileSync(names, `subjectAltName=DNS:${name}\n`);
      openssl(['req', ...key, '-keyout', keyFile, '-out', ask, '-subj', `/CN=${name}`]);
      openssl(
        ['x509', '-req', '-in', ask, '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'],
        ['-days', String(days), '-extfile', names, '-out', certFile],
      );
      return { certFile, keyFile };
    },
  };
}

function openssl(...args: readonly (readonly string[])[]): void {
  const run = spawnSync('openssl', args.flat(), { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
}

export function readCertificate({ certFile, keyFile }: Certificate): {
  readonly cert: string;
  readonly key: string;
} {
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}
