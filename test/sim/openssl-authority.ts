import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A whole authority as `openssl ts` runs one, in a folder of its own, trusted by nobody who is not told to. */
export type OpensslAuthority = {
  /** The root, in PEM, and with it what stands between it and the authority. */
  readonly rootFile: string;
  readonly chainFile: string;
  /** What answers a query in DER: a reply in DER, or an error that no reply holds. */
  readonly reply: (query: Uint8Array) => Uint8Array;
  /** Whether `openssl ts -verify` holds a reply good, with these arguments besides. */
  readonly verify: (reply: Uint8Array, ...args: readonly string[]) => boolean;
  /** What `openssl ts` prints of a query or a reply. */
  readonly print: (kind: 'query' | 'reply', bytes: Uint8Array) => string;
};

const CONFIG = `[tsa]
default_tsa = ours
[ours]
serial = ./serial
default_policy = 1.2.3.4
other_policies = 1.2.3.5
digests = sha256, sha384, sha512
signer_digest = sha256
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = yes
ess_cert_id_chain = yes
ess_cert_id_alg = sha256
`;
const ROOT = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\nsubjectKeyIdentifier=hash\n';
const BETWEEN = 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n';
const OWN = 'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n';

export type OpensslKey = readonly string[];
export const EC_KEY: OpensslKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
export const RSA_KEY: OpensslKey = ['-newkey', 'rsa:2048'];

/** A folder in which openssl runs. */
function openssl(folder: string) {
  const run = (...args: readonly string[]): { readonly isOk: boolean; readonly out: string } => {
    const done = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8', timeout: 30_000 });
    return { isOk: done.status === 0, out: `${done.stdout}${done.stderr}` };
  };
  return {
    run,
    must: (...args: readonly string[]): string => {
      const { isOk, out } = run(...args);
      if (!isOk) throw new Error(out);
      return out;
    },
    put: (name: string, bytes: Uint8Array | string): string => {
      writeFileSync(join(folder, name), bytes);
      return name;
    },
    read: (name: string): string => readFileSync(join(folder, name), 'utf8'),
  };
}

export function newOpensslAuthority(folder: string, key: OpensslKey): OpensslAuthority {
  mkdirSync(folder, { recursive: true });
  const { run, must, put, read } = openssl(folder);
  put('ts.cnf', CONFIG);
  put('serial', '01\n');
  const certify = (name: string, extensions: string, by?: string): void => {
    const files = ['-keyout', `${name}.key`, '-out', `${name}.csr`];
    must('req', '-new', ...key, '-nodes', ...files, '-subj', `/O=A test/CN=${name}`);
    const issuer =
      by === undefined
        ? ['-signkey', `${name}.key`]
        : ['-CA', `${by}.pem`, '-CAkey', `${by}.key`, '-CAcreateserial'];
    const made = ['-days', '30', '-extfile', put(`${name}.ext`, extensions), '-out', `${name}.pem`];
    must('x509', '-req', '-in', `${name}.csr`, ...issuer, ...made);
  };
  certify('root', ROOT);
  certify('between', BETWEEN, 'root');
  certify('own', OWN, 'between');
  const asSigner = ['-config', 'ts.cnf', '-signer', 'own.pem', '-inkey', 'own.key', '-chain', 'between.pem'];
  return {
    rootFile: join(folder, 'root.pem'),
    chainFile: join(folder, put('chain.pem', `${read('root.pem')}${read('between.pem')}`)),
    reply: (query) => {
      must('ts', '-reply', ...asSigner, '-queryfile', put('asked.tsq', query), '-out', 'given.tsr');
      return Uint8Array.from(readFileSync(join(folder, 'given.tsr')));
    },
    verify: (reply, ...args) => run('ts', '-verify', '-in', put('held.tsr', reply), ...args).isOk,
    print: (kind, bytes) => must('ts', `-${kind}`, '-in', put('read.der', bytes), '-text'),
  };
}
