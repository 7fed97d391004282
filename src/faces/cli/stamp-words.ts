import type { StampTrouble } from '../../engine/stamping.ts';
import type { StampFault } from '../../ports/stamper.ts';

/** Why no stamp came of asking, for whoever runs the hub. Comes behind the name of an authority. */
export function stampTroubleWords(why: StampTrouble): string {
  switch (why.kind) {
    case 'unreached':
      return 'does not answer; it is asked again';
    case 'inside':
      return 'leads to this machine or its neighbours: set it up anew with --inside if that is meant';
    case 'proxy':
      return 'is not asked: this machine is set to go by a proxy, and the hub neither speaks to one nor goes around it';
    case 'no-reply':
      return 'answers something else than a stamp; it is asked again';
    case 'http':
      return `answers with HTTP status ${why.status}`;
    case 'store':
      return 'gave a stamp that could not be kept; it is asked again';
    case 'clock': {
      const seconds = Math.abs(why.aheadSeconds);
      const where = why.aheadSeconds > 0 ? 'behind' : 'ahead of';
      return `says that the clock of this machine is ${seconds} seconds ${where} its own: set it right, or find out which is wrong`;
    }
    case 'fault':
      return `gave no good stamp, and nothing was kept: ${stampFaultWords(why.fault)}`;
  }
}

/** Why a reply is no stamp. */
export function stampFaultWords(fault: StampFault): string {
  switch (fault.kind) {
    case 'malformed':
      return `its ${fault.what} cannot be read`;
    case 'not-granted': {
      const { status, failure, says } = fault;
      const more = [failure, says && JSON.stringify(says)].filter((each) => each !== undefined);
      return `it was not granted (${[`status ${status}`, ...more].join(', ')})`;
    }
    case 'weak':
      return `it hangs on ${fault.algorithm}, which is too weak`;
    case 'unsupported':
      return `it hangs on ${fault.algorithm}, which cannot be checked here`;
    case 'imprint':
      return 'it is of something else';
    case 'nonce':
      return 'it answers another question';
    case 'policy':
      return 'it was made under another policy';
    case 'no-certificate':
      return 'it brings no certificate of who signed it';
    case 'signer':
      return 'it names another certificate than the one that signed it';
    case 'purpose':
      return 'the certificate that signed it is not for stamping alone';
    case 'content-digest':
      return 'what was signed is not what it says';
    case 'signature':
      return 'its signature is not genuine';
    case 'untrusted':
      return 'nothing leads from its certificate to one that is trusted';
    case 'not-an-authority':
      return 'a certificate of its chain may not issue others';
    case 'expired':
      return `the certificate of ${fault.certificate} had ended`;
    case 'not-yet-valid':
      return `the certificate of ${fault.certificate} was not valid yet`;
  }
}
