import { bytesEqual } from '../../base/bytes.ts';
import type { Instant } from '../../base/instant.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import type { StampFault } from '../../ports/stamper.ts';
import { signatureFault } from './algorithm.ts';
import { USAGE } from './certificate.ts';
import type { Certificate } from './certificate.ts';

export type ChainNeeds = {
  readonly anchors: readonly Certificate[];
  /** Where a chain may go through, from whatever hands: those that lead to no anchor are passed over. */
  readonly others: readonly Certificate[];
  /** At each of these all certificates must be valid. */
  readonly moments: readonly Instant[];
};

/** As many as any authority has. */
const CHAIN_LENGTH_MAX = 8;
/** A reply may bring many certificates that signed each other, to make us try every way through them. */
const STEPS_MAX = 1_000;
const SIGNATURES_MAX = 256;

type Rules = { readonly dates: boolean; readonly authorities: boolean };

/**
 * The way from a certificate to one of the anchors, both included: each signed by the next (RFC 5280, section 6.1). An anchor
 * is trusted because it was given, and ends a chain also where it is not signed by itself.
 */
export function chainOf(leaf: Certificate, needs: ChainNeeds): Result<readonly Certificate[], StampFault> {
  const genuine = issuerTests();
  const chain = (rules: Rules): readonly Certificate[] | undefined =>
    search([leaf], { ...needs, rules, genuine, steps: { left: STEPS_MAX } });
  const found = chain({ dates: true, authorities: true });
  if (found !== undefined) return ok(found);
  const outdated = chain({ dates: false, authorities: true });
  if (outdated !== undefined) return err(dateFault(outdated, needs.moments));
  const isThere = chain({ dates: false, authorities: false }) !== undefined;
  return err({ kind: isThere ? 'not-an-authority' : 'untrusted' });
}

type Search = ChainNeeds & {
  readonly rules: Rules;
  readonly genuine: (certificate: Certificate, issuer: Certificate) => boolean;
  readonly steps: { left: number };
};

function search(path: readonly Certificate[], from: Search): readonly Certificate[] | undefined {
  const last = path.at(-1);
  if (last === undefined || path.length > CHAIN_LENGTH_MAX || from.steps.left-- <= 0) return undefined;
  if (last.hasUnknown || (from.rules.dates && !from.moments.every((at) => isValidAt(last, at))))
    return undefined;
  if (from.anchors.some(({ whole }) => bytesEqual(whole, last.whole))) return path;
  for (const [candidates, isAnchor] of [
    [from.anchors, true],
    [from.others, false],
  ] as const)
    for (const issuer of candidates) {
      if (issuer.subject.key !== last.issuer.key || path.some((each) => isSameHolder(each, issuer))) continue;
      if (from.rules.authorities && !mayIssue(issuer, path, isAnchor)) continue;
      if (!from.genuine(last, issuer)) continue;
      const found = search([...path, issuer], from);
      if (found !== undefined) return found;
    }
  return undefined;
}

/** The same name and key: a chain that comes by again goes nowhere. */
function isSameHolder(one: Certificate, other: Certificate): boolean {
  return one.subject.key === other.subject.key && bytesEqual(one.key, other.key);
}

/** Each pair is tried once, and not without end. */
function issuerTests(): Search['genuine'] {
  const known = new Map<string, boolean>();
  return (certificate, issuer) => {
    const pair = `${Buffer.from(certificate.whole).toString('latin1')}\n${Buffer.from(issuer.key).toString('latin1')}`;
    const before = known.get(pair);
    if (before !== undefined || known.size >= SIGNATURES_MAX) return before ?? false;
    const { algorithm, signed: data, signature } = certificate;
    const isGenuine = signatureFault({ algorithm, key: issuer.key, data, signature }) === undefined;
    known.set(pair, isGenuine);
    return isGenuine;
  };
}

/** Whether a certificate may have issued the last of `path` (RFC 5280, 4.2.1.3 and 4.2.1.9). */
function mayIssue(issuer: Certificate, path: readonly Certificate[], isAnchor: boolean): boolean {
  const { basics, usage, version } = issuer;
  // Roots from before version 3 could not say that they are authorities.
  const isAuthority = basics?.isCa ?? (version === 0 && isAnchor);
  const below = path.slice(1).filter(({ subject, issuer: by }) => subject.key !== by.key).length;
  return (
    isAuthority && usage?.has(USAGE.certSign) !== false && below <= (basics?.pathMax ?? CHAIN_LENGTH_MAX)
  );
}

function isValidAt({ notBefore, notAfter }: Certificate, at: Instant): boolean {
  // Moments have parts of a second, and certificates are valid to the end of their last one.
  return at >= notBefore && Math.floor(at / SECOND_MS) * SECOND_MS <= notAfter;
}

const SECOND_MS = 1_000;

function dateFault(chain: readonly Certificate[], moments: readonly Instant[]): StampFault {
  const young = chain.find(({ notBefore }) => moments.some((at) => at < notBefore));
  const outdated = young ?? chain.find((each) => !moments.every((at) => isValidAt(each, at)));
  const certificate = outdated?.subject.text ?? '';
  return young === undefined ? { kind: 'expired', certificate } : { kind: 'not-yet-valid', certificate };
}
