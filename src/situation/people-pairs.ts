import { canonicalJson } from '../base/canonical-json.ts';
import type { FeedTemplate } from '../record/kinds/feed.ts';
import type { Role } from '../record/kinds/vocabulary.ts';
import { standingOf } from './people-standing.ts';
import type { Granted } from './people-standing.ts';
import type { Act, Folding, Matter, Standings, Statement } from './people-state.ts';

/** How two come to say the same. */
export type Agreement =
  | { readonly kind: 'said' }
  | { readonly kind: 'said-before' }
  /** The second has said it; `first` is whom it agrees with. */
  | { readonly kind: 'agreed'; readonly first: Statement };

/**
 * Takes down that this author says so, and finds another who said it and is in good standing now, at the log index of
 * this one. Each target of an act is a matter of its own: two who name different lists agree on what is in both.
 */
export function stateMatter(
  f: Folding,
  matter: Matter,
  act: Act,
  voice: { readonly granted: Granted; readonly from?: number },
): Agreement {
  const name = matterName(matter);
  const mine: Statement = {
    entry: act.id,
    key: act.author,
    voucher: voice.granted.voucher,
    incident: act.incident,
    from: voice.from ?? act.index,
  };
  const standing = (f.matters.get(name)?.said ?? []).filter((each) => isStanding(f, each, act.index));
  const others = standing.filter((each) => each.key !== mine.key);
  const before = standing.find((each) => each.key === mine.key);
  // Said again, a revocation may only reach further back.
  if (before !== undefined && mine.from >= before.from) return { kind: 'said-before' };
  f.matters.set(name, { matter, said: [...others, mine] });
  const [first] = others
    .filter((each) => isIndependent(each, mine) && isEnough(f, matter, [each, mine]))
    .sort((a, b) => a.from - b.from || (a.entry < b.entry ? -1 : 1));
  return first === undefined ? { kind: 'said' } : { kind: 'agreed', first };
}

/** What two have agreed on is settled: to say more, two must say it anew. */
export function settleMatter(f: Folding, matter: Matter): void {
  f.matters.delete(matterName(matter));
}

/** What waits of this kind is forgotten: whoever said it must say it anew. */
export function dropMatters(f: Folding, kind: Matter['kind']): boolean {
  const waiting = [...f.matters].filter(([, { matter }]) => matter.kind === kind);
  for (const [name] of waiting) f.matters.delete(name);
  return waiting.length > 0;
}

/** Whether the statement's author could still say it. */
export function isStanding(people: Standings, { key, incident }: Statement, index: number): boolean {
  return standingOf(people, key, { incident, index }).kind === 'granted';
}

/**
 * Two voices, not one hand: different keys, vouched for by different people, and neither by the other. A keyholder
 * stands for themselves.
 */
function isIndependent(a: Statement, b: Statement): boolean {
  return a.key !== b.key && a.voucher !== b.voucher && a.voucher !== b.key && b.voucher !== a.key;
}

/** Two of a group could put in a key of their own making: a keyholder is one of the two. */
function isEnough({ seats }: Folding, { kind }: Matter, voices: readonly Statement[]): boolean {
  return kind !== 'group-key' || voices.some(({ key }) => seats.has(key));
}

function matterName(matter: Matter): string {
  switch (matter.kind) {
    case 'revoke':
    case 'mute':
    case 'unmute':
      return `${matter.kind} ${matter.key}`;
    case 'merge':
      return `merge ${matter.from} ${matter.into}`;
    case 'close':
      return `close ${matter.incident}`;
    case 'order':
      return `order ${matter.alarm} ${matter.incident} ${matter.order}`;
    case 'erase':
      return `erase ${matter.id} ${matter.what} ${matter.part ?? ''}`;
    case 'group-key':
      return `group-key ${matter.role} ${matter.number} ${matter.recipient}`;
    case 'feed':
      return `feed ${templateText(matter.template)}`;
  }
}

/** One text for one template: the hash in it covers the words, and every field stands for itself too. */
export function templateText({ points, circle, ...rest }: FeedTemplate): string {
  return canonicalJson({
    ...rest,
    points: points.map((point) => ({ ...point })),
    ...(circle && { circle: { ...circle } }),
  });
}

/** Who may be the second: as a role each, the smallest circle first. */
export const SECONDS: Readonly<Record<Matter['kind'], readonly Role[]>> = {
  revoke: ['keyholder'],
  close: ['keyholder'],
  order: ['keyholder'],
  erase: ['keyholder'],
  merge: ['keyholder', 'warden'],
  mute: ['keyholder', 'warden', 'steward'],
  unmute: ['keyholder', 'warden', 'steward'],
  'group-key': ['keyholder'],
  feed: ['keyholder'],
};
