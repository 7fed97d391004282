/**
 * The roads by which a message reaches a person. `task`: work on a warden's own telephone, for people whose numbers only
 * that warden has. Voice calls stand in the ladder and have no adapter yet.
 */
export const CHANNEL_NAMES = ['push', 'sms', 'call', 'email', 'task'] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];
