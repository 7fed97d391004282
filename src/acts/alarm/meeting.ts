import type { Ring } from '../../situation/ring.ts';

/** Where people may be asked to come. `approach`: the road they would take. */
export type MeetingPoint = { readonly code: string; readonly name?: string; readonly approach?: string };

/** Where to go now. `isOutside`: not where the place would have people, because the way there is closed. */
export type Meeting = { readonly point?: MeetingPoint; readonly isOutside: boolean };

/**
 * The first point of the place whose way nobody has said is closed, else the one outside the ring; none at all where the
 * place has no such point. No message may send anybody to a road that is closed (alarm.md, "The ring").
 */
export function meetingNow(
  ring: Pick<Ring, 'state' | 'approaches'> & { readonly outside?: MeetingPoint | undefined },
  points: readonly MeetingPoint[],
): Meeting {
  const isClosed = (approach: string | undefined): boolean =>
    ring.state === 'complete' ||
    ring.approaches.some(({ code, state }) => code === approach && state === 'closed');
  const open = points.find(({ approach }) => !isClosed(approach));
  if (open !== undefined && open === points[0]) return { point: open, isOutside: false };
  const outside = ring.outside ?? open;
  return { ...(outside && { point: outside }), isOutside: points.length > 0 || ring.state === 'complete' };
}
