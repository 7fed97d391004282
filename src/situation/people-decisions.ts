import type {
  IncidentArchiveBody,
  IncidentCloseBody,
  IncidentMergeBody,
  IncidentOpenBody,
} from '../record/kinds/incident-life.ts';
import type { AlarmOrderBody } from '../record/kinds/alarm.ts';
import type { FeedApproveBody, FeedStopBody } from '../record/kinds/feed.ts';
import type { EraseBody, ModerateBody, MuteBody, UnmuteBody } from '../record/kinds/moderation.ts';
import type { GroupKeyBody } from '../record/kinds/group-key.ts';
import type { KeyRevokeBody } from '../record/kinds/people.ts';
import type { Role } from '../record/kinds/vocabulary.ts';
import type { AuthorKey, IncidentId } from '../record/names.ts';
import { dropKey } from './people-keys.ts';
import { dropMatters, settleMatter, stateMatter, templateText } from './people-pairs.ts';
import type { PeopleRefusal } from './people-refusals.ts';
import type { Granted } from './people-standing.ts';
import type { Act, Erasure, Folding, Matter } from './people-state.ts';

type Done = PeopleRefusal | undefined;

/**
 * A revocation begins where both agree that it does: at the later of the two indexes, and never after the second was
 * logged. An index of another log tells nothing here; it then begins with the act that names it.
 */
export function revokeKeys(f: Folding, act: Act<KeyRevokeBody>, granted: Granted): void {
  const { keys, origin, index } = act.body;
  const { needs } = f;
  const isOurs = origin === needs.origin || index <= (needs.earlierLogs?.get(origin) ?? -1);
  const from = isOurs ? Math.min(index, act.index) : act.index;
  for (const key of keys) refuse(f, act, key, revokeKey(f, act, { key, from, granted }));
}

type Revoking = { readonly key: AuthorKey; readonly from: number; readonly granted: Granted };

function revokeKey(f: Folding, act: Act<KeyRevokeBody>, { key, from, granted }: Revoking): Done {
  const known = f.revoked.get(key);
  if (known !== undefined && known.from <= from) return 'already-so';
  const matter: Matter = { kind: 'revoke', key };
  const agreement = stateMatter(f, matter, act, { granted, from });
  if (agreement.kind === 'said-before') return 'already-said';
  if (agreement.kind === 'said') return undefined;
  const { first } = agreement;
  // Both reach further back than what is known, or they would have been told that it is so already.
  dropKey(f, key, { from: Math.max(first.from, from), entries: [first.entry, act.id] });
  settleMatter(f, matter);
  return undefined;
}

export function openIncident(f: Folding, { body }: Act<IncidentOpenBody>): Done {
  const { incident: id, number } = body;
  if (f.incidents.has(id) || id === f.founding?.place) return 'incident-known';
  if ([...f.incidents.values()].some((known) => known.number === number)) return 'number-taken';
  f.incidents.set(id, { id, number, state: 'open' });
  return undefined;
}

export function mergeIncidents(f: Folding, act: Act<IncidentMergeBody>, granted: Granted): Done {
  const { from, into } = act.body;
  const why = notOpen(f, from) ?? notOpen(f, into);
  if (why !== undefined) return why;
  const incident = f.incidents.get(from);
  return byTwo(f, act, { matter: { kind: 'merge', from, into }, granted }, () => {
    if (incident) f.incidents.set(from, { ...incident, state: 'merged', into, mergedAt: act.index });
  });
}

export function closeIncident(f: Folding, act: Act<IncidentCloseBody>, granted: Granted): Done {
  const { incident: id } = act.body;
  const why = notOpen(f, id);
  if (why !== undefined) return why;
  const incident = f.incidents.get(id);
  return byTwo(f, act, { matter: { kind: 'close', incident: id }, granted }, () => {
    if (incident) f.incidents.set(id, { ...incident, state: 'closed' });
  });
}

/** What two order of an alarm, or of a standby on the place log. Whether there is such a one its own log tells. */
export function orderAlarm(f: Folding, act: Act<AlarmOrderBody>, granted: Granted): Done {
  const { alarm, incident, order } = act.body;
  const why = incident === f.founding?.place ? undefined : notOpen(f, incident);
  if (why !== undefined) return why;
  const ordered = f.orders.get(alarm) ?? new Set();
  if (ordered.has(order)) return 'already-so';
  return byTwo(f, act, { matter: { kind: 'order', alarm, incident, order }, granted }, () => {
    f.orders.set(alarm, ordered.add(order));
  });
}

/** What the feed may say from now on. Two approve the same template, down to the last word of it (decision 0018). */
export function approveFeed(f: Folding, act: Act<FeedApproveBody>, granted: Granted): Done {
  const { template } = act.body;
  if (f.feed !== undefined && templateText(f.feed.template) === templateText(template)) return 'already-so';
  return byTwo(f, act, { matter: { kind: 'feed', template }, granted }, (first) => {
    f.feed = { template, entries: [first, act.id] };
  });
}

/** One is enough, and what waits goes too: who said it before had not heard why it was stopped. */
export function stopFeed(f: Folding, _act: Act<FeedStopBody>): Done {
  const isWaiting = dropMatters(f, 'feed');
  if (f.feed === undefined && !isWaiting) return 'already-so';
  f.feed = undefined;
  return undefined;
}

export function archiveIncident(f: Folding, { body }: Act<IncidentArchiveBody>): Done {
  const incident = f.incidents.get(body.incident);
  if (incident === undefined) return 'incident-unknown';
  if (incident.state === 'archived') return 'already-so';
  if (incident.state !== 'closed') return 'not-closed';
  f.incidents.set(incident.id, { ...incident, state: 'archived' });
  return undefined;
}

function notOpen(f: Folding, id: IncidentId): Done {
  const incident = f.incidents.get(id);
  if (incident === undefined) return 'incident-unknown';
  return incident.state === 'open' ? undefined : 'already-closed';
}

/** Keyholders and the hub are not muted: whoever could do that would hold the place with two stewards. */
export function muteKeys(f: Folding, act: Act<MuteBody>, granted: Granted): void {
  for (const key of act.body.keys) {
    const isAbove = f.hubKeys.has(key) || f.seats.has(key);
    const why = isAbove ? 'may-not-be-muted' : isMuted(f, key) ? 'already-so' : undefined;
    const done =
      why ??
      byTwo(f, act, { matter: { kind: 'mute', key }, granted }, () => {
        f.muted.set(key, [...(f.muted.get(key) ?? []), { from: act.index }]);
      });
    refuse(f, act, key, done);
  }
}

export function unmuteKeys(f: Folding, act: Act<UnmuteBody>, granted: Granted): void {
  for (const key of act.body.keys) {
    const done = !isMuted(f, key)
      ? 'not-muted'
      : byTwo(f, act, { matter: { kind: 'unmute', key }, granted }, () => {
          const spans = f.muted.get(key) ?? [];
          f.muted.set(
            key,
            spans.map((span) => (span.until === undefined ? { ...span, until: act.index } : span)),
          );
        });
    refuse(f, act, key, done);
  }
}

function isMuted(f: Folding, key: AuthorKey): boolean {
  return f.muted.get(key)?.at(-1)?.until === undefined && f.muted.has(key);
}

export function moderateEntries(f: Folding, act: Act<ModerateBody>, { grant }: Granted): void {
  for (const id of act.body.entries) {
    if (f.moderated.has(id)) refuse(f, act, id, 'already-so');
    else
      f.moderated.set(id, {
        by: act.author,
        index: act.index,
        grant: grant ?? act.id,
        incident: act.incident,
      });
  }
}

export function eraseEntries(f: Folding, act: Act<EraseBody>, granted: Granted): void {
  const { entries, ground, office } = act.body;
  f.eraseSaid.set(act.id, { ground, office });
  for (const target of entries) {
    const matter: Matter = { kind: 'erase', ...target };
    const name = `${target.id} ${target.what} ${target.part ?? ''}`;
    const why = f.needed.has(target.id) ? 'is-needed' : f.erasures.has(name) ? 'already-so' : undefined;
    const done =
      why ??
      byTwo(f, act, { matter, granted }, (first) => {
        const said = f.eraseSaid.get(first) ?? { ground, office };
        f.erasures.set(name, { ...target, ...said, entries: [first, act.id] });
      });
    refuse(f, act, target.id, done);
  }
}

/**
 * A group's key holds once two say the same of it: a member who made it and a keyholder, or two keyholders. So nobody
 * alone has others seal to a key whose secret only they hold.
 */
export function agreeGroupKey(f: Folding, act: Act<GroupKeyBody>, granted: Granted): Done {
  const { role, recipient, number } = act.body;
  const ofGroup: Role = role === 'committee' ? 'keyholder' : role;
  if (granted.role !== 'keyholder' && granted.role !== ofGroup) return 'other-group';
  if (number <= (f.groupKeys.get(role)?.number ?? 0)) return 'older-group-key';
  const matter: Matter = { kind: 'group-key', role, recipient, number };
  return byTwo(f, act, { matter, granted }, (first) => {
    f.groupKeys.set(role, { role, recipient, number, entries: [first, act.id] });
  });
}

type Proposal = { readonly matter: Matter; readonly granted: Granted };

/** Does it once two have said it. */
function byTwo(
  f: Folding,
  act: Act,
  { matter, granted }: Proposal,
  decide: (first: Erasure['id']) => void,
): Done {
  const agreement = stateMatter(f, matter, act, { granted });
  if (agreement.kind === 'said-before') return 'already-said';
  if (agreement.kind === 'said') return undefined;
  decide(agreement.first.entry);
  settleMatter(f, matter);
  return undefined;
}

function refuse(f: Folding, act: Act, target: string, reason: Done): void {
  if (reason !== undefined) f.refused.push({ entry: act.id, reason, target });
}
