import { assert } from '../../base/assert.ts';
import { err, ok } from '../../base/result.ts';
import type { Result } from '../../base/result.ts';
import { isObject, parsePlain } from '../subset.ts';
import {
  readAlarmOrder,
  readAlarmRaise,
  readAlarmRelay,
  readAlarmReply,
  readAlarmStep,
  readAlarmTold,
} from './alarm.ts';
import type {
  AlarmOrderBody,
  AlarmRaiseBody,
  AlarmRelayBody,
  AlarmReplyBody,
  AlarmStepBody,
  AlarmToldBody,
  AlarmVoteBody,
} from './alarm.ts';
import { readEvent, readHome } from './event.ts';
import type { EventBody, HomeBody } from './event.ts';
import { readFeedApprove } from './feed.ts';
import type { FeedApproveBody, FeedStopBody } from './feed.ts';
import { fieldsOf } from './fields.ts';
import type { Fields } from './fields.ts';
import {
  readIncidentArchive,
  readIncidentClose,
  readIncidentMerge,
  readIncidentOpen,
} from './incident-life.ts';
import type {
  IncidentArchiveBody,
  IncidentCloseBody,
  IncidentMergeBody,
  IncidentOpenBody,
} from './incident-life.ts';
import { readErase, readModerate, readMute, readUnmute } from './moderation.ts';
import type { EraseBody, ModerateBody, MuteBody, UnmuteBody } from './moderation.ts';
import { readKeyGrant, readKeyInvite, readKeyRevoke, readKeyRotate, readPlaceFound } from './people.ts';
import type {
  KeyGrantBody,
  KeyInviteBody,
  KeyLeaveBody,
  KeyRevokeBody,
  KeyRotateBody,
  PlaceFoundBody,
} from './people.ts';
import { readGroupKey, readPartReseal } from './group-key.ts';
import type { GroupKeyBody, PartResealBody } from './group-key.ts';
import { readPlan } from './plan.ts';
import type { PlanBody } from './plan.ts';
import { readCheckedIn, readCheckInDone, readCheckInDue } from './presence.ts';
import type { CheckedInBody, CheckInDoneBody, CheckInDueBody } from './presence.ts';
import { readCheckInHere, readStandbyStep } from './standby.ts';
import type { CheckInHereBody, StandbyStepBody } from './standby.ts';

/** The open part of an entry, read by its kind. */
export type Body =
  | EventBody
  | HomeBody
  | PlanBody
  | CheckedInBody
  | CheckInDueBody
  | CheckInDoneBody
  | CheckInHereBody
  | AlarmRaiseBody
  | AlarmVoteBody
  | AlarmReplyBody
  | AlarmToldBody
  | AlarmStepBody
  | AlarmRelayBody
  | StandbyStepBody
  | PartResealBody
  | PeopleBody;

/** The acts about people, their keys and their groups', and the life of incidents, which `peopleOf` folds. */
export type PeopleBody =
  | PlaceFoundBody
  | KeyInviteBody
  | KeyGrantBody
  | KeyRevokeBody
  | KeyLeaveBody
  | KeyRotateBody
  | IncidentOpenBody
  | IncidentMergeBody
  | IncidentCloseBody
  | IncidentArchiveBody
  | AlarmOrderBody
  | FeedApproveBody
  | FeedStopBody
  | MuteBody
  | UnmuteBody
  | ModerateBody
  | EraseBody
  | GroupKeyBody;

/** The entry stays genuine and is kept; it is shown as "not understood" and moves no figure. */
export type BodyError =
  | { readonly kind: 'body-kind-unknown'; readonly entryKind: string }
  | { readonly kind: 'body-not-canonical' }
  | { readonly kind: 'body-field'; readonly field: string; readonly why: string };

const PEOPLE_READERS: Readonly<Record<string, (f: Fields) => PeopleBody | undefined>> = {
  'place.found': readPlaceFound,
  'key.invite': readKeyInvite,
  'key.grant': readKeyGrant,
  'key.revoke': readKeyRevoke,
  'key.leave': () => ({ type: 'key-leave' }),
  'key.rotate': readKeyRotate,
  'incident.open': readIncidentOpen,
  'incident.merge': readIncidentMerge,
  'incident.close': readIncidentClose,
  'incident.archive': readIncidentArchive,
  'alarm.order': readAlarmOrder,
  'feed.approve': readFeedApprove,
  'feed.stop': () => ({ type: 'feed-stop' }),
  mute: readMute,
  unmute: readUnmute,
  moderate: readModerate,
  erase: readErase,
  'group.key': readGroupKey,
};

/** The kinds of those acts. */
export const PEOPLE_KINDS: readonly string[] = Object.keys(PEOPLE_READERS);

const READERS: Readonly<Record<string, (f: Fields) => Body | undefined>> = {
  event: readEvent,
  home: readHome,
  'place.plan': readPlan,
  'checked.in': readCheckedIn,
  'checkin.due': readCheckInDue,
  'checkin.done': readCheckInDone,
  'checkin.here': readCheckInHere,
  'alarm.raise': readAlarmRaise,
  'alarm.confirm': () => ({ type: 'alarm-vote', vote: 'confirm' }),
  'alarm.refute': () => ({ type: 'alarm-vote', vote: 'refute' }),
  'alarm.reply': readAlarmReply,
  'alarm.told': readAlarmTold,
  'alarm.step': readAlarmStep,
  'alarm.relay': readAlarmRelay,
  'standby.step': readStandbyStep,
  ...PEOPLE_READERS,
  'part.reseal': readPartReseal,
};

export const ENTRY_KINDS: readonly string[] = Object.keys(READERS);

/** Reads the open part of an entry of this kind. A field this version does not know may change the meaning, so it is refused. */
export function parseBody(kind: string, text: string): Result<Body, BodyError> {
  const reader = Object.hasOwn(READERS, kind) ? READERS[kind] : undefined;
  if (reader === undefined) return err({ kind: 'body-kind-unknown', entryKind: kind });
  const value = parsePlain(text);
  if (!value.ok || !isObject(value.value)) return err({ kind: 'body-not-canonical' });
  const fields = fieldsOf(value.value);
  const body = reader(fields);
  const fault = fields.fault();
  if (fault !== undefined) return err({ kind: 'body-field', field: fault.field, why: fault.why });
  assert(body !== undefined, 'a reader without a fault gives a body');
  return ok(body);
}
